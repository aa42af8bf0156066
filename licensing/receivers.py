"""What a move causes, in its own transaction: register rows, letters, messages. Rows only; work comes later."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import CalendarVersion, Office, User
from accounts.signals import calendar_confirmed, files_due
from core.imports.signals import rows_written
from facilities.models import Facility
from facilities.signals import facility_closed, facility_reopened, facility_suspended
from inspections.models import Visit, VisitFinding
from inspections.signals import finding_moved, sanction_proposed, visit_concluded
from letters.models import Letter
from letters.signals import letter_filed, letter_issued
from licensing.domain import risk_facts, telling, visit_results, webhooks
from licensing.domain.calendar_preview import apply_calendar
from licensing.domain.clocks import LICENSING_CLOCKS
from licensing.domain.coverage import summary
from licensing.domain.coverage.imported import cities_of, cities_of_person
from licensing.domain.licences import flags, issuing, telling as licence_telling
from licensing.domain.rosters import compliance_telling
from licensing.domain.sanctions import telling as sanction_telling
from licensing.domain.surveys import invitations
from licensing.enums import Action, ClockState, FlagCode, LicenceState
from licensing.letters import notices, visit_coordination, withdrawal
from licensing.models import (
    Application,
    ApplicationClock,
    ApplicationEvent,
    ComplianceList,
    Coordination,
    Licence,
    LicenceStatus,
    PublicReport,
    Sanction,
    VisitCoordination,
)
from licensing.signals import application_moved, licence_changed, sanction_moved, visit_coordination_asked
from workforce.domain.merging import move_keys
from workforce.domain.persons import tie_account
from workforce.models import Person, Placement, Practitioner
from workforce.signals import persons_merged


@receiver(application_moved, dispatch_uid="licensing.settle_register")
def settle_register(application: Application, event: ApplicationEvent, **_kwargs: Any) -> None:
    """Verification accepts the identity document: person and account meet (DECISIONS 3)."""
    if event.action == Action.VERIFY:
        person = issuing.settle_person(application)
        if person is not None and application.channel == "portal":
            tie_account(person, application.applicant)


@receiver(application_moved, dispatch_uid="licensing.queue_letters")
def queue_letters(application: Application, event: ApplicationEvent, **_kwargs: Any) -> None:
    """Queue the letters nobody signs in person."""
    match event.action:
        case Action.SUBMIT:
            notices.queue_receipt(application, event)
        case Action.RETURN:
            notices.queue_return(application, event)
        case Action.VERIFY:
            notices.queue_request(application, event)
        case Action.REQUEST_COORDINATION:
            asked = Coordination.objects.get(public_id=event.payload["coordination"])
            notices.queue_coordination(application, event, asked, by=event.actor)


@receiver(application_moved, dispatch_uid="licensing.write_messages")
def write_messages(application: Application, event: ApplicationEvent, **_kwargs: Any) -> None:
    """Write inbox rows and deliveries."""
    telling.tell_of_move(application, event)


@receiver(application_moved, dispatch_uid="licensing.invite_to_survey")
def invite_to_survey(application: Application, event: ApplicationEvent, **_kwargs: Any) -> None:
    """The end product is there: ask once how the service was."""
    if event.action in (Action.SIGN, Action.ISSUE_LICENCE, Action.DEEM):
        invitations.invite(application, at=event.at)


@receiver(visit_coordination_asked, dispatch_uid="licensing.queue_visit_coordination")
def queue_visit_coordination(coordination: VisitCoordination, **_kwargs: Any) -> None:
    """An outside body was asked about a visit: its letter leaves with the link."""
    visit_coordination.queue_letter(coordination)


@receiver(licence_changed, dispatch_uid="licensing.tell_of_licence")
def tell_of_licence(licence: Licence, status: str, row: LicenceStatus | None, at: datetime, **_kwargs: Any) -> None:
    """Tell the holder of a new licence, and of a change that holds from today; one to come is told on its day."""
    if row is None:
        application = licence.application
        # A recommendation is announced by its letter (LETTER_ISSUED_FINAL).
        if status == LicenceState.ACTIVE and application is not None and not application.type.is_recommendation:
            telling.tell_of_licence(licence)
        return
    if row.valid_from <= at.astimezone(licence.office.zone).date():
        licence_telling.tell_status(row, at=at)


@receiver(application_moved, dispatch_uid="licensing.publish_move")
def publish_move(application: Application, event: ApplicationEvent, **_kwargs: Any) -> None:
    """Tell other systems."""
    webhooks.publish_move(application, event)


@receiver(licence_changed, dispatch_uid="licensing.publish_licence")
def publish_licence(licence: Licence, status: str, row: LicenceStatus | None, at: datetime, **_kwargs: Any) -> None:
    """Tell other systems."""
    webhooks.publish_licence(licence, status, row, at=at)


@receiver(letter_filed, dispatch_uid="licensing.publish_letter")
def publish_letter(letter: Letter, **_kwargs: Any) -> None:
    """Tell other systems."""
    webhooks.publish_letter(letter)


@receiver(licence_changed, dispatch_uid="licensing.flag_people_of_facility")
def flag_people_of_facility(row: LicenceStatus | None, at: datetime, **_kwargs: Any) -> None:
    """The licence of a facility changed: the licences of its people are flagged or cleared."""
    if row is not None:
        flags.follow_facility_licence(row, at=at)


@receiver(licence_changed, dispatch_uid="licensing.queue_withdrawal")
def queue_withdrawal(row: LicenceStatus | None, at: datetime, **_kwargs: Any) -> None:
    """A licence was given back: its holder gets the certificate."""
    if row is not None and row.status == LicenceState.SURRENDERED:
        withdrawal.queue_certificate(row, at=at)


@receiver(facility_closed, dispatch_uid="licensing.flag_closed")
def flag_closed(facility: Facility, on: date, at: datetime, **_kwargs: Any) -> None:
    """A facility closes: its people's licences are flagged from that day, and they are told on it."""
    flags.flag_people(facility, FlagCode.FACILITY_CLOSED, since=on, at=at)


