"""The rice: what is owed, its handover with a photo, the second person's confirmation."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.rules import may
from core import formats
from core.components import Cell, Column, Edge, Fact, Kind, Row, Table
from core.uploads import MESSAGES, UnsafeFile
from outreach.domain import clock, compensations
from outreach.enums import ProofState
from outreach.forms import HandForm
from outreach.models import Compensation, Pickup
from outreach.views.cards import place_of, rice
from outreach.views.scope import StaffMixin

PAGE_SIZE = 25


def state_of(row: Compensation, at: Any) -> tuple[str, Kind]:
    """The word and tone of what is owed."""
    if row.confirmed_at is not None:
        return _("Sudah disahkan"), Kind.OK
    if row.disputed_at is not None:
        return _("Dibantah penerima"), Kind.BAD
    if row.handed_at is not None:
        refused = row.proof_state == ProofState.REFUSED
        return (_("Foto ditolak"), Kind.BAD) if refused else (_("Menunggu pengesahan"), Kind.WAIT)
    return (_("Lewat batas penyerahan"), Kind.BAD) if row.due_at < at else (_("Terutang"), Kind.FIX)


def _time_left(owed: Compensation, at: Any) -> Fact:
    """How long there is to hand over, round the clock; or by how much that is late."""
    left = clock.minutes(abs(owed.due_at - at))
    if owed.due_at < at:
        return Fact(_("Lewat batas"), formats.duration(left))
    return Fact(_("Sisa waktu penyerahan"), formats.duration(left))


class CompensationListView(StaffMixin, TemplateView):
    """What is owed first, by its own limit."""

    policy = "pickup_read"
    template_name = "outreach/compensation_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        rows = Compensation.objects.visible_to(self.user).select_related("pickup__region", "pickup__office")
        page = Paginator(rows.order_by("confirmed_at", "due_at", "pk"), PAGE_SIZE).get_page(
            self.request.GET.get("page")
        )
        return super().get_context_data(
            page=page,
            count=page.paginator.count,
            table=Table(
                caption=_("Santunan"),
                hide_caption=True,
                columns=(
                    Column(_("Permintaan")),
                    Column(_("Tempat")),
                    Column(_("Santunan")),
                    Column(_("Terutang sejak")),
                    Column(_("Diserahkan paling lambat")),
                    Column(_("Keadaan")),
                ),
                rows=[self._row(row, at) for row in page.object_list],
            )
            if page.paginator.count
            else None,
            **kwargs,
        )

    def _row(self, row: Compensation, at: Any) -> Row:
        word, tone = state_of(row, at)
        zone = row.pickup.office.zone
        return Row(
            cells=(
                Cell(row.pickup.number, url=reverse("compensation_detail", args=[row.pickup.public_id]), strong=True),
                Cell(place_of(row.pickup, masked=self.is_masked)),
                Cell(rice(row)),
                Cell(formats.short_moment(row.owed_at, zone), whole=True),
                Cell(formats.short_moment(row.due_at, zone), whole=True),
                Cell(word, kind=tone),
            ),
            edge=Edge.LATE if row.handed_at is None and row.due_at < at else Edge.NONE,
        )


class CompensationMixin(StaffMixin):
    """Gives `self.owed`, found by the id of its pickup within the scope of `policy`."""

    kwargs: dict[str, Any]

    @property
    def owed(self) -> Compensation:
        """What is owed for the pickup of the address, or 404."""
        pickups = Pickup.objects.visible_to(self.request.user, self.policy)
        rows = Compensation.objects.select_related(
            "pickup__office", "pickup__region", "pickup__driver", "pickup__doctor", "handed_by", "confirmed_by"
        )
        return get_object_or_404(rows, pickup__in=pickups, pickup__public_id=self.kwargs["public_id"])

    def refused_url(self) -> str:
        """Back to the page of what is owed."""
        return reverse("compensation_detail", args=[self.kwargs["public_id"]])


class CompensationDetailView(CompensationMixin, TemplateView):
    """Where the rice stands, and the form of whoever is next."""

    policy = "pickup_read"
    template_name = "outreach/compensation_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        owed, at = self.owed, timezone.now()
        zone = owed.pickup.office.zone
        word, tone = state_of(owed, at)
        again = owed.disputed_at is not None or owed.proof_state == ProofState.REFUSED
        waits = owed.confirmed_at is None and (owed.handed_at is None or again)
        facts = [
            Fact(_("Permintaan"), owed.pickup.number, url=reverse("pickup_detail", args=[owed.pickup.public_id])),
            Fact(_("Tempat"), place_of(owed.pickup, masked=self.is_masked)),
            Fact(_("Santunan"), rice(owed)),
            Fact(_("Terutang sejak"), formats.full_moment(owed.owed_at, zone)),
            Fact(_("Diserahkan paling lambat"), formats.full_moment(owed.due_at, zone)),
        ]
        if waits:
            facts.append(_time_left(owed, at))
        if owed.handed_at and owed.handed_by:
            facts += [
                Fact(_("Diserahkan"), f"{formats.full_moment(owed.handed_at, zone)}, {owed.handed_by.name}"),
                Fact(_("Penerima"), "••••" if self.is_masked else str(owed.recipient)),
                Fact(_("Foto bukti"), str(ProofState(owed.proof_state).label)),
            ]
        if owed.confirmed_at and owed.confirmed_by:
            facts.append(
                Fact(_("Disahkan"), f"{formats.full_moment(owed.confirmed_at, zone)}, {owed.confirmed_by.name}")
            )
        kwargs.setdefault("hand_form", HandForm())
        own = self.user.pk in {owed.handed_by_id, owed.pickup.driver_id, owed.pickup.doctor_id}
        return super().get_context_data(
            owed=owed,
            state=word,
            tone=tone.value,
            facts=facts,
            may_hand=waits and may(self.user, "pickup_act"),
            waits_for_hand=waits and not may(self.user, "pickup_act"),
            may_confirm=not waits and owed.confirmed_at is None and may(self.user, "compensation_confirm") and not own,
            proof_ready=owed.proof_state == ProofState.CLEAN,
            shows_photo=owed.proof_state == ProofState.CLEAN and not self.is_masked,
            own=own and not waits and owed.confirmed_at is None,
            **kwargs,
        )


class CompensationHandView(CompensationMixin, View):
    """The first person: who received it, and a photo."""

    policy = "pickup_act"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        owed, form = self.owed, HandForm(request.POST, request.FILES)
        if form.is_valid():
            given = form.cleaned_data
            try:
                compensations.hand_over(
                    owed,
                    recipient=given["recipient"],
                    chunks=given["photo"].chunks(),
                    by=self.user,
                    at=timezone.now(),
                )
            except UnsafeFile as refusal:
                form.add_error("photo", str(MESSAGES[refusal.reason]))
        if not form.is_valid():
            page = CompensationDetailView()
            page.setup(request, public_id=public_id)
            return page.render_to_response(page.get_context_data(hand_form=form), status=422)
        messages.success(request, _("Penyerahan tercatat. Orang kedua mengesahkannya setelah foto diperiksa."))
        return redirect(self.refused_url())


class CompensationConfirmView(CompensationMixin, View):
    """The second person: never who drove, treated or handed over."""

    policy = "compensation_confirm"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002
        compensations.confirm(self.owed, by=self.user, at=timezone.now())
        messages.success(request, _("Santunan disahkan."))
        return redirect(self.refused_url())


class CompensationProofView(CompensationMixin, View):
    """The photo; every opening leaves an event."""

    policy = "pickup_read"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002
        owed = self.owed
        if self.is_masked:
            raise PermissionDenied
        content = compensations.open_proof(owed, by=self.user, at=timezone.now())
        response = HttpResponse(content, content_type=owed.proof_type or "image/jpeg")
        response["Content-Disposition"] = "inline"
        response["X-Content-Type-Options"] = "nosniff"
        return response
