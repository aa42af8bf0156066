"""Households from a sheet: every flaw at once, members by group, the same file changes nothing, and the way back."""

from datetime import UTC, date, datetime

import pytest

from accounts.domain.importing import imports_of, standings_of
from accounts.enums import Role
from core import sheets
from core.imports import Scope, running, staging, undoing
from core.models import ImportMode, ImportState
from outreach.domain.register import card_hash
from outreach.models import Household, Member
from tests.factories.accounts import OfficeFactory, officer
from tests.factories.outreach import (
    VILLAGE,
    HouseholdFactory,
    MemberFactory,
    PickupFactory,
    PuskesmasFactory,
    ServiceAreaFactory,
    staff,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 26, 3, 0, tzinfo=UTC)
CARD, OTHER_CARD = "9900000101900000", "9900000201900000"
MARKS = {"card": CARD, "card_hash": card_hash(CARD)}
GOOD = {
    "No KK": CARD, "Kepala keluarga": "Mbah Contoh", "Kelurahan": "Gunung Ibul", "Alamat": "RT 02, belakang langgar",
    "Cara mencapai": "Tepi sungai", "HP": "0800 0000 123", "Kenthongan": "ya", "Setuju pada": "2026-01-05",
    "Bumil": "Sari Contoh; Ani Contoh", "Balita": "2", "Lansia sendiri": "tidak", "Disabilitas": "",
}  # fmt: skip
BARE = {
    "Kepala keluarga": "Mbah Lain", "Kelurahan": VILLAGE, "Alamat": "RT 05", "Setuju pada": "2026-01-05",
    "Lansia sendiri": "ya",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _area():
    area = ServiceAreaFactory()
    area.region.name = "Gunung Ibul"
    area.region.save()


@pytest.fixture
def bring(tmp_path):
    def brought(*rows, check_only=False):
        path, names = tmp_path / "keluarga.xlsx", list({name: None for row in rows for name in row})
        sheets.write(
            path, [sheets.SheetOut("Keluarga", names, [[row.get(name, "") for name in names] for row in rows])]
        )
        scope = Scope(on=date(2026, 1, 26), office_code="PKM-01-1674", region_code=VILLAGE, at=AT)
        batch = staging.receive(path, kind="households", name="keluarga.xlsx", scope=scope, by=None, at=AT)
        running.choose(batch, batch.mapping, at=AT)
        running.check(batch, at=AT)
        if check_only or not (batch.new or batch.changed):
            return batch
        running.decide(batch, ImportMode.GOOD, by=None, at=AT)
        return running.apply(batch, at=AT)

    return brought


def counts(batch):
    return (batch.new, batch.changed, batch.unchanged, batch.refused)


def members():
    return sorted((row.need, row.name or "") for row in Member.objects.all())


def test_line_becomes_a_household_with_its_members(bring):
    batch = bring(GOOD, BARE)

    first, second = Household.objects.order_by("pk")
    assert (counts(batch), first.office.code, first.terrain, first.kenthongan) == (
        (2, 0, 0, 0),
        "PKM-01-1674",
        "river",
        True,
    )
    assert (first.card, first.card_hash, first.phone) == (CARD, card_hash(CARD), "+628000000123")
    assert (second.card, second.terrain, second.region_id) == (None, "road", VILLAGE)
    assert members() == [
        ("older_alone", ""), ("pregnant", "Ani Contoh"), ("pregnant", "Sari Contoh"),
        ("under_five", ""), ("under_five", ""),
    ]  # fmt: skip


def test_same_file_twice_changes_nothing(bring):
    bring(GOOD, BARE)

    assert counts(bring(GOOD, BARE)) == (0, 0, 2, 0)


def test_sheet_adds_what_the_register_lacks_and_erases_nothing(bring):
    known = HouseholdFactory(**MARKS, head_name="Mbah Contoh", address="RT 02, belakang langgar", sticker=True)
    MemberFactory(household=known, need="pregnant")
    MemberFactory(household=known, need="disabled", name="Budi Contoh")

    batch = bring(GOOD)

    known.refresh_from_db()
    assert (counts(batch), known.sticker, known.terrain) == ((0, 1, 0, 0), True, "river")
    assert members() == [
        ("disabled", "Budi Contoh"), ("pregnant", "Ani Contoh"), ("pregnant", "Sari Contoh"),
        ("under_five", ""), ("under_five", ""),
    ]  # fmt: skip


def test_undo_puts_the_register_back(bring):
    known = HouseholdFactory(head_name="Mbah Contoh", address="RT 02, belakang langgar")
    MemberFactory(household=known, need="pregnant")
    batch = bring(GOOD, BARE)
    assert Household.objects.count() == 2

    undoing.ask(batch, by=None, reason="berkas yang salah", at=AT)
    undoing.undo(batch, at=AT)

    known.refresh_from_db()
    assert (batch.state, Household.objects.get(), known.card, known.phone_hash) == (ImportState.UNDONE, known, None, "")
    assert members() == [("pregnant", "")]


def test_undo_is_refused_once_somebody_was_fetched(bring):
    batch = bring(BARE)
    PickupFactory(household=Household.objects.get())

    undoing.ask(batch, by=None, reason="berkas yang salah", at=AT)
    undoing.undo(batch, at=AT)

    assert (batch.state, Household.objects.count()) == (ImportState.DONE, 1)
    assert "dipakai" in batch.problem


BAD = [
    ({"No KK": "123"}, "card", "card_form"),
    ({"No KK": 9900000101900000}, "card", "digits_lost"),
    ({"No KK": OTHER_CARD}, "card", "card_elsewhere"),
    ({"Kepala keluarga": ""}, "head_name", "required"),
    ({"Kelurahan": "Gunung Ibull"}, "village", "village_unserved"),
    ({"Alamat": ""}, "address", "required"),
    ({"Cara mencapai": "udara"}, "terrain", "not_a_choice"),
    ({"HP": "rumah"}, "phone", "phone"),
    ({"Kenthongan": "barangkali"}, "kenthongan", "not_yes_no"),
    ({"Setuju pada": ""}, "consent_on", "required"),
    ({"Setuju pada": "2026-02-05"}, "consent_on", "consent_later"),
    ({"Balita": "13"}, "under_five", "members_many"),
    ({"No KK": "9900000301900000", "Kepala keluarga": "Zulkifli Hakim"}, "head_name", "card_other_family"),
    ({"No KK": "9900000401900000"}, "", "household_left"),
]


@pytest.mark.parametrize(("cells", "column", "code"), BAD, ids=[row[2] + str(n) for n, row in enumerate(BAD)])
def test_bad_cell_is_told_at_its_column(bring, cells, column, code):
    far = PuskesmasFactory(code="PKM-04-1674")
    HouseholdFactory(office=far, card=OTHER_CARD, card_hash=card_hash(OTHER_CARD))
    for card, fields in (("9900000301900000", {"head_name": "Ani Lain"}), ("9900000401900000", {"left_on": AT.date()})):
        HouseholdFactory(
            card=card, card_hash=card_hash(card), **{"head_name": "Mbah Contoh", "address": "RT 09", **fields}
        )

    batch = bring(GOOD | cells, check_only=True)

    flaws = {(number, col, why) for chunk in batch.chunks.all() for number, col, why, *_rest in chunk.flaws}
    assert (flaws, counts(batch)) == ({(2, column, code)}, (0, 0, 0, 1))


def test_one_house_on_two_lines_is_told_unless_each_family_has_a_card(bring):
    two = [BARE, BARE | {"Setuju pada": "2026-01-06"}]
    cards = [BARE | {"No KK": CARD}, BARE | {"No KK": OTHER_CARD}]

    assert [counts(bring(*rows, check_only=True)) for rows in (two, cards)] == [(1, 0, 0, 1), (2, 0, 0, 0)]


def test_puskesmas_brings_households_and_nobody_else_does(bring):
    batch = bring(BARE)
    head = staff(Role.PUSKESMAS_HEAD)
    others = [
        staff(Role.CADRE), staff(Role.PUSKESMAS_RECORDER, office=PuskesmasFactory(code="PKM-04-1674")),
        officer(Role.REGISTER_CLERK, office=OfficeFactory()),
    ]  # fmt: skip

    found = [(each.key, [kind.code for kind in each.kinds]) for each in standings_of(head, on=AT.date())]
    assert found == [("PKM-01-1674", ["ilp_values", "households"])]
    assert list(imports_of(head)) == [batch]
    assert [list(imports_of(user)) for user in others] == [[], [], []]
    assert [bool(standings_of(user, on=AT.date())) for user in others] == [False, True, True]
