"""Draft, checked, locked and signed; the locked one never moves; a correction is a new version."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.enums import Position, Role
from accounts.models import User
from letters.domain import issuing as letters
from spm.domain.places import Place
from spm.domain.report_figures import derive_again, fingerprint
from spm.domain.sheets import save_follow_up
from spm.exceptions import PeriodLocked
from spm.models import Indicator, Report
from tests.api import by_session
from tests.factories.accounts import MembershipFactory, OfficialFactory
from tests.licensing.journey import anchored
from tests.spm.people import PASSWORD, browser
from tests.spm.worked_examples import EXAMPLE_A, EXAMPLE_B, enter_crisis, enter_outbreaks, office, person, province

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

QUERY = "program=provinsi&wilayah=52&sampai=12&tahun="
YEAR = f"{QUERY}2018"


@pytest.fixture
def cast() -> dict[str, Any]:
    """The province of example A with a planner, a checker and a head who signs."""
    region = province()
    planner, checker, head = (person(role, region) for role in (Role.PLANNER, Role.PROVINCE, Role.PROVINCE))
    OfficialFactory(office=office(region), position=Position.HEALTH_HEAD, user=head)
    enter_crisis(region, planner)
    anchored(timezone.now())
    for code in ("PROV-1",):
        save_follow_up(
            Place("52"),
            2018,
            Indicator.objects.get(code=code),
            cause="Sasaran edukasi belum seluruhnya hadir",
            plan="Edukasi tambahan di tiga desa",
            by=planner,
            at=timezone.now(),
        )
    return {
        "region": region,
        "planner": planner,
        "checker": checker,
        "head": head,
        "passphrase": "sejaras-demo",
    }


def checked(cast: dict[str, Any], query: str = YEAR) -> Report:
    """The report, checked."""
    browser(cast["checker"], Role.PROVINCE).post(f"/spm/periksa/?{query}")
    return Report.objects.get()


def locked(cast: dict[str, Any], query: str = YEAR) -> Report:
    """The report, locked and signed."""
    checked(cast, query)
    answer = browser(cast["head"], Role.PROVINCE).post(
        f"/spm/kunci/?{query}", {"lock-password": PASSWORD, "lock-passphrase": cast["passphrase"]}
    )
    assert answer.status_code == 302, answer.content.decode()
    return Report.objects.get(state="locked")


def test_a_checked_report_is_locked_with_a_signed_letter(cast: dict[str, Any]) -> None:
    report = locked(cast)

    assert report.letter is not None
    assert report.letter.state == "issued"
    assert report.sha256 == fingerprint(report.content)
    rows = {row["kode"]: row for row in report.letter.context["isi"]["baris"]}
    assert rows["PROV-1"]["capaian"] == "95,4 %"
    steps = [(row["tahap"], row["capaian"]) for row in report.letter.context["isi"]["tahap"]]
    assert [share for _name, share in steps] == ["90,9 %", "99,9 %"]
    assert letters.read_file(report.letter)[:4] == b"%PDF"


def printed(report: Report) -> str:
    """What its paper says."""
    import pypdfium2

    assert report.letter is not None
    pages = pypdfium2.PdfDocument(letters.read_file(report.letter))
    return " ".join(page.get_textpage().get_text_range() for page in pages)


@pytest.mark.drawn
def test_the_paper_prints_every_number_of_example_a(cast: dict[str, Any]) -> None:
    text = printed(locked(cast))

    for number in EXAMPLE_A:
        assert number in text


@pytest.mark.drawn
def test_the_paper_prints_every_number_of_example_b(cast: dict[str, Any]) -> None:
    enter_outbreaks(cast["region"], cast["planner"])
    outbreak = Indicator.objects.get(code="PROV-2")
    save_follow_up(
        Place("52"), 2017, outbreak, cause="Kontak pindah", plan="Lacak", by=cast["planner"], at=timezone.now()
    )

    text = printed(locked(cast, f"{QUERY}2017"))

    for number in EXAMPLE_B:
        assert number in text


def test_a_locked_report_derives_again_bit_for_bit(cast: dict[str, Any]) -> None:
    report = locked(cast)
    Indicator.objects.filter(code="PROV-1").update(aggregation="pooled", name="Lain")

    assert derive_again(report) == report.content


def test_events_of_a_locked_year_wait_for_a_new_version(cast: dict[str, Any]) -> None:
    locked(cast)

    with pytest.raises(PeriodLocked):
        enter_crisis(cast["region"], cast["planner"], at=timezone.now())


def test_a_correction_is_a_new_version_and_both_are_shown(cast: dict[str, Any]) -> None:
    old = locked(cast)
    second = person(Role.PROVINCE, cast["region"])
    browser(cast["head"], Role.PROVINCE).post(f"/spm/versi-baru/?{YEAR}", {"note": "Data longsor diperbaiki"})
    answer = browser(second, Role.PROVINCE).post(f"/spm/versi-baru/?{YEAR}", {"confirm": "1"})
    assert answer.status_code == 302

    page = browser(cast["planner"], Role.PLANNER).get(f"/spm/?{YEAR}").content.decode()

    fresh = Report.objects.get(version=2)
    assert (fresh.replaces, fresh.state, fresh.change_reason) == (old, "draft", "Data longsor diperbaiki")
    assert "Versi 1" in page
    assert "Versi 2" in page or "versi 2" in page


def test_nobody_reopens_alone(cast: dict[str, Any]) -> None:
    locked(cast)
    head = browser(cast["head"], Role.PROVINCE)
    head.post(f"/spm/versi-baru/?{YEAR}", {"note": "Data longsor diperbaiki"})

    head.post(f"/spm/versi-baru/?{YEAR}", {"confirm": "1"})

    assert Report.objects.count() == 1


def test_who_checked_does_not_lock(cast: dict[str, Any]) -> None:
    checked(cast)
    OfficialFactory(office=office(cast["region"]), position=Position.HEALTH_HEAD, user=cast["checker"])

    answer = browser(cast["checker"], Role.PROVINCE).post(
        f"/spm/kunci/?{YEAR}", {"lock-password": PASSWORD, "lock-passphrase": cast["passphrase"]}
    )

    assert answer.status_code == 422
    assert not Report.objects.filter(state="locked").exists()


def test_figures_that_came_after_the_check_ask_for_another_check(cast: dict[str, Any]) -> None:
    checked(cast)
    enter_crisis(cast["region"], cast["planner"], at=timezone.now())

    answer = browser(cast["head"], Role.PROVINCE).post(
        f"/spm/kunci/?{YEAR}", {"lock-password": PASSWORD, "lock-passphrase": cast["passphrase"]}
    )

    assert answer.status_code == 409


def test_the_lock_page_lists_what_is_missing(cast: dict[str, Any]) -> None:
    enter_outbreaks(cast["region"], cast["planner"])
    head = browser(cast["head"], Role.PROVINCE)
    browser(cast["checker"], Role.PROVINCE).post(f"/spm/periksa/?{YEAR.replace('2018', '2017')}")

    page = head.get(f"/spm/kunci/?{YEAR.replace('2018', '2017')}").content.decode()

    assert "PROV-2: sebab dan rencana tahun depan belum diisi" in page


def test_a_report_sent_back_is_a_draft_with_the_note(cast: dict[str, Any]) -> None:
    checked(cast)

    browser(cast["checker"], Role.PROVINCE).post(f"/spm/kembalikan/?{YEAR}", {"note": "Periksa lagi data banjir"})

    report = Report.objects.get()
    assert (report.state, report.sha256, report.returned_note) == ("draft", "", "Periksa lagi data banjir")


def test_the_api_gives_the_same_numbers(cast: dict[str, Any]) -> None:
    caller: User = cast["planner"]

    body = by_session(caller).get("/api/v1/spm/report/?programme=spm_province&region=52&year=2018").json()

    crisis = body["services"][0]
    assert (crisis["served"], crisis["due"], crisis["shown"], crisis["pooled_shown"]) == (
        10695,
        10723,
        "95,4 %",
        "99,7 %",
    )
    assert [step["shown"] for step in crisis["steps"]] == ["90,9 %", "99,9 %"]


def test_the_planner_of_a_city_enters_no_events_of_the_province(cast: dict[str, Any]) -> None:
    planner = MembershipFactory(role=Role.PLANNER, region=None).user

    assert browser(planner, Role.PLANNER).get("/spm/kejadian/").status_code == 404


def test_pages_of_events_open_and_save(cast: dict[str, Any]) -> None:
    planner = browser(cast["planner"], Role.PLANNER)
    (outbreak, *_rest) = enter_outbreaks(cast["region"], cast["planner"])

    urls = (
        "kejadian/?tahun=2018",
        "krisis/baru/",
        "klb/baru/",
        f"klb/{outbreak.key}/",
        f"klb/{outbreak.key}/formulir/",
    )
    assert [planner.get(f"/spm/{url}").status_code for url in urls] == [200] * 5
    given = {
        "stage": "emergency", "name": "Gempa", "starts_on": "2020-05-02", "due": "100", "served": "101", "reason": "",
    }  # fmt: skip
    assert planner.post("/spm/krisis/baru/", given).status_code == 422
    assert planner.post("/spm/krisis/baru/", {**given, "reason": "Pengungsi dari luar"}).status_code == 302


def test_the_record_form_keeps_seven_rows_a_place_without_adding_them(cast: dict[str, Any]) -> None:
    planner = browser(cast["planner"], Role.PLANNER)
    measles, _dengue = enter_outbreaks(cast["region"], cast["planner"])
    first = measles.places.first()
    assert first is not None

    given = {
        f"due-{first.pk}-1": "152",
        f"served-{first.pk}-1": "152",
        f"due-{first.pk}-6": "152",
        f"served-{first.pk}-6": "150",
    }
    assert planner.post(f"/spm/klb/{measles.key}/formulir/", given).status_code == 302

    body = by_session(cast["planner"]).get("/api/v1/spm/report/?programme=spm_province&region=52&year=2017").json()
    assert (body["services"][1]["served"], body["services"][1]["shown"]) == (5845, "99,4 %")
