"""The survey on its pages: the sheet by link and by account, the public index, the sheets behind it."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Delivery
from licensing.domain.surveys import invitations
from licensing.models import SurveyResponse
from tests.factories.accounts import OfficeFactory, RegionFactory, officer
from tests.factories.licensing import survey_sheet
from tests.licensing.domain.surveys.test_invitations import FOURS, finished
from tests.licensing.journey import START

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

DAY = date(2026, 1, 22)
YEAR = "?dari=2026-01-01&sampai=2026-12-31"


def link() -> str:
    invitations.invite(finished(), at=START)
    return Delivery.objects.get(message__template_id="SURVEY_INVITE").text.rpartition("Isi: ")[2].split()[0]


def test_all_fours_by_link_without_an_account_show_on_the_landing_page(client: Client) -> None:
    for _each in range(4):
        survey_sheet(on=DAY)
    with time_machine.travel(START, tick=False):
        answer = client.post(link(), FOURS)
        trust = client.get("/").context["trust"]

    figure = next(item for item in trust if item["name"] == "ikm")
    assert answer.status_code == 200
    assert (figure["figure"], figure["basis"]) == ("100,00", "mutu A, 5 responden dalam 12 bulan")
    assert figure["url"] == reverse("survey_result")


def test_link_opens_a_used_sheet_with_thanks(client: Client) -> None:
    address = link()
    client.post(address, FOURS)

    again = client.get(address)

    assert again.context["is_answered"]
    assert client.post(address, FOURS | {"U1": "1"}).status_code == 200
    assert SurveyResponse.objects.count() == 1


def test_missing_answer_is_named(client: Client) -> None:
    page = client.post(link(), {code: score for code, score in FOURS.items() if code != "U7"})

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["U7"])


def test_unknown_secret_answers_404(client: Client) -> None:
    assert client.get(reverse("survey_answer", args=["x" * 32])).status_code == 404


def test_applicant_answers_the_own_file_only(client: Client) -> None:
    application, other = finished(), finished()
    for each in (application, other):
        invitations.invite(each, at=START)
    client.force_login(application.applicant)

    assert client.get(reverse("survey_own", args=[application.number])).status_code == 200
    assert client.get(reverse("survey_own", args=[other.number])).status_code == 404


@pytest.mark.parametrize(("sheets", "shown"), [(0, None), (4, "–"), (5, "100,00")])
def test_public_index_hides_small_cells(client: Client, sheets: int, shown: str | None) -> None:
    for _each in range(sheets):
        survey_sheet(on=DAY)

    page = client.get(reverse("survey_result") + YEAR)

    text = page.content.decode()
    assert (page.context["shown"] if sheets else None) == shown
    assert ('data-testid="empty"' in text) == (sheets == 0)
    assert ("100,00" in text) == (sheets == 5)


def test_period_and_type_choose_the_sheets(client: Client) -> None:
    for _each in range(5):
        survey_sheet(on=DAY, type_code="SIPB-BIDAN", score=3)
    survey_sheet(on=date(2025, 12, 31))

    page = client.get(reverse("survey_result") + YEAR + "&jenis=SIPB-BIDAN")

    assert (page.context["shown"], page.context["figures"].respondents) == ("75,00", 5)


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_sheets_asks_as_much_for_three_as_for_one(
    client: Client, count: int, django_assert_num_queries: Any
) -> None:
    for _each in range(count):
        survey_sheet(on=DAY, words="Sudah baik.")
    client.force_login(officer(Role.DIVISION_HEAD))
    client.get(reverse("survey_list") + YEAR)

    with django_assert_num_queries(12):
        page = client.get(reverse("survey_list") + YEAR)

    assert len(page.context["table"].rows) == count


def test_sheet_of_another_region_is_in_no_list(client: Client) -> None:
    survey_sheet(on=DAY, office=OfficeFactory(code="DINKES-1671", region=RegionFactory(code="16.71")))
    client.force_login(officer(Role.DIVISION_HEAD))

    assert client.get(reverse("survey_list") + YEAR).context["table"] is None


def test_who_may_read_totals_only_is_taken_to_them(client: Client) -> None:
    client.force_login(finished().applicant)

    assert client.get(reverse("survey_list"))["Location"] == reverse("survey_result")
