"""Forty kinds of bad row: each is told at its column with its reason, and the good row beside it goes in."""

from datetime import UTC, date, datetime

import pytest

from core import sheets
from core.imports import Scope, running, staging
from core.models import ImportMode
from facilities.models import FacilityClosure, Kind
from tests.factories.accounts import OfficeFactory, RegionFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.licensing import LicenceFactory, RecommendationTypeFactory
from tests.factories.workforce import PlacementFactory, PractitionerFactory, ProfessionFactory
from workforce.models import Person, Practitioner

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

AT = datetime(2026, 1, 26, 3, 0, tzinfo=UTC)
SCOPE = Scope(on=date(2026, 1, 26), office_code="DINKES-1674", region_code="16.74", at=AT)
OWN = "9900335705900000"  # a nurse of the register, placed at KLP-OWN since 2020
TWICE = "9900345705900000"  # nurse and midwife

PEOPLE = {
    "nik": "9900015705900000",
    "name": "Sari Contoh",
    "birth_date": "1990-05-17",
    "sex": "P",
    "phone": "0800 0000 123",
    "profession": "Perawat vokasi/ners",
    "str_number": "5500000000000100",
    "str_issued_on": "2024-02-01",
    "str_until": "Seumur hidup",
}
PLACES = {
    "code": "KLP-77",
    "name": "Klinik Contoh",
    "kind": "Klinik pratama",
    "ownership": "Swasta",
    "region": "Gunung Ibul",
    "active_from": "2015-01-01",
}
PLACEMENTS = {"nik": TWICE, "profession": "PERAWAT", "facility": "KLP-OWN", "starts_on": "2024-01-02"}
LICENCES = {
    "number": "446/0001/SIPP/DINKES/2019",
    "type_code": "SIPP-PERAWAT",
    "issuer": "dinkes",
    "nik": OWN,
    "profession": "PERAWAT",
    "place": "KLP-OWN",
    "starts_on": "2019-03-01",
    "ends_on": "2024-03-01",
}
GOOD = {"practitioners": PEOPLE, "facilities": PLACES, "placements": PLACEMENTS, "licences": LICENCES}

