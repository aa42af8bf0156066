"""An employer brings the own staff as a sheet: from the roster page through the import back to the roster."""

import io

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import outbox, sheets
from core.models import ImportBatch
from licensing.models import CoverageChange
from tests.factories.facilities import FacilityFactory
from tests.factories.workforce import ProfessionFactory
from tests.licensing.roster_cast import NOW, make_pj, make_staff
from workforce.models import Placement

pytestmark = pytest.mark.django_db

HEADER = ["NIK", "Nama", "JK", "Profesi", "No STR", "STR sampai", "Mulai", "Jam praktik"]
ROWS = [
    ["9900015705900000", "Sari Contoh", "P", "Perawat", "9900000000000100", "Seumur hidup", "2024-01-02", ""],
    ["9900021705900000", "Budi Contoh", "L", "Perawat", "9900000000000200", "", "2024-01-02", "Senin 08:00-14:00"],
]


@pytest.fixture
def clinic():
    ProfessionFactory(code="PERAWAT")
    return FacilityFactory(name="Klinik Melati")


def send(client, address, rows):
    """Fill the upload form as the link of the roster opened it, and go through the steps."""
    form = client.get(address).context["form"]
    stream = io.BytesIO()
    sheets.write(stream, [sheets.SheetOut("Tenaga", HEADER, rows)])
    initial = {name: form[name].value() for name in ("standing", "kind")}
    client.post(reverse("import_create"), {**initial, "file": SimpleUploadedFile("tenaga.xlsx", stream.getvalue())})
    batch = ImportBatch.objects.latest("pk")
    client.post(reverse("import_columns", args=[batch.public_id]), {**batch.mapping, "sheet": batch.sheet})
    outbox.drain()
    return batch


@time_machine.travel(NOW, tick=False)
def test_staff_of_the_sheet_stand_on_the_roster(client, clinic):
    make_staff(clinic, days=400, name="Ani Contoh")
    client.force_login(make_pj(clinic))
    assert f"place={clinic.public_id}" in client.get(reverse("roster")).content.decode()
    CoverageChange.objects.all().delete()

    batch = send(client, f"{reverse('import_create')}?kind=roster&place={clinic.public_id}", ROWS)
    client.post(reverse("import_apply", args=[batch.public_id]), {"mode": "all"})
    outbox.drain()

    done = client.get(reverse("import_detail", args=[batch.public_id])).content.decode()
    page = client.get(reverse("roster") + "?show=all")
    assert f'href="{reverse("roster")}"' in done
    assert {row.name for row in page.context["rows"]} == {"Ani Contoh", "Sari Contoh", "Budi Contoh"}
    assert page.context["sentence"].startswith("1 dari 3 tenaga ber-SIP")
    assert CoverageChange.objects.filter(area=clinic.region_id[:5]).exists()


@time_machine.travel(NOW, tick=False)
def test_employer_adds_and_never_changes_what_the_register_knows(client, clinic):
    make_staff(clinic, days=400, name="Ani Contoh")
    known = Placement.objects.get().practitioner.person
    client.force_login(make_pj(clinic))
    row = [known.identity_number, "Ani Contoh Baru", "", "Perawat", "", "", "2024-01-02", ""]

    send(client, f"{reverse('import_create')}?kind=roster&place={clinic.public_id}", [row])

    known.refresh_from_db()
    assert known.name == "Ani Contoh"
