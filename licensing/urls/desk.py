"""Pages of officers: queue, review, assessment, approval, signing, calendar."""

from django.urls import URLPattern, path

from licensing.views import queue, review

urlpatterns: list[URLPattern] = [
    path("berkas/", queue.QueueView.as_view(), name="application_list"),
    path("berkas/<str:number>/ambil/", queue.TakeView.as_view(), name="application_take"),
    path("berkas/<str:number>/lepas/", queue.ReleaseView.as_view(), name="application_release"),
    path("berkas/<str:number>/verifikasi/", review.ReviewView.as_view(), name="application_review"),
]
