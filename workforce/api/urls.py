"""Addresses of practitioners below `/api/v1/`."""

from django.urls import path

from workforce.api.practitioners import PractitionerDetail, PractitionerList

urlpatterns = [
    path("practitioners/", PractitionerList.as_view(), name="api_practitioners"),
    path("practitioners/<str:public_id>/", PractitionerDetail.as_view(), name="api_practitioner"),
]
