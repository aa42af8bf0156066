"""Who is told what about an application or a licence. Texts are `messages.csv`; rows go out after commit."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from accounts.domain.messages import tell
from accounts.domain.officials import signatories
from accounts.enums import Channel, Position, Role
from accounts.models import CalendarVersion, Membership, User
from licensing.domain import sla
from licensing.domain.clocks import read_clocks
from licensing.enums import Action, ClockName, State
from licensing.models import Application, ApplicationEvent, Coordination

# Whose desk waits for a file in each state.
DESK_ROLE: dict[str, Role] = {
    State.SUBMITTED: Role.TECHNICAL,
    State.VERIFIED: Role.REGISTER_CLERK,
    State.REGISTERED: Role.TPK,
    State.ASSESSING: Role.TPK,
    State.COORDINATING: Role.TPK,
    State.REPAIRING: Role.TPK,
    State.ASSESSED: Role.DIVISION_HEAD,
    State.APPROVED: Role.HEALTH_HEAD,
    State.RECOMMENDED: Role.LICENCE_HEAD,
}
# Who answers for a desk when a promise is about to break.
SUPERVISOR_ROLE: dict[str, Role] = {
    Role.TECHNICAL: Role.LICENCE_HEAD,
    Role.REGISTER_CLERK: Role.DIVISION_HEAD,
    Role.TPK: Role.DIVISION_HEAD,
    Role.DIVISION_HEAD: Role.HEALTH_HEAD,
    Role.HEALTH_HEAD: Role.HEALTH_HEAD,
    Role.LICENCE_HEAD: Role.LICENCE_HEAD,
}


def page_of(application: Application) -> str:
    """Path of the file's own page; the number opens nothing by itself."""
    return f"/permohonan/{application.number}/"


def officers(application: Application, role: Role, at: datetime) -> list[User]:
    """Return who holds `role` for the region of the file today."""
    parts = application.region_id.split(".")
    regions = [".".join(parts[:n]) for n in range(1, len(parts) + 1)]
    rows = (
        Membership.objects.in_force(at.astimezone(application.health_office.zone).date())
        .filter(Q(region_id__in=regions) | Q(region__isnull=True, office__region_id__in=regions), role=role)
        .select_related("user")
    )
    return list({row.user_id: row.user for row in rows if row.user.is_active}.values())


def holders(application: Application, at: datetime) -> list[User]:
    """Return the officer who holds the file, or everybody at the desk that waits for it."""
    if application.handler is not None:
        return [application.handler]
    role = DESK_ROLE.get(application.state)
    return officers(application, role, at) if role else []


def supervisors(application: Application, at: datetime) -> list[User]:
    """Return who answers for the desk that holds the file."""
    role = DESK_ROLE.get(application.state)
    return officers(application, SUPERVISOR_ROLE[role], at) if role else []


def tell_of_move(application: Application, event: ApplicationEvent) -> None:
    """Write the messages of one move, inside its transaction."""
    write = _TELLERS.get(Action(event.action))
    if write is not None:
        write(application, event)


def _applicant(code: str, application: Application, event: ApplicationEvent, **params: Any) -> None:
    if application.applicant is None:
        return
    tell(
        code,
        user=application.applicant,
        params={"nomor": application.number, **params},
        dedupe_key=f"{code}:{application.number}:{event.seq}",
        at=event.at,
        link=page_of(application),
        zone=application.health_office.zone,
    )


def _officers(
    code: str, people: Iterable[User], application: Application, *, key: str, at: datetime, **params: Any
) -> None:
    for user in people:
        tell(
            code,
            user=user,
            params={"nomor": application.number, **params},
            dedupe_key=f"{code}:{key}:{user.pk}",
            at=at,
            link=page_of(application),
            zone=application.health_office.zone,
        )


def _due(application: Application, name: ClockName, at: datetime) -> datetime:
    reading = read_clocks(application, at=at).get(name)
    return reading.due_at if reading and reading.due_at else at


def _submitted(application: Application, event: ApplicationEvent) -> None:
    due = _due(application, ClockName.VERIFICATION, event.at)
    _applicant(
        "REQ_RECEIVED",
        application,
        event,
        waktu=event.at,
        batas=due,
        hari_janji=application.type.recommendation_days,
    )


def _resubmitted(application: Application, event: ApplicationEvent) -> None:
    _applicant(
        "REQ_RESUBMITTED",
        application,
        event,
        waktu=event.at,
        batas=_due(application, ClockName.VERIFICATION, event.at),
    )


def _returned(application: Application, event: ApplicationEvent) -> None:
    _applicant("REQ_INCOMPLETE", application, event, jumlah=event.payload["gaps"], tanggal=application.correct_by)


