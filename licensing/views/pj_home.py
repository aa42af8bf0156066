"""The home of a facility's coordinator, and the one list of what waits for the facility's answer."""

from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.models import InboxMessage
from core import formats
from core.components import Cell, Column, Edge, Kind, Kpi, Row, Table
from licensing.domain.rosters import consents, roster
from licensing.domain.rosters.consent_standing import Stand, stand_of
from licensing.domain.rosters.permits import Permit, permits_of
from licensing.domain.status_lines import status_label
from licensing.enums import State
from licensing.models import Application
from licensing.views.roster import RosterMixin, heading, sentence

WAITING = (State.NEEDS_CORRECTION, State.REPAIRING)
PAGE_SIZE = 25


def findings_of(user: Any) -> QuerySet[Application]:
    """Files of the own facilities that wait for an answer, the most urgent first."""
    rows = Application.objects.visible_to(user, "application_read").filter(state__in=WAITING)
    return rows.select_related("type", "applicant").order_by("correct_by", "pk")


class PjHomeView(RosterMixin, TemplateView):
    """What needs attention, each figure with the list behind it."""

    template_name = "licensing/roster/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today, now = self.request.user, timezone.localdate(), timezone.now()
        facilities = self.facilities() if self.is_own else []
        figures = roster.read(facilities, on=today, at=now).figures
        permits = permits_of(facilities, on=today)
        return super().get_context_data(
            facilities=facilities,
            heading=heading(facilities),
            sentence=sentence(figures),
            kpis=_kpis(user, figures, now),
            permits=_permit_table(permits, today, several=len(facilities) > 1),
            newest=InboxMessage.objects.filter(user_id=int(user.pk or 0))[:3],
            **kwargs,
        )


def _kpis(user: Any, figures: roster.Figures, now: datetime) -> list[Kpi]:
    people = reverse("roster")
    asked = [stand_of(row, at=now) for row in consents.consents_of(user)]
    waiting = sum(each == Stand.WAITING for each in asked)
    findings = findings_of(user).count()
    needed = _("dari %(count)s tenaga") % {"count": formats.number(figures.needed)}
    found = [
        Kpi(
            "missing", _("Belum ber-SIP"), formats.number(figures.missing), needed, f"{people}?show=missing", _("Lihat")
        ),
        Kpi("ending", _("Berakhir ≤ 90 hari"), formats.number(figures.ending), needed, f"{people}?show=90", _("Lihat")),
        Kpi(
            "findings",
            _("Menunggu jawaban Anda"),
            formats.number(findings),
            _("perbaikan dan temuan"),
            reverse("facility_finding_list"),
            _("Lihat"),
        ),
    ]
    if roster.files_for_staff(user):
        total = _("dari %(count)s permintaan") % {"count": formats.number(len(asked))}
        url = f"{reverse('consent_list')}?show=waiting"
        found.append(Kpi("waiting", _("Menunggu persetujuan"), formats.number(waiting), total, url, _("Lihat")))
    return found


def _permit_table(permits: list[Permit], today: date, *, several: bool) -> Table:
    columns = [Column(_("Izin")), Column(_("Nomor")), Column(_("Berlaku sampai")), Column(_("Keadaan"))]
    return Table(_("Izin fasilitas"), columns, [_permit_row(row, today, several=several) for row in permits])


def _permit_row(row: Permit, today: date, *, several: bool) -> Row:
    licence = row.licence
    ends = licence.ends_on if licence else None
    left = (ends - today).days if ends else None
    if not row.is_held:
        word, kind = (_("Belum ada"), Kind.BAD) if licence is None else (_("Tidak berlaku"), Kind.BAD)
    elif left is not None and left <= 90:  # noqa: PLR2004  # the renewal window
        word, kind = _("Berakhir dalam %(days)s hari") % {"days": left}, Kind.FIX
    else:
        word, kind = _("Berlaku"), Kind.OK
    until = formats.plain_date(ends) if ends else (_("Tanpa batas") if row.is_held else "–")
    return Row(
        (
            Cell(row.name, note=row.facility.name if several else "", strong=True),
            Cell(licence.number if licence else "–"),
            Cell(until, whole=True),
            Cell(word, kind=kind),
        )
    )


class FacilityFindingListView(RosterMixin, TemplateView):
    """Corrections and repairs asked of the facility and its staff; one opens the page where it is answered."""

    policy = "application_read"
    template_name = "licensing/roster/findings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        open_items = Count("corrections", filter=Q(corrections__answered_at__isnull=True), distinct=True)
        page = Paginator(findings_of(user).annotate(gaps=open_items), PAGE_SIZE).get_page(self.request.GET.get("page"))
        rows = list(page.object_list)
        editable = Application.objects.visible_to(user, "application_edit").filter(pk__in=[row.pk for row in rows])
        mine = set(editable.values_list("pk", flat=True))
        return super().get_context_data(
            table=Table(
                _("Menunggu jawaban"),
                (
                    Column(_("Permohonan")),
                    Column(_("Tentang")),
                    Column(_("Keadaan")),
                    Column(_("Paling lambat")),
                    Column(_("Tindakan"), hidden_label=True),
                ),
                [_finding_row(row, is_mine=row.pk in mine) for row in rows],
            ),
            page=page,
            total=page.paginator.count,
            **kwargs,
        )


def _finding_row(row: Any, *, is_mine: bool) -> Row:
    is_repair = row.state == State.REPAIRING
    note = "" if is_repair else _("%(n)s hal") % {"n": row.gaps}
    page = "repair_answer" if is_repair else "draft_detail"
    action = (
        Cell(_("Jawab"), url=reverse(page, args=[row.number]), action=True, context=row.number, testid="answer")
        if is_mine
        else Cell(
            _("Lihat"),
            note=_("dijawab orangnya sendiri"),
            url=reverse("application_detail", args=[row.number]),
            context=row.number,
        )
    )
    is_late = row.correct_by is not None and row.correct_by < timezone.localdate()
    return Row(
        (
            Cell(str(row.type.label), note=row.number, strong=True),
            Cell(row.applicant_name or row.place_name, note=row.place_name if row.applicant_name else ""),
            Cell(status_label(row), kind=Kind.FIX) if not note else Cell(status_label(row), note=note),
            Cell(formats.plain_date(row.correct_by) if row.correct_by else "–", whole=True),
            action,
        ),
        edge=Edge.LATE if is_late else Edge.NONE,
    )
