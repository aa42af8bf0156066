"""Approval, signature, refusal: one act on one file, by the head whose turn it is."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import TemplateView, View

from accounts.domain.reauthentication import needs_password, require_password
from accounts.enums import Position
from accounts.exceptions import PasswordNeeded, PasswordWrong, SignInLocked
from accounts.rules import may
from core.components import Action as Button, Decision
from core.exceptions import Conflict, DomainError, RuleBroken, Unavailable
from letters.exceptions import PassphraseWrong
from letters.signing import Passphrase
from licensing.domain import transitions
from licensing.domain.desk import DeskClock
from licensing.domain.workflow import available
from licensing.enums import Action, Proposal, State
from licensing.forms.decision import ApproveForm, RefuseForm, SendBackForm, SignForm
from licensing.forms.fields import SheetForm
from licensing.letters import signing
from licensing.models import Application, ApplicationEvent
from licensing.rules import Actor
from licensing.views.answers import answer_groups
from licensing.views.cards import journey
from licensing.views.desk import DeskMixin, heading, left_words, number_line
from licensing.views.dossier import checks, decision_facts, last_assessment, proposed_refusal, signatory_words
from licensing.views.scope import ApplicationMixin

DECIDING = (Action.SEND_BACK, Action.REFUSE, Action.APPROVE, Action.SIGN)

# What `check` wants to see before it says more; the form asks for the real words.
SOME_NOTE = "x" * transitions.MIN_NOTE


class DecideView(DeskMixin, ApplicationMixin, TemplateView):
    """Head of division approves, head of office signs or refuses; both may send back."""

    policy = "application_approve"
    template_name = "licensing/desk/decide.html"

    @method_decorator(
        sensitive_post_parameters("sign-password", "sign-passphrase", "refuse-password", "refuse-passphrase")
    )
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application, now = self.application, timezone.now()
        sent: dict[str, SheetForm] = kwargs.pop("sent", {})
        error: DomainError | None = kwargs.pop("error", None)
        reasons = {action: why_not(application, action, self.actor, at=now) for action in self._verbs()}
        assessment = last_assessment(application)
        return super().get_context_data(
            application=application,
            heading=heading(application),
            number_line=number_line(application),
            left=left_words(DeskClock(now).minutes_left(application)),
            facts=decision_facts(application),
            checks=checks(application),
            assessment=assessment,
            is_refusal=assessment is not None and assessment.proposal == Proposal.REFUSE,
            signatory=signatory_words(application, now),
            stages=journey(application, _events(application), public=False),
            groups=answer_groups(application, editable=False),
            preview=_preview(application, reverse("application_preview", args=[application.number])),
            forms=self._forms(reasons, sent),
            reasons=sorted({why for why in reasons.values() if why}),
            is_turn=bool(reasons),
            decision=self._decision(reasons),
            error=error,
            opened=next(iter(sent), ""),
            has_errors=error is not None or bool(sent),
            demo_passphrase=settings.LOCAL_SIGNER_PASSPHRASE if settings.DEMO else "",
            **kwargs,
        )

    def _verbs(self) -> list[Action]:
        application = self.application
        verbs = available(State(application.state), self.actor.roles, delegated=application.type.delegated)
        return [verb for verb in verbs if verb in DECIDING]

    def _forms(self, reasons: dict[Action, str], sent: dict[str, SheetForm]) -> dict[str, SheetForm]:
        open_ = [action for action, why in reasons.items() if not why]
        return {action: sent.get(action) or self._form(action, None) for action in open_}

    def _form(self, action: str, data: Any) -> SheetForm:
        asks = needs_password(self.request, "application_sign", at=timezone.now())
        match action:
            case Action.SIGN:
                return SignForm(data, prefix="sign", asks_password=asks)
            case Action.REFUSE:
                return RefuseForm(data, prefix="refuse", asks_password=asks, initial=proposed_refusal(self.application))
            case Action.SEND_BACK:
                return SendBackForm(data, prefix="back")
            case _:
                return ApproveForm(data, prefix="approve")

    def _decision(self, reasons: dict[Action, str]) -> Decision | None:
        """Sending back and refusing jump to their form; approving and signing are the one primary button.

        What a person may not do has no button; the reason stands above (UX-18).
        """
        words = {
            Action.APPROVE: _("Setujui"),
            Action.SIGN: _("Tanda tangani"),
            Action.REFUSE: _("Tolak"),
            Action.SEND_BACK: _("Kembalikan untuk dinilai ulang"),
        }
        buttons = [
            Button(
                action,
                words[action],
                primary=action in (Action.APPROVE, Action.SIGN),
                danger=action == Action.REFUSE,
                url=f"#{action}" if action in (Action.REFUSE, Action.SEND_BACK) else "",
                form=f"form-{action}",
            )
            for action in DECIDING
            if reasons.get(action) == ""
        ]
        return Decision(actions=buttons, note=self._note(reasons)) if buttons else None

    def _note(self, reasons: dict[Action, str]) -> str:
        if any(reasons.values()):
            return ""
        if Action.APPROVE in reasons:
            return _("Setelah disetujui, berkas langsung ke penandatangan.")
        return _("Nomor, tanggal, dan tanda tangan diisi saat ditandatangani.")

    @sensitive_variables()
    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        action = request.POST.get("action", "")
        if action not in ACTS:
            return redirect("application_decide", number=number)
        if action in (Action.SIGN, Action.REFUSE) and not may(request.user, "application_sign"):
            transitions.check(self.application, Action(action), by=self.actor, note=SOME_NOTE)
        if already_done(self.application, Action(action), self.actor):
            return self._done(action)
        form = self._form(action, request.POST)
        if not form.is_valid():
            # Who may not act at all is told so before any field is.
            transitions.check(self.application, Action(action), by=self.actor, note=SOME_NOTE)
            return self._again(action, form, 422)
        try:
            ACTS[action](self, form)
        except (Conflict, RuleBroken, Unavailable, SignInLocked) as error:
            self.application.refresh_from_db()
            if already_done(self.application, Action(action), self.actor):
                return self._done(action)
            show_secret_error(form, error)
            return self._again(action, form, error.status, error=error)
        return self._done(action)

    def _again(self, action: str, form: SheetForm, status: int, *, error: DomainError | None = None) -> HttpResponse:
        context = self.get_context_data(number=self.application.number, sent={action: form}, error=error)
        return self.render_to_response(context, status=status)

    def _done(self, action: str) -> HttpResponse:
        said = {
            Action.APPROVE: _("Berkas %(number)s disetujui dan menunggu tanda tangan kepala dinas."),
            Action.SEND_BACK: _("Berkas %(number)s dikembalikan untuk dinilai ulang."),
            Action.SIGN: _("Surat untuk %(number)s ditandatangani dan terbit."),
            Action.REFUSE: _("Penolakan %(number)s ditandatangani dan terbit."),
        }
        messages.success(self.request, said[Action(action)] % {"number": self.application.number})
        if action == Action.SIGN:
            return redirect("application_detail", number=self.application.number)
        return redirect("approval_list")

    @property
    def version(self) -> int | None:
        """The version the page was drawn from."""
        text = self.request.POST.get("version", "")
        return int(text) if text.isdecimal() else None


def _approve(view: DecideView, form: Any) -> None:
    transitions.approve(
        view.application, by=view.actor, at=timezone.now(), note=form.cleaned_data["note"], version=view.version
    )


def _send_back(view: DecideView, form: Any) -> None:
    transitions.send_back(view.application, by=view.actor, at=timezone.now(), version=view.version, **form.cleaned_data)


@sensitive_variables("form", "secret")
def _sign(view: DecideView, form: Any) -> None:
    require_password(view.request, form.cleaned_data.get("password", ""))
    secret = Passphrase(form.cleaned_data["passphrase"])
    signing.sign_recommendation(
        view.application, by=view.actor, passphrase=secret, at=timezone.now(), version=view.version
    )


@sensitive_variables("form", "secret")
def _refuse(view: DecideView, form: Any) -> None:
    given = form.cleaned_data
    require_password(view.request, given.get("password", ""))
    secret = Passphrase(given["passphrase"])
    signing.sign_refusal(
        view.application,
        by=view.actor,
        passphrase=secret,
        at=timezone.now(),
        reason=given["reason"],
        note=given["note"],
        rule=given["rule"],
        version=view.version,
    )


ACTS: dict[str, Callable[[DecideView, Any], None]] = {
    Action.APPROVE: _approve,
    Action.SEND_BACK: _send_back,
    Action.SIGN: _sign,
    Action.REFUSE: _refuse,
}


def show_secret_error(form: SheetForm, error: DomainError) -> None:
    """Put a refusal at the field it belongs to."""
    form.add_findings(error.findings)
    names = {PasswordNeeded: "password", PasswordWrong: "password", PassphraseWrong: "passphrase"}
    name = next((field for kind, field in names.items() if isinstance(error, kind)), None)
    if name in form.fields:
        form.add_error(name, error.detail)


def already_done(application: Application, action: Action, by: Actor) -> bool:
    """Tell whether this person has just done this very act: a second click is answered like the first."""
    last = application.events.order_by("-seq").first()
    return last is not None and last.action == action and last.actor_id == by.user_id


def why_not(application: Application, action: Action, by: Actor, *, at: datetime) -> str:
    """Say why a person may not do a verb that the table gives to their role, or nothing."""
    try:
        transitions.check(application, action, by=by, note=SOME_NOTE)
        if action in (Action.SIGN, Action.REFUSE):
            office = application.health_office
            signing.require_signatory(by, office, Position.HEALTH_HEAD, at.astimezone(office.zone).date())
        if action == Action.ISSUE_LICENCE:
            office = application.licensing_office
            signing.require_signatory(by, office, Position.LICENCE_HEAD, at.astimezone(office.zone).date())
    except DomainError as refused:
        return refused.detail
    return ""


def _preview(application: Application, url: str) -> dict[str, Any] | None:
    if application.state not in (State.ASSESSED, State.APPROVED, State.RECOMMENDED):
        return None
    return {
        "code": "letter",
        "title": _("Konsep surat"),
        "kind": "pdf",
        "url": url,
        "name": "konsep.pdf",
        "pages": None,
    }


def _events(application: Application) -> list[ApplicationEvent]:
    return list(application.events.select_related("actor", "reason").order_by("seq"))


class PreviewView(DeskMixin, ApplicationMixin, View):
    """The letter about to be signed, as a PDF marked KONSEP; nothing is stored."""

    policy = "application_approve"

    def get(self, request: HttpRequest, number: str) -> HttpResponse:  # noqa: ARG002
        at, application = timezone.now(), self.application
        if _preview(application, "") is None:
            raise Http404
        row = last_assessment(application)
        refuses = row is not None and row.proposal == Proposal.REFUSE and application.state != State.RECOMMENDED
        if row is not None and row.reason is not None and refuses:
            pdf = signing.preview_refusal(application, reason=row.reason, note=row.summary, at=at)
        else:
            pdf = signing.preview(application, at=at)
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="konsep-{application.number}.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store"
        return response
