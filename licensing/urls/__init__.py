"""Addresses of licensing: Indonesian paths, English names; one module per kind of reader."""

from licensing.urls import applicant, desk, public, roster

urlpatterns = [*public.urlpatterns, *applicant.urlpatterns, *desk.urlpatterns, *roster.urlpatterns]
