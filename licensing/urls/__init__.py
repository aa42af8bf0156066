"""Addresses of licensing: Indonesian paths, English names; one module per kind of reader."""

from licensing.urls import applicant, coverage, desk, public

urlpatterns = [*public.urlpatterns, *applicant.urlpatterns, *desk.urlpatterns, *coverage.urlpatterns]
