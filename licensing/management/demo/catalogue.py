"""What the generators ask of the loaded catalogue."""

from licensing.management.demo.register import Terms
from licensing.models import RecommendationType
from workforce.models import Profession


def terms() -> Terms:
    """Return the terms of every type, newest version."""
    types = RecommendationType.objects.order_by("version")
    return Terms(
        years={row.code: row.validity_years for row in types},
        delegated_since={row.code: row.delegated_since for row in types},
        series={row.code: row.product_series for row in types},
        type_of=dict(Profession.objects.values_list("code", "type_code")),
    )
