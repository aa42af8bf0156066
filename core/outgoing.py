"""Calls to addresses that other people typed: the address is checked on the connection itself, before a byte is sent.

`post` is the one door. A name may resolve to one address when it is checked and to another when it is called; here
it is resolved once, every address it has is looked at, and the far end of the opened socket is looked at again. No
redirect is followed, no proxy asked, no cookie kept; the whole call is over within `seconds` however slowly the other
side answers, and of the answer no more than `LONGEST_ANSWER` bytes are read.
"""

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx

SECONDS = 10.0
LONGEST_ANSWER = 64 * 1024
KEPT_ANSWER = 2 * 1024
Address = IPv4Address | IPv6Address

# IPv6 that only wraps an IPv4 address, or that a translator turns into one: judged by nobody's table but ours.
_WRAPPED = (
    IPv6Network("::/96"),
    IPv6Network("::ffff:0:0/96"),
    IPv6Network("::ffff:0:0:0/96"),
    IPv6Network("64:ff9b::/96"),
    IPv6Network("64:ff9b:1::/48"),
    IPv6Network("2001::/32"),
    IPv6Network("2002::/16"),
    IPv6Network("fec0::/10"),
)
_NOT_FOR_HOSTS = (IPv4Network("192.88.99.0/24"), IPv4Network("100.64.0.0/10"))


class Refused(Exception):
    """The address may not be called; nothing was sent. `code` is stable, for logs and lists."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code


class NoAnswer(Exception):
    """The call went out, or tried to, and no whole answer came. `code` is stable: `timeout`, `connect`, `tls`, …"""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code


@dataclass(frozen=True)
class Rules:
    """Where calls may go. `hosts` are names, `*.name` for everything below a name, `*` for every public host.

    `local` lets plain HTTP and this machine itself through, for the demo and for tests.
    """

    hosts: tuple[str, ...]
    local: bool = False


@dataclass(frozen=True)
class Answer:
    """What came back: the status and the beginning of the text."""

    status: int
    text: str


Resolver = Callable[[str, int], Iterable[str]]


def check_url(url: str, rules: Rules) -> None:
    """Raise `Refused` for an address that may not be called whatever its name resolves to."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Refused("url", "the address cannot be read") from error
    schemes = ("https", "http") if rules.local else ("https",)
    if parts.scheme not in schemes:
        raise Refused("scheme", "the address must begin with https://")
    if not host or parts.username or parts.password or parts.fragment or not url.isascii() or not url.isprintable():
        raise Refused("url", "the address must be a plain host and path")
    if not any(_matches(host, pattern) for pattern in rules.hosts):
        raise Refused("host", "the host is not on the list of allowed hosts")
    literal = _literal(host)
    if literal is not None and not is_allowed(literal, rules):
        raise Refused("address", "the address does not belong to the public internet")


def _matches(host: str, pattern: str) -> bool:
    pattern = pattern.strip().lower()
    if pattern.startswith("*."):
        return host.endswith(pattern[1:])
    return pattern in ("*", host)


def _literal(host: str) -> Address | None:
    """The address a host is written as; None for a name. Forms such as 0x7f000001 stay names and are resolved."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def is_allowed(address: Address, rules: Rules) -> bool:
    """Public unicast addresses; in the demo this machine too. Never one that wraps another."""
    if rules.local and address.is_loopback:
        return True
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped or any(address in network for network in _WRAPPED):
            return False
    elif any(address in network for network in _NOT_FOR_HOSTS):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def resolve(host: str, port: int) -> Iterable[str]:
    """The addresses of a name, as the machine resolves it."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def post(
    url: str,
    *,
    content: bytes,
    headers: Mapping[str, str],
    rules: Rules,
    seconds: float = SECONDS,
    resolver: Resolver = resolve,
) -> Answer:
    """POST `content`; the beginning of the answer, whatever its status. Raises `Refused` or `NoAnswer`."""
    request = Call("POST", url, content, headers, kept=KEPT_ANSWER)
    return send(request, rules=rules, seconds=seconds, resolver=resolver)


@dataclass(frozen=True)
class Call:
    """One request; of its answer `kept` bytes are wanted."""

    method: str
    url: str
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    kept: int = LONGEST_ANSWER


def send(call: Call, *, rules: Rules, seconds: float = SECONDS, resolver: Resolver = resolve) -> Answer:
    """Make one call; the answer whatever its status. Raises `Refused` or `NoAnswer`."""
    check_url(call.url, rules)
    backend = _Backend(rules, deadline=time.monotonic() + seconds, resolver=resolver)
    sent = {"User-Agent": "SEJARAS", "Accept-Encoding": "identity", **call.headers}
    content = call.content or None
    try:
        with (
            httpx.Client(transport=_Transport(backend), timeout=seconds, trust_env=False) as client,
            client.stream(call.method, call.url, content=content, headers=sent, follow_redirects=False) as response,
        ):
            return Answer(response.status_code, _beginning(response, call.kept))
    except (httpx.ConnectTimeout, httpx.ReadTimeout, httpx.WriteTimeout, httpx.PoolTimeout) as error:
        raise NoAnswer("timeout", f"no answer within {seconds:g} s") from error
    except httpx.ConnectError as error:
        cause = "tls" if "SSL" in str(error) or "certificate" in str(error) else "connect"
        raise NoAnswer(cause, str(error)[:200]) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NoAnswer("protocol", type(error).__name__) from error


