"""Follow-ups of findings: reminded of before their day and each week after it, until the result is there."""

from datetime import date, timedelta

import pytest

from accounts.enums import Role
from accounts.models import InboxMessage
from outreach.domain.visits import close, conclude, coordinate, record_visit
from outreach.domain.watching import is_reminder_day, remind_of_findings
from outreach.enums import FindingKind, Partner
from tests.factories.outreach import REPORTED, PickupFactory, staff


@pytest.mark.parametrize(
    ("left", "reminds"),
    [(4, False), (3, True), (2, False), (1, True), (0, False), (-6, False), (-7, True), (-14, True)],
)
def test_reminder_days(left, reminds):
    today = date(2026, 2, 10)

    assert is_reminder_day(today + timedelta(days=left), today) is reminds


@pytest.mark.django_db
@pytest.mark.usefixtures("reference_data")
def test_head_is_reminded_once_a_day_until_there_is_a_result():
    head, doctor = staff(Role.PUSKESMAS_HEAD), staff(Role.PUSKESMAS_DOCTOR)
    visit = record_visit(PickupFactory(), note="", kinds=[FindingKind.NO_LATRINE], detail="", by=doctor, at=REPORTED)
    finding = visit.findings.get()
    due = REPORTED.date() + timedelta(days=10)
    step = coordinate(finding, partner=Partner.SANITARIAN, task="Jamban", due_on=due, by=head, at=REPORTED)
    days = [REPORTED + timedelta(days=days) for days in (2, 7, 7, 9, 10, 17)]

    told = [remind_of_findings(at=at) for at in days]
    conclude(step, result="Jamban selesai", by=head, at=days[-1])
    close(finding, by=head, at=days[-1])

    messages = InboxMessage.objects.filter(template_id="HOME_FINDING_DUE", user=head)
    assert (told, messages.count()) == ([0, 1, 1, 1, 0, 1], 3)
    assert messages.first().link == f"/temuan-rumah/{finding.public_id}/"
    assert remind_of_findings(at=REPORTED + timedelta(days=24)) == 0
