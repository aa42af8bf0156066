"""Pages of the register of facilities."""

from django.urls import path

from facilities.views import detail, editing, lists

urlpatterns = [
    path("fasilitas/", lists.FacilityListView.as_view(), name="facility_list"),
    path("fasilitas/baru/", editing.FacilityCreateView.as_view(), name="facility_create"),
    path("fasilitas/jejaring/", detail.FacilityNetworkView.as_view(), name="facility_network"),
    path("fasilitas/<str:public_id>/", detail.FacilityDetailView.as_view(), name="facility_detail"),
    path("fasilitas/<str:public_id>/ubah/", editing.FacilityEditView.as_view(), name="facility_edit"),
    path("fasilitas/<str:public_id>/tutup/", editing.FacilityCloseView.as_view(), name="facility_close"),
    path("fasilitas/<str:public_id>/buka/", editing.FacilityReopenView.as_view(), name="facility_reopen"),
    path("fasilitas/<str:public_id>/pj/tunjuk/", editing.PersonAppointView.as_view(), name="pj_appoint"),
    path("fasilitas/<str:public_id>/pj/<int:pk>/akhiri/", editing.PersonDismissView.as_view(), name="pj_dismiss"),
]
