"""A licence after its issue: suspended on advice, reinstated, revoked, given back; also from a day to come."""

import pytest

from letters.domain.verification import check_code
from letters.enums import Verdict
from letters.models import Letter
from licensing.domain import sanctions
from licensing.enums import LicenceState, SanctionState
from licensing.letters import sanctioning
from licensing.models import Licence, Reason, SanctionStep
from tests.licensing.journey import PASSPHRASE, Journey, anchored, make_cast, work

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def propose(trip: Journey, licence: Licence, step: str, reason: str = "", **more: object) -> sanctions.Sanction:
    wanted = sanctions.Proposal(
        step=SanctionStep.objects.get(pk=step),
        note="Tindakan di luar kewenangan ditemukan saat pemeriksaan.",
        reason=Reason.objects.get(pk=reason) if reason else None,
        **more,  # type: ignore[arg-type]
    )
    return sanctions.propose(licence, wanted, by=trip.cast.division_head, at=trip.tick())


def test_suspension_on_advice_reaches_letter_register_and_check() -> None:
    trip = Journey(make_cast()).to_end()
    licence = Licence.objects.get()
    assert licence.letter is not None
    sanction = propose(trip, licence, "HENTI-SEMENTARA", "SUS_IMMEDIATE_RISK")

    anchored(trip.at)
    sanctioning.sign_decision(sanction, by=trip.cast.health_head, passphrase=PASSPHRASE, at=trip.tick())
    sanctioning.sign_execution(sanction, by=trip.cast.licence_head, passphrase=PASSPHRASE, at=trip.tick())
    work()

    licence.refresh_from_db()
    assert sanction.state == SanctionState.DONE
    assert sanction.advice is not None
    assert sanction.letter is not None
    assert (sanction.advice.kind_id, sanction.letter.kind_id) == ("SARAN_SANKSI", "PEMBEKUAN")
    assert [(row.status, row.verb) for row in licence.statuses.order_by("pk")] == [
        (LicenceState.ACTIVE, ""),
        (LicenceState.SUSPENDED, "suspend"),
    ]
    assert not Licence.objects.in_force(trip.at.date()).exists()
    assert check_code(Letter.objects.get(pk=licence.letter_id).verify_code, at=trip.at).verdict == Verdict.SUSPENDED
