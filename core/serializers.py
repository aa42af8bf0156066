"""Input shapes of the API: what a serializer does not name is refused, not dropped in silence."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

UNKNOWN = "unknown_field"


class StrictSerializer(serializers.Serializer[Any]):
    """Answers 400 with the name of each member it does not know, or may only read (`state`, `owner`)."""

    def to_internal_value(self, data: Any) -> Any:
        """Refuse unknown members, then read the known ones."""
        if isinstance(data, Mapping):
            writable = {name for name, field in self.fields.items() if not field.read_only}
            unknown = sorted({str(name) for name in data} - writable)
            if unknown:
                detail = ErrorDetail(str(_("Isian ini tidak dikenal.")), code=UNKNOWN)
                raise ValidationError({name: [detail] for name in unknown})
        return super().to_internal_value(data)
