"""One pickup: clock, team, steps, and what may be done with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.rules import may
from core import formats
from core.components import Fact
from core.exceptions import NotAllowed
from outreach.domain import dispatch
from outreach.domain.reporting import likely_same
from outreach.domain.roster import vehicles_of
from outreach.enums import PickupState
from outreach.forms import CancelForm
from outreach.models import Pickup, PickupEvent
from outreach.querysets import OPEN, UNDER_WAY
from outreach.views.cards import card_of, left_words, phone_of, place_of, reading_of, team_of, title_of
from outreach.views.phone import phone_words
from outreach.views.scope import PickupMixin, is_team


def _step_note(event: PickupEvent, zone: Any) -> str:
    """The reason, or the time the phone gave to a step that came later for want of signal."""
    if event.noted_at is None:
        return event.note
    return _("dicatat di ponsel %(time)s tanpa sinyal") % {"time": formats.short_moment(event.noted_at, zone)}


ARRIVED = (PickupState.ARRIVED, PickupState.FINISHED)


class PickupDetailView(PickupMixin, TemplateView):
    """Everything about one call; the buttons of whoever looks."""

    policy = "pickup_read"
    template_name = "outreach/pickup_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pickup, at, zone = self.pickup, timezone.now(), self.pickup.office.zone
        acts, creates = may(self.user, "pickup_act"), may(self.user, "pickup_create")
        mine = self.user.pk in (pickup.driver_id, pickup.doctor_id)
        card = card_of(pickup, at=at, acts=acts, masked=self.is_masked, user_id=self.user.pk)
        reading = reading_of(pickup, at)
        open_ = pickup.state in OPEN
        return super().get_context_data(
            pickup=pickup,
            card=card,
            title=title_of(pickup),
            figure=" ".join(left_words(reading)),
            facts=self._facts(),
            steps=[
                (event.get_verb_display(), formats.short_moment(event.at, zone), event.actor, _step_note(event, zone))
                for event in pickup.events.select_related("actor")
            ],
            vehicles=[row for row, out in vehicles_of(pickup.office_id) if not out]
            if acts and pickup.state == PickupState.REPORTED
            else [],
            may_join=acts and pickup.state in UNDER_WAY and not mine and self._seat_is_free(),
            may_release=acts and mine and pickup.state == PickupState.ACCEPTED,
            may_cancel=open_ and creates and not is_team(self.role),
            may_visit=may(self.user, "home_finding_write") and pickup.state in ARRIVED,
            same=[
                (row, place_of(row, masked=self.is_masked), formats.short_moment(row.reported_at, zone))
                for row in likely_same(pickup).visible_to(self.user).select_related("region", "office")
            ]
            if open_ and creates
            else [],
            cancel_form=CancelForm(),
            visits=pickup.visits.select_related("by").prefetch_related("findings")
            if may(self.user, "home_finding_read")
            else [],
            phone=phone_words(self.user.public_id) if acts else None,
            here=self.request.get_full_path(),
            **kwargs,
        )

    def _seat_is_free(self) -> bool:
        return (self.pickup.doctor_id if self.role == "puskesmas_doctor" else self.pickup.driver_id) is None

    def _facts(self) -> list[Fact]:
        pickup, zone = self.pickup, self.pickup.office.zone
        household = pickup.household
        noted = [Fact(_("Dicatat di ponsel"), formats.full_moment(pickup.noted_at, zone))] if pickup.noted_at else []
        return [
            Fact(_("Tempat"), place_of(pickup, masked=self.is_masked)),
            Fact(_("Telepon"), phone_of(pickup, masked=self.is_masked) or _("Tidak ada")),
            Fact(_("Kanal"), str(pickup.get_channel_display())),
            Fact(_("Dilaporkan"), formats.full_moment(pickup.reported_at, zone)),
            *noted,
            Fact(_("Batas tiba"), formats.full_moment(pickup.due_at, zone)),
            Fact(_("Petugas"), team_of(pickup)),
            *(
                [
                    Fact(
                        _("Keluarga"),
                        _("terdaftar"),
                        url=reverse("household_detail", args=[household.public_id]),
                    )
                ]
                if household
                else []
            ),
            *([Fact(_("Digabung ke"), pickup.merged_into.number)] if pickup.merged_into else []),
            *([Fact(_("Alasan batal"), pickup.cancel_reason)] if pickup.cancel_reason else []),
        ]


class PickupMergeView(PickupMixin, View):
    """Join this call to an earlier one."""

    policy = "pickup_create"
    http_method_names = ["post"]

    def refused_url(self) -> str:
        """Back to the call."""
        return reverse("pickup_detail", args=[self.kwargs["public_id"]])

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002
        rows = Pickup.objects.visible_to(self.user, self.policy)
        into = get_object_or_404(rows, public_id=request.POST.get("into", ""), pk__in=likely_same(self.pickup))
        dispatch.merge(self.pickup, into=into, by=self.user, at=timezone.now())
        messages.success(request, _("Digabung. Waktu %(number)s yang berjalan.") % {"number": into.number})
        return redirect("pickup_detail", into.public_id)


class PickupCancelView(PickupMixin, View):
    """Call it off, with a reason; never by who drives."""

    policy = "pickup_create"
    http_method_names = ["post"]

    def refused_url(self) -> str:
        """Back to the call."""
        return reverse("pickup_detail", args=[self.kwargs["public_id"]])

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002
        pickup = self.pickup
        if is_team(self.role):
            raise NotAllowed
        dispatch.cancel(pickup, reason=request.POST.get("reason", ""), by=self.user, at=timezone.now())
        messages.success(request, _("Permintaan dibatalkan; alasannya tercatat."))
        return redirect("pickup_detail", pickup.public_id)
