"""Filing for many at once: choose people, ask each, see the drafts their consent made, send what is ready."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import TemplateView, View

from core import formats
from core.components import Chip, Filters
from core.web import FormKeyMixin, redirect_once
from licensing.domain.rosters import consent_drafts, consents, roster
from licensing.domain.rosters.consent_standing import Stand, stand_of
from licensing.domain.rosters.roster import Entry
from licensing.enums import State
from licensing.models import Application, ApplicationConsent, FilingConsent
from licensing.views.roster import RosterMixin, row_of
from licensing.views.scope import PolicyMixin

PAGE_SIZE = 25
MOST_AT_ONCE = 300


class FilingMixin(PolicyMixin):
    """Pages of somebody who files for the staff of a facility; applicants and desks have pages of their own."""

    policy = consents.POLICY


class ConsentAskView(FormKeyMixin, FilingMixin, RosterMixin, TemplateView):
    """Who will be asked, and who cannot be; then one press asks them all."""

    policy = consents.POLICY
    template_name = "licensing/roster/ask.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        chosen = _numbers(self.request.GET.getlist("pick"))
        found = roster.read(self.facilities(), on=timezone.localdate(), at=now, only=chosen).entries if chosen else []
        ready, others = [row for row in found if row.can_ask], [row for row in found if not row.can_ask]
        return super().get_context_data(
            ready=[_ask_row(row) for row in ready],
            others=[row_of(row, several=False) for row in others],
            until=now + consents.VALID,
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = _numbers(request.POST.getlist("pick"))

        def act() -> str:
            outcomes = consents.ask_many(chosen, by=self.actor, at=timezone.now())
            _say_asked(request, outcomes)
            return reverse("consent_list")

        return redirect_once(request, act)


def _numbers(texts: Sequence[str]) -> list[int]:
    return [int(text) for text in texts[:MOST_AT_ONCE] if text.isdecimal() and len(text) < 12]  # noqa: PLR2004  # a key


def _ask_row(row: Entry) -> dict[str, Any]:
    person = row.placement.practitioner.person
    reachable = person.user_id is not None or bool(person.phone)
    return {"shown": row_of(row, several=True), "is_reachable": reachable, "pk": row.placement.pk}


def _say_asked(request: HttpRequest, outcomes: Sequence[consents.Outcome]) -> None:
    asked = sum(outcome.consent is not None for outcome in outcomes)
    if asked:
        messages.success(
            request, _("%(count)s orang menerima permintaan persetujuan.") % {"count": formats.number(asked)}
        )
    for outcome in outcomes:
        if outcome.error:
            messages.warning(request, f"{outcome.name}: {outcome.error}")


# --- the list -------------------------------------------------------------------------------------------------

GROUPS: tuple[tuple[str, Any, Any], ...] = (
    ("waiting", gettext_lazy("Menunggu persetujuan"), "warm"),
    ("drafts", gettext_lazy("Draf"), ""),
    ("sent", gettext_lazy("Sudah dikirim"), ""),
    ("closed", gettext_lazy("Ditolak, ditarik, atau kedaluwarsa"), ""),
    ("all", gettext_lazy("Semua"), ""),
)
WORDS: dict[Stand, tuple[Any, str]] = {
    Stand.GRANTED: (gettext_lazy("Disetujui"), "ok"),
    Stand.REFUSED: (gettext_lazy("Tidak setuju"), "bad"),
    Stand.CANCELLED: (gettext_lazy("Dibatalkan"), "none"),
    Stand.EXPIRED: (gettext_lazy("Tidak dijawab"), "none"),
    Stand.REVOKED: (gettext_lazy("Persetujuan ditarik"), "bad"),
}


class ConsentListView(FilingMixin, TemplateView):
    """Every question of the own facilities with what became of it."""

    template_name = "licensing/roster/consents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        rows = [_consent_row(row, now) for row in consents.consents_of(self.request.user)[:1000]]
        wanted = self.request.GET.get("show", "all")
        chosen = wanted if wanted in {name for name, *_rest in GROUPS} else "all"
        page = Paginator(_of_group(rows, chosen), PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            rows=page.object_list,
            page=page,
            total=len(rows),
            answered=sum(not row["is_waiting"] for row in rows),
            drafts=len(_of_group(rows, "drafts")),
            filters=Filters(
                chips=[
                    Chip(
                        label,
                        f"?show={name}",
                        count=len(_of_group(rows, name)),
                        current=name == chosen,
                        tone=tone if _of_group(rows, name) else "",
                    )
                    for name, label, tone in GROUPS
                ]
            ),
            **kwargs,
        )


def _of_group(rows: Sequence[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [row for row in rows if name in ("all", row["group"])]


def _consent_row(consent: FilingConsent, now: datetime) -> dict[str, Any]:
    stands = stand_of(consent, at=now)
    person = consent.placement.practitioner.person
    application = next((row.application for row in consent.applications.all() if row.granted), None)
    row: dict[str, Any] = {
        "consent": consent,
        "name": person.full_name,
        "profession": consent.placement.practitioner.profession.name,
        "facility": consent.placement.facility.name,
        "asked": formats.short_moment(consent.asked_at),
        "is_waiting": stands == Stand.WAITING,
        "may_make": stands == Stand.GRANTED and application is None,
        "url": "",
        "number": "",
    }
    if stands == Stand.WAITING:
        label = _("Menunggu persetujuan %(name)s") % {"name": person.name}
        return row | {"group": "waiting", "label": label, "tone": "wait"}
    if stands != Stand.GRANTED or application is None:
        label, tone = WORDS[stands]
        return row | {"group": "drafts" if stands == Stand.GRANTED else "closed", "label": label, "tone": tone}
    row["number"] = application.number
    if application.state == State.DRAFT:
        url = reverse("draft_detail", args=[application.number])
        return row | {"group": "drafts", "label": _("Disetujui, draf siap"), "tone": "fix", "url": url}
    url = reverse("application_detail", args=[application.number])
    return row | {"group": "sent", "label": str(State(application.state).label), "tone": "ok", "url": url}


class _ConsentVerbView(FilingMixin, View):
    http_method_names = ["post"]
    kwargs: dict[str, Any]

    @property
    def consent(self) -> FilingConsent:
        """The question of the address, within the own facilities, or 404."""
        found: FilingConsent = get_object_or_404(
            consents.consents_of(self.request.user), public_id=self.kwargs["public_id"]
        )
        return found

    def refused_url(self) -> str:
        """Back to the list, with the reason."""
        return reverse("consent_list")


class ConsentCancelView(_ConsentVerbView):
    """Take a question back while nobody answered."""

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002  # the address names it
        consents.cancel(self.consent, by=self.actor, at=timezone.now())
        messages.success(request, _("Permintaan dibatalkan; tautannya tidak berlaku lagi."))
        return redirect("consent_list")


class ConsentDraftView(_ConsentVerbView):
    """Make the draft of a consent that has none yet."""

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002  # the address names it
        draft = consent_drafts.make(self.consent, by=self.actor, at=timezone.now())
        messages.success(request, _("Draf %(number)s sudah terisi dengan data register.") % {"number": draft.number})
        return redirect("draft_detail", number=draft.number)


# --- sending --------------------------------------------------------------------------------------------------


class ConsentSendView(FormKeyMixin, FilingMixin, TemplateView):
    """All drafts with consent, what stands against each, and one button for those that are ready."""

    template_name = "licensing/roster/send.html"

    def _drafts(self) -> list[Application]:
        rows = Application.objects.visible_to(self.request.user, "application_edit").for_detail()
        granted = ApplicationConsent.objects.filter(application=OuterRef("pk"), granted=True)
        return list(
            rows.filter(Exists(granted), state=State.DRAFT, channel="pj").order_by("applicant_name", "pk")[:PAGE_SIZE]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        rows = [_send_row(row, now) for row in self._drafts()]
        return super().get_context_data(rows=rows, ready=sum(row["is_ready"] for row in rows), **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = set(request.POST.getlist("pick"))
        drafts = [row for row in self._drafts() if row.number in chosen]
        sent = 0
        for draft in drafts:
            # Each in a transaction of its own: one that fails takes nothing of the others.
            error = consent_drafts.submit(draft, by=self.actor, at=timezone.now())
            sent += not error
            if error:
                messages.warning(request, f"{draft.applicant_name}: {error}")
        if sent:
            messages.success(request, _("%(count)s permohonan terkirim.") % {"count": formats.number(sent)})
        if not drafts:
            messages.warning(request, _("Pilih sedikitnya satu draf yang siap."))
        return redirect("consent_list" if sent else "consent_send")


def _send_row(draft: Application, now: datetime) -> dict[str, Any]:
    findings = consent_drafts.findings_of(draft, at=now)
    return {
        "draft": draft,
        "url": reverse("draft_detail", args=[draft.number]),
        "blocking": [each for each in findings if each.blocks],
        "warnings": [each for each in findings if not each.blocks],
        "is_ready": not any(each.blocks for each in findings),
    }
