"""Facts of licensing in the risk of a place: ends of licences however they came in, staff without SIP, complaints."""

from datetime import UTC, datetime, timedelta

import pytest

from inspections.domain import risk
from inspections.enums import ProposalSource, ProposalState, VisitState
from inspections.models import RiskFacts, RiskScore, VisitProposal
from licensing.domain import risk_facts
from tests.factories.accounts import OfficeFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.inspections import VisitFactory, VisitFindingFactory
from tests.factories.licensing import LicenceFactory
from tests.factories.workforce import PlacementFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

AT = datetime(2026, 1, 26, 3, 0, tzinfo=UTC)


def codes(facility: object) -> set[str]:
    return {row["code"] for row in RiskScore.objects.get(facility=facility).reasons}


def test_licences_that_were_imported_and_staff_without_sip_count_after_the_nightly_round() -> None:
    OfficeFactory()
    place, other = FacilityFactory(), FacilityFactory()
    LicenceFactory(holder_facility=place, holder_person=None, profession=None, place=place,
                   starts_on=AT.date() - timedelta(days=900), ends_on=AT.date() + timedelta(days=30))  # fmt: skip
    PlacementFactory(facility=place, starts_on=AT.date() - timedelta(days=9))
    RiskFacts.objects.all().delete()

    risk_facts.push_all(at=AT)

    assert {"IZIN-HABIS", "SIP-TENAGA"} <= codes(place)
    assert not {"IZIN-HABIS", "SIP-TENAGA"} & codes(other)
    assert "IZIN-HABIS" in risk.factors_without_data(other, at=AT)


def test_a_complaint_counts_as_open_until_its_visit_and_as_proven_when_it_found_something() -> None:
    OfficeFactory()
    place = FacilityFactory()
    asked = {"facility": place, "source": ProposalSource.COMPLAINT, "proposed_at": AT}
    visit = VisitFactory(facility=place)
    row = VisitProposal.objects.create(reference="P-1", proposed_by=visit.inspector, **asked)

    risk.refresh(place, at=AT)
    before = codes(place)
    row.state, row.visit, row.decided_at, row.decided_by = ProposalState.PLANNED, visit, AT, visit.inspector
    row.save()
    visit.state, visit.conclusion, visit.held_at = VisitState.CONCLUDED, "unfit", AT
    visit.save()
    VisitFindingFactory(visit=visit, facility=place)
    risk.refresh(place, at=AT)

    assert ("PENGADUAN-BUKA" in before, "PENGADUAN" in before) == (True, False)
    assert ("PENGADUAN-BUKA" in codes(place), "PENGADUAN" in codes(place)) == (False, True)
