"""Every page against every cell of the permission matrix (SECURITY section 6), read from the routes and the CSV.

A page is a function or shows one object. Denied is 403. An allowed function answers; an object of another region
is 404 for every role. One test is one role; its failures name page, role and answer.
"""

import logging
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.domain.sessions import ROLE_KEY
from accounts.enums import STAFF_ROLES, Role
from accounts.models import Office, Region, User
from accounts.rules import matrix, roles_today
from inspections.models import Visit
from licensing.enums import State
from licensing.models import Application
from outreach import models as outreach_models
from sejaras import urls
from tests.architecture.test_policy import OWN_ROUTES, policy_of
from tests.factories.accounts import (
    ApiClientFactory,
    ClientRequestFactory,
    LicensingOfficeFactory,
    MembershipFactory,
    OfficeFactory,
    RegionFactory,
    UserFactory,
    WebhookSubscriptionFactory,
)
from tests.factories.facilities import FacilityFactory
from tests.factories.inspection_plans import ActivityPlanFactory, CampaignFactory, GuidanceSessionFactory
from tests.factories.inspections import InspectorCardFactory, SuratTugasFactory, VisitFactory, VisitFindingFactory
from tests.factories.licensing import ApplicationFactory, DocumentFactory, FilingBatchFactory, LicenceFactory
from tests.factories.outreach import CompensationFactory, HouseholdFactory, PickupFactory
from tests.licensing.journey import Journey, make_cast

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

ELSEWHERE = "99.99"
REASON = "?alasan=Pemeriksaan+berkala+triwulan"  # some cells ask for a typed reason
AT_LICENSING_OFFICE = {Role.FRONT_OFFICE, Role.TECHNICAL, Role.LICENCE_HEAD}
OPEN = ("public_read", "link")
OPEN_AS_COUNTS = ("dashboard_read",)  # cell A of the public: counts without small ones; rows and files are not found
ASKED_FOR_OPEN = {Role.APPLICANT, Role.AGENCY, Role.HEALTH_HEAD}
# Desks of officers: whoever else may read files has an own list of them, and is taken there.
SENT_HOME = {
    "application_list",
    "application_release",
    "application_review",
    "application_take",
    "front_office_home",
    "licence_issue",
    "licence_list",
    "licence_prepare",
    "licence_preview",
    "licence_queue",
    "sanction_execute",
}
ANSWERED = (200, 302, 404, 405)
# Words of an address that name no object but a choice within the page.
WORDS = {
    "verb": "renew",
    "section": "identity",
    "kind": "libur",
    "outcome": "new",
    "code": "SIPP-PERAWAT",
    "ticket": "x",
    "token": "x",
    "payload": "x",
    "part": 1,
    "board": "klaster-2",
    "sha256": "0" * 64,
}
OBJECTS = {"number", "public_id", "pk", "uuid"}
SECRETS = {"token", "ticket"}  # such a page is public for whoever has the link, and refuses all others


@dataclass(frozen=True)
class Page:
    """One route of ours that is not the API."""

    name: str
    policy: str
    words: tuple[str, ...]

    @property
    def is_object(self) -> bool:
        """True when the address names a row of the database."""
        return bool(OBJECTS & set(self.words))

    @property
    def is_secret(self) -> bool:
        """True when the address holds a secret; the tests send a wrong one."""
        return bool(SECRETS & set(self.words))

    def url(self, found: dict[str, Any]) -> str:
        """The address with the objects of `found`."""
        # Pages about licences and sanctions get the id of one; all others that of a document.
        own = found.get(self.name.partition("_")[0], {})
        values = {**WORDS, **found, **own}
        return reverse(self.name, kwargs={word: values[word] for word in self.words}) + REASON


PAGES = [
    Page(str(entry.name), policy_of(entry), tuple(entry.pattern.converters))
    for path, entry in OWN_ROUTES
    if not path.startswith("api/")
]


