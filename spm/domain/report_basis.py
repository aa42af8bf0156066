"""By what a report is worked out: definitions, bands and names, frozen with it so that it can be worked out again."""

from datetime import date
from typing import Any

from accounts.models import Region
from facilities.models import Facility
from spm.domain.places import PUSKESMAS
from spm.enums import Programme
from spm.models import IndexBand, Indicator, Report, Standard
from spm.querysets import inside

_DEFINITION = (
    "code", "name", "name_en", "target_group", "numerator", "denominator", "numerator_en", "denominator_en", "measure",
    "aggregation", "numerator_over_time", "denominator_over_time", "stages", "source",
)  # fmt: skip


def basis_of(report: Report) -> dict[str, Any]:
    """All that stands beside the figures of `report` today, as plain JSON."""
    rows = Indicator.objects.of(report.programme).in_force(_last_day(report))
    indicators = [_definition(row) for row in rows]
    return {
        "indicators": indicators,
        "bands": [
            {
                "code": band.code,
                "name": band.name,
                "least": str(band.least),
                "recipients": band.weight_recipients,
                "quality": band.weight_quality,
            }
            for band in IndexBand.objects.filter(is_active=True)
        ],
        "places": {} if report.programme == Programme.SPM_PROVINCE else _places(report),
        "regions": dict(_regions(report)),
        "standards": {
            str(row.pk): {"service": row.indicator_code, "kind": row.kind, "name": row.name}
            for row in Standard.objects.filter(is_active=True, indicator_code__in=[each["code"] for each in indicators])
        },
    }


def _regions(report: Report) -> Any:
    """Names of the regencies and cities a province's events name."""
    if report.programme != Programme.SPM_PROVINCE:
        return ()
    return Region.objects.filter(parent=report.region_id).values_list("code", "name")


def _last_day(report: Report) -> date:
    return date(report.year, report.until, 28)


def _definition(row: Indicator) -> dict[str, Any]:
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in _DEFINITION},
        "target": None if row.target_percent is None else f"{row.target_percent.normalize():f}",
        "valid_from": row.valid_from.isoformat(),
    }


def _places(report: Report) -> dict[str, dict[str, Any]]:
    """Each facility that may have figures: its name, and the Puskesmas whose network it is of."""
    rows = Facility.objects.filter(inside("region_id", report.region_id))
    if report.facility_id is not None:
        rows = rows.filter(pk=report.facility_id) | rows.filter(parent=report.facility_id)
    heads = rows.filter(kind=PUSKESMAS).values_list("pk", flat=True)
    found = (rows.filter(pk__in=heads) | rows.filter(parent__in=heads)).order_by("code")
    return {
        str(row.pk): {
            "code": row.code,
            "name": row.name,
            "public_id": row.public_id,
            "head": row.pk if row.kind == PUSKESMAS else row.parent_id,
        }
        for row in found
    }
