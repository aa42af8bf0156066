"""Pages anybody may open."""

from django.urls import path

from licensing.views import catalogue, landing, reporting, tracking

urlpatterns = [
    path("", landing.LandingView.as_view(), name="landing"),
    path("layanan/", catalogue.TypeListView.as_view(), name="type_list"),
    path("layanan/<slug:code>/", catalogue.TypeDetailView.as_view(), name="type_detail"),
    path("standar-pelayanan/", landing.ServiceStandardView.as_view(), name="service_standard"),
    path("lacak/", tracking.TrackView.as_view(), name="application_track"),
    path("lapor/", reporting.ReportCreateView.as_view(), name="complaint_create"),
]
