"""A network with its stage and what is due, from rows read by `Network.objects.whole()`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from spm.domain.networks import stages
from spm.domain.networks.stages import Facts
from spm.models import CareTask, Network, NetworkEvaluation, NetworkMember, NetworkPaper, PaperKind


def opening_kinds() -> dict[int, frozenset[str]]:
    """The kinds of paper that open the next stage, by stage."""
    found: dict[int, set[str]] = {}
    for stage, code in PaperKind.objects.filter(is_active=True, opens_next=True).values_list("stage", "code"):
        found.setdefault(stage, set()).add(code)
    return {stage: frozenset(codes) for stage, codes in found.items()}


@dataclass(frozen=True)
class Standing:
    """How a network stands on a day."""

    network: Network
    opening: dict[int, frozenset[str]]
    on: date

    @cached_property
    def members(self) -> list[NetworkMember]:
        """Members of today, the longest first."""
        return [row for row in self.network.members.all() if row.left_on is None]

    @cached_property
    def tasks(self) -> list[CareTask]:
        """The pathway of today."""
        return [row for row in self.network.tasks.all() if row.removed_on is None]

    @cached_property
    def papers(self) -> list[NetworkPaper]:
        """Papers nobody withdrew."""
        return [row for row in self.network.papers.all() if row.withdrawn_at is None]

    @cached_property
    def facts(self) -> Facts:
        """What the stage is worked out from."""
        return Facts(
            members=frozenset(row.facility_id for row in self.members),
            workers=frozenset(row.facility_id for row in self.tasks),
            papers=frozenset(row.kind.code for row in self.papers if row.is_there),
            opening=self.opening,
            has_problem=self.network.problem_id is not None,
            has_started=self.network.delivery_from is not None,
        )

    @cached_property
    def stage(self) -> int:
        """The furthest open stage, 1 to 5."""
        return stages.open_stage(self.facts)

    @property
    def missing(self) -> tuple[str, ...]:
        """What the open stage waits for."""
        return stages.missing(self.stage, self.facts)

    @cached_property
    def months(self) -> frozenset[date]:
        """Months with a sheet."""
        return frozenset(row.month for row in self.network.sheets.all() if row.superseded_at is None)

    @cached_property
    def evaluations(self) -> list[NetworkEvaluation]:
        """Evaluations, the newest first."""
        return list(self.network.evaluations.all())

    @property
    def runs(self) -> bool:
        """True while there is something to watch."""
        return self.network.delivery_from is not None and self.network.ended_on is None

    @cached_property
    def monitoring_due(self) -> date | None:
        """When the next sheet is due; None where nothing is watched."""
        start = self.network.delivery_from
        return stages.monitoring_due(start, self.months, self.on) if self.runs and start else None

    @cached_property
    def evaluation_due(self) -> date | None:
        """When the next evaluation is due; None where nothing is watched."""
        start, held = self.network.delivery_from, [row.held_on for row in self.evaluations]
        return stages.evaluation_due(start, held, self.network.evaluate_every) if self.runs and start else None

    @property
    def is_late(self) -> bool:
        """True when a sheet or an evaluation is past its day."""
        return any(day is not None and day < self.on for day in (self.monitoring_due, self.evaluation_due))

    @property
    def open_months(self) -> list[date]:
        """Months without a sheet, the earliest first."""
        start = self.network.delivery_from
        return stages.unmonitored(start, self.months, self.on) if self.runs and start else []


def standings(networks: Any, *, on: date) -> list[Standing]:
    """Each network of a queryset; constant queries."""
    opening = opening_kinds()
    return [Standing(network, opening, on) for network in networks.whole()]


def standing_of(network: Network, *, on: date) -> Standing:
    """One network, read anew."""
    return next(iter(standings(Network.objects.filter(pk=network.pk), on=on)))


def by_stage(found: Iterable[Standing]) -> dict[int, int]:
    """How many networks stand at each stage."""
    counts: dict[int, int] = {}
    for each in found:
        counts[each.stage] = counts.get(each.stage, 0) + 1
    return counts
