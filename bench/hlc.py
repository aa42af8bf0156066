"""Coverage by profession and area: live in a city, from the summary in the country, against SQL by hand.

The database must be empty: it is migrated and filled here from one fixed arithmetic of numbers. At national scale
the installation's own city is also copied alone into a schema, to compare one city inside the country with itself.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from bench.harness import Run, Subject, at_most, bench

TODAY, PAST = date(2026, 1, 26), date(2019, 8, 17)
CITY = "16.07"


class Size(NamedTuple):
    """How much of everything."""

    provinces: int
    cities: int
    districts: int
    facilities: int
    people: int


SIZES = {
    "city": Size(provinces=1, cities=1, districts=6, facilities=260, people=4_000),
    "national": Size(provinces=38, cities=14, districts=14, facilities=60_000, people=2_000_000),
}


@bench("hlc", database=True)
def hlc(run: Run) -> Iterator[Subject]:
    size = SIZES[run.scale]
    fill(size)
    run.note(**{name: getattr(size, name) for name in size._fields})
    if run.is_national:
        yield from national()
        return
    yield Subject("city_live", product=lambda: live(CITY, TODAY), limit=lambda: by_hand(CITY, TODAY), goal=at_most(1.2))
    yield Subject("city_past", product=lambda: live(CITY, PAST), limit=lambda: by_hand(CITY, PAST), goal=at_most(1.2))


def national() -> Iterator[Subject]:
    """The country from the summary, today and on a past day; one city inside it, against the city alone."""
    from licensing.domain.coverage import summary as coverage_summary

    coverage_summary.rebuild()
    execute("ANALYZE licensing_coveragestep", "ANALYZE licensing_coveragekey")
    yield Subject("summary_today", product=lambda: kept(TODAY), limit=lambda: all_by_hand(TODAY), goal=at_most(0.02))
    yield Subject("summary_past", product=lambda: kept(PAST), limit=lambda: all_by_hand(PAST), goal=at_most(0.1))
    copy_alone()
    yield Subject("city_inside", product=lambda: live(CITY, TODAY), limit=alone, goal=at_most(2))


# --- the product --------------------------------------------------------------------------------------------------


def live(area: str, on: date) -> list[tuple[Any, ...]]:
    """Persons held and obliged by profession and kecamatan, through the product."""
    from licensing.domain.coverage import counting as coverage
    from licensing.domain.coverage.counting import Cut
    from licensing.enums import CoverageMeasure

    found = coverage.figures(Cut(on, areas=(area,)), CoverageMeasure.PERSONS, by=("profession", "kecamatan"))
    return sorted((*key, figure.obliged, figure.held) for key, figure in found.items())


def kept(on: date) -> list[tuple[Any, ...]]:
    """Persons held and obliged by profession and province, from the summary."""
    from licensing.domain.coverage.summary import summary
    from licensing.enums import CoverageMeasure

    found = summary(on, CoverageMeasure.PERSONS, by_profession=True)
    return sorted((profession, area, each.obliged, each.held) for (area, profession), each in found.items())


def alone() -> list[tuple[Any, ...]]:
    """The same city with nothing around it."""
    execute("SET search_path = alone, public")
    try:
        return live(CITY, TODAY)
    finally:
        execute("SET search_path = public")


# --- by hand ------------------------------------------------------------------------------------------------------

BY_HAND = """
    SELECT profession_id, area, count(*), count(*) FILTER (WHERE covered) FROM (
        SELECT pr.profession_id, substr(f.region_id, 1, %(width)s) AS area, pr.person_id, bool_and(h.holder_person_id
            IS NOT NULL) AS covered
        FROM workforce_placement p
        JOIN workforce_practitioner pr ON pr.id = p.practitioner_id
        JOIN facilities_facility f ON f.id = p.facility_id
        LEFT JOIN (
            SELECT DISTINCT l.holder_person_id, l.place_id, l.profession_id FROM licensing_licence l
            JOIN licensing_licencestatus s ON s.licence_id = l.id AND s.status = 'active'
                AND s.valid_from <= %(on)s AND (s.valid_to IS NULL OR s.valid_to > %(on)s)
            WHERE l.starts_on <= %(on)s AND (l.ends_on IS NULL OR l.ends_on >= %(on)s)
        ) h ON h.holder_person_id = pr.person_id AND h.place_id = p.facility_id AND h.profession_id = pr.profession_id
        WHERE p.needs_sip AND p.starts_on <= %(on)s AND (p.ends_on IS NULL OR p.ends_on >= %(on)s)
            AND (f.active_until IS NULL OR f.active_until >= %(on)s) AND f.region_id LIKE %(area)s
            AND NOT EXISTS (SELECT 1 FROM facilities_facilityclosure c WHERE c.facility_id = f.id AND c.kind = 'closed'
                AND c.withdrawn_at IS NULL AND c.starts_on <= %(on)s AND (c.ends_on IS NULL OR c.ends_on >= %(on)s))
        GROUP BY 1, 2, 3
    ) AS people GROUP BY 1, 2
"""


def by_hand(area: str, on: date, width: int = 8) -> list[tuple[Any, ...]]:
    """The same by one statement."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(BY_HAND, {"on": on, "area": f"{area}%", "width": width})
        return sorted(cursor.fetchall())


def all_by_hand(on: date) -> list[tuple[Any, ...]]:
    """The country by province."""
    return by_hand("", on, width=2)


# --- data ---------------------------------------------------------------------------------------------------------


def execute(*statements: str, **values: Any) -> None:
    """Run statements."""
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, values or None)


