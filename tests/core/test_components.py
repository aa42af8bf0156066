"""Every component in every state, drawn in both languages: what must hold whatever the page fills in."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import Context, Engine, Template
from django.utils import translation

from core.components import ClockCard, ClockState, Column, Row, Table, Task, TaskList, TaskState
from tests.core import gallery

TAGS = {
    "clock_card": gallery.CLOCKS,
    "status_explained": [gallery.STATUS],
    "task_list": [gallery.TASKS],
    "summary_list": [gallery.SUMMARY],
    "facts": [gallery.FACTS],
    "confirmation": [gallery.CONFIRMATION],
    "timeline": [gallery.TIMELINE],
    "findings": [gallery.FINDINGS],
    "fix_item": [gallery.FIX],
    "upload": gallery.UPLOADS,
    "table": [gallery.TABLE, gallery.FIGURES],
    "kpis": [gallery.KPIS],
    "bar_chart": [gallery.BARS],
    "stacked_bar": [gallery.STACK],
    "line_chart": [gallery.LINE],
    "tile_map": [gallery.TILES],
    "review_item": gallery.REVIEWS,
    "decision_bar": [gallery.DECISION],
}
DRAWN = [(name, value) for name, values in TAGS.items() for value in values]
GEOMETRY = ("x", "y", "width", "height", "x1", "x2", "y1", "y2", "cx", "cy", "r")
VOID = {"input", "br", "img", "link", "meta", "hr"}


class Page(HTMLParser):
    """What a browser would see: elements with their attributes, their text, and tags left open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, str] = {}
        self.open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, found))
        if tag not in VOID:
            self.open.append((tag, found.get("data-testid", "")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for _, testid in self.open:
            if testid:
                self.texts[testid] = " ".join(f"{self.texts.get(testid, '')} {data}".split())

    def values(self, attribute: str) -> list[str]:
        return [found[attribute] for _, found in self.elements if attribute in found]


def draw(name: str, value: object) -> Page:
    template = Template(f"{{% load sejaras %}}{{% {name} value %}}")
    return Page(template.render(Context({"value": value})))


@pytest.fixture(params=["id", "en"])
def _language(request: pytest.FixtureRequest) -> Iterator[None]:
    with translation.override(request.param):
        yield


@pytest.mark.usefixtures("_language")
@pytest.mark.parametrize(("name", "value"), DRAWN)
def test_a_component_is_whole_and_has_no_inline_code(name: str, value: object) -> None:
    page = draw(name, value)

    assert page.open == []
    assert [a for _, found in page.elements for a in found if a == "style" or a.startswith("on")] == []
    assert "script" not in [tag for tag, _ in page.elements]


@pytest.mark.usefixtures("_language")
@pytest.mark.parametrize(("name", "value"), DRAWN)
def test_every_id_is_there_once_and_every_reference_leads_somewhere(name: str, value: object) -> None:
    page = draw(name, value)

    ids = Counter(page.values("id"))
    wanted = {
        word
        for attribute in ("for", "aria-labelledby", "aria-describedby")
        for value in page.values(attribute)
        for word in value.split()
    }

    assert [each for each, count in ids.items() if count > 1] == []
    assert wanted - set(ids) == set()


@pytest.mark.parametrize(("name", "value"), DRAWN)
def test_numbers_of_a_drawing_have_points_not_the_commas_of_the_language(name: str, value: object) -> None:
    page = draw(name, value)

    lengths = [found[a] for _, found in page.elements for a in GEOMETRY if a in found]
    assert [length for length in lengths if not re.fullmatch(r"-?[\d.]+%?", length)] == []


@pytest.mark.parametrize(
    ("name", "value", "testids"),
    [
        ("clock_card", gallery.RUNNING, {"clock", "clock-remaining", "clock-due", "clock-why"}),
        ("status_explained", gallery.STATUS, {"status", "tag", "status-means", "status-who", "status-you"}),
        ("task_list", gallery.TASKS, {"task-person", "task-str", "task-documents", "task-send", "tag", "saved"}),
        ("summary_list", gallery.SUMMARY, {"summary-nik", "summary-name", "summary-email", "summary-type"}),
        ("confirmation", gallery.CONFIRMATION, {"confirmation", "confirmation-number", "receipt"}),
        ("timeline", gallery.TIMELINE, {"timeline"}),
        ("fix_item", gallery.FIX, {"fix-str", "tag"}),
        ("upload", gallery.UPLOADS[0], {"upload-str", "tag"}),
        ("table", gallery.TABLE, {"table", "row", "tag"}),
        ("kpis", gallery.KPIS, {"kpi-hlc", "kpi-city", "kpi-facilities", "kpi-ending"}),
        ("bar_chart", gallery.BARS, {"chart-kecamatan"}),
        ("review_item", gallery.REVIEWS[0], {"review-photo"}),
        ("decision_bar", gallery.DECISION, {"decision", "action-verify", "action-return"}),
    ],
)
def test_the_names_other_tests_rely_on_stay(name: str, value: object, testids: set[str]) -> None:
    assert testids <= set(draw(name, value).values("data-testid"))


def test_the_running_clock_reads_as_the_worked_example() -> None:
    texts = draw("clock_card", gallery.RUNNING).texts

    assert texts["clock-remaining"] == "3 jam 15 menit"
    assert texts["clock-due"] == (
        "Batas janji Senin, 26 Januari 2026 pukul 14.30 WIB Paling akhir: hari itu pukul 16.00 WIB"
    )


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        (gallery.NOT_STARTED, "Janji 1 hari kerja mulai dihitung setelah berkas lengkap dan terdaftar."),
        (gallery.PAUSED, "Dihentikan sejak Selasa, 13 Januari 2026 pukul 11.00 WIB karena menunggu Anda."),
        (gallery.STOPPED, "Tepat waktu. Selesai dalam 6 jam 42 menit kerja dari 7 jam 30 menit."),
        (gallery.STOPPED_LATE, "Melewati janji 1 jam 10 menit kerja. Maaf atas keterlambatan ini."),
        (
            gallery.OVER,
            (
                "Melewati janji sejak Senin, 26 Januari 2026 pukul 14.30 WIB. "
                "Kepala bidang sudah diberi tahu. Maaf atas keterlambatan ini."
            ),
        ),
        (
            gallery.COORDINATION,
            (
                "Jenis ini memerlukan Dinas Kesehatan Provinsi. Batas waktu: 5 hari kerja; "
                "tidak termasuk janji 1 hari kerja. Kamis, 19 Februari 2026 pukul 10.00 WIB"
            ),
        ),
    ],
)
def test_each_state_of_the_clock_explains_itself(clock: ClockCard, expected: str) -> None:
    assert draw("clock_card", clock).texts["clock-due"] == expected


