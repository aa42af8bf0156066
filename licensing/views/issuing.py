"""The licence desk of DPMPTSP: the front office prepares and looks, the head signs."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import TemplateView

from accounts.domain.reauthentication import needs_password, require_password
from accounts.enums import Role
from accounts.exceptions import SignInLocked
from accounts.rules import may, viewer_of
from core import formats
from core.components import Action as Button, Decision, Fact
from core.exceptions import Conflict, DomainError, RuleBroken, Unavailable
from letters.signing import Passphrase
from licensing.domain import transitions
from licensing.domain.desk import DeskClock
from licensing.domain.issuing import term_of
from licensing.enums import Action, State
from licensing.forms.decision import SignForm
from licensing.letters import signing
from licensing.models import Application
from licensing.views.decision import already_done, checks, show_secret_error, signatory_words, why_not
from licensing.views.desk import DeskMixin, heading, left_words, number_line
from licensing.views.queue import ROW_RELATIONS, queue_of

PAGE = 100


class LicenceDeskMixin(DeskMixin):
    """Head of DPMPTSP by the matrix; the front office reads and prepares what its own row lets it read."""

    policy = "licence_issue"

    def is_allowed(self, request: HttpRequest) -> bool:
        """The signer, or the front office to read."""
        prepares = Role.FRONT_OFFICE.value in viewer_of(request.user).roles
        return may(request.user, self.policy) or (prepares and may(request.user, "application_read"))

    @property
    def scope(self) -> str:
        """By which row of the matrix the viewer sees files here."""
        return self.policy if may(self.request.user, self.policy) else "application_read"


class LicenceQueueView(LicenceDeskMixin, TemplateView):
    """Recommended files whose licence is not signed yet, the one due first on top."""

    template_name = "licensing/desk/licences.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        clock = DeskClock(timezone.now())
        rows = queue_of(self.request.user, everything=True).filter(state=State.RECOMMENDED, type__delegated=True)
        files = list(rows.select_related(*ROW_RELATIONS)[:PAGE])
        return super().get_context_data(
            rows=[
                {
                    "row": row,
                    "about": row.applicant_name or row.place_name,
                    "left": left_words(clock.minutes_left(row)),
                    "is_late": row.due_at is not None and row.due_at < clock.at,
                }
                for row in files
            ],
            may_sign=may(self.request.user, "licence_issue"),
            now=clock.at,
            **kwargs,
        )


class LicenceIssueView(LicenceDeskMixin, TemplateView):
    """The licence as it will read, its term, and the signature."""

    template_name = "licensing/desk/licence.html"
    kwargs: dict[str, Any]

    @method_decorator(sensitive_post_parameters("sign-password", "sign-passphrase"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)

    @property
    def application(self) -> Application:
        """The application of the address within scope, or 404; kept for the request."""
        found: Application | None = getattr(self, "_application", None)
        if found is None:
            rows = Application.objects.visible_to(self.request.user, self.scope).for_detail()
            rows = rows.filter(type__delegated=True, state__in=(State.RECOMMENDED, State.LICENSED))
            found = get_object_or_404(rows.distinct(), number=self.kwargs["number"].upper())
            self._application = found
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application, now = self.application, timezone.now()
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
                "url": reverse("application_preview", args=[application.number]),
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
                        disabled_because=why,
                    )
                ],
                note="" if why else _("Nomor, tanggal, dan tanda tangan diisi saat ditandatangani."),
            )
            if is_signer and waits
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


def _facts(application: Application, at: Any) -> list[Fact]:
    term = term_of(application, at.astimezone(application.licensing_office.zone).date())
    until = formats.plain_date(term.ends_on) if term.ends_on else _("tanpa batas waktu")
    return [
        Fact(_("Pemegang"), application.applicant_name or application.place_name or "–"),
        Fact(_("Tempat"), application.place_name or "–"),
        Fact(_("Berlaku bila ditandatangani hari ini"), f"{formats.plain_date(term.starts_on)} – {until}"),
        Fact(_("Nomor register"), application.register_number or "–"),
    ]
