"""The demo year."""

import pytest
from django.core.management import call_command
from django.db.models import F, Sum
from django.test import override_settings

from spm.enums import RegisterKind
from spm.models import Outbreak, RegisterRow, Value
from tests.spm.people import puskesmas

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def _sum(code: str) -> int:
    return int(Value.objects.filter(indicator__code=code).aggregate(n=Sum("numerator"))["n"])


@override_settings(DEMO=True)
def test_the_demo_year_loads_once() -> None:
    puskesmas()

    call_command("load_spm_demo")
    before = Value.objects.count()
    call_command("load_spm_demo")

    assert before > 100
    assert not Value.objects.filter(denominator__isnull=False, numerator__gt=F("denominator"), reason="").exists()
    assert _sum("D4-KONTAK-SERUMAH") == _sum("D4-KONTAK-TPT") + _sum("D4-KONTAK-OAT") + _sum("D4-KONTAK-TIDAK")
    assert (Value.objects.count(), Outbreak.objects.count()) == (before, 2)
    assert set(RegisterRow.objects.values_list("kind", flat=True)) == set(RegisterKind.values)
