"""Compliance lists for accreditation: ask for one, fetch those that are sealed."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core import formats
from core.components import Cell, Column, Row, Table
from core.idempotency import FORM_KEY
from core.identifiers import public_id
from core.web import FormKeyMixin, redirect_once
from facilities.models import Facility
from letters.enums import LetterState
from licensing.enums import ComplianceVariant
from licensing.forms.roster import ComplianceForm
from licensing.letters.compliance import issue_list
from licensing.models import ComplianceList
from licensing.views.roster import RosterMixin

PAGE_SIZE = 25


class ComplianceListView(FormKeyMixin, RosterMixin, TemplateView):
    """The lists of the own facilities, newest first, and the form for a new one."""

    template_name = "licensing/roster/compliance.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facilities = self.facilities()
        rows = ComplianceList.objects.filter(facility__in=facilities).select_related("facility", "letter", "asked_by")
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))
        kwargs.setdefault("form", ComplianceForm(facilities=facilities) if facilities else None)
        return super().get_context_data(
            table=_table(list(page.object_list)), page=page, facilities=facilities, **kwargs
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        facilities = self.facilities()
        form = ComplianceForm(request.POST, facilities=facilities)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        head, variant = form.cleaned_data["facility"], ComplianceVariant(form.cleaned_data["variant"])
        chosen = [head, *_network(head, facilities)] if form.cleaned_data["with_network"] else [head]
        key = request.POST.get(FORM_KEY) or public_id()

        def act() -> str:
            row = issue_list(chosen, variant=variant, by=self.actor.user, key=key, at=timezone.now())
            text = _("Daftar nomor %(number)s sedang dibuat. Anda diberi tahu begitu dapat diunduh.")
            messages.success(request, text % {"number": row.letter.number})
            return reverse("compliance_list")

        return redirect_once(request, act)


def _network(head: Facility, facilities: list[Facility]) -> list[Facility]:
    return [row for row in facilities if row.parent_id == head.pk]


def _table(rows: list[ComplianceList]) -> Table:
    columns = (
        Column(_("Nomor")),
        Column(_("Fasilitas")),
        Column(_("Isi")),
        Column(_("Keadaan data")),
        Column(_("Diminta oleh")),
        Column(_("Unduh"), hidden_label=True),
    )
    return Table(_("Daftar yang pernah dibuat"), columns, [_row(row) for row in rows])


def _row(row: ComplianceList) -> Row:
    is_ready = row.letter.state == LetterState.ISSUED
    file = Cell(
        _("Unduh PDF"),
        url=reverse("letter_file", args=[row.letter.public_id]),
        action=True,
        context=row.letter.number,
        testid="download",
    )
    note = _("dengan jaringannya") if row.with_network else ""
    return Row(
        (
            Cell(row.letter.number, strong=True, whole=True),
            Cell(row.facility.name, note=note),
            Cell(row.get_variant_display()),
            Cell(formats.short_moment(row.as_of)),
            Cell(row.asked_by.name),
            file if is_ready else Cell(_("Sedang dibuat")),
        )
    )
