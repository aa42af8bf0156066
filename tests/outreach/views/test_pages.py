"""Pages of the outreach service: what each role does and sees, what stays hidden, how many queries a list costs."""

import io
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.enums import Role
from accounts.models import InboxMessage
from core.outbox import drain
from outreach.enums import FindingKind, PickupChannel, PickupState, ProofState
from outreach.forms import CallForm
from outreach.models import Compensation, Finding, Household, Pickup, Shift, Visit
from tests.factories.accounts import OfficeFactory, officer
from tests.factories.outreach import (
    FAR_VILLAGE,
    REPORTED,
    VILLAGE,
    CompensationFactory,
    HouseholdFactory,
    MemberFactory,
    PickupFactory,
    PuskesmasFactory,
    staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

CALL = {"kind": "pick_up", "need": "older_alone", "region": VILLAGE, "place": "Rumah Mbah Contoh, RT 02", "phone": ""}


@pytest.fixture(autouse=True)
def _at_work():
    with time_machine.travel(REPORTED + timedelta(minutes=30), tick=False):
        yield


def browser(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def jpeg() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (80, 60), "white").save(file, "JPEG")
    file.name = "bukti.jpg"
    file.seek(0)
    return file


def test_cadre_reports_in_five_fields_and_only_for_the_own_village():
    cadre = staff(Role.CADRE)
    page = browser(cadre).get(reverse("pickup_report"))
    assert page.content.decode().count('<div class="mb-4">') == 5

    browser(cadre).post(reverse("pickup_report"), CALL)
    refused = browser(cadre).post(reverse("pickup_report"), CALL | {"region": FAR_VILLAGE})

    pickup = Pickup.objects.get()
    assert (pickup.reported_by, pickup.channel, pickup.office.code) == (cadre, PickupChannel.CADRE, "PKM-01-1674")
    assert (pickup.due_at - pickup.reported_at, refused.status_code) == (timedelta(hours=4), 422)


def test_cadre_of_one_village_answers_two_questions():
    """In under half a minute: whom and whose house; kind and village are chosen already, the phone may be left out."""
    form = CallForm(places=[(VILLAGE, "Gunung Ibul")])

    asked = [name for name, field in form.fields.items() if field.required and field.initial is None]
    assert asked == ["need", "region", "place"]
    assert form.fields["region"].choices == [(VILLAGE, "Gunung Ibul")]


def test_phone_sends_the_same_call_twice_and_it_is_one():
    cadre, key = staff(Role.CADRE), uuid.uuid4()
    url = reverse("pickup_put", args=[key])
    body = CALL | {"noted_at": "2026-01-26T02:10:00Z"}

    answers = [browser(cadre).put(url, body, content_type="application/json").status_code for _ in range(2)]
    stranger = browser(staff(Role.CADRE)).put(url, body, content_type="application/json")
    invalid = browser(cadre).put(reverse("pickup_put", args=[uuid.uuid4()]), {}, content_type="application/json")

    assert (answers, stranger.status_code, invalid.status_code) == ([201, 200], 409, 422)
    pickup = Pickup.objects.get()
    assert pickup.reported_at == REPORTED + timedelta(minutes=30)
    assert pickup.noted_at == REPORTED + timedelta(minutes=10)


def test_anybody_may_call_and_a_robot_may_not():
    client = Client()
    client.post(reverse("pickup_call"), CALL | {"website": "x"})
    assert Pickup.objects.count() == 0

    page = client.post(reverse("pickup_call"), CALL, follow=True)

    assert Pickup.objects.get().channel == PickupChannel.WEB
    assert Pickup.objects.get().number in page.content.decode()


@pytest.mark.parametrize(("said", "kept"), [("radio", "radio"), ("village", "village"), ("kenthongan", "web")])
def test_who_calls_from_outside_may_say_who_they_are(said, kept):
    Client().post(reverse("pickup_call"), CALL | {"channel": said})

    assert Pickup.objects.get().channel == kept


def test_board_shows_the_least_time_left_first_and_a_press_moves_it():
    late, fresh = PickupFactory(reported_at=REPORTED - timedelta(hours=4)), PickupFactory()
    PickupFactory(office=PuskesmasFactory(code="PKM-04-1674"))
    driver = browser(staff(Role.DRIVER))

    cards = driver.get(reverse("pickup_board")).context["cards"]
    driver.post(reverse("pickup_act", args=[late.public_id, "accept"]), {"version": 1})

    assert [card.number for card in cards] == [late.number, fresh.number]
    assert [(card.tone, card.figure_label, card.figure) for card in cards] == [
        ("x", "Lewat", "30 menit"),
        ("g", "Sisa", "3 jam 30 menit"),
    ]
    late.refresh_from_db()
    assert late.state == PickupState.ACCEPTED


@pytest.mark.parametrize("count", [1, 3])
def test_board_costs_the_same_queries(count, django_assert_num_queries):
    for _ in range(count):
        CompensationFactory(pickup=PickupFactory(household=HouseholdFactory()))
    driver = browser(staff(Role.DRIVER))

    with django_assert_num_queries(12):
        driver.get(reverse("pickup_board"))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("household_list", 10), ("compensation_list", 8), ("home_finding_list", 9)]
)
def test_lists_cost_the_same_queries(name, queries, count, django_assert_num_queries):
    doctor = staff(Role.PUSKESMAS_DOCTOR)
    for _ in range(count):
        owed = CompensationFactory(pickup=PickupFactory(household=MemberFactory().household))
        visit = Visit.objects.create(pickup=owed.pickup, by=doctor, at=REPORTED)
        Finding.objects.create(pickup=owed.pickup, visit=visit, kind=FindingKind.NO_LATRINE, found_at=REPORTED)
    client = browser(doctor)
    client.get(reverse(name))  # whoever comes first also reads what is kept for all

    with django_assert_num_queries(queries):
        client.get(reverse(name))


