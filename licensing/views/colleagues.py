"""Own people bring in colleagues: coordinators of a facility, officers of a professional organisation."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from accounts.models import User
from accounts.rules import viewer_of
from core import formats
from core.components import Cell, Column, Row, Table
from core.web import ActFormMixin
from licensing.domain.rosters import colleagues
from licensing.forms.colleagues import ColleagueForm
from licensing.views.scope import PolicyMixin


class ColleagueListView(PolicyMixin, ActFormMixin, FormView[ColleagueForm]):
    """Who shares the own seat, and a form to bring in one more."""

    policy = colleagues.POLICY
    template_name = "licensing/roster/colleagues.html"
    form_class = ColleagueForm

    @property
    def user(self) -> User:
        """Who is signed in; the policy let nobody else in."""
        assert isinstance(self.request.user, User)  # noqa: S101  # the policy checked it
        return self.request.user

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if viewer_of(request.user).is_staff:
            # Offices have their own page, with two people for every role.
            return redirect("staff_list")
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        seat = colleagues.own_seat(self.user)
        return {**super().get_form_kwargs(), "facilities": None if seat else colleagues.facilities_of(self.user)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seat = colleagues.own_seat(self.user)
        rows = _members(seat) if seat else _coordinators(self.user)
        return super().get_context_data(
            table=Table(_("Yang bertugas hari ini"), (Column(_("Nama")), Column(_("Untuk")), Column(_("Sejak"))), rows),
            may_invite=seat is not None or colleagues.facilities_of(self.user).exists(),
            **kwargs,
        )

    def act(self, form: Any) -> HttpResponse:
        data, seat = form.cleaned_data, colleagues.own_seat(self.user)
        if seat is not None:
            colleagues.bring_member(seat, data["contact"], by=self.user, at=timezone.now())
        else:
            colleagues.bring_coordinator(
                data["facility"], data["contact"], note=data["note"], by=self.user, at=timezone.now()
            )
        messages.success(
            self.request,
            _("Bila akun itu ada, orangnya sudah bertugas dan menerima pesan. Bila tidak, ia perlu mendaftar dulu."),
        )
        return redirect("colleague_list")


def _coordinators(user: User) -> list[Row]:
    return [
        Row((Cell(row.user.name, strong=True), Cell(row.facility.name), Cell(formats.plain_date(row.starts_on))))
        for row in colleagues.coordinators(user)
    ]


def _members(seat: Any) -> list[Row]:
    return [
        Row(
            (
                Cell(row.user.name, strong=True),
                Cell(", ".join(row.profession_codes) or "–"),
                Cell(formats.plain_date(row.starts_on)),
            )
        )
        for row in colleagues.members(seat)
    ]