def _beginning(response: httpx.Response, wanted: int) -> str:
    kept, read = b"", 0
    # Raw: what is compressed is not unpacked, so no small answer grows.
    for chunk in response.iter_raw():
        read += len(chunk)
        kept += chunk[: max(0, wanted - len(kept))]
        if read > LONGEST_ANSWER:
            break
    return kept.decode("utf-8", errors="replace").replace("\x00", "")


class _Transport(httpx.HTTPTransport):
    """httpx over our own sockets; one connection, never used again."""

    def __init__(self, backend: "_Backend") -> None:
        super().__init__(verify=_trusted(), trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trusted(), max_connections=1, retries=0, network_backend=backend
        )


@cache
def _trusted() -> ssl.SSLContext:
    """Read once: the list of authorities is long."""
    return httpx.create_ssl_context()


class _Backend(httpcore.NetworkBackend):
    def __init__(self, rules: Rules, *, deadline: float, resolver: Resolver) -> None:
        self._rules, self._deadline, self._resolver = rules, deadline, resolver

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002  # httpcore's signature; the deadline counts
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Resolve once, refuse if any address is not allowed, connect to the first, look at its far end."""
        # Once more: two readers of one address may disagree about where its host begins.
        if not any(_matches(host, pattern) for pattern in self._rules.hosts):
            raise Refused("host", "the host is not on the list of allowed hosts")
        addresses = list(self._resolved(host, port))
        if not addresses:
            raise httpcore.ConnectError("the name has no address")
        for text in addresses:
            self._refuse_inside(text)
        try:
            opened = socket.create_connection((addresses[0], port), timeout=_left(self._deadline))
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ConnectError(error.strerror or str(error)) from error
        try:
            self._refuse_inside(str(opened.getpeername()[0]))
        except (Refused, OSError):
            opened.close()
            raise
        return _Stream(opened, self._deadline)

    def _refuse_inside(self, text: str) -> None:
        address = _literal(text.partition("%")[0])
        if address is None or not is_allowed(address, self._rules):
            raise Refused("address", "the address does not belong to the public internet")

    def _resolved(self, host: str, port: int) -> Iterable[str]:
        """The resolver in a thread of its own: a name server that is silent must not outlast the deadline."""
        found: queue.Queue[Iterable[str] | OSError] = queue.Queue()

        def ask() -> None:
            try:
                found.put(self._resolver(host, port))
            except OSError as error:
                found.put(error)
            except UnicodeError:
                found.put(OSError("the name cannot be resolved"))

        threading.Thread(target=ask, daemon=True).start()
        try:
            answer = found.get(timeout=_left(self._deadline))
        except queue.Empty as error:
            raise httpcore.ConnectTimeout("the name server is silent") from error
        if isinstance(answer, OSError):
            raise httpcore.ConnectError(answer.strerror or str(answer))
        return answer


def _left(deadline: float) -> float:
    return max(0.001, deadline - time.monotonic())


class _Stream(httpcore.NetworkStream):
    """A socket whose every wait ends at one deadline: bytes that drip do not make a call longer."""

    def __init__(self, opened: socket.socket, deadline: float) -> None:
        self._socket, self._deadline = opened, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002  # the deadline counts
        """Some bytes; empty at the end."""
        try:
            self._wait()
            return self._socket.recv(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002  # as above
        """All bytes."""
        try:
            self._wait()
            self._socket.sendall(buffer)
        except TimeoutError as error:
            raise httpcore.WriteTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002  # as above
    ) -> httpcore.NetworkStream:
        """The same socket, encrypted; the certificate must be the host's."""
        try:
            self._wait()
            wrapped = ssl_context.wrap_socket(self._socket, server_hostname=server_hostname)
        except TimeoutError as error:
            self.close()
            raise httpcore.ConnectTimeout(str(error)) from error
        except OSError as error:
            self.close()
            raise httpcore.ConnectError(f"SSL: {error}") from error
        return _Stream(wrapped, self._deadline)

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()

    def get_extra_info(self, info: str) -> Any:
        """Nothing but whether there are bytes to read, which httpcore asks of idle connections."""
        return {"ssl_object": self._socket if isinstance(self._socket, ssl.SSLSocket) else None}.get(info)

    def _wait(self) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time of the whole call is over")
        self._socket.settimeout(left)
