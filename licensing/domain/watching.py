"""What time brings by itself: warnings, lapses, deemed approval, reminders of licence ends.

Each function may run any number of times; what was done leaves a row and is not done again (trap 1).
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from accounts.domain.messages import tell
from core.batches import in_batches
from licensing.domain import sla, telling, transitions
from licensing.domain.clocks import read_clocks
from licensing.domain.eligibility import RENEWAL_WINDOW
from licensing.domain.licences.moves import ENDED
from licensing.domain.licences.telling import holder_user
from licensing.enums import OPEN_STATES, ApplicationKind, ClockName, State
from licensing.models import (
    Application,
    ApplicationClock,
    ClockWarning,
    Licence,
    LicenceReminder,
    LicenceStatus,
    RecommendationType,
)

REMINDER_DAYS = (180, 90, 60, 30)
LAST_DAY = 0
ENDED_LATELY = timedelta(days=7)
# The supervisor hears 30 minutes after the officer (messages.csv CLOCK_OVERDUE_SUPERVISOR).
SUPERVISOR_DELAY = timedelta(minutes=30)
CORRECTION_REMINDERS = (14, 7, 1)


def running_clocks() -> Iterator[Application]:
    """Yield open applications with a running clock, in constant memory."""
    pks = (
        ApplicationClock.objects.filter(state="running")
        .exclude(name=ClockName.DEEMED_APPROVAL)
        .values("application_id")
    )
    yield from in_batches(Application.objects.filter(pk__in=pks).for_detail())


def give_warnings(*, at: datetime) -> int:
    """Give every warning reached and not given yet; returns how many."""
    return sum(_warn(application, at) for application in running_clocks())


def _warn(application: Application, at: datetime) -> int:
    given = 0
    done = set(application.clock_warnings.values_list("clock", "threshold", "audience"))
    for name, reading in read_clocks(application, at=at).items():
        if name == ClockName.DEEMED_APPROVAL or reading.state != sla.ClockState.RUNNING:
            continue
        reached = [row for row in sla.warnings_due(reading) if row.reached and row.at is not None]
        for row in reached:
            if (str(name), row.percent, "officer") not in done:
                # Only the highest threshold speaks; the lower ones are noted, so nobody gets three at once.
                loud = row is reached[-1]
                given += _note(application, reading, row, "officer", at, loud=loud)
        over = next((row for row in reached if row.percent == 100), None)  # noqa: PLR2004  # per cent
        if over and over.at and at - over.at >= SUPERVISOR_DELAY:
            telling.warn_supervisors(application, reading, at=at)
            if (str(name), 100, "supervisor") not in done:
                given += _note(application, reading, over, "supervisor", at, loud=False)
    return given


def _note(
    application: Application,
    reading: sla.ClockReading,
    row: sla.Threshold,
    audience: str,
    at: datetime,
    *,
    loud: bool,
) -> int:
    try:
        with transaction.atomic():
            ClockWarning.objects.create(
                application=application,
                clock=reading.name,
                threshold=row.percent,
                audience=audience,
                reached_at=row.at or at,
                sent_at=at,
            )
            if loud:
                telling.warn_holder(application, reading, row.percent, at=at)
    except IntegrityError:
        return 0  # another beat was faster
    return 1


def lapse_silent(*, at: datetime) -> int:
    """Lapse corrections that did not come by the local end of their last day; returns how many."""
    rows = Application.objects.filter(state=State.NEEDS_CORRECTION, correct_by__lt=at.date() + timedelta(days=1))
    return sum(_lapse(application, at) for application in rows.for_detail().order_by("pk"))


def _lapse(application: Application, at: datetime) -> int:
    today = at.astimezone(application.licensing_office.zone).date()
    if application.correct_by is None or application.correct_by >= today:
        return 0
    transitions.lapse(application, at=at)
    return 1


def remind_corrections(*, at: datetime) -> int:
    """Remind of open corrections 14, 7 and 1 days before they lapse; at most one a day."""
    given = 0
    rows = Application.objects.filter(state=State.NEEDS_CORRECTION, applicant__isnull=False).for_detail()
    for application in rows.order_by("pk"):
        today = at.astimezone(application.licensing_office.zone).date()
        left = (application.correct_by - today).days if application.correct_by else None
        if left in CORRECTION_REMINDERS:
            tell(
                "REQ_CORRECTION_REMINDER",
                user=application.applicant,
                params={
                    "nomor": application.number,
                    "jumlah": application.corrections.filter(answered_at__isnull=True).count(),
                    "tanggal": application.correct_by,
                },
                dedupe_key=f"REQ_CORRECTION_REMINDER:{application.number}:{today.isoformat()}",
                at=at,
                link=telling.page_of(application),
                zone=application.licensing_office.zone,
            )
            given += 1
    return given


def deem_silent(*, at: datetime, issue: Callable[..., Licence]) -> int:
    """Issue by silence what has passed its deemed limit; `issue` draws letter and licence (licensing.letters)."""
    rows = ApplicationClock.objects.filter(name=ClockName.DEEMED_APPROVAL, state="running", due_at__lt=at).values_list(
        "application_id", flat=True
    )
    done = 0
    for application in Application.objects.filter(pk__in=list(rows)).for_detail().order_by("pk"):
        reading = read_clocks(application, at=at).get(ClockName.DEEMED_APPROVAL)
        if reading is not None and reading.state == sla.ClockState.RUNNING and reading.exceeded_at:
            issue(application, at=at)
            done += 1
    return done


def remind_licence_ends(*, at: datetime, on: date) -> int:
    """Remind holders 180, 90, 60 and 30 days before the end, once each; none while a renewal is open.

    A reminder missed for some nights is given late, but only the nearest one. What cannot be renewed, or never had
    that many days, is not reminded of.
    """
    last = on + timedelta(days=max(REMINDER_DAYS))
    rows = (
        Licence.objects.in_force(on)
        .filter(ends_on__gte=on, ends_on__lte=last)
        .exclude(type_code__in=RecommendationType.objects.filter(renewable=False).values("code"))
        .select_related("holder_person__user", "holder_facility", "application__applicant")
        .prefetch_related("reminders")
        .order_by("pk")
    )
    return sum(_remind(licence, on, at) for licence in in_batches(rows))


def _remind(licence: Licence, on: date, at: datetime) -> int:
    if licence.ends_on is None:
        return 0
    left = (licence.ends_on - on).days
    stage = min((days for days in REMINDER_DAYS if left <= days), default=None)
    if stage is not None and licence.ends_on - licence.starts_on < timedelta(days=stage):
        return 0  # it was never further from its end than that
    if stage is None or any(row.days_before == stage for row in licence.reminders.all()):
        return 0
    person = licence.holder_person
    user = person.user if person else (licence.application.applicant if licence.application else None)
    skipped = _reason_to_skip(licence, has_account=user is not None)
    with transaction.atomic():
        LicenceReminder.objects.create(licence=licence, days_before=stage, sent_on=on, skipped=skipped)
        if not skipped:
            _tell_end(licence, stage, user, at)
    return 0 if skipped else 1


def tell_ended(*, at: datetime, on: date) -> int:
    """Tell holders of a SIP on its last day that it ends; once, and some nights late when no beat ran."""
    sips = RecommendationType.objects.filter(product="SIP").values("code")
    rows = (
        Licence.objects.filter(ends_on__gt=on - ENDED_LATELY, ends_on__lte=on, type_code__in=sips)
        .exclude(statuses__in=_ended_otherwise(on))
        .exclude(reminders__days_before=LAST_DAY)
        .select_related("holder_person__user", "office", "application__applicant")
        .order_by("pk")
    )
    return sum(_end(licence, on, at) for licence in in_batches(rows))


def _ended_otherwise(on: date) -> QuerySet[LicenceStatus]:
    """Rows that say on a day that a licence was replaced, given back or revoked."""
    open_ = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    return LicenceStatus.objects.filter(open_, status__in=ENDED, valid_from__lte=on)


def _end(licence: Licence, on: date, at: datetime) -> int:
    user = holder_user(licence)
    with transaction.atomic():
        LicenceReminder.objects.create(
            licence=licence, days_before=LAST_DAY, sent_on=on, skipped="" if user else "no_account"
        )
        if user is None:
            return 0
        tell(
            "SIP_ENDED",
            user=user,
            params={"nomor_izin": licence.number, "tanggal": licence.ends_on},
            dedupe_key=f"SIP_ENDED:{licence.public_id}",
            at=at,
            link="/izin/",
            zone=licence.office.zone,
        )
    return 1


def _reason_to_skip(licence: Licence, *, has_account: bool) -> str:
    if not has_account:
        return "no_account"
    renewing = Application.objects.filter(previous_licence=licence, kind=ApplicationKind.RENEWAL, state__in=OPEN_STATES)
    return "renewal_open" if renewing.exists() else ""


def _tell_end(licence: Licence, stage: int, user: object, at: datetime) -> None:
    if licence.ends_on is None:
        return
    params: dict[str, object] = {"nomor_izin": licence.number, "tanggal": licence.ends_on}
    code = f"SIP_END_{stage}"
    if licence.holder_facility is not None:
        code = "FACILITY_LICENCE_END"
        params["fasilitas"] = licence.holder_facility.name
    elif stage == max(REMINDER_DAYS):
        params["tanggal_perpanjangan"] = licence.ends_on - RENEWAL_WINDOW
    tell(
        code,
        user=user,  # type: ignore[arg-type]  # a User; Person.user is typed through settings
        params=params,
        dedupe_key=f"{code}:{licence.public_id}:{stage}",
        at=at,
        link="/izin/",
    )


def all_with_clocks() -> Iterator[Application]:
    """Yield every application with a clock, for `recompute_clocks`, in constant memory."""
    rows = Application.objects.filter(Q(clocks__isnull=False)).distinct().for_detail()
    yield from in_batches(rows)
