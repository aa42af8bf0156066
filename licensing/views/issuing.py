"""The licence desk of DPMPTSP: the front office prepares and looks, the head signs."""

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
from django.views.generic import TemplateView

from accounts.domain.reauthentication import needs_password, require_password
from accounts.exceptions import SignInLocked
from accounts.rules import may
from core import formats
from core.components import Action as Button, Decision, Fact
from core.exceptions import Conflict, DomainError, RuleBroken, Unavailable
from letters.signing import Passphrase
from licensing.domain import drafts, transitions
from licensing.domain.desk import DeskClock
from licensing.domain.licences.issuing import term_of
from licensing.enums import Action, ApplicationKind, State
from licensing.forms.decision import SignForm
from licensing.forms.intake import WalkInForm
from licensing.letters import signing
from licensing.models import Application
from licensing.views.decision import PreviewView, already_done, show_secret_error, why_not
from licensing.views.desk import DeskMixin, heading, left_words, number_line
from licensing.views.dossier import checks, signatory_words
from licensing.views.queue import queue_of
from licensing.views.scope import ApplicationMixin

PAGE = 100


class LicencePreviewView(PreviewView):
    """The concept of the licence, for its signer."""

    policy = "licence_issue"


class LicenceQueueView(DeskMixin, TemplateView):
    """Recommended files whose licence is not signed yet, the one due first on top."""

    policy = "licence_issue"
    page = "licence_issue"
    template_name = "licensing/desk/licences.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            rows=waiting_licences(self.request.user, page=self.page), may_sign=True, now=timezone.now(), **kwargs
        )


def waiting_licences(user: Any, *, page: str) -> list[dict[str, Any]]:
    """Return the recommended files in scope; `page` is the URL name a row leads to."""
    clock = DeskClock(timezone.now())
    rows = queue_of(user, everything=True).filter(state=State.RECOMMENDED, type__delegated=True)
    return [
        {
            "row": row,
            "url": reverse(page, args=[row.number]),
            "about": row.applicant_name or row.place_name,
            "left": left_words(clock.minutes_left(row)),
            "is_late": row.due_at is not None and row.due_at < clock.at,
        }
        for row in rows.for_list()[:PAGE]
    ]


