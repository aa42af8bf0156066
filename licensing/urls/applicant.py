"""Pages of applicants and of the PJ who files for them."""

from django.urls import path

from licensing.views import answers, applicant, confirmation, detail, drafting, sections, uploads

urlpatterns = [
    path("pemohon/", applicant.ApplicantHomeView.as_view(), name="applicant_home"),
    path("izin/", applicant.OwnLicenceListView.as_view(), name="own_licence_list"),
    path("permohonan/baru/<slug:code>/", drafting.DraftCreateView.as_view(), name="draft_create"),
    path("permohonan/<str:number>/isi/", drafting.TaskListView.as_view(), name="draft_detail"),
    path("permohonan/<str:number>/isi/dokumen/", uploads.DocumentsView.as_view(), name="draft_documents"),
    path("permohonan/<str:number>/isi/<slug:section>/", sections.SectionView.as_view(), name="draft_section"),
    path(
        "permohonan/<str:number>/isi/<slug:section>/simpan/",
        sections.SectionAutosaveView.as_view(),
        name="draft_autosave",
    ),
    path("permohonan/<str:number>/berkas/<str:code>/", uploads.DocumentPutView.as_view(), name="document_put"),
    path(
        "permohonan/<str:number>/berkas/<str:code>/keadaan/",
        uploads.DocumentStatusView.as_view(),
        name="document_status",
    ),
    path("dokumen/<str:public_id>/", uploads.DocumentOpenView.as_view(), name="document_open"),
    path("dokumen/<str:public_id>/hapus/", uploads.DocumentRemoveView.as_view(), name="document_remove"),
    path("permohonan/<str:number>/periksa/", answers.CheckAnswersView.as_view(), name="draft_check"),
    path("permohonan/<str:number>/terkirim/", confirmation.ConfirmationView.as_view(), name="application_sent"),
    path("permohonan/<str:number>/batal/", applicant.WithdrawView.as_view(), name="application_withdraw"),
    path("permohonan/<str:number>/ulang/", applicant.CopyView.as_view(), name="application_copy"),
    path("permohonan/<str:number>/", detail.ApplicationDetailView.as_view(), name="application_detail"),
    path("permohonan/<str:number>/jawaban/", detail.AnswersView.as_view(), name="application_answers"),
    path("permohonan/<str:number>/dokumen/", detail.DocumentHistoryView.as_view(), name="application_documents"),
    path("permohonan/<str:number>/pembuka/", detail.AccessLogView.as_view(), name="application_access"),
]
