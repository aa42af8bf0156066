"""The satisfaction survey: the sheet on one page, the public index, and the sheets behind it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Avg
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.domain.offices import home_office
from accounts.models import Office
from accounts.rules import may, viewer_of
from core import formats
from core.components import Bar, BarChart, Cell, Column, Row, Table
from licensing.domain.drafts import types_for_public
from licensing.domain.surveys import invitations
from licensing.domain.surveys.figures import (
    FEW,
    SurveyFigures,
    elements,
    responses_of,
    survey_by_type,
    survey_figures,
    year_before,
)
from licensing.domain.surveys.index import printed
from licensing.exceptions import SurveyAnswered
from licensing.forms.survey import WORDS, PeriodForm, SurveyForm
from licensing.models import RecommendationType, SurveyElement, SurveyInvitation, SurveyResponse
from licensing.views.scope import ApplicationMixin, PolicyMixin

BEST = 4
PAGE_SIZE = 25


class _SheetView(TemplateView):
    """Nine questions on one page; answered once."""

    template_name = "licensing/survey_answer.html"
    kwargs: dict[str, Any]

    def invitation(self) -> SurveyInvitation:
        """The invitation one came with, or 404."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invitation = self.invitation()
        kwargs.setdefault("form", SurveyForm(elements=elements()))
        return super().get_context_data(
            type=invitation.application.type, is_answered=invitation.is_answered, result=_result_url(), **kwargs
        )

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        invitation = self.invitation()
        form = SurveyForm(request.POST, elements=elements())
        if not invitation.is_answered and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if not invitation.is_answered:
            with suppress(SurveyAnswered):  # a second click: the sheet is there
                invitations.answer(invitation, scores=form.scores, words=form.cleaned_data[WORDS], at=timezone.now())
        return render(request, "licensing/survey_thanks.html", {"result": _result_url()})


def _result_url() -> str:
    return reverse("survey_result")


class SurveyLinkView(_SheetView):
    """By the secret of the message, without an account; nothing of the address is passed on or kept."""

    policy = "public_read"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().dispatch(request, *args, **kwargs)
        response["Referrer-Policy"] = "same-origin"
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    def invitation(self) -> SurveyInvitation:
        found = invitations.invitation_by_token(self.kwargs["token"])
        if found is None:
            raise Http404
        return found


class SurveyOwnView(ApplicationMixin, _SheetView):
    """From the inbox, signed in: the own file only."""

    policy = "application_withdraw"

    def invitation(self) -> SurveyInvitation:
        found = invitations.invitation_of(self.application)
        if found is None:
            raise Http404
        return found


@dataclass(frozen=True)
class Period:
    """What is looked at: days inclusive, one type or all."""

    first: date
    last: date
    type_code: str

    @property
    def query(self) -> str:
        """The same choice for an address."""
        return urlencode({"dari": self.first.isoformat(), "sampai": self.last.isoformat(), "jenis": self.type_code})


def period_of(request: HttpRequest, office: Office, types: list[RecommendationType]) -> tuple[Period, PeriodForm]:
    """Return the period in the address, by default the last twelve months, and the form that shows it."""
    today = timezone.now().astimezone(office.zone).date()
    asked = PeriodForm(request.GET, types=types)
    asked.is_valid()
    chosen = asked.cleaned_data
    last = chosen.get("sampai") or today
    first = chosen.get("dari") or year_before(last)
    if first > last:
        first, last = last, first
    period = Period(first, last, chosen.get("jenis") or "")
    shown = PeriodForm({"dari": period.first, "sampai": period.last, "jenis": period.type_code}, types=types)
    return period, shown


class SurveyResultView(TemplateView):
    """The public index: nine elements and every type, small cells hidden."""

    policy = "public_read"
    template_name = "licensing/survey_result.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        office = home_office()
        types = types_for_public(timezone.now().astimezone(office.zone).date())
        period, form = period_of(self.request, office, types)
        rows = responses_of(office, first=period.first, last=period.last, type_code=period.type_code)
        figures = survey_figures(rows)
        names = dict(RecommendationType.objects.order_by("version").values_list("code", "name"))
        return super().get_context_data(
            form=form,
            period=period,
            figures=figures,
            shown=public_index(figures),
            chart=None if figures.few else element_chart(figures, elements()),
            by_type=_type_table(survey_by_type(rows), names, period),
            list_url=f"{reverse('survey_list')}?{period.query}" if _may_read_sheets(self.request) else "",
            **kwargs,
        )


