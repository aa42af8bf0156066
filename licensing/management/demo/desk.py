"""The files on the desks today: some in every state, on time and late, moved by the real verbs at past instants."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from random import Random

from core.workdays import WorkCalendar
from licensing.enums import State
from licensing.management.demo import office_time
from licensing.management.demo.cast import Cast
from licensing.management.demo.desk_verbs import DeskFile, Filing
from licensing.management.demo.filings import Filings

SEED = 1677
S = State

# State, how many, and the office time since the last move in hundredths of a day.
FRESH, LATE, DONE = (5, 80), (130, 520), (150, 3_300)
PLANS: tuple[tuple[State, int, tuple[int, int]], ...] = (
    (S.DRAFT, 9, DONE),
    (S.SUBMITTED, 14, FRESH),
    (S.SUBMITTED, 4, LATE),
    (S.NEEDS_CORRECTION, 12, (100, 1_500)),
    (S.VERIFIED, 6, (1, 20)),
    (S.VERIFIED, 1, LATE),
    (S.REGISTERED, 8, FRESH),
    (S.ASSESSING, 8, (5, 50)),
    (S.ASSESSING, 3, LATE),
    (S.REPAIRING, 4, (100, 900)),
    (S.COORDINATING, 4, (100, 800)),
    (S.ASSESSED, 5, (2, 30)),
    (S.ASSESSED, 1, LATE),
    (S.APPROVED, 5, (1, 20)),
    (S.RECOMMENDED, 4, (5, 80)),
    (S.LICENSED, 4, DONE),
    (S.REFUSED, 2, DONE),
    (S.WITHDRAWN, 6, DONE),
    (S.LAPSED, 4, (2_300, 3_300)),
)
# The verbs that lead to each state, each with the office time before it in hundredths of a day.
SUBMITTED = (("submit", 0),)
RETURNED = (*SUBMITTED, ("send_back_to_applicant", 40))
CORRECTED = (*RETURNED, ("resubmit", 160))
VERIFIED = (("verify", 30),)
REGISTERED = (*VERIFIED, ("register", 8))
STARTED = (*REGISTERED, ("start", 12))
VISIT = (("plan_visit", 4), ("hold_visit", 22))
COORDINATION = (("ask_partner", 10), ("take_answer", 260))
APPLICANT_ACTS = frozenset({S.DRAFT, S.NEEDS_CORRECTION, S.WITHDRAWN, S.LAPSED})
LAPSE_AFTER = timedelta(days=31)
RETURNED_SHARE = 0.25
HUNDRED = 100


@dataclass(frozen=True)
class Move:
    """One verb of one file at one instant."""

    at: datetime
    file: DeskFile
    verb: str


def path(state: State, *, visited: bool, coordinated: bool, returned: bool) -> tuple[tuple[str, int], ...]:
    """Return the verbs to `state`, with the office time before each."""
    opening = CORRECTED if returned else SUBMITTED
    between = (*(VISIT if visited else ()), *(COORDINATION if coordinated else ()))
    assessed = (*opening, *STARTED, *between, ("assess", 18))
    approved = (*assessed, ("approve", 9))
    unfit = (*opening, *STARTED, *between[: 2 if visited else 0], *(COORDINATION if coordinated else ()))
    return {
        S.DRAFT: (),
        S.SUBMITTED: opening,
        S.NEEDS_CORRECTION: RETURNED,
        S.VERIFIED: (*opening, *VERIFIED),
        S.REGISTERED: (*opening, *REGISTERED),
        S.ASSESSING: (*opening, *STARTED, *(VISIT[:1] if visited else ())),
        S.REPAIRING: (*opening, *STARTED, ("plan_visit", 4), ("find_faults", 22), ("ask_repair", 3)),
        S.COORDINATING: (*opening, *STARTED, COORDINATION[0]),
        S.ASSESSED: assessed,
        S.APPROVED: approved,
        S.RECOMMENDED: (*approved, ("sign", 10)),
        S.LICENSED: (*approved, ("sign", 10), ("issue", 30)),
        S.REFUSED: (*unfit, ("assess_unfit", 18), ("approve", 9), ("refuse", 10)),
        S.WITHDRAWN: (*SUBMITTED, ("withdraw", 45)),
        S.LAPSED: (*RETURNED, ("lapse", 0)),
    }[state]


class Desk:
    """Plans the files and hands out their moves in order of time, as the days brought them."""

    def __init__(self, cast: Cast, filings: Filings, *, calendar: WorkCalendar, now: datetime) -> None:
        self.cast, self.filings, self.calendar, self.now = cast, filings, calendar, now
        self.chance = Random(SEED)  # noqa: S311  # invented files

    def moves(self) -> list[Move]:
        """Return every move of every file, oldest first."""
        found = [move for state, idle in self._wanted() for move in self._moves_to(state, idle)]
        found += self._of_the_log_ins()
        return sorted(found, key=lambda move: move.at)

    def _wanted(self) -> Iterator[tuple[State, Fraction]]:
        for state, count, (least, most) in PLANS:
            for _index in range(count):
                yield state, Fraction(self.chance.randint(least, most), HUNDRED)

    def _moves_to(self, state: State, idle: Fraction) -> Iterator[Move]:
        returned = self.chance.random() < RETURNED_SHARE
        filed = office_time.ago(self.calendar, self.now, idle)
        in_person = returned or state in APPLICANT_ACTS
        filing = self.filings.draw(state, on=filed.date(), in_person=in_person)
        yield from self._moves(filing, state, idle=idle, returned=returned)

    def _moves(self, filing: Filing, state: State, *, idle: Fraction, returned: bool) -> Iterator[Move]:
        visited, coordinated = self.filings.needs(filing)
        steps = path(state, visited=visited, coordinated=coordinated, returned=returned)
        gaps = [Fraction(gap + self.chance.randint(0, 2), HUNDRED) for _verb, gap in steps[1:]]
        instants = office_time.moments(self.calendar, self.now, gaps=gaps, idle=idle)
        file = DeskFile(filing, self.cast)
        begun = instants[0] - timedelta(minutes=self.chance.randint(9, 2_000))
        if not steps:
            yield Move(begun, file, "begin")
            return
        yield Move(begun, file, "create")
        for (verb, _gap), at in zip(steps, instants, strict=True):
            yield Move(at + LAPSE_AFTER if verb == "lapse" else at, file, verb)

    def _of_the_log_ins(self) -> Iterator[Move]:
        """The applicant's own draft and running file, and one filed by the person in charge of a clinic."""
        wanted = (
            (self.filings.own_renewal(), S.DRAFT, 60),
            (self.filings.own_second_place(), S.ASSESSING, 25),
            (self.filings.of_clinic(), S.NEEDS_CORRECTION, 240),
        )
        for filing, state, idle in wanted:
            yield from self._moves(filing, state, idle=Fraction(idle, HUNDRED), returned=False)


def make(move: Move) -> None:
    """Do one move."""
    if move.verb == "begin":
        move.file.create(move.at, whole=False)
    else:
        getattr(move.file, move.verb)(move.at)
