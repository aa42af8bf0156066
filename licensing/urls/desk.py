"""Pages of officers: queue, review, assessment, approval, signing, calendar."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
