"""The weekly word to each coordinator: how many of the staff hold a SIP, whose ends, who has none (ROSTER_WEEKLY)."""

from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.domain.messages import tell
from accounts.models import User
from facilities.models import Facility, FacilityPerson
from facilities.querysets import own_facilities
from licensing.domain.rosters import roster

MONDAY = 0


def tell_coordinators(*, at: datetime, on: date) -> int:
    """Tell each coordinator on Mondays, once a week; nobody whose facility has no staff. Returns how many hear."""
    if on.weekday() != MONDAY:
        return 0
    in_charge = FacilityPerson.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)
    people = User.objects.filter(pk__in=in_charge.values("user"), is_active=True).order_by("pk")
    return sum(_tell(user, at, on) for user in people.iterator(chunk_size=200))


def _tell(user: User, at: datetime, on: date) -> int:
    places = list(Facility.objects.filter(pk__in=own_facilities(user.pk, on)).order_by("name", "pk"))
    figures = roster.read(places, on=on, at=at).figures
    if not figures.needed:
        return 0
    year, week, _day = on.isocalendar()
    tell(
        "ROSTER_WEEKLY",
        user=user,
        params={
            "fasilitas": _name(user, places, on),
            "jumlah": figures.held,
            "total": figures.needed,
            "berakhir": figures.ending,
            "tanpa": figures.missing,
        },
        dedupe_key=f"ROSTER_WEEKLY:{user.pk}:{year}-{week:02d}",
        at=at,
        link=reverse("roster"),
    )
    return 1


def _name(user: User, places: list[Facility], on: date) -> str:
    """Return the place the person is in charge of; the roster counts its network as well."""
    own = FacilityPerson.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), user=user, starts_on__lte=on)
    name = str(own.select_related("facility").order_by("facility__name").values_list("facility__name", flat=True)[0])
    return _("%(name)s dan jejaringnya") % {"name": name} if len(places) > 1 else name
