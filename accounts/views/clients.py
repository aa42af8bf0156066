"""API clients of other systems: the office's systems, the secret shown once, off and on again."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.domain.clients import reach, requests, secrets
from accounts.enums import ClientRequestState
from accounts.forms.fields import PasswordForm
from accounts.forms.staff import ReasonForm
from accounts.models import ApiClient, ClientRequest
from accounts.rules import may
from accounts.views.password_form import PasswordFormView
from accounts.views.person_form import PersonFormView, signed_in
from core.components import Cell, Column, Fact, Kind, Row, Table
from core.formats import short_moment
from core.web import DomainErrorMixin

PER_PAGE = 25
ASK, DECIDE = reach.ASK, reach.DECIDE
TONES = {
    ClientRequestState.WAITING: Kind.WAIT,
    ClientRequestState.APPROVED: Kind.OK,
    ClientRequestState.REFUSED: Kind.BAD,
    ClientRequestState.TAKEN_BACK: Kind.NONE,
}


class ClientListView(TemplateView):
    """Systems and requests of the own office; of the region for who decides on them."""

    policy = ASK
    template_name = "accounts/clients/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        page = Paginator(reach.systems_of(user).order_by("name", "pk"), PER_PAGE).get_page(self.request.GET.get("page"))
        # What was decided long ago is read from its system; the newest stay in sight.
        recent = reach.requests_of(user)[:PER_PAGE]
        return super().get_context_data(
            page_obj=page,
            table=_systems(page),
            requests=_requests(list(recent)),
            may_ask=reach.offices_of(user).exists(),
            **kwargs,
        )


def _systems(page: Page[Any]) -> Table:
    columns = (
        Column(_("Sistem")),
        Column(_("Wilayah")),
        Column(_("Cakupan")),
        Column(_("Terakhir dipakai")),
        Column(_("Keadaan")),
    )
    return Table(_("Sistem terdaftar"), columns, [_system(row) for row in page])


def _system(row: ApiClient) -> Row:
    state, tone = standing(row)
    return Row(
        (
            Cell(row.name, note=row.office.short_name, url=reverse("client_detail", args=[row.client_id]), strong=True),
            Cell(row.office.region.name),
            Cell(", ".join(row.scopes)),
            Cell(_used(row)),
            Cell(state, kind=tone),
        )
    )


def _used(row: ApiClient) -> str:
    return short_moment(row.last_token_at) if row.last_token_at else _("belum pernah")


def standing(row: ApiClient) -> tuple[str, Kind]:
    """How a system stands, in a word and its tone."""
    if not row.is_active:
        return _("Dimatikan"), Kind.BAD
    if row.secret_at is None and row.last_token_at is None and hasattr(row, "request"):
        return _("Rahasia belum diambil"), Kind.FIX
    return _("Menyala"), Kind.OK


def _requests(rows: list[ClientRequest]) -> Table:
    columns = (Column(_("Sistem")), Column(_("Pemohon")), Column(_("Diajukan")), Column(_("Keadaan")))
    return Table(_("Permohonan akses"), columns, [_request(row) for row in rows])


def _request(row: ClientRequest) -> Row:
    state = ClientRequestState(row.state)
    address = reverse("client_request_detail", args=[row.public_id])
    return Row(
        (
            Cell(row.name, note=row.organisation, url=address, strong=True),
            Cell(row.requested_by.name, note=row.office.short_name),
            Cell(short_moment(row.requested_at), whole=True),
            Cell(state.label, kind=TONES[state]),
        ),
        testid="request",
    )


class _ClientMixin(DomainErrorMixin):
    """For pages below one system."""

    kwargs: dict[str, Any]

    @property
    def client(self) -> ApiClient:
        """The system of the address among those the viewer keeps, or 404."""
        found: ApiClient = get_object_or_404(reach.systems_of(self.request.user), client_id=self.kwargs["public_id"])
        return found

    def refused_url(self) -> str | None:
        """A refused button says why on the page it stands on."""
        return reverse("client_detail", args=[self.kwargs["public_id"]])


class ClientDetailView(_ClientMixin, TemplateView):
    """One system: what it may, when it was last used, and the buttons."""

    policy = ASK
    template_name = "accounts/clients/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, user = self.client, signed_in(self.request)
        state, tone = standing(row)
        return super().get_context_data(
            row=row,
            state=state,
            tone=tone,
            facts=_facts(row),
            may_take=row.is_active and secrets.may_take(row, user),
            may_switch_on=not row.is_active and may(user, DECIDE),
            **kwargs,
        )


def _facts(row: ApiClient) -> list[Fact]:
    facts = [
        Fact(_("Id klien"), row.client_id, code=True),
        Fact(_("Perangkat daerah"), row.office.short_name),
        Fact(_("Wilayah"), row.office.region.name),
        Fact(_("Cakupan"), ", ".join(row.scopes)),
        Fact(_("Rahasia dibuat"), short_moment(row.secret_at) if row.secret_at else _("belum diambil")),
        Fact(_("Terakhir mengambil token"), _used(row)),
    ]
    if not row.is_active:
        facts.append(Fact(_("Dimatikan karena"), row.off_reason or "–"))
    return facts


class ClientSecretView(_ClientMixin, PasswordFormView):
    """A new secret, shown once; the old one opens nothing any more."""

    policy = ASK
    template_name = "accounts/clients/take.html"
    form_class = PasswordForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.client, **kwargs)

    def act(self, form: Form) -> HttpResponse:
        row, made = self.client, []

        def change() -> str:
            made.append(secrets.take(row, by=signed_in(self.request), at=self.at))
            return reverse("client_detail", args=[row.client_id])

        answer = self.once(form, change)
        return _shown_once(self.request, row, made[0]) if made else answer


def _shown_once(request: HttpRequest, row: ApiClient, secret: str) -> HttpResponse:
    """Here and never again: the secret goes into no session, no address and no cache."""
    answer = render(request, "accounts/clients/secret.html", {"row": row, "secret": secret})
    answer.headers["Cache-Control"] = "no-store"
    return answer


class ClientOffView(_ClientMixin, PersonFormView):
    """Stop a system, with a reason."""

    policy = ASK
    template_name = "accounts/clients/off.html"
    form_class = ReasonForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.client, **kwargs)

    def act(self, form: Form) -> HttpResponse:
        secrets.switch_off(self.client, reason=form.cleaned_data["reason"], by=self.user, at=self.at)
        messages.success(self.request, _("Sistem dimatikan. Token yang beredar tidak berlaku lagi."))
        return redirect("client_detail", self.kwargs["public_id"])


class ClientOnView(_ClientMixin, View):
    """Let a system in again."""

    policy = DECIDE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        secrets.switch_on(self.client, by=signed_in(request), at=timezone.now())
        messages.success(request, _("Sistem menyala lagi dengan rahasia yang sama."))
        return redirect("client_detail", public_id)


def decision_facts(row: ClientRequest) -> list[Fact]:
    """What a request says, and what became of it."""
    facts = [
        Fact(_("Instansi pemilik sistem"), row.organisation),
        Fact(_("Perangkat daerah"), row.office.short_name),
        Fact(_("Wilayah"), row.office.region.name),
        Fact(_("Keperluan"), row.purpose),
        Fact(_("Cakupan yang diminta"), ", ".join(row.scopes)),
        Fact(_("Penghubung teknis"), f"{row.contact_name}, {row.contact_email}"),
        Fact(_("Diajukan"), f"{row.requested_by.name}, {short_moment(row.requested_at)}"),
    ]
    if row.decided_by is not None and row.decided_at is not None:
        facts.append(Fact(_("Diputuskan"), f"{row.decided_by.name}, {short_moment(row.decided_at)}"))
    if row.reason:
        facts.append(Fact(_("Alasan"), row.reason))
    return facts


def may_decide(request: HttpRequest, row: ClientRequest) -> bool:
    """Tell whether the viewer is the second person this request waits for."""
    return requests.may_decide(row, signed_in(request))
