"""The finished files of the last months: one for each permit that came out of them, and those that ended without."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from random import Random

from accounts.enums import Role
from accounts.models import User
from core.identifiers import CROCKFORD
from core.workdays import WorkCalendar
from licensing.domain.past_files import PastEvent, PastFile
from licensing.domain.workflow import SYSTEM
from licensing.enums import Action, ApplicationKind
from licensing.management.demo import handlers, names
from licensing.management.demo.lines import Entered, LicenceLine, PersonLine, Sheets
from licensing.models import RecommendationType
from workforce.models import Person

SEED = 1675
DAY = timedelta(days=1)

# Where in the run from a complete file to its end each verb falls.
GRANTED = (
    (Action.VERIFY, Fraction(22, 100), Role.TECHNICAL),
    (Action.REGISTER, Fraction(27, 100), Role.REGISTER_CLERK),
    (Action.START_ASSESSMENT, Fraction(35, 100), Role.TPK),
    (Action.ASSESS, Fraction(60, 100), Role.TPK),
    (Action.APPROVE, Fraction(70, 100), Role.DIVISION_HEAD),
    (Action.SIGN, Fraction(80, 100), Role.HEALTH_HEAD),
    (Action.ISSUE_LICENCE, Fraction(1), Role.LICENCE_HEAD),
)
# Working days from the complete file to its end, with their weights.
SPEEDS = ((1, 90), (2, 8), (4, 2))
COORDINATED_SPEEDS = ((7, 60), (9, 30), (15, 10))
RETURNED_SHARE = 0.22
REFUSED, WITHDRAWN, LAPSED = 60, 70, 45
STUDIES, CAMPAIGNS = 110, 70
CORRECTION_DAYS = 31
MAILBOXES = {
    Role.FRONT_OFFICE: "depan",
    Role.TECHNICAL: "timteknis",
    Role.REGISTER_CLERK: "register",
    Role.TPK: "tpk",
    Role.DIVISION_HEAD: "kabid",
    Role.HEALTH_HEAD: "kadinkes",
    Role.LICENCE_HEAD: "dpmptsp",
}


@dataclass(frozen=True)
class Holder:
    """Whom a file is about."""

    type_code: str
    name: str
    identity_hash: str
    person: PersonLine | None
    person_id: int | None
    profession: str
    place: str
    slot: int
    kind: ApplicationKind


class PastFiles:
    """Writes the plan of the finished files; draws in a fixed order."""

    def __init__(
        self,
        sheets: Sheets,
        entered: Entered,
        users: Mapping[str, User],
        *,
        calendar: WorkCalendar,
        today: date,
        refusals: tuple[str, ...],
    ) -> None:
        self.sheets, self.entered, self.users = sheets, entered, users
        self.calendar, self.today, self.refusals = calendar, today, refusals
        self.chance = Random(SEED)  # noqa: S311  # invented files
        self.people = {line.key: line for line in sheets.people}
        self.places = {line.code: line for line in sheets.places}
        self.types = {row.code: row for row in RecommendationType.objects.order_by("version")}
        self.days = handlers.working_days(calendar, today=today)
        self.hashes = {line.key: Person.hash_of("nik", line.nik) for line in sheets.people}

    def plan(self) -> Iterator[PastFile]:
        """Yield every finished file."""
        yield from self._of_licences()
        yield from self._of_studies()
        yield from self._without_product()

    # --- what they are about --------------------------------------------------------------------------------

    def _of_licences(self) -> Iterator[PastFile]:
        first = min(self.days)
        seen: set[tuple[str, str, str]] = set()
        for line, pk in zip(self.sheets.licences, self.entered.licences, strict=True):
            key = (line.type_code, line.person, line.place)
            renewed = key in seen
            seen.add(key)
            if line.starts_on < first or line.starts_on >= self.today or not self.calendar.is_working(line.starts_on):
                continue
            yield self._finished(self._holder(line, renewed=renewed), ends_on=line.starts_on, licence_id=pk)

    def _holder(self, line: LicenceLine, *, renewed: bool) -> Holder:
        person, place = self.people.get(line.person), self.places.get(line.place)
        return Holder(
            type_code=line.type_code,
            name=person.name if person else place.responsible_name if place else "",
            identity_hash=self.hashes.get(line.person, ""),
            person=person,
            person_id=self.entered.people.get(line.person),
            profession=line.profession,
            place=line.place,
            slot=line.slot,
            kind=ApplicationKind.RENEWAL if renewed else ApplicationKind.NEW,
        )

    def _of_studies(self) -> Iterator[PastFile]:
        """Recommendations that are their own product: research, and social health events."""
        for code, count in (("REK-PENELITIAN", STUDIES), ("REK-BAKSOS", CAMPAIGNS)):
            for _index in range(count):
                name = names.person_name(self.chance, woman=self.chance.random() < handlers.WOMEN_SHARE)
                holder = Holder(code, name, "", None, None, "", "", 1, ApplicationKind.NEW)
                yield self._finished(holder, ends_on=self.chance.choice(self.days))

    def _without_product(self) -> Iterator[PastFile]:
        skilled = [line for line in self.sheets.licences if line.profession]
        for ending, count in ((Action.REFUSE, REFUSED), (Action.WITHDRAW, WITHDRAWN), (Action.LAPSE, LAPSED)):
            for _index in range(count):
                holder = self._holder(self.chance.choice(skilled), renewed=False)
                yield self._ended(holder, ending, ends_on=self.chance.choice(self.days))

    # --- their ledgers --------------------------------------------------------------------------------------

    def _finished(self, holder: Holder, *, ends_on: date, licence_id: int | None = None) -> PastFile:
        kind = self.types[holder.type_code]
        speeds = COORDINATED_SPEEDS if kind.needs_coordination else SPEEDS
        end = self._moment(ends_on)
        complete = self._moment(self._earlier(ends_on, self._draw(speeds)))
        events = list(self._opening(complete))
        total = self.calendar.used(complete, end)
        for action, share, role in GRANTED:
            if action == Action.ISSUE_LICENCE and not kind.delegated:
                break
            if action == Action.ASSESS and kind.needs_coordination:
                events += self._coordination(complete, total)
            events.append(self._event(action, self.calendar.add(complete, total * share), role))
        return self._file(holder, events, licence_id)

    def _coordination(self, complete: datetime, total: Fraction) -> Iterator[PastEvent]:
        for action, share in ((Action.REQUEST_COORDINATION, 37), (Action.ANSWER_COORDINATION, 55)):
            yield self._event(action, self.calendar.add(complete, total * Fraction(share, 100)), Role.TPK)

    def _opening(self, complete: datetime) -> Iterator[PastEvent]:
        """Filed, perhaps returned once and sent again; complete at `complete`."""
        filed = complete
        if self.chance.random() < RETURNED_SHARE:
            filed = self._moment(self._earlier(complete.date(), self.chance.randint(3, 9)))
            back = self.calendar.add(filed, Fraction(self.chance.randint(20, 90), 100))
            yield from self._filed(filed)
            yield self._event(Action.RETURN, back, Role.TECHNICAL)
            yield self._event(Action.RESUBMIT, complete, Role.APPLICANT)
            return
        yield from self._filed(filed)

    def _filed(self, at: datetime) -> Iterator[PastEvent]:
        begun = at - timedelta(minutes=self.chance.randint(12, 3000))
        yield self._event(Action.CREATE, begun, Role.FRONT_OFFICE)
        yield self._event(Action.SUBMIT, at, Role.FRONT_OFFICE)

    def _ended(self, holder: Holder, ending: Action, *, ends_on: date) -> PastFile:
        end = self._moment(ends_on)
        if ending == Action.WITHDRAW:
            filed = self._moment(self._earlier(ends_on, 1))
            return self._file(holder, [*self._filed(filed), self._event(ending, end, Role.APPLICANT)], None)
        if ending == Action.LAPSE:
            filed = self._moment(self._earlier(ends_on - timedelta(days=CORRECTION_DAYS), 1))
            back = self.calendar.add(filed, Fraction(1, 2))
            lapsed = back + timedelta(days=CORRECTION_DAYS)
            events = [self._event(Action.RETURN, back, Role.TECHNICAL), self._event(ending, lapsed, None)]
            return self._file(holder, [*self._filed(filed), *events], None)
        return self._refused(holder, end)

    def _refused(self, holder: Holder, end: datetime) -> PastFile:
        complete = self._moment(self._earlier(end.date(), 1))
        total = self.calendar.used(complete, end)
        events = list(self._filed(complete))
        for action, share, role in GRANTED[:-2]:
            if action == Action.ASSESS and self.types[holder.type_code].needs_coordination:
                events += self._coordination(complete, total)
            events.append(self._event(action, self.calendar.add(complete, total * share), role))
        reason = self.chance.choice(self.refusals)
        events.append(self._event(Action.REFUSE, end, Role.HEALTH_HEAD, reason=reason, note=REFUSAL_NOTE))
        return self._file(holder, events, None)

    # --- pieces ---------------------------------------------------------------------------------------------

    def _file(self, holder: Holder, events: list[PastEvent], licence_id: int | None) -> PastFile:
        place = self.places.get(holder.place)
        at = events[0].at
        return PastFile(
            number=f"{at:%Y-%m}-{''.join(self.chance.choices(CROCKFORD, k=6))}",
            type_code=holder.type_code,
            kind=holder.kind,
            events=tuple(events),
            applicant_name=holder.name,
            identity_hash=holder.identity_hash,
            answers=_answers(holder),
            region_code=place.region_code if place else "16.74",
            person_id=holder.person_id,
            profession=holder.profession,
            place_id=self.entered.places.get(holder.place),
            place_name=place.name if place else "",
            slot=holder.slot,
            filed_by_id=self.users["depan"].pk,
            licence_id=licence_id,
        )

    def _event(self, action: Action, at: datetime, role: Role | None, *, reason: str = "", note: str = "") -> PastEvent:
        user = self.users[MAILBOXES[role]] if role in MAILBOXES else None
        return PastEvent(action, at, user.pk if user else None, role.value if role else SYSTEM, note, reason)

    def _moment(self, day: date) -> datetime:
        """Return an instant in the opening hours of a working day."""
        opens, closes = self.chance.choice(self.calendar.intervals(day))
        return opens + timedelta(seconds=self.chance.randint(60, int((closes - opens).total_seconds()) - 60))

    def _earlier(self, day: date, working: int) -> date:
        """Return the day `working` working days before; the nearest earlier one when `day` is closed."""
        left = working
        while left or not self.calendar.is_working(day):
            day -= DAY
            left -= 1 if left and self.calendar.is_working(day) else 0
        return day

    def _draw(self, speeds: tuple[tuple[int, int], ...]) -> int:
        return self.chance.choices([days for days, _weight in speeds], weights=[w for _days, w in speeds])[0]


REFUSAL_NOTE = "Persyaratan yang diatur belum terpenuhi; pemohon dapat mengajukan lagi setelah melengkapi."


def _answers(holder: Holder) -> dict[str, object]:
    """What a paper form would have said; home address and phone were not kept."""
    identity: dict[str, object] = {"name": holder.name}
    person = holder.person
    if person is not None:
        identity |= {
            "degrees": person.degrees,
            "identity_kind": "nik",
            "identity_number": person.nik,
            "birth_place": person.birth_place,
            "birth_date": person.birth_date.isoformat(),
            "sex": person.sex,
        }
    answers: dict[str, object] = {"identity": identity}
    if person is not None and person.profession:
        answers["profession"] = {
            "profession": person.profession,
            "str_number": person.str_number,
            "str_name": person.name,
            "str_lifetime": person.str_lifetime,
            "str_valid_until": person.str_valid_until.isoformat() if person.str_valid_until else "",
        }
    return answers
