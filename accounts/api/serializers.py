"""Shapes the endpoints of every app share."""

from typing import Any


class ReservedWords:
    """For serializers with members named like words of Python: `from_` is written `from`."""

    def get_fields(self) -> dict[str, Any]:
        """The declared fields without the trailing underscore."""
        fields: dict[str, Any] = super().get_fields()  # type: ignore[misc]
        return {name.removesuffix("_"): field for name, field in fields.items()}
