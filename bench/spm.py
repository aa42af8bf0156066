"""The twelve services of the SPM by place, over the generated country of the `ilp` bench, against SQL by hand."""

from collections.abc import Iterator
from typing import Any

from bench.harness import Run, Subject, at_most, bench
from bench.ilp import SIZES, cuts, fill

BY_PLACE = {
    "city": "coalesce(f.parent_id, v.facility_id, 0)::text",
    "province": "v.area",
    "country": "left(v.area, 2)",
}
SERVICES = """
    SELECT place, i.code, sum(served), sum(due) FILTER (WHERE month = newest)
    FROM (
        SELECT {place} AS place, v.indicator_id, v.month, sum(v.numerator) AS served, sum(v.denominator) AS due,
            max(v.month) OVER (PARTITION BY v.indicator_id, v.region_id, v.facility_id) AS newest
        FROM spm_value v
        {join}
        WHERE v.superseded_at IS NULL AND v.month BETWEEN %(first)s AND %(last)s AND {area}
            AND v.indicator_id = ANY(%(ids)s)
        GROUP BY 1, v.indicator_id, v.region_id, v.facility_id, v.month
    ) AS cells
    JOIN spm_indicator i ON i.id = cells.indicator_id
    GROUP BY 1, 2
"""


@bench("spm", database=True)
def spm(run: Run) -> Iterator[Subject]:
    size = SIZES[run.scale]
    run.note(**size._asdict(), rows=fill(size))
    for level, cut in cuts(run).items():
        if level != "women":
            yield Subject(
                f"{level}_services",
                product=lambda cut=cut: services(cut),  # type: ignore[misc]
                limit=lambda level=level, cut=cut: by_hand(level, cut),  # type: ignore[misc]
                goal=at_most(1.5),
            )


def services(cut: Any) -> list[tuple[str, str, int, int | None]]:
    """Served and due of each service by place, through the product."""
    from django.db.models import Q

    from spm.domain.dashboards import counting
    from spm.enums import Programme
    from spm.models import Value

    known = counting.definitions(Q(programme=Programme.SPM_CITY), cut.first, cut.last)
    rows = Value.objects.current().inside(cut.area.code)
    found = counting.tally(rows, cut, known, counting.PLACES[cut.area.level])
    return sorted(
        (str(place), code, count.served, count.due)
        for place, figures in found.items()
        for code, count in figures.items()
    )


def by_hand(level: str, cut: Any) -> list[tuple[str, str, int, int | None]]:
    """The same by one statement, and the definitions by one."""
    from django.db import connection

    area = {"city": "area = %(area)s", "province": "(area = %(area)s OR area LIKE %(below)s)"}.get(level, "true")
    join = "LEFT JOIN facilities_facility f ON f.id = v.facility_id" if level == "city" else ""
    values: dict[str, Any] = {
        "first": cut.first,
        "last": cut.last,
        "area": cut.area.code,
        "below": f"{cut.area.code}.%",
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM spm_indicator WHERE programme = 'spm_city' AND is_enabled")
        values["ids"] = [pk for (pk,) in cursor.fetchall()]
        cursor.execute(SERVICES.format(place=BY_PLACE[level], area=area, join=join), values)
        return sorted((place, code, int(served), int(due)) for place, code, served, due in cursor)
