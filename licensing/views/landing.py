"""The first page and the service standard: the promise and how it is kept."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.domain.homes import url_of
from accounts.domain.offices import home_office
from core import formats
from licensing.domain.drafts import types_for_public
from licensing.domain.reports.promise import promise_figures
from licensing.forms.tracking import TrackForm
from licensing.models import RecommendationType
from licensing.views.catalogue import GROUPS, today
from licensing.views.survey import trust_of_survey


class LandingView(TemplateView):
    """Promise, tracking, trust figures, who are you."""

    policy = "public_read"
    template_name = "licensing/landing.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        return super().get_context_data(
            apply_url=reverse("type_list"),
            verify_url=reverse("letter_check") if _has("letter_check") else "",
            types_url=reverse("type_list"),
            report_url=reverse("complaint_create"),
            track_form=TrackForm(),
            track_url=reverse("application_track"),
            type_count=RecommendationType.objects.in_force(today()).count(),
            groups=[
                {"label": label, "hint": hint, "icon": icon, "url": f"{reverse('type_list')}?untuk={key}"}
                for key, label, hint, icon, _members in GROUPS
            ],
            trust=[*_trust(now), *_survey_trust(now)],
            trust_as_of=now,
            **kwargs,
        )


def _has(name: str) -> bool:
    return bool(url_of(name))


def _survey_trust(now: datetime) -> list[dict[str, Any]]:
    office = home_office()
    figure = trust_of_survey(now.astimezone(office.zone).date(), office)
    return [figure] if figure else []


def _trust(now: Any) -> list[dict[str, Any]]:
    figures = promise_figures(home_office(), at=now)
    if not figures.finished:
        return []
    ratio = formats.percent(formats.share(figures.on_time, figures.finished))
    small = figures.finished < 5  # noqa: PLR2004  # small cells are hidden in public
    counts = {"on_time": formats.number(figures.on_time), "finished": formats.number(figures.finished)}
    many = _("%(on_time)s dari %(finished)s rekomendasi bulan ini") % counts
    items = [
        {
            "name": "on-time",
            "figure": formats.NOTHING if small else ratio,
            "label": _("selesai tepat waktu"),
            "basis": _("kurang dari 5 rekomendasi bulan ini") if small else many,
            "url": reverse("service_standard"),
        }
    ]
    if figures.median_minutes is not None and not small:
        items.append(
            {
                "name": "median",
                "figure": formats.duration(figures.median_minutes),
                "label": _("waktu kerja tengah"),
                "basis": _("dari terdaftar sampai ditandatangani"),
                "url": reverse("service_standard"),
            }
        )
    return items


class ServiceStandardView(TemplateView):
    """The service standard: promise, figures of the month, how they are computed (UU 25/2009)."""

    policy = "public_read"
    template_name = "licensing/service_standard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        figures = promise_figures(home_office(), at=now)
        small = figures.finished < 5  # noqa: PLR2004  # small cells are hidden in public
        return super().get_context_data(
            figures=figures,
            small=small,
            ratio=formats.percent(formats.share(figures.on_time, figures.finished)),
            median=formats.duration(figures.median_minutes) if figures.median_minutes is not None else "–",
            types=types_for_public(today()),
            now=now,
            **kwargs,
        )
