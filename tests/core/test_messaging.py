import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.locmem import EmailBackend as LocmemMail

from core import messaging
from core.exceptions import NeighbourDown
from core.messaging import MessageRefused, OutgoingMessage

REMINDER = OutgoingMessage(
    channel="whatsapp",
    to="+628000000123",
    template_code="REQ_INCOMPLETE",
    text="Permohonan 2026-01-K7M2QX perlu diperbaiki.",
    params=("2026-01-K7M2QX", " 3  hal\nlagi "),
)


def on(channel: str) -> OutgoingMessage:
    return OutgoingMessage(channel, "siti@demo.example", "REQ_RECEIVED", "Diterima.\nTerima kasih.")


class TestChoice:
    def test_each_channel_has_its_back_end(self, settings: Any) -> None:
        settings.MESSAGE_BACKENDS = {"whatsapp": "whatsapp", "email": "core.messaging.EmailBackend"}

        assert isinstance(messaging.backend_for("whatsapp"), messaging.WhatsAppBackend)
        assert isinstance(messaging.backend_for("email"), messaging.EmailBackend)
        with pytest.raises(ImproperlyConfigured):
            messaging.backend_for("sms")

    def test_list_names_channels_and_one_back_end_for_the_rest(self, settings: Any) -> None:
        settings.MESSAGE_BACKENDS = ["email", "console"]

        assert isinstance(messaging.backend_for("email"), messaging.EmailBackend)
        assert isinstance(messaging.backend_for("sms"), messaging.ConsoleBackend)