def _registered(application: Application, event: ApplicationEvent) -> None:
    _applicant("REQ_REGISTERED", application, event, batas=_due(application, ClockName.RECOMMENDATION, event.at))


def _visit_requested(application: Application, event: ApplicationEvent) -> None:
    _applicant(
        "VISIT_SCHEDULED",
        application,
        event,
        waktu_kunjungan=datetime.fromisoformat(event.payload["scheduled_at"]),
    )


def _repair(application: Application, event: ApplicationEvent) -> None:
    _applicant(
        "FINDING_OPEN",
        application,
        event,
        jumlah=len(event.payload["items"]),
        tanggal=application.correct_by,
    )


def _repaired(application: Application, event: ApplicationEvent) -> None:
    _applicant("FINDING_CLOSED", application, event, batas=_due(application, ClockName.RECOMMENDATION, event.at))


def _coordination(application: Application, event: ApplicationEvent) -> None:
    due = _due(application, ClockName.COORDINATION, event.at)
    _applicant(
        "COORD_STARTED",
        application,
        event,
        instansi=event.payload["partner"],
        tanggal=due.astimezone(application.health_office.zone).date(),
    )


def _answered(application: Application, event: ApplicationEvent) -> None:
    row = application.coordinations.filter(public_id=event.payload["coordination"]).first()
    _applicant(
        "COORD_ANSWERED",
        application,
        event,
        instansi=row.partner_name if row else "",
        batas=_due(application, ClockName.RECOMMENDATION, event.at),
    )


def _approved(application: Application, event: ApplicationEvent) -> None:
    office = application.health_office
    on = event.at.astimezone(office.zone).date()
    signers = User.objects.filter(pk__in=[who.user_id for who in signatories(office, Position.HEALTH_HEAD, on)])
    waiting = Application.objects.filter(state=State.APPROVED, health_office=office).count()
    due = _due(application, ClockName.RECOMMENDATION, event.at)
    # At most one in two working hours (messages.csv): the key is the two-hour slot of the day.
    slot = f"{on.isoformat()}:{event.at.astimezone(office.zone).hour // 2}"
    _officers("SIGN_WAITING", signers, application, key=slot, at=event.at, jumlah=waiting, batas=due)


def _sent_back(application: Application, event: ApplicationEvent) -> None:
    assessed = application.events.filter(action=Action.ASSESS).order_by("-seq").first()
    people = [assessed.actor] if assessed and assessed.actor else officers(application, Role.TPK, event.at)
    _officers(
        "SENT_BACK",
        people,
        application,
        key=f"{application.number}:{event.seq}",
        at=event.at,
        batas=_due(application, ClockName.RECOMMENDATION, event.at),
    )


def _signed(application: Application, event: ApplicationEvent) -> None:
    number = event.payload["letter_number"]
    if not application.type.delegated:
        _applicant("LETTER_ISSUED_FINAL", application, event, nomor_surat=number, nama_produk=application.type.name)
        return
    due = _due(application, ClockName.LICENCE, event.at)
    _applicant("LETTER_ISSUED", application, event, nomor_surat=number, batas=due)
    people = officers(application, Role.LICENCE_HEAD, event.at) + officers(application, Role.FRONT_OFFICE, event.at)
    _officers(
        "LICENCE_TO_ISSUE",
        people,
        application,
        key=application.number,
        at=event.at,
        nomor_surat=number,
        batas=due,
    )


def _refused(application: Application, event: ApplicationEvent) -> None:
    until = datetime.fromisoformat(event.payload["objection_until"]).date()
    _applicant("REQ_REFUSED", application, event, tanggal=until)


def _withdrawn(application: Application, event: ApplicationEvent) -> None:
    if application.submitted_at is not None:
        on = event.at.astimezone(application.health_office.zone).date()
        _applicant("REQ_WITHDRAWN", application, event, tanggal=on)


def _lapsed(application: Application, event: ApplicationEvent) -> None:
    on = application.correct_by or event.at.astimezone(application.health_office.zone).date()
    _applicant("REQ_LAPSED", application, event, tanggal=on)


def _reopened(application: Application, event: ApplicationEvent) -> None:
    _applicant("REQ_REOPENED", application, event, batas=_due(application, ClockName.RECOMMENDATION, event.at))


_TELLERS = {
    Action.SUBMIT: _submitted,
    Action.RESUBMIT: _resubmitted,
    Action.RETURN: _returned,
    Action.REGISTER: _registered,
    Action.REQUEST_VISIT: _visit_requested,
    Action.REQUIRE_REPAIR: _repair,
    Action.REPAIRED: _repaired,
    Action.REQUEST_COORDINATION: _coordination,
    Action.ANSWER_COORDINATION: _answered,
    Action.APPROVE: _approved,
    Action.SEND_BACK: _sent_back,
    Action.SIGN: _signed,
    Action.REFUSE: _refused,
    Action.WITHDRAW: _withdrawn,
    Action.LAPSE: _lapsed,
    Action.REOPEN: _reopened,
}


