"""Campaigns, news and proposals."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Delivery, InboxMessage
from inspections.domain import campaigns, proposals
from inspections.enums import CampaignState, ProposalSource, ProposalState
from inspections.exceptions import CampaignMoved, ProposalMoved, SegmentEmpty
from inspections.models import NewsItem
from tests.factories.accounts import RegionFactory, UserFactory
from tests.factories.facilities import FacilityFactory, FacilityPersonFactory
from tests.factories.inspection_plans import CampaignFactory, NewsItemFactory
from tests.factories.inspections import VisitFactory
from tests.factories.licensing import LicenceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
AT = datetime(2026, 1, 13, 3, 0, tzinfo=UTC)
NIGHT = datetime(2026, 1, 13, 14, 0, tzinfo=UTC)  # 21.00 WIB
TODAY = date(2026, 1, 13)


def depot(ends_in: int | None = None, **fields: object) -> object:
    place = FacilityFactory(kind="dam", **fields)
    if ends_in is not None:
        LicenceFactory(holder_facility=place, holder_person=None, place=place, ends_on=TODAY + timedelta(days=ends_in))
    return place


def test_segment_is_kind_area_and_end_of_the_licence() -> None:
    district = RegionFactory(code="16.74.02")
    soon = depot(59, region=RegionFactory(code="16.74.02.1007"))
    depot(61, region=RegionFactory(code="16.74.02.1007"))
    depot(10, region=RegionFactory(code="16.74.01.1001"))
    FacilityFactory(kind="apotek")

    campaign = CampaignFactory(region=district, ends_within=60)

    assert list(campaigns.segment(campaign, on=TODAY)) == [soon]


def test_campaign_is_sent_once_and_to_each_person_once() -> None:
    person = UserFactory()
    for place in (depot(), depot()):
        FacilityPersonFactory(facility=place, user=person)
    depot()

    sent = campaigns.send(CampaignFactory(), version=1, by=UserFactory(), at=AT)

    rows = list(sent.recipients.values_list("user", "message__user"))
    assert (sent.state, sent.facility_count) == (CampaignState.SENT, 3)
    assert sorted(rows, key=str) == sorted([(person.pk, person.pk)] * 2 + [(None, None)], key=str)
    assert InboxMessage.objects.count() == 1
    with pytest.raises(CampaignMoved):
        campaigns.send(sent, version=None, by=UserFactory(), at=AT)


def test_campaign_waits_for_the_morning_and_leaves_out_whoever_wrote_stop() -> None:
    stopped = UserFactory(messages_stopped_at=AT)
    for user in (UserFactory(), stopped):
        FacilityPersonFactory(facility=depot(), user=user)

    campaigns.send(CampaignFactory(), version=1, by=UserFactory(), at=NIGHT)

    (delivery,) = Delivery.objects.all()
    assert delivery.not_before == datetime(2026, 1, 13, 23, 0, tzinfo=UTC)
    assert InboxMessage.objects.filter(user=stopped).count() == 1


def test_campaign_to_nobody_is_refused() -> None:
    depot()

    with pytest.raises(SegmentEmpty):
        campaigns.send(CampaignFactory(), version=1, by=UserFactory(), at=AT)


def test_news_shows_between_its_days_unless_withdrawn() -> None:
    shown = NewsItemFactory(ends_on=TODAY)
    NewsItemFactory(ends_on=TODAY - timedelta(days=1), starts_on=date(2026, 1, 1))
    NewsItemFactory(starts_on=TODAY + timedelta(days=1))
    NewsItemFactory(withdrawn_at=AT)

    assert list(NewsItem.objects.shown(TODAY)) == [shown]


def test_proposal_is_settled_by_the_visit_planned_there() -> None:
    place = FacilityFactory()
    asked = {"source": ProposalSource.COMPLAINT, "reference": "P-1", "note": "Air keruh", "by": UserFactory(), "at": AT}
    first, again = (proposals.propose(place, **asked) for _ in range(2))
    visit = VisitFactory(facility=place)

    proposals.settle(visit, by=UserFactory(), at=AT)

    first.refresh_from_db()
    assert (first.pk, first.state, first.visit) == (again.pk, ProposalState.PLANNED, visit)
    with pytest.raises(ProposalMoved):
        proposals.drop(first, reason="tidak perlu", by=UserFactory(), at=AT)
