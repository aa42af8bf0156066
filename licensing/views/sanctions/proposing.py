"""The form that proposes the next step against a licence."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.exceptions import Conflict, NotAllowed, RuleBroken
from licensing.domain.licences import life
from licensing.domain.licences.public_register import holder_name
from licensing.domain.licences.standing import read
from licensing.domain.sanctions import ladder as sanction_ladder, steps as sanctions
from licensing.forms.licences import ProposeForm
from licensing.letters.licence_words import rules_of
from licensing.models import Reason, SanctionStep
from licensing.views.desk import DeskMixin
from licensing.views.licences import LicenceMixin, ladder_rows


class SanctionProposeView(DeskMixin, LicenceMixin, TemplateView):
    """Propose the next step against a licence."""

    policy = "sanction_propose"
    template_name = "licensing/desk/sanction_propose.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        licence = self.licence
        kwargs.setdefault("form", self._form(None))
        return super().get_context_data(
            licence=licence,
            type=life.type_of(licence),
            holder=holder_name(licence),
            reading=read(licence, on=self.today()),
            ladder=ladder_rows(licence, self.today()),
            **kwargs,
        )

    def _form(self, data: Any) -> ProposeForm:
        codes = [step.code for step in sanctions.steps_of(self.licence)]
        expected = sanction_ladder.expected(
            sanctions.steps_of(self.licence), sanctions.history_of(self.licence), on=self.today()
        )
        return ProposeForm(
            data,
            steps=SanctionStep.objects.filter(code__in=codes),
            reasons=Reason.objects.filter(kind__in=("suspend", "revoke")),
            initial={"step": expected.code if expected else self.request.GET.get("langkah", "")},
        )

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002  # the address names it
        form = self._form(request.POST)
        if not form.is_valid():
            return self._again(form, 422)
        data = form.cleaned_data
        hint = data["reason"].rule_hint if data["reason"] else ""
        rule = data["rule"] or "; ".join(rules_of(hint) or rules_of(data["step"].basis))
        wanted = sanctions.Proposal(
            step=data["step"],
            note=data["note"],
            reason=data["reason"],
            breaches=[(text, rule) for text in data["breaches"] or []] or [(data["note"], rule)],
            record_number=data["record_number"],
            record_date=data["record_date"],
            effective_on=data["effective_on"],
        )
        try:
            sanction = sanctions.propose(self.licence, wanted, by=self.actor, at=timezone.now())
        except NotAllowed:
            raise
        except (Conflict, RuleBroken) as error:
            form.add_error(None, error.detail)
            return self._again(form, error.status)
        messages.success(request, _("Usul dikirim kepada kepala Dinas Kesehatan."))
        return redirect("sanction_detail", public_id=sanction.public_id)

    def _again(self, form: ProposeForm, status: int) -> HttpResponse:
        context = self.get_context_data(public_id=self.licence.public_id, form=form)
        return self.render_to_response({**context, "has_errors": True}, status=status)
