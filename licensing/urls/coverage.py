"""Pages of health licensing coverage."""

from django.urls import path

from licensing.views import coverage, coverage_export, coverage_list, coverage_public

urlpatterns = [
    path("cakupan/", coverage.CoverageView.as_view(), name="coverage_detail"),
    path("cakupan/daftar/", coverage_list.CoverageListView.as_view(), name="coverage_list"),
    path("cakupan/daftar/unduh/", coverage_export.CoverageExportView.as_view(), name="coverage_export"),
    path("cakupan/publik/", coverage_public.PublicCoverageView.as_view(), name="coverage_public"),
]
