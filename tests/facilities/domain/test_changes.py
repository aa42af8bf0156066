"""Entering and changing a facility through its one door."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from core.exceptions import StaleVersion
from core.models import AuditEvent
from core.refdata import load, sheets
from facilities.domain import changes
from facilities.domain.changes import FacilityFacts
from facilities.exceptions import FacilityKnown, ParentRefused
from facilities.models import Facility
from tests.factories.accounts import RegionFactory, UserFactory
from tests.factories.facilities import FacilityFactory

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kinds(db: None) -> None:
    load([sheet for sheet in sheets() if sheet.file == "facility-kinds.csv"], at=AT)


def facts(**more: object) -> FacilityFacts:
    base = FacilityFacts(
        name="Apotek Contoh Baru",
        kind="apotek",
        ownership="swasta",
        region=RegionFactory(),
        address="Jalan Contoh Nomor 1",
        active_from=date(2026, 1, 5),
    )
    return replace(base, **more)  # type: ignore[arg-type]


def test_a_new_facility_holds_what_its_kind_must_and_its_own_obligations() -> None:
    place = changes.enter(facts(own_types=("IZIN-RADIOLOGI",)), by=UserFactory(), at=AT)

    assert (place.obligatory_types, place.checklist_kind) == (["IZIN-APOTEK", "IZIN-RADIOLOGI"], "apotek")


def test_the_same_name_in_the_same_kelurahan_is_refused() -> None:
    changes.enter(facts(), by=UserFactory(), at=AT)

    with pytest.raises(FacilityKnown):
        changes.enter(facts(name="APOTEK  CONTOH BARU."), by=UserFactory(), at=AT)


def test_a_pustu_stands_below_a_puskesmas_only() -> None:
    puskesmas, clinic = FacilityFactory(kind="puskesmas"), FacilityFactory()

    child = changes.enter(facts(kind="pustu", parent=puskesmas), by=UserFactory(), at=AT)

    assert list(puskesmas.network.all()) == [child]
    with pytest.raises(ParentRefused):
        changes.enter(facts(name="Pustu Lain", kind="pustu", parent=clinic), by=UserFactory(), at=AT)


def test_a_change_of_kind_brings_its_obligations_and_its_trace() -> None:
    place = changes.enter(facts(), by=UserFactory(), at=AT)

    changed = changes.change(place, facts(kind="toko_obat"), version=1, by=UserFactory(), at=AT)

    assert (changed.obligatory_types, changed.version) == (["IZIN-TOKO-OBAT"], 2)
    event = AuditEvent.objects.get(action="facility.change")
    assert event.payload["kind"] == ["apotek", "toko_obat"]


def test_an_unchanged_form_writes_nothing_and_an_old_one_is_refused() -> None:
    place = changes.enter(facts(), by=UserFactory(), at=AT)

    changes.change(place, facts(), version=1, by=UserFactory(), at=AT)

    assert Facility.objects.get().version == 1
    with pytest.raises(StaleVersion):
        changes.change(place, facts(), version=0, by=UserFactory(), at=AT)
