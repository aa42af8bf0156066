"""A professional organisation's files: members of the old era who wait for its recommendation, and each of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core import formats
from core.components import Cell, Column, Fact, Kind, Row, Table
from core.exceptions import Conflict
from licensing.domain.comparing import hours_text
from licensing.domain.member_recommending import members_files, recommend, recommendation_of
from licensing.forms.members import MemberRecommendForm
from licensing.models import Application
from licensing.querysets import MEMBER_ACTION
from licensing.views.scope import PolicyMixin

PAGE = 100


class MemberListView(PolicyMixin, TemplateView):
    """Those that wait first, the oldest on top; then those already recommended."""

    policy = MEMBER_ACTION
    template_name = "licensing/roster/members.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = members_files(self.request.user).select_related("type", "health_office")
        waiting = list(rows.awaiting_organisation().order_by("submitted_at", "id")[:PAGE])
        given = list(rows.recommended_by_organisation().order_by("-submitted_at", "-id")[:PAGE])
        return super().get_context_data(
            waiting=_table(_("Menunggu rekomendasi"), waiting, is_given=False),
            given=_table(_("Sudah direkomendasikan"), given, is_given=True),
            **kwargs,
        )


def _table(caption: str, rows: list[Application], *, is_given: bool) -> Table | None:
    if not rows:
        return None
    names = [_("Anggota"), _("Permohonan"), _("Tempat praktik"), _("Diajukan"), _("Keadaan")]
    mark = (_("Direkomendasikan"), Kind.OK) if is_given else (_("Menunggu"), Kind.FIX)
    return Table(
        caption,
        [Column(name) for name in names],
        [
            Row(
                [
                    Cell(row.applicant_name or "–", strong=True, url=reverse("member_recommend", args=[row.number])),
                    Cell(str(row.type.label), note=row.number),
                    Cell(row.place_name or "–"),
                    Cell(_sent(row)),
                    Cell(mark[0], kind=mark[1]),
                ]
            )
            for row in rows
        ],
    )


def _sent(row: Application) -> str:
    return formats.short_moment(row.submitted_at, row.health_office.time_zone) if row.submitted_at else formats.NOTHING


class MemberRecommendView(PolicyMixin, TemplateView):
    """One member's file as far as the organisation needs it: no NIK, no home address, no documents."""

    policy = MEMBER_ACTION
    template_name = "licensing/roster/member.html"
    kwargs: dict[str, Any]

    @property
    def application(self) -> Application:
        """The file of the address, or 404: another profession, region or era is not found."""
        rows = members_files(self.request.user).for_detail()
        found: Application = get_object_or_404(rows, number=self.kwargs["number"].upper())
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application = kwargs.pop("application", None) or self.application
        kwargs.setdefault("form", MemberRecommendForm())
        given = recommendation_of(application)
        waits = given is None and Application.objects.filter(pk=application.pk).awaiting_organisation().exists()
        return super().get_context_data(
            application=application,
            facts=_facts(application),
            given=given,
            given_at=formats.full_moment(given.at, application.health_office.time_zone) if given else "",
            waits=waits,
            **kwargs,
        )

    def post(self, request: HttpRequest, number: str) -> HttpResponse:  # noqa: ARG002  # the address names it
        application = self.application
        form = MemberRecommendForm(request.POST)
        if not form.is_valid():
            return self._again(application, form, 422)
        try:
            recommend(application, by=self.actor, at=timezone.now(), note=form.cleaned_data["note"])
        except Conflict as error:
            form.add_error(None, error.detail)
            return self._again(application, form, error.status)
        messages.success(request, _("Rekomendasi tercatat dalam berkas."))
        return redirect("member_recommendation_list")

    def _again(self, application: Application, form: MemberRecommendForm, status: int) -> HttpResponse:
        context = self.get_context_data(application=application, form=form)
        return self.render_to_response({**context, "has_errors": True}, status=status)


def _facts(application: Application) -> list[Fact]:
    answers = application.answers or {}
    profession, place = answers.get("profession") or {}, answers.get("place") or {}
    facts = [
        Fact(_("Jenis"), str(application.type.label)),
        Fact(_("Sifat"), str(application.get_kind_display())),
        Fact(_("Tempat praktik"), application.place_name or "–"),
        Fact(_("Masa hukum"), str(application.get_legal_era_display())),
        Fact(_("Keadaan"), str(application.get_state_display())),
    ]
    if profession.get("str_number"):
        facts.insert(2, Fact(_("STR"), str(profession["str_number"])))
    hours = hours_text(place.get("practice_hours") or [])
    if hours:
        facts.append(Fact(_("Jam praktik"), hours))
    return facts
