"""The queue of every desk: by remaining office time, overdue first; take and release."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView, View

from accounts.enums import OfficeKind
from accounts.exceptions import OfficeMissing
from accounts.models import Office
from core import capped, formats
from core.components import ActiveFilter, Chip, Edge, Filters
from licensing.domain import transitions
from licensing.domain.clocks import LICENSING_CLOCKS
from licensing.domain.desk import DeskClock
from licensing.domain.status_lines import TONES, status_label
from licensing.domain.workflow import available
from licensing.enums import Action, State
from licensing.forms.queue import QueueFilter
from licensing.models import Application
from licensing.querysets import ApplicationQuerySet
from licensing.rules import actor_of
from licensing.views.desk import DeskMixin, left_words, work_states
from licensing.views.detail import ACTION_PAGES
from licensing.views.scope import ApplicationMixin

SOON = timedelta(hours=2)
PAGE_SIZE = 25
WAITING_FOR_APPLICANT = (State.NEEDS_CORRECTION, State.REPAIRING)
# What the button of a row says, shorter than the verb's own label.
ROW_ACTIONS: dict[Action, Any] = {
    Action.VERIFY: gettext_lazy("Periksa"),
    Action.REGISTER: gettext_lazy("Catat"),
    Action.START_ASSESSMENT: pgettext_lazy("kata kerja", "Nilai"),
    Action.ASSESS: gettext_lazy("Lanjutkan"),
    Action.REPAIRED: gettext_lazy("Terima perbaikan"),
    Action.ANSWER_COORDINATION: gettext_lazy("Catat jawaban"),
    Action.APPROVE: gettext_lazy("Putuskan"),
    Action.SIGN: gettext_lazy("Putuskan"),
    Action.ISSUE_LICENCE: gettext_lazy("Terbitkan"),
}


def queue_of(user: Any, *, everything: bool = False) -> ApplicationQuerySet:
    """Return the files of a person's desk, the one whose time ends first on top; `everything` in scope with it."""
    rows = Application.objects.visible_to(user, "application_read").exclude(state=State.DRAFT)
    if not everything:
        states = work_states(user)
        rows = rows.filter(state__in=states) if states else rows.open()
    return rows.order_by(F("due_at").asc(nulls_last=True), "id")


def moments(clock: DeskClock, user: Any) -> dict[str, Q]:
    """Return the quick filters as conditions: overdue, soon (two office hours), today, applicant, mine."""
    licensing, health = _home_offices()
    theirs = Q(due_clock__in=[str(name) for name in LICENSING_CLOCKS])
    ahead = Q(due_at__gte=clock.at)
    soon = (theirs & Q(due_at__lt=clock.after(licensing, SOON))) | (~theirs & Q(due_at__lt=clock.after(health, SOON)))
    midnight = formats.local(clock.at, health.time_zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "overdue": Q(due_at__lt=clock.at),
        "soon": ahead & soon,
        "today": ahead & Q(due_at__lt=midnight + timedelta(days=1)),
        "applicant": Q(state__in=WAITING_FOR_APPLICANT),
        "mine": Q(handler_id=user.pk),
    }


def _home_offices() -> tuple[Office, Office]:
    """The installation's DPMPTSP and health office, in one query."""
    rows = Office.objects.filter(kind__in=(OfficeKind.LICENSING, OfficeKind.HEALTH)).order_by("-id")
    first = {row.kind: row for row in rows}
    if len(first) < 2:  # noqa: PLR2004
        raise OfficeMissing(params={"kind": OfficeKind.LICENSING.label})
    return first[OfficeKind.LICENSING], first[OfficeKind.HEALTH]


CHIPS: tuple[tuple[str, Any, Any], ...] = (
    ("overdue", gettext_lazy("Lewat waktu"), "hot"),
    ("soon", gettext_lazy("< 2 jam"), "warm"),
    ("today", gettext_lazy("Hari ini"), ""),
    ("applicant", gettext_lazy("Menunggu pemohon"), ""),
    ("mine", gettext_lazy("Milik saya"), ""),
)


class QueueView(DeskMixin, TemplateView):
    """Chips, filters, table. What is chosen stands in the address, so a reload shows the same."""

    policy = "application_read"
    template_name = "licensing/desk/queue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, clock = self.request.user, DeskClock(timezone.now())
        wanted = QueueFilter(self.request.GET, queryset=Application.objects.none())
        wanted.form.is_valid()
        base = queue_of(user, everything="state" in wanted.chosen)
        conditions = moments(clock, user)
        counts = capped.counts(queue_of(user), conditions)
        rows = wanted.filter_queryset(base)
        when = self.request.GET.get("when", "")
        if when in conditions:
            rows = rows.filter(conditions[when])
        # Counted above already, unless something was chosen.
        many = capped.count(rows) if wanted.chosen else counts[when if when in conditions else "all"]
        paginator = Paginator(rows.for_list(), PAGE_SIZE)
        paginator.count = min(many, formats.CAP)
        page = paginator.get_page(self.request.GET.get("page"))
        return super().get_context_data(
            filters=_filters(self.request, wanted, counts, when),
            rows=queue_rows(page, clock, user),
            page=page,
            caption=_caption(page, many),
            total=counts["all"],
            now=clock.at,
            is_filtered=bool(when or wanted.chosen),
            **kwargs,
        )