BAD = [
    ("practitioners", {"nik": ""}, "nik", "required"),
    ("practitioners", {"nik": "99000157059"}, "nik", "nik_length"),
    ("practitioners", {"nik": "99000I5705900000"}, "nik", "nik_letters"),
    ("practitioners", {"nik": 9900015705900000}, "nik", "digits_lost"),
    ("practitioners", {"nik": "9900019905900000", "birth_date": ""}, "nik", "nik_birth"),
    ("practitioners", {"birth_date": "1991-05-17"}, "birth_date", "nik_birth_differs"),
    ("practitioners", {"birth_date": "17 Mey 1990"}, "birth_date", "not_a_date"),
    ("practitioners", {"birth_date": "1890-05-17"}, "birth_date", "date_too_early"),
    ("practitioners", {"sex": "L"}, "sex", "nik_sex_differs"),
    ("practitioners", {"sex": "Q"}, "sex", "not_a_choice"),
    ("practitioners", {"name": "S"}, "name", "too_short"),
    ("practitioners", {"name": "S" * 121}, "name", "too_long"),
    ("practitioners", {"name": "Sari\u202eContoh"}, "name", "unprintable"),
    ("practitioners", {"phone": "telepon rumah"}, "phone", "phone"),
    ("practitioners", {"profession": "Perawatt vokasi"}, "profession", "not_a_choice"),
    ("practitioners", {"profession": ""}, "profession", "str_without_profession"),
    ("practitioners", {"str_until": "2020-01-01"}, "str_until", "str_ends_before_start"),
    ("practitioners", {"str_number": ""}, "str_number", "str_number_missing"),
    ("practitioners", {"str_number": "9911111111111100"}, "str_number", "str_taken"),
    ("practitioners", {"nik": OWN, "name": "Zulkifli Hakim"}, "name", "nik_other_person"),
    ("facilities", {"code": "K 1"}, "code", "form"),
    ("facilities", {"kind": "Klinik pratma"}, "kind", "not_a_choice"),
    ("facilities", {"region": "Gunung Ibull"}, "region", "region_unknown"),
    ("facilities", {"parent": "PKM-404"}, "parent", "parent_unknown"),
    ("facilities", {"parent": "KLP-77"}, "parent", "parent_self"),
    ("facilities", {"active_until": "2014-01-01"}, "active_until", "closes_before_opening"),
    ("facilities", {"latitude": "-3.4"}, "longitude", "half_place"),
    ("facilities", {"latitude": "-3.4", "longitude": "304"}, "longitude", "number_too_large"),
    ("facilities", {"latitude": "tiga", "longitude": "104"}, "latitude", "not_a_number"),
    ("facilities", {"nib": "123"}, "nib", "form"),
    ("facilities", {"code": "KLP-FAR"}, "code", "facility_elsewhere"),
    ("placements", {"nik": "9900017105900000"}, "nik", "person_unknown"),
    ("placements", {"profession": ""}, "profession", "profession_needed"),
    ("placements", {"nik": OWN, "profession": "BIDAN"}, "profession", "profession_of_nobody"),
    ("placements", {"facility": "KLP-OWM"}, "facility", "facility_unknown"),
    ("placements", {"facility": "KLP-FAR"}, "facility", "facility_outside"),
    ("placements", {"starts_on": "2014-01-02"}, "starts_on", "before_opening"),
    ("placements", {"facility": "KLP-SHUT"}, "starts_on", "while_closed"),
    ("placements", {"ends_on": "2023-01-02"}, "ends_on", "ends_before_start"),
    ("placements", {"nik": OWN}, "starts_on", "placement_overlaps"),
    ("placements", {"practice_hours": "pagi sampai siang"}, "practice_hours", "hours"),
    ("placements", {"needs_sip": "barangkali"}, "needs_sip", "not_yes_no"),
    ("licences", {"issuer": "pusat"}, "issuer", "issuer_unknown"),
    ("licences", {"nik": ""}, "nik", "holder_missing"),
    ("licences", {"holder_facility": "KLP-OWN"}, "holder_facility", "two_holders"),
    ("licences", {"profession": ""}, "profession", "licence_profession"),
    ("licences", {"ends_on": ""}, "ends_on", "end_missing"),
    ("licences", {"ends_on": "2018-03-01"}, "ends_on", "licence_ends_before_start"),
    ("licences", {"history": "hilang entah kapan"}, "history", "history_form"),
    ("licences", {"history": "dibekukan 2021-01-04; aktif 2020-01-01"}, "history", "history_order"),
    ("licences", {"history": "dibekukan 2018-01-04"}, "history", "history_before_start"),
    ("licences", {"number": "446/TAKEN"}, "number", "number_taken"),
]  # fmt: skip


@pytest.fixture
def register(db):
    """What the rows collide with: people, places and licences that are there."""
    OfficeFactory()
    region = RegionFactory()
    Kind.objects.create(
        code="klinik_pratama", position=1, name="Klinik pratama", name_en="Primary clinic", group="klinik"
    )
    own = FacilityFactory(code="KLP-OWN", region=region)
    shut = FacilityFactory(code="KLP-SHUT", region=region)
    for kind, first, last in (("closed", date(2024, 1, 1), date(2024, 2, 1)), ("suspended", date(2020, 1, 1), None)):
        FacilityClosure.objects.create(facility=shut, kind=kind, starts_on=first, ends_on=last, recorded_at=AT)
    FacilityFactory(code="KLP-FAR", region=RegionFactory(code="99.99"))
    for code in ("PERAWAT", "BIDAN"):
        ProfessionFactory(code=code)
    RecommendationTypeFactory(code="SIPP-PERAWAT")
    nurse = PractitionerFactory(person__identity_number=OWN, person__name="Ani Contoh", str_number="9911111111111100")
    PlacementFactory(practitioner=nurse, facility=own, starts_on=date(2020, 1, 1))
    both = PractitionerFactory(person__identity_number=TWICE)
    PractitionerFactory(person=both.person, profession_id="BIDAN")
    LicenceFactory(
        number="446/TAKEN", office=OfficeFactory(), letter=None, application=None, starts_on=date(2011, 1, 1)
    )