@pytest.fixture(autouse=True, scope="module")
def _quiet() -> Iterator[None]:
    """Two log lines for each of 2,600 requests would cost more than the requests."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def _bare(status: int) -> Callable[..., HttpResponse]:
    return lambda _request, exception: HttpResponse(status=status)  # Django's own signature


@pytest.fixture(autouse=True, scope="module")
def _refusals_without_a_page() -> Iterator[None]:
    """Two of three requests are refused; the frame of the page that says so costs five times the refusal."""
    with pytest.MonkeyPatch.context() as patch:
        for status in (403, 404):
            patch.setattr(urls, f"handler{status}", _bare(status))
        yield


@pytest.fixture
def _visitor_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks, and as what, is the same for all pages of one test; reading it anew is a third of the work."""
    read, known = ModelBackend.get_user, dict[Any, Any]()

    def get_user(backend: ModelBackend, pk: Any) -> Any:
        if pk not in known:
            known[pk] = read(backend, pk)
            roles_today(known[pk])
        return copy(known[pk])

    monkeypatch.setattr(ModelBackend, "get_user", get_user)


@pytest.fixture(scope="module")
def foreign(reference_data: None, django_db_blocker: Any) -> dict[str, Any]:
    """A submitted file of another region with a document; no row has the key 0."""
    with django_db_blocker.unblock():
        region = RegionFactory(code=ELSEWHERE)
        application = ApplicationFactory(
            state=State.SUBMITTED,
            region=region,
            place=FacilityFactory(name="Klinik Jauh", region=region),
            licensing_office=LicensingOfficeFactory(code="DPMPTSP-9999", region=region),
            health_office=OfficeFactory(code="DINKES-9999", region=region),
        )
        document = DocumentFactory(application=application)
        visit = VisitFactory(office=application.health_office, facility=application.place)
        licence = LicenceFactory(office=application.licensing_office, place=application.place)
        about_field = foreign_field(application.health_office, visit)
        about_outreach = foreign_outreach(application.health_office, region)
        system = ApiClientFactory(office=application.licensing_office)
        hook = WebhookSubscriptionFactory(client=system)
        batch = FilingBatchFactory(office=application.licensing_office)
        # One id opens both, were it of the own region: the system and the request it came from.
        ClientRequestFactory(office=system.office, client=system, public_id=system.client_id)
    about = {"public_id": licence.public_id}
    return {
        "number": application.number,
        "public_id": document.public_id,
        "pk": 0,
        "uuid": visit.uuid,
        "licence": about,
        "post": about,
        "sanction": about,
        **about_field,
        **about_outreach,
        "webhook": {"public_id": hook.public_id},
        "client": {"public_id": system.client_id},
        "filing": {"public_id": batch.public_id},
    }


def foreign_field(office: Office, visit: Visit) -> dict[str, Any]:
    """What inspectors of that office wrote, by the first word of the pages about it."""
    plan = {"public_id": ActivityPlanFactory(office=office).public_id}
    person = {"public_id": visit.inspector.public_id}
    InspectorCardFactory(user=visit.inspector, office=office)
    return {
        "visit": {"public_id": visit.public_id},
        "facility": {"public_id": visit.facility.public_id},
        "finding": {"public_id": VisitFindingFactory(visit=visit).public_id},
        "tugas": {"public_id": SuratTugasFactory(office=office).public_id},
        "guidance": {"public_id": GuidanceSessionFactory(office=office).public_id},
        "campaign": {"public_id": CampaignFactory(office=office).public_id},
        **dict.fromkeys(("plan", "target"), plan),
        **dict.fromkeys(("inspector", "card", "training"), person),
    }


def foreign_outreach(office: Office, region: Region) -> dict[str, Any]:
    """A call for help of that region with all that hangs on it."""
    pickup = PickupFactory(office=office, region=region)
    CompensationFactory(pickup=pickup)
    note = outreach_models.Visit.objects.create(pickup=pickup, by=UserFactory(), at=pickup.reported_at)
    found = outreach_models.Finding.objects.create(pickup=pickup, visit=note, kind="nutrition", found_at=note.at)
    return {
        "pickup": {"public_id": pickup.public_id},
        "compensation": {"public_id": pickup.public_id},
        "household": {"public_id": HouseholdFactory(office=office, region=region).public_id},
        "home": {"public_id": found.public_id},
    }


@pytest.fixture(scope="module")
def people(foreign: dict[str, Any], django_db_blocker: Any) -> dict[str, User]:
    """One person per role of the city."""
    with django_db_blocker.unblock():
        return {role.value: _person(role) for role in Role}


