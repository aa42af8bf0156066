"""The ILP dashboards: levels of access, sums, small counts, drill-down, files, queries."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import python_calamine
import time_machine
from django.test import Client

from accounts.enums import OfficeKind, Role
from accounts.models import Office
from facilities.models import Facility
from spm.models import Indicator, Value
from tests.factories.accounts import OfficeFactory, RegionFactory
from tests.factories.spm import ValueFactory
from tests.spm.people import browser, puskesmas, puskesmas_office, worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture(autouse=True)
def _june() -> Any:
    with time_machine.travel("2026-06-15T03:00:00Z", tick=False):
        yield


def figure(place: Any, code: str, served: int, due: int | None = None, *, month: int = 1, **groups: str) -> Value:
    """A figure of a facility, or of a region by its code."""
    where: dict[str, Any] = (
        {"facility": place, "region": place.region}
        if isinstance(place, Facility)
        else {"region": RegionFactory(code=place)}
    )
    found: Value = ValueFactory(
        indicator=Indicator.objects.get(code=code),
        month=date(2026, month, 1),
        numerator=served,
        denominator=due,
        **where,
        **groups,
    )
    return found


def province_office() -> Office:
    """The office of province 16."""
    found: Office = OfficeFactory(code="DINKES-16", kind=OfficeKind.PROVINCE, region=RegionFactory(code="16"))
    return found


def national_office() -> Office:
    """The ministry."""
    found: Office = OfficeFactory(code="KEMENKES", kind=OfficeKind.NATIONAL, region=RegionFactory(code="31"))
    return found


def city() -> Client:
    """Somebody of the city's health office."""
    return browser(worker(Role.CITY_HEALTH), Role.CITY_HEALTH)


def of_province() -> Client:
    """Somebody of the province's health office."""
    return browser(worker(Role.PROVINCE, province_office()), Role.PROVINCE)


