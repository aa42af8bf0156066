"""Dashboards over a generated country: 514 regencies and cities, a year, all indicators, against SQL by hand.

The database must be empty: it is migrated and filled here from one fixed arithmetic of numbers. One city keeps its
figures by Puskesmas and network, as the installation's own does; the others by area. At city scale the country is one
province. Every dashboard is asked for the widest area, for a province and for the city, and for one group of people.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from bench.harness import Fact, Run, Subject, at_most, bench
from bench.hlc import execute, insert

CITY, PROVINCE = "16.74", "16"
FIRST, LAST = date(2025, 1, 1), date(2025, 12, 1)
AT = datetime(2026, 1, 26, tzinfo=UTC)
MOST_QUERIES = 12
BOARDS = ("utama", "klaster-2", "klaster-3", "klaster-4")


class Size(NamedTuple):
    """Regencies and cities of the country, and units of the one city."""

    areas: int
    provinces: int
    units: int


SIZES = {"city": Size(areas=17, provinces=1, units=12), "national": Size(areas=514, provinces=38, units=40)}


@bench("ilp", database=True)
def ilp(run: Run) -> Iterator[Subject | Fact]:
    size = SIZES[run.scale]
    run.note(**size._asdict(), rows=fill(size))
    for level, cut in cuts(run).items():
        for board in BOARDS:
            yield Subject(
                f"{level}_{board}",
                product=lambda board=board, cut=cut: lines(board, cut),  # type: ignore[misc]
                limit=lambda board=board, cut=cut: by_hand(board, cut),  # type: ignore[misc]
                goal=at_most(1.5),
            )
    yield Fact("queries", value=most_queries(cuts(run)), goal=at_most(MOST_QUERIES))


# --- the product --------------------------------------------------------------------------------------------------


def cuts(run: Run) -> dict[str, Any]:
    """The questions: an area, the year, everybody; and one with a group."""
    from spm.domain.dashboards.cut import Area, Cut
    from spm.enums import Level

    areas = {"city": Area(Level.CITY, CITY, "Kota"), "province": Area(Level.PROVINCE, PROVINCE, "Provinsi")}
    if run.is_national:
        areas["country"] = Area(Level.NATIONAL, "", "Indonesia")
    found = {name: Cut(area, FIRST, LAST) for name, area in areas.items()}
    widest = areas["country" if run.is_national else "province"]
    return {**found, "women": Cut(widest, FIRST, LAST, sex="P")}


def board_of(board: str, cut: Any) -> Any:
    """The dashboard as who looks at that level sees it."""
    from spm.domain.dashboards.boards import board as work_out
    from spm.enums import Dashboard

    return work_out(Dashboard(board), cut, reach_of(cut), at=AT)


def reach_of(cut: Any) -> Any:
    """Somebody who sees the whole area; small counts are seen, so that both sides have the same figures."""
    from spm.domain.dashboards.reach import Reach
    from spm.models import Value

    class Everything(Reach):
        def figures(self, area: Any) -> Any:
            return Value.objects.current().inside(area.code)

    return Everything(cut.area, owns=True, owns_all=True, has_places=True, has_groups=True)


def lines(board: str, cut: Any) -> list[tuple[str, str, int, int | None]]:
    """Every line that has figures, through the product."""
    found = board_of(board, cut)
    counts = ((line.wanted, line.count) for drawing in found.drawings for line in drawing.lines)
    return sorted((wanted.panel, wanted.code, count.served, count.due) for wanted, count in counts if count)


def most_queries(questions: dict[str, Any]) -> int:
    """The most statements any dashboard costs, counted."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    most = 0
    for cut in questions.values():
        for board in BOARDS:
            with CaptureQueriesContext(connection) as statements:
                board_of(board, cut)
            most = max(most, len(statements))
    return most


# --- by hand ------------------------------------------------------------------------------------------------------

SUMS = """
    SELECT indicator_id, sum(numerator), sum(denominator) FROM spm_value
    WHERE superseded_at IS NULL AND month BETWEEN %(first)s AND %(last)s AND indicator_id = ANY(%(plain)s)
        AND {area} {group}
    GROUP BY 1
    UNION ALL
    SELECT indicator_id, sum(CASE WHEN month = newest OR indicator_id = ANY(%(flow)s) THEN served END),
        sum(CASE WHEN month = newest THEN due END)
    FROM (
        SELECT indicator_id, month, sum(numerator) {filter} AS served, sum(denominator) {filter} AS due,
            max(month) OVER (PARTITION BY indicator_id, region_id, facility_id) AS newest
        FROM spm_value
        WHERE superseded_at IS NULL AND month BETWEEN %(first)s AND %(last)s AND indicator_id = ANY(%(yearly)s)
            AND {area}
        GROUP BY indicator_id, region_id, facility_id, month
    ) AS cells
    GROUP BY 1
"""


