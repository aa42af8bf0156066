"""Complaints: numbered, promised, hidden from the officers concerned, answered once."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.enums import Role
from accounts.models import Delivery, InboxMessage
from core.exceptions import NotAllowed, NotFound
from licensing.domain.complaints.reports import Complaint, answer_report, file_report, reported
from licensing.domain.complaints.watching import give_report_warnings
from licensing.enums import Action, ReportKind, State
from licensing.exceptions import AnswerTooShort, ReportAnswered
from licensing.models import PublicReport
from tests.factories.accounts import OfficeFactory, RegionFactory, UserFactory, officer
from tests.factories.letters import LetterFactory
from tests.factories.licensing import (
    ApplicationEventFactory,
    ApplicationFactory,
    AssessmentFactory,
    JudgementFactory,
    PublicReportFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

FRIDAY = datetime(2026, 1, 23, 8, 0, tzinfo=UTC)  # 15.00 WIB
WORDS = "Petugas meminta uang di loket."
ANSWER = "Terima kasih. Petugas sudah ditegur dan loket diperbaiki."


def filed(kind=ReportKind.COMPLAINT, *, at=FRIDAY, reporter=None, **fields):
    return file_report(Complaint(kind=kind, text=WORDS, **fields), office=OfficeFactory(), at=at, reporter=reporter)


def test_numbers_run_without_gaps_per_kind_and_year():
    numbers = [filed(kind).report.number for kind in (ReportKind.COMPLAINT, ReportKind.INTEGRITY, ReportKind.COMPLAINT)]
    later = filed(at=datetime(2026, 12, 31, 17, 0, tzinfo=UTC))  # 1 January 2027 in Prabumulih

    assert numbers == ["P-1674-2026-0001", "I-1674-2026-0001", "P-1674-2026-0002"]
    assert later.report.number == "P-1674-2027-0001"


def test_promise_runs_on_the_working_calendar():
    report = filed().report

    assert report.due_at == datetime(2026, 1, 30, 8, 0, tzinfo=UTC)  # five working days later, same hour


def test_code_opens_and_nothing_else_does():
    sent = filed()

    assert reported(sent.report.number.lower(), f" {sent.code.lower()} ") == sent.report
    assert reported(sent.report.number, "0000000000") is None
    assert reported(PublicReportFactory(code_hash="").number, "") is None


def test_anonymous_contact_gets_messages_and_a_demand_for_money_none():
    filed(contact="sari@contoh.example")
    filed(ReportKind.INTEGRITY, contact="sari@contoh.example")
    filed(contact="rumah Pak RT")

    sent = Delivery.objects.filter(message__template_id__in=("COMPLAINT_RECEIVED", "INTEGRITY_REPORT_RECEIVED"))
    assert [(row.message.template_id, row.recipient) for row in sent] == [("COMPLAINT_RECEIVED", "sari@contoh.example")]


def concerned_by_event(application):
    return ApplicationEventFactory(
        application=application, actor=officer(Role.FRONT_OFFICE), action=Action.VERIFY
    ).actor


def concerned_by_judgement(application):
    return JudgementFactory(application=application, by=officer(Role.FRONT_OFFICE)).by


def concerned_by_assessment(application):
    return AssessmentFactory(application=application, by=officer(Role.FRONT_OFFICE)).by


def concerned_by_holding(application):
    application.handler = officer(Role.FRONT_OFFICE)
    application.save()
    return application.handler


@pytest.mark.parametrize(
    "concern", [concerned_by_event, concerned_by_judgement, concerned_by_assessment, concerned_by_holding]
)
def test_officer_who_acted_on_the_file_sees_nothing_and_is_told_nothing(concern):
    application = ApplicationFactory(state=State.ASSESSING, submitted_at=FRIDAY)
    user, colleague = concern(application), officer(Role.FRONT_OFFICE)

    report = filed(application_number=application.number).report

    seen = [PublicReport.objects.visible_to(each, "complaint_answer").count() for each in (user, colleague)]
    told = InboxMessage.objects.filter(template_id="COMPLAINT_NEW").values_list("user_id", flat=True)
    assert (report.application, seen, list(told)) == (application, [0, 1], [colleague.pk])
    with pytest.raises(NotFound):
        answer_report(report, ANSWER, by=user, at=FRIDAY)


def test_signer_of_a_letter_does_not_see_the_complaint_about_it():
    letter = LetterFactory(signed_by=officer(Role.HEALTH_HEAD))

    filed(letter=letter)

    assert PublicReport.objects.visible_to(letter.signed_by, "complaint_answer").count() == 0
    assert PublicReport.objects.visible_to(officer(Role.HEALTH_HEAD), "complaint_answer").count() == 1


@pytest.mark.parametrize(
    ("role", "complaints", "integrity"),
    [
        (Role.FRONT_OFFICE, 1, 0),
        (Role.DIVISION_HEAD, 1, 0),
        (Role.HEALTH_HEAD, 1, 0),
        (Role.ORG_BUREAU, 1, 1),
        (Role.AUDITOR, 0, 1),
        (Role.TPK, 0, 0),
        (Role.ADMIN, 0, 0),
    ],
)
def test_each_role_sees_what_the_matrix_gives(role, complaints, integrity):
    filed(), filed(ReportKind.INTEGRITY)
    user = officer(role)

    seen = [PublicReport.objects.visible_to(user, row).count() for row in ("complaint_answer", "integrity_read")]

    assert seen == [complaints, integrity]


def test_other_region_sees_nothing():
    filed()
    elsewhere = officer(Role.FRONT_OFFICE, office=OfficeFactory(code="DINKES-1671", region=RegionFactory(code="16.71")))

    assert PublicReport.objects.visible_to(elsewhere, "complaint_answer").count() == 0


def test_answer_is_given_once_and_told():
    reporter, clerk = UserFactory(), officer(Role.FRONT_OFFICE)
    report = filed(reporter=reporter).report

    answer_report(report, ANSWER, by=clerk, at=FRIDAY + timedelta(hours=1))

    report.refresh_from_db()
    assert (report.answer, report.answered_by) == (ANSWER, clerk)
    told = InboxMessage.objects.filter(user=reporter).order_by("pk").values_list("template_id", flat=True)
    assert list(told) == ["COMPLAINT_RECEIVED", "COMPLAINT_ANSWERED"]
    with pytest.raises(ReportAnswered):
        answer_report(report, ANSWER, by=clerk, at=FRIDAY)


def test_answer_says_something():
    with pytest.raises(AnswerTooShort):
        answer_report(filed().report, "Baik.      ", by=officer(Role.FRONT_OFFICE), at=FRIDAY)


def test_auditor_reads_a_demand_for_money_and_the_bureau_answers_it():
    report = filed(ReportKind.INTEGRITY).report

    with pytest.raises(NotAllowed):
        answer_report(report, ANSWER, by=officer(Role.AUDITOR), at=FRIDAY)
    answer_report(report, ANSWER, by=officer(Role.ORG_BUREAU), at=FRIDAY)

    report.refresh_from_db()
    assert not report.is_open


def warned(at):
    give_report_warnings(at=at)
    give_report_warnings(at=at)
    found = InboxMessage.objects.filter(template_id__in=("COMPLAINT_CLOCK", "COMPLAINT_OVERDUE")).order_by("pk")
    return [(row.template_id, row.user.memberships.get().role) for row in found]


def test_warnings_come_once_and_the_breach_goes_up():
    officer(Role.FRONT_OFFICE), officer(Role.HEALTH_HEAD), officer(Role.AUDITOR)
    due = filed().report.due_at

    half = warned(datetime(2026, 1, 28, 3, 0, tzinfo=UTC))
    on_time = warned(due)
    late = warned(due + timedelta(seconds=1))

    assert half == [("COMPLAINT_CLOCK", "front_office")]
    assert on_time == half * 2
    assert late[2:] == [("COMPLAINT_OVERDUE", "front_office"), ("COMPLAINT_OVERDUE", "health_head")]