def page(client: Client, address: str) -> str:
    """What it says."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_the_city_sees_the_sum_of_its_puskesmas_and_their_networks() -> None:
    first, second = puskesmas(), puskesmas("PKM-02", "16.74.02.1009")
    network = puskesmas("PST-01", "16.74.02.1004", parent=first)
    type(network).objects.filter(pk=network.pk).update(kind="pustu")
    figure(first, "D2-IDL", 40, 100)
    figure(network, "D2-IDL", 10, 20, month=2)
    figure(second, "D2-IDL", 70, 90)

    text = page(city(), "/ilp/dasbor/klaster-2/")

    assert "57,1 %" in text  # 120 of 210
    assert "120 dari 210" in text


def test_children_of_a_panel_stand_with_their_sum() -> None:
    figure(puskesmas(), "D2-IDL", 40, 100)
    figure(puskesmas("PKM-02", "16.74.02.1009"), "D2-IDL", 70, 90)

    text = page(city(), "/ilp/panel/K2-B/")

    for words in ("Puskesmas PKM-01", "40,0 %", "Puskesmas PKM-02", "70 dari 90", "110 dari 190"):
        assert words in text


def test_a_place_without_a_step_shows_a_dash_of_the_people_that_its_city_counts() -> None:
    first, second = puskesmas(), puskesmas("PKM-02", "16.74.02.1009")
    figure(first, "BUMIL-C-K1", 90, 100)
    figure(second, "BUMIL-C-K1", 40, 50)
    figure(second, "D2-SALIN-FASYANKES", 35)

    text = page(city(), "/ilp/panel/K2-A/")

    for words in ("– dari 100", "35 dari 50", "35 dari 150", "23,3 %"):
        assert words in text


def test_months_show_people_and_not_the_target_of_the_year() -> None:
    place = puskesmas()
    figure(place, "D2-IDL", 41, 100, month=1)
    figure(place, "D2-IDL", 12, 100, month=2)

    text = page(city(), "/ilp/panel/K2-B/").split("Menurut bulan")[1]

    assert "Januari 2026" in text
    assert [">41<" in text, "dari 0" in text] == [True, False]


def test_a_puskesmas_sees_the_own_alone() -> None:
    mine, other = puskesmas(), puskesmas("PKM-02", "16.74.02.1009")
    figure(mine, "D2-IDL", 11, 100)
    figure(other, "D2-IDL", 77, 100)
    client = browser(worker(Role.PUSKESMAS_RECORDER, puskesmas_office()), Role.PUSKESMAS_RECORDER)

    text = page(client, "/ilp/dasbor/klaster-2/")

    assert "11 dari 100" in text
    assert "88 dari 200" not in text
    assert client.get(f"/ilp/dasbor/klaster-2/?unit={other.public_id}").status_code == 404


def test_another_city_is_not_found_and_a_province_sees_all_of_its_cities() -> None:
    RegionFactory(code="18.71")
    figure("16.71", "D2-IDL", 300, 400)
    figure("16.74", "D2-IDL", 100, 200)
    figure("18.71", "D2-IDL", 999, 1000)
    client = of_province()

    assert "400 dari 600" in page(client, "/ilp/dasbor/klaster-2/")
    assert "300 dari 400" in page(client, "/ilp/dasbor/klaster-2/?wilayah=16.71")
    assert client.get("/ilp/dasbor/klaster-2/?wilayah=18.71").status_code == 404
    assert city().get("/ilp/dasbor/klaster-2/?wilayah=16.71").status_code == 404


def test_the_country_sees_provinces_and_may_go_into_one() -> None:
    RegionFactory(code="18", name="Lampung")
    figure("16.74", "D2-IDL", 100, 200)
    figure("18.71", "D2-IDL", 300, 400)
    client = browser(worker(Role.NATIONAL, national_office()), Role.NATIONAL)

    assert "400 dari 600" in page(client, "/ilp/dasbor/klaster-2/")
    text = page(client, "/ilp/panel/K2-B/")
    assert [words in text for words in ("Lampung", "300 dari 400")] == [True, True]
    assert "300 dari 400" in page(client, "/ilp/dasbor/klaster-2/?wilayah=18")


def test_small_counts_are_hidden_above_the_city_which_owns_them() -> None:
    figure(puskesmas(), "D2-KUNJ-REMAJA", 3)

    assert "<5" not in page(city(), "/ilp/dasbor/klaster-2/").replace("&lt;5", "<5")
    text = page(of_province(), "/ilp/dasbor/klaster-2/")
    assert "&lt;5" in text


def test_above_the_city_a_year_is_divided_one_way_at_a_time() -> None:
    figure("16.74", "D2-IDL", 100, 200, sex="P")
    figure("16.74", "D2-IDL", 60, 200, sex="L", month=2)
    client = of_province()

    whole, women = page(client, "/ilp/panel/K2-B/"), page(client, "/ilp/panel/K2-B/?kelamin=P&sampai=1")
    crossed = page(client, "/ilp/panel/K2-B/?kelamin=P&wilayah=16.74")

    assert [words in whole for words in ("Menurut bulan", "Menurut jenis kelamin", 'name="dari"')] == [
        True,
        True,
        False,
    ]
    assert ["Menurut bulan" in women, "Menurut wilayah" in women] == [False, False]
    sheet = client.get("/ilp/dasbor/klaster-2/berkas.xlsx?kelamin=P&wilayah=16.74")
    book = python_calamine.load_workbook(BytesIO(sheet.content))

    assert len(book.get_sheet_by_index(0).to_python()) == 1  # the heads alone
    assert ["Pilih satu pembagian saja" in crossed, "100 dari" in crossed] == [True, False]


def test_sensitive_small_counts_are_for_the_puskesmas_alone() -> None:
    figure(puskesmas(), "D4-TB-PASIEN", 3)
    recorder = browser(worker(Role.PUSKESMAS_RECORDER, puskesmas_office()), Role.PUSKESMAS_RECORDER)

    assert "&lt;5" in page(city(), "/ilp/dasbor/klaster-4/")
    assert "&lt;5" not in page(recorder, "/ilp/dasbor/klaster-4/")
    assert city().get("/ilp/catatan/D4-TB-PASIEN/").status_code == 404
    assert recorder.get("/ilp/catatan/D4-TB-PASIEN/").status_code == 200


def test_records_stand_behind_a_figure_for_who_may_open_them() -> None:
    figure(puskesmas(), "D2-IDL", 40, 100, sex="P")
    figure("16.71", "D2-IDL", 77, 100)

    text = page(city(), "/ilp/catatan/D2-IDL/?kelamin=P")

    assert [words in text for words in ("Puskesmas PKM-01", "Perempuan", "Diisi")] == [True, True, True]
    assert "77" not in text.split('data-testid="table"')[1].split("</table>")[0]
    assert of_province().get("/ilp/catatan/D2-IDL/").status_code == 404


def test_filters_narrow_by_month_and_group() -> None:
    place = puskesmas()
    figure(place, "D2-KUNJ-REMAJA", 10, month=1, sex="L")
    figure(place, "D2-KUNJ-REMAJA", 20, month=2, sex="P")

    assert ">30<" in page(city(), "/ilp/panel/K2-D/")
    assert ">20<" in page(city(), "/ilp/panel/K2-D/?dari=2&sampai=3")
    assert ">10<" in page(city(), "/ilp/panel/K2-D/?kelamin=L")


def test_the_public_reads_the_year_of_the_home_city_without_places() -> None:
    figure(puskesmas(), "D2-IDL", 40, 100)
    OfficeFactory()

    text = page(Client(), "/ilp/dasbor/klaster-2/?kelamin=P&sampai=1")

    assert "40 dari 100" in text
    assert "Puskesmas PKM-01" not in page(Client(), "/ilp/panel/K2-B/")
    assert Client().get("/ilp/catatan/D2-IDL/").status_code == 404
    assert Client().get("/ilp/dasbor/klaster-2/?wilayah=16.71").status_code == 404


def test_an_empty_board_says_who_fills_it() -> None:
    assert "Belum ada data periode ini" in page(city(), "/ilp/")


@pytest.mark.parametrize(
    "board", ["", "dasbor/klaster-1/", "dasbor/klaster-2/", "dasbor/klaster-3/", "dasbor/klaster-4/"]
)
def test_a_board_costs_few_queries_however_many_places(board: str, django_assert_max_num_queries: Any) -> None:
    client = city()
    for number in range(3):
        place = puskesmas(f"PKM-{number}", f"16.74.02.10{number + 3:02d}")
        for code, due in (("D2-IDL", 90), ("U-A-KUNJUNGAN", None), ("K3-A1-SKRINING", None), ("D4-TB-PASIEN", None)):
            figure(place, code, 50, due)
    client.get(f"/ilp/{board}")

    with django_assert_max_num_queries(12):
        client.get(f"/ilp/{board}")


@pytest.mark.parametrize(
    "address", ["panel/K2-B/", "panel/U-D/", "panel/K2-B/?wilayah=16.74", "dasbor/klaster-4/?wilayah=16.74"]
)
def test_a_page_of_a_province_costs_few_queries_too(address: str, django_assert_max_num_queries: Any) -> None:
    for code in ("16.71", "16.74"):
        for name, due in (("D2-IDL", 90), ("D2-IBL", 90), ("D4-TB-PASIEN", None)):
            figure(code, name, 50, due, sex="P")
    client = of_province()
    client.get(f"/ilp/{address}")

    with django_assert_max_num_queries(12):
        assert client.get(f"/ilp/{address}").status_code == 200


def test_files_hold_the_same_figures() -> None:
    figure(puskesmas(), "D2-IDL", 40, 100)

    sheet = city().get("/ilp/dasbor/klaster-2/berkas.xlsx")
    pdf = city().get("/ilp/dasbor/klaster-2/berkas.pdf")

    assert (sheet.content[:2], pdf.content[:4]) == (b"PK", b"%PDF")


def test_the_sheet_writes_the_people_of_a_step_nobody_counted_yet() -> None:
    figure(puskesmas(), "BUMIL-C-K1", 90, 100)

    sheet = city().get("/ilp/dasbor/klaster-2/berkas.xlsx")

    rows = python_calamine.load_workbook(BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert {row[0]: row[4:6] for row in rows if row[0] in ("K2-A1", "K2-A3", "K2-B1")} == {
        "K2-A1": [90, 100],
        "K2-A3": ["–", 100],
        "K2-B1": ["–", "–"],
    }


def test_pages_that_are_none_are_not_found() -> None:
    for address in ("dasbor/klaster-9/", "panel/K9-X/", "panel/K3-C9/", "catatan/XX/"):
        assert city().get(f"/ilp/{address}").status_code == 404


def contacts(*served: int) -> None:
    """Household contacts, on TPT, on OAT, neither: at one Puskesmas in January."""
    place = puskesmas()
    for name, number in zip(("SERUMAH", "TPT", "OAT", "TIDAK"), served, strict=True):
        figure(place, f"D4-KONTAK-{name}", number)


def paper(client: Client, address: str) -> str:
    """What a PDF says, blanks as one."""
    import pypdfium2

    pages = pypdfium2.PdfDocument(client.get(address).content)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def test_example_e_contacts_add_up_on_the_page_and_wait_where_follow_up_does() -> None:
    contacts(40, 20, 5, 15)

    assert "40 = 20 + 5 + 15." in page(city(), "/ilp/dasbor/klaster-4/")
    figure(Facility.objects.get(), "D4-KONTAK-SERUMAH", 3, month=2)
    assert "43 ≠ 20 + 5 + 15; belum ada hasil: 3." in page(city(), "/ilp/dasbor/klaster-4/")


@pytest.mark.drawn
def test_example_e_contacts_add_up_on_paper() -> None:
    contacts(40, 20, 5, 15)

    assert "40 = 20 + 5 + 15." in paper(city(), "/ilp/dasbor/klaster-4/berkas.pdf")


def test_example_e_misprints_are_not_drawn_and_fitness_stands_once_under_its_own_name() -> None:
    place = puskesmas()
    figure(place, "K3-C7-SKRINING", 60)
    figure(place, "K3-C8-BUGAR", 45, 60)

    text = page(city(), "/ilp/dasbor/klaster-3/")

    assert [f'panel-K3-C{n}"' in text for n in (7, 8, 9, 10)] == [True, True, False, False]
    assert "45 dari 60" in text
    assert "Kesehatan jasmani; naskah acuan menaruhnya di bawah kesehatan reproduksi." in text
    assert "BALITA-SEED" not in page(city(), "/ilp/panel/U-C/")
