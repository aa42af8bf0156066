"""The applicant's own home, licences, withdrawal and applying again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from core import formats
from licensing.domain import drafts, transitions
from licensing.domain.licences.flags import flags_on
from licensing.domain.licences.standing import planned_words, read
from licensing.domain.status_lines import TONES, status_label
from licensing.domain.workflow import available
from licensing.enums import Action, State
from licensing.models import Application, Licence, RecommendationType
from licensing.rules import actor_of
from licensing.views.scope import ApplicationMixin, PolicyMixin

WAITING_FOR_ME = (State.NEEDS_CORRECTION, State.REPAIRING)


class ApplicantHomeView(PolicyMixin, TemplateView):
    """First what waits for me, then what runs, then my licences."""

    policy = "application_edit"
    template_name = "licensing/applicant_home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(
            Application.objects.visible_to(self.request.user, "application_read")
            .for_list()
            .order_by("-created_at")[:100]
        )
        cards = [_card(row) for row in rows]
        return super().get_context_data(
            waiting=[card for card in cards if card["row"].state in WAITING_FOR_ME],
            drafts=[card for card in cards if card["row"].state == State.DRAFT],
            running=[
                card
                for card in cards
                if card["row"].closed_at is None and card["row"].state not in (*WAITING_FOR_ME, State.DRAFT)
            ],
            finished=[card for card in cards if card["row"].closed_at is not None],
            licences=licence_cards(self.request.user),
            **kwargs,
        )


def _card(row: Application) -> dict[str, Any]:
    due = ""
    if row.due_at is not None and row.closed_at is None:
        due = formats.short_moment(row.due_at)
    return {"row": row, "label": status_label(row), "tone": TONES[row.state], "due": due}


def licence_cards(user: Any) -> list[dict[str, Any]]:
    """Return the person's licences with state, changes to come, flags and the first day of renewal."""
    today = timezone.localdate()
    rows = (
        Licence.objects.visible_to(user)
        .select_related("place", "letter")
        .prefetch_related("statuses", "flags")
        .order_by("-starts_on")[:50]
    )
    names = dict(RecommendationType.objects.order_by("version").values_list("code", "name"))
    return [_licence_card(row, names.get(row.type_code, row.type_code), today) for row in rows]


def _licence_card(row: Licence, name: str, today: Any) -> dict[str, Any]:
    reading = read(row, on=today)
    return {
        "row": row,
        "name": name,
        "label": reading.label,
        "tone": reading.tone,
        "can_renew": reading.can_renew,
        "renew_from": reading.renew_from,
        "planned": planned_words(reading.planned),
        "flags": flags_on(row, today),
    }


class OwnLicenceListView(PolicyMixin, TemplateView):
    """My licences."""

    policy = "application_edit"
    template_name = "licensing/own_licence_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(licences=licence_cards(self.request.user), **kwargs)


class WithdrawView(ApplicationMixin, TemplateView):
    """A page asks before something that can't be undone."""

    policy = "application_withdraw"
    template_name = "licensing/application_withdraw.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application = self.application
        verbs = available(
            State(application.state), actor_of(self.request.user).roles, delegated=application.type.delegated
        )
        if Action.WITHDRAW not in verbs:
            raise Http404
        return super().get_context_data(application=application, **kwargs)

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        transitions.withdraw(
            self.application, by=self.actor, at=timezone.now(), note=request.POST.get("note", "")[:500]
        )
        messages.success(request, _("Permohonan %(number)s dibatalkan.") % {"number": number})
        return redirect("application_detail", number=number)


class CopyView(ApplicationMixin, View):
    """Ajukan lagi dengan data ini: a new draft, filled but for the refused items."""

    policy = "application_edit"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: str) -> HttpResponse:  # noqa: ARG002
        application = self.application
        if application.state not in (State.REFUSED, State.WITHDRAWN, State.LAPSED):
            raise Http404
        refused = set(
            application.corrections.filter(answered_at__isnull=True).values_list("requirement__code", flat=True)
        )
        draft = drafts.copy_of(application, by=self.actor, at=timezone.now(), without=refused)
        messages.success(request, _("Draf baru sudah terisi dengan data permohonan sebelumnya."))
        return redirect("draft_detail", number=draft.number)
