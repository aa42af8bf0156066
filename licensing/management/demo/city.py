"""The stages of the demo city. Each is written whole and noted, so a broken run begins again with the one it was in."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property

from django.db import connection, transaction

from accounts.domain.calendars import work_calendar
from accounts.domain.offices import home_office
from accounts.enums import OfficeKind
from accounts.models import Office, User
from core import audit, outbox
from core.models import JobState, LoadedRow, OutboxJob
from core.tasks import ring
from core.workdays import WorkCalendar
from facilities.models import Facility, FacilityPerson
from letters.domain.issuing import RENDER_JOB
from licensing.domain.past_files import enter_past_files
from licensing.management.demo import (
    desk,
    field_team,
    field_visits,
    history,
    log_ins,
    register,
    sheets,
    systems,
    voices,
)
from licensing.management.demo.cast import cast_of
from licensing.management.demo.catalogue import terms
from licensing.management.demo.filings import Filings
from licensing.management.demo.lines import LicenceLine, Sheets
from licensing.management.demo.office_time import ago
from licensing.management.demo.progress import Progress
from licensing.models import Licence, Reason
from workforce.models import Person

SOURCE = "demo"
BEFORE_FILES = timedelta(days=120)
LETTER_PAUSE = timedelta(seconds=4)
OWN_DAYS_LEFT = timedelta(days=75)
OWN_PROFESSION, OWN_KIND = "PERAWAT", "klinik_pratama"


class DemoCity:
    """Loads what is missing, as of one instant."""

    def __init__(self, *, at: datetime, progress: Progress) -> None:
        self.at, self.progress = at, progress

    def load(self) -> list[str]:
        """Write the stages that are not noted yet and return their names."""
        stages: Mapping[str, Callable[[], None]] = {
            "log-ins": self._log_ins,
            "register": self._register,
            "files": self._files,
            "voices": self._voices,
            "inspections": self._inspections,
            "systems": self._systems,
        }
        noted = set(LoadedRow.objects.filter(source=SOURCE).values_list("key", flat=True))
        missing = [name for name in stages if name not in noted]
        for name in missing:
            stages[name]()
            _refresh_statistics()
            LoadedRow.objects.create(source=SOURCE, key=name, content_hash="", loaded_at=self.at)
        return missing

    # --- what the stages share --------------------------------------------------------------------------------

    @cached_property
    def health(self) -> Office:
        return home_office(OfficeKind.HEALTH)

    @cached_property
    def licensing(self) -> Office:
        return home_office(OfficeKind.LICENSING)

    @cached_property
    def calendar(self) -> WorkCalendar:
        return work_calendar(self.health)

    @cached_property
    def today(self) -> date:
        return self.at.astimezone(self.health.zone).date()

    @cached_property
    def users(self) -> dict[str, User]:
        found = User.objects.filter(email__endswith=f"@{log_ins.DOMAIN}", is_demo=True)
        return {str(user.email).partition("@")[0]: user for user in found}

    # --- stages -------------------------------------------------------------------------------------------------

    @transaction.atomic
    def _log_ins(self) -> None:
        for _who in self.progress.over(["log-ins"], step="Log-ins and officials", total=1):
            log_ins.create(at=self.at)
            for office in (self.health, self.licensing):
                # The first entry of each trail, so that it can be anchored before anybody signs.
                audit.record(action="demo.begin", by=None, obj=office, office=office, at=self.at - BEFORE_FILES)

    @transaction.atomic
    def _register(self) -> None:
        built = register.build(terms(), calendar=self.calendar, today=self.today)
        own = _give_to_applicant(built, self.users["pemohon"].name, ends_on=self.today + OWN_DAYS_LEFT)
        offices = {"dinkes": self.health, "dpmptsp": self.licensing}
        kinds = sheets.bring(built, offices=offices, by=self.users["register"], at=self.at)
        for _kind in self.progress.over(kinds, step="Sheets of the register", total=len(sheets.NAMES)):
            pass
        entered = sheets.entered(built, offices)
        Person.objects.filter(pk=entered.people[own.person]).update(user=self.users["pemohon"])
        clinic = Facility.objects.get(code=own.place)
        FacilityPerson.objects.get_or_create(
            facility=clinic, user=self.users["pj"], defaults={"starts_on": log_ins.SINCE}
        )
        refusals = tuple(Reason.objects.filter(kind="refuse").order_by("code").values_list("code", flat=True))
        past = history.PastFiles(
            built, entered, self.users, calendar=self.calendar, today=self.today, refusals=refusals
        )
        for _step in self.progress.over(["files"], step="Finished files", total=1):
            enter_past_files(list(past.plan()), licensing=self.licensing, health=self.health, is_demo=True)

    def _files(self) -> None:
        """All files or none. The trail is anchored before and after: an anchor of what is rolled back would lie."""
        audit.anchor(at=self.at)
        cast = cast_of(self.users)
        own = Licence.objects.select_related("holder_person", "profession", "place").get(
            holder_person__user=self.users["pemohon"], statuses__status="active", statuses__valid_to__isnull=True
        )
        filings = Filings(cast, own, Facility.objects.get(persons_in_charge__user=self.users["pj"]), at=self.at)
        moves = desk.Desk(cast, filings, calendar=self.calendar, now=self.at).moves()
        with _bell_held(), transaction.atomic():
            for move in self.progress.over(moves, step="Files on the desks", total=len(moves)):
                desk.make(move)
            _spread_letters(begin=self.at)
        audit.anchor(at=self.at)

    def _voices(self) -> None:
        with _bell_held(), transaction.atomic():
            for _step in self.progress.over(["voices"], step="Survey and complaints", total=1):
                voices.survey(self.health, at=self.at)
                voices.complain(self.health, self.users, calendar=self.calendar, at=self.at)
                voices.propose_rule(self.health, self.users["kabid"], at=self.at)
                voices.give_phones(self.users["pj"])

    def _inspections(self) -> None:
        """Written after the complaints, one of which leads to a visit. The trail is anchored as for the files."""
        audit.anchor(at=self.at)
        with _bell_held(), transaction.atomic():
            team = field_team.gather(self.health, self.users, at=self.at)
            field = field_visits.Field(team)
            steps: tuple[Callable[[], None], ...] = (
                lambda: field_team.equip(team),
                field.hold_all,
                field.plan_ahead,
                lambda: field_team.guide(team, field_team.plan_the_year(team)),
                lambda: field_team.communicate(team),
            )
            for step in self.progress.over(steps, step="Inspections", total=len(steps)):
                step()
            _spread_letters(begin=self.at)
        audit.anchor(at=self.at)

    def _systems(self) -> None:
        with _bell_held(), transaction.atomic():
            for _step in self.progress.over(["systems"], step="Other agencies' systems", total=1):
                systems.connect(
                    self.users, licensing=self.licensing, health=self.health, calendar=self.calendar, at=self.at
                )
                systems.send_batch(self.users["depan"], at=ago(self.calendar, self.at, Fraction(1)))


@contextmanager
def _bell_held() -> Iterator[None]:
    """Write hundreds of jobs without ringing for each; the sweeper finds them when the worker starts."""
    outbox.hang_bell(lambda _job, _queue: None)
    try:
        yield
    finally:
        outbox.hang_bell(ring)


def _refresh_statistics() -> None:
    """Else PostgreSQL's planner takes the full tables for empty ones until autovacuum comes by."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _spread_letters(*, begin: datetime) -> None:
    """Let the worker draw the waiting letters one after another, the newest first, and keep time for visitors."""
    jobs = list(OutboxJob.objects.filter(kind=RENDER_JOB, state=JobState.PENDING).order_by("-pk"))
    for place, job in enumerate(jobs):
        job.next_attempt_at = job.due_at = begin + place * LETTER_PAUSE
    OutboxJob.objects.bulk_update(jobs, ["next_attempt_at", "due_at"], batch_size=500)


def _give_to_applicant(found: Sheets, name: str, *, ends_on: date) -> LicenceLine:
    """Let the applicant log-in be a nurse of a private clinic whose permit ends on `ends_on`."""
    clinics = {line.code for line in found.places if line.kind == OWN_KIND and line.ownership == "swasta"}
    nurses = {line.key: index for index, line in enumerate(found.people) if _is_nurse(line.profession, line.sex)}
    lasting = [
        (abs((line.ends_on - ends_on).days), index)
        for index, line in enumerate(found.licences)
        if line.person in nurses and line.place in clinics and line.ends_on and line.ends_on >= ends_on
        and line.statuses[-1].valid_to is None
    ]  # fmt: skip
    chosen = min(lasting)[1]
    line = found.licences[chosen] = found.licences[chosen].at(ends_on=ends_on)
    place = nurses[line.person]
    person = found.people[place]
    found.people[place] = replace(person, name=name, str_lifetime=True, str_valid_until=None)
    return line


def _is_nurse(profession: str, sex: str) -> bool:
    return profession == OWN_PROFESSION and sex == "P"
