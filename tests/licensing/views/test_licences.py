"""The pages of a licence after its issue, by role."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.domain.sessions import ROLE_KEY
from accounts.enums import Role
from facilities.models import FacilityPerson
from licensing.enums import ApplicationKind, LicenceState, SanctionState
from licensing.models import Application, Licence, Sanction
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.licensing import LicenceFactory
from tests.factories.workforce import PersonFactory
from tests.licensing.journey import Cast, anchored, make_cast

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

NOW = "2026-01-26T02:00:00+00:00"  # Monday 09.00 WIB
PASSWORD = "kata-sandi-uji-panjang"


@pytest.fixture
def cast() -> Cast:
    found = make_cast()
    for each in (found.health_head, found.licence_head):
        each.user.set_password(PASSWORD)
        each.user.save()
    return found


def browser(user: object, role: Role) -> Client:
    """A browser of that person at work in that role."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    session = client.session
    session[ROLE_KEY] = role.value
    session.save()
    return client


def licence_of(user: object, **more: object) -> Licence:
    return LicenceFactory(holder_person=PersonFactory(user=user, name="Sari Wulandari"), **more)


def signed(url: str, client: Client) -> int:
    data = {"sign-password": PASSWORD, "sign-passphrase": "sejaras-demo"}
    return client.post(url, data).status_code


@time_machine.travel(NOW, tick=False)
def test_a_proposal_is_decided_carried_out_and_shown_everywhere(cast: Cast) -> None:
    licence = licence_of(cast.applicant.user)
    division, head, office = (
        browser(cast.division_head.user, Role.DIVISION_HEAD),
        browser(cast.health_head.user, Role.HEALTH_HEAD),
        browser(cast.licence_head.user, Role.LICENCE_HEAD),
    )
    anchored(timezone.now())
    asked = division.post(
        reverse("sanction_propose", args=[licence.public_id]),
        {"step": "HENTI-SEMENTARA", "reason": "SUS_IMMEDIATE_RISK", "note": "Alat tidak disterilkan sama sekali."},
    )
    sanction = Sanction.objects.get()

    assert asked.url == reverse("sanction_detail", args=[sanction.public_id])
    assert head.get(asked.url).status_code == 200
    assert signed(reverse("sanction_decide", args=[sanction.public_id]), head) == 302
    assert signed(reverse("sanction_execute", args=[sanction.public_id]), office) == 302
    sanction.refresh_from_db()
    assert sanction.state == SanctionState.DONE
    holder = browser(cast.applicant.user, Role.APPLICANT)
    assert "Dibekukan" in holder.get(reverse("own_licence_list")).content.decode()
    page = holder.get(reverse("licence_detail", args=[licence.public_id])).content.decode()
    assert "Surat pembekuan izin" in page
    assert "Surat saran sanksi izin" not in page
    assert "Dibekukan" in Client().get(reverse("public_register") + "?q=Sari+Wulandari").content.decode()


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("verb", "kind", "fills_place"),
    [
        ("renew", ApplicationKind.RENEWAL, True),
        ("move", ApplicationKind.MOVE, False),
        ("extra_place", ApplicationKind.NEW, False),
        ("change", ApplicationKind.CHANGE, True),
        ("replace_lost", ApplicationKind.REPLACEMENT, True),
    ],
)
def test_each_button_opens_a_draft_filled_from_the_licence(
    cast: Cast, verb: str, kind: ApplicationKind, *, fills_place: bool
) -> None:
    licence = licence_of(cast.applicant.user, ends_on=date(2026, 3, 1))
    client = browser(cast.applicant.user, Role.APPLICANT)

    answer = client.post(reverse("licence_file", args=[licence.public_id, verb]))

    draft = Application.objects.get()
    assert answer.url == reverse("draft_detail", args=[draft.number])
    assert (draft.kind, draft.previous_licence) == (kind, None if verb == "extra_place" else licence)
    assert (draft.place == licence.place) is fills_place
    assert draft.slot == (2 if verb == "extra_place" else 1)


@time_machine.travel(NOW, tick=False)
def test_holder_gives_a_licence_back_from_a_day_to_come(cast: Cast) -> None:
    licence = licence_of(cast.applicant.user)
    client = browser(cast.applicant.user, Role.APPLICANT)
    url = reverse("licence_surrender", args=[licence.public_id])
    assert client.get(url).status_code == 200

    past = client.post(url, {"why": "end", "on": "2026-01-25", "sure": "on"})
    done = client.post(url, {"why": "end", "on": "2026-02-01", "sure": "on"})

    assert (past.status_code, done.status_code) == (422, 302)
    assert [row.status for row in licence.statuses.order_by("pk")] == [LicenceState.ACTIVE, LicenceState.SURRENDERED]
    page = client.get(reverse("own_licence_list")).content.decode()
    assert "Dikembalikan mulai 1 Februari 2026" in page


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("count", [1, 3])
def test_officers_list_takes_the_same_queries_whatever_its_length(
    cast: Cast, count: int, django_assert_num_queries: object
) -> None:
    for _each in range(count):
        licence_of(None)
    client = browser(cast.division_head.user, Role.DIVISION_HEAD)
    client.get(reverse("licence_list"))

    with django_assert_num_queries(10):  # type: ignore[operator]
        client.get(reverse("licence_list"))


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("count", [1, 3])
def test_register_takes_the_same_queries_whatever_its_length(
    count: int, client: Client, django_assert_num_queries: object
) -> None:
    for _each in range(count):
        licence_of(None)
    client.get(reverse("public_register"))

    with django_assert_num_queries(4):  # type: ignore[operator]
        client.get(reverse("public_register"))


@time_machine.travel(NOW, tick=False)
def test_licence_of_another_region_is_not_found(cast: Cast) -> None:
    user = UserFactory()
    MembershipFactory(user=user, role=Role.DIVISION_HEAD)
    stranger = licence_of(UserFactory())
    mine = licence_of(cast.applicant.user)
    client = browser(cast.applicant.user, Role.APPLICANT)

    assert client.get(reverse("licence_detail", args=[mine.public_id])).status_code == 200
    for name in ("licence_detail", "licence_surrender"):
        assert client.get(reverse(name, args=[stranger.public_id])).status_code == 404


def test_pj_sees_the_licences_of_their_facility_only(cast: Cast) -> None:
    place = FacilityFactory()
    pj = UserFactory()
    FacilityPerson.objects.create(facility=place, user=pj, starts_on="2020-01-01")
    MembershipFactory(user=pj, role=Role.PJ)
    here, elsewhere = licence_of(None, place=place), licence_of(None)
    client = browser(pj, Role.PJ)

    assert client.get(reverse("licence_detail", args=[here.public_id])).status_code == 200
    assert client.get(reverse("licence_detail", args=[elsewhere.public_id])).status_code == 404
