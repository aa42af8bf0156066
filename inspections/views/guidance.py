"""Guidance sessions: list, planning, attendance."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.rules import may
from core import formats
from core.components import Cell, Column, Fact, Kind, Row, Table
from inspections.domain import guidance
from inspections.domain.plan_progress import sessions_of
from inspections.enums import SessionState
from inspections.forms.people import AttendanceForm, ReasonForm, SessionForm
from inspections.models import ActivityPlan, ActivityTarget, GuidanceSession
from inspections.views.pages import FormPage
from inspections.views.scope import StaffMixin
from inspections.views.visit_tables import sentence_case

PAGE = 25
TONES = {SessionState.PLANNED: Kind.WAIT, SessionState.HELD: Kind.OK, SessionState.CANCELLED: Kind.NONE}


class GuidanceListView(StaffMixin, TemplateView):
    """Sessions of the region, newest first; `target` leaves those one target counts."""

    policy = "planning_read"
    template_name = "inspections/guidance_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = GuidanceSession.objects.visible_to(self.request.user)
        target = self._target()
        if target is not None:
            rows = rows.filter(pk__in=sessions_of(target).values("pk"))
        page = Paginator(rows.for_list().order_by("-starts_at", "-pk"), PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            total=page.paginator.count,
            plan=target.plan if target else None,
            table=_table(list(page.object_list)) if page.paginator.count else None,
            may_write=may(self.request.user, "guidance_write"),
            **kwargs,
        )

    def _target(self) -> ActivityTarget | None:
        text = self.request.GET.get("target", "")
        if not text.isdecimal() or len(text) > 12:  # noqa: PLR2004  # digits of a key
            return None
        rows = ActivityTarget.objects.filter(plan__in=ActivityPlan.objects.visible_to(self.request.user))
        return rows.select_related("plan__office").filter(pk=int(text)).first()


def _table(rows: list[GuidanceSession]) -> Table:
    columns = (
        Column(_("Pokok bahasan")),
        Column(_("Waktu")),
        Column(_("Kecamatan")),
        Column(_("Pembina")),
        Column(_("Hadir"), numeric=True),
        Column(_("Keadaan")),
    )
    return Table(_("Pertemuan pembinaan"), columns, [_row(row) for row in rows], hide_caption=True)


def _row(row: GuidanceSession) -> Row:
    counts: Any = row
    return Row(
        (
            Cell(row.topic, note=row.place, url=reverse("guidance_detail", args=[row.public_id]), strong=True),
            Cell(formats.short_moment(row.starts_at, row.office.time_zone), whole=True),
            Cell(row.region.name if row.region else _("Seluruh wilayah")),
            Cell(row.leader.name),
            Cell(
                formats.number(counts.present_count),
                note=_("dari %(count)s") % {"count": formats.number(counts.invited)},
            ),
            Cell(sentence_case(row.get_state_display()), kind=TONES[SessionState(row.state)]),
        )
    )


class SessionMixin(StaffMixin):
    """Gives `self.session`: within the scope of `reach`, else 404."""

    policy = "planning_read"
    reach = "planning_read"
    kwargs: dict[str, Any]

    @cached_property
    def session(self) -> GuidanceSession:
        """The session of the address."""
        rows = GuidanceSession.objects.visible_to(self.request.user, self.reach)
        rows = rows.select_related("office", "region", "leader", "plan")
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """404 before anything is drawn or done."""
        self.kwargs = kwargs
        _found = self.session
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response

    def back(self) -> str:
        """The page of the session."""
        return reverse("guidance_detail", args=[self.kwargs["public_id"]])


class GuidanceDetailView(SessionMixin, TemplateView):
    """One session with those invited and those who came."""

    template_name = "inspections/guidance_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session, user = self.session, self.request.user
        zone = session.office.time_zone
        writes = GuidanceSession.objects.visible_to(user, "guidance_write").filter(pk=session.pk).exists()
        planned = session.state == SessionState.PLANNED
        return super().get_context_data(
            session=session,
            word=sentence_case(session.get_state_display()),
            tone=TONES[SessionState(session.state)],
            facts=[
                Fact(
                    _("Waktu"),
                    f"{formats.full_moment(session.starts_at, zone)} – {formats.zoned_time(session.ends_at, zone)}",
                ),
                Fact(_("Tempat"), session.place),
                Fact(_("Kecamatan"), session.region.name if session.region else _("Seluruh wilayah")),
                Fact(_("Pembina"), session.leader.name),
            ],
            attendees=session.attendees.select_related("facility"),
            may_hold=writes and planned and session.starts_at <= timezone.now(),
            may_cancel=writes and planned,
            **kwargs,
        )


class GuidanceCreateView(FormPage):
    """Plan a session."""

    policy = "guidance_write"
    form_class = SessionForm
    field_of = {"session_refused": "ends"}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "office": self.office}

    def title(self) -> str:
        return _("Rencanakan pertemuan pembinaan")

    def verb(self) -> str:
        return _("Simpan")

    def back(self) -> str:
        return reverse("guidance_list")

    def act(self, form: Form) -> HttpResponse:
        assert isinstance(form, SessionForm)  # noqa: S101  # form_class
        found = guidance.plan_session(
            self.office, form.facts, form.cleaned_data["invited"], leader=self.user, by=self.user, at=self.at
        )
        return self.done(_("Pertemuan tercatat."), "guidance_detail", found.public_id)


class GuidanceHoldView(SessionMixin, FormPage):
    """Note who came."""

    policy = reach = "guidance_write"
    form_class = AttendanceForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "session": self.session}

    def title(self) -> str:
        return _("Kehadiran: %(topic)s") % {"topic": self.session.topic}

    def verb(self) -> str:
        return _("Catat terlaksana")

    def act(self, form: Form) -> HttpResponse:
        data = form.cleaned_data
        present = [int(key) for key in data.get("present", [])]
        guidance.hold(
            self.session, present=present, others=data["others"], summary=data["summary"], by=self.user, at=self.at
        )
        return self.done(_("Kehadiran tercatat."), "guidance_detail", self.kwargs["public_id"])


class GuidanceCancelView(SessionMixin, FormPage):
    """Call it off."""

    policy = reach = "guidance_write"
    form_class = ReasonForm
    danger = True

    def title(self) -> str:
        return _("Batalkan pertemuan")

    def verb(self) -> str:
        return _("Batalkan pertemuan")

    def act(self, form: Form) -> HttpResponse:
        guidance.cancel(self.session, reason=form.cleaned_data["reason"], by=self.user, at=self.at)
        return self.done(_("Pertemuan dibatalkan."), "guidance_detail", self.kwargs["public_id"])
