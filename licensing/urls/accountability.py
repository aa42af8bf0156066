"""Pages by which the office answers for itself: survey, complaints, monthly report, changes of rules."""

from django.urls import path

from licensing.views import (
    backtest,
    complaint_visit,
    complaints,
    coordination_times,
    promise,
    reporting,
    rule_drafts,
    rule_versions,
    rules,
    satusehat,
    spreadsheets,
    survey,
)

urlpatterns = [
    path("satusehat/", satusehat.SatusehatView.as_view(), name="satusehat_detail"),
    path("kepuasan/", survey.SurveyResultView.as_view(), name="survey_result"),
    path("kepuasan/lembar/", survey.SurveyListView.as_view(), name="survey_list"),
    path("survei/<str:token>/", survey.SurveyLinkView.as_view(), name="survey_answer"),
    path("permohonan/<str:number>/survei/", survey.SurveyOwnView.as_view(), name="survey_own"),
    path("lapor/terkirim/", reporting.ReportSentView.as_view(), name="complaint_sent"),
    path("lapor/lacak/", reporting.ReportTrackView.as_view(), name="complaint_track"),
    path("pengaduan/", complaints.ComplaintListView.as_view(), name="complaint_list"),
    path("pengaduan/catat/", complaints.ComplaintRecordView.as_view(), name="complaint_record"),
    path("pengaduan/unduh/", spreadsheets.ComplaintExportView.as_view(), name="complaint_export"),
    path("pengaduan/<str:number>/", complaints.ComplaintDetailView.as_view(), name="complaint_detail"),
    path("pengaduan/<str:number>/kunjungan/", complaint_visit.ComplaintVisitView.as_view(), name="complaint_visit"),
    path("integritas/", complaints.IntegrityListView.as_view(), name="integrity_list"),
    path("integritas/<str:number>/", complaints.IntegrityDetailView.as_view(), name="integrity_detail"),
    path("laporan/janji/", promise.PromiseReportView.as_view(), name="promise_report"),
    path("laporan/janji/berkas/", promise.PromiseFilesView.as_view(), name="promise_files"),
    path("laporan/janji/konsep/", promise.PromiseLetterView.as_view(), name="promise_letter"),
    path("laporan/janji/tanda-tangan/", promise.PromiseSignView.as_view(), name="promise_sign"),
    path("laporan/janji/xlsx/", spreadsheets.PromiseSheetView.as_view(), name="promise_sheet"),
    path("laporan/koordinasi/", coordination_times.CoordinationTimesView.as_view(), name="coordination_times"),
    path(
        "laporan/koordinasi/xlsx/",
        coordination_times.CoordinationTimesSheetView.as_view(),
        name="coordination_times_sheet",
    ),
    path("layanan/<slug:code>/versi/", rule_versions.TypeVersionsView.as_view(), name="type_versions"),
    path("aturan/", rules.RuleListView.as_view(), name="rule_list"),
    path("aturan/penetapan/", rules.RuleReviewView.as_view(), name="rule_review"),
    path("aturan/penetapan/<int:pk>/", rules.RuleConfirmView.as_view(), name="rule_confirm"),
    path("aturan/penetapan/uji/<int:pk>/", backtest.BacktestReviewView.as_view(), name="backtest_review"),
    path("aturan/usul/<slug:kind>/", rule_drafts.RuleDraftView.as_view(), name="rule_draft"),
    path("aturan/uji/<int:pk>/", backtest.BacktestView.as_view(), name="backtest_detail"),
    path("aturan/<int:pk>/", rules.RuleChangeView.as_view(), name="rule_change"),
]