class LicenceIssueView(DeskMixin, ApplicationMixin, TemplateView):
    """The licence as it will read, its term, and the signature."""

    policy = "licence_issue"
    template_name = "licensing/desk/licence.html"

    @method_decorator(sensitive_post_parameters("sign-password", "sign-passphrase"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application, now = self.application, timezone.now()
        if not application.type.delegated or application.state not in (State.RECOMMENDED, State.LICENSED):
            raise Http404
        is_signer = may(self.request.user, "licence_issue")
        waits = application.state == State.RECOMMENDED
        why = why_not(application, Action.ISSUE_LICENCE, self.actor, at=now) if is_signer and waits else ""
        kwargs.setdefault("form", self._form(None))
        return super().get_context_data(
            application=application,
            heading=heading(application),
            number_line=number_line(application),
            left=left_words(DeskClock(now).minutes_left(application)),
            facts=_facts(application, now),
            checks=checks(application),
            letters=application.letter_links.filter(letter__kind__code="REKOMENDASI").select_related("letter"),
            signatory=signatory_words(application, now, licence=True),
            preview={
                "code": "letter",
                "title": _("Konsep izin"),
                "kind": "pdf",
                "url": reverse("licence_preview", args=[application.number]),
                "name": "konsep.pdf",
                "pages": None,
            }
            if waits and is_signer
            else None,
            is_signer=is_signer,
            waits=waits,
            why_not=why,
            decision=Decision(
                actions=[
                    Button(
                        Action.ISSUE_LICENCE,
                        _("Tanda tangani dan terbitkan"),
                        primary=True,
                        form="form-issue_licence",
                    )
                ],
                note=_("Nomor, tanggal, dan tanda tangan diisi saat ditandatangani."),
            )
            if is_signer and waits and not why
            else None,
            demo_passphrase=settings.LOCAL_SIGNER_PASSPHRASE if settings.DEMO else "",
            has_errors=kwargs.get("error") is not None or bool(kwargs["form"].errors),
            **kwargs,
        )

    def _form(self, data: Any) -> SignForm:
        asks = needs_password(self.request, "licence_issue", at=timezone.now())
        return SignForm(data, prefix="sign", asks_password=asks)

    @sensitive_variables()
    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        application = self.application
        if already_done(application, Action.ISSUE_LICENCE, self.actor):
            return self._done(number)
        # Whoever only prepares, or has checked the file, is refused before any field is looked at.
        transitions.check(application, Action.ISSUE_LICENCE, by=self.actor)
        form = self._form(request.POST)
        if not form.is_valid():
            return self._again(form, 422)
        try:
            require_password(request, form.cleaned_data.get("password", ""))
            secret = Passphrase(form.cleaned_data["passphrase"])
            signing.sign_licence(application, by=self.actor, passphrase=secret, at=timezone.now())
        except (Conflict, RuleBroken, Unavailable, SignInLocked) as error:
            application.refresh_from_db()
            if already_done(application, Action.ISSUE_LICENCE, self.actor):
                return self._done(number)
            show_secret_error(form, error)
            return self._again(form, error.status, error=error)
        return self._done(number)

    def _again(self, form: SignForm, status: int, *, error: DomainError | None = None) -> HttpResponse:
        context = self.get_context_data(number=self.application.number, form=form, error=error)
        return self.render_to_response(context, status=status)

    def _done(self, number: str) -> HttpResponse:
        messages.success(self.request, _("Izin untuk %(number)s ditandatangani dan terbit.") % {"number": number})
        return redirect("application_detail", number=number)


class LicencePrepareView(LicenceIssueView):
    """The same page to read: the front office looks whether all is there before the head signs."""

    policy = "application_read"
    http_method_names = ["get", "head", "options"]


def _facts(application: Application, at: Any) -> list[Fact]:
    term = term_of(application, at.astimezone(application.licensing_office.zone).date())
    until = formats.plain_date(term.ends_on) if term.ends_on else _("tanpa batas waktu")
    return [
        Fact(_("Pemegang"), application.applicant_name or application.place_name or "–"),
        Fact(_("Tempat"), application.place_name or "–"),
        Fact(_("Berlaku bila ditandatangani hari ini"), f"{formats.plain_date(term.starts_on)} – {until}"),
        Fact(_("Nomor register"), application.register_number or "–"),
    ]


class FrontOfficeHomeView(DeskMixin, TemplateView):
    """The counter: file for somebody who came in person, drafts begun here, licences to prepare."""

    policy = "application_edit"
    template_name = "licensing/desk/front_office.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        begun = Application.objects.filter(filed_by_id=user.pk, channel="desk", state=State.DRAFT)
        return super().get_context_data(
            form=WalkInForm(),
            drafts=begun.select_related("type").order_by("-created_at")[:PAGE],
            licences=waiting_licences(user, page="licence_prepare"),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = WalkInForm(request.POST)
        if not form.is_valid():
            return self.render_to_response({**self.get_context_data(), "form": form, "has_errors": True}, status=422)
        draft = drafts.create_draft(
            form.cleaned_data["type"],
            kind=ApplicationKind(form.cleaned_data["kind"]),
            by=self.actor,
            at=timezone.now(),
            applicant=None,
            answers={"identity": {"name": form.cleaned_data["name"], "phone": form.cleaned_data["phone"]}},
            channel="desk",
        )
        messages.success(
            request,
            _("Draf %(number)s dibuat untuk %(name)s.") % {"number": draft.number, "name": form.cleaned_data["name"]},
        )
        return redirect("draft_detail", number=draft.number)
