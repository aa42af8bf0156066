"""A network in words: its stage track, what the open stage waits for, its facts."""

from datetime import date

from django.utils.translation import gettext as _

from core import formats
from core.components import Fact, Stage, StageState
from spm.domain import figures_text
from spm.domain.evaluation import Count, as_text
from spm.domain.networks import stages
from spm.domain.networks.planning import Measured
from spm.domain.networks.reading import Standing
from spm.enums import Moment, NetworkStage

MOMENTS = list(Moment.values)


def month(day: date) -> str:
    """Write "Januari 2026"."""
    return formats.plain_date(day).partition(" ")[2]


def figure(count: Count | None) -> str:
    """Write "3.010 dari 3.184 (94,5 %)", a number alone where nothing is divided, a dash for nothing."""
    if count is None:
        return formats.NOTHING
    if count.due is None:
        return formats.number(count.served)
    return _("%(served)s dari %(due)s (%(share)s)") % {
        "served": formats.number(count.served),
        "due": formats.number(count.due),
        "share": figures_text.percent(as_text(count.percent)),
    }


def missing(standing: Standing) -> list[str]:
    """What the open stage waits for, as sentences."""
    sentences = {
        stages.PAPER: _("Dokumen tahap ini belum ada: %(kinds)s.") % {"kinds": _kinds(standing)},
        stages.MEMBERS: _("Anggota belum cukup; jejaring memerlukan paling sedikit dua FKTP."),
        stages.FIGURE: _("Masalah prioritas belum ditetapkan dari angka portal."),
        stages.TASKS: _("Alur layanan belum berisi tugas."),
        stages.STRANGER: _("Ada tugas yang dipegang fasilitas di luar jejaring."),
        stages.START: _("Pelaksanaan belum dimulai."),
    }
    return [sentences[code] for code in standing.missing]


def _kinds(standing: Standing) -> str:
    return _(" atau ").join(sorted(standing.opening.get(standing.stage, ())))


def track(standing: Standing) -> list[Stage]:
    """The five stages: done, open now, to come."""
    network = standing.network
    texts = {
        NetworkStage.COMMITMENT: _("%(n)s anggota, %(papers)s dokumen")
        % {"n": formats.number(len(standing.members)), "papers": formats.number(len(standing.papers))},
        NetworkStage.PROBLEM: network.problem.label if network.problem else "",
        NetworkStage.PATHWAY: _("%(n)s tugas") % {"n": formats.number(len(standing.tasks))} if standing.tasks else "",
        NetworkStage.DELIVERY: _("Mulai %(date)s") % {"date": formats.plain_date(network.delivery_from)}
        if network.delivery_from
        else "",
        NetworkStage.MONITORING: _("%(months)s bulan dipantau, %(times)s evaluasi")
        % {"months": formats.number(len(standing.months)), "times": formats.number(len(standing.evaluations))}
        if network.delivery_from
        else "",
    }
    ended = network.ended_on is not None
    return [
        Stage(str(stage.label), _state(stage, standing.stage, ended=ended), text=texts[stage]) for stage in NetworkStage
    ]


def _state(stage: int, open_stage: int, *, ended: bool) -> StageState:
    if stage < open_stage or ended:
        return StageState.DONE
    return StageState.NOW if stage == open_stage else StageState.NEXT


def facts(standing: Standing, now: Measured | None) -> list[Fact]:
    """Lead, rhythm, problem then and now, what is due."""
    network = standing.network
    found = [
        Fact(_("Puskesmas pembina"), network.lead.name),
        Fact(_("Kabupaten/kota"), network.region.name),
    ]
    if network.problem and network.measured_until:
        then = figure(Count(network.problem_served or 0, network.problem_due))
        found.append(Fact(_("Masalah prioritas"), f"{network.problem.label}. {network.problem_reason}"))
        found.append(Fact(_("Saat ditetapkan"), f"{then}, {month(network.measured_until)}"))
        if now is not None:
            found.append(Fact(_("Angka terakhir"), f"{figure(now.count)}, {month(now.until)}"))
    if network.ended_on is not None:
        found.append(Fact(_("Diakhiri"), formats.plain_date(network.ended_on)))
    if standing.monitoring_due is not None:
        found.append(Fact(_("Pemantauan berikutnya"), formats.plain_date(standing.monitoring_due)))
    if standing.evaluation_due is not None:
        found.append(Fact(_("Evaluasi berikutnya"), formats.plain_date(standing.evaluation_due)))
    return found
