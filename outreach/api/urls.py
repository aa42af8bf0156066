"""Addresses of the outreach service below `/api/v1/`."""

from django.urls import path

from outreach.api.views import FiguresDetail, PickupDetail, PickupList

urlpatterns = [
    path("outreach/pickups/", PickupList.as_view(), name="api_outreach_pickups"),
    path("outreach/pickups/<str:public_id>/", PickupDetail.as_view(), name="api_outreach_pickup"),
    path("outreach/figures/", FiguresDetail.as_view(), name="api_outreach_figures"),
]
