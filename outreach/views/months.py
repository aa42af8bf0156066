"""The month a page of figures is about, and what its viewer may count."""

from django.utils import timezone

from accounts.domain.offices import home_office
from accounts.rules import may, viewer_of
from core.months import Month
from outreach.domain.figures import MonthFigures, month_figures
from outreach.models import Pickup
from outreach.querysets import counted_for, sees_small_counts
from outreach.views.scope import StaffMixin


class MonthMixin(StaffMixin):
    """The month asked for, this one by default."""

    def month(self) -> Month:
        """The month of `?bulan=`."""
        zone = (self.office or home_office()).zone
        try:
            return Month.parse(self.request.GET.get("bulan", ""), zone)
        except ValueError:
            return Month.of(timezone.now(), zone)

    @property
    def sees_rows(self) -> bool:
        """True for whoever may open the list behind the figures."""
        scopes = viewer_of(self.request.user).scopes("dashboard_read")
        return may(self.request.user, "pickup_read") and any(scope.cell.scope in ("W", "D") for scope in scopes)

    @property
    def hides_small(self) -> bool:
        """True where counts under five are hidden (cell `A`)."""
        return not sees_small_counts(self.request.user)

    def figures(self) -> MonthFigures:
        """The figures of the month for this viewer."""
        scope = counted_for(self.request.user)
        return month_figures(Pickup.objects.filter(scope), scope, self.month(), at=timezone.now())
