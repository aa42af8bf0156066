"""Checks owed after a licence came by silence: the list, and one check with its result."""

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
from core.exceptions import Conflict, RuleBroken
from licensing.domain import post_checks
from licensing.domain.licences import life
from licensing.domain.licences.public_register import holder_name
from licensing.domain.licences.standing import read
from licensing.enums import PostCheckResult
from licensing.forms.licences import PostCheckForm
from licensing.models import Application, PostCheck
from licensing.views.desk import DeskMixin
from licensing.views.public_register import term_words

PAGE = 100


class PostCheckListView(DeskMixin, TemplateView):
    """Those owed first, the oldest on top."""

    policy = "sanction_propose"
    template_name = "licensing/desk/post_check_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = post_checks.visible_to(self.request.user)
        owed = list(rows.filter(done_at__isnull=True)[:PAGE])
        done = list(rows.filter(done_at__isnull=False).order_by("-done_at")[:PAGE])
        return super().get_context_data(
            owed=_table(_("Belum diperiksa"), owed), done=_table(_("Sudah diperiksa"), done), **kwargs
        )


def _table(caption: str, rows: list[PostCheck]) -> Table | None:
    if not rows:
        return None
    names = [_("Pemegang"), _("Nomor izin"), _("Terbit"), _("Hasil")]
    return Table(caption=caption, columns=[Column(name) for name in names], rows=[_row(row) for row in rows])


def _row(row: PostCheck) -> Row:
    licence = row.licence
    return Row(
        [
            Cell(holder_name(licence), strong=True, url=reverse("post_check_detail", args=[licence.public_id])),
            Cell(licence.number),
            Cell(formats.short_moment(row.opened_at, licence.office.time_zone)),
            Cell(row.get_outcome_display(), kind=Kind.OK if row.outcome == PostCheckResult.KEEP else Kind.BAD)
            if row.done_at
            else Cell(_("Belum"), kind=Kind.FIX),
        ]
    )


class PostCheckView(DeskMixin, TemplateView):
    """The file behind the licence, and the result: keep it, or advise to revoke it."""

    policy = "sanction_propose"
    template_name = "licensing/desk/post_check.html"
    kwargs: dict[str, Any]

    @property
    def check(self) -> PostCheck:
        """The check of the licence of the address, or 404."""
        rows = post_checks.visible_to(self.request.user)
        return get_object_or_404(rows, licence__public_id=self.kwargs["public_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        check = self.check
        licence = check.licence
        kwargs.setdefault("form", PostCheckForm())
        file = Application.objects.visible_to(self.request.user).filter(pk=licence.application_id or 0).first()
        return super().get_context_data(
            check=check,
            licence=licence,
            holder=holder_name(licence),
            reading=read(licence, on=life.today_of(licence, timezone.now())),
            facts=[
                Fact(_("Jenis"), str(life.type_of(licence).label)),
                Fact(_("Berlaku"), term_words(licence)),
                Fact(_("Tempat"), licence.place.name if licence.place else "–"),
                Fact(_("Terbit"), formats.full_moment(check.opened_at, licence.office.time_zone)),
                Fact(_("Cara terbit"), _("terbit karena batas waktu"), Kind.FIX),
            ],
            file=file,
            **kwargs,
        )

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002  # the address names it
        form = PostCheckForm(request.POST)
        if not form.is_valid():
            return self._again(form, 422)
        outcome = PostCheckResult(form.cleaned_data["outcome"])
        try:
            sanction = post_checks.conclude(
                self.check, outcome, result=form.cleaned_data["result"], by=self.actor, at=timezone.now()
            )
        except (Conflict, RuleBroken) as error:
            form.add_error(None, error.detail)
            return self._again(form, error.status)
        if sanction is not None:
            messages.success(request, _("Usul pencabutan dikirim kepada kepala Dinas Kesehatan."))
            return redirect("sanction_detail", public_id=sanction.public_id)
        messages.success(request, _("Pemeriksaan susulan selesai; izin dipertahankan."))
        return redirect("post_check_list")

    def _again(self, form: PostCheckForm, status: int) -> HttpResponse:
        context = self.get_context_data(public_id=self.kwargs["public_id"], form=form)
        return self.render_to_response({**context, "has_errors": True}, status=status)
