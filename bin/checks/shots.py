"""Walks through a running portal as each demo person and takes one picture per kind of page and width.

usage: shots.py ADDRESS FOLDER
"""

import os
import re
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import django
from playwright.sync_api import Browser, Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = (360, 1280)
PASSWORD = "sejaras-demo"  # noqa: S105  of the demo people, printed at every start
PEOPLE = (
    "",
    "pemohon",
    "pj",
    "depan",
    "timteknis",
    "register",
    "tpk",
    "kabid",
    "kadinkes",
    "dpmptsp",
    "auditor",
    "admin",
)
PAGES_PER_PERSON = 60
LEAVES_THE_SESSION = re.compile(r"/(keluar|admin|api|static|oauth)/")


def kind_of(path: str) -> str:
    """The name of the view behind `path`, so that a list of a thousand rows gives one picture."""
    from django.urls import Resolver404, resolve  # after setup

    try:
        return resolve(path).view_name or path
    except Resolver404:
        return "not-found"


def sign_in(page: Page, address: str, person: str) -> None:
    page.goto(f"{address}/masuk/")
    page.locator("main input:not([type=hidden]):not([type=password])").first.fill(f"{person}@demo.example")
    page.locator("main input[type=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main input[type=password]").press("Enter")


def links(page: Page, address: str) -> Iterator[str]:
    page.wait_for_load_state("networkidle")  # a page that waits for the worker loads itself anew
    for href in page.eval_on_selector_all("a[href]", "nodes => nodes.map(node => node.getAttribute('href'))"):
        url = urldefrag(urljoin(page.url, href))[0]
        if url.startswith(address) and not LEAVES_THE_SESSION.search(url):
            yield url


def shows_page(page: Page, url: str) -> bool:
    """Open `url`; False when it is a file."""
    try:
        answer = page.goto(url)
    except Error as error:
        if "Download is starting" not in str(error):
            raise
        return False
    return answer is not None and "text/html" in answer.headers.get("content-type", "")


def walk(browser: Browser, address: str, person: str, folder: Path) -> int:
    """Take the pictures of one person; returns how many kinds of page there were."""
    context = browser.new_context(locale="id-ID", timezone_id="Asia/Jakarta")
    page = context.new_page()
    if person:
        sign_in(page, address, person)
    waiting, seen = deque([page.url if person else f"{address}/"]), set()
    while waiting and len(seen) < PAGES_PER_PERSON:
        url = waiting.popleft()
        kind = kind_of(urlsplit(url).path)
        if kind in seen:
            continue
        seen.add(kind)
        if not shows_page(page, url):
            continue
        waiting.extend(links(page, address))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=folder / f"{kind}-{person or 'umum'}-{width}.png", full_page=True)
    context.close()
    return len(seen)


def main(address: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    chromium = subprocess.run([ROOT / "bin" / "chromium"], capture_output=True, text=True, check=True).stdout.strip()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for person in PEOPLE:
            print(f"{person or 'anonymous':<12} {walk(browser, address, person, folder)} kinds of page", flush=True)
        browser.close()
    print(f"pictures are in {folder}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sejaras.settings.dev")
    sys.path.insert(0, str(ROOT))
    django.setup()
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
