"""`/track/`: number and last four digits, for everybody."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import PublicView
from licensing.api.serializers.tracking import TrackedSerializer, TrackInput
from licensing.domain.clocks import read_clocks
from licensing.domain.eligibility import masked_name
from licensing.domain.status_lines import status_lines
from licensing.domain.tracking import WINDOW, too_many, tracked
from licensing.enums import ClockName, State
from licensing.models import Application


class Track(PublicView):
    """Where a file stands."""

    throttle_scope = "track"

    @extend_schema(operation_id="track", request=TrackInput, responses=TrackedSerializer, tags=["track"])
    def post(self, request: Request) -> Response:
        """State, its three lines, clocks and timeline. A wrong pair and an unknown number answer alike: 404."""
        given = TrackInput(data=request.data)
        given.is_valid(raise_exception=True)
        number = given.validated_data["number"]
        if too_many(number, address=request.META.get("REMOTE_ADDR", "")):
            raise Throttled(wait=WINDOW)
        application = tracked(number, given.validated_data["phone_last4"])
        if application is None:
            raise Http404
        return Response(TrackedSerializer(_facts(application)).data)


def _facts(application: Application) -> dict[str, Any]:
    now = timezone.now()
    readings = read_clocks(application, at=now)
    first: dict[str, Any] = {}
    for event in application.events.order_by("seq"):
        first.setdefault(event.to_state, event.at)
    first.pop(State.DRAFT, None)
    return {
        "number": application.number,
        "type": application.type.code,
        "type_name": application.type.label,
        "applicant": masked_name(application.applicant_name),
        "state": application.state,
        "status": status_lines(application, readings, public=True),
        "clocks": [readings[name] for name in ClockName if name in readings],
        "timeline": [{"state": state, "label": State(state).label, "at": at} for state, at in first.items()],
    }
