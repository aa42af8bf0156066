"""Sign-up: five fields, a code, home; nobody learns who has an account."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Delivery, User
from tests.factories.accounts import MembershipFactory, UserFactory

pytestmark = pytest.mark.usefixtures("texts", "city")

FIELDS = {
    "name": "Sari Contoh",
    "phone": "0800-0000-123",
    "email": "",
    "password": "hujan pagi di kota",
    "consent": "on",
}


def send(client: Client, **changes: str):
    return client.post(reverse("sign_up_create"), {**FIELDS, **changes})


def test_form_has_five_visible_inputs(client: Client):
    page = client.get("/daftar/").content.decode()

    form = page.partition('data-testid="sign-up-form"')[2].partition("</form>")[0]
    visible = [tag for tag in re.findall(r"<input[^>]*>", form) if 'type="hidden"' not in tag]
    assert len(visible) == 5


def test_a_new_person_ends_at_home_signed_in(client: Client, newest_code: Callable[[], str]):
    answer = send(client)
    assert answer.headers["Location"] == reverse("sign_up_confirm")

    answer = client.post(reverse("sign_up_confirm"), {"code": newest_code()})

    assert answer.headers["Location"] == reverse("home")
    user = User.objects.get()
    assert (user.name, user.phone, user.consent_at is not None) == ("Sari Contoh", "+628000000123", True)
    assert client.get(reverse("profile_detail")).status_code == 200


@pytest.mark.parametrize("spelling", ["0800-0000-123", "+62 800 0000 123", "628000000123", "(0800) 0000123"])
def test_every_spelling_of_a_number_is_one_number(client: Client, newest_code: Callable[[], str], spelling: str):
    send(client, phone=spelling)

    client.post(reverse("sign_up_confirm"), {"code": newest_code()})

    assert User.objects.get().phone == "+628000000123"


def test_known_and_unknown_numbers_answer_alike(newest_code: Callable[[], str]):
    UserFactory(phone="+628000000124")
    known, unknown = Client(), Client()

    answers = [send(known, phone="0800-0000-124"), send(unknown)]
    pages = [client.get(reverse("sign_up_confirm")).content.decode() for client in (known, unknown)]

    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert without_differences(pages[0]) == without_differences(pages[1])
    assert Delivery.objects.filter(message__template="OTP_CODE").count() == 2


def without_differences(page: str) -> str:
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
    return page.replace("0124", "0123")


def test_a_known_number_enters_its_own_account_and_keeps_its_password(client: Client, newest_code: Callable[[], str]):
    owner = UserFactory(phone="+628000000123", password="kata sandi lama")
    send(client)

    client.post(reverse("sign_up_confirm"), {"code": newest_code()})

    assert client.session["_auth_user_id"] == str(owner.pk)
    owner.refresh_from_db()
    assert (owner.name != "Sari Contoh", owner.check_password("kata sandi lama")) == (True, True)


def test_an_officer_does_not_enter_without_a_password(client: Client, newest_code: Callable[[], str]):
    MembershipFactory(user=UserFactory(phone="+628000000123"), role=Role.HEALTH_HEAD)
    send(client)

    answer = client.post(reverse("sign_up_confirm"), {"code": newest_code()})

    assert answer.headers["Location"] == reverse("session_create")
    assert "_auth_user_id" not in client.session


def test_the_typed_email_opens_nothing_before_it_is_confirmed(client: Client, newest_code: Callable[[], str]):
    staff = UserFactory(email="kadinkes@demo.example")
    send(client, email="kadinkes@demo.example")

    client.post(reverse("sign_up_confirm"), {"code": newest_code()})

    user = User.objects.exclude(pk=staff.pk).get()
    assert (user.email, user.pending_email) == (None, "kadinkes@demo.example")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("phone", "0800", "Tulis nomor WhatsApp lengkap, misalnya 0800-0000-123."),
        ("password", "pendek", "12"),
        ("consent", "", "Tanpa persetujuan ini permohonan tidak dapat diurus."),
        ("name", "", "Tulis nama lengkap Anda."),
    ],
)
def test_errors_say_how_to_mend(client: Client, field: str, value: str, message: str):
    answer = send(client, **{field: value})

    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_a_robot_that_fills_the_bait_leaves_nothing(client: Client):
    send(client, website="https://example.com")

    assert Delivery.objects.count() == 0


def test_a_second_code_within_a_minute_is_refused(client: Client):
    send(client)

    answer = client.post(reverse("sign_up_code"), follow=True)

    assert "detik sebelum meminta kode baru" in answer.content.decode()
    assert Delivery.objects.count() == 1