def dry_run(tmp_path, kind, *rows):
    names = list({name: None for row in rows for name in row})
    path = tmp_path / "lembar.xlsx"
    sheets.write(path, [sheets.SheetOut("Lembar", names, [[row.get(name, "") for name in names] for row in rows])])
    batch = staging.receive(path, kind=kind, name="lembar.xlsx", scope=SCOPE, by=None, at=AT)
    running.choose(batch, batch.mapping, at=AT)
    return running.check(batch, at=AT)


def flaws_of(batch):
    return {(number, column, code) for chunk in batch.chunks.all() for number, column, code, *_rest in chunk.flaws}


def test_there_are_forty_kinds_and_more():
    assert len({(kind, column, code) for kind, _cells, column, code in BAD}) >= 40


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.usefixtures("register")
def test_good_row_of_each_kind_has_no_flaw(tmp_path, kind):
    batch = dry_run(tmp_path, kind, GOOD[kind])

    assert (flaws_of(batch), batch.new) == (set(), 1)


@pytest.mark.usefixtures("register")
def test_people_may_be_placed_before_and_after_the_days_a_facility_is_closed_and_while_it_is_suspended(tmp_path):
    days = ("2023-12-31", "2024-02-02")

    batch = dry_run(
        tmp_path,
        "placements",
        {**PLACEMENTS, "facility": "KLP-SHUT", "starts_on": days[0], "ends_on": days[0]},
        {**PLACEMENTS, "facility": "KLP-SHUT", "starts_on": days[1]},
    )

    assert (flaws_of(batch), batch.new) == (set(), 2)


@pytest.mark.parametrize(("kind", "cells", "column", "code"), BAD, ids=[f"{row[0]}-{row[3]}" for row in BAD])
@pytest.mark.usefixtures("register")
def test_bad_cell_is_told_at_its_column(tmp_path, kind, cells, column, code):
    batch = dry_run(tmp_path, kind, {**GOOD[kind], **cells})

    assert (flaws_of(batch), batch.refused, batch.new) == ({(2, column, code)}, 1, 0)


@pytest.mark.usefixtures("register")
def test_all_flaws_of_all_rows_come_at_once(tmp_path):
    rows = [{**PEOPLE, **cells} for kind, cells, _column, _code in BAD if kind == "practitioners"]

    batch = dry_run(tmp_path, "practitioners", *rows)

    found = {(column, code) for _number, column, code in flaws_of(batch)}
    assert {(column, code) for kind, _cells, column, code in BAD if kind == "practitioners"} <= found
    assert batch.refused == len(rows)


@pytest.mark.usefixtures("register")
def test_same_person_twice_and_a_shared_str_are_told(tmp_path):
    other = {**PEOPLE, "nik": "9900025705900000", "name": "Budi Contoh"}

    batch = dry_run(tmp_path, "practitioners", PEOPLE, {**PEOPLE, "name": "Sarah Kontoh"}, other)

    assert flaws_of(batch) == {
        (3, "", "twice"),
        (3, "name", "nik_two_names"),
        (4, "str_number", "str_two_people"),
    }


@pytest.mark.usefixtures("register")
def test_good_rows_go_in_beside_the_bad_ones(tmp_path):
    batch = dry_run(tmp_path, "practitioners", {**PEOPLE, "nik": "1"}, PEOPLE)

    running.decide(batch, ImportMode.GOOD, by=None, at=AT)
    running.apply(batch, at=AT)

    assert (batch.new, batch.refused) == (1, 1)
    assert Practitioner.objects.get(person__name="Sari Contoh").str_lifetime


@pytest.mark.usefixtures("register")
def test_a_rule_broken_since_the_dry_run_stops_all_or_nothing(tmp_path):
    batch = dry_run(tmp_path, "practitioners", PEOPLE)
    PractitionerFactory(str_number=PEOPLE["str_number"])
    before = Person.objects.count()

    running.decide(batch, ImportMode.ALL, by=None, at=AT)
    running.apply(batch, at=AT)

    assert (batch.state, batch.refused, Person.objects.count()) == ("checked", 1, before)
    assert batch.problem
