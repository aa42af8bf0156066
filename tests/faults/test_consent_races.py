"""Two people press at once about one consent: one row, one draft, and the other reads why."""

import pytest
from django.core.management import call_command

from accounts.enums import Role
from core.exceptions import Conflict
from licensing.domain.rosters import consent_drafts, consents
from licensing.models import Application, ApplicationConsent, FilingConsent, FilingConsentAnswer
from tests.factories.facilities import FacilityFactory
from tests.faults.test_races import at_once, refusals
from tests.licensing.journey import actor, make_cast
from tests.licensing.roster_cast import NOW, make_pj, make_staff

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _city(monkeypatch):
    monkeypatch.setattr("core.outbox._bell", [])
    call_command("load_reference_data", verbosity=0)
    make_cast()


@pytest.fixture
def clinic():
    return FacilityFactory()


@pytest.fixture
def pair(clinic):
    """Two coordinators of one clinic."""
    return [actor(make_pj(clinic), Role.PJ) for _each in range(2)]


def test_of_two_coordinators_one_asks(clinic, pair, time_machine):
    time_machine.move_to(NOW)
    placement = make_staff(clinic, days=20, phone="+628000000777")
    # The first question of a process reads texts and addresses; that is no part of the race.
    consents.ask(make_staff(clinic, days=20, phone="+628000000778"), batch="nol", by=pair[0], at=NOW)

    answers = at_once(*[lambda by=by: consents.ask(placement, batch="satu", by=by, at=NOW) for by in pair])

    (refused,) = refusals(answers)
    assert isinstance(refused, Conflict)
    assert placement.filing_consents.count() == 1


def test_consent_pressed_twice_is_given_once(clinic, pair, time_machine):
    time_machine.move_to(NOW)
    consent = consents.ask(make_staff(clinic, days=20, phone="+628000000777"), batch="satu", by=pair[0], at=NOW)

    answers = at_once(*[lambda: consents.grant(consent, by=None, way="link", at=NOW) for _each in range(2)])

    assert len(refusals(answers)) == 1
    assert (FilingConsentAnswer.objects.count(), Application.objects.count()) == (1, 1)


def test_two_coordinators_make_one_draft_of_one_consent(clinic, pair, time_machine):
    time_machine.move_to(NOW)
    consent = consents.ask(make_staff(clinic, days=20, phone="+628000000777"), batch="satu", by=pair[0], at=NOW)
    FilingConsentAnswer.objects.create(consent=consent, step=1, verdict="granted", at=NOW, way="link")

    def make(by):
        return lambda: consent_drafts.make(FilingConsent.objects.get(pk=consent.pk), by=by, at=NOW)

    at_once(*[make(by) for by in pair])

    assert (Application.objects.count(), ApplicationConsent.objects.count()) == (1, 1)
