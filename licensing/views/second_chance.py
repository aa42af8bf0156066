"""More time, and once more: what the head of the health office writes into the ledger of one file."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core import formats
from core.exceptions import Conflict, RuleBroken
from licensing.domain import transitions
from licensing.domain.clocks import read_clocks
from licensing.domain.workflow import available
from licensing.enums import Action, ClockName, State
from licensing.forms.decision import ExtendForm, ReopenForm
from licensing.forms.fields import SheetForm
from licensing.views.decision import why_not
from licensing.views.desk import DeskMixin, heading, number_line
from licensing.views.scope import ApplicationMixin


class _HeadFormView(DeskMixin, ApplicationMixin, TemplateView):
    """A page of its own for something that is written into the ledger for ever."""

    policy = "application_sign"
    template_name = "licensing/desk/head_form.html"
    verb: Action
    title = ""

    def make_form(self, data: Any) -> SheetForm:
        """The form, bound or not."""
        raise NotImplementedError

    def act(self, form: Any) -> str:
        """Do it and say what was done."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application = self.application
        verbs = available(State(application.state), self.actor.roles, delegated=application.type.delegated)
        if self.verb not in verbs:
            raise Http404
        kwargs.setdefault("form", self.make_form(None))
        return super().get_context_data(
            application=application,
            heading=heading(application),
            number_line=number_line(application),
            title=self.title,
            verb=self.verb,
            label=self.verb.label,
            why_not=why_not(application, self.verb, self.actor, at=timezone.now()),
            **kwargs,
        )

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, number=number), status=422)
        try:
            said = self.act(form)
        except (Conflict, RuleBroken) as error:
            form.add_findings(error.findings)
            if not error.findings:
                form.add_error(None, error.detail)
            return self.render_to_response(self.get_context_data(form=form, number=number), status=error.status)
        messages.success(request, said)
        return redirect("application_detail", number=number)


class ExtendView(_HeadFormView):
    """Let one clock have more days, with the decree or reason."""

    verb = Action.EXTEND
    template_name = "licensing/desk/head_form.html"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The heading."""
        return _("Perpanjang batas waktu")

    def make_form(self, data: Any) -> SheetForm:
        """With the clocks that have not stopped."""
        readings = read_clocks(self.application, at=timezone.now())
        names = [name for name, reading in readings.items() if reading.stopped_at is None]
        return ExtendForm(data, clocks=names, initial={"clock": self.application.due_clock})

    def act(self, form: Any) -> str:
        """Write the extension into the ledger."""
        given = form.cleaned_data
        transitions.extend(
            self.application,
            by=self.actor,
            at=timezone.now(),
            clock=ClockName(given["clock"]),
            days=given["days"],
            note=given["note"],
        )
        return _("Batas waktu diperpanjang %(days)s.") % {"days": formats.working_days(given["days"])}


class ReopenView(_HeadFormView):
    """After a granted objection the file goes on; clocks go on from what they had used."""

    verb = Action.REOPEN

    @property
    def title(self) -> str:  # type: ignore[override]
        """The heading."""
        return _("Buka kembali berkas")

    def make_form(self, data: Any) -> SheetForm:
        """One note."""
        return ReopenForm(data)

    def act(self, form: Any) -> str:
        """Back to where the decision or the silence came from."""
        transitions.reopen(self.application, by=self.actor, at=timezone.now(), note=form.cleaned_data["note"])
        return _("Berkas dibuka kembali; jam melanjutkan sisa waktunya.")
