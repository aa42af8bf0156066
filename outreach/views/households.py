"""The register of poor households: list, page, form; masked for whoever has no need to know."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from accounts.domain.offices import home_office
from accounts.rules import may
from core import formats
from core.components import Cell, Chip, Column, Fact, Filters, Row, Table
from core.months import Month
from core.web import ActFormMixin, FormKeyMixin, redirect_once
from outreach.domain.figures import registered_in, served_in
from outreach.domain.register import (
    Particulars,
    Person,
    change_household,
    note_left,
    register_household,
    withdraw_consent,
)
from outreach.enums import Need, Terrain
from outreach.forms import HouseholdForm, villages
from outreach.models import Household, ServiceArea
from outreach.querysets import HouseholdQuerySet, reach
from outreach.views.cards import HIDDEN
from outreach.views.scope import StaffMixin

PAGE_SIZE = 25


class HouseholdListView(StaffMixin, TemplateView):
    """Households within scope; the groups as chips."""

    policy = "pickup_read"
    template_name = "outreach/household_list.html"

    @property
    def shown(self) -> str:
        """`dilayani` for those served in the month, else all that were registered at its end."""
        return "dilayani" if self.request.GET.get("tampil") == "dilayani" else "terdaftar"

    def month(self) -> Month | None:
        """The month of the figure one comes from; None for the register as it stands."""
        asked = self.request.GET.get("bulan", "")
        if not asked:
            return None
        try:
            return Month.parse(asked, (self.office or home_office()).zone)
        except ValueError:
            return None

    def rows(self, month: Month | None) -> HouseholdQuerySet:
        """The register as it stands, or the households behind a figure, counted as the figure is."""
        rows = Household.objects.visible_to(self.user)
        if month is None:
            return rows.current()
        registered = registered_in(rows, month)
        return served_in(registered, month) if self.shown == "dilayani" else registered

    def lead(self, month: Month | None) -> str:
        """Which figure this list stands behind."""
        if month is None:
            return ""
        name = formats.plain_date(month.start.date()).partition(" ")[2]
        texts = {"dilayani": _("Didatangi dalam %(month)s."), "terdaftar": _("Terdaftar pada akhir %(month)s.")}
        return texts[self.shown] % {"month": name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        month = self.month()
        rows = self.rows(month)
        query = f"bulan={month}&tampil={self.shown}" if month else ""
        path, need = reverse("household_list"), self.request.GET.get("kelompok", "")
        groups = [(value, label) for value, label in Need.choices if value != Need.OTHER]
        counts = rows.aggregate(
            all=Count("pk", distinct=True),
            **{value: Count("pk", filter=Q(members__need=value), distinct=True) for value, _label in groups},
        )
        if need in dict(groups):
            rows = rows.filter(members__need=need).distinct()
        rows = rows.select_related("region").prefetch_related("members").order_by("region__name", "pk")
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))
        knows = may(self.user, "household_register")
        chips = [Chip(_("Semua"), f"{path}?{query}" if query else path, counts["all"], current=not need)]
        chips += [
            Chip(
                label,
                f"{path}?{'&'.join(filter(None, (query, f'kelompok={value}')))}",
                counts[value],
                current=need == value,
            )
            for value, label in groups
        ]
        return super().get_context_data(
            filters=Filters(chips=chips),
            page=page,
            table=_table(list(page.object_list), knows=knows) if page.paginator.count else None,
            lead=self.lead(month),
            count=page.paginator.count,
            may_register=knows,
            may_import=may(self.user, "sheet_import"),
            **kwargs,
        )


def _table(rows: list[Household], *, knows: bool) -> Table:
    columns = (
        Column(_("Kepala keluarga")),
        Column(_("Kelurahan")),
        Column(_("Didahulukan")),
        Column(_("Cara mencapai")),
        Column(_("Alat panggil")),
    )
    return Table(
        caption=_("Keluarga miskin"),
        hide_caption=True,
        columns=columns,
        rows=[
            Row(
                cells=(
                    Cell(
                        str(row.head_name) if knows and row.consent_withdrawn_at is None else HIDDEN,
                        url=reverse("household_detail", args=[row.public_id]),
                        strong=True,
                    ),
                    Cell(row.region.name),
                    Cell(", ".join(str(member.get_need_display()) for member in row.members.all()) or "–"),
                    Cell(row.get_terrain_display()),
                    Cell(aids_of(row)),
                )
            )
            for row in rows
        ],
    )


def aids_of(row: Household) -> str:
    """What the household can call with."""
    words = [_("stiker") if row.sticker else "", _("kenthongan") if row.kenthongan else ""]
    return ", ".join(filter(None, words)) or "–"


class HouseholdMixin(StaffMixin):
    """Gives `self.household` within scope, else 404."""

    kwargs: dict[str, Any]
    writes = False

    @property
    def household(self) -> Household:
        """The household of the address; kept for the request."""
        found: Household | None = getattr(self, "_household", None)
        if found is None:
            rows = Household.objects.select_related("region", "office")
            rows = rows.editable_by(self.user) if self.writes else rows.visible_to(self.user)
            found = get_object_or_404(rows, public_id=self.kwargs["public_id"])
            self._household = found
        return found

    def refused_url(self) -> str:
        """Back to the household."""
        return reverse("household_detail", args=[self.kwargs["public_id"]])


class HouseholdDetailView(HouseholdMixin, TemplateView):
    """One household; names, place and phone only for who registers or goes there."""

    policy = "pickup_read"
    template_name = "outreach/household_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.household
        writes = Household.objects.editable_by(self.user).filter(pk=row.pk).exists()
        card = str(row.card or "")
        facts = [
            Fact(_("Kelurahan"), row.region.name),
            Fact(_("Puskesmas"), row.office.name),
            Fact(_("Alamat atau patokan"), str(row.address) if writes else HIDDEN),
            Fact(_("Cara mencapai"), str(row.get_terrain_display())),
            Fact(_("Telepon"), _phone(row, writes=writes)),
            Fact(_("Kartu keluarga"), formats.masked_identity(card) if card and writes else "–"),
            Fact(_("Alat panggil"), aids_of(row)),
            Fact(_("Setuju dicatat"), formats.plain_date(row.consent_on)),
        ]
        return super().get_context_data(
            household=row,
            heading=str(row.head_name) if writes else _("Keluarga di %(village)s") % {"village": row.region.name},
            facts=facts,
            members=[
                (str(member.get_need_display()), str(member.name or "") if writes else "")
                for member in row.members.all()
            ],
            pickups=row.pickups.visible_to(self.user).order_by("-reported_at")[:10],
            writes=writes,
            is_current=row.left_on is None and row.consent_withdrawn_at is None,
            may_report=may(self.user, "pickup_create"),
            zone=row.office.time_zone,
            **kwargs,
        )


def _phone(row: Household, *, writes: bool) -> str:
    if not row.phone:
        return _("Tidak ada")
    return formats.phone(str(row.phone)) if writes else formats.phone_end(str(row.phone))


class _WriteMixin(ActFormMixin, FormKeyMixin, FormView[HouseholdForm]):
    template_name = "outreach/household_edit.html"
    user: Any

    def get_form(self, form_class: type[HouseholdForm] | None = None) -> HouseholdForm:  # noqa: ARG002
        areas = ServiceArea.objects.filter(reach(self.user, "household_register"))
        return HouseholdForm(places=villages(Q(code__in=areas.values("region_id"))), **self.get_form_kwargs())


def particulars_of(data: dict[str, Any], *, consent_on: date, keep_card: str = "") -> Particulars:
    """The facts of a valid form."""
    return Particulars(
        region=data["region"],
        head_name=data["head_name"],
        address=data["address"],
        terrain=Terrain(data["terrain"]),
        phone=data["phone"],
        card=data["card"] or keep_card,
        sticker=data["sticker"],
        kenthongan=data["kenthongan"],
        consent_on=consent_on,
        members=[Person(Need(need)) for need in data["members"]],
    )


class HouseholdCreateView(StaffMixin, _WriteMixin):
    """Write a household down, with its consent."""

    policy = "household_register"
    field_of = {"household_card_known": "card", "area_unknown": "region"}

    def act(self, form: Any) -> HttpResponse:
        today = timezone.localdate()

        def write() -> str:
            facts = particulars_of(form.cleaned_data, consent_on=today)
            return reverse("household_detail", args=[register_household(facts, by=self.user, at=self.at).public_id])

        answer = redirect_once(self.request, write)
        messages.success(self.request, _("Keluarga tercatat dalam daftar."))
        return answer


class HouseholdEditView(HouseholdMixin, _WriteMixin):
    """Correct it; a family card that is not typed again stays as it is."""

    policy = "household_register"
    writes = True
    field_of = {"household_card_known": "card", "area_unknown": "region"}

    def refused_url(self) -> str:
        """The form itself shows what was refused."""
        return reverse("household_edit", args=[self.kwargs["public_id"]])

    def get_initial(self) -> dict[str, Any]:
        row = self.household
        return {
            "head_name": row.head_name,
            "region": row.region_id,
            "address": row.address,
            "terrain": row.terrain,
            "phone": formats.phone(str(row.phone)) if row.phone else "",
            "members": list(row.members.values_list("need", flat=True)),
            "sticker": row.sticker,
            "kenthongan": row.kenthongan,
            "consent": True,
        }

    def act(self, form: Any) -> HttpResponse:
        row = self.household
        facts = particulars_of(form.cleaned_data, consent_on=row.consent_on, keep_card=str(row.card or ""))
        change_household(row, facts, by=self.user, at=self.at)
        messages.success(self.request, _("Perubahan tersimpan."))
        return redirect("household_detail", row.public_id)


class HouseholdLeaveView(HouseholdMixin, View):
    """The household moved, is no longer poor, or takes its consent back."""

    policy = "household_register"
    writes = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002
        row, at = self.household, timezone.now()
        if request.POST.get("why") == "consent":
            withdraw_consent(row, by=self.user, at=at)
            messages.success(request, _("Persetujuan ditarik; nama, alamat, dan telepon dihapus."))
            return redirect("household_list")
        note_left(row, on=timezone.localdate(at), by=self.user, at=at)
        messages.success(request, _("Keluarga ini dikeluarkan dari daftar mulai hari ini."))
        return redirect("household_detail", row.public_id)
