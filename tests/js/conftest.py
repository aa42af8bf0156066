from collections.abc import Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Page

from tests.js.harness import Portal, portal


@pytest.fixture
def site() -> Iterator[Portal]:
    with portal() as playing:
        yield playing


@pytest.fixture(autouse=True)
def complaints(page: Page) -> Iterator[list[str]]:
    """Nothing may break, and nothing may be stopped by the content security policy."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            said.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert said == []
