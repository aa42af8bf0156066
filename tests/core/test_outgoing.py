"""Calls to addresses other people typed (SECURITY threat 12, faults 23 and 36)."""

import socket
import time
from collections.abc import Iterator
from ipaddress import ip_address

import pytest

from core import outgoing
from core.outgoing import Answer, NoAnswer, Refused, Rules
from tests.receiver import Receiver, own_certificate, receiver, until

HERE = Rules(("127.0.0.1", "*.example"), local=True)
STRICT = Rules(("*",))
PUBLIC = "93.184.216.34"


@pytest.fixture
def system() -> Iterator[Receiver]:
    with receiver() as running:
        yield running


def call(url: str, rules: Rules = HERE, **more: object) -> Answer:
    return outgoing.post(url, content=b"{}", headers={"Content-Type": "application/json"}, rules=rules, **more)  # type: ignore[arg-type]


def port_of(system: Receiver) -> int:
    return int(system.url.split(":")[2].split("/")[0])


def test_answer_comes_back_with_its_status(system: Receiver):
    system.status, system.body = 202, b"diterima"

    assert call(system.url) == Answer(202, "diterima")
    assert system.got[0][1] == b"{}"


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
        "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1", "192.88.99.1",
        "::", "::1", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "fec0::1",
        "::ffff:127.0.0.1", "::ffff:93.184.216.34", "::7f00:1", "::ffff:0:7f00:1",
        "64:ff9b::7f00:1", "64:ff9b::5db8:d822", "64:ff9b:1::1", "2002:7f00:1::1", "2002:5db8:d822::1",
        "2001:0:5db8:d822::1",
    ],
)  # fmt: skip
def test_address_outside_the_public_internet_is_refused(text: str):
    assert not outgoing.is_allowed(ip_address(text), STRICT)


@pytest.mark.parametrize("text", [PUBLIC, "8.8.8.8", "2606:2800:220:1::1"])
def test_public_address_is_allowed(text: str):
    assert outgoing.is_allowed(ip_address(text), STRICT)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://kota.example/hook", "scheme"),
        ("ftp://kota.example/hook", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("https://", "url"),
        ("https://kota.example:99999/", "url"),
        ("https://user:pass@kota.example/", "url"),
        ("https://kota.example/#x", "url"),
        ("https://kota.example/\r\nX: y", "url"),
        ("https://köta.example/", "url"),
        ("https://other.test/", "host"),
        ("https://badkota.example/", "host"),
        ("https://other.test\\@kota.example/", "url"),
        ("https://kota.example\\@other.test/", "url"),
        ("https://10.0.0.1/", "address"),
        ("https://[::1]/", "address"),
        ("https://[::ffff:10.0.0.1]/", "address"),
    ],
)
def test_url_is_refused_before_anything_is_resolved(url: str, code: str):
    rules = Rules(("kota.example", "10.0.0.1", "::1", "::ffff:10.0.0.1", "::ffff:a00:1"))

    with pytest.raises(Refused) as refusal:
        call(url, rules)

    assert refusal.value.code == code


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1"])
def test_other_spellings_of_this_machine_are_resolved_and_then_refused(host: str, system: Receiver):
    with pytest.raises((Refused, NoAnswer)):
        call(f"https://{host}:{port_of(system)}/", STRICT)

    assert system.got == []


@pytest.mark.parametrize("answers", [["127.0.0.1"], [PUBLIC, "127.0.0.1"], ["not an address"], ["fe80::1%eth0"]])
def test_name_with_one_inner_address_is_refused_whole(answers: list[str], system: Receiver):
    with pytest.raises(Refused) as refusal:
        call(f"https://kota.example:{port_of(system)}/", STRICT, resolver=lambda _host, _port: answers)

    assert (refusal.value.code, system.got) == ("address", [])


def test_name_that_changes_its_address_is_asked_once_and_called_where_it_was_checked(
    system: Receiver, monkeypatch: pytest.MonkeyPatch
):
    """DNS rebinding: public when it is checked, this machine when it is called."""
    asked, called = iter([[PUBLIC], ["127.0.0.1"]]), []

    def connect(address: tuple[str, int], **_options: object) -> socket.socket:
        called.append(address[0])
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(outgoing.socket, "create_connection", connect)

    with pytest.raises(NoAnswer):
        call(f"https://kota.example:{port_of(system)}/", STRICT, resolver=lambda _host, _port: next(asked))

    assert (called, next(asked), system.got) == ([PUBLIC], ["127.0.0.1"], [])


def test_far_end_of_the_opened_socket_counts(system: Receiver, monkeypatch: pytest.MonkeyPatch):
    """Whatever led the connection inside (a route, a translator): nothing is sent."""
    here, connect = ("127.0.0.1", port_of(system)), socket.create_connection
    monkeypatch.setattr(outgoing.socket, "create_connection", lambda _address, timeout: connect(here, timeout=timeout))

    with pytest.raises(Refused):
        call(f"https://kota.example:{port_of(system)}/", STRICT, resolver=lambda _host, _port: [PUBLIC])

    assert system.got == []


def test_redirect_is_an_answer_and_is_not_followed(system: Receiver):
    with receiver() as inner:
        system.status, system.location = 302, inner.url

        assert call(system.url).status == 302

        assert inner.got == []


@pytest.mark.parametrize("resolver_sleeps", [True, False])
def test_whole_call_ends_at_its_deadline(system: Receiver, resolver_sleeps: bool):  # noqa: FBT001
    system.pause = 0.05
    started = time.monotonic()

    def slow(_host: str, _port: int) -> list[str]:
        time.sleep(2 if resolver_sleeps else 0)
        return ["127.0.0.1"]

    with pytest.raises(NoAnswer) as silence:
        call(f"http://drips.example:{port_of(system)}/", seconds=0.4, resolver=slow)

    assert (silence.value.code, time.monotonic() - started < 1) == ("timeout", True)


def test_long_answer_is_read_no_further_than_needed(system: Receiver):
    system.status, system.body = 200, b"x" * 3_000_000

    assert len(call(system.url).text) == outgoing.KEPT_ANSWER


@pytest.mark.parametrize(("name", "fits"), [("kota.example", True), ("lain.example", False)])
def test_certificate_must_be_the_hosts(name: str, *, fits: bool, monkeypatch: pytest.MonkeyPatch):
    server, trusted = own_certificate("kota.example")
    monkeypatch.setattr(outgoing, "_trusted", lambda: trusted)

    with receiver(server) as system:
        url = f"https://{name}:{port_of(system)}/hook"
        if fits:
            assert call(url, resolver=lambda _host, _port: ["127.0.0.1"]).status == 204
        else:
            with pytest.raises(NoAnswer, match="tls"):
                call(url, resolver=lambda _host, _port: ["127.0.0.1"])

    assert len(system.got) == fits


def test_unencrypted_far_side_fails_as_tls(system: Receiver):
    with pytest.raises(NoAnswer) as silence:
        call(system.url.replace("http:", "https:"))

    assert silence.value.code == "tls"
    assert not until(lambda: system.got, 0.05)


def test_unknown_name_and_closed_port_are_no_answer():
    def unknown(_host: str, _port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    for url, more in (("http://gone.example/", {"resolver": unknown}), ("http://127.0.0.1:9/", {})):
        with pytest.raises(NoAnswer) as silence:
            call(url, **more)
        assert silence.value.code == "connect"
