"""The pages of an import, from the upload to the way back, and who may see them."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from core import outbox, sheets
from core.imports import jobs
from core.models import ImportBatch, ImportState
from tests.factories.accounts import MembershipFactory, OfficeFactory, UserFactory
from tests.factories.facilities import FacilityFactory, FacilityPersonFactory
from tests.factories.workforce import ProfessionFactory
from workforce.models import Person, Placement

pytestmark = pytest.mark.django_db

HEADER = ["NIK", "Nama", "JK", "Profesi", "No STR", "STR sampai"]
SARI = ["9900015705900000", "Sari Contoh", "P", "Perawat", "9900000000000100", "Seumur hidup"]
WRONG = ["99000157059", "Budi Contoh", "P", "Perawatt", "", ""]


@pytest.fixture
def clerk():
    ProfessionFactory(code="PERAWAT")
    browser = Client()
    browser.force_login(MembershipFactory(role=Role.REGISTER_CLERK, office=OfficeFactory()).user)
    return browser


@pytest.fixture
def pj():
    ProfessionFactory(code="PERAWAT")
    held = FacilityPersonFactory(facility=FacilityFactory(name="Klinik Sendiri"))
    MembershipFactory(user=held.user, role=Role.PJ, office=None)
    browser = Client()
    browser.force_login(held.user)
    browser.place = held.facility
    return browser


def sheet(*rows, header=HEADER, name="tenaga.xlsx"):
    stream = io.BytesIO()
    sheets.write(stream, [sheets.SheetOut("Tenaga", header, rows)])
    return SimpleUploadedFile(name, stream.getvalue())


def upload(browser, file, *, kind="practitioners", standing="DINKES-1674"):
    return browser.post(reverse("import_create"), {"kind": kind, "standing": standing, "file": file})


def checked(browser, *rows, **kwargs):
    """A file uploaded, its columns as proposed, and the worker's dry run done."""
    header = kwargs.pop("header", HEADER)
    upload(browser, sheet(*rows, header=header), **kwargs)
    batch = ImportBatch.objects.latest("pk")
    browser.post(reverse("import_columns", args=[batch.public_id]), {**batch.mapping, "sheet": batch.sheet})
    outbox.drain()
    batch.refresh_from_db()
    return batch


def url(name, batch):
    return reverse(name, args=[batch.public_id])


def test_upload_leads_to_columns_with_a_proposal(clerk):
    response = upload(clerk, sheet(SARI))

    batch = ImportBatch.objects.get()
    page = clerk.get(response.url)
    assert response.url == url("import_columns", batch)
    assert page.context["form"].initial["nik"] == 0
    assert SARI[0] not in page.content.decode()


def test_dry_run_shows_every_flaw_masked_with_a_suggestion(clerk):
    batch = checked(clerk, SARI, WRONG)

    text = clerk.get(url("import_detail", batch)).content.decode()
    assert (batch.state, batch.new, batch.refused, batch.flaw_count) == (ImportState.CHECKED, 1, 1, 2)
    assert "di sini 11" in text
    assert "Maksud Anda “Perawat vokasi/ners”?" in text
    assert WRONG[0] not in text


def test_good_rows_only_are_written_and_the_rest_comes_back_as_a_sheet(clerk, tmp_path):
    batch = checked(clerk, SARI, WRONG)

    clerk.post(url("import_apply", batch), {"mode": "good"})
    outbox.drain()

    assert list(Person.objects.values_list("name", flat=True)) == ["Sari Contoh"]
    path = tmp_path / "salah.xlsx"
    path.write_bytes(clerk.get(url("import_errors", batch)).content)
    header, row = sheets.read(path)
    assert header.cells[:6] == HEADER
    assert row.cells[:7] == [*WRONG, 3]


@pytest.mark.parametrize(
    ("rows", "disabled"), [([SARI], {"all": False, "good": False}), ([SARI, WRONG], {"all": True, "good": False})]
)
def test_both_ways_to_save_are_shown_and_the_closed_one_says_why(clerk, rows, disabled):
    text = clerk.get(url("import_detail", checked(clerk, *rows))).content.decode()

    buttons = {mode: re.search(f'<button[^>]*value="{mode}"[^>]*>', text)[0] for mode in disabled}
    assert {mode: " disabled" in button for mode, button in buttons.items()} == disabled
    assert ("Belum dapat dipilih: 1 baris masih salah." in text) == disabled["all"]


@pytest.mark.parametrize(
    ("outcome", "cells"),
    [
        ("new", [["Baris 3", "9900••••••••0000", "Budi Contoh", "L", "Perawat"]]),
        ("changed", []),
        ("unchanged", [["Baris 2", "9900••••••••0000", "Sari Contoh", "P", "Perawat"]]),
        ("refused", [["Baris 4", "9900•••7059", "Budi Contoh", "P", "Perawatt"]]),
    ],
)
def test_each_figure_is_as_long_as_the_list_behind_it(clerk, outcome, cells):
    clerk.post(url("import_apply", checked(clerk, SARI)), {"mode": "all"})
    outbox.drain()
    batch = checked(clerk, SARI, ["9900021705900000", "Budi Contoh", "L", "Perawat", "", ""], WRONG)

    page = clerk.get(reverse("import_rows", args=[batch.public_id, outcome]))

    assert [[str(cell.text) for cell in row.cells] for row in page.context["table"].rows] == cells
    assert getattr(batch, outcome) == page.context["count"] == len(cells)


