"""Batches from another system: the API's own errors row by row, each reference once, every adapter alike."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
import time_machine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.domain.calendars import forget_calendars
from accounts.enums import Role
from accounts.models import ApiClient
from core import outbox, sheets
from core.idempotency import FORM_KEY
from core.models import AuditEvent
from licensing.domain.filing import adapters, batches, running, sheet_adapter
from licensing.enums import FilingMode, FilingOutcome, FilingState
from licensing.models import Application, FilingBatch, FilingReference, FilingRow
from tests.api import ROOT, by_token
from tests.factories.accounts import LicensingOfficeFactory, OfficeFactory, officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offices")]
LIST = f"{ROOT}/batches/"
PERSON = {"name": "Sari Wulandari", "nik": "9901011504940000", "phone": "0800 0000 123"}


@pytest.fixture
def offices(reference_data: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("core.outbox._bell", [])
    OfficeFactory()
    forget_calendars()
    with time_machine.travel("2026-01-26T02:00:00+00:00", tick=False):
        yield
    forget_calendars()


@pytest.fixture
def system() -> APIClient:
    return by_token(LicensingOfficeFactory())


def body(reference: str, **more: Any) -> dict[str, Any]:
    return {"type": "SIPP-PERAWAT", "kind": "new", "external_reference": reference, "applicant": PERSON, **more}


def send(system: APIClient, *rows: dict[str, Any], **how: Any) -> str:
    answer = system.post(LIST, {"applications": list(rows), **how})
    assert answer.status_code == 202, answer.json()
    work()
    return str(answer.json()["id"])


def work() -> None:
    for batch in FilingBatch.objects.filter(state__in=(FilingState.CHECKING, FilingState.FILING)):
        while batch.in_progress:
            running.run(batch.pk)
            batch.refresh_from_db()


def rows_of(system: APIClient, batch: str, **filters: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = system.get(f"{LIST}{batch}/rows/", filters).json()["results"]
    return found


def outcomes(system: APIClient, batch: str) -> list[str]:
    return [row["outcome"] for row in rows_of(system, batch)]


WRONG = {
    "shape": {"applicant": {"name": "", "nik": "123", "phone": "x"}},
    "type": {"type": "TIDAK-ADA"},
    "members": {"state": "licensed", "kind": "besok"},
    "licence": {"previous_licence": "503/0000"},
    "place": {"place": {"facility": "tidak-ada"}},
}


@pytest.mark.parametrize("case", WRONG)
def test_row_is_refused_with_what_the_endpoint_answers(case: str, system: APIClient):
    wrong = body("R-1", **WRONG[case])

    alone = system.post(f"{ROOT}/applications/", wrong).json()["errors"]
    (row,) = rows_of(system, send(system, wrong))

    assert row["outcome"] == "refused"
    assert [(each["pointer"], each["code"], each["detail"]) for each in row["errors"]] == [
        (each["pointer"], each["code"], each["detail"]) for each in alone
    ]


def test_check_makes_nothing_and_says_everything_at_once_in_both_languages(system: APIClient):
    batch = send(system, body("R-1"), body("R-2", **WRONG["shape"]), body("R-3", **WRONG["type"]))

    good, *refused = rows_of(system, batch)
    assert (good["outcome"], Application.objects.count()) == ("good", 0)
    assert {"DOC_MISSING", "STR_MISSING"} <= {each["code"] for each in good["errors"]}
    assert [len(row["errors"]) for row in refused] == [3, 1]
    english = system.get(f"{LIST}{batch}/rows/", {"outcome": "refused"}, headers={"Accept-Language": "en"}).json()
    assert [each["code"] for each in english["results"][0]["errors"]] == [e["code"] for e in refused[0]["errors"]]
    assert english["results"][0]["errors"] != refused[0]["errors"]
    assert system.get(f"{LIST}{batch}/").json()["counts"]["refused"] == 2


def test_right_rows_become_drafts_of_the_system(system: APIClient):
    batch = send(system, body("R-1"), body("R-2", **WRONG["type"]), mode="good")

    draft, refused = rows_of(system, batch)
    application = Application.objects.get()
    assert (draft["outcome"], draft["application"], refused["outcome"]) == ("draft", application.number, "refused")
    assert (application.external_reference, application.channel, application.state) == ("R-1", "api", "draft")
    assert system.get(f"{ROOT}/applications/{application.number}/").status_code == 200
    assert AuditEvent.objects.filter(action="filing.done").get().payload["made"] == 1


def test_all_or_nothing_waits_for_a_decision(system: APIClient):
    batch = send(system, body("R-1"), body("R-2", **WRONG["type"]), mode="all")

    assert Application.objects.count() == 0
    refused = system.post(f"{LIST}{batch}/apply/", {"mode": "all"})
    assert (refused.status_code, refused.json()["code"]) == (422, "filing_has_errors")
    assert system.post(f"{LIST}{batch}/apply/", {"mode": "good"}).status_code == 202
    work()
    assert outcomes(system, batch) == ["draft", "refused"]
    assert system.post(f"{LIST}{batch}/apply/", {"mode": "good"}).status_code in (409, 422)


def test_submitting_asks_for_what_submit_asks(system: APIClient):
    made = system.post(f"{ROOT}/applications/", body("R-0")).json()
    address = f"{ROOT}/applications/{made['number']}/actions/submit/"
    alone = system.post(address, {"version": made["version"]}).json()

    (row,) = rows_of(system, send(system, body("R-1"), submit=True))

    assert alone["code"] == "not_eligible"
    assert [each["code"] for each in row["errors"]] == [each["code"] for each in alone["errors"]]


def test_same_reference_is_the_same_application_and_other_content_a_conflict(system: APIClient):
    send(system, body("R-1"), mode="good")

    again = send(system, body("R-1"), mode="good")
    other = send(system, body("R-1", kind="renewal"), mode="good")
    twice = send(system, body("R-2"), body("R-2", kind="renewal"), {**body(""), "external_reference": ""})

    assert [row["application"] for row in rows_of(system, again)] == [Application.objects.get().number]
    assert outcomes(system, again) == ["known"]
    assert [e["code"] for e in rows_of(system, other)[0]["errors"]] == ["reference_conflict"]
    assert [[e["code"] for e in row["errors"]] for row in rows_of(system, twice)[1:]] == [
        ["reference_twice"],
        ["required"],
    ]
    assert Application.objects.count() == 1


def test_reference_sent_alone_before_is_known(system: APIClient):
    number = system.post(f"{ROOT}/applications/", body("R-1")).json()["number"]

    (row,) = rows_of(system, send(system, body("R-1"), mode="good"))

    assert (row["outcome"], row["application"]) == ("known", number)


def test_two_batches_at_once_make_one_application(system: APIClient):
    first, second = (FilingBatch.objects.get(public_id=send(system, body("R-1"))) for _each in range(2))
    for batch in (first, second):
        batches.decide(batch, mode=FilingMode.GOOD, submit=False, by=None, at=timezone.now())
    work()

    assert sorted(FilingRow.objects.values_list("outcome", flat=True)) == ["draft", "known"]
    assert FilingReference.objects.count() == 1


def test_batch_that_lost_the_race_for_a_reference_keeps_the_winners_application(
    system: APIClient, monkeypatch: pytest.MonkeyPatch
):
    batch = FilingBatch.objects.get(public_id=send(system, body("R-1")))
    batches.decide(batch, mode=FilingMode.GOOD, submit=False, by=None, at=timezone.now())
    row = batch.rows.get()
    winner = Application.objects.get(number=system.post(f"{ROOT}/applications/", body("R-1")).json()["number"])
    FilingReference.objects.create(sender=batch.sender, reference="R-1", body_hash=row.body_hash, application=winner)
    look = running._against
    answers = iter([(None, [])])  # it looked before the other one wrote
    monkeypatch.setattr(running, "_against", lambda *found: next(answers, None) or look(*found))

    work()

    row.refresh_from_db()
    assert (row.outcome, row.application, Application.objects.count()) == ("known", winner, 1)


def test_batch_of_a_system_is_nobody_elses(system: APIClient):
    batch = send(system, body("R-1"))
    colleague = by_token(LicensingOfficeFactory(), client_id="sistem-kedua")
    reader = by_token(LicensingOfficeFactory(), "applications:read", client_id="pembaca")

    below = ("", "rows/")
    assert [colleague.get(f"{LIST}{batch}/{each}").status_code for each in below] == [404, 404]
    assert colleague.post(f"{LIST}{batch}/apply/", {"mode": "good"}).status_code == 404
    assert colleague.get(LIST).json()["results"] == []
    assert reader.post(LIST, {"applications": [body("R-1")]}).json()["code"] == "insufficient_scope"
    assert outcomes(colleague, send(colleague, body("R-1"))) == ["good"]


def test_batch_of_a_system_that_was_switched_off_stops(system: APIClient):
    answer = system.post(LIST, {"applications": [body("R-1")], "mode": "good"})
    ApiClient.objects.update(is_active=False)

    work()

    batch = FilingBatch.objects.get(public_id=answer.json()["id"])
    assert (batch.state, Application.objects.count()) == ("stopped", 0)
    assert "tidak lagi berwenang" in batch.problem


# --- adapters -------------------------------------------------------------------------------------------------

HEADER = ["Nomor referensi pengirim", "Kode jenis izin", "Jenis permohonan", "Nama", "NIK", "Nomor WhatsApp"]
LINES = [
    ["S-1", "SIPP-PERAWAT", "Baru", "Sari Wulandari", "9901011504940000", "0800 0000 123"],
    ["S-2", "SIPP-PERAWAT", "Baru", "Rina Contoh", "123", "0800 0000 124"],
]


def sheet() -> bytes:
    target = io.BytesIO()
    sheets.write(target, [sheets.SheetOut("Permohonan", ["Daftar permohonan"], [HEADER, *LINES])])
    return target.getvalue()


def csv(*titles: str, delimiter: str = ";") -> bytes:
    return "\n".join([*titles, *(delimiter.join(line) for line in [HEADER, *LINES])]).encode()


TITLE = "Daftar permohonan bulan Januari 2026"
DATED = "Prabumulih, 26 Januari 2026"
TABLED = [[TITLE], [], *[HEADER], *LINES]


def titled_sheet() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet("Permohonan")
        for place, line in enumerate(TABLED):
            page.write_row(place, 0, line)
    return target.getvalue()


ODS_NAMES = ("office", "table", "text")


def ods(*rows: list[str]) -> bytes:
    """An ODS as LibreOffice writes it: rows and cells that repeat, the rest of the sheet one blank row."""

    def row(cells: list[str]) -> str:
        texts = (
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            for cell in cells
        )
        blank = f'<table:table-cell table:number-columns-repeated="{16_384 - len(cells)}"/>'
        return f"<table:table-row>{''.join(texts)}{blank}</table:table-row>"

    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ODS_NAMES)
    below = row([]).replace("<table:table-row>", '<table:table-row table:number-rows-repeated="1048000">')
    table = f'<table:table table:name="Permohonan">{"".join(map(row, rows))}{below}</table:table>'
    inner = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f"<office:document-content {spaces}>{inner}</office:document-content>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return target.getvalue()


def upload(system: APIClient, name: str, content: bytes) -> Any:
    answer = system.post(LIST, {"file": SimpleUploadedFile(name, content), "mode": "good"}, format="multipart")
    work()
    return answer


@pytest.mark.parametrize(("name", "content"), [("a.xlsx", sheet), ("a.csv", csv)])
@pytest.mark.sandboxed
def test_sheet_has_the_errors_of_the_endpoint(name: str, content: Any, system: APIClient):
    answer = upload(system, name, content())

    assert answer.status_code == 202, answer.json()
    good, refused = rows_of(system, answer.json()["id"])
    assert (good["outcome"], good["external_reference"]) == ("draft", "S-1")
    assert [(each["pointer"], each["code"]) for each in refused["errors"]] == [("/applicant/nik", "nik_invalid")]
    assert sheet_adapter.name_of("/applicant/nik") == "NIK"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", titled_sheet()),
        ("a.ods", ods(*TABLED)),
        ("a.csv", csv(TITLE, "")),
        ("a.csv", csv(f"{TITLE};;;;;", "")),
        ("a.csv", csv(DATED, "", delimiter=";")),
        ("a.csv", csv(DATED, f"{TITLE}, Dinas PM, PTSP", delimiter="\t")),
        ("a.csv", csv(f"{TITLE}; untuk Dinkes", "", delimiter=",")),
    ],
)
def test_headings_are_found_below_a_title_and_lines_keep_their_number(name: str, content: bytes, system: APIClient):
    answer = upload(system, name, content)

    assert answer.status_code == 202, answer.json()
    good, refused = rows_of(system, answer.json()["id"])
    assert [(row["number"], row["external_reference"]) for row in (good, refused)] == [(4, "S-1"), (5, "S-2")]
    assert (good["outcome"], [each["pointer"] for each in refused["errors"]]) == ("draft", ["/applicant/nik"])


def test_quotation_marks_do_not_look_broken_below_a_dated_title(system: APIClient):
    lines = csv(DATED).decode().replace("S-1", '"S-1"').replace("Sari Wulandari", '"Sari, S.Kep\nWulandari"')

    answer = upload(system, "a.csv", lines.encode())

    # The line a record begins at: the one before it has two.
    assert [row["number"] for row in rows_of(system, answer.json()["id"])] == [3, 5]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "\n".join(["a;b;c"] * 15).encode() + b"\n" + csv()),
        ("a.ods", ods(*[["a", "b", "c"]] * 15, HEADER, *LINES)),
        ("a.csv", b"Nama,NIK\nSari,123"),
    ],
)
def test_file_without_headings_is_told_where_they_are_looked_for(name: str, content: bytes, system: APIClient):
    answer = upload(system, name, content)
    system.credentials(**system._credentials, HTTP_ACCEPT_LANGUAGE="en")
    english = upload(system, name, content).json()["detail"]

    assert (answer.status_code, answer.json()["code"], FilingBatch.objects.count()) == (422, "unreadable_batch", 0)
    assert "15 baris pertama" in answer.json()["detail"]
    assert "Nomor referensi pengirim, Kode jenis izin" in answer.json()["detail"]
    assert "no column headings were found in the first 15 lines" in english


def test_json_file_is_read_strictly(system: APIClient):
    fine = upload(system, "a.json", json.dumps([body("J-1")]).encode())
    bad = [upload(system, name, text) for name, text in (("a.json", b'{"a": 1, "a": 2}'), ("a.json", b"{}"))]
    foreign = upload(system, "a.docx", b"x")

    assert outcomes(system, fine.json()["id"]) == ["draft"]
    assert [answer.json()["code"] for answer in (*bad, foreign)] == ["unreadable_batch"] * 3
    assert ".xlsx" in foreign.json()["detail"]


def test_another_adapter_needs_nothing_else(system: APIClient, monkeypatch: pytest.MonkeyPatch):
    """`docs/how-to/add-an-adapter.md`, with lines of text as the format."""
    monkeypatch.setattr("licensing.domain.filing.adapters._adapters", dict(adapters._adapters))

    def read(path: Path) -> Iterator[adapters.Record]:
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            reference, name, nik = line.split("|")
            yield adapters.Record(number, body(reference, applicant={**PERSON, "name": name, "nik": nik}))

    adapters.register(adapters.Adapter("lines", "Baris", (".txt",), read, adapters.whole))  # type: ignore[arg-type]

    answer = upload(system, "a.txt", b"T-1|Sari Wulandari|9901011504940000\nT-2|Rina|1")

    assert outcomes(system, answer.json()["id"]) == ["draft", "refused"]
    page = front_desk().get(reverse("filing_list")).content.decode()
    assert ".txt" in page


def test_too_many_rows_keep_nothing(system: APIClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(batches, "MOST_ROWS", 1)

    answer = upload(system, "a.json", json.dumps([body("J-1"), body("J-2")]).encode())

    assert (answer.json()["code"], FilingBatch.objects.count()) == ("batch_too_long", 0)


# --- pages ----------------------------------------------------------------------------------------------------


def front_desk() -> Client:
    browser = Client()
    browser.force_login(officer(Role.FRONT_OFFICE), backend="django.contrib.auth.backends.ModelBackend")
    return browser


def test_officer_checks_reads_the_errors_and_creates_the_right_ones(system: APIClient):
    browser = front_desk()
    sent = {"file": SimpleUploadedFile("kiriman.json", json.dumps([body("P-1"), body("P-2", type="X")]).encode())}

    browser.post(reverse("filing_list"), {**sent, FORM_KEY: "k"})
    batch = FilingBatch.objects.get()
    address = reverse("filing_detail", args=[batch.public_id])
    assert "0 dari 2 baris" in browser.get(address).content.decode()
    work()
    page = browser.get(address)
    assert "/type: Jenis ini tidak ada" in page.content.decode()
    done = browser.post(reverse("filing_create", args=[batch.public_id]), {"mode": "good"}, follow=True)
    work()

    assert done.status_code == 200
    application = Application.objects.get()
    assert (application.channel, application.external_reference) == ("desk", "P-1")
    assert application.number in browser.get(address).content.decode()
    assert system.get(f"{LIST}{batch.public_id}/").status_code == 404
    assert browser.get(reverse("filing_list")).context["table"].rows[0].cells[1].text == FilingState.DONE.label


def test_officer_is_told_what_is_wrong_with_a_file_and_drops_a_batch(system: APIClient):
    browser = front_desk()

    empty = browser.post(reverse("filing_list"), {"file": SimpleUploadedFile("a.docx", b"x"), FORM_KEY: "k"})
    assert (empty.status_code, ".xlsx" in empty.content.decode()) == (422, True)
    sent = {"file": SimpleUploadedFile("a.json", json.dumps([body("P-1")]).encode()), FORM_KEY: "k2"}
    browser.post(reverse("filing_list"), sent)
    work()
    batch = FilingBatch.objects.get()
    browser.post(reverse("filing_drop", args=[batch.public_id]))

    batch.refresh_from_db()
    assert (batch.state, batch.rows.get().body) == ("dropped", None)
    assert browser.get(reverse("filing_example", args=["sheet"])).content[:2] == b"PK"


def test_old_batches_forget_what_they_held(system: APIClient):
    batch = send(system, body("R-1"), mode="good")
    FilingBatch.objects.update(created_at=timezone.now() - batches.KEEP)

    assert batches.erase_old(at=timezone.now()) == 0
    with time_machine.travel("2026-01-27T02:00:00+00:00"):
        assert batches.erase_old(at=timezone.now()) == 1
    assert [row.body for row in FilingRow.objects.all()] == [None]
    assert FilingRow.objects.filter(outcome=FilingOutcome.DRAFT).count() == 1
    assert batch


def test_worker_does_the_batch_from_the_outbox(system: APIClient):
    system.post(LIST, {"applications": [body("R-1")], "mode": "good"})

    outbox.drain()

    assert Application.objects.get().external_reference == "R-1"


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_queries_whatever_their_length(
    count: int, system: APIClient, django_assert_num_queries: Any
):
    batch = send(system, *(body(f"R-{number}") for number in range(count)), mode="good")
    for address in (LIST, f"{LIST}{batch}/rows/"):
        system.get(address)

    with django_assert_num_queries(3):
        system.get(LIST)
    with django_assert_num_queries(4):
        system.get(f"{LIST}{batch}/rows/")