@receiver(facility_suspended, dispatch_uid="licensing.flag_suspended")
def flag_suspended(facility: Facility, on: date, at: datetime, **_kwargs: Any) -> None:
    """A facility must not work from a day on."""
    flags.flag_people(facility, FlagCode.FACILITY_SUSPENDED, since=on, at=at)


@receiver(facility_reopened, dispatch_uid="licensing.clear_flags")
def clear_flags(facility: Facility, on: date, at: datetime, **_kwargs: Any) -> None:
    """A facility opens again: the flags of its people end."""
    flags.clear_people(facility, (FlagCode.FACILITY_CLOSED, FlagCode.FACILITY_SUSPENDED), since=on, at=at)


@receiver(sanction_moved, dispatch_uid="licensing.tell_of_sanction")
def tell_of_sanction(sanction: Sanction, what: str, at: datetime, **_kwargs: Any) -> None:
    """Write the messages of a sanction on its way."""
    sanction_telling.tell_of_sanction(sanction, what, at=at)


@receiver(licence_changed, dispatch_uid="licensing.coverage_of_licence")
def coverage_of_licence(licence: Licence, at: datetime, **_kwargs: Any) -> None:
    """The coverage summary of the city changes with its licences."""
    summary.mark_changed(licence.office.region_id, at=at)


@receiver([facility_closed, facility_reopened], dispatch_uid="licensing.coverage_of_facility")
def coverage_of_facility(facility: Facility, at: datetime, **_kwargs: Any) -> None:
    """The coverage summary of the city changes when a facility closes or opens."""
    summary.mark_changed(facility.region_id, at=at)


@receiver(rows_written, dispatch_uid="licensing.coverage_of_import")
def coverage_of_import(pks: Mapping[type[models.Model], Sequence[int]], at: datetime, **_kwargs: Any) -> None:
    """The coverage summary of the cities changes with imported placements, licences and facilities, and their undo."""
    for area in sorted(cities_of(pks)):
        summary.mark_changed(area, at=at)


