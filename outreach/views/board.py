"""The dispatch board: what is open, by time left; and the one-thumb verbs."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _, ngettext
from django.views.generic import TemplateView, View

from accounts.rules import may
from core import formats
from core.components import Chip, Filters
from core.exceptions import NotFound
from outreach.domain import dispatch, promises
from outreach.domain.roster import on_duty
from outreach.enums import PickupState, PickupVerb
from outreach.models import Compensation, Pickup, Promise, Vehicle
from outreach.querysets import OPEN
from outreach.views.cards import cards_of
from outreach.views.phone import phone_words
from outreach.views.scope import PickupMixin, StaffMixin

MOST = 60


class PickupBoardView(StaffMixin, TemplateView):
    """Open calls of the desk, the least time left on top; refreshes itself, and works without."""

    policy = "pickup_read"
    template_name = "outreach/pickup_board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        rows = Pickup.objects.visible_to(self.user).on_board()
        conditions = {
            "late": Q(state__in=OPEN, due_at__lt=at),
            "early": Q(state__in=OPEN, warn_at__lte=at, due_at__gte=at),
            "waiting": Q(state=PickupState.REPORTED),
        }
        counts = rows.aggregate(all=Count("pk"), **{name: Count("pk", filter=q) for name, q in conditions.items()})
        shown = self.request.GET.get("tampil", "")
        chosen = rows.filter(conditions[shown]) if shown in conditions else rows
        acts = may(self.user, "pickup_act")
        office = self.office
        zone = office.zone if office else None
        promise = promises.promise_on(timezone.localdate(at))
        return super().get_context_data(
            cards=cards_of(
                list(chosen.for_board().order_by("due_at", "pk")[:MOST]),
                at=at,
                acts=acts,
                masked=self.is_masked,
                user_id=self.user.pk,
                hours=promise.duplicate_hours,
            ),
            lead=self._lead(counts["all"], promise),
            filters=Filters(chips=self._chips(counts, shown if shown in conditions else "")),
            duty=[
                f"{shift.user.name} ({str(shift.get_role_display()).lower()}, "
                + _("sampai %(time)s") % {"time": formats.clock_time(shift.ends_at, zone)}
                + ")"
                for shift in (on_duty(office.pk, at=at) if office else [])
            ],
            updated=formats.zoned_time(at, zone),
            may_report=may(self.user, "pickup_create"),
            phone=phone_words(self.user.public_id) if acts else None,
            here=self.request.get_full_path(),
            **kwargs,
        )

    def _lead(self, count: int, promise: Promise) -> str:
        return ngettext(
            "%(count)s terbuka. Janji %(limit)s sejak dilaporkan, siang dan malam, juga hari libur.",
            "%(count)s terbuka. Janji %(limit)s sejak dilaporkan, siang dan malam, juga hari libur.",
            count,
        ) % {"count": formats.number(count), "limit": formats.duration(promise.limit_minutes)}

    def _chips(self, counts: dict[str, int], shown: str) -> list[Chip]:
        path = reverse("pickup_board")
        owed = Compensation.objects.visible_to(self.user).open().count()
        return [
            Chip(_("Semua"), path, counts["all"], current=not shown),
            Chip(
                _("Lewat janji"), f"{path}?tampil=late", counts["late"], current=shown == "late",
                tone="hot" if counts["late"] else "",
            ),
            Chip(
                _("Peringatan dini"), f"{path}?tampil=early", counts["early"], current=shown == "early",
                tone="warm" if counts["early"] else "",
            ),
            Chip(_("Belum diterima"), f"{path}?tampil=waiting", counts["waiting"], current=shown == "waiting"),
            Chip(_("Santunan terutang"), reverse("compensation_list"), owed),
        ]  # fmt: skip


class PickupActView(PickupMixin, View):
    """One verb by one press; the version on the card makes a second thumb lose."""

    policy = "pickup_act"
    http_method_names = ["post"]

    def refused_url(self) -> str:
        """Back to where the button was."""
        return self._back()

    def post(self, request: HttpRequest, public_id: str, verb: str) -> HttpResponse:  # noqa: ARG002
        pickup = self.pickup
        held = _number(request.POST.get("version", "")) or None
        at = timezone.now()
        match verb:
            case PickupVerb.ACCEPT:
                vehicle = Vehicle.objects.filter(
                    pk=_number(request.POST.get("vehicle", "")), office_id=pickup.office_id, is_active=True
                ).first()
                dispatch.accept(pickup, by=self.user, role=self.role, at=at, vehicle=vehicle, version=held)
            case PickupVerb.JOIN:
                dispatch.join(pickup, by=self.user, role=self.role, at=at)
            case PickupVerb.RELEASE:
                dispatch.release(pickup, by=self.user, at=at, version=held)
            case PickupVerb.DEPART:
                dispatch.depart(pickup, by=self.user, at=at, version=held)
            case PickupVerb.ARRIVE:
                dispatch.arrive(pickup, by=self.user, at=at, version=held)
            case PickupVerb.FINISH:
                dispatch.finish(pickup, by=self.user, at=at, version=held)
            case _:
                raise NotFound
        text = _("%(number)s: %(verb)s tercatat pukul %(time)s.") % {
            "number": pickup.number,
            "verb": str(PickupVerb(verb).label).lower().removeprefix("catat "),
            "time": formats.zoned_time(at, pickup.office.zone),
        }
        messages.success(request, text)
        return redirect(self._back())

    def _back(self) -> str:
        asked = self.request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(asked, {self.request.get_host()}, require_https=self.request.is_secure()):
            return asked
        return reverse("pickup_detail", args=[self.kwargs["public_id"]])


def _number(text: str) -> int:
    """A key or version as it came; 0 for what is none."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004  # fits every key
