"""The list of practitioners; roles that read counts only get counts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from accounts.rules import may, viewer_of
from core import formats
from core.components import Cell, Column, Kind as Tone, Row, Table
from core.web import ActFormMixin
from facilities.domain.licence_register import placement_licensed
from facilities.domain.listing import active_filters, caption, counts_only, inside
from workforce.domain.identity import person_by_number, read_number
from workforce.forms.filters import PractitionerFilter
from workforce.forms.practitioner import FindForm
from workforce.models import Placement, Practitioner

PER_PAGE = 25
PLACES_SHOWN = 2
STR_WARNS_DAYS = 90


class PractitionerListView(TemplateView):
    """Filters and table; what is chosen stands in the address."""

    policy = "people_read"
    template_name = "workforce/practitioner_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        if counts_only(user):
            return super().get_context_data(counts=_counts_table(user, today), **kwargs)
        form = PractitionerFilter(self.request.GET, user=user)
        rows = form.apply(Practitioner.objects.visible_to(user).current(), on=today)
        ordered = rows.select_related("person", "profession").order_by("person__name_key", "pk")
        page = Paginator(ordered, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            filters=form,
            active=_active(form, self.request.GET),
            page=page,
            table=_table(page, _placements_of(page, user, today), today),
            facility_name=form.facility_name(),
            may_enter=may(user, "register_keep"),
            may_find=any(
                scope.cell.scope == "D" and not scope.cell.masked for scope in viewer_of(user).scopes("people_read")
            ),
            **kwargs,
        )


class PractitionerFindView(ActFormMixin, FormView[FindForm]):
    """Find a person by the whole identity number, within what one may see anyway."""

    policy = "people_read"
    template_name = "workforce/practitioner_find.html"
    form_class = FindForm
    field_of = {"identity_invalid": "number"}

    def act(self, form: Form) -> HttpResponse:
        kind = form.cleaned_data["kind"]
        person = person_by_number(kind, read_number(kind, form.cleaned_data["number"]))
        rows = Practitioner.objects.visible_to(self.request.user).current()
        found = rows.filter(person=person).order_by("pk").first() if person else None
        if found is None:
            form.add_error("number", _("Tidak ada tenaga dengan nomor ini di wilayah Anda."))
            return self._again(form, 422)
        return redirect("practitioner_detail", found.public_id)


def _active(form: PractitionerFilter, query: Any) -> list[Any]:
    return active_filters(form, query, reverse("practitioner_list"), names={"facility": form.facility_name()})


def _counts_table(user: Any, today: date) -> Table:
    codes = [scope.region_code for scope in viewer_of(user).scopes("people_read") if scope.region_code]
    placed = Placement.objects.in_force(today).filter(inside("facility__region", codes))
    counts = (
        placed.order_by()
        .values_list("practitioner__profession__name")
        .annotate(number=Count("practitioner", distinct=True))
    )
    rows = sorted(counts)
    return Table(
        _("Tenaga yang bekerja hari ini, menurut profesi"),
        (Column(_("Profesi")), Column(_("Orang"), numeric=True)),
        [Row((Cell(name), Cell(formats.number(number)))) for name, number in rows],
        total=(Cell(_("Seluruhnya")), Cell(formats.number(sum(number for _name, number in rows)))),
    )


def _placements_of(page: Page[Practitioner], user: Any, today: date) -> dict[int, list[Any]]:
    """Placements of today of everybody on the page that the viewer may see, with whether a SIP is in force."""
    rows = (
        Placement.objects.visible_to(user)
        .in_force(today)
        .filter(practitioner__in=[row.pk for row in page.object_list])
        .select_related("facility", "facility__region")
        .annotate(licensed=placement_licensed(today))
        .order_by("starts_on", "pk")
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.practitioner_id, []).append(row)
    return found


def _table(page: Page[Practitioner], placed: Mapping[int, list[Any]], today: date) -> Table:
    columns = (
        Column(_("Nama")),
        Column(_("Profesi")),
        Column(_("Tempat bekerja")),
        Column(_("STR")),
        Column(_("SIP")),
    )
    return Table(caption(page), columns, [_row(row, placed.get(row.pk, []), today) for row in page.object_list])


def _row(practitioner: Practitioner, placements: list[Any], today: date) -> Row:
    names = ", ".join(row.facility.name for row in placements[:PLACES_SHOWN])
    more = len(placements) - PLACES_SHOWN
    word, tone = str_state(practitioner, today)
    sip, sip_tone = sip_state(placements)
    return Row(
        (
            Cell(
                practitioner.person.full_name,
                url=reverse("practitioner_detail", args=[practitioner.public_id]),
                strong=True,
            ),
            Cell(practitioner.profession.name),
            Cell(names or "–", note=_("dan %(count)s tempat lain") % {"count": more} if more > 0 else ""),
            Cell(word, kind=tone),
            Cell(sip, kind=sip_tone),
        )
    )


def str_state(practitioner: Practitioner, today: date) -> tuple[str, Tone]:
    """Return the word and tone of an STR."""
    if not practitioner.str_number:
        return _("Belum tercatat"), Tone.NONE
    until = practitioner.str_valid_until
    if practitioner.str_lifetime or until is None:
        return _("Seumur hidup"), Tone.OK
    words = {"date": formats.plain_date(until)}
    if until < today:
        return _("Berakhir %(date)s") % words, Tone.BAD
    tone = Tone.FIX if (until - today).days <= STR_WARNS_DAYS else Tone.OK
    return _("Sampai %(date)s") % words, tone


def sip_state(placements: list[Any]) -> tuple[str, Tone]:
    """Return how many of today's places that need a SIP have one."""
    owed = [row for row in placements if row.needs_sip]
    if not placements:
        return _("Tidak bekerja"), Tone.NONE
    if not owed:
        return _("Tidak wajib"), Tone.NONE
    held = sum(bool(row.licensed) for row in owed)
    words = {"held": held, "owed": len(owed)}
    return _("%(held)s dari %(owed)s tempat") % words, Tone.OK if held == len(owed) else Tone.BAD
