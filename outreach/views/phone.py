"""What drivers and doctors note where there is no signal: the page the phone keeps, and the steps it sends later."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.generic import TemplateView, View

from core.exceptions import DomainError
from outreach.domain.dispatch import PhoneStep, take_step
from outreach.domain.workflow import NEXT
from outreach.enums import PickupVerb
from outreach.models import Pickup
from outreach.views.calls import body_of, uuid_of
from outreach.views.scope import StaffMixin

STEPS = tuple(NEXT.values())


def phone_words(person: str) -> dict[str, Any]:
    """What a page with buttons tells the script that keeps steps: addresses, who is signed in, the order of steps."""
    return {
        "put_url": reverse("pickup_step", args=["0"]).removesuffix("0/"),
        "session_url": reverse("pickup_token"),
        "page_url": reverse("pickup_phone"),
        "worker_url": reverse("pickup_worker"),
        "person": person,
        "steps": [{"verb": verb.value, "label": str(verb.label)} for verb in STEPS],
    }


class PickupPhoneView(StaffMixin, TemplateView):
    """The page that opens without signal: own pickups the phone remembers, by number and village alone."""

    policy = "pickup_act"
    template_name = "outreach/pickup_phone.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(phone=phone_words(self.user.public_id), **kwargs)


class PickupStepView(StaffMixin, View):
    """One step under the phone's own id: sent again it changes nothing. The portal's instant counts."""

    policy = "pickup_act"
    http_method_names = ["put"]

    def put(self, request: HttpRequest, public_id: str) -> JsonResponse:
        """201 the first time, 200 afterwards; 404 outside the own Puskesmas, 409 when it moved, 403 not one's own."""
        key, given = uuid_of(public_id), body_of(request)
        rows = Pickup.objects.visible_to(self.user, self.policy)
        pickup = get_object_or_404(rows, public_id=str(given.get("pickup", "")))
        verb = next((each for each in STEPS if each == given.get("verb")), None)
        if verb is None:
            return JsonResponse({"code": "invalid", "detail": ""}, status=422)
        noted = parse_datetime(str(given.get("noted_at") or "")[:40])
        phone = PhoneStep(key, noted if noted and noted.tzinfo else None)
        try:
            moved, is_new = take_step(
                pickup, PickupVerb(verb), by=self.user, role=self.role, at=timezone.now(), phone=phone
            )
        except DomainError as error:
            return JsonResponse({"code": error.code, "detail": error.detail}, status=error.status)
        answer = {"number": moved.number, "state": moved.state}
        return JsonResponse(answer, status=201 if is_new else 200)
