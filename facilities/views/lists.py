"""The list of facilities; roles that read counts only get counts."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.rules import may, viewer_of
from core import formats
from core.components import Cell, Column, Kind as Tone, Row, Table
from facilities.domain.kinds import labels
from facilities.domain.listing import active_filters, caption, counts_only, inside
from facilities.forms.filters import FacilityFilter
from facilities.models import Facility

PER_PAGE = 25


class FacilityListView(TemplateView):
    """Filters and table; what is chosen stands in the address."""

    policy = "people_read"
    template_name = "facilities/facility_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        if counts_only(user):
            return super().get_context_data(counts=_counts_table(user), **kwargs)
        form = FacilityFilter(self.request.GET, user=user)
        rows = form.apply(Facility.objects.visible_to(user), on=today).for_list().order_by("name_key", "pk")
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            filters=form,
            active=active_filters(form, self.request.GET, reverse("facility_list")),
            page=page,
            table=_table(page, names=labels(), today=today),
            may_enter=may(user, "register_keep"),
            **kwargs,
        )


def _counts_table(user: Any) -> Table:
    codes = [scope.region_code for scope in viewer_of(user).scopes("people_read") if scope.region_code]
    rows: QuerySet[Facility, Any] = Facility.objects.active(timezone.localdate()).filter(inside("region", codes))
    counts = dict(rows.order_by().values_list("kind").annotate(number=Count("pk")))
    names = labels()
    return Table(
        _("Fasilitas yang beroperasi hari ini, menurut jenis"),
        (Column(_("Jenis")), Column(_("Jumlah"), numeric=True)),
        [
            Row((Cell(names.get(kind, kind)), Cell(formats.number(counts[kind]))))
            for kind in (*names, *(kind for kind in counts if kind not in names))
            if kind in counts
        ],
        total=(Cell(_("Seluruhnya")), Cell(formats.number(sum(counts.values())))),
    )


def _table(page: Page[Facility], *, names: Mapping[str, str], today: Any) -> Table:
    columns = (
        Column(_("Nama")),
        Column(_("Jenis")),
        Column(_("Kepemilikan")),
        Column(_("Wilayah")),
        Column(_("Keadaan")),
    )
    return Table(caption(page), columns, [_row(row, names, today) for row in page.object_list])


def _row(facility: Facility, names: Mapping[str, str], today: Any) -> Row:
    district = facility.region.parent
    state, tone = state_of(facility, today)
    return Row(
        (
            Cell(
                facility.name,
                note=facility.code,
                url=reverse("facility_detail", args=[facility.public_id]),
                strong=True,
            ),
            Cell(names.get(facility.kind, facility.kind), note=facility.parent.name if facility.parent else ""),
            Cell(facility.get_ownership_display()),
            Cell(facility.region.name, note=district.name if district else ""),
            Cell(state, kind=tone),
        )
    )


def state_of(facility: Facility, today: Any) -> tuple[str, Tone]:
    """Return the word and tone of a facility's state by its own dates; suspensions stand on its page."""
    if facility.active_until is not None and facility.active_until < today:
        return _("Ditutup"), Tone.NONE
    if facility.active_until is not None:
        return _("Akan ditutup"), Tone.FIX
    if facility.active_from > today:
        return _("Belum beroperasi"), Tone.WAIT
    return _("Beroperasi"), Tone.OK
