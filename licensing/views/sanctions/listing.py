"""The list of sanctions: what waits for whom, and what was done."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core import formats
from core.components import Cell, Column, Edge, Row, Table
from licensing.domain.licences.public_register import holder_name
from licensing.enums import SanctionState
from licensing.models import Sanction
from licensing.views.desk import DeskMixin
from licensing.views.sanctions.base import TONES

PAGE = 100


class SanctionListView(DeskMixin, TemplateView):
    """What waits for whom first, then what was done."""

    policy = "sanction_read"
    template_name = "licensing/desk/sanction_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Sanction.objects.visible_to(self.request.user).with_people()
        waiting = rows.filter(state__in=(SanctionState.PROPOSED, SanctionState.ADVISED)).order_by("proposed_at", "id")
        done = rows.exclude(state__in=(SanctionState.PROPOSED, SanctionState.ADVISED)).order_by("-proposed_at", "-id")
        return super().get_context_data(
            waiting=_table(_("Menunggu"), list(waiting[:PAGE])),
            done=_table(_("Selesai"), list(done[:PAGE])),
            **kwargs,
        )


def _table(caption: str, rows: list[Sanction]) -> Table | None:
    if not rows:
        return None
    today = timezone.localdate()
    columns = [_("Izin"), _("Langkah"), _("Diusulkan"), _("Keadaan"), _("Batas pembenahan")]
    return Table(caption=caption, columns=[Column(name) for name in columns], rows=[_row(row, today) for row in rows])


def _row(row: Sanction, today: Any) -> Row:
    late = row.state == SanctionState.DONE and row.term_is_over(today)
    return Row(
        [
            Cell(
                holder_name(row.licence), note=row.licence.number, url=reverse("sanction_detail", args=[row.public_id])
            ),
            Cell(row.step.label),
            Cell(row.proposed_by.name, note=formats.short_moment(row.proposed_at)),
            Cell(row.get_state_display(), kind=TONES[SanctionState(row.state)]),
            Cell(formats.plain_date(row.repair_by) if row.repair_by else "–", alarm=late),
        ],
        edge=Edge.LATE if late else Edge.NONE,
    )
