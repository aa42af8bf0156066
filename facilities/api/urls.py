"""Addresses of facilities below `/api/v1/`."""

from django.urls import path

from facilities.api.facilities import FacilityDetail, FacilityList

urlpatterns = [
    path("facilities/", FacilityList.as_view(), name="api_facilities"),
    path("facilities/<str:public_id>/", FacilityDetail.as_view(), name="api_facility"),
]
