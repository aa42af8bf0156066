"""The audit trail, for those who control."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.domain import trail
from accounts.enums import Role
from accounts.views.person_form import signed_in
from core.components import Cell, Column, Kind, Row, Table
from core.formats import number, short_moment
from core.models import AuditEvent

PER_PAGE = 50


class AuditListView(TemplateView):
    """Events of the own region; a POST checks the chains and shows the verdicts."""

    policy = "audit_verify"
    template_name = "accounts/audit_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, asked = signed_in(self.request), self.request.GET
        chosen = {"chain": asked.get("chain", ""), "action": asked.get("action", "")}
        page = Paginator(trail.events_of(user, **chosen), PER_PAGE).get_page(asked.get("page"))
        return super().get_context_data(
            page_obj=page, table=_events(page), chains=trail.chains_of(user), chosen=chosen, **kwargs
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        verdicts = trail.check(signed_in(request), at=timezone.now())
        whole = all(verdict.fault is None for verdict in verdicts)
        return self.render_to_response(self.get_context_data(verdicts=_verdicts(verdicts), whole=whole))


def _events(page: Page[AuditEvent]) -> Table:
    columns = (
        Column(_("Waktu")),
        Column(_("Siapa")),
        Column(_("Tindakan")),
        Column(_("Objek")),
        Column(_("Alasan")),
    )
    return Table(_("Kejadian terbaru"), columns, [_event(event) for event in page])


def _event(event: AuditEvent) -> Row:
    role = Role(event.role).label if event.role in Role.values else ""
    who = event.actor.name if event.actor else _("Sistem")
    return Row(
        (
            Cell(short_moment(event.at), note=f"{event.chain_id} {event.seq}"),
            Cell(who, note=role),
            Cell(event.action),
            Cell(" ".join(filter(None, (event.object_type, event.object_id)))),
            Cell(event.reason or "–"),
        )
    )


def _verdicts(verdicts: Any) -> Table:
    columns = (Column(_("Rantai")), Column(_("Kejadian"), numeric=True), Column(_("Hasil")), Column(_("Rincian")))
    rows = [
        Row(
            (
                Cell(verdict.chain, strong=True),
                Cell(number(verdict.length)),
                Cell(_("Rusak") if verdict.fault else _("Utuh"), kind=Kind.BAD if verdict.fault else Kind.OK),
                Cell(f"{verdict.fault.seq}: {verdict.fault.detail}" if verdict.fault else "–"),
            )
        )
        for verdict in verdicts
    ]
    return Table(_("Hasil pemeriksaan rantai"), columns, rows)