class TestWithoutProvider:
    def test_console_prints_the_text(self, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
        settings.MESSAGE_BACKENDS = ["console"]

        messaging.send(on("sms"))

        assert capsys.readouterr().out == "[sms] siti@demo.example REQ_RECEIVED\nDiterima.\nTerima kasih.\n\n"

    def test_file_keeps_one_line_per_message_for_us_alone(self, settings: Any, tmp_path: Path) -> None:
        settings.MESSAGE_BACKENDS, settings.DATA_DIR = ["file"], tmp_path

        ids = [messaging.send(on("sms")) for _ in range(2)]

        (path,) = (tmp_path / "messages").iterdir()
        assert [json.loads(line)["id"] for line in path.read_text().splitlines()] == ids
        assert path.stat().st_mode & 0o777 == 0o600

    def test_memory_keeps_messages(self, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        settings.MESSAGE_BACKENDS = ["locmem"]
        monkeypatch.setattr(messaging, "outbox", [])

        messaging.send(on("sms"))

        assert messaging.outbox == [on("sms")]


class FailingMail(LocmemMail):
    raises: Exception

    def send_messages(self, messages: Any) -> int:
        raise self.raises


class TestMail:
    @pytest.fixture(autouse=True)
    def _by_mail(self, settings: Any) -> None:
        settings.MESSAGE_BACKENDS = ["email"]

    def test_mail_has_subject_text_and_our_id(self) -> None:
        message_id = messaging.send(on("email"))

        (sent,) = mail.outbox
        assert (sent.subject, sent.body, sent.to) == ("Diterima.", "Diterima.\nTerima kasih.", ["siti@demo.example"])
        assert sent.extra_headers["Message-ID"] == message_id

    def test_line_break_can_not_enter_the_header(self) -> None:
        messaging.send(OutgoingMessage("email", "a@demo.example", "X", "teks", subject="Halo\r\nBcc: x@y.example"))

        assert mail.outbox[0].subject == "Halo Bcc: x@y.example"

    @pytest.mark.parametrize(
        ("raised", "answer"),
        [
            (SMTPRecipientsRefused({}), MessageRefused),
            (SMTPServerDisconnected(), NeighbourDown),
            (ConnectionRefusedError(), NeighbourDown),
        ],
    )
    def test_errors_say_whether_to_try_again(
        self, monkeypatch: pytest.MonkeyPatch, raised: Exception, answer: type[Exception]
    ) -> None:
        FailingMail.raises = raised
        monkeypatch.setattr("django.core.mail.get_connection", lambda *_, **__: FailingMail())

        with pytest.raises(answer):
            messaging.send(on("email"))


@dataclass
class FakeProvider:
    """A local stand-in for the Cloud API that answers as told and keeps what it was sent."""

    status: int = 200
    answer: Any = field(default_factory=lambda: {"messages": [{"id": "wamid.1"}]})
    requests: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def provider(settings: Any) -> Iterator[FakeProvider]:
    fake = FakeProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.requests.append({"path": self.path, "token": self.headers["Authorization"], "body": body})
            content = fake.answer if isinstance(fake.answer, bytes) else json.dumps(fake.answer).encode()
            self.send_response(fake.status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's signature
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.MESSAGE_BACKENDS = ["whatsapp"]
    settings.WHATSAPP_API_URL = f"http://127.0.0.1:{server.server_port}/v23.0/"
    settings.WHATSAPP_PHONE_ID, settings.WHATSAPP_TOKEN = "555", "secret-token"
    yield fake
    server.shutdown()
    thread.join()
    server.server_close()


class TestWhatsApp:
    def test_template_is_sent_with_its_variables(self, provider: FakeProvider) -> None:
        assert messaging.send(REMINDER) == "wamid.1"

        (request,) = provider.requests
        assert (request["path"], request["token"]) == ("/v23.0/555/messages", "Bearer secret-token")
        assert request["body"] == {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": "628000000123",
            "type": "template",
            "template": {
                "name": "req_incomplete",
                "language": {"code": "id"},
                "components": [
                    {
                        "type": "body",
                        "parameters": [
                            {"type": "text", "text": "2026-01-K7M2QX"},
                            {"type": "text", "text": "3 hal lagi"},
                        ],
                    }
                ],
            },
        }

    def test_template_without_variables_has_no_components(self, provider: FakeProvider) -> None:
        messaging.send(on("whatsapp"))

        assert "components" not in provider.requests[0]["body"]["template"]

    @pytest.mark.parametrize(
        ("status", "code", "answer"),
        [
            (400, 131026, MessageRefused),  # number not on WhatsApp
            (400, 132000, MessageRefused),  # wrong number of variables
            (404, 132001, MessageRefused),  # template not approved in that language
            (400, 131056, NeighbourDown),  # too many to one number
            (429, 130429, NeighbourDown),
            (401, 190, NeighbourDown),  # token expired: an administrator renews it
            (500, 131000, NeighbourDown),
            (503, 0, NeighbourDown),
        ],
    )
    def test_errors_say_whether_to_try_again(
        self, provider: FakeProvider, status: int, code: int, answer: type[Exception]
    ) -> None:
        provider.status, provider.answer = status, {"error": {"code": code, "message": "no"}}

        with pytest.raises(answer, match=str(code)):
            messaging.send(REMINDER)

    def test_error_page_instead_of_json_is_understood(self, provider: FakeProvider) -> None:
        provider.status, provider.answer = 502, b"<html>Bad gateway</html>"

        with pytest.raises(NeighbourDown, match="502"):
            messaging.send(REMINDER)

    def test_accepted_message_without_an_id_is_not_sent_again(self, provider: FakeProvider) -> None:
        provider.answer = {}

        assert messaging.send(REMINDER) == ""
        assert len(provider.requests) == 1

    def test_provider_away_is_a_neighbour_down(self, provider: FakeProvider, settings: Any) -> None:
        settings.WHATSAPP_API_URL = "http://127.0.0.1:1"

        with pytest.raises(NeighbourDown, match="ConnectError"):
            messaging.send(REMINDER)

    def test_error_holds_neither_number_nor_token(self, provider: FakeProvider) -> None:
        provider.status, provider.answer = 500, b""

        with pytest.raises(NeighbourDown) as error:
            messaging.send(REMINDER)

        assert "628" not in str(error.value)
        assert "secret" not in str(error.value)