def test_list_behind_a_figure_is_gone_with_the_rows_and_unknown_ones_never_were(clerk):
    batch = checked(clerk, SARI)
    assert clerk.get(reverse("import_rows", args=[batch.public_id, "nothing"])).status_code == 404

    clerk.post(url("import_drop", batch))

    assert clerk.get(reverse("import_rows", args=[batch.public_id, "new"])).status_code == 404


def test_stopped_import_offers_to_go_on(clerk):
    batch = checked(clerk, SARI)
    clerk.post(url("import_apply", batch), {"mode": "good"})
    batch.refresh_from_db()
    jobs.stop(batch, "Terhenti karena gangguan sistem.")
    assert 'data-testid="resume"' in clerk.get(url("import_detail", batch)).content.decode()

    clerk.post(url("import_resume", batch))
    outbox.drain()

    batch.refresh_from_db()
    assert (batch.state, Person.objects.count()) == (ImportState.DONE, 1)


def test_all_or_nothing_is_refused_while_a_row_is_wrong(clerk):
    batch = checked(clerk, SARI, WRONG)

    clerk.post(url("import_apply", batch), {"mode": "all"})

    batch.refresh_from_db()
    assert (batch.state, Person.objects.count()) == (ImportState.CHECKED, 0)


def test_undo_asks_for_a_reason_and_takes_all_back(clerk):
    batch = checked(clerk, SARI)
    clerk.post(url("import_apply", batch), {"mode": "all"})
    outbox.drain()

    assert clerk.post(url("import_undo", batch), {"reason": "ya"}).status_code == 422
    clerk.post(url("import_undo", batch), {"reason": "berkas bulan yang salah"})
    outbox.drain()

    batch.refresh_from_db()
    assert (batch.state, Person.objects.count()) == (ImportState.UNDONE, 0)


def test_columns_are_remembered_for_the_same_headings(clerk):
    header = ["Nomor", "Siapa", "JK", "Profesi", "No STR", "STR sampai"]
    upload(clerk, sheet(SARI, header=header))
    first = ImportBatch.objects.get()
    columns = {"nik": 0, "name": 1, "sex": 2, "profession": 3, "str_number": 4, "str_until": 5}
    clerk.post(url("import_columns", first), {**columns, "sheet": first.sheet})

    upload(clerk, sheet(SARI, header=header))

    assert ImportBatch.objects.latest("pk").mapping == columns


def test_broken_file_is_told_at_its_field(clerk):
    response = upload(clerk, SimpleUploadedFile("tenaga.xlsx", b"PK\x03\x04 broken"))

    assert response.status_code == 422
    assert "rusak" in str(response.context["form"].errors["file"])


def test_pj_imports_the_roster_of_the_own_facility(pj):
    header = [*HEADER, "Mulai"]
    batch = checked(pj, [*SARI, "2024-01-02"], header=header, kind="roster", standing=pj.place.public_id)

    pj.post(url("import_apply", batch), {"mode": "all"})
    outbox.drain()

    assert list(Placement.objects.values_list("facility", "practitioner__person__name")) == [
        (pj.place.pk, "Sari Contoh")
    ]


def test_pj_may_not_import_for_another_facility_or_another_kind(pj):
    other = FacilityFactory()

    assert upload(pj, sheet(SARI), kind="roster", standing=other.public_id).status_code == 422
    assert upload(pj, sheet(SARI), standing=pj.place.public_id).status_code == 422
    assert ImportBatch.objects.count() == 0


def test_import_of_another_office_is_not_there(clerk):
    batch = checked(clerk, SARI)
    stranger = Client()
    office = OfficeFactory(code="DINKES-9999")
    stranger.force_login(MembershipFactory(role=Role.REGISTER_CLERK, office=office).user)

    assert stranger.get(url("import_detail", batch)).status_code == 404
    assert stranger.get(reverse("import_list")).context["object_list"].count() == 0


def test_colleague_gets_the_wrong_rows_masked(clerk, tmp_path):
    batch = checked(clerk, WRONG)
    colleague = Client()
    colleague.force_login(MembershipFactory(role=Role.REGISTER_CLERK, office=OfficeFactory()).user)

    path = tmp_path / "salah.xlsx"
    path.write_bytes(colleague.get(url("import_errors", batch)).content)

    assert list(sheets.read(path))[1].cells[0] == "9900•••7059"


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_three_imports_as_for_one(clerk, count, django_assert_num_queries):
    for _ in range(count):
        upload(clerk, sheet(SARI))

    with django_assert_num_queries(11):
        assert len(clerk.get(reverse("import_list")).context["table"].rows) == count


def test_template_is_read_back_without_flaws(clerk, tmp_path):
    path = tmp_path / "contoh.xlsx"
    path.write_bytes(clerk.get(reverse("import_template", args=["practitioners"])).content)

    upload(clerk, SimpleUploadedFile("contoh.xlsx", path.read_bytes()))
    batch = ImportBatch.objects.get()
    clerk.post(url("import_columns", batch), {**batch.mapping, "sheet": batch.sheet})
    outbox.drain()

    batch.refresh_from_db()
    assert (batch.row_count, batch.new, batch.flaw_count) == (1, 1, 0)


def test_no_row_is_stored_in_clear(clerk):
    from django.db import connection

    upload(clerk, sheet(SARI))

    with connection.cursor() as cursor:
        cursor.execute("SELECT rows FROM core_importchunk")
        assert all(SARI[0] not in row[0] and "Sari" not in row[0] for row in cursor.fetchall())


def test_visitor_is_asked_to_sign_in():
    browser = Client()
    browser.force_login(UserFactory())

    assert browser.get(reverse("import_list")).status_code == 403
