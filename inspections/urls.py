"""Pages of inspections."""

from django.urls import path

from inspections.views import plan_approval, plans

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
]
