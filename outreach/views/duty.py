"""Who is on duty, who comes next, and which vehicles are out."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.enums import Role
from accounts.models import Membership, Office, User
from accounts.rules import may
from core import formats
from outreach.domain import roster
from outreach.forms import ShiftForm, VehicleForm
from outreach.models import Shift
from outreach.views.scope import StaffMixin

AHEAD = timedelta(days=14)


def people_of(office: Office) -> list[tuple[str, str]]:
    """Drivers and doctors of the Puskesmas, as (id and role, name and role)."""
    held = Membership.objects.in_force(timezone.localdate()).of_role(Role.DRIVER, Role.PUSKESMAS_DOCTOR)
    rows = held.filter(office=office).select_related("user").order_by("role", "user__name")
    return [(f"{row.user.public_id}|{row.role}", f"{row.user.name} ({row.get_role_display()})") for row in rows]


class DutyRosterView(StaffMixin, TemplateView):
    """The roster of the own Puskesmas for the next two weeks."""

    policy = "pickup_read"
    template_name = "outreach/duty_roster.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        office, at = self.office, timezone.now()
        if office is None:
            return super().get_context_data(office=None, **kwargs)
        shifts = Shift.objects.filter(office=office, ends_at__gt=at, starts_at__lt=at + AHEAD).select_related("user")
        plans = may(self.user, "duty_plan")
        if plans:
            kwargs.setdefault("shift_form", ShiftForm(people=people_of(office), auto_id="jaga_%s"))
            kwargs.setdefault("vehicle_form", VehicleForm(auto_id="kendaraan_%s"))
        return super().get_context_data(
            office=office,
            shifts=[
                (
                    row,
                    (
                        f"{formats.short_moment(row.starts_at, office.zone)} – "
                        f"{formats.short_moment(row.ends_at, office.zone)}"
                    ),
                    row.starts_at <= at,
                )
                for row in shifts
            ],
            vehicles=roster.vehicles_of(office.pk),
            plans=plans,
            **kwargs,
        )


class DutyPlanView(StaffMixin, View):
    """Put somebody on duty, take a shift back, put a vehicle into service: one form each."""

    policy = "duty_plan"
    http_method_names = ["post"]

    def refused_url(self) -> str:
        """Back to the roster."""
        return "/jaga/"

    def post(self, request: HttpRequest) -> HttpResponse:
        office, at = self.office, timezone.now()
        if office is None:
            return redirect("duty_roster")
        what = request.POST.get("what", "")
        if what == "drop":
            key = request.POST.get("shift", "")
            rows = Shift.objects.filter(office=office).select_related("user", "office")
            row = get_object_or_404(rows, pk=int(key) if key.isdecimal() and len(key) <= 18 else 0)  # noqa: PLR2004
            roster.drop_shift(row, by=self.user, at=at)
            messages.success(request, _("Jaga dibatalkan."))
            return redirect("duty_roster")
        form = (
            VehicleForm(request.POST, auto_id="kendaraan_%s")
            if what == "vehicle"
            else ShiftForm(request.POST, people=people_of(office), auto_id="jaga_%s")
        )
        if not form.is_valid():
            page = DutyRosterView()
            page.setup(request)
            name = "vehicle_form" if what == "vehicle" else "shift_form"
            return page.render_to_response(page.get_context_data(**{name: form, "form": form}), status=422)
        data = form.cleaned_data
        if what == "vehicle":
            roster.add_vehicle(office, name=data["name"], plate=data["plate"], by=self.user, at=at)
            messages.success(request, _("Kendaraan tercatat."))
            return redirect("duty_roster")
        public_id, _bar, role = data["person"].partition("|")
        starts = data["starts_at"].replace(tzinfo=office.zone)
        roster.add_shift(
            office,
            user=User.objects.get(public_id=public_id),
            role=role,
            starts_at=starts,
            ends_at=starts + timedelta(hours=data["hours"]),
            by=self.user,
            at=at,
        )
        messages.success(request, _("Jaga tercatat."))
        return redirect("duty_roster")
