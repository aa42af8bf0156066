"""`docs/how-to/receive-webhooks.md`: the receiver printed there works as it says."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from accounts.domain.webhooks import event_types
from accounts.domain.webhooks.delivering import POLICY
from accounts.domain.webhooks.signing import new_secret, signed_headers
from core import outgoing
from licensing.domain import webhooks

PAGE = Path("docs/how-to/receive-webhooks.md").read_text(encoding="utf-8")
NOW = datetime(2026, 1, 26, 2, 0, tzinfo=UTC)
BODY = '{"data":{"number":"2026-01-AAAAAA"},"sequence":7,"type":"application.moved"}'
OLD, NEW = new_secret(), new_secret()


@pytest.fixture(scope="module")
def printed() -> dict[str, Any]:
    """What the page's one block of Python defines."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(code, "receive-webhooks.md", "exec"), names)  # noqa: S102  our own page
    return names


def test_printed_receiver_takes_a_message_signed_with_either_secret(printed: dict[str, Any]):
    headers = signed_headers("msg_a", BODY, keys=[NEW, OLD], at=NOW)

    for known in ([OLD], [NEW], [OLD, NEW]):
        event = printed["verified"](headers, BODY.encode(), known, now=NOW.timestamp())
        assert event["data"] == {"number": "2026-01-AAAAAA"}


@pytest.mark.parametrize(
    ("body", "changes", "later"),
    [
        (BODY, {}, timedelta(seconds=4000)),
        (BODY, {}, -timedelta(seconds=4000)),
        (BODY.replace("AAAAAA", "BBBBBB"), {}, timedelta()),
        (BODY, {"webhook-id": "msg_b"}, timedelta()),
        (BODY, {"webhook-signature": "v1,AAAA v2,BBBB"}, timedelta()),
        (BODY, {"webhook-signature": ""}, timedelta()),
        (BODY, {"webhook-timestamp": "soon"}, timedelta()),
        (BODY, {"webhook-timestamp": ""}, timedelta()),
    ],
)
def test_printed_receiver_refuses(printed: dict[str, Any], body: str, changes: dict[str, str], later: timedelta):
    headers = {**signed_headers("msg_a", BODY, keys=[NEW], at=NOW), **changes}

    with pytest.raises(printed["Refused"]):
        printed["verified"](headers, body.encode(), [NEW], now=(NOW + later).timestamp())


def test_printed_receiver_refuses_a_message_re_stamped_by_somebody(printed: dict[str, Any]):
    headers = signed_headers("msg_a", BODY, keys=[NEW], at=NOW)
    later = NOW + timedelta(seconds=4000)
    headers["webhook-timestamp"] = str(int(later.timestamp()))

    with pytest.raises(printed["Refused"]):
        printed["verified"](headers, BODY.encode(), [NEW], now=later.timestamp())


def test_printed_receiver_drops_doubles_and_older_news(printed: dict[str, Any]):
    inbox = printed["Inbox"]()

    def event(sequence: int, number: str = "2026-01-AAAAAA") -> dict[str, Any]:
        return {"type": "application.moved", "sequence": sequence, "data": {"number": number}}

    came = [("a", event(7)), ("a", event(7)), ("b", event(9)), ("c", event(8)), ("d", event(8, "2026-01-BBBBBB"))]
    assert [inbox.is_news(*each) for each in came] == [True, False, True, False, True]


def test_page_names_every_event_type_and_the_figures_of_the_code():
    codes = {webhooks.APPLICATION, webhooks.LICENCE, webhooks.LETTER}

    assert codes <= {kind.code for kind in event_types.event_types()}
    assert set(re.findall(r"^\| `([a-z]+\.[a-z]+)` \|", PAGE, re.MULTILINE)) == {
        kind.code for kind in event_types.event_types()
    } | {event_types.TEST.code}
    assert (POLICY.max_attempts, outgoing.SECONDS) == (14, 10)
    assert "fourteen times within 24 hours" in PAGE
