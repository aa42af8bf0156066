"""The file: an attachment for who may read it, nothing for anybody else."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Office, User
from core.models import AuditEvent
from letters import rules
from letters.content import LetterContent
from letters.domain.issuing import read_file, reserve, sign, store
from letters.models import Letter
from tests.factories.accounts import UserFactory
from tests.letters.conftest import AT, PASSPHRASE

Make = Callable[..., LetterContent]


@pytest.fixture
def reader(db: None, monkeypatch: pytest.MonkeyPatch) -> User:
    """The only person some app grants the letter."""
    user = UserFactory()
    monkeypatch.setattr(rules, "_readers", [lambda who, _letter: who == user])
    return user


@pytest.fixture
def letter(office: Office, head: User, recommendation: Make) -> Letter:
    reserved = reserve(recommendation(), office=office, key="rek:1", at=AT, by=head)
    return store(reserved, signed=sign(reserved, by=head, passphrase=PASSPHRASE, at=AT), at=AT)


def test_reader_gets_an_attachment_nobody_keeps(client: Client, letter: Letter, reader: User) -> None:
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")

    response = client.get(reverse("letter_file", args=[letter.public_id]))

    assert response.content == read_file(letter)
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="rekomendasi-400.7.22-0001-REK-DINKES-2026.pdf"'
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]


def test_opening_leaves_its_event(client: Client, letter: Letter, reader: User) -> None:
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")

    client.get(reverse("letter_file", args=[letter.public_id]))

    event = AuditEvent.objects.get(action="letter.open")
    assert (event.actor_id, event.object_id) == (reader.pk, str(letter.pk))


def test_letter_of_somebody_else_does_not_exist(client: Client, letter: Letter, reader: User) -> None:
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(reverse("letter_file", args=[letter.public_id])).status_code == 404


def test_stranger_is_sent_to_log_in(client: Client, letter: Letter, reader: User) -> None:
    assert client.get(reverse("letter_file", args=[letter.public_id])).status_code == 302


def test_unissued_letter_has_no_file(client: Client, office: Office, recommendation: Make, reader: User) -> None:
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    letter = reserve(recommendation(), office=office, key="rek:1", at=AT)

    assert client.get(reverse("letter_file", args=[letter.public_id])).status_code == 404