def test_a_clock_is_known_by_its_state_without_colour() -> None:
    states = [draw("clock_card", clock).values("data-state") for clock in gallery.CLOCKS]

    assert states == [[clock.state.value] for clock in gallery.CLOCKS]
    assert {clock.state for clock in gallery.CLOCKS} == set(ClockState)


def test_a_disabled_action_says_why_and_cannot_be_pressed() -> None:
    page = draw("decision_bar", gallery.DECISION)

    button = next(found for _, found in page.elements if found.get("data-testid") == "action-verify")
    assert "disabled" in button
    assert "Belum bisa diloloskan: 1 hal perlu perbaikan" in page.texts["decision"]


def test_a_stacked_table_keeps_its_roles() -> None:
    roles = Counter(draw("table", gallery.TABLE).values("role"))

    assert roles["row"] == 4
    assert roles["columnheader"] == 6
    assert roles["rowheader"] == 3
    assert roles["cell"] == 15


def test_a_sorted_column_says_so() -> None:
    assert draw("table", gallery.TABLE).values("aria-sort") == ["ascending"]


def test_hidden_counts_appear_in_neither_bar_nor_table() -> None:
    text = draw("bar_chart", gallery.BARS).texts["chart-kecamatan"]

    assert "Wilayah kecil <5" in text
    assert "3 dari 4" not in text
    assert "75,0 %" not in text


def test_a_share_of_nothing_is_a_dash_not_a_percentage() -> None:
    text = draw("bar_chart", gallery.BARS).texts["chart-kecamatan"]

    assert "Wilayah tanpa data – 0 dari 0" in text


@pytest.mark.parametrize(
    ("name", "value"), [("bar_chart", gallery.BARS), ("line_chart", gallery.LINE), ("tile_map", gallery.TILES)]
)
def test_a_chart_has_a_title_and_a_table_twin(name: str, value: object) -> None:
    page = draw(name, value)

    drawings = [found for tag, found in page.elements if tag == "svg" and found.get("role") == "img"]
    assert [found["aria-labelledby"] for found in drawings] == page.values("id")
    assert "table" in [tag for tag, _ in page.elements]


def test_text_from_people_is_escaped_everywhere() -> None:
    hostile = "<script>alert(1)</script>"
    table = Table(hostile, [Column(hostile)], [Row([gallery.Cell(hostile, hostile)])])

    assert "script" not in [tag for tag, _ in draw("table", table).elements]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ("DONE EMPTY FIX STARTED", "c"),
        ("DONE EMPTY DONE STARTED", "d"),
        ("DONE EMPTY DONE DONE", "b"),
        ("DONE DONE DONE DONE", "send"),
    ],
)
def test_the_button_of_a_task_list_names_what_comes_next(states: str, expected: str) -> None:
    keys = zip("abcd", states.split(), strict=True)
    tasks = TaskList(
        [Task(key, key, TaskState[name], url="#") for key, name in keys], Task("send", "", TaskState.EMPTY, "#")
    )

    assert tasks.upcoming
    assert tasks.upcoming.key == expected


def test_without_anything_to_open_there_is_no_button() -> None:
    assert TaskList([Task("a", "", TaskState.DONE)], Task("send", "", TaskState.BLOCKED)).upcoming is None


def test_task_states_are_the_five_words() -> None:
    assert [str(state.label) for state in TaskState] == [
        "Belum diisi",
        "Sedang diisi",
        "Perlu diperbaiki",
        "Selesai",
        "Belum bisa dimulai",
    ]


def test_every_icon_and_picture_can_be_drawn() -> None:
    engine = Engine.get_default()
    folders = [Path(folder) / "components" for folder in engine.dirs]
    names = [
        (kind, file.stem)
        for folder in folders
        for kind in ("icons", "pictures")
        for file in (folder / kind).glob("*.svg")
    ]

    drawn = [
        Page(engine.from_string(f"{{% load sejaras %}}{{% {kind[:-1]} '{name}' %}}").render(Context()))
        for kind, name in names
    ]

    assert len(names) > 40
    assert [page.values("aria-hidden") for page in drawn] == [["true"]] * len(names)