def test_other_puskesmas_finds_nothing():
    owed = CompensationFactory()
    household = HouseholdFactory()
    other = browser(staff(Role.PUSKESMAS_HEAD, office=PuskesmasFactory(code="PKM-04-1674")))

    answers = [
        other.get(reverse(name, args=[key])).status_code
        for name, key in (
            ("pickup_detail", owed.pickup.public_id),
            ("compensation_detail", owed.pickup.public_id),
            ("household_detail", household.public_id),
        )
    ]

    assert answers == [404, 404, 404]


def test_city_sees_the_village_and_no_name_place_or_phone():
    office = OfficeFactory()
    pickup = PickupFactory(phone="+628000000123", household=HouseholdFactory())
    watcher = browser(officer(Role.CITY_HEALTH, office=office))

    pages = [
        watcher.get(reverse("pickup_board")),
        watcher.get(reverse("pickup_detail", args=[pickup.public_id])),
        watcher.get(reverse("household_list")),
        watcher.get(reverse("household_detail", args=[pickup.household.public_id])),
    ]

    text = "".join(page.content.decode() for page in pages)
    assert [page.status_code for page in pages] == [200, 200, 200, 200]
    assert [word in text for word in ("Mbah Contoh", "0800-0000-123", pickup.household.head_name, "langgar")] == [
        False, False, False, False,
    ]  # fmt: skip
    assert "Gunung Ibul" in text


def test_rice_is_handed_over_with_a_photo_and_confirmed_by_somebody_else(settings, tmp_path):
    settings.SCANNER, settings.DEMO = "none", True
    driver, head = staff(Role.DRIVER), staff(Role.PUSKESMAS_HEAD)
    owed = CompensationFactory(pickup=PickupFactory(driver=driver))
    url = reverse("compensation_hand", args=[owed.pickup.public_id])
    confirm = reverse("compensation_confirm", args=[owed.pickup.public_id])
    browser(head).post(confirm)
    owed.refresh_from_db()
    assert owed.confirmed_at is None

    browser(driver).post(url, {"recipient": "Mbah Contoh", "photo": jpeg()})
    drain()
    browser(head).post(confirm)

    owed.refresh_from_db()
    assert (owed.proof_state, owed.handed_by, owed.confirmed_by) == (ProofState.CLEAN, driver, head)
    photo = browser(head).get(reverse("compensation_proof", args=[owed.pickup.public_id]))
    assert (photo.status_code, photo["Content-Type"]) == (200, "image/jpeg")


def test_handover_without_photo_keeps_the_name_and_records_nothing():
    owed = CompensationFactory()

    answer = browser(staff(Role.DRIVER)).post(
        reverse("compensation_hand", args=[owed.pickup.public_id]), {"recipient": "Mbah Contoh"}
    )

    form = answer.context["hand_form"]
    assert (answer.status_code, form["recipient"].value(), list(form.errors)) == (422, "Mbah Contoh", ["photo"])
    assert Compensation.objects.get().handed_at is None


