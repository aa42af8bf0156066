"""The pages about people through the browser's eyes: who may open them, and what they do."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.domain.messages import tell
from accounts.domain.reauthentication import SESSION_KEY
from accounts.domain.roles import roles_of
from accounts.enums import Role
from accounts.models import ActingAppointment, Delivery, Invitation, Membership, User
from core.models import AuditEvent, OutboxJob
from tests.factories.accounts import (
    PASSWORD,
    InboxMessageFactory,
    LicensingOfficeFactory,
    MembershipFactory,
    OfficeFactory,
    OfficialFactory,
    UserFactory,
)
from tests.factories.outreach import PromiseFactory

pytestmark = pytest.mark.usefixtures("texts", "city")
NewestCode = Callable[[], str]


def signed_in(role: Role | None = None) -> Client:
    client = Client()
    client.force_login(MembershipFactory(role=role).user if role else UserFactory())
    return client


# --- who may open ---
@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("staff_list", {Role.ADMIN, Role.HEALTH_HEAD}),
        ("official_list", {Role.ADMIN, Role.DIVISION_HEAD, Role.FRONT_OFFICE, Role.REGISTER_CLERK, Role.LEGAL}),
        ("official_review", {Role.HEALTH_HEAD, Role.LEGAL}),
        ("job_list", {Role.ADMIN}),
        ("audit_list", {Role.ADMIN, Role.AUDITOR, Role.DPO}),
    ],
)
def test_pages_follow_the_matrix(name: str, roles: set[Role]):
    asked = [Role.ADMIN, Role.HEALTH_HEAD, Role.DIVISION_HEAD, Role.FRONT_OFFICE, Role.REGISTER_CLERK, Role.LEGAL]
    asked += [Role.AUDITOR, Role.DPO, Role.TPK, Role.TECHNICAL]

    opened = {role for role in asked if signed_in(role).get(reverse(name)).status_code == 200}

    assert opened == roles


@pytest.mark.parametrize("name", ["staff_list", "job_list", "profile_detail", "inbox_list", "home", "role_choose"])
def test_visitors_are_sent_to_the_sign_in_page(client: Client, name: str):
    answer = client.get(reverse(name))

    assert answer.headers["Location"] == f"{reverse('session_create')}?next={reverse(name)}"


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_home(role: Role):
    PromiseFactory()
    answer = signed_in(role).get(reverse("home"), follow=True)

    assert answer.status_code == 200


def test_a_person_without_a_role_has_a_home(client: Client):
    client.force_login(UserFactory())

    assert client.get(reverse("home_overview")).status_code == 200


# --- officers ---
def test_an_officer_joins_through_the_pages():
    admin, head, guest = signed_in(Role.ADMIN), signed_in(Role.HEALTH_HEAD), Client()
    fields = {"name": "Tini Contoh", "email": "tini@x.example", "role": "tpk", "office": OfficeFactory().pk}
    assert admin.post(reverse("invitation_create"), fields).status_code == 302
    row = Invitation.objects.get()

    assert admin.post(reverse("invitation_confirm", args=[row.public_id])).status_code == 403
    head.post(reverse("invitation_confirm", args=[row.public_id]))
    link = Delivery.objects.get(message__template="STAFF_INVITED").text.split("http://testserver")[1].split(" ")[0]
    assert "Tenaga Pengawas Kesehatan" in guest.get(link).content.decode()
    answer = guest.post(link, {"name": "Tini Contoh", "password": "hujan pagi di kota"})

    assert answer.headers["Location"].startswith("/")
    assert Membership.objects.get(user__email="tini@x.example").role == Role.TPK
    assert guest.get(link).status_code == 409


def test_an_account_that_exists_accepts_while_signed_in(client: Client):
    known = UserFactory(email="lama@x.example")
    admin, head = signed_in(Role.ADMIN), signed_in(Role.HEALTH_HEAD)
    fields = {"name": "Lama", "email": known.email, "role": "tpk", "office": OfficeFactory().pk}
    admin.post(reverse("invitation_create"), fields)
    head.post(reverse("invitation_confirm", args=[Invitation.objects.get().public_id]))
    link = Delivery.objects.get(message__template="STAFF_INVITED").text.split("http://testserver")[1].split(" ")[0]
    assert client.post(link).headers["Location"].startswith(reverse("session_create"))

    client.force_login(known)
    client.post(link)

    assert Membership.objects.get(user=known).role == Role.TPK


def test_the_same_invitation_is_proposed_once():
    admin = signed_in(Role.ADMIN)
    fields = {"name": "Tini Contoh", "email": "tini@x.example", "role": "tpk", "office": OfficeFactory().pk}

    answers = [admin.post(reverse("invitation_create"), fields).status_code for _twice in range(2)]

    assert (answers, Invitation.objects.count()) == ([302, 409], 1)


def test_a_role_ends_with_a_reason():
    held = MembershipFactory(role=Role.TPK)
    admin = signed_in(Role.ADMIN)
    url = reverse("membership_end", args=[held.pk])

    assert admin.post(url, {"reason": ""}).status_code == 422
    admin.post(url, {"reason": "pindah tugas"})

    assert not Membership.objects.in_force(timezone.localdate()).filter(user=held.user).exists()
    assert AuditEvent.objects.get(action="role.end").reason == "pindah tugas"


# --- signatories ---
def test_an_acting_official_is_proposed_and_confirmed_through_the_pages():
    official = OfficialFactory(office=OfficeFactory())
    deputy = MembershipFactory(role=Role.DIVISION_HEAD).user
    admin, head = signed_in(Role.ADMIN), signed_in(Role.HEALTH_HEAD)
    today = timezone.localdate()
    fields = {
        "official": official.pk, "kind": "plh", "user": deputy.pk, "name_with_degrees": "Budi Contoh, S.K.M.",
        "title": "Kepala Bidang", "rank": "", "nip": "", "decree_number": "800/1/2026",
        "decree_date": today.isoformat(), "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=3)).isoformat(),
    }  # fmt: skip
    assert admin.post(reverse("acting_create"), fields).status_code == 302
    row = ActingAppointment.objects.get()
    assert row.state == "proposed"

    assert admin.post(reverse("acting_confirm", args=[row.pk])).status_code == 403
    head.post(reverse("acting_confirm", args=[row.pk]))

    row.refresh_from_db()
    assert row.state == "confirmed"
    assert "Plh." in head.get(reverse("official_review")).content.decode()


def proposed(proposer: Client, deputy: User, **changes: str) -> ActingAppointment:
    """A Plh. of the health office, proposed through the page."""
    today = timezone.localdate()
    official = OfficialFactory(office=OfficeFactory())
    fields = {
        "official": official.pk, "kind": "plh", "user": deputy.pk, "name_with_degrees": "Budi Contoh, S.K.M.",
        "title": "Kepala Bidang", "rank": "", "nip": "", "decree_number": "800/1/2026",
        "decree_date": today.isoformat(), "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=3)).isoformat(), **changes,
    }  # fmt: skip
    proposer.post(reverse("acting_create"), fields)
    return ActingAppointment.objects.order_by("-pk").first() or ActingAppointment()


def test_confirmed_decree_gives_the_role_for_its_dates_and_no_longer():
    deputy = MembershipFactory(role=Role.DIVISION_HEAD).user
    row = proposed(signed_in(Role.ADMIN), deputy)

    signed_in(Role.HEALTH_HEAD).post(reverse("acting_confirm", args=[row.pk]))

    given = deputy.memberships.get(role=Role.HEALTH_HEAD)
    assert (given.starts_on, given.ends_on, given.decree_number) == (row.starts_on, row.ends_on, "800/1/2026")
    assert Role.HEALTH_HEAD not in roles_of(deputy, on=row.ends_on + timedelta(days=1))


def test_who_proposed_a_decree_has_no_button_to_confirm_it_and_is_refused():
    proposer = MembershipFactory(role=Role.ADMIN).user
    browser = Client()
    browser.force_login(proposer)
    row = proposed(browser, MembershipFactory(role=Role.DIVISION_HEAD).user)
    proposer.memberships.update(role=Role.HEALTH_HEAD)

    page = browser.get(reverse("official_review")).content.decode()
    answer = browser.post(reverse("acting_confirm", args=[row.pk]), follow=True)

    row.refresh_from_db()
    assert (reverse("acting_confirm", args=[row.pk]) in page, row.state) == (False, "proposed")
    assert "orang lain" in answer.content.decode() or "orang kedua" in answer.content.decode()


def test_deputy_does_not_confirm_the_own_decree():
    deputy = MembershipFactory(role=Role.HEALTH_HEAD).user
    row = proposed(signed_in(Role.ADMIN), deputy)
    browser = Client()
    browser.force_login(deputy)

    browser.post(reverse("acting_confirm", args=[row.pk]))

    row.refresh_from_db()
    assert row.state == "proposed"


def test_decree_is_turned_down_with_a_reason_and_opens_nothing():
    deputy = MembershipFactory(role=Role.DIVISION_HEAD).user
    row, head = proposed(signed_in(Role.ADMIN), deputy), signed_in(Role.HEALTH_HEAD)
    url = reverse("acting_reject", args=[row.pk])

    assert head.post(url, {"reason": ""}).status_code == 422
    head.post(url, {"reason": "Keputusan dibatalkan."})

    row.refresh_from_db()
    assert (row.state, deputy.memberships.count()) == ("rejected", 1)
    assert head.post(reverse("acting_confirm", args=[row.pk])).status_code == 302  # back to the list, told why
    assert deputy.memberships.count() == 1


def test_dates_that_run_backwards_are_told_at_the_form():
    deputy = MembershipFactory(role=Role.DIVISION_HEAD).user
    official = OfficialFactory(office=OfficeFactory())
    today = timezone.localdate()
    fields = {
        "official": official.pk, "kind": "plh", "user": deputy.pk, "name_with_degrees": "Budi", "title": "", "rank": "",
        "nip": "", "decree_number": "800/1", "decree_date": today.isoformat(), "starts_on": today.isoformat(),
        "ends_on": (today - timedelta(days=1)).isoformat(),
    }  # fmt: skip

    answer = signed_in(Role.ADMIN).post(reverse("acting_create"), fields)

    assert (answer.status_code, ActingAppointment.objects.count()) == (422, 0)


def test_absence_is_noted_and_shown():
    official = OfficialFactory(office=OfficeFactory())
    today = timezone.localdate()
    admin = signed_in(Role.ADMIN)
    fields = {"official": official.pk, "starts_on": f"{today}", "ends_on": f"{today}", "note": "dinas luar"}

    assert admin.post(reverse("absence_create"), fields).status_code == 302

    assert "dinas luar" in admin.get(reverse("official_list")).content.decode()


def test_invitation_is_taken_back_with_a_reason():
    admin = signed_in(Role.ADMIN)
    fields = {"name": "Tini Contoh", "email": "tini@x.example", "role": "tpk", "office": OfficeFactory().pk}
    admin.post(reverse("invitation_create"), fields)
    url = reverse("invitation_refuse", args=[Invitation.objects.get().public_id])

    assert admin.post(url, {"reason": ""}).status_code == 422
    assert admin.post(url, {"reason": "Salah alamat surat."}).status_code == 302
    assert Delivery.objects.filter(message__template="STAFF_INVITED").count() == 0


def test_the_page_warns_when_nobody_can_sign():
    LicensingOfficeFactory()
    OfficialFactory(office=OfficeFactory())

    page = signed_in(Role.ADMIN).get(reverse("official_list")).content.decode()

    assert "Kepala DPMPTSP: tidak ada yang dapat menandatangani" in page


# --- inbox ---
def test_opening_a_message_marks_it_and_leads_on(client: Client):
    message = InboxMessageFactory(link="/profil/")
    client.force_login(message.user)
    assert client.get(reverse("inbox_list")).context["unread"] == 1

    answer = client.post(reverse("message_open", args=[message.pk]))

    assert answer.headers["Location"] == "/profil/"
    assert client.get(reverse("inbox_list")).context["unread"] == 0


def test_somebody_elses_message_does_not_exist(client: Client):
    message = InboxMessageFactory()
    client.force_login(UserFactory())

    assert client.post(reverse("message_open", args=[message.pk])).status_code == 404
    assert message.text not in client.get(reverse("inbox_list")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_asks_as_often_for_one_as_for_three(
    client: Client, count: int, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
):
    user = UserFactory()
    InboxMessageFactory.create_batch(count, user=user)
    client.force_login(user)
    client.get(reverse("inbox_list"))

    with django_assert_num_queries(8):
        client.get(reverse("inbox_list"))


# --- profile ---
def test_profile_stores_language_and_channels(client: Client):
    user = UserFactory()
    client.force_login(user)

    answer = client.post(reverse("profile_detail"), {"name": "Sari Contoh", "language": "en", "channels": ["email"]})

    user.refresh_from_db()
    assert (user.name, user.language, user.channels) == ("Sari Contoh", "en", ["inbox", "email"])
    assert answer.cookies["django_language"].value == "en"


def test_stop_and_consent_have_their_buttons(client: Client):
    user = UserFactory()
    client.force_login(user)

    for name in ("messages_stop", "messages_resume", "consent_withdraw", "consent_give"):
        assert client.post(reverse(name)).headers["Location"] == reverse("profile_detail")

    actions = AuditEvent.objects.order_by("seq").values_list("action", flat=True)
    assert list(actions) == ["user.messages_stop", "user.messages_resume", "user.consent_withdraw", "user.consent_give"]


def test_a_new_contact_needs_password_and_code_and_can_be_undone(client: Client, newest_code: NewestCode):
    user = UserFactory(phone="+628000000123")
    client.force_login(user)
    client.post(reverse("session_renew"), {"password": PASSWORD})
    client.post(reverse("contact_change"), {"contact": "0800-0000-456"})
    client.post(reverse("contact_confirm"), {"code": newest_code()})
    user.refresh_from_db()
    assert user.phone == "+628000000456"
    told = Delivery.objects.get(message__template="CONTACT_CHANGED")
    assert told.recipient == "+628000000123"

    url = told.text.split("http://testserver")[1]
    assert "…0123" in Client().get(url).content.decode()
    Client().post(url)

    user.refresh_from_db()
    assert user.phone == "+628000000123"
    assert client.get(reverse("profile_detail")).status_code == 302


def test_a_contact_of_somebody_else_is_not_taken_over(client: Client, newest_code: NewestCode):
    UserFactory(phone="+628000000456")
    user = UserFactory(phone="+628000000123")
    client.force_login(user)
    client.post(reverse("session_renew"), {"password": PASSWORD})
    client.post(reverse("contact_change"), {"contact": "0800-0000-456"})

    answer = client.post(reverse("contact_confirm"), {"code": newest_code()})

    assert answer.status_code == 409
    user.refresh_from_db()
    assert user.phone == "+628000000123"


# --- background ---
def test_a_dead_job_is_requeued_with_a_reason():
    job = OutboxJob.objects.create(kind="message.email", queue="messages", key="k", state="dead", attempts=5)
    admin = signed_in(Role.ADMIN)
    url = reverse("job_requeue", args=[job.pk])

    assert admin.post(url, {"reason": "pendek"}).status_code == 422
    assert admin.post(url, {"reason": "gerbang WhatsApp sudah pulih"}).status_code == 302

    job.refresh_from_db()
    assert (job.state, job.attempts) == ("pending", 0)
    assert AuditEvent.objects.get(action="job.requeue").reason == "gerbang WhatsApp sudah pulih"


def test_outgoing_texts_show_codes_in_the_demo_only(client: Client, settings: Settings):
    now = datetime(2026, 1, 26, 3, 0, tzinfo=UTC)
    params, secret = {"menit": 10}, {"kode": "123456"}
    address = {"whatsapp": "+628000000123"}
    tell("OTP_CODE", user=None, params=params, secret=secret, recipients=address, dedupe_key="k", at=now)

    assert "123456" in client.get(reverse("outgoing_list")).content.decode()
    settings.DEMO = False
    assert client.get(reverse("outgoing_list")).status_code == 404


def test_the_auditor_checks_the_chains():
    auditor = signed_in(Role.AUDITOR)

    page = auditor.post(reverse("audit_list")).content.decode()

    assert "Semua rantai utuh." in page
    assert AuditEvent.objects.get().action == "audit.verify"


def test_the_frame_shows_the_city_its_hours_and_the_person(client: Client):
    user = UserFactory(name="Sari Contoh, A.Md.Kep.")
    client.force_login(user)

    page = client.get(reverse("profile_detail")).content.decode()

    for text in ("Dinas Kesehatan dan DPMPTSP", "Senin–Kamis 07.30–12.00, 13.00–16.00 WIB", "Sari Contoh"):
        assert text in page


def test_users_are_found_by_neither_empty_contact(client: Client):
    UserFactory(email=None, phone="+628000000123")
    UserFactory(email="a@x.example")

    assert User.objects.by_contact(email="", phone=None) is None


# --- the NIK of a signer ---
def fresh(client: Client) -> None:
    """The password was typed just now."""
    session = client.session
    session[SESSION_KEY] = timezone.now().isoformat()
    session.save()


def test_officer_keeps_the_nik_for_signing_masked_and_encrypted(client: Client):
    head = MembershipFactory(role=Role.HEALTH_HEAD).user
    client.force_login(head)
    fresh(client)

    client.post(reverse("signing_nik"), {"nik": "9901 0115 0490 0000"})

    head.refresh_from_db()
    page = client.get(reverse("profile_detail")).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT signing_nik FROM accounts_user WHERE id = %s", [head.pk])
        stored = cursor.fetchone()[0]
    assert head.signing_nik == "9901011504900000"
    assert ("9901••••••••0000" in page, "9901011504900000" in page, "9901011504900000" in stored) == (
        True,
        False,
        False,
    )
    assert AuditEvent.objects.get(action="user.signing_nik_change").payload == {"set": True}


@pytest.mark.parametrize("nik", ["9901011504", "99010115049000001", "99010115O4900000"])
def test_nik_of_another_length_is_not_kept(client: Client, nik: str):
    head = MembershipFactory(role=Role.HEALTH_HEAD).user
    client.force_login(head)
    fresh(client)

    answer = client.post(reverse("signing_nik"), {"nik": nik})

    head.refresh_from_db()
    assert (answer.status_code, head.signing_nik) == (422, None)


def test_signing_nik_asks_for_the_password_and_is_for_officers(client: Client):
    client.force_login(MembershipFactory(role=Role.HEALTH_HEAD).user)
    assert client.get(reverse("signing_nik")).headers["Location"].startswith(reverse("session_renew"))

    client.force_login(UserFactory())
    assert client.get(reverse("signing_nik")).status_code == 404
