"""What is promised on a day, and which Puskesmas serves a village."""

from datetime import date, datetime

from accounts.models import Office
from outreach.domain.clock import Limits
from outreach.exceptions import AreaUnknown
from outreach.models import Promise, ServiceArea


def promise_on(day: date) -> Promise:
    """Return the promise in force on that local day. Raises Promise.DoesNotExist before the first."""
    return Promise.objects.filter(valid_from__lte=day).order_by("-valid_from")[:1].get()


def promise_at(at: datetime, office: Office) -> Promise:
    """Return the promise in force at an instant, in the office's zone."""
    return promise_on(at.astimezone(office.zone).date())


def limits_of(promise: Promise) -> Limits:
    """Return the two limits in minutes."""
    return Limits(warning=promise.warning_minutes, limit=promise.limit_minutes)


def office_of(region_code: str) -> Office:
    """Return the Puskesmas of a village. Raises AreaUnknown."""
    row = ServiceArea.objects.select_related("office").filter(region_id=region_code).first()
    if row is None:
        raise AreaUnknown
    return row.office
