"""Coverage for everybody: totals only, small counts hidden."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.domain.offices import home_office
from core.web import DomainErrorMixin
from facilities.enums import Ownership
from licensing.domain.coverage.counting import Cut
from licensing.domain.coverage.reading import Reading
from licensing.enums import CoverageMeasure
from licensing.views.coverage_counts import owned_tile, public_tile
from licensing.views.coverage_tables import headline


class PublicCoverageView(DomainErrorMixin, TemplateView):
    """The three measures, and of persons the city's own."""

    policy = "public_read"
    template_name = "licensing/coverage/public.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        office = home_office()
        on = timezone.now().astimezone(office.zone).date()
        cut = Cut(on, areas=(office.region_id,))
        totals = {each: Reading(cut, each).total() for each in CoverageMeasure}
        owned = Reading(cut.within(ownership=Ownership.CITY.value), CoverageMeasure.PERSONS).total()
        tiles = [public_tile(each.value, headline(each), figure) for each, figure in totals.items()]
        return super().get_context_data(
            on=on,
            place=office.region.name,
            kpis=[*tiles, owned_tile(totals[CoverageMeasure.PERSONS], owned)],
            is_empty=not any(figure.obliged for figure in totals.values()),
            measures=[
                (
                    headline(CoverageMeasure.PERSONS),
                    _("Orang yang bekerja di tempat wajib SIP; dihitung lengkap bila semua tempatnya ber-SIP."),
                ),
                (
                    headline(CoverageMeasure.PLACEMENTS),
                    _("Tempat kerja orang-orang itu; satu orang dapat mempunyai beberapa."),
                ),
                (
                    headline(CoverageMeasure.FACILITIES),
                    _("Fasilitas dan usaha yang wajib berizin; dihitung lengkap bila semua izinnya berlaku."),
                ),
            ],
            **kwargs,
        )
