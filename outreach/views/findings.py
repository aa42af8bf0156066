"""Visits and their findings: recorded by the doctor, coordinated by the head, followed up until closed."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from accounts.rules import may
from core import formats
from core.components import Cell, Chip, Column, Edge, Fact, Filters, Kind, Row, Table
from core.web import ActFormMixin, FormKeyMixin, redirect_once
from outreach.domain import visits
from outreach.enums import HOME_FINDINGS, FindingKind
from outreach.forms import FollowUpForm, VisitForm
from outreach.models import Finding, FollowUp
from outreach.views.cards import place_of
from outreach.views.scope import PickupMixin, StaffMixin

PAGE_SIZE = 25
SHORTEST = 5


class VisitRecordView(PickupMixin, ActFormMixin, FormKeyMixin, FormView[VisitForm]):
    """What was found; saving reports it to the head."""

    policy = "home_finding_write"
    template_name = "outreach/visit_record.html"
    form_class = VisitForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(pickup=self.pickup, place=place_of(self.pickup, masked=False), **kwargs)

    def act(self, form: Any) -> HttpResponse:
        pickup, data = self.pickup, form.cleaned_data

        def write() -> str:
            kinds = [FindingKind(kind) for kind in data["findings"]]
            visits.record_visit(pickup, note=data["note"], kinds=kinds, detail=data["detail"], by=self.user, at=self.at)
            return reverse("pickup_detail", args=[pickup.public_id])

        messages.success(self.request, _("Kunjungan tercatat. Temuan dilaporkan ke kepala Puskesmas."))
        return redirect_once(self.request, write)


class FindingListView(StaffMixin, TemplateView):
    """Open findings by the date of what is due next."""

    policy = "home_finding_read"
    template_name = "outreach/finding_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Finding.objects.visible_to(self.user)
        today, path = timezone.localdate(), reverse("home_finding_list")
        conditions = {
            "terbuka": Q(closed_at__isnull=True),
            "rumah": Q(closed_at__isnull=True, kind__in=HOME_FINDINGS),
            "belum": Q(closed_at__isnull=True, follow_ups__isnull=True),
            "ditutup": Q(closed_at__isnull=False),
        }
        counts = rows.aggregate(**{name: Count("pk", filter=q, distinct=True) for name, q in conditions.items()})
        asked = self.request.GET.get("tampil", "")
        shown = asked if asked in conditions else "terbuka"
        labels = {
            "terbuka": _("Terbuka"),
            "rumah": _("Tentang rumah"),
            "belum": _("Belum dikoordinasikan"),
            "ditutup": _("Ditutup"),
        }
        chosen: Any = rows.filter(conditions[shown]).select_related("pickup__region", "pickup__office")
        chosen = chosen.annotate(next_due=Min("follow_ups__due_on", filter=Q(follow_ups__done_at__isnull=True)))
        page = Paginator(chosen.order_by("next_due", "found_at", "pk"), PAGE_SIZE).get_page(
            self.request.GET.get("page")
        )
        return super().get_context_data(
            filters=Filters(
                chips=[
                    Chip(label, f"{path}?tampil={name}", counts[name], current=name == shown)
                    for name, label in labels.items()
                ]
            ),
            page=page,
            table=Table(
                caption=_("Temuan kunjungan"),
                hide_caption=True,
                columns=(
                    Column(_("Temuan")),
                    Column(_("Tempat")),
                    Column(_("Ditemukan")),
                    Column(_("Tindak lanjut berikutnya")),
                ),
                rows=[_row(row, today) for row in page.object_list],
            )
            if page.paginator.count
            else None,
            **kwargs,
        )


def _row(row: Any, today: Any) -> Row:
    late = row.next_due is not None and row.next_due < today and row.closed_at is None
    return Row(
        cells=(
            Cell(row.get_kind_display(), url=reverse("home_finding_detail", args=[row.public_id]), strong=True),
            Cell(row.pickup.region.name, note=row.pickup.number),
            Cell(formats.short_moment(row.found_at, row.pickup.office.zone), whole=True),
            Cell(formats.plain_date(row.next_due) if row.next_due else _("Belum ada"), alarm=late, whole=True),
        ),
        edge=Edge.LATE if late else Edge.NONE,
    )


class FindingMixin(StaffMixin):
    """Gives `self.finding` within scope, else 404."""

    kwargs: dict[str, Any]

    @property
    def finding(self) -> Finding:
        """The finding of the address."""
        rows = Finding.objects.visible_to(self.user).select_related("pickup__office", "pickup__region", "visit__by")
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def refused_url(self) -> str:
        """Back to the finding."""
        return reverse("home_finding_detail", args=[self.kwargs["public_id"]])


class FindingDetailView(FindingMixin, TemplateView):
    """One finding, what was agreed, and what came of it."""

    policy = "home_finding_read"
    template_name = "outreach/finding_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.finding
        zone = row.pickup.office.zone
        coordinates = may(self.user, "finding_coordinate") and row.closed_at is None
        kwargs.setdefault("form", FollowUpForm())
        return super().get_context_data(
            finding=row,
            facts=[
                Fact(_("Permintaan"), row.pickup.number, url=reverse("pickup_detail", args=[row.pickup.public_id])),
                Fact(_("Tempat"), place_of(row.pickup, masked=False)),
                Fact(_("Ditemukan"), f"{formats.full_moment(row.found_at, zone)}, {row.visit.by.name}"),
                Fact(_("Keterangan"), str(row.note or "–")),
                *([Fact(_("Ditutup"), formats.full_moment(row.closed_at, zone))] if row.closed_at else []),
            ],
            tone=(Kind.OK if row.closed_at else Kind.FIX).value,
            state=_("Ditutup") if row.closed_at else _("Terbuka"),
            follow_ups=row.follow_ups.select_related("made_by", "done_by"),
            coordinates=coordinates,
            may_close=coordinates,
            **kwargs,
        )


class FindingCoordinateView(FindingMixin, View):
    """Agree on a follow-up; a form with errors comes back as it was typed."""

    policy = "finding_coordinate"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        form = FollowUpForm(request.POST)
        finding = self.finding
        if not form.is_valid():
            page = FindingDetailView()
            page.setup(request, public_id=public_id)
            return page.render_to_response(page.get_context_data(form=form), status=422)
        visits.coordinate(finding, **form.cleaned_data, by=self.user, at=timezone.now())
        messages.success(request, _("Tindak lanjut tercatat."))
        return redirect(self.refused_url())


class FindingConcludeView(FindingMixin, View):
    """The result of one follow-up."""

    policy = "finding_coordinate"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002
        key = request.POST.get("follow_up", "")
        rows = FollowUp.objects.filter(finding=self.finding)
        row = get_object_or_404(rows, pk=int(key) if key.isdecimal() and len(key) <= 18 else 0)  # noqa: PLR2004
        result = request.POST.get("result", "").strip()[:300]
        if len(result) < SHORTEST:
            messages.error(request, _("Tulis hasil tindak lanjutnya."))
            return redirect(self.refused_url())
        visits.conclude(row, result=result, by=self.user, at=timezone.now())
        messages.success(request, _("Hasil tercatat."))
        return redirect(self.refused_url())


class FindingCloseView(FindingMixin, View):
    """The end of a finding."""

    policy = "finding_coordinate"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002
        visits.close(self.finding, by=self.user, at=timezone.now())
        messages.success(request, _("Temuan ditutup."))
        return redirect(self.refused_url())
