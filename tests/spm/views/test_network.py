"""Networks in the browser: who sees what, the stages, months, responses, evaluation."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from facilities.models import FacilityPerson
from spm.domain.evidence import settle
from spm.domain.networks import founding
from spm.domain.networks.reading import standing_of
from spm.models import Monitoring, Network, NetworkEvaluation
from tests.factories.accounts import MembershipFactory, OfficeFactory, RegionFactory
from tests.factories.facilities import FacilityPersonFactory
from tests.licensing.journey import pdf
from tests.spm import networks
from tests.spm.networks import AT
from tests.spm.people import browser, puskesmas, puskesmas_office, worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
DAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


def test_the_five_stages_are_walked_by_posts():
    office = worker(Role.CITY_HEALTH)
    lead, clinic = puskesmas(), networks.clinic()
    client = browser(office, Role.CITY_HEALTH)

    client.post("/jejaring/baru/", {"name": "Jejaring Ibu Sehat", "lead": lead.pk, "every": 6})
    home = f"/jejaring/{Network.objects.get().public_id}/"
    early = client.get(f"{home}masalah/")
    client.post(f"{home}anggota/", {"facility": clinic.pk})
    client.post(f"{home}dokumen/", {"kind": "MOU", "title": "MoU", "number": "1/2026", "dated_on": "2026-01-05"})

    assert early.status_code == 409
    assert standing_of(Network.objects.get(), on=DAY).stage == 2
    assert client.get(home).status_code == 200
    assert client.get(f"{home}masalah/").status_code == 200


def test_a_paper_without_reference_and_file_is_refused_in_the_form():
    office = worker(Role.CITY_HEALTH)
    network = networks.founded(office)

    answer = browser(office, Role.CITY_HEALTH).post(
        f"/jejaring/{network.public_id}/dokumen/", {"kind": "MOU", "title": "MoU"}
    )

    assert answer.status_code == 422
    assert "Isi nomor dan tanggal surat, atau unggah berkas." in answer.content.decode()


def test_a_file_opens_the_next_stage_once_it_is_found_clean():
    office = worker(Role.CITY_HEALTH)
    network = networks.founded(office)
    founding.add_member(network, networks.clinic(), by=office, at=AT)
    client = browser(office, Role.CITY_HEALTH)
    file = SimpleUploadedFile("mou.pdf", pdf("MoU"), "application/pdf")

    client.post(f"/jejaring/{network.public_id}/dokumen/", {"kind": "MOU", "title": "MoU", "file": file})
    before = standing_of(network, on=DAY).stage
    paper = network.papers.get()
    assert paper.file_id is not None
    settle(paper.file_id, at=AT)

    assert (before, standing_of(network, on=DAY).stage) == (1, 2)
    url = f"/jejaring/{network.public_id}/dokumen/{paper.public_id}/"
    assert client.get(url).content[:4] == b"%PDF"
    assert client.post(f"{url}tarik/").status_code == 302


def test_the_recorder_of_the_puskesmas_fills_a_month_on_the_phone():
    network = networks.delivering(worker(Role.CITY_HEALTH))
    recorder = worker(Role.PUSKESMAS_RECORDER, puskesmas_office())
    client = browser(recorder, Role.PUSKESMAS_RECORDER)
    url = f"/jejaring/{network.public_id}/pemantauan/?bulan=2026-01"
    tasks = [task.pk for task in network.tasks.all()]
    given = {f"result-{tasks[0]}": "done", f"result-{tasks[1]}": "partly", "follow_up": "Tambah hari periksa"}

    refused = client.post(url, given)
    saved = client.post(url, {**given, f"note-{tasks[1]}": "Bidan cuti"})

    assert (refused.status_code, saved.status_code) == (422, 302)
    assert Monitoring.objects.get().rows.count() == 2
    assert "Versi 1" in client.get(url).content.decode()


def test_a_member_reads_the_month_and_answers_for_its_own_place_only():
    network = networks.watched(worker(Role.CITY_HEALTH))
    place = network.members.exclude(facility=network.lead).get().facility
    person = FacilityPersonFactory(
        facility=place, user=MembershipFactory(role=Role.PJ, starts_on=date(2020, 1, 1)).user
    )
    client = browser(person.user, Role.PJ)
    url = f"/jejaring/{network.public_id}/tanggapan/?bulan=2026-01"

    foreign = client.post(url, {"facility": network.lead_id, "text": "Setuju"})
    own = client.post(url, {"facility": place.pk, "text": "Jadwal perlu digeser"})

    assert (foreign.status_code, own.status_code) == (422, 302)
    page = client.get(f"/jejaring/{network.public_id}/pemantauan/?bulan=2026-01").content.decode()
    assert "Jadwal perlu digeser" in page
    assert "month-form" not in page
    FacilityPerson.objects.update(ends_on=date(2026, 3, 1))
    assert client.get(f"/jejaring/{network.public_id}/").status_code == 404


def test_the_health_office_evaluates_and_the_puskesmas_does_not():
    office = worker(Role.CITY_HEALTH)
    network = networks.watched(office)
    head = worker(Role.PUSKESMAS_HEAD, puskesmas_office())
    url = f"/jejaring/{network.public_id}/evaluasi/"
    given = {
        "held_on": "2026-03-09", "patients": "Lebih cepat", "providers": "Tugas jelas", "targets": "K6 naik",
        "decision": "end",
    }  # fmt: skip

    assert browser(head, Role.PUSKESMAS_HEAD).get(url).status_code == 404
    assert browser(office, Role.CITY_HEALTH).post(url, given).status_code == 302
    assert NetworkEvaluation.objects.get().served == 30
    assert Network.objects.get().ended_on == date(2026, 3, 9)
    assert browser(office, Role.CITY_HEALTH).post(url, given).status_code == 409


def test_networks_of_another_city_are_not_found():
    networks.founded(worker(Role.CITY_HEALTH))
    network = Network.objects.get()
    other = OfficeFactory(code="DINKES-1671", region=RegionFactory(code="16.71"))
    client = browser(worker(Role.CITY_HEALTH, other), Role.CITY_HEALTH)

    assert client.get(f"/jejaring/{network.public_id}/").status_code == 404
    assert "Belum ada jejaring" in client.get("/jejaring/").content.decode()


def test_the_province_sees_counts_and_no_network():
    networks.founded(worker(Role.CITY_HEALTH))
    network = Network.objects.get()
    client = browser(
        worker(Role.PROVINCE, OfficeFactory(code="DINKES-16", region=RegionFactory(code="16"))), Role.PROVINCE
    )

    page = client.get("/jejaring/").content.decode()

    assert network.region.name in page
    assert network.name not in page
    assert client.get(f"/jejaring/{network.public_id}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_queries(count, django_assert_num_queries):
    office = worker(Role.CITY_HEALTH)
    first = networks.watched(office)
    for number in range(count - 1):
        Network.objects.create(region=first.region, lead=first.lead, name=f"Jejaring {number}", created_at=AT)
    client = browser(office, Role.CITY_HEALTH)
    client.get("/jejaring/")

    with django_assert_num_queries(16):
        client.get("/jejaring/")
