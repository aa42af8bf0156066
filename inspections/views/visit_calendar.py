"""The calendar of visits by month and week, and putting a visit off."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from accounts.models import User
from accounts.rules import may, viewer_of
from core import formats
from core.exceptions import DomainError
from core.web import ActFormMixin
from inspections.domain import planning
from inspections.domain.visit_calendar import VisitDay, people_of, visit_days
from inspections.enums import VisitState
from inspections.forms.visits import CalendarForm, PutOffForm, inspectors_of
from inspections.models import Visit
from inspections.views.scope import StaffMixin, version_of
from inspections.views.visit_tables import visit_outcome
from inspections.views.visits import VisitMixin

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Span:
    """The days a page shows. `key` and `value` stand in the address: bulan=2026-01 or minggu=2026-01-12."""

    key: str
    value: str
    first: date
    last: date

    @property
    def query(self) -> str:
        """The part of the address that asks for it."""
        return urlencode({self.key: self.value})


def month_of(on: date) -> Span:
    """The month that holds `on`."""
    first = on.replace(day=1)
    return Span("bulan", f"{first:%Y-%m}", first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def week_of(on: date) -> Span:
    """Monday to Sunday around `on`."""
    first = on - timedelta(days=on.weekday())
    return Span("minggu", first.isoformat(), first, first + WEEK - timedelta(days=1))


def span_of(asked: Any, today: date) -> Span:
    """The span the address asks for; this month for whatever is none."""
    month, week = asked.get("bulan", ""), asked.get("minggu", "")
    try:
        if re.fullmatch(r"20\d\d-\d\d-\d\d", week):
            return week_of(date.fromisoformat(week))
        if re.fullmatch(r"20\d\d-\d\d", month):
            return month_of(date.fromisoformat(f"{month}-01"))
    except ValueError:
        pass
    return month_of(today)


class VisitCalendarView(StaffMixin, TemplateView):
    """One's own visits day by day; who assigns inspectors sees all of them, or one person's."""

    policy = "inspection_read"
    template_name = "inspections/visit_calendar.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not viewer_of(request.user).is_staff:  # a person in charge has the list of the own place
            return redirect("visit_list")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        span = span_of(self.request.GET, self.today)
        sees_all = not may(user, "application_assess")
        people = inspectors_of(self.office, self.today) if sees_all else User.objects.none()
        form = CalendarForm(self.request.GET or None, people=people)
        chosen = form.cleaned_data["pengawas"] if form.is_valid() else ""
        person = people.filter(public_id=chosen).first() if chosen else None
        person_id = (person.pk if person else None) if sees_all else self.user.pk
        rows = Visit.objects.visible_to(user)
        days = visit_days(rows, self.office, span.first, span.last, person_id=person_id)
        keep = f"&{urlencode({'pengawas': chosen})}" if chosen else ""
        here = reverse("visit_calendar")
        step = month_of if span.key == "bulan" else week_of
        before, after = step(span.first - timedelta(days=1)), step(span.last + timedelta(days=1))
        entries = [entry for day in days for entry in day.entries]
        clashing = sum(bool(entry.conflicts) for entry in entries)
        return super().get_context_data(
            title=_title(span),
            span=span,
            form=form if sees_all else None,
            may_put_off=may(user, "application_assess"),
            before=f"{here}?{before.query}{keep}",
            after=f"{here}?{after.query}{keep}",
            before_title=_title(before),
            after_title=_title(after),
            views=[
                {
                    "label": _("Bulan"),
                    "url": f"{here}?{month_of(span.first).query}{keep}",
                    "current": span.key == "bulan",
                },
                {
                    "label": _("Minggu"),
                    "url": f"{here}?{week_of(max(span.first, min(self.today, span.last))).query}{keep}",
                    "current": span.key == "minggu",
                },
            ],
            weeks=_weeks(days, self.today) if span.key == "bulan" else None,
            names=[formats.weekday(span.first - timedelta(days=span.first.weekday() - n)) for n in range(7)],
            days=[_drawn(day, self.office.time_zone) for day in days if day.entries],
            count=len(entries),
            clashing=clashing,
            **kwargs,
        )


def _title(span: Span) -> str:
    if span.key == "bulan":
        return formats.month(span.first)
    return _("%(first)s – %(last)s") % {"first": formats.plain_date(span.first), "last": formats.plain_date(span.last)}


def _weeks(days: list[VisitDay], today: date) -> list[list[dict[str, Any]]]:
    """Cells of a month from Monday to Sunday; cells of other months are empty."""
    out: dict[str, Any] = {"number": "", "look": "out", "count": 0, "anchor": ""}
    cells = [out] * days[0].day.on.weekday()
    for each in days:
        on = each.day.on
        look = "hol" if each.day.holiday else "" if each.day.working else "we"
        cells.append(
            {
                "number": on.day,
                "look": f"{look} today" if on == today else look,
                "count": len(each.entries),
                "anchor": f"hari-{on.isoformat()}" if each.entries else "",
                "words": formats.weekday_date(on),
                "conflicts": sum(bool(entry.conflicts) for entry in each.entries),
            }
        )
    cells += [out] * (-len(cells) % 7)
    return [cells[place : place + 7] for place in range(0, len(cells), 7)]


def _drawn(day: VisitDay, zone: str) -> dict[str, Any]:
    rows = []
    for entry in day.entries:
        word, tone = visit_outcome(entry.visit)
        rows.append(
            {
                "visit": entry.visit,
                "time": formats.clock_time(entry.visit.scheduled_at, zone),
                "people": ", ".join(people_of(entry.visit).values()),
                "word": word,
                "tone": tone,
                "conflicts": entry.conflicts,
                "is_planned": entry.visit.state == VisitState.PLANNED,
            }
        )
    on = day.day.on
    return {
        "anchor": f"hari-{on.isoformat()}",
        "title": formats.weekday_date(on),
        "note": day.day.holiday,
        "rows": rows,
    }


class VisitPutOffView(VisitMixin, ActFormMixin, FormView[PutOffForm]):
    """Another day for a visit nobody has taken along yet."""

    policy = reach = "application_assess"
    template_name = "inspections/visit_put_off.html"
    form_class = PutOffForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "office": self.visit.office or self.office}

    def get_initial(self) -> dict[str, Any]:
        at = self.visit.scheduled_at.astimezone((self.visit.office or self.office).zone)
        return {"scheduled_on": at.date(), "scheduled_time": at.time()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {
            "title": _("Tunda kunjungan ke %(place)s") % {"place": self.visit.place_name},
            "verb": _("Tunda kunjungan"),
            "back": reverse("visit_detail", args=[self.visit.public_id]),
            "visit": self.visit,
        }
        return super().get_context_data(**{**given, **kwargs})

    def act(self, form: Any) -> HttpResponse:
        try:
            done = planning.put_off(
                self.visit,
                form.scheduled_at(),
                reason=form.cleaned_data["reason"],
                by=self.user,
                at=self.at,
                version=version_of(self.request),
            )
        except DomainError as error:
            for finding in error.findings:
                form.add_error("reason" if finding.pointer == "/reason" else "scheduled_on", str(finding.detail))
            if not error.findings:
                raise
            return self._again(form, error.status)
        messages.success(self.request, _("Kunjungan ditunda."))
        tugas, day = done.surat_tugas, form.cleaned_data["scheduled_on"]
        if tugas is not None and not tugas.starts_on <= day <= tugas.ends_on:
            text = _("Surat tugas %(number)s tidak mencakup hari itu; buat yang baru.")
            messages.warning(self.request, text % {"number": done.surat_tugas_number})
        return redirect("visit_detail", done.public_id)
