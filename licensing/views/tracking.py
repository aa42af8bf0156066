"""Where is my file: number and four digits, without logging in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from licensing.domain.clocks import read_clocks
from licensing.domain.eligibility import masked_name
from licensing.domain.status_lines import status_lines
from licensing.domain.tracking import WINDOW, too_many, tracked
from licensing.forms.tracking import TrackForm
from licensing.models import Application
from licensing.views.cards import clock_card, journey, main_clock, status_of


class TrackView(TemplateView):
    """Number and four digits, by POST; wrong pair and unknown number answer alike."""

    policy = "public_read"
    template_name = "licensing/application_track.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("track_form", TrackForm())
        return super().get_context_data(
            track_url=reverse("application_track"), login_url=reverse("session_create"), **kwargs
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TrackForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(track_form=form), status=422)
        number, last4 = form.cleaned_data["number"], form.cleaned_data["phone_last4"]
        if too_many(number, address=request.META.get("REMOTE_ADDR", "")):
            return render(request, "429.html", {"wait_minutes": WINDOW // 60}, status=429)
        application = tracked(number, last4)
        if application is None:
            return self.render_to_response(self.get_context_data(track_form=form, missed=True), status=404)
        return self.render_to_response(self.get_context_data(track_form=form, found=_found(application)))


def _found(application: Application) -> dict[str, Any]:
    now = timezone.now()
    readings = read_clocks(application, at=now)
    main = main_clock(readings)
    application.handler = None  # the public page names no officer
    return {
        "number": application.number,
        "type": application.type.label,
        "masked_name": masked_name(application.applicant_name),
        "status": status_of(status_lines(application, readings, public=True)),
        "clock": clock_card(application, main, now=now) if main else None,
        "stages": journey(application, list(application.events.order_by("seq").select_related("actor")), public=True),
    }
