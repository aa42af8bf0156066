import hashlib
import json

import pytest
from playwright.sync_api import Page

from tests.js.harness import Answer, Portal, Request

pytestmark = pytest.mark.browser

# A page holds one outbox; `send(id, text, photos)` hands a report over as the real pages do.
SETUP = """async () => {
  const { openStore, keepBlob } = await import("/static/offline/store.js");
  const { Outbox, standing } = await import("/static/offline/outbox.js");
  const database = await openStore("uji", ["drafts"]);
  const outbox = new Outbox(database, "/sesi");
  const send = async (id, text, photos = []) => {
    const hashes = [];
    for (const photo of photos) hashes.push(await keepBlob(database, new Blob([photo], { type: "image/jpeg" })));
    const steps = hashes.map((hash) => ({ url: `/foto/${hash}`, blob: hash }));
    await outbox.put({ id, owner: "p1", label: id, steps: [...steps, { url: `/laporan/${id}`, body: { text } }] });
  };
  Object.assign(window, { database, outbox, send, standing });
}"""
SIGNED_IN = Answer('{"person": "p1", "csrf": "t1"}', kind="application/json")


class Server:
    """Photos by hash and reports by id, both written over by the same again."""

    def __init__(self) -> None:
        self.photos: dict[str, bytes] = {}
        self.reports: dict[str, str] = {}
        self.weather: list[str] = []
        self.session = SIGNED_IN

    def photo(self, request: Request) -> Answer:
        return self.through(lambda: self.photos.update({request.path.rpartition("/")[2]: request.body}))

    def report(self, request: Request) -> Answer:
        text = json.loads(request.body)["text"]
        return self.through(lambda: self.reports.update({request.path.rpartition("/")[2]: text}))

    def through(self, act) -> Answer:
        weather = self.weather.pop(0) if self.weather else "fair"
        if weather == "lost before":
            return Answer(drop=True)
        if weather == "sick":
            return Answer(status=502)
        if weather in ("newer", "bad"):
            return Answer('{"detail": "x"}', {"newer": 409, "bad": 422}[weather], "application/json")
        if weather == "signed out":
            return Answer(status=302, location="/masuk")
        act()
        return Answer(drop=True) if weather == "lost after" else Answer("{}", 201, "application/json")


@pytest.fixture
def server(site: Portal, page: Page) -> Server:
    server = Server()
    site.pages = {"/uji": lambda _: "<h1>Uji</h1>", "/sesi": lambda _: server.session}
    for photo in (b"a", b"b"):
        site.pages[f"/foto/{hashlib.sha256(photo).hexdigest()}"] = server.photo
    for name in ("r1", "r2"):
        site.pages[f"/laporan/{name}"] = server.report
    page.goto(f"{site.url}/uji")
    page.evaluate(SETUP)
    return server


def flush(page: Page) -> list[str]:
    """Flush once; the states of the rows that are still there."""
    page.evaluate("outbox.flush()")
    return page.evaluate("outbox.rows().then((rows) => rows.map((row) => row.state))")


def test_photos_go_first_and_the_row_leaves_after_the_last_answer(page: Page, server: Server, site: Portal) -> None:
    page.evaluate("send('r1', 'isi', ['a', 'b'])")

    assert flush(page) == []
    puts = [request.path for request in site.requests if request.method == "PUT"]
    assert puts[-1] == "/laporan/r1"
    assert (sorted(server.photos.values()), server.reports) == ([b"a", b"b"], {"r1": "isi"})


@pytest.mark.parametrize("weather", ["lost before", "lost after", "sick", "signed out"])
def test_row_stays_until_the_server_has_confirmed(page: Page, server: Server, weather: str) -> None:
    server.weather = [weather]
    page.evaluate("send('r1', 'isi', ['a'])")

    assert flush(page) == ["waiting"]
    assert flush(page) == []
    assert (server.photos, server.reports) == ({hashlib.sha256(b"a").hexdigest(): b"a"}, {"r1": "isi"})


def test_what_waits_outlives_a_reload(page: Page, server: Server) -> None:
    server.weather = ["lost before"]
    page.evaluate("send('r1', 'isi', ['a'])")
    flush(page)

    page.reload()
    page.evaluate(SETUP)

    assert flush(page) == []
    assert server.reports == {"r1": "isi"}


@pytest.mark.parametrize(("weather", "state"), [("newer", "review"), ("bad", "refused")])
def test_answer_that_needs_a_person_keeps_the_row_and_lets_the_others_go(page, server, weather, state) -> None:
    server.weather = [weather]
    page.evaluate("send('r1', 'isi').then(() => send('r2', 'lain'))")

    assert flush(page) == [state]
    assert server.reports == {"r2": "lain"}
    assert flush(page) == [state]


def test_ended_session_sends_nothing_and_the_new_one_brings_its_token(page, server, site) -> None:
    server.session = Answer(status=302, location="/masuk")
    page.evaluate("send('r1', 'isi')")
    assert flush(page) == ["waiting"]
    assert page.evaluate("outbox.session.status") == "out"

    server.session = Answer('{"person": "p1", "csrf": "t2"}', kind="application/json")
    assert flush(page) == []
    [put] = [request for request in site.requests if request.method == "PUT"]
    assert put.headers["X-CSRFToken"] == "t2"


def test_next_person_on_the_phone_does_not_send_what_is_not_theirs(page: Page, server: Server) -> None:
    server.session = Answer('{"person": "p2", "csrf": "t"}', kind="application/json")
    page.evaluate("send('r1', 'isi')")

    assert flush(page) == ["waiting"]
    assert server.reports == {}


def test_row_replaced_during_a_flush_is_sent_again(page: Page, server: Server) -> None:
    page.evaluate(
        """async () => {
        await send("r1", "lama");
        const request = outbox.request.bind(outbox);
        outbox.request = async (step) => {
          const answer = await request(step);
          await send("r1", "baru");
          return answer;
        };
        await outbox.flush();
        outbox.request = request; }"""
    )
    assert server.reports == {"r1": "lama"}

    assert flush(page) == []
    assert server.reports == {"r1": "baru"}


def test_one_of_three_sentences_is_true(page: Page, server: Server) -> None:
    keys = page.evaluate(
        """["in", "out"].map((status) =>
          [[1, 1], [0, 1], [0, 0]].map(([rows, drafts]) => standing(Array(rows).fill({}), drafts, { status }).key))"""
    )

    assert keys == [["waiting", "onPhone", "onServer"]] * 2
