"""The silence limit of each type: what holds, what is planned, who proposes and who confirms."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from core import formats
from core.components import Cell, Column, Row, Table
from core.exceptions import Conflict, RuleBroken
from licensing.domain import deemed
from licensing.forms.licences import DeemedForm
from licensing.models import DeemedChange, RecommendationType
from licensing.views.desk import DeskMixin


class DeemedListView(DeskMixin, TemplateView):
    """Types with a limit today, changes ahead, and the form of a proposal."""

    policy = "change_propose"
    template_name = "licensing/desk/deemed_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", DeemedForm())
        return super().get_context_data(**_lists(), may_propose=True, may_confirm=False, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DeemedForm(request.POST)
        if not form.is_valid():
            return self._again(form, 422)
        data = form.cleaned_data
        try:
            deemed.propose_change(
                data["type"],
                days=data["days"],
                valid_from=data["valid_from"],
                decree=data["decree"],
                by=self.actor,
                at=timezone.now(),
            )
        except (Conflict, RuleBroken) as error:
            form.add_error(None, error.detail)
            return self._again(form, error.status)
        messages.success(request, _("Usul perubahan batas diam menunggu penetapan orang kedua."))
        return redirect("deemed_list")

    def _again(self, form: DeemedForm, status: int) -> HttpResponse:
        return self.render_to_response({**self.get_context_data(form=form), "has_errors": True}, status=status)


class DeemedReviewView(DeskMixin, TemplateView):
    """The same lists for whoever confirms."""

    policy = "change_confirm"
    template_name = "licensing/desk/deemed_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**_lists(), may_propose=False, may_confirm=True, **kwargs)


class DeemedConfirmView(DeskMixin, View):
    """Confirm a proposal: the next version of the type."""

    policy = "change_confirm"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        change = get_object_or_404(DeemedChange, pk=pk)
        kind = deemed.confirm_change(change, by=self.actor, at=timezone.now())
        messages.success(
            request,
            _("Batas diam %(type)s berubah mulai %(date)s.")
            % {"type": kind.label, "date": formats.plain_date(kind.valid_from)},
        )
        return redirect("deemed_review")

    def refused_url(self) -> str:
        """Back to the list."""
        return reverse("deemed_review")


def _lists() -> dict[str, Any]:
    today = timezone.localdate()
    names = {row.code: row.label for row in RecommendationType.objects.order_by("version")}
    current = RecommendationType.objects.in_force(today).filter(delegated=True, deemed_days__isnull=False)
    open_ = list(DeemedChange.objects.filter(confirmed_at__isnull=True).select_related("proposed_by"))
    past = DeemedChange.objects.filter(confirmed_at__isnull=False).select_related("proposed_by", "confirmed_by")
    return {
        "current": _current(list(current.order_by("name"))),
        "open": [{"row": row, "name": names.get(row.type_code, row.type_code)} for row in open_],
        "past": [{"row": row, "name": names.get(row.type_code, row.type_code)} for row in past[:50]],
    }


def _current(rows: list[RecommendationType]) -> Table | None:
    if not rows:
        return None
    return Table(
        caption=_("Jenis dengan batas diam hari ini"),
        columns=[Column(_("Jenis")), Column(_("Batas"), numeric=True), Column(_("Sejak"))],
        rows=[
            Row(
                [
                    Cell(row.label),
                    Cell(formats.working_days(row.deemed_days or 0)),
                    Cell(formats.plain_date(row.valid_from)),
                ]
            )
            for row in rows
        ],
    )
