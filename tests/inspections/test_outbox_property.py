"""Any order of drop, retry, duplicate and reorder ends with one record per visit and all photos by their hash.

The outbox is the real one in Chromium, the server the real views; only the line between them is played.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, Phase, given, settings, strategies as st
from playwright.sync_api import Browser, Page, Route

from inspections.models import Visit
from tests.factories.inspections import ChecklistVersionFactory
from tests.inspections.field_cast import inspector, picture, sending, sha256, visit_for
from tests.walking import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WEATHER = st.sampled_from(["fair", "lost before", "lost after", "sick", "twice", "late"])
SETUP = """async () => {
  const { openStore, keepBlob } = await import("/static/offline/store.js");
  const { Outbox } = await import("/static/offline/outbox.js");
  const database = await openStore("uji");
  window.outbox = new Outbox(database, "/tpk/ponsel/sesi/");
  window.hand = async (id, body, photos) => {
    const steps = [];
    for (const bytes of photos) {
      const hash = await keepBlob(database, new Blob([new Uint8Array(bytes)], { type: "image/jpeg" }));
      steps.push({ url: `/tpk/ponsel/${id}/foto/${hash}/`, blob: hash });
    }
    const { person } = await outbox.ask();
    await outbox.put({ id, owner: person, label: "", steps: [...steps, { url: `/tpk/ponsel/${id}/`, body }] });
  };
}"""


class Line:
    """The line between phone and server; `weather` says what becomes of each PUT, then it is fair."""

    def __init__(self) -> None:
        self.weather: list[str] = []
        self.late: list[tuple[str, dict[str, str], bytes]] = []

    def carry(self, route: Route) -> None:
        request = route.request
        weather = self.weather.pop(0) if request.method == "PUT" and self.weather else "fair"
        if weather == "late":
            self.late.append((request.url, request.all_headers(), request.post_data_buffer or b""))
        if weather == "sick":
            route.fulfill(status=502, body="")
        elif weather in ("lost before", "late"):
            route.abort()
        elif weather == "lost after":
            route.fetch()
            route.abort()
        elif weather == "twice":
            route.fetch()
            route.fulfill(response=route.fetch())
        else:
            route.continue_()

    def deliver_late(self, page: Page) -> None:
        """What got stuck somewhere arrives long after everything else, oldest last."""
        for url, headers, body in reversed(self.late):
            kept = {name: value for name, value in headers.items() if name in ("x-csrftoken", "content-type")}
            page.request.put(url, headers={**kept, "Referer": url}, data=body)
        self.late = []


@pytest.fixture
def phone(browser: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Page, Line, Any]]:
    monkeypatch.setattr("core.outbox._bell", [])
    call_command("load_reference_data", verbosity=0)
    context = browser.new_context(base_url=live_server.url, service_workers="block")
    page, line, user = context.new_page(), Line(), inspector()
    sign_in(page, user.email)
    page.goto("/bantuan/")
    page.evaluate(SETUP)
    page.route("**/tpk/ponsel/**", line.carry)
    yield page, line, user
    context.close()


def test_bad_line_never_loses_and_never_doubles(phone: tuple[Page, Line, Any]) -> None:
    page, line, user = phone
    checklist = ChecklistVersionFactory()

    @settings(
        max_examples=12,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        weather=st.lists(WEATHER, min_size=2, max_size=10),
        photos=st.lists(st.integers(0, 3), min_size=0, max_size=3),
        hand_again=st.sampled_from(["once", "again"]),
        visits=st.integers(1, 2),
    )
    def holds(weather: list[str], photos: list[int], hand_again: str, visits: int) -> None:
        made = [visit_for(user, checklist=checklist) for _ in range(visits)]
        shots = [picture(40 * shade) for shade in photos]
        line.weather = list(weather)
        for visit in made:
            said = [{"sha256": sha256(shot)} for shot in {*shots}]
            body = sending(visit, photos=said)
            page.evaluate(
                "([id, body, photos]) => hand(id, body, photos)", [str(visit.uuid), body, [[*s] for s in shots]]
            )
            page.evaluate("outbox.flush()")
            if hand_again == "again":
                page.evaluate(
                    "([id, body, photos]) => hand(id, body, photos)", [str(visit.uuid), body, [[*s] for s in shots]]
                )
        for _ in range(len(weather) + 2):
            page.evaluate("outbox.flush()")
        line.deliver_late(page)

        assert page.evaluate("outbox.rows()") == []
        for visit in made:
            assert Visit.objects.filter(uuid=visit.uuid).count() == visit.submissions.count() == 1
            assert sorted(visit.photos.values_list("original_sha256", flat=True)) == sorted({sha256(s) for s in shots})
            assert sorted(visit.answers.values_list("item__code", "value")) == [("A01", "sesuai"), ("A02", "sesuai")]

    holds()
