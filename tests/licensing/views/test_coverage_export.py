"""A list leaves the portal: the same rows, nothing that runs, a typed reason, an audit row."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
import python_calamine
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from core.models import AuditEvent
from licensing.domain.coverage.export import heads
from tests.factories.accounts import MembershipFactory, OfficeFactory, UserFactory
from tests.factories.facilities import FacilityFactory, FacilityPersonFactory
from tests.licensing.coverage_cast import licensed, placed
from tests.licensing.journey import START

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
WHY = "Rapat evaluasi cakupan triwulan"


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(START, tick=False):
        yield


@pytest.fixture
def head() -> User:
    """Head of the division, who owes a reason."""
    user: User = UserFactory()
    MembershipFactory(user=user, role=Role.DIVISION_HEAD, office=OfficeFactory())
    return user


def asked(client: Client, user: User, *, file_format: str, reason: str = WHY, **query: str) -> Any:
    client.force_login(user)
    url = reverse("coverage_export", query=query)
    return client.post(url, {"file_format": file_format, "reason": reason})


def test_xlsx_and_csv_hold_the_rows_of_the_list(client: Client, head: User) -> None:
    place = FacilityFactory()
    lacking = {placed(place).practitioner.person.full_name for _each in range(3)}
    licensed(placed(place))

    book = python_calamine.load_workbook(BytesIO(asked(client, head, file_format="xlsx").content))
    text = asked(client, head, file_format="csv").content.decode("utf-8-sig")

    for rows in (book.get_sheet_by_index(0).to_python(), list(csv.reader(StringIO(text)))):
        assert rows[0] == heads()
        assert {row[0] for row in rows[1:]} == lacking


def test_export_leaves_its_reason_and_its_length_in_the_audit_trail(client: Client, head: User) -> None:
    placed(FacilityFactory())

    asked(client, head, file_format="csv", list="lacking")

    event = AuditEvent.objects.get(action="coverage.export")
    assert (event.actor_id, event.reason, event.payload["rows"]) == (head.pk, WHY, 1)


def test_without_a_reason_there_is_no_file(client: Client, head: User) -> None:
    placed(FacilityFactory())

    answer = asked(client, head, file_format="csv", reason="")

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["reason"])
    assert not AuditEvent.objects.filter(action="coverage.export").exists()


def test_coordinator_exports_the_own_facility_without_a_reason(client: Client) -> None:
    place = FacilityFactory()
    user: User = UserFactory()
    MembershipFactory(user=user, role=Role.PJ, office=OfficeFactory())
    FacilityPersonFactory(facility=place, user=user)
    placed(place)
    placed(FacilityFactory())

    text = asked(client, user, file_format="csv", reason="").content.decode("utf-8-sig")

    assert len(text.strip().splitlines()) == 2


def test_a_name_that_looks_like_a_formula_stays_text(client: Client, head: User) -> None:
    row = placed(FacilityFactory(name="=cmd|' /C calc'!A0"))
    row.practitioner.person.name = "@SUM(1+1)*cmd"
    row.practitioner.person.save()

    book = python_calamine.load_workbook(BytesIO(asked(client, head, file_format="xlsx").content))
    cells = book.get_sheet_by_index(0).to_python()[1]

    assert (cells[0], cells[2]) == ("'@SUM(1+1)*cmd", "'=cmd|' /C calc'!A0")


def test_identity_numbers_never_leave(client: Client, head: User) -> None:
    row = placed(FacilityFactory())

    text = asked(client, head, file_format="csv").content.decode()

    assert row.practitioner.person.identity_number not in text


def test_a_long_list_is_refused_as_pdf(client: Client, head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("licensing.forms.coverage.LARGEST_PDF", 0)
    placed(FacilityFactory())

    answer = asked(client, head, file_format="pdf")

    assert list(answer.context["form"].errors) == ["file_format"]


def test_pdf_is_drawn(client: Client, head: User) -> None:
    placed(FacilityFactory())

    assert asked(client, head, file_format="pdf").content[:5] == b"%PDF-"