def test_who_handed_over_cannot_confirm():
    head = staff(Role.PUSKESMAS_HEAD)
    owed = CompensationFactory(handed_at=REPORTED, handed_by=head, proof_state=ProofState.CLEAN)

    answer = browser(head).post(reverse("compensation_confirm", args=[owed.pickup.public_id]))

    assert (answer.status_code, Compensation.objects.get().confirmed_at) == (403, None)


def test_household_is_registered_once_by_its_card_and_forgets_names_when_consent_goes():
    cadre = browser(staff(Role.CADRE))
    facts = {
        "head_name": "Mbah Contoh", "region": VILLAGE, "address": "RT 02 tepi kali", "terrain": "river",
        "card": "9900000101900000", "members": ["older_alone"], "kenthongan": "on", "consent": "on",
    }  # fmt: skip
    cadre.post(reverse("household_create"), facts)
    again = cadre.post(reverse("household_create"), facts)
    household = Household.objects.get()
    page = cadre.get(reverse("household_detail", args=[household.public_id])).content.decode()

    cadre.post(reverse("household_leave", args=[household.public_id]), {"why": "consent"})

    household.refresh_from_db()
    assert (again.status_code, "9900000101900000" in page, "9900••••••••0000" in page) == (409, False, True)
    assert (household.head_name, household.card, household.consent_withdrawn_at is not None) == ("-", None, True)


def test_finding_goes_from_the_doctor_to_the_head_to_its_end():
    doctor, head = staff(Role.PUSKESMAS_DOCTOR), staff(Role.PUSKESMAS_HEAD)
    pickup = PickupFactory(state=PickupState.ARRIVED, arrived_at=REPORTED, doctor=doctor)
    browser(doctor).post(reverse("pickup_visit", args=[pickup.public_id]), {"findings": ["no_latrine"], "detail": "x"})
    finding = Finding.objects.get()
    page = browser(head)
    close = reverse("home_finding_close", args=[finding.public_id])
    page.post(close)
    assert Finding.objects.get().closed_at is None

    page.post(
        reverse("home_finding_coordinate", args=[finding.public_id]),
        {"partner": "sanitarian", "task": "Bangun jamban", "due_on": "2026-02-20"},
    )
    page.post(
        reverse("home_finding_conclude", args=[finding.public_id]),
        {"follow_up": finding.follow_ups.get().pk, "result": "Jamban selesai dibangun"},
    )
    page.post(close)

    assert Finding.objects.get().closed_at is not None
    assert InboxMessage.objects.filter(user=head, template_id="HOME_FINDING_NEW").count() == 1


def test_head_plans_duty_in_local_time_and_the_board_names_who_is_on():
    driver, head = staff(Role.DRIVER, name="Rudi Contoh"), staff(Role.PUSKESMAS_HEAD)
    plan = {"what": "shift", "person": f"{driver.public_id}|driver", "starts_at": "2026-01-26T08:00", "hours": "12"}

    browser(head).post(reverse("duty_plan"), plan)

    shift = Shift.objects.get()
    assert shift.ends_at - shift.starts_at == timedelta(hours=12)
    assert shift.starts_at == REPORTED.replace(hour=1)
    assert browser(driver).get(reverse("pickup_board")).context["duty"] == [
        "Rudi Contoh (pengemudi puskesmas, sampai 20.00)"
    ]


def test_second_call_from_the_same_place_is_offered_for_merging():
    first = PickupFactory(place_hash="")
    cadre, head = staff(Role.CADRE), staff(Role.PUSKESMAS_HEAD)
    for _ in range(2):
        browser(cadre).post(reverse("pickup_report"), CALL)
    earlier, later = Pickup.objects.exclude(pk=first.pk).order_by("pk")

    page = browser(head).get(reverse("pickup_detail", args=[later.public_id]))
    board = [card for card in browser(head).get(reverse("pickup_board")).context["cards"] if card.same]
    browser(head).post(reverse("pickup_merge", args=[later.public_id]), {"into": earlier.public_id})

    later.refresh_from_db()
    assert [row.pk for row, _place, _when in page.context["same"]] == [earlier.pk]
    assert [card.same for card in board] == [earlier.number]
    assert (later.state, later.merged_into) == (PickupState.MERGED, earlier)