@receiver(post_save, sender=Placement, dispatch_uid="licensing.coverage_of_placement")
def coverage_of_placement(instance: Placement, **_kwargs: Any) -> None:
    """The coverage summary of the city changes with who works where; what is written in bulk waits for the night."""
    summary.mark_changed(instance.facility.region_id, at=timezone.now())


@receiver(letter_issued, dispatch_uid="licensing.tell_of_compliance_list")
def tell_of_compliance_list(letter: Letter, **_kwargs: Any) -> None:
    """A list for accreditation is sealed: whoever asked for it may fetch it."""
    row = ComplianceList.objects.select_related("facility", "asked_by").filter(letter=letter).first()
    if row is not None:
        compliance_telling.tell_ready(row, at=letter.issued_at or timezone.now())


@receiver(calendar_confirmed, dispatch_uid="licensing.move_open_clocks")
def move_open_clocks(version: CalendarVersion, by: User, at: datetime, **_kwargs: Any) -> None:
    """A new calendar is in force: open clocks of its office move, closed ones never do (DECISIONS 14)."""
    apply_calendar(version, by=by, at=at)


@receiver(files_due, dispatch_uid="licensing.count_files_due")
def count_files_due(office: Office, on: date, **_kwargs: Any) -> int:
    """Answer how many running clocks of `office` are due on its local day `on`."""
    midnight = datetime.combine(on, time.min, tzinfo=office.zone)
    there = Q(name__in=LICENSING_CLOCKS, application__licensing_office=office)
    there |= ~Q(name__in=LICENSING_CLOCKS) & Q(application__health_office=office)
    due = ApplicationClock.objects.filter(there, due_at__gte=midnight, due_at__lt=midnight + timedelta(days=1))
    return due.filter(state=ClockState.RUNNING).values("application").distinct().count()


@receiver(persons_merged, dispatch_uid="licensing.move_keys_of_person")
def move_keys_of_person(
    kept: Person, merged: Person, practitioners: dict[int, Practitioner], at: datetime, **_kwargs: Any
) -> dict[str, int]:
    """Two rows were one human being: licences, applications and consents follow the kept one; returns the counts.

    The coverage summary changes wherever either of them worked or held a licence: one person less may be counted.
    """
    counts = move_keys("licensing", kept, merged, practitioners)
    for area in sorted(cities_of_person(kept)):
        summary.mark_changed(area, at=at)
    return counts


@receiver(visit_concluded, dispatch_uid="licensing.follow_visit")
def follow_visit(visit: Visit, findings: list[VisitFinding], at: datetime, **_kwargs: Any) -> None:
    """A visit ended: with findings the application waits for their repair."""
    visit_results.ask_repair(visit, findings, at=at)


@receiver(finding_moved, dispatch_uid="licensing.follow_finding")
def follow_finding(finding: VisitFinding, at: datetime, **_kwargs: Any) -> None:
    """The last finding was closed: the assessment goes on."""
    if finding.closed_by is not None:
        visit_results.resume(finding, by=finding.closed_by, at=at)


@receiver(sanction_proposed, dispatch_uid="licensing.propose_sanction")
def propose_sanction(finding: VisitFinding, findings: list[VisitFinding], at: datetime, **_kwargs: Any) -> None:
    """Findings passed their day: the ladder of sanctions gets its next step as a proposal."""
    visit_results.propose_step(finding, findings, at=at)


@receiver(licence_changed, dispatch_uid="licensing.risk_of_licence")
def risk_of_licence(licence: Licence, at: datetime, **_kwargs: Any) -> None:
    """The end of a licence counts in the risk of its place."""
    if licence.holder_facility is not None:
        risk_facts.push(licence.holder_facility, at=at)


@receiver(post_save, sender=PublicReport, dispatch_uid="licensing.risk_of_complaint")
def risk_of_complaint(instance: PublicReport, **_kwargs: Any) -> None:
    """A complaint about a place, or its answer, counts in its risk."""
    if instance.application is not None and instance.application.place is not None:
        risk_facts.push(instance.application.place, at=instance.answered_at or instance.created_at)
