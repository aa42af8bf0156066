"""Pages of the register of people."""

from django.urls import path

from workforce.views import corrections, detail, editing, lists, merging

ONE = "tenaga-kesehatan/<str:public_id>/"

urlpatterns = [
    path("tenaga-kesehatan/", lists.PractitionerListView.as_view(), name="practitioner_list"),
    path("tenaga-kesehatan/cari/", lists.PractitionerFindView.as_view(), name="practitioner_find"),
    path("tenaga-kesehatan/baru/", editing.PractitionerCreateView.as_view(), name="practitioner_create"),
    path("tenaga-kesehatan/koreksi/", corrections.CorrectionListView.as_view(), name="correction_list"),
    path(
        "tenaga-kesehatan/koreksi/<str:public_id>/",
        corrections.CorrectionDetailView.as_view(),
        name="correction_detail",
    ),
    path(
        "tenaga-kesehatan/koreksi/<str:public_id>/bukti/",
        corrections.CorrectionEvidenceView.as_view(),
        name="correction_evidence",
    ),
    path(ONE, detail.PractitionerDetailView.as_view(), name="practitioner_detail"),
    path(f"{ONE}identitas/", detail.IdentityNumberView.as_view(), name="identity_number"),
    path(f"{ONE}ubah/", editing.PractitionerEditView.as_view(), name="practitioner_edit"),
    path(f"{ONE}penempatan/", editing.PlacementCreateView.as_view(), name="placement_create"),
    path(f"{ONE}penempatan/<int:pk>/", editing.PlacementEditView.as_view(), name="placement_edit"),
    path(f"{ONE}penempatan/<int:pk>/akhiri/", editing.PlacementEndView.as_view(), name="placement_end"),
    path(f"{ONE}pendidikan/", editing.EducationCreateView.as_view(), name="education_create"),
    path(f"{ONE}pendidikan/<int:pk>/hapus/", editing.EducationDropView.as_view(), name="education_drop"),
    path(f"{ONE}skp/", editing.SkpCreateView.as_view(), name="skp_create"),
    path(f"{ONE}skp/<int:pk>/hapus/", editing.SkpDropView.as_view(), name="skp_drop"),
    path(f"{ONE}gabung/", merging.MergeChooseView.as_view(), name="merge_choose"),
    path(f"{ONE}gabung/<str:number>/", merging.MergeConfirmView.as_view(), name="merge_confirm"),
    path("data-saya/", corrections.OwnDataView.as_view(), name="own_data_detail"),
    path("data-saya/koreksi/", corrections.CorrectionCreateView.as_view(), name="correction_create"),
    path(
        "data-saya/koreksi/<str:public_id>/tarik/",
        corrections.CorrectionWithdrawView.as_view(),
        name="correction_withdraw",
    ),
]
