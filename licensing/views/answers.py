"""Every answer of an application once: checked before it is sent, and read by the desks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.models import Region
from core import formats
from core.components import (
    SummaryRow,
)
from core.web import FormKeyMixin, redirect_once
from facilities.enums import FacilityKind
from licensing.domain import transitions
from licensing.domain.answers import section
from licensing.domain.comparing import hours_text
from licensing.domain.rulebook.catalogue import requirements_of, sections_of
from licensing.enums import State
from licensing.exceptions import NotEligible, NotReady
from licensing.forms.sections import SECTION_LABELS
from licensing.models import Application
from licensing.rules import WITHHELD_ANSWERS, is_withheld
from licensing.views.drafting import EditMixin, section_url
from licensing.views.sections import section_form


class CheckAnswersView(FormKeyMixin, EditMixin, TemplateView):
    """Every answer once, each with "Ubah"; then send."""

    template_name = "licensing/draft_check.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.application.state not in (State.DRAFT, State.NEEDS_CORRECTION):
            return redirect("application_detail", number=self.application.number)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        findings = self.findings()
        return super().get_context_data(
            application=self.application,
            groups=answer_groups(
                self.application, editable=True, withheld=is_withheld(self.application, self.request.user)
            ),
            blocking=[each for each in findings if each.blocks],
            warnings=[each for each in findings if not each.blocks],
            **kwargs,
        )

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        application = self.application

        def act() -> str:
            send = transitions.submit if application.state == State.DRAFT else transitions.resubmit
            send(application, by=self.actor, at=timezone.now())
            return reverse("application_sent", args=[number])

        try:
            response: HttpResponseRedirect = redirect_once(request, act)
        except (NotEligible, NotReady) as error:
            messages.error(request, error.detail)
            return redirect("draft_detail", number=number)
        return response


def answer_groups(application: Application, *, editable: bool, withheld: bool = False) -> list[dict[str, Any]]:
    """Return the answers by section as rows of the summary; `withheld` keeps what a facility may not read of staff."""
    groups = []
    for name in sections_of(application):
        is_kept = withheld and name == "identity"
        rows = list(_summary(application, name, editable=editable and not is_kept))
        if is_kept:
            rows = [_masked(row) for row in rows if row.key not in WITHHELD_ANSWERS]
        groups.append({"key": name, "label": SECTION_LABELS[name], "rows": rows})
    return groups


def _masked(row: SummaryRow) -> SummaryRow:
    return replace(row, value=formats.phone_end(str(row.value))) if row.key == "phone" and row.value else row


def _summary(application: Application, name: str, *, editable: bool) -> list[SummaryRow]:
    url = section_url(application, name) + "?dari=periksa" if editable else ""
    if name == "documents":
        return [
            SummaryRow(key=row.requirement_code, label=label, value=row.display_name, change_url=url)
            for row in application.documents.filter(superseded_at__isnull=True)
            if (label := _labels(application).get(row.requirement_code))
        ]
    if name == "statements":
        return _statement_rows(application, url)
    values = section(application.answers, name)
    form = section_form(application, name)
    rows = [
        SummaryRow(key=key, label=field.label or key, value=answer_text(key, values.get(key)), change_url=url)
        for key, field in form.fields.items()
        if not key.startswith("hours_") and key != "facility"
    ]
    if name == "place":
        hours = hours_text(values.get("practice_hours") or [])
        rows.append(SummaryRow(key="practice_hours", label=_("Hari dan jam praktik"), value=hours, change_url=url))
    return rows


def _statement_rows(application: Application, url: str) -> list[SummaryRow]:
    labels = _labels(application)
    details = section(application.answers, "details")
    agreed = section(application.answers, "statements")
    rows = [
        SummaryRow(key=code, label=labels[code], value=str(text), change_url=url)
        for code, text in details.items()
        if code in labels and text
    ]
    return rows + [
        SummaryRow(key=code, label=labels[code], value=_("Disetujui") if yes else _("Belum disetujui"), change_url=url)
        for code, yes in agreed.items()
        if code in labels
    ]


def _labels(application: Application) -> dict[str, str]:
    return {row.code: row.label for row in requirements_of(application)}


def answer_text(key: str, value: Any) -> str:
    """Return an answer as people read it; the NIK masked, the phone grouped."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    read = _READERS.get(key)
    return read(str(value)) if read else str(value)


def _region_name(code: str) -> str:
    region = Region.objects.filter(pk=code).first()
    return region.name if region else code


def _kind_name(kind: str) -> str:
    return str(dict(FacilityKind.choices).get(kind, kind))


def _date_text(text: str) -> str:
    try:
        return formats.full_date(date.fromisoformat(text))
    except ValueError:
        return text


_READERS: dict[str, Callable[[str], str]] = {
    "identity_number": formats.masked_identity,
    "phone": formats.phone,
    "region": _region_name,
    "kind": _kind_name,
    "birth_date": _date_text,
    "str_valid_until": _date_text,
}