def _person(role: Role) -> User:
    user: User = UserFactory(name=str(role.label))
    office = LicensingOfficeFactory() if role in AT_LICENSING_OFFICE else OfficeFactory()
    if role != Role.APPLICANT:
        MembershipFactory(user=user, role=role, office=office)
    return user


def signed_in(user: User, role: str) -> Client:
    """A browser of that person at work in that role."""
    browser = Client(raise_request_exception=False)
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = browser.session
    session[ROLE_KEY] = role
    session.save()
    return browser


def opened(browser: Client, page: Page, found: dict[str, Any]) -> HttpResponse:
    """The answer to opening the page; a page that only takes forms, or what a phone puts, gets nothing."""
    url = page.url(found)
    answer = browser.get(url)
    for act in (browser.post, browser.put):
        answer = act(url) if answer.status_code == 405 and page.is_object else answer
    return answer


def is_login(answer: HttpResponse) -> bool:
    """Whether the visitor is asked to sign in."""
    return answer.status_code == 302 and answer.headers["Location"].startswith(reverse(settings.LOGIN_URL) + "?")


def is_right(answer: HttpResponse, page: Page, role: str) -> bool:
    """Whether this answer fits the cell of the matrix."""
    if page.is_secret:
        return 400 <= answer.status_code < 500
    if page.policy not in matrix() or page.policy in OPEN:
        return answer.status_code in ANSWERED and not is_login(answer)
    if not matrix()[page.policy][role].allows:
        return answer.status_code == 403
    if page.name in SENT_HOME and Role(role) not in STAFF_ROLES:
        return answer.status_code == 302 and answer.headers["Location"] == reverse("applicant_home")
    if page.is_object:
        return answer.status_code == 404
    return answer.status_code in ANSWERED and not is_login(answer)


def wrong_answers(browser: Client, role: str, found: dict[str, Any]) -> Iterator[str]:
    """Each page that did not answer as the matrix says."""
    for page in PAGES:
        # Signing out says nothing about the matrix; what anybody may open, the visitor below opens as well.
        if page.name == "session_delete" or (page.policy in OPEN and role not in ASKED_FOR_OPEN):
            continue
        answer = opened(browser, page, found)
        if not is_right(answer, page, role):
            yield f"{page.name} ({page.policy}) as {role}: {answer.status_code} {answer.headers.get('Location', '')}"


@pytest.mark.slow
@pytest.mark.usefixtures("_visitor_read_once")
@pytest.mark.parametrize("role", [role.value for role in Role])
def test_pages_answer_each_role_as_the_matrix_says(role, people, foreign):
    wrong = list(wrong_answers(signed_in(people[role], role), role, foreign))

    assert not wrong, "\n".join(wrong)


def test_visitor_without_account_reads_public_pages_only(foreign):
    browser = Client(raise_request_exception=False)

    answers = {page: opened(browser, page, foreign) for page in PAGES}

    closed = [page.name for page, answer in answers.items() if is_login(answer)]
    assert sorted(closed) == sorted(page.name for page in PAGES if page.policy not in (*OPEN, *OPEN_AS_COUNTS))
    counted = {page.name for page, answer in answers.items() if page.policy in OPEN_AS_COUNTS and answer.content}
    ilp = {"ilp_dashboard", "ilp_dashboard_cluster", "ilp_dashboard_pdf", "ilp_dashboard_sheet"}
    assert counted == {"pickup_figures", "spm_report", *ilp}
    refused = [page.name for page, answer in answers.items() if answer.status_code == 403 and not page.is_secret]
    assert refused + [page.name for page, answer in answers.items() if answer.status_code >= 500] == []


def test_matrix_was_walked_whole():
    """A new page or role lands in the tests above by itself; a word of an address nobody explained fails here."""
    words = {word for page in PAGES for word in page.words}

    assert words <= OBJECTS | set(WORDS)
    assert len(PAGES) > 80


def test_applicant_opens_the_own_file_and_nobody_elses(foreign):
    application = Journey(make_cast()).draft().application
    browser = signed_in(application.applicant, Role.APPLICANT)
    stranger = signed_in(UserFactory(), Role.APPLICANT)
    url = reverse("draft_detail", args=[application.number])

    assert [browser.get(url).status_code, stranger.get(url).status_code] == [200, 404]
    assert browser.get(reverse("draft_detail", args=[foreign["number"]])).status_code == 404
    assert Application.objects.filter(number=foreign["number"]).exists()
