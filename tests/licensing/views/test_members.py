"""A professional organisation recommends its members: old-era files of its profession and region, once each."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from core.models import AuditEvent
from licensing.domain.clocks import read_clocks
from licensing.domain.member_recommending import recommend
from licensing.enums import Action, ApplicationKind, LegalEra, State
from licensing.exceptions import AlreadyRecommended, NotYourMove, OwnFile
from licensing.models import Application
from licensing.rules import Actor
from tests.factories.accounts import OfficeFactory, RegionFactory, UserFactory
from tests.factories.licensing import ApplicationFactory, catalogue
from tests.licensing.roster_cast import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOW, tick=False)


def seat(*codes: str) -> tuple[Client, Actor]:
    user = UserFactory()
    Membership.objects.create(
        user=user, role=Role.ORGANISATION, office=OfficeFactory(), starts_on=TODAY, profession_codes=list(codes)
    )
    client = Client()
    client.force_login(user)
    return client, Actor(user=user, roles=frozenset({Role.ORGANISATION.value}))


def old_file(state: State = State.ASSESSING, **fields) -> Application:
    kind = catalogue()
    return ApplicationFactory(state=state, legal_era=LegalEra.OLD, type=kind, **fields)


def listed(client: Client, name: str) -> list[str]:
    table = client.get(reverse("member_recommendation_list")).context[name]
    return [row.cells[1].note for row in table.rows] if table else []


def test_list_holds_old_files_of_the_own_profession_and_region_only():
    ours = old_file()
    old_file(region=RegionFactory(code="99.99"))
    old_file(kind=ApplicationKind.CHANGE)
    old_file(state=State.APPROVED)
    ApplicationFactory(state=State.ASSESSING)

    assert listed(seat("PERAWAT")[0], "waiting") == [ours.number]
    assert listed(seat("BIDAN")[0], "waiting") == []


def test_recommendation_stands_in_ledger_audit_and_files_of_others_and_moves_nothing():
    application = old_file()
    client, by = seat("PERAWAT")
    page = reverse("member_recommend", args=[application.number])

    answer = client.post(page, {"note": "Surat 7/PPNI/2026"})

    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("member_recommendation_list"))
    event = application.events.get(action=Action.RECOMMEND_MEMBER)
    assert (event.from_state, event.to_state, event.actor, event.note) == (
        State.ASSESSING, State.ASSESSING, by.user, "Surat 7/PPNI/2026",
    )  # fmt: skip
    assert AuditEvent.objects.filter(action="application.recommend_member", object_id=str(application.pk)).count() == 1
    fresh = Application.objects.get(pk=application.pk)
    assert (fresh.state, fresh.version) == (application.state, application.version)
    assert read_clocks(fresh, at=NOW) is not None
    assert (listed(client, "waiting"), listed(client, "given")) == ([], [application.number])
    assert client.post(page, {"note": ""}).status_code == 409


def test_nobody_recommends_twice_another_profession_a_new_file_or_the_own_one():
    application = old_file()
    _client, nurse = seat("PERAWAT")
    _other, midwife = seat("BIDAN")
    with pytest.raises(NotYourMove):
        recommend(application, by=midwife, at=NOW)
    with pytest.raises(NotYourMove):
        recommend(ApplicationFactory(state=State.ASSESSING), by=nurse, at=NOW)
    with pytest.raises(OwnFile):
        recommend(old_file(applicant=nurse.user), by=nurse, at=NOW)
    recommend(application, by=nurse, at=NOW)
    with pytest.raises(AlreadyRecommended):
        recommend(application, by=nurse, at=NOW)


def test_page_shows_no_identity_and_hides_files_of_others():
    application = old_file(answers={"identity": {"address": "Jalan Rahasia 9"}, "profession": {"str_number": "ST-1"}})
    client, _by = seat("PERAWAT")

    page = client.get(reverse("member_recommend", args=[application.number])).content.decode()

    assert ("ST-1" in page, "Jalan Rahasia" in page) == (True, False)
    hidden = ApplicationFactory(state=State.ASSESSING).number
    assert client.get(reverse("member_recommend", args=[hidden])).status_code == 404
    assert client.get(reverse("application_detail", args=[application.number])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_much_for_three_as_for_one(count, django_assert_num_queries):
    for _each in range(count):
        old_file()
    client, _by = seat("PERAWAT")
    client.get(reverse("member_recommendation_list"))

    with django_assert_num_queries(9):
        assert len(listed(client, "waiting")) == count
