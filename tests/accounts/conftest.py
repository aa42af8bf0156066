"""What the people tests share: message texts, an empty cache, a server for webhooks, codes out of the messages."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache

from accounts.domain.calendars import forget_calendars
from accounts.models import Delivery
from tests.factories.accounts import LicensingOfficeFactory, MessageTemplateFactory, OfficeFactory
from tests.receiver import Receiver, receiver

TEMPLATES = (
    "OTP_CODE", "STOP_CONFIRMED", "CONTACT_CHANGED", "STAFF_INVITED", "INVITATION_WAITING", "CHANGE_WAITING",
    "ACTING_STARTED", "REQ_RECEIVED", "REQ_CORRECTION_REMINDER", "SIP_END_90", "VISIT_CHANGED",
    "API_CLIENT_WAITING", "API_CLIENT_APPROVED", "API_CLIENT_APPROVED_CONTACT", "API_CLIENT_REFUSED",
    "API_CLIENT_REFUSED_CONTACT", "API_CLIENT_SECRET", "API_CLIENT_OFF",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _empty_caches() -> Iterator[None]:
    cache.clear()
    forget_calendars()
    yield
    cache.clear()
    forget_calendars()


@pytest.fixture
def system() -> Iterator[Receiver]:
    """Another agency's server that takes webhooks."""
    with receiver() as running:
        yield running


@pytest.fixture
def texts(db: None) -> None:
    """The shipped message texts these tests send."""
    for code in TEMPLATES:
        MessageTemplateFactory(code=code)


@pytest.fixture
def city(db: None) -> None:
    """The city's two offices with their calendars."""
    OfficeFactory()
    LicensingOfficeFactory()


@pytest.fixture
def newest_code(db: None) -> Callable[[], str]:
    """The six digits of the newest outgoing message."""

    def read() -> str:
        text = Delivery.objects.order_by("-pk").values_list("text", flat=True).first() or ""
        found = re.search(r"\b(\d{6})\b", text)
        assert found, text
        return found[1]

    return read
