"""Going through many rows while something is written about each."""

import pytest
from django.db.models import QuerySet

from accounts.models import User
from core.batches import in_batches
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_every_row_comes_once_in_the_order_of_its_key() -> None:
    made = sorted(UserFactory().pk for _row in range(5))

    assert [user.pk for user in in_batches(User.objects.order_by("-pk"), size=2)] == made


def test_row_that_no_longer_fits_when_its_batch_comes_is_left_out() -> None:
    first, *others = sorted((UserFactory() for _row in range(3)), key=lambda user: user.pk)
    seen = []
    for user in in_batches(User.objects.filter(is_active=True), size=1):
        seen.append(user.pk)
        User.objects.filter(pk__in=[other.pk for other in others]).update(is_active=False)

    assert seen == [first.pk]


def test_no_cursor_stays_open_between_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    UserFactory()
    monkeypatch.setattr(QuerySet, "iterator", lambda *_args, **_kwargs: pytest.fail("an open cursor"))

    assert len(list(in_batches(User.objects.all()))) == 1
