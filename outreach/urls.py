"""Pages of the outreach service."""

from django.urls import path

from outreach.views import board, calls, compensations, detail, duty, figure_rows, figures, findings, households, phone

urlpatterns = [
    path("minta-jemput/", calls.PickupCallView.as_view(), name="pickup_call"),
    path("minta-jemput/diterima/", calls.PickupCalledView.as_view(), name="pickup_called"),
    path("jemput/", board.PickupBoardView.as_view(), name="pickup_board"),
    path("jemput/lapor/", calls.PickupReportView.as_view(), name="pickup_report"),
    path("jemput/rekap/", figures.PickupFiguresView.as_view(), name="pickup_figures"),
    path("jemput/rekap/xlsx/", figure_rows.PickupWorkbookView.as_view(), name="pickup_workbook"),
    path("jemput/rekap/laporan/", figures.PickupReportIssueView.as_view(), name="pickup_report_issue"),
    path("jemput/rekap/laporan/<str:public_id>/", figures.PickupReportFileView.as_view(), name="pickup_report_file"),
    path("jemput/daftar/", figure_rows.PickupListView.as_view(), name="pickup_list"),
    path("jemput/kiriman/", calls.PickupTokenView.as_view(), name="pickup_token"),
    path("jemput/kiriman/<str:public_id>/", calls.PickupPutView.as_view(), name="pickup_put"),
    path("jemput/catat/", phone.PickupPhoneView.as_view(), name="pickup_phone"),
    path("jemput/catatan/<str:public_id>/", phone.PickupStepView.as_view(), name="pickup_step"),
    path("jemput/pekerja.js", calls.PickupWorkerView.as_view(), name="pickup_worker"),
    path("keluarga/", households.HouseholdListView.as_view(), name="household_list"),
    path("keluarga/baru/", households.HouseholdCreateView.as_view(), name="household_create"),
    path("keluarga/<str:public_id>/", households.HouseholdDetailView.as_view(), name="household_detail"),
    path("keluarga/<str:public_id>/ubah/", households.HouseholdEditView.as_view(), name="household_edit"),
    path("keluarga/<str:public_id>/keluar/", households.HouseholdLeaveView.as_view(), name="household_leave"),
    path("jaga/", duty.DutyRosterView.as_view(), name="duty_roster"),
    path("jaga/rencana/", duty.DutyPlanView.as_view(), name="duty_plan"),
    path("temuan-rumah/", findings.FindingListView.as_view(), name="home_finding_list"),
    path("temuan-rumah/<str:public_id>/", findings.FindingDetailView.as_view(), name="home_finding_detail"),
    path(
        "temuan-rumah/<str:public_id>/tindak/", findings.FindingCoordinateView.as_view(), name="home_finding_coordinate"
    ),
    path("temuan-rumah/<str:public_id>/hasil/", findings.FindingConcludeView.as_view(), name="home_finding_conclude"),
    path("temuan-rumah/<str:public_id>/tutup/", findings.FindingCloseView.as_view(), name="home_finding_close"),
    path("jemput/<str:public_id>/kunjungan/", findings.VisitRecordView.as_view(), name="pickup_visit"),
    path("jemput/<str:public_id>/", detail.PickupDetailView.as_view(), name="pickup_detail"),
    path("jemput/<str:public_id>/gabung/", detail.PickupMergeView.as_view(), name="pickup_merge"),
    path("jemput/<str:public_id>/batal/", detail.PickupCancelView.as_view(), name="pickup_cancel"),
    path("jemput/<str:public_id>/langkah/<str:verb>/", board.PickupActView.as_view(), name="pickup_act"),
    path("santunan/", compensations.CompensationListView.as_view(), name="compensation_list"),
    path("santunan/<str:public_id>/", compensations.CompensationDetailView.as_view(), name="compensation_detail"),
    path("santunan/<str:public_id>/serah/", compensations.CompensationHandView.as_view(), name="compensation_hand"),
    path("santunan/<str:public_id>/sah/", compensations.CompensationConfirmView.as_view(), name="compensation_confirm"),
    path("santunan/<str:public_id>/foto/", compensations.CompensationProofView.as_view(), name="compensation_proof"),
]
