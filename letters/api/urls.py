"""Addresses of letters below `/api/v1/`."""

from django.urls import path

from letters.api.views import LetterFile, Verify

urlpatterns = [
    path("verify/<str:code>/", Verify.as_view(), name="api_verify"),
    path("letters/<str:public_id>/file/", LetterFile.as_view(), name="api_letter_file"),
]
