"""Signing in and out, one role a session, the password again, and where a sign-in may lead."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.domain.roles import end_sessions
from accounts.enums import Role
from accounts.models import Membership, User
from tests.factories.accounts import PASSWORD, LicensingOfficeFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.usefixtures("texts", "city")


def sign_in(client: Client, contact: str, password: str = PASSWORD, **more: str):
    return client.post(reverse("session_create"), {"contact": contact, "password": password, **more})


@pytest.mark.parametrize("contact", ["sari@contoh.example", "SARI@contoh.example", "0800-0000-123", "+62 800 0000 123"])
def test_phone_or_email_opens_the_account(client: Client, contact: str):
    user = UserFactory(email="sari@contoh.example", phone="+628000000123")

    answer = sign_in(client, contact)

    assert answer.headers["Location"] == reverse("home")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_wrong_password_and_unknown_person_answer_alike(client: Client):
    UserFactory(email="sari@contoh.example")

    answers = [sign_in(Client(), "sari@contoh.example", "salah"), sign_in(Client(), "tak-ada@contoh.example", "salah")]

    assert [answer.status_code for answer in answers] == [422, 422]
    errors = [answer.context["form"].non_field_errors() for answer in answers]
    assert errors[0] == errors[1] == ["Nomor, pos-el, atau kata sandi tidak cocok. Periksa lalu coba lagi."]


@pytest.mark.parametrize("contact", ["sari@contoh.example", "tak-ada@contoh.example"])
def test_five_wrong_passwords_lock_contact_and_address(client: Client, contact: str):
    UserFactory(email="sari@contoh.example")
    for _try in range(5):
        answer = sign_in(client, contact, "salah")

    locked = sign_in(client, contact)

    assert (answer.status_code, locked.status_code) == (429, 429)
    assert "Coba lagi setelah 15 menit" in locked.content.decode()


def test_spellings_of_one_number_share_their_tries(client: Client):
    UserFactory(phone="+628000000123")
    for spelling in ("0800-0000-123", "+62 800 0000 123", "08000000123", "628000000123", "0800 0000 123"):
        sign_in(client, spelling, "salah")

    assert sign_in(client, "0800-0000-123").status_code == 429


def test_another_address_is_not_locked_out(client: Client):
    UserFactory(email="kadinkes@contoh.example")
    for _try in range(6):
        sign_in(Client(REMOTE_ADDR="10.0.0.9"), "kadinkes@contoh.example", "salah")

    assert sign_in(client, "kadinkes@contoh.example").status_code == 302


def test_a_forged_forward_header_does_not_change_the_address(client: Client):
    UserFactory(email="sari@contoh.example")
    for number in range(5):
        Client(headers={"x-forwarded-for": f"10.0.0.{number}"}).post(
            reverse("session_create"), {"contact": "sari@contoh.example", "password": "salah"}
        )

    assert sign_in(client, "sari@contoh.example").status_code == 429


@pytest.mark.parametrize(
    "url",
    ["//evil.example", r"\\evil.example", "https://evil.example/", "javascript:alert(1)", "%2f%2fevil", "/\\evil"],
)
def test_next_stays_on_this_host(client: Client, url: str):
    UserFactory(email="sari@contoh.example")

    answer = sign_in(client, "sari@contoh.example", next=url)

    assert answer.headers["Location"] in (reverse("home"), "%2f%2fevil")
    assert "evil.example" not in answer.headers["Location"]


def test_next_leads_back_to_the_page_asked_for(client: Client):
    UserFactory(email="sari@contoh.example")
    asked = client.get(reverse("inbox_list"))
    assert asked.headers["Location"] == f"{reverse('session_create')}?next={reverse('inbox_list')}"

    answer = sign_in(client, "sari@contoh.example", next=reverse("inbox_list"))

    assert answer.headers["Location"] == reverse("inbox_list")


def test_the_session_key_changes_at_sign_in(client: Client):
    UserFactory(email="sari@contoh.example")
    session = client.session
    session["something"] = 1
    session.save()
    before = session.session_key

    sign_in(client, "sari@contoh.example")

    assert client.session.session_key != before


def test_sign_out_is_by_post_only_and_ends_the_session(client: Client):
    client.force_login(UserFactory())
    old = client.cookies["sessionid"].value

    assert client.get(reverse("session_delete")).status_code == 405
    client.post(reverse("session_delete"))

    client.cookies["sessionid"] = old
    assert client.get(reverse("profile_detail")).status_code == 302


def test_changing_the_password_ends_other_sessions(client: Client):
    user = UserFactory(email="sari@contoh.example")
    other = Client()
    sign_in(client, "sari@contoh.example")
    sign_in(other, "sari@contoh.example")

    client.post(reverse("password_change"), {"old": PASSWORD, "password": "hujan pagi di kota"})

    assert client.get(reverse("profile_detail")).status_code == 200
    assert other.get(reverse("profile_detail")).status_code == 302
    user.refresh_from_db()
    assert user.check_password("hujan pagi di kota")


def test_changing_roles_ends_the_sessions(client: Client):
    user = UserFactory()
    client.force_login(user)

    end_sessions(user)

    assert client.get(reverse("profile_detail")).status_code == 302


def test_a_role_that_ended_overnight_ends_its_session(client: Client):
    held = MembershipFactory(role=Role.ADMIN)
    client.force_login(held.user)
    assert client.get(reverse("job_list")).status_code == 200

    Membership.objects.filter(pk=held.pk).update(role=Role.TPK)
    answer = client.get(reverse("job_list"))

    assert answer.status_code == 403


def test_several_roles_ask_which_one_and_one_works_at_a_time(client: Client):
    user = UserFactory(email="dua@contoh.example")
    MembershipFactory(user=user, role=Role.ADMIN)
    MembershipFactory(user=user, role=Role.FRONT_OFFICE, office=LicensingOfficeFactory())

    answer = sign_in(client, "dua@contoh.example")
    assert answer.headers["Location"].startswith(reverse("role_choose"))

    client.post(reverse("role_choose"), {"role": "front_office"})
    assert client.get(reverse("job_list")).status_code == 403
    client.post(reverse("role_choose"), {"role": "admin"})
    assert client.get(reverse("job_list")).status_code == 200


def test_a_role_not_held_cannot_be_chosen(client: Client):
    client.force_login(UserFactory())

    assert client.post(reverse("role_choose"), {"role": "admin"}).status_code == 403


def test_signing_in_speaks_the_stored_language(client: Client):
    UserFactory(email="sari@contoh.example", language="en")

    answer = sign_in(client, "sari@contoh.example")

    assert answer.cookies["django_language"].value == "en"


def test_the_language_switch_keeps_the_address_and_is_stored(client: Client):
    user = UserFactory()
    client.force_login(user)

    answer = client.post(reverse("set_language"), {"language": "en", "next": "/pesan/?page=2"})

    assert answer.headers["Location"] == "/pesan/?page=2"
    assert User.objects.get(pk=user.pk).language == "en"


def test_the_password_holds_for_five_minutes(client: Client):
    client.force_login(UserFactory())
    url = reverse("contact_change")
    with time_machine.travel(datetime(2026, 1, 26, 2, 0, tzinfo=UTC), tick=False) as clock:
        assert client.get(url).headers["Location"] == f"{reverse('session_renew')}?next={url}"

        answer = client.post(reverse("session_renew"), {"password": PASSWORD, "next": url})
        assert answer.headers["Location"] == url
        clock.shift(300)
        assert client.get(url).status_code == 200
        clock.shift(1)
        assert client.get(url).status_code == 302


def test_a_wrong_password_again_counts_towards_the_lock(client: Client):
    user = UserFactory(email="sari@contoh.example")
    client.force_login(user)

    answers = [client.post(reverse("session_renew"), {"password": "salah"}).status_code for _ in range(5)]

    assert answers == [422, 422, 422, 422, 429]


def test_pages_of_a_person_are_kept_by_no_cache(client: Client):
    client.force_login(UserFactory())

    assert "no-store" in client.get(reverse("profile_detail")).headers["Cache-Control"]
