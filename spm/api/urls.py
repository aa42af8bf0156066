"""Addresses of SPM below `/api/v1/`."""

from django.urls import path

from spm.api.ilp import DashboardDetail, IlpIndicatorList, IlpValueList, PanelDetail, PanelList
from spm.api.networks import CommitmentDetail, CommitmentList, NetworkCounts, NetworkDetail, NetworkList
from spm.api.views import IndicatorList, ReportDetail, ValueList

urlpatterns = [
    path("ilp/panels/", PanelList.as_view(), name="api_ilp_panels"),
    path("ilp/panels/<str:code>/", PanelDetail.as_view(), name="api_ilp_panel"),
    path("ilp/dashboards/<str:board_name>/", DashboardDetail.as_view(), name="api_ilp_dashboard"),
    path("ilp/indicators/", IlpIndicatorList.as_view(), name="api_ilp_indicators"),
    path("ilp/values/", IlpValueList.as_view(), name="api_ilp_values"),
    path("ilp/networks/", NetworkList.as_view(), name="api_ilp_networks"),
    path("ilp/networks/<str:public_id>/", NetworkDetail.as_view(), name="api_ilp_network"),
    path("ilp/network-counts/", NetworkCounts.as_view(), name="api_ilp_network_counts"),
    path("ilp/commitments/", CommitmentList.as_view(), name="api_ilp_commitments"),
    path("ilp/commitments/<str:code>/", CommitmentDetail.as_view(), name="api_ilp_commitment"),
    path("spm/indicators/", IndicatorList.as_view(), name="api_spm_indicators"),
    path("spm/values/", ValueList.as_view(), name="api_spm_values"),
    path("spm/report/", ReportDetail.as_view(), name="api_spm_report"),
]
