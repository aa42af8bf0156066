"""What axe finds on a page in the browser. Only what is wrong travels back: the whole of its report is megabytes."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_ASK = """rules => axe.run(document, {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]}).then(
    found => found.violations.map(each => [each.id, each.nodes.map(node => node.html.slice(0, 120))]))"""


def broken_rules(page: Page) -> list[tuple[str, list[str]]]:
    """Rules of WCAG 2.2 AA the page breaks, each with the beginnings of its elements; empty when it breaks none."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return [(rule, elements) for rule, elements in page.evaluate(_ASK, RULES)]
