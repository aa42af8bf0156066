"""Addresses of accounts below `/api/v1/`."""

from django.urls import path

from accounts.api import schema  # noqa: F401  # registers how the OpenAPI document names the token
from accounts.api.calendar import CalendarDays, CalendarDue

urlpatterns = [
    path("calendar/", CalendarDays.as_view(), name="api_calendar"),
    path("calendar/due/", CalendarDue.as_view(), name="api_calendar_due"),
]