def by_hand(board: str, cut: Any) -> list[tuple[str, str, int, int | None]]:
    """The same by one statement, and the panels and definitions by two."""
    from django.db import connection

    values: dict[str, Any] = {
        "first": cut.first,
        "last": cut.last,
        "area": cut.area.code,
        "below": f"{cut.area.code}.%",
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, reads, base FROM spm_panel WHERE dashboard = %s AND is_enabled", [board])
        panels = [(code, _list(reads), base) for code, reads, base in cursor]
        cursor.execute(
            'SELECT id, code, "group", programme, denominator_over_time, numerator_over_time, measure'
            " FROM spm_indicator WHERE is_enabled AND valid_from <= %(last)s",
            values,
        )
        definitions = cursor.fetchall()
        named = {each for _code, reads, base in panels for each in (*reads, base) if each}
        groups: dict[str, list[str]] = {}
        used = {}
        for pk, code, group, programme, *rest in definitions:
            word = f"group:{group}" if programme == "ilp" else ""
            if code in named or word in named:
                used[pk] = (code, *rest)
                groups.setdefault(word, []).append(code)
        values["yearly"] = [pk for pk, (_code, *over, _measure) in used.items() if "last" in over]
        values["plain"] = [pk for pk, (_code, *over, _measure) in used.items() if "last" not in over]
        values["flow"] = [pk for pk, (_code, _over, flow, _measure) in used.items() if flow != "last"]
        area = (
            "true"
            if not cut.area.code
            else "area = %(area)s"
            if "." in cut.area.code
            else "(area = %(area)s OR area LIKE %(below)s)"
        )
        group, only = ("AND sex = 'P'", "FILTER (WHERE sex = 'P')") if cut.sex else ("", "")
        cursor.execute(SUMS.format(area=area, group=group, filter=only), values)
        sums = {used[pk][0]: (int(served), None if due is None else int(due)) for pk, served, due in cursor if served}
    shares = {code for code, *_over, measure in used.values() if measure == "percent"}
    found = []
    for panel, reads, base in panels:
        for code in (code for each in reads for code in groups.get(each, [each])):
            if code in sums:
                served, due = sums[code]
                if base and base in sums:
                    due = sums[base][1] if base in shares else sums[base][0]
                found.append((panel, code, served, due))
    return sorted(found)


def _list(stored: Any) -> list[str]:
    import json

    return list(json.loads(stored)) if isinstance(stored, str) else list(stored)


# --- data ---------------------------------------------------------------------------------------------------------


def fill(size: Size) -> int:
    """Migrate, load definitions, and write a year of every indicator in use at every place, women and men apart.

    Place p of area a counts (p + a + month) modulo 90 of 100; a yearly target stands in every month. Returns the rows.
    """
    from django.core.management import call_command

    from facilities.models import Facility
    from spm.models import Value

    call_command("migrate", verbosity=0)
    if Value.objects.exists():
        raise SystemExit("this bench fills an empty database; this one holds figures")
    call_command("load_reference_data", verbosity=0)
    numbers = f"generate_series(0, {size.areas - 2}) AS n"
    # The city asked about is the first; province 16 is the first of all, the others follow it around.
    code = (
        f"CASE WHEN n %% {size.provinces} = 0 THEN '16' ELSE (10 + n %% {size.provinces} +"
        f" CASE WHEN n %% {size.provinces} >= 6 THEN 1 ELSE 0 END)::text END || '.'"
        f" || lpad((1 + n / {size.provinces})::text, 2, '0')"
    ).replace("%%", "%")
    execute(
        "SET statement_timeout = 0",
        f"CREATE TEMPORARY TABLE area AS SELECT n + 1 AS n, {code} AS code FROM {numbers}",
        f"INSERT INTO area VALUES (0, '{CITY}')",
        """INSERT INTO accounts_region (code, bps_code, level, name, in_baseline, current, note)
            SELECT DISTINCT left(code, 2), '', 'provinsi', left(code, 2), true, true, '' FROM area
            ON CONFLICT DO NOTHING""",
        """INSERT INTO accounts_region (code, bps_code, level, name, in_baseline, current, note)
            SELECT code, '', 'kota', code, true, true, '' FROM area ON CONFLICT DO NOTHING""",
    )
    insert(
        Facility, f"generate_series(1, {size.units}) AS u", id="u", public_id="'f' || u", code="'F' || u",
        name="'Unit ' || u", kind="CASE WHEN u % 4 = 1 THEN 'puskesmas' ELSE 'pustu' END", ownership="'kota'",
        region_id=f"'{CITY}'", active_from="'2010-01-01'::date",
        parent_id="CASE WHEN u % 4 <> 1 THEN u - (u + 3) % 4 END",
    )  # fmt: skip
    places = (
        "(SELECT code, NULL::int AS unit, n FROM area WHERE n > 0 UNION ALL"
        f" SELECT '{CITY}', u, u FROM generate_series(1, {size.units}) AS u) AS place"
    )
    insert(
        Value,
        f"{places}, generate_series(0, 11) AS m, (VALUES ('L'), ('P')) AS s (sex), spm_indicator i WHERE i.is_enabled"
        " AND i.programme IN ('ilp', 'spm_city')",
        indicator_id="i.id", region_id="place.code", area="place.code", facility_id="place.unit",
        month="'2025-01-01'::date + make_interval(months => m)", sex="s.sex", numerator="(place.n + m + i.id) % 90",
        denominator="CASE WHEN i.measure = 'percent' THEN 100 END", version="1", source="'imported'",
        recorded_at="'2026-01-20'::timestamptz",
    )  # fmt: skip
    execute(
        "VACUUM ANALYZE spm_value",
        "ANALYZE spm_indicator",
        "ANALYZE facilities_facility",
        "SET statement_timeout = 120000",
    )
    return Value.objects.count()
