"""Checklists on their pages: edited, tried, proposed, put into force by another; items by CSV."""

from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from inspections.domain import checklist_versions as verbs
from inspections.domain.checklist_files import as_csv
from inspections.enums import VersionState
from inspections.models import ChecklistKind, ChecklistVersion
from tests.factories.accounts import MembershipFactory, OfficeFactory, RegionFactory
from tests.inspections.domain.test_checklist_versions import MARCH, NEW, NOW, dam, proposed, saved
from tests.inspections.views.conftest import Browse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

COMMON = {
    "valid_from": "2026-03-01", "decree": "SK 1/2026", "reason": "Permenkes tentang air minum",
    "scoring": "percent", "pass_threshold": "80", "grading_rule": "Persentase bobot", "revision": "1",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _february() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def address(name: str, version: ChecklistVersion) -> str:
    return reverse(name, args=[version.public_id])


def filled_form(page: Any, **added: str) -> dict[str, str]:
    """The draft as the page shows it, with one more item."""
    formset = page.context["rows"]
    count = formset.initial_form_count()
    data = {"item-TOTAL_FORMS": str(count + 1), "item-INITIAL_FORMS": str(count)} | COMMON
    for index, row in enumerate(formset.initial):
        data |= {f"item-{index}-{name}": "on" if value is True else str(value)
                 for name, value in row.items() if value not in (False, "")}  # fmt: skip
    item = {"seq": "15", "code": "Z01", "part": "Umum", "weight": "2", "question": "Alat pemadam api terpasang"}
    return data | {f"item-{count}-{name}": value for name, value in (item | added).items()}


def test_checklist_goes_from_draft_to_force_by_two_people(browse: Browse) -> None:
    admin, head = browse(Role.ADMIN), browse(Role.HEALTH_HEAD)
    started = admin.post(address("checklist_version", dam()), {"action": "draft"})
    draft = ChecklistVersion.objects.get(state=VersionState.DRAFT)
    form = filled_form(admin.get(started["Location"])) | {"item-1-DELETE": "on", "item-2-question": "Sumber air dekat"}
    admin.post(started["Location"], form)
    page = admin.get(address("checklist_version", draft))
    admin.post(address("checklist_version", draft), {"action": "propose"})
    head.post(address("checklist_confirm", draft), {"action": "confirm"})

    draft.refresh_from_db()
    assert (draft.state, draft.valid_from, draft.items.count()) == (VersionState.PUBLISHED, MARCH, 39)
    assert draft.items.get(code="Z01").seq == 2
    words = [row.cells[3].text for row in page.context["differences"].rows]
    assert words == ["Ditambah", "Diubah", "Dihapus"]


def test_wrong_items_stand_beside_their_fields_and_nothing_is_lost(browse: Browse) -> None:
    admin = browse(Role.ADMIN)
    draft = verbs.start_draft(ChecklistKind.objects.get(code="DAM"), by=admin.person, at=NOW)
    url = address("checklist_edit", draft)
    form = filled_form(admin.get(url), code="A01", severity="mayor")

    answer = admin.post(url, form)

    text = answer.content.decode()
    assert (answer.status_code, draft.items.count()) == (422, 39)
    assert "Kode A01 dipakai dua kali." in text
    assert "Kelas hanya untuk penilaian menurut kelas; kosongkan." in text
    assert "Alat pemadam api terpasang" in text


def test_shape_and_stale_page_are_refused(browse: Browse) -> None:
    admin = browse(Role.ADMIN)
    draft = saved(admin.person)
    url = address("checklist_edit", draft)
    form = filled_form(admin.get(url))

    assert admin.post(url, form | {"item-0-weight": "0", "reason": "x"}).status_code == 422
    assert admin.post(url, form).status_code == 409


def test_preview_asks_as_the_phone_and_scores_without_keeping(browse: Browse) -> None:
    admin = browse(Role.ADMIN)
    url = address("checklist_preview", dam())
    codes = [item.code for item in dam().items.filter(applies_when="")]

    page = admin.get(url)
    tried = admin.post(url, {f"value-{code}": "sesuai" for code in codes} | {f"value-{codes[1]}": "tidak"})

    asked = sum(len(part["questions"]) for part in page.context["parts"])
    assert (asked, page.context["result"]) == (len(codes), None)
    result = tried.context["result"]
    assert (result.yes, result.no, result.failed) == (len(codes) - 1, 1, (codes[1],))
    assert 'data-testid="result"' in tried.content.decode()


def test_ticked_condition_brings_its_questions(browse: Browse) -> None:
    hotel = ChecklistVersion.objects.get(kind="HOTEL")
    condition = hotel.items.exclude(applies_when="").first().applies_when
    browser = browse(Role.HEALTH_HEAD)
    url = address("checklist_try", hotel)

    before, after = browser.get(url), browser.post(url, {"conditions": [condition]})

    count = [sum(len(part["questions"]) for part in page.context["parts"]) for page in (before, after)]
    assert count[1] - count[0] == hotel.items.filter(applies_when=condition).count()


def test_items_come_by_csv(browse: Browse) -> None:
    admin = browse(Role.ADMIN)
    draft = saved(admin.person)
    exported = admin.get(address("checklist_export", draft)).content
    file = SimpleUploadedFile("butir.csv", exported.replace(b"Alat pemadam api terpasang", b"Alat pemadam api ada"))

    answer = admin.post(address("checklist_upload", draft), {"file": file})

    assert answer["Location"] == address("checklist_version", draft)
    assert draft.items.get(code="Z01").question == "Alat pemadam api ada"


def test_every_error_of_a_csv_is_shown_and_nothing_kept(browse: Browse) -> None:
    admin = browse(Role.ADMIN)
    draft = saved(admin.person)
    text = as_csv("DAM", [NEW, NEW]).replace("999", "0", 1).encode()

    answer = admin.post(address("checklist_upload", draft), {"file": SimpleUploadedFile("butir.csv", text)})
    empty = admin.post(address("checklist_upload", draft), {"file": SimpleUploadedFile("butir.csv", b"\0\0\0")})

    rows = [[cell.text for cell in row.cells] for row in answer.context["flaws"].rows]
    assert rows == [["Baris 2", "seq", "Kurang dari 1."]]
    assert (answer.status_code, empty.status_code, draft.items.count()) == (422, 422, 40)


def test_second_person_returns_with_a_reason(browse: Browse) -> None:
    draft = proposed()
    head = browse(Role.HEALTH_HEAD)
    url = address("checklist_confirm", draft)

    short = head.post(url, {"action": "return", "reason": "tidak"})
    head.post(url, {"action": "return", "reason": "Sebut dasar butir Z01"})

    draft.refresh_from_db()
    assert (short.status_code, draft.state) == (422, VersionState.DRAFT)
    assert (
        "Sebut dasar butir Z01"
        in browse(Role.ADMIN, draft.created_by).get(address("checklist_version", draft)).content.decode()
    )


def test_author_sees_why_another_must_confirm(browse: Browse) -> None:
    legal = browse(Role.LEGAL)
    draft = proposed(by=legal.person)

    page = legal.get(address("checklist_confirm", draft))
    answer = legal.post(address("checklist_confirm", draft), {"action": "confirm"})

    assert (bool(page.context["why_not"]), page.context["may_decide"], answer.status_code) == (True, False, 403)


def test_draft_without_a_day_is_not_proposed(browse: Browse) -> None:
    admin = browse(Role.ADMIN)
    draft = verbs.start_draft(ChecklistKind.objects.get(code="DAM"), by=admin.person, at=NOW)

    answer = admin.post(address("checklist_version", draft), {"action": "propose"})

    assert answer.status_code == 422
    assert "Tanggal berlaku harus sesudah" in answer.content.decode()


def test_draft_of_another_is_not_found_and_a_proposal_is_not_edited(browse: Browse) -> None:
    draft, waiting = saved(browse(Role.ADMIN).person), proposed()
    other = browse(Role.ADMIN)

    assert other.get(address("checklist_version", draft)).status_code == 404
    assert other.get(address("checklist_edit", waiting))["Location"] == address("checklist_version", waiting)


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_much_for_three_drafts_as_for_one(
    browse: Browse, count: int, django_assert_num_queries: Any
) -> None:
    admin = browse(Role.ADMIN)
    for _each in range(count):
        saved(admin.person)
    admin.get(reverse("checklist_list"))

    with django_assert_num_queries(12):
        page = admin.get(reverse("checklist_list"))

    assert len(page.context["waiting"].rows) == count
    assert len(page.context["kinds"].rows) == 40


def test_officer_of_another_region_sees_no_checklist(browse: Browse) -> None:
    far = OfficeFactory(code="DINKES-9999", region=RegionFactory(code="99.99"))
    person = MembershipFactory(role=Role.ADMIN, office=far).user

    page = browse(Role.ADMIN, person).get(reverse("checklist_list"))

    assert (page.context["waiting"], page.context["kinds"]) == (None, None)
