"""The list for accreditation: what it says, to whom it is given."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import Role
from accounts.models import InboxMessage
from core.models import AuditEvent
from letters.domain.issuing import issue_queued
from letters.models import Letter
from letters.rendering import letter_pdf
from licensing.enums import ComplianceVariant
from licensing.letters.compliance import issue_list
from tests.factories.accounts import OfficeFactory, officer
from tests.factories.facilities import FacilityFactory
from tests.factories.licensing import LicenceFactory
from tests.licensing.roster_cast import NOW, TODAY, make_pj, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    OfficeFactory()


@pytest.fixture
def clinic():
    return FacilityFactory(name="Klinik Melati")


def issued(*facilities, variant=ComplianceVariant.STAFF, by=None, key="satu"):
    return issue_list(facilities, variant=variant, by=by or make_pj(*facilities), key=key, at=NOW)


def body_of(row):
    return row.letter.context["isi"]


def test_list_names_everybody_with_licence_and_end(clinic):
    held = make_staff(clinic, name="Ani", days=400)
    make_staff(clinic, name="Budi", days=None)

    body = body_of(issued(clinic))

    assert (body["jumlah_tenaga"], body["jumlah_berizin"], body["persen_berizin"], body["jumlah_tanpa"]) == (
        "2",
        "1",
        "50,0 %",
        "1",
    )
    assert [(row["nama_tenaga"], row["nomor_izin"], row["keterangan"]) for row in body["daftar_tenaga"]] == [
        ("Ani", held.practitioner.person.licences.get().number, "Berlaku"),
        ("Budi", "–", "Belum memiliki SIP di sini"),
    ]


def test_list_holds_no_identity_and_nobody_of_another_facility(clinic):
    person = make_staff(clinic, days=None, phone="+628000000777").practitioner.person
    stranger = make_staff(FacilityFactory(), name="Zainab")

    text = str(issued(clinic).letter.context)

    assert [word in text for word in (person.identity_number, "0777", stranger.practitioner.person.name)] == [False] * 3


def test_short_list_leaves_out_who_needs_nothing(clinic):
    make_staff(clinic, name="Ani", days=400)
    make_staff(clinic, name="Budi", days=20)

    row = issued(clinic, variant=ComplianceVariant.ACTION)

    assert [each["nama_tenaga"] for each in body_of(row)["daftar_tenaga"]] == ["Budi"]
    assert (row.letter.variant, body_of(row)["jumlah_tenaga"]) == ("perlu_tindakan", "2")


def test_own_permits_are_a_list_of_their_own(clinic):
    licence = LicenceFactory(
        type_code="IZIN-KLINIK-PRATAMA", holder_person=None, profession=None, holder_facility=clinic, place=clinic
    )

    body = body_of(issued(clinic, variant=ComplianceVariant.PERMITS))

    assert (body["jumlah_wajib"], body["jumlah_berlaku"]) == ("1", "1")
    assert body["daftar_izin"][0]["nomor_izin"] == licence.number


def test_nobody_obliged_is_a_dash(clinic):
    assert body_of(issued(clinic))["persen_berizin"] == "–"


def test_network_is_named_line_by_line(clinic):
    branch = FacilityFactory(name="Pustu Mawar", parent=clinic)
    make_staff(branch, name="Ani")

    body = body_of(issued(clinic, branch))

    assert (body["dengan_unit"], body["daftar_tenaga"][0]["unit"]) == (True, "Pustu Mawar")


def test_same_press_twice_is_one_list(clinic):
    pj = make_pj(clinic)

    first, second = issued(clinic, by=pj), issued(clinic, by=pj)

    assert (first, Letter.objects.count()) == (second, 1)
    assert AuditEvent.objects.filter(action="compliance_list.issue").count() == 1


@pytest.mark.drawn
def test_long_list_runs_over_pages_under_the_same_head(clinic):
    make_staff(clinic, days=None)
    letter = issued(clinic).letter
    line = letter.context["isi"]["daftar_tenaga"][0]
    letter.context["isi"]["daftar_tenaga"] = [{**line, "nama_tenaga": f"Tenaga {n}"} for n in range(1, 61)]

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(letter_pdf(letter, at=NOW))).pages]

    assert [("Nomor izin" in text, f"Halaman {n} dari 3" in text) for n, text in enumerate(pages, 1)] == [
        (True, True)
    ] * 3
    assert "Tenaga 60" in pages[-1]


def test_sealed_list_is_told_and_given_to_its_coordinator_only(client, clinic, django_capture_on_commit_callbacks):
    pj, stranger = make_pj(clinic), make_pj(FacilityFactory())
    letter = issued(clinic, by=pj).letter
    with django_capture_on_commit_callbacks(execute=True):
        issue_queued(letter.pk, at=NOW)
    url = reverse("letter_file", args=[letter.public_id])

    answers = []
    for user in (pj, stranger, officer(Role.REGISTER_CLERK), officer(Role.TPK)):
        client.force_login(user)
        answers.append(client.get(url).status_code)

    assert answers == [200, 404, 200, 404]
    assert InboxMessage.objects.get(user=pj).template_id == "COMPLIANCE_LIST_READY"


def test_page_makes_a_list_and_offers_it(client, clinic):
    make_staff(clinic)
    client.force_login(make_pj(clinic))
    page = client.get(reverse("compliance_list"))

    page = client.post(
        reverse("compliance_list"),
        {"facility": clinic.public_id, "variant": "staff", "form_key": page.context["form_key"]},
        follow=True,
    )

    assert [row.cells[1].text for row in page.context["table"].rows] == ["Klinik Melati"]
    assert Letter.objects.get().number_date == TODAY


def test_other_facility_cannot_be_chosen(client, clinic):
    other = FacilityFactory()
    client.force_login(make_pj(clinic))

    page = client.post(reverse("compliance_list"), {"facility": other.public_id, "variant": "staff"})

    assert (page.status_code, Letter.objects.count()) == (422, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_list_page_asks_as_much_for_three_as_for_one(client, clinic, count, django_assert_num_queries):
    pj = make_pj(clinic)
    for number in range(count):
        issued(clinic, by=pj, key=str(number))
    client.force_login(pj)
    client.get(reverse("compliance_list"))

    with django_assert_num_queries(11):
        page = client.get(reverse("compliance_list"))

    assert len(page.context["table"].rows) == count
