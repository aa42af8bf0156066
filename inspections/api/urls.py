"""Addresses of inspections below `/api/v1/`."""

from django.urls import path

from inspections.api.visits import VisitDetail, VisitList

urlpatterns = [
    path("inspections/", VisitList.as_view(), name="api_inspections"),
    path("inspections/<str:public_id>/", VisitDetail.as_view(), name="api_inspection"),
]
