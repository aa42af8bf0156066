"""Rows of visits, findings and surat tugas, as tables of officers and of places show them."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from core import formats
from core.components import Cell, Column, Edge, Kind, Row, Table
from inspections.domain.concluding import local_day
from inspections.enums import FindingState, TugasState, VisitConclusion, VisitState
from inspections.models import RiskScore, SuratTugas, Visit, VisitFinding

VISIT_TONES = {
    VisitState.PLANNED: Kind.WAIT,
    VisitState.CHECKED_OUT: Kind.WAIT,
    VisitState.SUBMITTED: Kind.FIX,
    VisitState.CONCLUDED: Kind.OK,
    VisitState.CANCELLED: Kind.NONE,
}
CONCLUSION_TONES = {
    VisitConclusion.FIT: Kind.OK,
    VisitConclusion.FIT_WITH_REPAIR: Kind.FIX,
    VisitConclusion.UNFIT: Kind.BAD,
    VisitConclusion.NOT_INSPECTED: Kind.NONE,
}
FINDING_TONES = {FindingState.OPEN: Kind.FIX, FindingState.ANSWERED: Kind.WAIT, FindingState.CLOSED: Kind.OK}
TUGAS_TONES = {TugasState.DRAFT: Kind.WAIT, TugasState.SIGNED: Kind.OK, TugasState.CANCELLED: Kind.NONE}


def sentence_case(text: object) -> str:
    """The words of a choice with a capital first letter."""
    words = str(text)
    return words[:1].upper() + words[1:]


def visit_outcome(visit: Visit) -> tuple[str, Kind]:
    """Conclusion once there is one, else the state."""
    if visit.conclusion:
        return sentence_case(visit.get_conclusion_display()), CONCLUSION_TONES[VisitConclusion(visit.conclusion)]
    return sentence_case(visit.get_state_display()), VISIT_TONES[VisitState(visit.state)]


def visits_table(rows: Sequence[Visit], caption: str, *, hide: bool = False) -> Table:
    """One line a visit; `hide` where a heading above says the same."""
    columns = (_("Tempat"), _("Waktu"), _("Pengawas"), _("Surat tugas"), _("Keadaan"))
    return Table(caption, [Column(name) for name in columns], [_visit_row(row) for row in rows], hide_caption=hide)


def _visit_row(visit: Visit) -> Row:
    word, tone = visit_outcome(visit)
    area = visit.facility.region.parent if visit.facility else None
    zone = visit.office.time_zone if visit.office else "Asia/Jakarta"
    return Row(
        (
            Cell(
                visit.place_name,
                note=area.name if area else "",
                url=reverse("visit_detail", args=[visit.public_id]),
                strong=True,
            ),
            Cell(formats.short_moment(visit.held_at or visit.scheduled_at, zone)),
            Cell(visit.inspector.name, note=sentence_case(visit.get_kind_display())),
            Cell(visit.surat_tugas_number or _("belum ada"), alarm=not visit.surat_tugas_number),
            Cell(word, kind=tone),
        )
    )


def findings_table(rows: Sequence[VisitFinding], caption: str, on: date, *, hide: bool = False) -> Table:
    """One line a finding; `hide` as above."""
    columns = (_("Temuan"), _("Tempat"), _("Batas perbaikan"), _("Keadaan"))
    return Table(
        caption, [Column(name) for name in columns], [_finding_row(row, on) for row in rows], hide_caption=hide
    )


def _finding_row(finding: VisitFinding, on: date) -> Row:
    late = finding.is_overdue(on)
    return Row(
        (
            Cell(
                finding.text,
                note=_("Kritis") if finding.critical else finding.rule,
                url=reverse("finding_detail", args=[finding.public_id]),
            ),
            Cell(finding.visit.place_name, note=finding.visit.berita_acara_number),
            Cell(formats.plain_date(finding.due_on), alarm=late, note=_("Lewat batas") if late else "", whole=True),
            Cell(sentence_case(finding.get_state_display()), kind=FINDING_TONES[FindingState(finding.state)]),
        ),
        edge=Edge.LATE if late else Edge.NONE,
    )


def days_words(first: date, last: date) -> str:
    """From the first to the last day; one day is written once."""
    if first == last:
        return formats.plain_date(first)
    return f"{formats.plain_date(first)} – {formats.plain_date(last)}"


def tugas_table(rows: Sequence[SuratTugas], caption: str) -> Table:
    """One line a letter."""
    columns = (_("Nomor"), _("Uraian tugas"), _("Petugas"), _("Tanggal"), _("Keadaan"))
    return Table(caption, [Column(name) for name in columns], [_tugas_row(row) for row in rows], hide_caption=True)


def _tugas_row(tugas: SuratTugas) -> Row:
    members = [row.user.name for row in tugas.members.all()]
    return Row(
        (
            Cell(
                tugas.number or _("Draf"), url=reverse("tugas_detail", args=[tugas.public_id]), strong=True, whole=True
            ),
            Cell(tugas.purpose, note=", ".join(visit.place_name for visit in tugas.visits.all())),
            Cell(", ".join(members)),
            Cell(days_words(tugas.starts_on, tugas.ends_on)),
            Cell(sentence_case(tugas.get_state_display()), kind=TUGAS_TONES[TugasState(tugas.state)]),
        )
    )


def risk_table(rows: Sequence[RiskScore], labels: dict[str, str], caption: str, *, may_plan: bool) -> Table:
    """One line a place with the reasons of its score, the highest first."""
    columns = (_("Fasilitas"), _("Nilai"), _("Alasan"), _("Jadwal"), _("Rencanakan"))
    found = columns if may_plan else columns[:-1]
    drawn = [_risk_row(row, labels, may_plan) for row in rows]
    return Table(caption, [Column(name) for name in found], drawn, hide_caption=True)


def _risk_row(row: RiskScore, labels: dict[str, str], may_plan: object) -> Row:
    place = row.facility
    tone = {"PITA-A": Kind.BAD, "PITA-B": Kind.FIX, "PITA-C": Kind.WAIT}.get(row.band, Kind.OK)
    reasons = "; ".join(
        f"{labels.get(reason['code'], reason['code'])} ({reason['points']:+d})" for reason in row.reasons
    )
    cells = [
        Cell(
            place.name,
            note=place.region.parent.name if place.region.parent else place.region.name,
            url=reverse("facility_visit_list", args=[place.public_id]),
            strong=True,
        ),
        Cell(str(row.total), note=_("Segera") if row.urgent else ""),
        Cell(reasons),
        Cell(row.get_band_display(), kind=tone),
    ]
    if may_plan:
        cells.append(
            Cell(
                _("Rencanakan"),
                url=f"{reverse('visit_plan')}?fasilitas={place.public_id}",
                action=True,
                context=place.name,
            )
        )
    return Row(cells)


def held_on(visit: Visit) -> str:
    """The day of a visit in words."""
    return formats.plain_date(local_day(visit, visit.held_at or visit.scheduled_at))
