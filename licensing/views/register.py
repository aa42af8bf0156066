"""The register desk: one look, one button; the promise clock starts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core import formats
from core.components import Action as Button, Decision, Fact
from licensing.domain import transitions
from licensing.domain.desk import DeskClock
from licensing.enums import Action, State
from licensing.models import Application
from licensing.views.desk import DeskMixin, heading, left_words, number_line
from licensing.views.scope import ApplicationMixin


class RegisterView(DeskMixin, ApplicationMixin, TemplateView):
    """What is registered, and the number it got."""

    policy = "application_register"
    template_name = "licensing/desk/register.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application = self.application
        waits = application.state == State.VERIFIED
        return super().get_context_data(
            application=application,
            heading=heading(application),
            number_line=number_line(application),
            left=left_words(DeskClock(timezone.now()).minutes_left(application)),
            facts=_facts(application),
            letters=application.letter_links.select_related("letter", "letter__kind"),
            decision=Decision(
                actions=[Button(Action.REGISTER, _("Catat dalam register"), primary=True, form="register")],
                note=_("Nomor register diberikan berurutan; janji %(days)s mulai berjalan.")
                % {"days": formats.working_days(application.type.recommendation_days)},
            )
            if waits
            else None,
            **kwargs,
        )

    def post(self, request: HttpRequest, number: str) -> HttpResponse:  # noqa: ARG002  # the address names it
        application = self.application
        version = request.POST.get("version", "")
        transitions.register(
            application,
            by=self.actor,
            at=timezone.now(),
            version=int(version) if version.isdecimal() else None,
        )
        messages.success(
            request,
            _("Berkas %(number)s tercatat dengan nomor register %(register)s.")
            % {"number": application.number, "register": application.register_number},
        )
        return redirect("application_list")

    def refused_url(self) -> str:
        """Somebody was faster: the page shows the number that was given."""
        return reverse("application_register", args=[self.kwargs["number"]])


def _facts(application: Application) -> list[Fact]:
    zone = application.health_office.time_zone
    verified = application.events.filter(action=Action.VERIFY).select_related("actor").order_by("-seq").first()
    facts = [
        Fact(_("Jenis"), str(application.type.label)),
        Fact(_("Tempat"), application.place_name or "–"),
        Fact(_("Diajukan"), formats.full_moment(application.submitted_at, zone) if application.submitted_at else "–"),
        Fact(_("Masa hukum"), str(application.get_legal_era_display())),
    ]
    if verified is not None:
        who = verified.actor.name if verified.actor else verified.client_id
        facts.append(Fact(_("Lolos verifikasi"), f"{who}, {formats.full_moment(verified.at, zone)}"))
    if application.register_number:
        facts.append(Fact(_("Nomor register"), application.register_number))
    return facts
