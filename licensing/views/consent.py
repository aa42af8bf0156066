"""The person's own page: who asks to file for them, what the facility will see, yes or no, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.models import User
from core import formats
from core.components import Fact
from core.exceptions import Conflict
from core.web import DomainErrorMixin
from licensing.domain.rosters import consents
from licensing.domain.rosters.consent_standing import Stand, stand_of
from licensing.enums import ApplicationKind, State
from licensing.exceptions import ConsentEnded
from licensing.models import FilingConsent, RecommendationType

VERBS = {"grant": consents.grant, "refuse": consents.refuse, "revoke": consents.revoke}


class ConsentPage(TemplateView):
    """What both ways to the page share; `way` is how the person proved who they are."""

    way = ""
    template_name = "licensing/roster/consent.html"

    def consent(self) -> FilingConsent:
        """The question; refused where it is not theirs."""
        raise NotImplementedError

    def who(self) -> User | None:
        """The account that answers; None by the secret link."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        consent = self.consent()
        stands = stand_of(consent, at=timezone.now())
        application = next((row.application for row in consent.applications.all() if row.granted), None)
        is_sent = application is not None and application.state not in (State.DRAFT, State.WITHDRAWN)
        return super().get_context_data(
            consent=consent,
            facts=_facts(consent),
            is_waiting=stands == Stand.WAITING,
            is_granted=stands == Stand.GRANTED,
            is_refused=stands == Stand.REFUSED,
            is_revoked=stands == Stand.REVOKED,
            is_over=stands in (Stand.EXPIRED, Stand.CANCELLED),
            can_revoke=stands == Stand.GRANTED and not is_sent,
            number=application.number if application else "",
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002  # the address
        verb = VERBS.get(request.POST.get("action", ""))
        if verb is None:
            return redirect(request.path)
        try:
            verb(self.consent(), by=self.who(), way=self.way, at=timezone.now())
        except Conflict as refused:
            messages.warning(request, refused.detail)
        return redirect(request.path)


def _facts(consent: FilingConsent) -> list[Fact]:
    kind = RecommendationType.objects.filter(code=consent.type_code).order_by("-version").first()
    facts = [
        Fact(_("Fasilitas"), consent.placement.facility.name),
        Fact(_("Penanggung jawab yang meminta"), consent.asked_by.name),
        Fact(_("Izin"), str(kind.label) if kind else consent.type_code),
        Fact(_("Sifat"), str(ApplicationKind(consent.kind).label)),
    ]
    if consent.previous_licence is not None and consent.previous_licence.ends_on is not None:
        facts.append(Fact(_("SIP Anda berakhir"), formats.full_date(consent.previous_licence.ends_on)))
    facts.append(Fact(_("Jawab paling lambat"), formats.full_moment(consent.expires_at)))
    return facts


class ConsentAnswerView(ConsentPage):
    """By the secret link sent to the person's own number; nothing of the page is kept by browser or referrer.

    The policy is public because nobody signs in: without a valid secret there is nothing to see.
    """

    policy = "public_read"
    way = consents.LINK

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[assignment]
        except ConsentEnded as refused:
            response = render(request, "licensing/roster/consent_ended.html", {"error": refused}, status=403)
        response["Referrer-Policy"] = "same-origin"
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    def consent(self) -> FilingConsent:
        return consents.consent_by_token(self.kwargs["token"], at=timezone.now())

    def who(self) -> User | None:
        return None


class ConsentDetailView(DomainErrorMixin, ConsentPage):
    """From the inbox: the person's own account is the proof."""

    policy = "session"
    way = consents.INBOX

    def consent(self) -> FilingConsent:
        return consents.consent_of_person(self.kwargs["public_id"], self.request.user)

    def who(self) -> User | None:
        user: User = self.request.user  # type: ignore[assignment]  # the policy asks for an account
        return user

    def refused_url(self) -> str:
        """Back to the page, with the reason."""
        return reverse("consent_detail", args=[self.kwargs["public_id"]])
