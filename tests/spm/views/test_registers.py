"""Registers of cluster 1: lines, stocks, CSV and staff."""

from datetime import date

import pytest
from django.test import Client

from accounts.enums import Role
from spm.models import RegisterRow
from tests.factories.workforce import PlacementFactory
from tests.spm.people import browser, puskesmas, puskesmas_office, worker

pytestmark = pytest.mark.django_db

STOCK = {"item": "Amoksisilin 500 mg", "measure": "tablet", "need": 100, "opening": 80, "incoming": 50, "outgoing": 60}


def recorder() -> Client:
    """The browser of PKM-01's recorder."""
    return browser(worker(Role.PUSKESMAS_RECORDER, puskesmas_office()), Role.PUSKESMAS_RECORDER)


def about(kind: str) -> str:
    """The query of a register in January."""
    return f"?jenis={kind}&bulan=2026-01"


def test_a_stock_line_says_what_is_left_and_a_correction_replaces_it() -> None:
    place, client = puskesmas(), recorder()

    client.post(f"/ilp/daftar/baru/{about('obat')}", STOCK)
    first = RegisterRow.objects.get()
    client.post(f"/ilp/daftar/{first.public_id}/", STOCK | {"outgoing": 30})

    row = RegisterRow.objects.current().get()
    assert (first.available, row.available, row.facility_id, row.month) == (70, 100, place.pk, date(2026, 1, 1))
    assert RegisterRow.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"outgoing": 131}, "Keluar lebih banyak"), ({"item": "Parasetamol"}, "sudah ada"), ({"opening": ""}, "Isi")],
)
def test_what_cannot_be_is_refused_and_nothing_is_lost(changed: dict[str, object], words: str) -> None:
    puskesmas()
    client = recorder()
    client.post(f"/ilp/daftar/baru/{about('obat')}", STOCK | {"item": "Parasetamol"})

    answer = client.post(f"/ilp/daftar/baru/{about('obat')}", STOCK | changed)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert RegisterRow.objects.count() == 1


def test_lines_leave_as_csv_in_which_nothing_runs() -> None:
    puskesmas()
    client = recorder()
    client.post(
        f"/ilp/daftar/baru/{about('keuangan')}", {"item": "=1+1", "group": "bok", "planned": 5000000, "spent": 4000000}
    )

    lines = client.get(f"/ilp/daftar.csv{about('keuangan')}").content.decode("utf-8-sig").splitlines()

    assert len(lines) == 2
    assert lines[1].split(",")[1:4] == ["2026-01", "BOK Puskesmas", "'=1+1"]


def test_a_withdrawn_line_is_gone_from_the_list_and_stays_in_the_history() -> None:
    puskesmas()
    client = recorder()
    client.post(f"/ilp/daftar/baru/{about('obat')}", STOCK)
    row = RegisterRow.objects.get()

    client.post(f"/ilp/daftar/{row.public_id}/tarik/")

    assert "Amoksisilin" not in client.get(f"/ilp/daftar/{about('obat')}").content.decode()
    assert RegisterRow.objects.get().superseded_at is not None


def test_lines_of_another_puskesmas_are_not_found() -> None:
    puskesmas()
    other = puskesmas("PKM-02", "16.74.02.1008")
    other_client = browser(worker(Role.PUSKESMAS_RECORDER, puskesmas_office("16.74.02.1008")), Role.PUSKESMAS_RECORDER)
    other_client.post(f"/ilp/daftar/baru/{about('obat')}", STOCK)
    row = RegisterRow.objects.get(facility=other)
    client = recorder()

    assert client.get(f"/ilp/daftar/{row.public_id}/").status_code == 404
    assert client.post(f"/ilp/daftar/{row.public_id}/tarik/").status_code == 404
    assert client.get(f"/ilp/daftar/{about('obat')}&unit={other.public_id}").status_code == 404


def test_staff_is_counted_from_placements() -> None:
    place = puskesmas()
    PlacementFactory(facility=place, starts_on=date(2020, 1, 1), employment="asn")

    page = recorder().get("/ilp/daftar/").content.decode()

    assert "SDM" in page
    assert "tidak diketik" in page
