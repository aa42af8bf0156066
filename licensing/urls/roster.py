"""Pages of a facility's coordinator (PJ): staff, consents, filings, answers to findings."""

from django.urls import path

from licensing.views import roster

urlpatterns = [
    path("tenaga/", roster.RosterView.as_view(), name="roster"),
]
