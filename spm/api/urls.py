"""Addresses of SPM below `/api/v1/`."""

from django.urls import path

from spm.api.views import IndicatorList, ReportDetail, ValueList

urlpatterns = [
    path("spm/indicators/", IndicatorList.as_view(), name="api_spm_indicators"),
    path("spm/values/", ValueList.as_view(), name="api_spm_values"),
    path("spm/report/", ReportDetail.as_view(), name="api_spm_report"),
]
