"""Pages of health licensing coverage."""

from django.urls import path

from licensing.views import coverage, coverage_list

urlpatterns = [
    path("cakupan/", coverage.CoverageView.as_view(), name="coverage_detail"),
    path("cakupan/daftar/", coverage_list.CoverageListView.as_view(), name="coverage_list"),
]
