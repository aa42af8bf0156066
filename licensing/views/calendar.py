"""The working calendar: read it, propose a change, see what moves, let a second person confirm."""

import calendar as months
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.generic import TemplateView

from accounts.domain import calendar_changes
from accounts.domain.acting import offices_of
from accounts.domain.calendars import work_calendar
from accounts.enums import CalendarState
from accounts.exceptions import CalendarUnclear, SecondPersonNeeded
from accounts.models import CalendarVersion, Office
from accounts.rules import may
from core import formats
from core.components import Cell, Column, Row, Table
from core.exceptions import Conflict, DomainError, NotAllowed, RuleBroken
from core.web import FormKeyMixin, redirect_once
from core.workdays import WorkCalendar
from licensing.domain.calendar_preview import Shift, effect
from licensing.forms.calendar import CHANGE_FORMS, HOLIDAY_TYPES, WEEKDAYS, ChangeForm
from licensing.views.desk import DeskMixin

SHOWN_VERSIONS = 10

# How many moved promises stand open on the page; the rest unfolds, so that the button stays near.
SHOWN = 10


class _CalendarMixin(DeskMixin):
    """Offices whose calendar one proposes or confirms, and the one chosen in the address."""

    def my_offices(self, *actions: str) -> Any:
        """Offices with a calendar in the scope of any of `actions`, health office first."""
        user: Any = self.request.user
        wanted: set[int] = set()
        for action in actions:
            wanted |= set(offices_of(user, action).values_list("pk", flat=True))
        return Office.objects.filter(pk__in=wanted, calendar_versions__state="confirmed").distinct().order_by("id")


class CalendarDetailView(_CalendarMixin, TemplateView):
    """A month, the holidays of its year, office hours, versions, and what waits for a second person."""

    policy = "change_propose"
    template_name = "licensing/desk/calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offices = list(self.my_offices("change_propose", "change_confirm"))
        code = self.request.GET.get("office", "")
        office = next((each for each in offices if each.code == code), offices[0] if offices else None)
        if office is None:
            return super().get_context_data(office=None, **kwargs)
        first = _month(self.request.GET.get("month", ""), timezone.now().astimezone(office.zone).date())
        newest = CalendarVersion.objects.newest(office.pk)
        snapshot = newest.snapshot if newest else {"holidays": [], "hours": [], "confirmed_years": []}
        versions = CalendarVersion.objects.filter(office__in=offices).select_related(
            "office", "proposed_by", "recorded_by"
        )
        return super().get_context_data(
            offices=offices,
            office=office,
            month=month_grid(work_calendar(office), first, today=timezone.now().astimezone(office.zone).date()),
            previous=_shifted(first, -1),
            following=_shifted(first, 1),
            year=first.year,
            is_decreed=first.year in snapshot["confirmed_years"],
            holidays=_holiday_table(snapshot, first.year),
            hours=_hours(snapshot),
            waiting=[
                {"row": row, "words": change_words(row.change), "mine": row.proposed_by_id == self.request.user.pk}
                for row in versions.filter(state=CalendarState.PROPOSED).order_by("proposed_at")
            ],
            versions=[
                {"row": row, "words": change_words(row.change)}
                for row in versions.filter(office=office)
                .exclude(state=CalendarState.PROPOSED)
                .order_by("-number")[:SHOWN_VERSIONS]
            ],
            changes=[{"slug": slug, "title": form.title} for slug, form in CHANGE_FORMS.items()],
            may_propose=may(self.request.user, "change_propose"),
            may_confirm=may(self.request.user, "change_confirm"),
            **kwargs,
        )


class CalendarReviewView(CalendarDetailView):
    """The same page for those who confirm."""

    policy = "change_confirm"