def fill(size: Size) -> None:
    """Migrate, load professions, and write regions, facilities, people, placements and licences.

    Facility n lies in kecamatan n modulo all; person n works in facility n modulo all, and every 20th also in the next.
    Four in five hold a licence of five years since some day of 2017 to 2021, every other of them a second one after it.
    """
    from django.core.management import call_command

    from facilities.models import Facility
    from licensing.models import Licence, LicenceStatus
    from tests.factories.accounts import LicensingOfficeFactory
    from workforce.models import Person, Placement, Practitioner, Profession

    call_command("migrate", verbosity=0)
    if Person.objects.exists():
        message = "the hlc bench fills an empty database; this one holds people"
        raise SystemExit(message)
    call_command("load_reference_data", verbosity=0)
    codes = sorted(Profession.objects.values_list("code", flat=True))
    professions = f"(ARRAY{codes})[1 + n % {len(codes)}]"
    first, city = (16, 7) if size.provinces == 1 else (11, 1)
    execute(
        "SET statement_timeout = 0",
        f"""CREATE TEMPORARY TABLE area AS SELECT row_number() OVER () - 1 AS n, p || '.'
            || lpad(c::text, 2, '0') || '.' || lpad(d::text, 2, '0') AS code
            FROM generate_series({first}, {first + size.provinces - 1}) p,
            generate_series({city}, {city + size.cities - 1}) c, generate_series(1, {size.districts}) d""",
        """INSERT INTO accounts_region (code, bps_code, level, name, in_baseline, current, note)
            SELECT code, '', 'kecamatan', code, true, true, '' FROM area ON CONFLICT DO NOTHING""",
    )
    areas = size.provinces * size.cities * size.districts
    office = LicensingOfficeFactory().pk
    insert(
        Facility, f"generate_series(0, {size.facilities - 1}) AS g (n) JOIN area ON area.n = g.n % {areas}",
        id="g.n + 1", public_id="'f' || g.n", code="'F' || g.n", name="'Fasilitas ' || g.n", kind="'klinik_pratama'",
        ownership="CASE WHEN g.n % 3 = 0 THEN 'kota' ELSE 'swasta' END", region_id="area.code",
        active_from="'2010-01-01'::date",
    )  # fmt: skip
    people = f"generate_series(1, {size.people}) AS g (n)"
    insert(Person, people, id="n", public_id="'o' || n", identity_kind="'nik'", identity_hash="'h' || n",
           name="'Orang ' || n")  # fmt: skip
    insert(Practitioner, people, id="n", public_id="'p' || n", person_id="n", profession_id=professions)
    insert(
        Placement, f"{people}, generate_series(0, CASE WHEN n % 20 = 0 THEN 1 ELSE 0 END) AS second (s)",
        practitioner_id="n", facility_id=f"1 + (n + s * {areas}) % {size.facilities}", needs_sip="true",
        starts_on="'2014-01-01'::date + (n * 37 % 3000)::int",
    )  # fmt: skip
    begin = "'2017-01-01'::date + (n * 13 % 1800)::int + s * 1800"
    insert(
        Licence, f"{people}, generate_series(0, CASE WHEN n % 2 = 0 THEN 1 ELSE 0 END) AS second (s) WHERE n % 5 > 0",
        id="n * 2 + s", public_id="'l' || n * 2 + s", type_code="'SIP'", number="'N' || n * 2 + s",
        office_id=str(office),
        holder_person_id="n", place_id=f"1 + n % {size.facilities}", profession_id=professions, starts_on=begin,
        ends_on=f"{begin} + 1826",
    )  # fmt: skip
    insert(
        LicenceStatus, "licensing_licence", licence_id="id", status="'active'", valid_from="starts_on",
        valid_to="CASE WHEN id % 2 = 0 AND id % 4 = 0 THEN starts_on + 1800 END",
    )  # fmt: skip
    tables = (Facility, Person, Practitioner, Placement, Licence, LicenceStatus)
    execute(*(f"VACUUM ANALYZE {model._meta.db_table}" for model in tables), "SET statement_timeout = 120000")


def insert(model: Any, source: str, /, **columns: str) -> None:
    """Write rows by one statement: `columns` are SQL over `source`; what a row needs besides gets an empty value."""
    from django.db import models

    empty = {models.BooleanField: "false", models.JSONField: "'[]'", models.DateTimeField: "now()"}
    for field in model._meta.concrete_fields:
        if not field.null and field.column not in columns and not field.primary_key:
            default = "1" if isinstance(field, models.IntegerField) else "''"
            columns[field.column] = next((text for kind, text in empty.items() if isinstance(field, kind)), default)
    names, values = ", ".join(columns), ", ".join(columns.values())
    execute(f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values} FROM {source}")


def copy_alone() -> None:
    """Copy one city with its indexes into a schema of its own."""
    inside = f"(SELECT id FROM facilities_facility WHERE region_id LIKE '{CITY}.%')"
    people = f"(SELECT practitioner_id FROM workforce_placement WHERE facility_id IN {inside})"
    licences = f"(SELECT id FROM licensing_licence WHERE holder_person_id IN {people})"
    which = {
        "facilities_facility": f"id IN {inside}",
        "workforce_placement": f"practitioner_id IN {people}",
        "workforce_practitioner": f"id IN {people}",
        "licensing_licence": f"holder_person_id IN {people}",
        "licensing_licencestatus": f"licence_id IN {licences}",
    }
    execute("CREATE SCHEMA alone")
    for table, condition in which.items():
        execute(
            f"CREATE TABLE alone.{table} (LIKE public.{table} INCLUDING ALL)",
            f"INSERT INTO alone.{table} SELECT * FROM public.{table} WHERE {condition}",
            f"ANALYZE alone.{table}",
        )
