"""Detail, forms, identity number, merging and corrections in a browser."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import InboxMessage
from core.models import AuditEvent
from tests.factories.accounts import UserFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.workforce import PersonFactory, PlacementFactory, PractitionerFactory, ProfessionFactory
from tests.workforce.views.conftest import Browse
from workforce.models import CorrectionRequest, Education, Person, Placement, Practitioner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def url(name: str, placement: Any, *more: Any) -> str:
    return reverse(name, args=[placement.practitioner.public_id, *more])


def errors(answer: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


def new_row(**more: str) -> dict[str, str]:
    return {
        "identity_kind": "nik",
        "identity_number": "9901015705900000",
        "name": "Perawat Baru",
        "profession": "PERAWAT",
        "str_number": "99000000000123",
        "str_lifetime": "on",
        "facility": FacilityFactory(code="KLP-777").code,
        "starts_on": "2025-01-06",
        "employment": "kontrak",
        "needs_sip": "on",
        "hours_0_open": "08:00",
        "hours_0_close": "14:00",
    } | more


def test_a_practitioner_is_entered_with_placement_and_hours(browse: Browse) -> None:
    ProfessionFactory()

    answer = browse(Role.REGISTER_CLERK).post(reverse("practitioner_create"), new_row())

    row = Practitioner.objects.get()
    assert answer.headers["Location"] == reverse("practitioner_detail", args=[row.public_id])
    placement = Placement.objects.get()
    assert (row.str_lifetime, placement.employment, placement.practice_hours) == (
        True,
        "kontrak",
        [{"day": "Senin", "open": "08:00", "close": "14:00"}],
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"identity_number": "123"}, "identity_number"),
        ({"profession": "TIDAK-ADA"}, "profession"),
        ({"str_lifetime": ""}, "str_valid_until"),
        ({"str_number": ""}, "str_number"),
        ({"facility": "TIDAK-ADA"}, "facility"),
        ({"starts_on": "kemarin"}, "starts_on"),
        ({"starts_on": "2001-01-01"}, "starts_on"),
        ({"ends_on": "2024-01-01"}, "ends_on"),
        ({"hours_0_close": "07:00"}, "hours_0_close"),
        ({"hours_1_open": "08:00"}, "hours_1_close"),
        ({"birth_date": "2999-01-01"}, "birth_date"),
    ],
)
def test_each_bad_input_is_answered_at_its_field(browse: Browse, wrong: dict[str, str], field: str) -> None:
    ProfessionFactory()

    answer = browse(Role.REGISTER_CLERK).post(reverse("practitioner_create"), new_row(**wrong))

    assert (answer.status_code, list(errors(answer)), Practitioner.objects.count()) == (422, [field], 0)


def test_a_known_number_with_another_name_is_refused(browse: Browse) -> None:
    known = PlacementFactory().practitioner.person

    answer = browse(Role.REGISTER_CLERK).post(
        reverse("practitioner_create"), new_row(identity_number=known.identity_number)
    )

    assert list(errors(answer)) == ["identity_number"]


def test_an_edit_from_an_old_page_is_refused_and_loses_nothing(browse: Browse) -> None:
    placement = PlacementFactory()
    browser = browse(Role.REGISTER_CLERK)
    person = placement.practitioner.person
    sent = {"name": "Nama Benar", "str_number": placement.practitioner.str_number, "str_lifetime": "on"}

    first = browser.post(url("practitioner_edit", placement), {**sent, "version": "1"})
    second = browser.post(url("practitioner_edit", placement), {**sent, "name": "Nama Lain", "version": "1"})

    person.refresh_from_db()
    assert (first.status_code, second.status_code, person.name) == (302, 409, "Nama Benar")
    assert 'value="Nama Lain"' in second.content.decode()


def test_the_number_is_masked_until_a_reason_is_typed(browse: Browse) -> None:
    placement = PlacementFactory()
    number = placement.practitioner.person.identity_number
    browser = browse(Role.FRONT_OFFICE)

    shown = browser.get(url("practitioner_detail", placement)).content.decode()
    refused = browser.post(url("identity_number", placement), {"reason": "ingin"})
    opened = browser.post(url("identity_number", placement), {"reason": "Mencocokkan KTP di loket"})

    assert (number in shown, number in refused.content.decode(), number in opened.content.decode()) == (
        False,
        False,
        True,
    )
    event = AuditEvent.objects.get(action="nik.read")
    assert (event.reason, number in str(event.payload)) == ("Mencocokkan KTP di loket", False)


def test_an_auditor_sees_no_number_at_all(browse: Browse) -> None:
    placement = PlacementFactory()

    shown = browse(Role.AUDITOR).get(url("practitioner_detail", placement)).content.decode()

    assert ("••••" in shown, "NIK" in shown) == (False, False)


def test_only_who_edits_sees_buttons(browse: Browse) -> None:
    placement = PlacementFactory()

    clerk = browse(Role.REGISTER_CLERK).get(url("practitioner_detail", placement)).context
    front = browse(Role.FRONT_OFFICE).get(url("practitioner_detail", placement)).context

    assert [(each["may_edit"], each["may_keep"]) for each in (clerk, front)] == [(True, True), (False, False)]


def test_the_frame_goes_on_naming_who_is_signed_in(browse: Browse) -> None:
    placement = PlacementFactory()

    shown = browse(Role.REGISTER_CLERK).get(url("practitioner_detail", placement)).context

    assert shown["person"]["role"] == Role.REGISTER_CLERK.label


def test_education_and_skp_are_entered_and_taken_out(browse: Browse) -> None:
    placement = PlacementFactory()
    browser = browse(Role.REGISTER_CLERK)

    browser.post(
        url("education_create", placement), {"level": "d3", "programme": "Keperawatan", "institution": "Poltekkes"}
    )
    refused = browser.post(
        url("skp_create", placement), {"period_start": "2025-01-01", "period_end": "2024-01-01", "points": "10"}
    )
    row = Education.objects.get()
    browser.post(url("education_drop", placement, row.pk))

    assert (list(errors(refused)), Education.objects.count()) == (["period_end"], 0)


def test_a_merge_shows_what_moves_and_leaves_its_trace(browse: Browse) -> None:
    kept, double = (
        PlacementFactory(practitioner=PractitionerFactory(person=PersonFactory(name="Rina Contoh"))) for _n in range(2)
    )
    browser = browse(Role.REGISTER_CLERK)
    target = url("merge_confirm", kept, double.practitioner.public_id)

    offered = browser.get(url("merge_choose", kept)).context["candidates"]
    preview = browser.get(target).context["moving"]
    browser.post(target, {"reason": "Salah ketik NIK"})

    assert [each["person"] for each in offered] == [double.practitioner.person]
    assert {line.label: line.count for line in preview} == {"tenaga kesehatan": 1, "penempatan": 1}
    assert Placement.objects.filter(practitioner=kept.practitioner).count() == 2
    shown = browser.get(url("practitioner_detail", kept)).content.decode()
    assert "Salah ketik NIK" in shown


def person_at_home() -> tuple[Client, Person]:
    user = UserFactory()
    person = PersonFactory(user=user, birth_place="Palembang")
    PlacementFactory(practitioner=PractitionerFactory(person=person))
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser, person


def ask(browser: Client, **more: str) -> Any:
    sent = {"field": "birth_place", "wanted": "Prabumulih", "reason": "Sesuai akta"} | more
    return browser.post(reverse("correction_create"), sent)


def test_a_correction_is_asked_accepted_written_and_told(browse: Browse) -> None:
    clerk = browse(Role.REGISTER_CLERK)
    browser, person = person_at_home()
    ask(browser)
    row = CorrectionRequest.objects.get()

    waiting = clerk.get(reverse("correction_list")).context["table"].rows
    clerk.post(reverse("correction_detail", args=[row.public_id]), {"decision": "accept", "answer": "Sudah benar"})

    person.refresh_from_db()
    assert (len(waiting), person.birth_place) == (1, "Prabumulih")
    codes = list(InboxMessage.objects.order_by("pk").values_list("template_id", flat=True))
    assert codes == ["CORRECTION_ASKED", "CORRECTION_ACCEPTED"]
    assert "Sudah benar" in browser.get(reverse("own_data_detail")).content.decode()


def test_a_refused_correction_changes_nothing_and_says_why(browse: Browse) -> None:
    browser, person = person_at_home()
    ask(browser)
    row = CorrectionRequest.objects.get()

    browse(Role.REGISTER_CLERK).post(
        reverse("correction_detail", args=[row.public_id]), {"decision": "refuse", "answer": "Akta tidak terlampir"}
    )

    person.refresh_from_db()
    assert person.birth_place == "Palembang"
    assert "Akta tidak terlampir" in browser.get(reverse("own_data_detail")).content.decode()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"field": "birth_date", "wanted": "besok"}, "wanted"),
        ({"field": "sex", "wanted": "X"}, "wanted"),
        ({"field": "", "wanted": "x"}, "field"),
        ({"field": "name", "wanted": "x" * 200}, "wanted"),
    ],
)
def test_a_value_that_does_not_fit_is_answered(sent: dict[str, str], field: str) -> None:
    browser, _person = person_at_home()

    answer = ask(browser, **sent)

    assert (answer.status_code, list(errors(answer)), CorrectionRequest.objects.count()) == (422, [field], 0)


def test_the_same_field_waits_for_its_answer_once() -> None:
    browser, _person = person_at_home()
    ask(browser)

    assert list(errors(ask(browser))) == ["field"]


def test_who_is_not_tied_to_a_person_reads_why() -> None:
    browser = Client()
    browser.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")

    assert browser.get(reverse("own_data_detail")).context["owner"] is None
    assert ask(browser).headers["Location"] == reverse("own_data_detail")


def test_a_clerk_does_not_answer_the_own_request(browse: Browse) -> None:
    clerk = browse(Role.REGISTER_CLERK)
    person = PersonFactory(user_id=int(clerk.session["_auth_user_id"]))
    PlacementFactory(practitioner=PractitionerFactory(person=person))
    ask(clerk)
    row = CorrectionRequest.objects.get()

    answer = clerk.post(reverse("correction_detail", args=[row.public_id]), {"decision": "accept", "answer": "Ya"})

    assert answer.status_code == 403
