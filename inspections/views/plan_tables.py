"""Plans, targets and visits as the tables of their pages."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Office
from core import formats
from core.components import Cell, Column, Fact, Kind, Row, Table
from facilities.domain.kinds import labels
from inspections.domain.plan_progress import Progress
from inspections.enums import PlanState, TargetMeasure
from inspections.models import ActivityPlan, ActivityTarget, Visit
from inspections.views.visit_tables import sentence_case

TONES = {PlanState.DRAFT: Kind.NONE, PlanState.PROPOSED: Kind.WAIT, PlanState.APPROVED: Kind.OK}


def state_tone(state: str) -> Kind:
    """Tone of a plan's state."""
    return TONES[PlanState(state)]


def plan_table(rows: Sequence[ActivityPlan], year: int) -> Table:
    """Return the plans of a year; `target_count` comes with `for_list`."""
    columns = (
        Column(_("Kegiatan")),
        Column(_("Masa")),
        Column(_("Target"), numeric=True),
        Column(_("Biaya dinas (rupiah)"), numeric=True),
        Column(_("Keadaan")),
    )
    return Table(_("Rencana kegiatan %(year)s") % {"year": year}, columns, [_plan_row(row) for row in rows])


def _plan_row(row: ActivityPlan) -> Row:
    return Row(
        (
            Cell(
                row.name,
                note=sentence_case(row.get_kind_display()),
                url=reverse("plan_detail", args=[row.public_id]),
                strong=True,
            ),
            Cell(row.period_label),
            Cell(formats.number(row.target_count)),  # type: ignore[attr-defined]  # annotated by for_list
            Cell(formats.number(row.budget_amount) if row.budget_amount else "–", note=row.budget_source),
            Cell(sentence_case(row.get_state_display()), kind=state_tone(row.state)),
        )
    )


def approval_facts(plan: ActivityPlan) -> list[Fact]:
    """Return what the head approves, in short; the whole stands in the concept."""
    proposed = plan.proposed_by.name if plan.proposed_by else "–"
    if plan.proposed_at:
        proposed = f"{proposed}, {formats.full_moment(plan.proposed_at, plan.office.time_zone)}"
    targets = [f"{sentence_case(row.get_measure_display())}: {row.goal}" for row in plan.targets.all()]
    return [
        Fact(_("Masa"), plan.period_label),
        Fact(_("Jenis kegiatan"), sentence_case(plan.get_kind_display())),
        Fact(_("Target"), "; ".join(targets) or "–"),
        Fact(_("Biaya dinas"), _budget(plan)),
        Fact(_("Diajukan oleh"), proposed),
    ]


def plan_facts(plan: ActivityPlan) -> list[Fact]:
    """Return the parts of a ToR in the order of the letter."""
    found = [
        Fact(_("Masa"), plan.period_label),
        Fact(_("Jenis kegiatan"), sentence_case(plan.get_kind_display())),
        Fact(_("Latar belakang"), plan.background),
        Fact(_("Dasar hukum"), "; ".join(plan.basis)),
        Fact(_("Maksud"), plan.purpose),
        Fact(_("Tujuan"), plan.objective),
        Fact(_("Sasaran"), plan.beneficiaries),
        Fact(_("Keluaran"), plan.output),
        Fact(_("Indikator"), f"{plan.indicator}: {plan.indicator_target}"),
        Fact(_("Metode"), plan.method),
        Fact(_("Jadwal"), "; ".join(plan.schedule)),
        Fact(_("Tempat"), plan.place),
        Fact(_("Tenaga pelaksana"), plan.staff),
        Fact(_("Penanggung jawab kegiatan"), plan.responsible),
        Fact(_("Biaya dinas"), _budget(plan)),
    ]
    if plan.coverage_on and plan.coverage_obliged:
        part = formats.percent(formats.share(plan.coverage_held or 0, plan.coverage_obliged))
        words = _("%(part)s pada %(date)s") % {"part": part, "date": formats.plain_date(plan.coverage_on)}
        found.append(Fact(_("Cakupan tenaga saat diajukan"), words))
    if plan.returned_note:
        found.append(Fact(_("Perlu diperbaiki"), plan.returned_note))
    return found


