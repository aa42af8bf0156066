"""Pages of the outreach service."""

from django.urls import path

from outreach.views import board, calls, compensations, detail

urlpatterns = [
    path("minta-jemput/", calls.PickupCallView.as_view(), name="pickup_call"),
    path("minta-jemput/diterima/", calls.PickupCalledView.as_view(), name="pickup_called"),
    path("jemput/", board.PickupBoardView.as_view(), name="pickup_board"),
    path("jemput/lapor/", calls.PickupReportView.as_view(), name="pickup_report"),
    path("jemput/kiriman/", calls.PickupTokenView.as_view(), name="pickup_token"),
    path("jemput/kiriman/<str:public_id>/", calls.PickupPutView.as_view(), name="pickup_put"),
    path("jemput/pekerja.js", calls.PickupWorkerView.as_view(), name="pickup_worker"),
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
