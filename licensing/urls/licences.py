"""Pages about licences after their issue: register, history, sanctions, checks after silence."""

from django.urls import path

from licensing.views import deemed, licences, post_checks, public_register
from licensing.views.sanctions import acts, detail, listing, proposing

urlpatterns = [
    path("register-izin/", public_register.PublicRegisterView.as_view(), name="public_register"),
    path("daftar-izin/", licences.LicenceListView.as_view(), name="licence_list"),
    path("izin/<str:public_id>/", licences.LicenceDetailView.as_view(), name="licence_detail"),
    path("izin/<str:public_id>/ajukan/<slug:verb>/", licences.LicenceFileView.as_view(), name="licence_file"),
    path("izin/<str:public_id>/kembalikan/", licences.SurrenderView.as_view(), name="licence_surrender"),
    path("izin/<str:public_id>/sanksi/", proposing.SanctionProposeView.as_view(), name="sanction_propose"),
    path("sanksi/", listing.SanctionListView.as_view(), name="sanction_list"),
    path("sanksi/<str:public_id>/", detail.SanctionDetailView.as_view(), name="sanction_detail"),
    path("sanksi/<str:public_id>/konsep/", detail.SanctionPreviewView.as_view(), name="sanction_preview"),
    path("sanksi/<str:public_id>/putuskan/", acts.SanctionDecideView.as_view(), name="sanction_decide"),
    path("sanksi/<str:public_id>/tolak/", acts.SanctionRejectView.as_view(), name="sanction_reject"),
    path("sanksi/<str:public_id>/laksanakan/", acts.SanctionExecuteView.as_view(), name="sanction_execute"),
    path("sanksi/<str:public_id>/dibenahi/", acts.SanctionRepairView.as_view(), name="sanction_repair"),
    path("pemeriksaan-susulan/", post_checks.PostCheckListView.as_view(), name="post_check_list"),
    path("pemeriksaan-susulan/<str:public_id>/", post_checks.PostCheckView.as_view(), name="post_check_detail"),
    path("batas-diam/", deemed.DeemedListView.as_view(), name="deemed_list"),
    path("batas-diam/penetapan/", deemed.DeemedReviewView.as_view(), name="deemed_review"),
    path("batas-diam/penetapan/<int:pk>/", deemed.DeemedConfirmView.as_view(), name="deemed_confirm"),
]