def _budget(plan: ActivityPlan) -> str:
    source = ", ".join(part for part in (plan.budget_source, plan.budget_line) if part)
    if not plan.budget_amount:
        return source
    return _("Rp%(amount)s dari %(source)s") % {"amount": formats.number(plan.budget_amount), "source": source}


def target_table(rows: Sequence[Progress], plan: ActivityPlan) -> Table:
    """Return the targets with what was reached; a count opens its visits, a coverage its list."""
    columns = (
        Column(_("Target")),
        Column(_("Unit dan profesi")),
        Column(_("Masa")),
        Column(_("Keadaan awal")),
        Column(_("Capaian")),
    )
    kinds = labels()
    return Table(_("Target dan capaian"), columns, [_target_row(row, plan, kinds) for row in rows], hide_caption=True)


def _target_row(row: Progress, plan: ActivityPlan, kinds: dict[str, str]) -> Row:
    target = row.target
    return Row(
        (
            Cell(sentence_case(target.get_measure_display()), note=goal_words(target), strong=True),
            Cell(unit_words(target, kinds), note=target.profession.name if target.profession else ""),
            Cell(
                formats.plain_date(target.starts_on),
                note=_("sampai %(date)s") % {"date": formats.plain_date(target.ends_on)},
            ),
            Cell(_base(target)),
            _reached(row, plan),
        ),
        testid="target",
    )


def goal_words(target: ActivityTarget) -> str:
    """Return "target 90 %" or "target 12"."""
    goal = formats.percent(target.goal, 0) if target.is_coverage else formats.number(target.goal)
    return _("target %(goal)s") % {"goal": goal}


def unit_words(target: ActivityTarget, kinds: dict[str, str]) -> str:
    """Where a target holds, in words."""
    place = target.unit.name if target.unit else (target.region.name if target.region else _("Seluruh wilayah"))
    return f"{place}, {kinds.get(target.facility_kind, target.facility_kind)}" if target.facility_kind else place


def _base(target: ActivityTarget) -> str:
    if target.base_obliged is None:
        return "–"
    return formats.percent(formats.share(target.base_held or 0, target.base_obliged))


def _reached(row: Progress, plan: ActivityPlan) -> Cell:
    target, share = row.target, row.share
    used = min((share or 0) / 100, 1.0)
    bar = Kind.OK if row.reached else Kind.WAIT
    if target.is_coverage:
        if row.obliged is None:
            return Cell("–")
        basis = _("%(part)s dari %(whole)s") % {
            "part": formats.number(row.held or 0),
            "whole": formats.number(row.obliged),
        }
        return Cell(formats.percent(share), note=basis, url=row.url, used=used, bar=bar)
    url = reverse("target_visits", args=[plan.public_id, target.pk]) if target.measure == TargetMeasure.VISITS else ""
    if target.measure == TargetMeasure.SESSIONS:
        url = f"{reverse('guidance_list')}?target={target.pk}"
    basis = _("dari %(goal)s") % {"goal": formats.number(target.goal)}
    return Cell(formats.number(row.done or 0), note=basis, url=url, used=used, bar=bar)


def visit_table(rows: Sequence[Visit], office: Office) -> Table:
    """Return concluded visits, newest first."""
    columns = (Column(_("Tempat")), Column(_("Waktu")), Column(_("Pengawas")), Column(_("Kesimpulan")))
    return Table(_("Kunjungan"), columns, [visit_row(row, office) for row in rows], hide_caption=True)


def visit_row(row: Visit, office: Office) -> Row:
    """One visit in a list; the place opens its facility."""
    place = row.facility
    return Row(
        (
            Cell(
                place.name if place else row.place_text,
                note=place.region.name if place else "",
                url=reverse("facility_detail", args=[place.public_id]) if place else "",
                strong=True,
            ),
            Cell(formats.short_moment(row.held_at or row.scheduled_at, office.time_zone), whole=True),
            Cell(row.inspector.name),
            Cell(sentence_case(row.get_conclusion_display()) or "–", note=row.berita_acara_number),
        )
    )
