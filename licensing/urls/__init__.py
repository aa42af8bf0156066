"""Addresses of licensing: Indonesian paths, English names; one module per kind of reader."""

from licensing.urls import accountability, applicant, coverage, desk, public, roster

urlpatterns = [
    *public.urlpatterns,
    *applicant.urlpatterns,
    *desk.urlpatterns,
    *coverage.urlpatterns,
    *accountability.urlpatterns,
    *roster.urlpatterns,
]