def tell_of_calendar(
    files: Iterable[tuple[Application, datetime | None]], *, version: CalendarVersion, at: datetime
) -> None:
    """Tell of promises a new calendar has moved: each applicant of theirs, each officer of how many they hold.

    `files` are open files with the limit they had before. A paused promise has no limit, so nobody is told.
    """
    held: dict[User, int] = {}
    for application, before in files:
        if before is None or application.due_at is None or application.due_at == before:
            continue
        for user in holders(application, at):
            held[user] = held.get(user, 0) + 1
        if application.applicant is not None:
            tell(
                "PROMISE_MOVED",
                user=application.applicant,
                params={"nomor": application.number, "batas_lama": before, "batas": application.due_at},
                dedupe_key=f"PROMISE_MOVED:{application.number}:{version.pk}",
                at=at,
                link=page_of(application),
                zone=application.health_office.zone,
            )
    for user, count in held.items():
        tell(
            "CALENDAR_CHANGED",
            user=user,
            params={"tanggal": at.astimezone(version.office.zone).date(), "jumlah": count},
            dedupe_key=f"CALENDAR_CHANGED:{version.pk}:{user.pk}",
            at=at,
            link="/berkas/",
            zone=version.office.zone,
        )


def tell_of_licence(licence: Any) -> None:
    """Tell the holder that the licence is issued, with its term and the first day of renewal."""
    application = licence.application
    if application is None or application.applicant is None:
        return
    from licensing.domain.eligibility import RENEWAL_WINDOW  # one constant

    event = application.events.order_by("-seq").first()
    _applicant(
        "LICENCE_ISSUED",
        application,
        event,
        nomor_izin=licence.number,
        mulai=licence.starts_on,
        sampai=licence.ends_on or "tanpa batas waktu",
        tanggal_perpanjangan=licence.ends_on - RENEWAL_WINDOW if licence.ends_on else "-",
    )


def ask_partner(coordination: Coordination, *, token: str, at: datetime) -> None:
    """Send the limited link to the outside body; the secret travels with the mail only."""
    application = coordination.application
    office = application.health_office
    due = _due(application, ClockName.COORDINATION, at)
    tell(
        "COORD_REQUEST",
        user=None,
        params={
            "nomor": application.number,
            "instansi_pengirim": office.name,
            "tanggal": due.astimezone(office.zone).date(),
        },
        secret={"tautan": f"{settings.SITE_URL}/koordinasi/{token}/"},
        recipients={Channel.EMAIL: coordination.partner_email},
        dedupe_key=f"COORD_REQUEST:{coordination.public_id}",
        at=at,
        zone=office.zone,
    )


# --- warnings -------------------------------------------------------------------------------------------------

WARNING_CODES = {50: "CLOCK_50", 75: "CLOCK_75", 90: "CLOCK_90", 100: "CLOCK_OVERDUE_OFFICER"}


def warn_holder(application: Application, reading: sla.ClockReading, threshold: int, *, at: datetime) -> None:
    """Tell whoever holds the file how much of the promise is left; over 90 % the supervisor too."""
    params: dict[str, Any] = {"batas": reading.due_at or at}
    if threshold < 100:  # noqa: PLR2004  # per cent
        from core.formats import duration  # one word

        params["sisa"] = duration(reading.remaining_time.total_seconds() / 60)
    people = list(holders(application, at))
    if threshold == 90:  # noqa: PLR2004
        people += supervisors(application, at)
    key = f"{application.number}:{reading.name}"
    _officers(WARNING_CODES[threshold], people, application, key=key, at=at, **params)
    if threshold == 100 and application.applicant is not None:  # noqa: PLR2004
        tell(
            "PROMISE_MISSED",
            user=application.applicant,
            params={"nomor": application.number},
            dedupe_key=f"PROMISE_MISSED:{key}",
            at=at,
            link=page_of(application),
            zone=application.health_office.zone,
        )


def warn_supervisors(application: Application, reading: sla.ClockReading, *, at: datetime) -> None:
    """Tell the supervisor that a promise is broken, once a working day while it stays so."""
    on = timezone.localtime(at, application.health_office.zone).date()
    late = Application.objects.overdue(at).filter(health_office=application.health_office).count()
    for user in supervisors(application, at):
        tell(
            "CLOCK_OVERDUE_SUPERVISOR",
            user=user,
            params={"jumlah": max(late, 1), "batas": reading.due_at or at},
            dedupe_key=f"CLOCK_OVERDUE_SUPERVISOR:{on.isoformat()}:{user.pk}",
            at=at,
            link="/berkas/?saring=lewat",
            zone=application.health_office.zone,
        )
