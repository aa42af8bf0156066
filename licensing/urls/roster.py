"""Pages of a facility's coordinator (PJ): staff, consents, filings, answers to findings."""

from django.urls import path

from licensing.views import colleagues, compliance, consent, joining, members, pj_home, roster, roster_filing

urlpatterns = [
    path("tenaga/", roster.RosterView.as_view(), name="roster"),
    path("tenaga/beranda/", pj_home.PjHomeView.as_view(), name="pj_home"),
    path("tenaga/temuan/", pj_home.FacilityFindingListView.as_view(), name="facility_finding_list"),
    path("tenaga/tambah/", joining.StaffJoinView.as_view(), name="staff_join"),
    path("bergabung/<str:token>/", joining.JoinAnswerView.as_view(), name="join_answer"),
    path("bergabung-saya/<str:public_id>/", joining.JoinDetailView.as_view(), name="join_detail"),
    path("rekan/", colleagues.ColleagueListView.as_view(), name="colleague_list"),
    path("anggota/rekomendasi/", members.MemberListView.as_view(), name="member_recommendation_list"),
    path("anggota/rekomendasi/<str:number>/", members.MemberRecommendView.as_view(), name="member_recommend"),
    path("tenaga/ajukan/", roster_filing.ConsentAskView.as_view(), name="consent_ask"),
    path("tenaga/pengajuan/", roster_filing.ConsentListView.as_view(), name="consent_list"),
    path("tenaga/pengajuan/kirim/", roster_filing.ConsentSendView.as_view(), name="consent_send"),
    path("tenaga/pengajuan/<str:public_id>/batal/", roster_filing.ConsentCancelView.as_view(), name="consent_cancel"),
    path("tenaga/pengajuan/<str:public_id>/draf/", roster_filing.ConsentDraftView.as_view(), name="consent_draft"),
    path("tenaga/daftar-kepatuhan/", compliance.ComplianceListView.as_view(), name="compliance_list"),
    path("persetujuan-pj/<str:token>/", consent.ConsentAnswerView.as_view(), name="consent_answer"),
    path("persetujuan-saya/<str:public_id>/", consent.ConsentDetailView.as_view(), name="consent_detail"),
]