class CalendarProposeView(FormKeyMixin, _CalendarMixin, TemplateView):
    """Fill in, see what moves, propose. Nothing is written before the last step."""

    policy = "change_propose"
    template_name = "licensing/desk/calendar_propose.html"
    kwargs: dict[str, Any]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self._form(None))
        error: DomainError | None = kwargs.get("error")
        return super().get_context_data(
            title=self._kind().title,
            slug=self.kwargs["kind"],
            has_errors=error is not None or bool(kwargs["form"].errors),
            **kwargs,
        )

    def _kind(self) -> type[ChangeForm]:
        found = CHANGE_FORMS.get(self.kwargs["kind"])
        if found is None:
            raise Http404
        return found

    def _form(self, data: Any) -> ChangeForm:
        offices = self.my_offices("change_propose")
        day = self.request.GET.get("date", "")
        initial = {
            "today": timezone.localdate().isoformat(),
            "date": day,
            "year": timezone.localdate().year + 1,
            "offices": [row.pk for row in offices if row.kind in ("dinkes", "dpmptsp")],
        }
        return self._kind()(data, offices=offices, initial=initial)

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, kind=kind), status=422)
        try:
            if request.POST.get("action") == "propose":
                return redirect_once(request, lambda: self._propose(form))
            shown = preview_of(list(form.cleaned_data["offices"]), form.change())
        except (Conflict, RuleBroken, CalendarUnclear) as error:
            context = self.get_context_data(form=form, kind=kind, error=error)
            return self.render_to_response(context, status=error.status)
        return self.render_to_response(self.get_context_data(form=form, kind=kind, effect=shown))

    @transaction.atomic
    def _propose(self, form: ChangeForm) -> str:
        at, user = timezone.now(), self.request.user
        for office in form.cleaned_data["offices"]:
            calendar_changes.propose(
                office,
                form.change(),
                reason=form.cleaned_data["reason"],
                by=user,  # type: ignore[arg-type]  # signed in
                at=at,
            )
        messages.success(self.request, _("Usulan tercatat dan menunggu penetapan orang kedua."))
        return reverse("calendar_detail")


