"""Going from page to page in a browser as people do: the next page is there before anything is read or counted."""

from playwright.sync_api import Locator, Page

from tests.factories.accounts import PASSWORD

# A phone that keeps nothing more; `window.whole` puts it right again.
FILL_THE_DISK = """() => {
    window.whole = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = () => { throw new DOMException("penuh", "QuotaExceededError"); };
}"""


def press(target: Locator) -> None:
    """Click what leads to another page, and wait for it.

    A click alone returns when the browser has begun to go, or just before on a busy machine: what is read then may
    still be the page left behind, and going elsewhere then calls the sent form off.
    """
    with target.page.expect_navigation():
        target.click()


def sign_in(page: Page, contact: object, root: str = "") -> None:
    """Log in by e-mail address or phone number; `root` where the browser has no address of its own."""
    page.goto(f"{root}/masuk/")
    fill_log_in(page, contact)


def fill_log_in(page: Page, contact: object) -> None:
    """Log in on the page that asks for it."""
    page.fill("[name=contact]", str(contact))
    page.fill("[name=password]", PASSWORD)
    press(page.get_by_test_id("submit"))


def send(page: Page) -> None:
    """Send the form, with the password where the page wants it again."""
    if page.locator("[name=password]").count():
        page.fill("[name=password]", PASSWORD)
    press(page.get_by_test_id("submit"))
