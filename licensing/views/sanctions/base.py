"""What the pages of one sanction share."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.components import Kind
from licensing.enums import SanctionState
from licensing.models import Sanction
from licensing.views.desk import DeskMixin

TONES = {
    SanctionState.PROPOSED: Kind.WAIT,
    SanctionState.ADVISED: Kind.FIX,
    SanctionState.DONE: Kind.OK,
    SanctionState.REJECTED: Kind.NONE,
}


class SanctionMixin(DeskMixin):
    """Gives `self.sanction`: within the scope of `policy`, else 404."""

    kwargs: dict[str, Any]
    policy = "sanction_read"

    @property
    def sanction(self) -> Sanction:
        """The sanction of the address, or 404; kept for the request."""
        found: Sanction | None = getattr(self, "_sanction", None)
        if found is None:
            rows = Sanction.objects.visible_to(self.request.user, self.policy).with_people()
            found = get_object_or_404(rows, public_id=self.kwargs["public_id"])
            self._sanction = found
        return found

    def refused_url(self) -> str:
        """Back to the page of the step."""
        return reverse("sanction_detail", args=[self.kwargs["public_id"]])
