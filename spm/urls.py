"""Pages of SPM."""

from django.urls import path

from spm.views import dashboard, entry, events, ilp, life, panel, report, service, sheets

urlpatterns = [
    path("ilp/", dashboard.DashboardView.as_view(), name="ilp_dashboard"),
    path("ilp/dasbor/<str:board>/", dashboard.DashboardView.as_view(), name="ilp_dashboard_cluster"),
    path("ilp/dasbor/<str:board>/berkas.pdf", dashboard.DashboardPdfView.as_view(), name="ilp_dashboard_pdf"),
    path("ilp/dasbor/<str:board>/berkas.xlsx", dashboard.DashboardSheetView.as_view(), name="ilp_dashboard_sheet"),
    path("ilp/panel/<str:code>/", panel.PanelView.as_view(), name="ilp_panel"),
    path("ilp/catatan/<str:code>/", panel.RecordsView.as_view(), name="ilp_records"),
    path("spm/", report.ReportView.as_view(), name="spm_report"),
    path("spm/laporan.pdf", report.LetterView.as_view(), name="spm_letter"),
    path("spm/laporan.xlsx", report.SheetView.as_view(), name="spm_sheet"),
    path("spm/periksa/", life.CheckView.as_view(), name="spm_check"),
    path("spm/kembalikan/", life.SendBackView.as_view(), name="spm_send_back"),
    path("spm/kunci/", life.LockView.as_view(), name="spm_lock"),
    path("spm/versi-baru/", life.ReopenView.as_view(), name="spm_reopen"),
    path("spm/isian/", entry.EntryListView.as_view(), name="spm_entry_list"),
    path("spm/isian/<str:public_id>/", entry.EntryView.as_view(), name="spm_entry"),
    path("ilp/isian/", ilp.IlpEntryListView.as_view(), name="ilp_entry_list"),
    path("ilp/isian/<str:public_id>/", ilp.IlpEntryView.as_view(), name="ilp_entry"),
    path("ilp/isian/<str:public_id>/draf/", ilp.IlpDraftView.as_view(), name="ilp_draft"),
    path("spm/kejadian/", events.EventListView.as_view(), name="spm_event_list"),
    path("spm/krisis/baru/", events.CrisisView.as_view(), name="spm_crisis_create"),
    path("spm/krisis/<str:public_id>/", events.CrisisView.as_view(), name="spm_crisis_edit"),
    path("spm/krisis/<str:public_id>/tarik/", events.CrisisWithdrawView.as_view(), name="spm_crisis_withdraw"),
    path("spm/klb/baru/", events.OutbreakView.as_view(), name="spm_outbreak_create"),
    path("spm/klb/<str:public_id>/", events.OutbreakView.as_view(), name="spm_outbreak_edit"),
    path("spm/klb/<str:public_id>/formulir/", events.RecordView.as_view(), name="spm_outbreak_record"),
    path("spm/klb/<str:public_id>/tarik/", events.OutbreakWithdrawView.as_view(), name="spm_outbreak_withdraw"),
    path("spm/dokumen/<str:public_id>/", service.EvidenceFileView.as_view(), name="spm_evidence_file"),
    path("spm/layanan/<str:code>/", service.ServiceView.as_view(), name="spm_service"),
    path("spm/layanan/<str:code>/kebutuhan/", sheets.SupplyView.as_view(), name="spm_supply"),
    path("spm/layanan/<str:code>/biaya/", sheets.CostView.as_view(), name="spm_cost"),
    path("spm/layanan/<str:code>/tindak-lanjut/", sheets.FollowUpView.as_view(), name="spm_follow_up"),
    path("spm/layanan/<str:code>/dokumen/", sheets.EvidenceView.as_view(), name="spm_evidence"),
]
