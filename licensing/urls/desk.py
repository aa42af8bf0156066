"""Pages of officers: queue, review, assessment, approval, signing, calendar; and the limited link outside."""

from django.urls import URLPattern, path

from licensing.views import (
    answering,
    approvals,
    assessment,
    calendar,
    coordination,
    decision,
    issuing,
    queue,
    register,
    review,
    second_chance,
    visit_coordination,
)

urlpatterns: list[URLPattern] = [
    path("berkas/", queue.QueueView.as_view(), name="application_list"),
    path("berkas/<str:number>/ambil/", queue.TakeView.as_view(), name="application_take"),
    path("berkas/<str:number>/lepas/", queue.ReleaseView.as_view(), name="application_release"),
    path("berkas/<str:number>/verifikasi/", review.ReviewView.as_view(), name="application_review"),
    path("berkas/<str:number>/register/", register.RegisterView.as_view(), name="application_register"),
    path("berkas/<str:number>/penilaian/", assessment.AssessView.as_view(), name="application_assess"),
    path("berkas/<str:number>/keputusan/", decision.DecideView.as_view(), name="application_decide"),
    path("berkas/<str:number>/konsep/", decision.PreviewView.as_view(), name="application_preview"),
    path("berkas/<str:number>/perpanjang/", second_chance.ExtendView.as_view(), name="application_extend"),
    path("berkas/<str:number>/buka-kembali/", second_chance.ReopenView.as_view(), name="application_reopen"),
    path("persetujuan/", approvals.ApprovalListView.as_view(), name="approval_list"),
    path("penerbitan/", issuing.LicenceQueueView.as_view(), name="licence_queue"),
    path("penerbitan/<str:number>/konsep/", issuing.LicencePreviewView.as_view(), name="licence_preview"),
    path("penerbitan/<str:number>/siapkan/", issuing.LicencePrepareView.as_view(), name="licence_prepare"),
    path("penerbitan/<str:number>/", issuing.LicenceIssueView.as_view(), name="licence_issue"),
    path("loket/", issuing.FrontOfficeHomeView.as_view(), name="front_office_home"),
    path("kalender/", calendar.CalendarDetailView.as_view(), name="calendar_detail"),
    path("kalender/penetapan/", calendar.CalendarReviewView.as_view(), name="calendar_review"),
    path("kalender/penetapan/<int:pk>/", calendar.CalendarConfirmView.as_view(), name="calendar_confirm"),
    path("kalender/usul/<slug:kind>/", calendar.CalendarProposeView.as_view(), name="calendar_propose"),
    path("koordinasi/terkirim/", coordination.CoordinationSentView.as_view(), name="coordination_sent"),
    path("koordinasi/kunjungan/<str:token>/", visit_coordination.VisitAnswerView.as_view(), name="visit_answer"),
    path(
        "koordinasi/jawaban/<str:public_id>/berkas/",
        visit_coordination.AnswerPaperView.as_view(),
        name="coordination_paper",
    ),
    path("koordinasi/<str:token>/", coordination.CoordinationAnswerView.as_view(), name="coordination_answer"),
    path(
        "koordinasi/<str:token>/dokumen/<str:public_id>/",
        coordination.CoordinationDocumentView.as_view(),
        name="coordination_document",
    ),
    path(
        "kunjungan/<str:public_id>/koordinasi/",
        visit_coordination.VisitCoordinationView.as_view(),
        name="visit_coordination",
    ),
    path(
        "permohonan/<str:number>/perbaikan/<int:pk>/",
        answering.CorrectionAnswerView.as_view(),
        name="correction_answer",
    ),
    path("permohonan/<str:number>/temuan/", answering.RepairAnswerView.as_view(), name="repair_answer"),
]
