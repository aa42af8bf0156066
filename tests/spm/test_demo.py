"""The demo year."""

import pytest
from django.core.management import call_command
from django.test import override_settings

from spm.models import Outbreak, Value
from tests.spm.people import puskesmas

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@override_settings(DEMO=True)
def test_the_demo_year_loads_once() -> None:
    puskesmas()

    call_command("load_spm_demo")
    before = Value.objects.count()
    call_command("load_spm_demo")

    assert before > 100
    assert (Value.objects.count(), Outbreak.objects.count()) == (before, 2)
