"""The city's colours as a style sheet, because a strict CSP allows none inside a page."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control

from accounts.domain.offices import home_office
from accounts.exceptions import OfficeMissing
from core.colours import DEFAULT_HUE, InvalidColourError, ramp

A_DAY = 24 * 60 * 60


def brand_css(_request: HttpRequest) -> HttpResponse:
    """Custom properties of the ramp of the installation's own office; a bad hue falls back to the default.

    The page asks for it with the hue as version (`brand.css?v=0a4d8c`), so it may be kept for a day.
    """
    try:
        colours = ramp(home_office().brand_hex)
    except (OfficeMissing, InvalidColourError):
        colours = ramp(DEFAULT_HUE)
    text = render_to_string("accounts/brand.css", {**asdict(colours), "ramp": colours})
    response = HttpResponse(text, content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=A_DAY)
    return response


brand_css.policy = "public_read"  # type: ignore[attr-defined]