def _caption(page: Page[Application], many: int) -> str:
    if not page.paginator.count:
        return _("Tidak ada berkas")
    numbers = {"first": page.start_index(), "last": page.end_index(), "count": formats.many(many)}
    return _("Berkas %(first)s–%(last)s dari %(count)s") % numbers


def _filters(request: HttpRequest, wanted: QueueFilter, counts: dict[str, int], when: str) -> Filters:
    path = reverse("application_list")

    def address(**changes: str) -> str:
        query = request.GET.copy()
        query.pop("page", None)
        for name, value in changes.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return f"{path}?{query.urlencode()}" if query else path

    chips = [Chip(_("Semua"), address(when=""), counts["all"], current=not when)]
    chips += [
        Chip(label, address(when=name), counts[name], current=when == name, tone=tone if counts[name] else "")
        for name, label, tone in CHIPS
    ]
    active = [
        ActiveFilter(f"{wanted.form.fields[name].label}: {_chosen_label(wanted, name, value)}", address(**{name: ""}))
        for name, value in wanted.chosen.items()
    ]
    return Filters(form=wanted.form, chips=chips, active=active, clear_url=path, keep={"when": when} if when else {})


def _chosen_label(wanted: QueueFilter, name: str, value: str) -> str:
    choices = dict(getattr(wanted.form.fields[name], "choices", ()))
    return str(choices.get(value, value))


def queue_rows(page: Page[Application], clock: DeskClock, user: Any) -> list[dict[str, Any]]:
    """Return what the table shows of each file; no query a row."""
    roles = actor_of(user).roles
    return [_row(application, clock, roles, user) for application in page.object_list]


def _row(application: Application, clock: DeskClock, roles: frozenset[str], user: Any) -> dict[str, Any]:
    minutes = clock.minutes_left(application)
    verb = next(
        (
            each
            for each in available(State(application.state), roles, delegated=application.type.delegated)
            if each in ROW_ACTIONS
        ),
        None,
    )
    page = ACTION_PAGES[verb] if verb else "application_detail"
    is_technical = verb == Action.VERIFY
    return {
        "row": application,
        "url": reverse(page, args=[application.number]),
        "action": ROW_ACTIONS[verb] if verb else _("Lihat"),
        "about": application.applicant_name or application.place_name or "–",
        "place": application.place_name if application.applicant_name else "",
        "state": status_label(application),
        "tone": TONES[application.state],
        "left": left_words(minutes),
        "due": formats.short_moment(application.due_at, application.health_office.time_zone)
        if application.due_at
        else "",
        "is_late": minutes is not None and application.due_at is not None and application.due_at < clock.at,
        "edge": _edge(application, minutes, clock.at),
        "waits": _waits(application),
        "seen": seen_words(application),
        "may_take": is_technical and application.handler_id is None,
        "may_release": is_technical and application.handler_id == user.pk,
    }


def _edge(application: Application, minutes: int | None, at: datetime) -> Edge:
    if application.due_at is None or minutes is None:
        return Edge.NONE
    if application.due_at < at:
        return Edge.LATE
    return Edge.SOON if minutes < SOON.total_seconds() / 60 else Edge.NONE


def _waits(application: Application) -> str:
    if application.state not in WAITING_FOR_APPLICANT:
        return ""
    if application.correct_by is None:
        return _("menunggu pemohon")
    return _("menunggu pemohon sampai %(date)s") % {"date": formats.short_date(application.correct_by)}


def seen_words(application: Application) -> str:
    """Who holds a file, or whether anybody has looked at it yet."""
    if application.handler is not None:
        return _("Milik %(name)s") % {"name": application.handler.name}
    return _("Dilihat, belum lengkap") if application.handler_seen_at else _("Belum dilihat")


class _HoldView(DeskMixin, ApplicationMixin, View):
    """Take or give back a file, and return to the list one came from."""

    policy = "application_verify"
    http_method_names = ["post"]
    verb: Callable[..., None]

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        type(self).verb(self.application, by=self.actor, at=timezone.now())
        messages.success(request, self.done() % {"number": number})
        return redirect(self.refused_url())

    def done(self) -> str:
        """What to say."""
        raise NotImplementedError

    def refused_url(self) -> str:
        """Back to the same filters."""
        back = self.request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={self.request.get_host()})
        return back if is_ours else reverse("application_list")


class TakeView(_HoldView):
    """Take a file; when somebody else has it, the answer names who."""

    verb = staticmethod(transitions.take)

    def done(self) -> str:
        """It is yours."""
        return _("Berkas %(number)s sekarang Anda pegang.")


class ReleaseView(_HoldView):
    """Give a file back to the desk."""

    verb = staticmethod(transitions.release)

    def done(self) -> str:
        """It is everybody's again."""
        return _("Berkas %(number)s dilepas; petugas lain dapat mengambilnya.")
