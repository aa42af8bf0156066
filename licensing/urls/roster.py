"""Pages of a facility's coordinator (PJ): staff, consents, filings, answers to findings."""

from django.urls import path

from licensing.views import compliance, consent, roster, roster_filing

urlpatterns = [
    path("tenaga/", roster.RosterView.as_view(), name="roster"),
    path("tenaga/ajukan/", roster_filing.ConsentAskView.as_view(), name="consent_ask"),
    path("tenaga/pengajuan/", roster_filing.ConsentListView.as_view(), name="consent_list"),
    path("tenaga/pengajuan/kirim/", roster_filing.ConsentSendView.as_view(), name="consent_send"),
    path("tenaga/pengajuan/<str:public_id>/batal/", roster_filing.ConsentCancelView.as_view(), name="consent_cancel"),
    path("tenaga/pengajuan/<str:public_id>/draf/", roster_filing.ConsentDraftView.as_view(), name="consent_draft"),
    path("tenaga/daftar-kepatuhan/", compliance.ComplianceListView.as_view(), name="compliance_list"),
    path("persetujuan-pj/<str:token>/", consent.ConsentAnswerView.as_view(), name="consent_answer"),
    path("persetujuan-saya/<str:public_id>/", consent.ConsentDetailView.as_view(), name="consent_detail"),
]
