"""Pages of inspections."""

from django.urls import path

from inspections.views import assignments, findings, plan_approval, plans, visits

urlpatterns = [
    path("kunjungan/", visits.VisitListView.as_view(), name="visit_list"),
    path("kunjungan/rencanakan/", visits.VisitPlanView.as_view(), name="visit_plan"),
    path("kunjungan/usul/", visits.RiskListView.as_view(), name="risk_list"),
    path("kunjungan/foto/<str:public_id>/", visits.VisitPhotoView.as_view(), name="visit_photo"),
    path("kunjungan/<str:public_id>/", visits.VisitDetailView.as_view(), name="visit_detail"),
    path("kunjungan/<str:public_id>/batal/", visits.VisitCancelView.as_view(), name="visit_cancel"),
    path("kunjungan/<str:public_id>/simpulkan/", visits.VisitConcludeView.as_view(), name="visit_conclude"),
    path("fasilitas/<str:public_id>/kunjungan/", visits.FacilityVisitListView.as_view(), name="facility_visit_list"),
    path("surat-tugas/", assignments.TugasListView.as_view(), name="tugas_list"),
    path("surat-tugas/baru/", assignments.TugasDraftView.as_view(), name="tugas_draft"),
    path("surat-tugas/<str:public_id>/", assignments.TugasDetailView.as_view(), name="tugas_detail"),
    path("surat-tugas/<str:public_id>/konsep/", assignments.TugasConceptView.as_view(), name="tugas_concept"),
    path("surat-tugas/<str:public_id>/tanda-tangan/", assignments.TugasSignView.as_view(), name="tugas_sign"),
    path("surat-tugas/<str:public_id>/batal/", assignments.TugasCancelView.as_view(), name="tugas_cancel"),
    path("temuan/", findings.FindingListView.as_view(), name="finding_list"),
    path("temuan/bukti/<str:public_id>/", findings.FindingProofView.as_view(), name="finding_proof"),
    path("temuan/<str:public_id>/", findings.FindingDetailView.as_view(), name="finding_detail"),
    path("temuan/<str:public_id>/jawab/", findings.FindingAnswerView.as_view(), name="finding_answer"),
    path("temuan/<str:public_id>/terima/", findings.FindingAcceptView.as_view(), name="finding_accept"),
    path("temuan/<str:public_id>/kembalikan/", findings.FindingRejectView.as_view(), name="finding_reject"),
    path("temuan/<str:public_id>/tutup/", findings.FindingCloseView.as_view(), name="finding_close"),
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
