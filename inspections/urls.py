"""Pages of inspections."""

from django.urls import path

from inspections.views import field, phone, phone_sending, plan_approval, plans

urlpatterns = [
    path("rencana/", plans.PlanListView.as_view(), name="plan_list"),
    path("rencana/baru/", plans.PlanCreateView.as_view(), name="plan_create"),
    path("rencana/<str:public_id>/", plans.PlanDetailView.as_view(), name="plan_detail"),
    path("rencana/<str:public_id>/ubah/", plans.PlanEditView.as_view(), name="plan_edit"),
    path("rencana/<str:public_id>/konsep/", plans.PlanConceptView.as_view(), name="plan_concept"),
    path("rencana/<str:public_id>/ajukan/", plans.PlanProposeView.as_view(), name="plan_propose"),
    path("rencana/<str:public_id>/setujui/", plan_approval.PlanApproveView.as_view(), name="plan_approve"),
    path("rencana/<str:public_id>/kembalikan/", plan_approval.PlanReturnView.as_view(), name="plan_return"),
    path("rencana/<str:public_id>/target/", plans.TargetCreateView.as_view(), name="target_create"),
    path("rencana/<str:public_id>/target/<int:pk>/hapus/", plans.TargetDropView.as_view(), name="target_drop"),
    path("rencana/<str:public_id>/target/<int:pk>/", plans.TargetVisitsView.as_view(), name="target_visits"),
    # The phone's own page, and what it talks to. The worker lies at /tpk/ so that /tpk/ is all it controls.
    path("tpk/pekerja.js", phone.PhoneWorkerView.as_view(), name="phone_worker"),
    path("tpk/ponsel/", phone.PhoneShellView.as_view(), name="phone_shell"),
    path("tpk/ponsel/sesi/", phone.PhoneSessionView.as_view(), name="phone_session"),
    path("tpk/ponsel/paket/", phone.PhonePackView.as_view(), name="phone_pack"),
    path("tpk/ponsel/<uuid:uuid>/", phone_sending.PhoneVisitView.as_view(), name="phone_visit"),
    path("tpk/ponsel/<uuid:uuid>/bawa/", phone_sending.PhoneCarryView.as_view(), name="phone_carry"),
    path("tpk/ponsel/<uuid:uuid>/foto/<str:sha256>/", phone_sending.PhonePhotoView.as_view(), name="phone_photo"),
    # The same inspection as plain forms.
    path("tpk/lapangan/", field.FieldDayView.as_view(), name="phone_day"),
    path("tpk/lapangan/<uuid:uuid>/", field.FieldStartView.as_view(), name="field_start"),
    path("tpk/lapangan/<uuid:uuid>/<int:part>/", field.FieldPartView.as_view(), name="field_part"),
    path("tpk/lapangan/<uuid:uuid>/akhir/", field.FieldEndView.as_view(), name="field_end"),
]
