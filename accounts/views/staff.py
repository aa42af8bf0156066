"""Officers: who holds which role, invitations by two people, the end of a role."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView, View

from accounts.domain import roles, sessions, staff
from accounts.enums import Role
from accounts.forms.staff import AcceptForm, InvitationForm, ReasonForm
from accounts.models import Membership
from accounts.views.person_form import PersonFormView, signed_in
from accounts.views.sessions import enter_and_go
from core.components import Cell, Column, Row, Table
from core.formats import plain_date
from core.web import DomainErrorMixin


class StaffListView(TemplateView):
    """Roles held today in the own offices, and invitations on their way."""

    policy = "user_manage"
    template_name = "accounts/staff_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, user = timezone.now(), signed_in(self.request)
        open_ones = [
            {"row": row, "label": Role(row.role).label, "may_confirm": staff.may_confirm(row, user)}
            for row in staff.invitations_of(user)
        ]
        return super().get_context_data(
            table=_staff_table(staff.staff_of(user, at=now), own_id=user.pk),
            invitations=open_ones,
            may_invite=staff.managed_offices(user).exists(),
            **kwargs,
        )


def _staff_table(rows: Any, *, own_id: int | None) -> Table:
    columns = (
        Column(_("Nama")),
        Column(_("Peran")),
        Column(_("Perangkat daerah")),
        Column(_("Wilayah kerja")),
        Column(_("Sejak")),
        Column(_("Tindakan"), hidden_label=True),
    )
    return Table(_("Petugas yang bertugas hari ini"), columns, [_staff_row(row, own_id=own_id) for row in rows])


def _staff_row(row: Membership, *, own_id: int | None) -> Row:
    mine = row.user_id == own_id
    end = Cell(
        "" if mine else _("Akhiri"),
        url="" if mine else reverse("membership_end", args=[row.pk]),
        action=not mine,
        context=row.user.name,
        testid="end",
    )
    return Row(
        (
            Cell(row.user.name, note=row.user.email or "", strong=True),
            Cell(row.get_role_display()),
            Cell(row.office.short_name if row.office else "–"),
            Cell(row.region.name if row.region else _("Seluruhnya")),
            Cell(plain_date(row.starts_on)),
            end,
        )
    )


class InvitationCreateView(PersonFormView):
    """Propose an officer."""

    policy = "user_manage"
    template_name = "accounts/invitation_create.html"
    form_class = InvitationForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offices": staff.managed_offices(self.user)}

    def act(self, form: forms.Form) -> HttpResponse:
        row = staff.invite(**form.cleaned_data, by=self.user, at=self.at)
        text = _("Undangan %(name)s menunggu penetapan orang kedua. Tautannya belum dikirim.")
        messages.success(self.request, text % {"name": row.name})
        return redirect("staff_list")


class InvitationConfirmView(DomainErrorMixin, View):
    """The second person says yes; the link goes out."""

    policy = "user_manage"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        row = staff.confirm(public_id, by=signed_in(request), at=timezone.now())
        messages.success(request, _("Ditetapkan. Tautan undangan dikirim ke %(email)s.") % {"email": row.email})
        return redirect("staff_list")

    def refused_url(self) -> str:
        return reverse("staff_list")


class InvitationRefuseView(DomainErrorMixin, PersonFormView):
    """An invitation taken back or refused, with a reason."""

    policy = "user_manage"
    template_name = "accounts/reason_form.html"
    form_class = ReasonForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = get_object_or_404(staff.invitations_of(self.user), public_id=self.kwargs["public_id"])
        title = _("Batalkan undangan %(name)s") % {"name": row.name}
        return super().get_context_data(title=title, verb=_("Batalkan undangan"), back="staff_list", **kwargs)

    def act(self, form: forms.Form) -> HttpResponse:
        staff.refuse(self.kwargs["public_id"], by=self.user, reason=form.cleaned_data["reason"], at=self.at)
        messages.success(self.request, _("Undangan dibatalkan."))
        return redirect("staff_list")


class MembershipEndView(DomainErrorMixin, PersonFormView):
    """The end of a role, with a reason; the person's sessions end too."""

    policy = "user_manage"
    template_name = "accounts/reason_form.html"
    form_class = ReasonForm

    def _membership(self) -> Membership:
        rows = staff.staff_of(self.user, at=timezone.now())
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self._membership()
        title = _("Akhiri peran %(role)s: %(name)s") % {"role": row.get_role_display(), "name": row.user.name}
        return super().get_context_data(title=title, verb=_("Akhiri peran"), back="staff_list", **kwargs)

    def act(self, form: forms.Form) -> HttpResponse:
        roles.end(self._membership(), by=self.user, reason=form.cleaned_data["reason"], at=self.at)
        messages.success(self.request, _("Peran diakhiri. Semua sesi orang itu berakhir."))
        return redirect("staff_list")


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class InvitationAcceptView(DomainErrorMixin, PersonFormView):
    """The link in the invitation: a new account, or the role for an account that exists."""

    policy = "public_read"
    template_name = "accounts/invitation_accept.html"
    form_class = AcceptForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.invitation = staff.invitation_of(self.kwargs["token"], at=timezone.now())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.invitation = staff.invitation_of(self.kwargs["token"], at=timezone.now())
        if staff.has_account(self.invitation):
            return self._join_existing(request)
        return super().post(request, *args, **kwargs)

    def _join_existing(self, request: HttpRequest) -> HttpResponse:
        if getattr(request.user, "email", None) != self.invitation.email:
            return redirect(f"{reverse('session_create')}?next={request.path}")
        user = staff.accept(self.kwargs["token"], name="", password="", at=timezone.now())
        sessions.enter(request, user, at=timezone.now())
        return redirect("home")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "email": self.invitation.email}

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.invitation.name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = staff.has_account(self.invitation)
        mine = getattr(self.request.user, "email", None) == self.invitation.email
        label = Role(self.invitation.role).label
        return super().get_context_data(invitation=self.invitation, role=label, known=known, mine=mine, **kwargs)

    def act(self, form: forms.Form) -> HttpResponse:
        data = form.cleaned_data
        user = staff.accept(self.kwargs["token"], name=data["name"], password=data["password"], at=self.at)
        sessions.enter(self.request, user, at=self.at)
        messages.success(self.request, _("Akun petugas Anda siap."))
        return enter_and_go(self.request, user, reverse("home"))
