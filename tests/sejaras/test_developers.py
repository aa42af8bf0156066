"""The developers' page: its programs run as they are printed, its figures are those of the code."""

import html
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from socketserver import BaseServer
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.urls import path
from oauth2_provider.models import get_application_model
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from accounts.api.retiring import Retirement
from accounts.api.schema import Schema
from accounts.api.views import PublicView
from accounts.domain.calendars import forget_calendars
from accounts.domain.webhooks import event_types
from licensing.models import Application
from sejaras.developers import Leaving, retiring
from tests.factories.accounts import ApiClientFactory, LicensingOfficeFactory, OfficeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
SECRET = "rahasia-contoh-panjang"
HALF_YEAR = Retirement(date(2026, 1, 1), date(2026, 7, 1), instead="/api/v1/types/")


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_message(self, *_args: Any) -> None:
        """Nothing."""


@pytest.fixture
def portal() -> Iterator[WSGIServer]:
    """The portal on loopback; the test itself answers the requests, so they see its rows."""
    forget_calendars()
    application = get_wsgi_application()

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        # As Django's own test client, which connects them again: the connection holds the test's rows.
        request_started.disconnect(close_old_connections)
        request_finished.disconnect(close_old_connections)
        return application(environ, start_response)

    with make_server("127.0.0.1", 0, answer, handler_class=Quiet) as server:
        server.timeout = 0.05
        yield server
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)
    forget_calendars()


@pytest.fixture
def environment(portal: BaseServer) -> Mapping[str, str]:
    """A client with the two scopes the page asks for."""
    OfficeFactory()
    client = ApiClientFactory(office=LicensingOfficeFactory(), scopes=["applications:read", "applications:write"])
    model = get_application_model()
    model.objects.create(
        client_id=client.client_id,
        client_secret=SECRET,
        name=client.name,
        client_type=model.CLIENT_CONFIDENTIAL,
        authorization_grant_type=model.GRANT_CLIENT_CREDENTIALS,
    )
    return {
        **os.environ,
        "PORTAL": f"http://127.0.0.1:{portal.server_address[1]}",
        "CLIENT_ID": client.client_id,
        "CLIENT_SECRET": SECRET,
    }


def printed(testid: str) -> str:
    """The program as a reader copies it from the page."""
    page = Client().get("/pengembang/").content.decode()
    found = re.search(rf'<pre[^>]*data-testid="{testid}">(.*?)</pre>', page, re.DOTALL)
    assert found, testid
    return html.unescape(found[1])


@pytest.mark.parametrize(("testid", "command"), [("walk-curl", "sh"), ("walk-python", sys.executable)])
def test_printed_walk_runs(
    testid: str, command: str, portal: WSGIServer, environment: Mapping[str, str], tmp_path: Path
):
    program = tmp_path / "walk"
    program.write_text(printed(testid), encoding="utf-8")
    with (tmp_path / "said").open("w+") as said:
        process = subprocess.Popen([command, program], env=environment, cwd=tmp_path, stdout=said, stderr=said)
        while process.poll() is None:
            portal.handle_request()
        text = (tmp_path / "said").read_text(encoding="utf-8")

    assert process.returncode == 0, text
    application = Application.objects.get()
    assert text.splitlines()[-1].split()[0] == application.number
    assert (application.channel, application.client_id) == ("api", environment["CLIENT_ID"])
    assert application.documents.get().requirement_code == "STR-SEUMUR-HIDUP"
    assert "not_eligible" in text


def test_printed_receiver_is_the_one_of_the_how_to():
    page = Path("docs/how-to/receive-webhooks.md").read_text(encoding="utf-8")

    assert f"```python\n{printed('receiver')}```" in page


def test_page_lists_what_the_code_knows(client: Client, settings: Any):
    page = client.get("/pengembang/")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = client.get("/pengembang/").content.decode()

    text = page.content.decode()
    tables = page.context["scope_table"], page.context["event_table"]
    known = [list(settings.SCOPES), [kind.code for kind in event_types.event_types()]]
    assert [[row.cells[0].text for row in table.rows] for table in tables] == known
    assert "hidup 15 menit" in text
    assert "living 15 minutes" in english
    assert "<script>" not in text


class Old(PublicView):
    """An endpoint on its way out."""

    retiring = HALF_YEAR

    def get(self, _request: Any) -> Any:
        """Nothing."""
        return Response({})


def test_retiring_endpoint_says_since_when_until_when_and_what_instead(settings: Any):
    settings.SITE_URL = "https://portal.example"

    answer = Old.as_view()(APIRequestFactory().get("/"))

    assert answer.headers["Deprecation"] == "@1767225600"
    assert answer.headers["Sunset"] == "Wed, 01 Jul 2026 00:00:00 GMT"
    assert answer.headers["Link"] == (
        '<https://portal.example/pengembang/#berhenti>; rel="deprecation"; type="text/html", '
        '<https://portal.example/api/v1/types/>; rel="successor-version"'
    )


def test_shorter_notice_than_promised_is_refused():
    with pytest.raises(ValueError, match="180 days"):
        Retirement(date(2026, 1, 1), date(2026, 6, 29))


def test_page_and_document_name_what_is_on_its_way_out():
    schema = Schema()
    schema.view = Old()

    assert list(retiring([path("old/", Old.as_view())])) == [
        Leaving("/api/v1/old/", date(2026, 7, 1), "/api/v1/types/")
    ]
    assert schema.get_extensions() == {"x-sunset": "2026-07-01"}
    assert schema.is_deprecated()
