"""Addresses of licensing: Indonesian paths, English names; one module per kind of reader."""

from licensing.urls import accountability, applicant, coverage, desk, licences, public, roster

urlpatterns = [
    *public.urlpatterns,
    *applicant.urlpatterns,
    *desk.urlpatterns,
    *coverage.urlpatterns,
    *accountability.urlpatterns,
    *licences.urlpatterns,
    *roster.urlpatterns,
]
