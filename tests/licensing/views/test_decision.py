"""Approval and signature: who may, who is told why not, and one letter for two clicks."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.domain import acting
from accounts.enums import ActingKind, ChangeState, Position, Role
from accounts.models import ActingAppointment, Membership, Official, User
from letters.models import Letter
from licensing.domain import transitions
from licensing.enums import Action, Proposal, State
from licensing.models import Licence
from tests.factories.accounts import UserFactory
from tests.licensing.journey import Journey, anchored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
SECRETS = {"sign-password": "sejaras-demo", "sign-passphrase": "sejaras-demo"}


def work_as(client: Client, user: User) -> None:
    """The newest of several roles is the one at work."""
    newest = user.memberships.order_by("-id").first()
    session = client.session
    session["active_role"] = newest.role if newest else Role.APPLICANT.value
    session.save()


def post(client: Client, journey: Journey, user: User, **data: str) -> Any:
    client.force_login(user)
    work_as(client, user)
    address = reverse("application_decide", args=[journey.application.number])
    with time_machine.travel(journey.tick(), tick=False):
        return client.post(address, data)


def get(client: Client, journey: Journey, user: User) -> Any:
    client.force_login(user)
    work_as(client, user)
    with time_machine.travel(journey.tick(), tick=False):
        return client.get(reverse("application_decide", args=[journey.application.number]))


@pytest.fixture
def assessed(journey: Journey) -> Journey:
    return journey.verify().assess()


@pytest.fixture
def approved(assessed: Journey) -> Journey:
    anchored(assessed.at)
    return assessed.approve()


def test_head_of_division_reads_who_checked_and_approves(client: Client, assessed: Journey) -> None:
    page = get(client, assessed, assessed.cast.division_head.user)
    done = post(client, assessed, assessed.cast.division_head.user, action="approve")

    assessed.application.refresh_from_db()
    assert [row["title"] for row in page.context["checks"]] == ["Verifikasi: 11 dari 11 sesuai", "Penilaian: layak"]
    assert 'data-testid="action-approve"' in page.content.decode()
    assert done.headers["Location"] == reverse("approval_list")
    assert assessed.application.state == State.APPROVED


@pytest.mark.parametrize("role", [Role.TECHNICAL, Role.TPK])
def test_officers_who_check_have_no_page_and_no_post(client: Client, assessed: Journey, role: Role) -> None:
    user = {Role.TECHNICAL: assessed.cast.technical, Role.TPK: assessed.cast.tpk}[role].user

    assert get(client, assessed, user).status_code == 403
    assert post(client, assessed, user, action="approve").status_code == 403


def test_verifier_who_is_head_too_is_told_why_not(client: Client, assessed: Journey) -> None:
    verifier = assessed.cast.technical.user
    Membership.objects.create(
        user=verifier, role=Role.DIVISION_HEAD, office=assessed.application.health_office, starts_on="2020-01-01"
    )

    page = get(client, assessed, verifier)
    sent = post(client, assessed, verifier, action="approve")

    assert "Anda memverifikasi berkas ini." in page.content.decode()
    assert 'data-testid="action-approve"' not in page.content.decode()
    assert sent.status_code == 403


def test_two_posts_of_a_signature_make_one_letter(client: Client, approved: Journey) -> None:
    head = approved.cast.health_head.user
    version = str(approved.application.version)

    first = post(client, approved, head, action="sign", version=version, **SECRETS)
    second = post(client, approved, head, action="sign", version=version, **SECRETS)

    approved.application.refresh_from_db()
    target = reverse("application_detail", args=[approved.application.number])
    assert (first.headers["Location"], second.headers["Location"]) == (target, target)
    assert approved.application.state == State.RECOMMENDED
    assert Letter.objects.filter(kind_id="REKOMENDASI").count() == 1


@pytest.mark.parametrize("name", ["password", "passphrase"])
def test_wrong_secret_signs_nothing_and_is_told_at_its_field(client: Client, approved: Journey, name: str) -> None:
    data = {**SECRETS, f"sign-{name}": "keliru-sekali"}

    page = post(client, approved, approved.cast.health_head.user, action="sign", **data)

    approved.application.refresh_from_db()
    assert page.status_code == 422
    assert list(page.context["forms"][Action.SIGN].errors) == [name]
    assert "keliru-sekali" not in page.content.decode()
    assert approved.application.state == State.APPROVED


def test_head_sends_back_with_a_reason_only(client: Client, approved: Journey) -> None:
    head = approved.cast.health_head.user

    bare = post(client, approved, head, **{"action": "send_back", "back-reason": "SBK_REASON_WEAK", "back-note": "x"})
    full = post(
        client,
        approved,
        head,
        **{"action": "send_back", "back-reason": "SBK_REASON_WEAK", "back-note": "Uraikan kewenangan tempat kedua."},
    )

    approved.application.refresh_from_db()
    assert (bare.status_code, full.status_code) == (422, 302)
    assert approved.application.state == State.ASSESSING


def test_refusal_starts_from_the_proposal_and_is_signed(client: Client, journey: Journey) -> None:
    journey.verify().assess(Proposal.REFUSE)
    anchored(journey.at)
    journey.approve()
    head = journey.cast.health_head.user

    page = get(client, journey, head)
    form = page.context["forms"][Action.REFUSE]
    data = {f"refuse-{name}": str(form.initial[name]) for name in ("reason", "rule", "note")}
    done = post(
        client,
        journey,
        head,
        **{"action": "refuse", "refuse-password": "sejaras-demo", "refuse-passphrase": "sejaras-demo", **data},
    )

    journey.application.refresh_from_db()
    assert done.status_code == 302
    assert journey.application.state == State.REFUSED
    assert Letter.objects.filter(kind_id="PENOLAKAN").count() == 1


def test_concept_of_the_letter_is_a_pdf_and_stores_nothing(client: Client, approved: Journey) -> None:
    client.force_login(approved.cast.health_head.user)
    before = Letter.objects.count()

    with time_machine.travel(approved.tick(), tick=False):
        page = client.get(reverse("application_preview", args=[approved.application.number]))

    assert page.content.startswith(b"%PDF-")
    assert Letter.objects.count() == before


def acting_head(journey: Journey, kind: ActingKind = ActingKind.PLH) -> User:
    """Somebody who acts for the head of the health office by a decree two people confirmed."""
    deputy, clerk = UserFactory(name="Budi Contoh"), journey.cast.clerk.user
    Membership.objects.create(
        user=clerk, role=Role.LEGAL, office=journey.application.health_office, starts_on="2020-01-01"
    )
    day = journey.at.date()
    row = ActingAppointment.objects.create(
        official=Official.objects.get(position=Position.HEALTH_HEAD),
        user=deputy,
        kind=kind,
        title="Sekretaris Dinas",
        name_with_degrees="Budi Contoh, S.K.M.",
        decree_number="800/17/2026",
        decree_date=day,
        starts_on=day,
        ends_on=day,
        state=ChangeState.PROPOSED,
        proposed_by=journey.cast.technical.user,
    )
    acting.confirm(row.pk, by=clerk, at=journey.at)
    deputy.refresh_from_db()  # the confirmation ended the sessions
    return deputy


def test_acting_head_signs_and_the_letter_says_for_whom(client: Client, approved: Journey) -> None:
    deputy = acting_head(approved)

    page = get(client, approved, deputy)
    done = post(client, approved, deputy, action="sign", **SECRETS)

    letter = Letter.objects.get(kind_id="REKOMENDASI")
    assert (page.status_code, done.status_code) == (200, 302)
    assert "800/17/2026" in page.content.decode()
    assert (letter.context["ttd"]["nama_penanda_tangan"], letter.context["ttd"]["nomor_penunjukan"]) == (
        "Budi Contoh, S.K.M.",
        "800/17/2026",
    )


def test_head_who_is_replaced_reads_why_and_signs_nothing(client: Client, approved: Journey) -> None:
    acting_head(approved)

    page = get(client, approved, approved.cast.health_head.user)
    done = post(client, approved, approved.cast.health_head.user, action="sign", **SECRETS)

    approved.application.refresh_from_db()
    assert page.context["reasons"]
    assert (done.status_code, approved.application.state) == (403, State.APPROVED)
    assert Letter.objects.filter(kind_id="REKOMENDASI").count() == 0


def test_decree_that_ended_yesterday_signs_nothing(client: Client, approved: Journey) -> None:
    deputy = acting_head(approved)
    approved.tick(60 * 24)

    done = post(client, approved, deputy, action="sign", **SECRETS)

    approved.application.refresh_from_db()
    assert (done.headers["Location"].split("?")[0], approved.application.state) == ("/masuk/", State.APPROVED)


def test_waiting_files_are_grouped_by_their_moment(client: Client, assessed: Journey) -> None:
    client.force_login(assessed.cast.division_head.user)

    with time_machine.travel(assessed.tick(), tick=False):
        page = client.get(reverse("approval_list"))

    assert [len(group["rows"]) for group in page.context["groups"]] == [1]


def test_extension_is_written_into_the_ledger(client: Client, approved: Journey) -> None:
    client.force_login(approved.cast.health_head.user)
    address = reverse("application_extend", args=[approved.application.number])
    data = {"clock": "recommendation", "days": "2", "note": "Keputusan Nomor 800/2026 karena banjir."}

    with time_machine.travel(approved.tick(), tick=False):
        short = client.post(address, {**data, "note": "banjir"})
        done = client.post(address, data)

    event = approved.application.events.get(action=Action.EXTEND)
    assert (short.status_code, done.status_code) == (422, 302)
    assert event.payload["extension"] == {"clock": "recommendation", "days": "2"}


def test_lapsed_file_is_reopened_with_the_ruling(client: Client, journey: Journey) -> None:
    journey.judge(gaps={"FOTO": "Latar foto harus polos, unggah ulang."})
    transitions.return_for_correction(journey.application, by=journey.cast.technical, at=journey.tick())
    transitions.lapse(journey.application, at=journey.tick(60 * 24 * 31))
    client.force_login(journey.cast.health_head.user)

    with time_machine.travel(journey.tick(), tick=False):
        client.post(
            reverse("application_reopen", args=[journey.application.number]),
            {"note": "Keberatan Nomor 7/2026 dikabulkan."},
        )

    journey.application.refresh_from_db()
    assert journey.application.state == State.NEEDS_CORRECTION


def test_licence_is_signed_once_and_the_front_office_only_looks(client: Client, approved: Journey) -> None:
    approved.sign()
    front, head = approved.cast.technical.user, approved.cast.licence_head.user
    Membership.objects.filter(user=front).update(role=Role.FRONT_OFFICE)
    address = reverse("licence_issue", args=[approved.application.number])
    look = reverse("licence_prepare", args=[approved.application.number])
    client.force_login(front)
    with time_machine.travel(approved.tick(), tick=False):
        looked, tried = client.get(look), client.post(address, SECRETS)
    client.force_login(head)

    with time_machine.travel(approved.tick(), tick=False):
        first, second = client.post(address, SECRETS), client.post(address, SECRETS)

    approved.application.refresh_from_db()
    assert (looked.status_code, tried.status_code) == (200, 403)
    assert (first.status_code, second.status_code) == (302, 302)
    assert approved.application.state == State.LICENSED
    assert Licence.objects.filter(application=approved.application).count() == 1