class CalendarConfirmView(_CalendarMixin, TemplateView):
    """The second person sees the same effect, counted anew, and confirms or turns it down."""

    policy = "change_confirm"
    template_name = "licensing/desk/calendar_confirm.html"
    kwargs: dict[str, Any]

    def version(self) -> CalendarVersion:
        """A proposal within scope, or 404."""
        rows = CalendarVersion.objects.filter(office__in=offices_of(self.request.user, "change_confirm"))  # type: ignore[arg-type]
        return get_object_or_404(rows.select_related("office", "proposed_by", "recorded_by"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.version()
        is_open = version.state == CalendarState.PROPOSED
        problem = kwargs.get("error")
        shown: dict[str, Any] | None = None
        if is_open and problem is None:
            try:
                shown = preview_of([version.office], version.change)
            except CalendarUnclear as error:
                problem = error
        kwargs["error"] = problem
        mine = version.proposed_by_id == self.request.user.pk
        return super().get_context_data(
            version=version,
            words=change_words(version.change),
            effect=shown,
            is_open=is_open,
            why_not=SecondPersonNeeded().detail if is_open and mine else "",
            has_errors=problem is not None,
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        at, user = timezone.now(), request.user
        try:
            if request.POST.get("action") == "reject":
                calendar_changes.reject(pk, by=user, reason=_why(request), at=at)  # type: ignore[arg-type]
                messages.success(request, _("Usulan ditolak."))
                return redirect("calendar_review")
            version = calendar_changes.confirm(pk, by=user, at=at)  # type: ignore[arg-type]
        except NotAllowed:
            raise
        except (Conflict, RuleBroken, CalendarUnclear) as error:
            context = self.get_context_data(pk=pk, error=error)
            return self.render_to_response(context, status=error.status)
        messages.success(request, _moved_words(version.moved_count or 0))
        return redirect("calendar_review")


def _why(request: HttpRequest) -> str:
    """Return the reason for turning a proposal down; raises RuleBroken when it says nothing."""
    reason = request.POST.get("reason", "").strip()[:300]
    if len(reason) < 10:  # noqa: PLR2004
        raise RuleBroken(_("Tulis alasan menolak, sedikitnya 10 huruf."))
    return reason


def _moved_words(count: int) -> str:
    text = ngettext(
        "Kalender berlaku. %(count)s permohonan bergeser.", "Kalender berlaku. %(count)s permohonan bergeser.", count
    )
    return text % {"count": formats.number(count)}


def preview_of(offices: list[Office], change: Any) -> dict[str, Any]:
    """Return what a change would move in these offices, as the page shows it. Raises CalendarUnclear."""
    snapshots = {office: calendar_changes.snapshot_after(office, change) for office in offices}
    found = effect(snapshots, at=timezone.now())
    first, rest = found.shifts[:SHOWN], found.shifts[SHOWN:]
    return {
        "effect": found,
        "table": effect_table(first) if first else None,
        "rest": effect_table(rest) if rest else None,
        "rest_count": len(rest),
    }


def effect_table(shifts: Sequence[Shift]) -> Table:
    """Return old and new due moments, file by file."""
    columns = (Column(_("Permohonan")), Column(_("Penghitungan")), Column(_("Sekarang")), Column(_("Menjadi")))
    rows = [
        Row(
            (
                Cell(shift.type_label, note=shift.number, url=reverse("application_detail", args=[shift.number])),
                Cell(shift.clock.label),
                Cell(formats.short_moment(shift.before, shift.time_zone) if shift.before else "–", whole=True),
                Cell(formats.short_moment(shift.after, shift.time_zone) if shift.after else "–", strong=True),
            )
        )
        for shift in shifts
    ]
    return Table(_("Batas waktu yang bergeser"), columns, rows, hide_caption=True)


def change_words(change: Any) -> str:
    """Say a stored change in a sentence."""
    match change.get("kind"):
        case "add_holiday":
            kind = dict(HOLIDAY_TYPES).get(change["type"], change["type"])
            return _("Libur %(date)s: %(name)s (%(kind)s)") % {
                "date": _day(change["date"]),
                "name": change["name"],
                "kind": kind,
            }
        case "remove_holiday":
            return _("Hari libur %(date)s dihapus") % {"date": _day(change["date"])}
        case "change_hours":
            return _("Jam kerja “%(label)s” mulai %(date)s") % {
                "label": change["label"],
                "date": _day(change["valid_from"]),
            }
        case "announce_ramadan":
            return _("Jam kerja Ramadan %(first)s sampai %(last)s") % {
                "first": _day(change["starts_on"]),
                "last": _day(change["ends_on"]),
            }
        case "confirm_year":
            return _("Kalender %(year)s ditetapkan") % {"year": change["year"]}
        case _:
            return _("Kalender acuan")


def _day(text: str) -> str:
    return formats.plain_date(date.fromisoformat(text))


def _month(text: str, today: date) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


def _shifted(first: date, months_: int) -> str:
    index = first.year * 12 + first.month - 1 + months_
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def month_grid(calendar: WorkCalendar, first: date, *, today: date) -> dict[str, Any]:
    """Return weeks of days for one month; each day with its look and, when closed, why."""
    dates = months.Calendar(firstweekday=0).monthdatescalendar(first.year, first.month)
    weeks = [[_cell(calendar, on, first, today) for on in week] for week in dates]
    title = formats.plain_date(first).split(" ", 1)[1]
    return {"title": title, "weeks": weeks, "days": [name for _number, name in WEEKDAYS]}


def _cell(calendar: WorkCalendar, on: date, first: date, today: date) -> dict[str, Any]:
    if on.month != first.month:
        return {"look": "out", "number": "", "words": ""}
    day = calendar.day(on)
    look = "hol" if day.holiday else "" if day.working else "we"
    words = day.holiday or (_("Hari ini") if on == today else "")
    return {
        "look": f"{look} today".strip() if on == today else look,
        "number": on.day,
        "words": words,
        "hours": ", ".join(f"{span.start:%H.%M}–{span.end:%H.%M}" for span in calendar.intervals(on)),
    }


def _holiday_table(snapshot: Any, year: int) -> Table | None:
    rows = [row for row in snapshot["holidays"] if row["date"].startswith(str(year))]
    if not rows:
        return None
    kinds = dict(HOLIDAY_TYPES)
    columns = (Column(_("Tanggal")), Column(_("Hari libur")), Column(_("Jenis")))
    cells = [
        Row(
            (
                Cell(formats.full_date(date.fromisoformat(row["date"]))),
                Cell(row["name"]),
                Cell(kinds.get(row["kind"], row["kind"])),
            )
        )
        for row in rows
    ]
    return Table(_("Hari libur %(year)s") % {"year": year}, columns, cells)


def _hours(snapshot: Any) -> list[dict[str, Any]]:
    """Return the patterns in force or to come, newest first, with their hours by day."""
    names = dict(WEEKDAYS)
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in sorted(snapshot["hours"], key=lambda each: (each["valid_from"], each["weekday"], each["open"])):
        group = found.setdefault(
            (row["pattern"], row["valid_from"]),
            {"label": row["label"], "from": row["valid_from"], "until": row["valid_until"], "days": {}},
        )
        span = f"{row['open'].replace(':', '.')}–{row['close'].replace(':', '.')}"
        group["days"].setdefault(str(names[row["weekday"]]), []).append(span)
    return [
        {
            "label": group["label"],
            "when": _("mulai %(first)s") % {"first": _day(group["from"])}
            + (_(" sampai %(last)s") % {"last": _day(group["until"])} if group["until"] else ""),
            "days": [{"name": name, "hours": ", ".join(spans)} for name, spans in group["days"].items()],
        }
        for group in reversed(found.values())
    ][:4]
