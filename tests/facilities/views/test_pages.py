"""Facilities in a browser: list, forms, closing with its preview, persons in charge, network."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import InboxMessage, Membership
from facilities.models import Facility, FacilityPerson
from tests.facilities.views.conftest import Browse
from tests.factories.accounts import RegionFactory, UserFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.workforce import PlacementFactory
from workforce.models import Placement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
QUERIES = 12


def names(answer: Any) -> list[str]:
    return [row.cells[0].text for row in answer.context["table"].rows]


def new_row(**more: str) -> dict[str, str]:
    return {
        "name": "Apotek Baru",
        "kind": "apotek",
        "ownership": "swasta",
        "region": RegionFactory().code,
        "address": "Jalan Contoh Nomor 2",
        "active_from": "2026-01-05",
    } | more


def errors(answer: Any) -> list[str]:
    return list(answer.context["form"].errors)


def test_the_list_shows_the_own_city_by_kind_group_and_state(browse: Browse) -> None:
    FacilityFactory(name="Puskesmas Satu", kind="puskesmas")
    FacilityFactory(name="Klinik Tutup", active_until=timezone.localdate() - timezone.timedelta(days=1))
    FacilityFactory(name="Klinik Jauh", region=RegionFactory(code="16.73.01.1001"))
    browser = browse(Role.TPK)

    found = [
        names(browser.get(reverse("facility_list"), query))
        for query in ({}, {"state": "closed"}, {"group": "uptd"}, {"kind": "apotek"}, {"q": "klinik t", "state": "all"})
    ]

    assert found == [["Puskesmas Satu"], ["Klinik Tutup"], ["Puskesmas Satu"], [], ["Klinik Tutup"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(
    browse: Browse, rows: int, django_assert_num_queries: Any
) -> None:
    FacilityFactory.create_batch(rows)
    browser = browse(Role.REGISTER_CLERK)

    with django_assert_num_queries(QUERIES):
        browser.get(reverse("facility_list"))


def test_a_facility_is_entered_and_changed(browse: Browse) -> None:
    browser = browse(Role.REGISTER_CLERK)

    browser.post(reverse("facility_create"), new_row())
    row = Facility.objects.get()
    browser.post(reverse("facility_edit", args=[row.public_id]), new_row(ownership="kota", version="1"))

    row.refresh_from_db()
    assert (row.obligatory_types, row.ownership, row.version) == (["IZIN-APOTEK"], "kota", 2)
    assert "Data diubah" in browser.get(reverse("facility_detail", args=[row.public_id])).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"kind": "warung"}, "kind"),
        ({"ownership": ""}, "ownership"),
        ({"region": "99.99"}, "region"),
        ({"active_from": "5 Januari"}, "active_from"),
        ({"nib": "123"}, "nib"),
        ({"latitude": "-3.4"}, "longitude"),
        ({"latitude": "100", "longitude": "104"}, "latitude"),
        ({"parent": "TIDAK-ADA"}, "parent"),
        ({"own_types": "IZIN-KARANGAN"}, "own_types"),
    ],
)
def test_each_bad_input_is_answered_at_its_field(browse: Browse, wrong: dict[str, str], field: str) -> None:
    answer = browse(Role.REGISTER_CLERK).post(reverse("facility_create"), new_row(**wrong))

    assert (answer.status_code, errors(answer), Facility.objects.count()) == (422, [field], 0)


def test_closing_shows_who_is_concerned_before_anything_changes(browse: Browse) -> None:
    placement = PlacementFactory()
    address = reverse("facility_close", args=[placement.facility.public_id])
    sent = {"what": "closed", "on": "2026-12-01", "reason": "Pindah usaha", "version": "1"}
    browser = browse(Role.REGISTER_CLERK)

    preview = browser.post(address, sent)
    before = Placement.objects.filter(ends_on__isnull=True).count()
    browser.post(address, {**sent, "confirmed": "1"})

    concern = next(each for each in preview.context["concerns"] if each.code == "placements")
    assert (concern.count, before, Placement.objects.filter(ends_on__isnull=True).count()) == (1, 1, 0)


def test_a_day_before_opening_is_refused_at_its_field(browse: Browse) -> None:
    row = FacilityFactory()
    sent = {"what": "closed", "on": "2001-01-01", "reason": "x", "confirmed": "1", "version": "1"}

    answer = browse(Role.REGISTER_CLERK).post(reverse("facility_close", args=[row.public_id]), sent)

    assert (answer.status_code, errors(answer)) == (422, ["on"])


def test_a_front_officer_appoints_and_dismisses_who_answers(browse: Browse) -> None:
    row, user, browser = FacilityFactory(), UserFactory(email="pj@contoh.example"), browse(Role.FRONT_OFFICE)
    today = timezone.localdate().isoformat()

    browser.post(
        reverse("pj_appoint", args=[row.public_id]),
        {"contact": "PJ@contoh.example", "starts_on": today, "note": "Surat 1/2026"},
    )
    appointed = FacilityPerson.objects.get()
    role = Membership.objects.get(user=user).role
    browser.post(reverse("pj_dismiss", args=[row.public_id, appointed.pk]), {"ends_on": today, "reason": "Diganti"})

    appointed.refresh_from_db()
    assert (role, appointed.ends_on.isoformat() if appointed.ends_on else "") == ("pj", today)
    codes = list(InboxMessage.objects.order_by("pk").values_list("template_id", flat=True))
    assert codes == ["PJ_APPOINTED", "PJ_ENDED"]


def test_an_unknown_account_is_answered_at_its_field(browse: Browse) -> None:
    row = FacilityFactory()

    answer = browse(Role.FRONT_OFFICE).post(
        reverse("pj_appoint", args=[row.public_id]),
        {"contact": "siapa@contoh.example", "starts_on": "2026-01-05", "note": "x"},
    )

    assert errors(answer) == ["contact"]


def test_the_network_lists_puskesmas_with_what_works_below(browse: Browse) -> None:
    head = FacilityFactory(name="Puskesmas Satu", kind="puskesmas")
    child = FacilityFactory(name="Pustu Satu", kind="pustu", parent=head)

    (shown,) = browse(Role.TPK).get(reverse("facility_network")).context["heads"]

    assert (shown["row"], [each["row"] for each in shown["children"]]) == (head, [child])
