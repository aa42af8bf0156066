"""What the coverage pages share: who looks how far, the filters, and addresses that keep them."""

from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.offices import home_office
from accounts.models import Office, Region
from core.components import ActiveFilter, Filters
from licensing.domain.coverage import names
from licensing.domain.coverage.reach import Reach, reach_of
from licensing.domain.coverage.reading import Reading
from licensing.enums import CoverageMeasure
from licensing.forms.coverage import CoverageForm
from licensing.views.scope import PolicyMixin


class CoverageMixin(PolicyMixin):
    """Measure, date and filters from the address; everything within the reach of the role."""

    policy = "hlc_read"
    page = "coverage_detail"

    @cached_property
    def office(self) -> Office:
        """The installation's own office."""
        return home_office()

    @cached_property
    def today(self) -> date:
        """Local day of the installation's own office."""
        return timezone.now().astimezone(self.office.zone).date()

    @cached_property
    def reach(self) -> Reach:
        """How far this person sees; a city of a province is asked for by `city`."""
        return reach_of(self.request.user, office=self.office).inside(self.request.GET.get("city", ""))

    @cached_property
    def measure(self) -> CoverageMeasure:
        """The measure asked for; persons when none is."""
        asked = self.request.GET.get("measure", "")
        return CoverageMeasure(asked) if asked in CoverageMeasure.values else CoverageMeasure.PERSONS

    @cached_property
    def form(self) -> CoverageForm:
        """The filters, checked."""
        form = CoverageForm(
            self.request.GET, reach=self.reach, today=self.today, measure=self.measure, home=self.office.region_id
        )
        form.is_valid()
        return form

    @cached_property
    def reading(self) -> Reading:
        """What is looked at."""
        return Reading(self.form.cut(), self.measure)

    def address(self, page: str = "", **changes: str) -> str:
        """Return the address of a coverage page with today's filters and some of them changed."""
        kept = {name: self.form.chosen.get(name, "") for name in self.form.fields if name != "on"}
        kept["on"] = "" if self.form.day == self.today else self.form.day.isoformat()
        kept["measure"] = "" if self.measure == CoverageMeasure.PERSONS else str(self.measure)
        query = {name: value for name, value in {**kept, **self._city, **changes}.items() if value}
        path = reverse(page or self.page)
        return f"{path}?{urlencode(query)}" if query else path

    @property
    def _city(self) -> dict[str, str]:
        asked = self.request.GET.get("city", "")
        return {"city": asked} if asked and self.reach.region == asked else {}

    def filters(self, **keep: str) -> Filters:
        """Return the filter bar."""
        active = [
            ActiveFilter(f"{self._filter_name(name)}: {self.form.label_of(name, value)}", self.address(**{name: ""}))
            for name, value in self.form.chosen.items()
        ]
        kept = {**self._city, **keep}
        if self.measure != CoverageMeasure.PERSONS:
            kept["measure"] = str(self.measure)
        return Filters(
            form=self.form,
            active=active,
            clear_url=f"{reverse(self.page)}?{urlencode(kept)}" if kept else reverse(self.page),
            keep=kept,
        )

    def _filter_name(self, name: str) -> str:
        return _("Fasilitas") if name == "facility" else str(self.form.fields[name].label)

    def place_name(self) -> str:
        """Return what the figures are of: the region, or the own facilities."""
        if self.reach.facilities is not None:
            return _("Fasilitas Anda")
        return _("Indonesia") if not self.reach.region else self._region_name()

    def _region_name(self) -> str:
        if not self.reach.is_wide:
            return names.region_name(self.reach.region)
        row = Region.objects.filter(code=self.reach.region).first()
        return row.name if row else self.reach.region