def _may_read_sheets(request: HttpRequest) -> bool:
    return any(scope.cell.scope == "D" for scope in viewer_of(request.user).scopes("hlc_read"))


def public_index(figures: SurveyFigures) -> str:
    """The index as anybody may read it: `88,31`, or a dash for few sheets or none."""
    if figures.index is None or figures.few:
        return formats.NOTHING
    return formats.fixed_number(printed(figures.index), 2)


def element_chart(figures: SurveyFigures, rows: list[SurveyElement]) -> BarChart:
    """Bars of the nine elements, 1 to 4."""
    bars = []
    for element in rows:
        score = figures.elements.get(element.code)
        if score is None or score.mean is None:
            continue
        mean = formats.fixed_number(printed(score.mean), 2)
        bars.append(
            Bar(
                label=element.label,
                numerator=score.total,
                denominator=BEST * score.answers,
                detail=_("nilai %(mean)s dari 4") % {"mean": mean},
            )
        )
    return BarChart(
        name="elements",
        title=_("Sembilan unsur pelayanan"),
        bars=bars,
        good_from=76.61,
        note=_("Batang menunjukkan bagian dari nilai tertinggi, 4."),
        columns=(_("Jumlah nilai"), _("Nilai tertinggi"), _("Bagian")),
    )


def _type_table(found: dict[str, SurveyFigures], names: dict[str, str], period: Period) -> Table | None:
    if not found:
        return None
    columns = (
        Column(_("Jenis layanan")),
        Column(_("Responden"), numeric=True),
        Column(_("IKM"), numeric=True),
        Column(_("Mutu")),
    )
    rows = [
        Row(
            (
                Cell(
                    names.get(code, code),
                    url=f"?{Period(period.first, period.last, code).query}",
                ),
                Cell("<5" if figures.few else formats.number(figures.respondents)),
                Cell(public_index(figures), strong=True),
                Cell(formats.NOTHING if figures.few else figures.band),
            )
        )
        for code, figures in found.items()
    ]
    return Table(_("Menurut jenis layanan"), columns, rows)


class SurveyListView(PolicyMixin, TemplateView):
    """The sheets behind the index, for officers of the region; nobody's name is on them."""

    policy = "hlc_read"
    template_name = "licensing/desk/survey_list.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Who may read totals only is taken to them.
        if request.user.is_authenticated and may(request.user, self.policy) and not _may_read_sheets(request):
            return redirect("survey_result")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        office = home_office()
        types = types_for_public(timezone.now().astimezone(office.zone).date())
        period, form = period_of(self.request, office, types)
        mine = SurveyResponse.objects.visible_to(self.request.user)
        rows = responses_of(office, first=period.first, last=period.last, type_code=period.type_code)
        rows = rows.filter(pk__in=mine.values("pk")).annotate(mean=Avg("scores__value"))
        rows = rows.order_by("-answered_on", "pk")
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))
        names = dict(RecommendationType.objects.order_by("version").values_list("code", "name"))
        return super().get_context_data(
            form=form,
            period=period,
            page=page,
            table=_sheet_table(list(page.object_list), names) if page.paginator.count else None,
            figures=survey_figures(rows),
            **kwargs,
        )


def _sheet_table(rows: list[SurveyResponse], names: dict[str, str]) -> Table:
    columns = (Column(_("Tanggal")), Column(_("Jenis layanan")), Column(_("Nilai"), numeric=True), Column(_("Saran")))
    return Table(
        _("Lembar jawaban"),
        columns,
        [
            Row(
                (
                    Cell(formats.short_date(row.answered_on), whole=True),
                    Cell(names.get(row.type_code, row.type_code)),
                    Cell(formats.fixed_number(Decimal(str(row.mean)), 2)),  # type: ignore[attr-defined]  # annotated
                    Cell(row.words or formats.NOTHING),
                )
            )
            for row in rows
        ],
        hide_caption=True,
    )


def trust_of_survey(on: date, office: Office) -> dict[str, Any] | None:
    """The index for the landing page, or None before anybody answered."""
    figures = survey_figures(responses_of(office, first=year_before(on), last=on))
    if not figures.respondents:
        return None
    many = _("mutu %(band)s, %(count)s responden dalam 12 bulan") % {
        "band": figures.band,
        "count": formats.number(figures.respondents),
    }
    return {
        "name": "ikm",
        "figure": public_index(figures),
        "label": _("indeks kepuasan (IKM)"),
        "basis": _("kurang dari %(few)s responden") % {"few": FEW} if figures.few else many,
        "url": reverse("survey_result"),
    }
