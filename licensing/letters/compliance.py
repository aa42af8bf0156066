"""Make a compliance list: read the roster, freeze it in a letter, leave drawing and sealing to the worker."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.domain.offices import home_office
from accounts.models import User
from core import audit
from facilities.models import Facility
from letters.domain import issuing
from licensing.domain.rosters import roster
from licensing.domain.rosters.permits import permits_of
from licensing.enums import ComplianceVariant
from licensing.letters.compliance_list import permits_content, staff_content
from licensing.models import ComplianceList, Licence


@transaction.atomic
def issue_list(
    facilities: Sequence[Facility], *, variant: ComplianceVariant, by: User, key: str, at: datetime
) -> ComplianceList:
    """Queue the list of `facilities[0]` (with the others as its network); the same `key` gives the same list."""
    head, office = facilities[0], home_office()
    on = at.astimezone(office.zone).date()
    if variant == ComplianceVariant.PERMITS:
        content = permits_content(head, permits_of([head], on=on), office=office, on=on, at=at)
    else:
        everybody = roster.read(facilities, on=on, at=at)
        licences = {row.standing.sip.pk for row in everybody.entries if row.standing.sip}
        numbers = dict(Licence.objects.filter(pk__in=licences).values_list("pk", "number"))
        content = staff_content(head, everybody, numbers=numbers, variant=variant, office=office, at=at)
    letter = issuing.queue(content, office=office, key=f"compliance:{key}", at=at, by=by)
    row, is_new = ComplianceList.objects.get_or_create(
        letter=letter,
        defaults={
            "facility": head,
            "variant": variant,
            "with_network": len(facilities) > 1,
            "as_of": at,
            "asked_by": by,
        },
    )
    if is_new:
        audit.record(
            action="compliance_list.issue",
            by=by,
            obj=row,
            office=office,
            payload={"facility": head.code, "variant": variant, "number": letter.number},
            at=at,
        )
    return row
