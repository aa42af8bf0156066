"""Pages anybody may open."""

from django.urls import path

from licensing.views import public, survey

urlpatterns = [
    path("", public.LandingView.as_view(), name="landing"),
    path("layanan/", public.TypeListView.as_view(), name="type_list"),
    path("layanan/<slug:code>/", public.TypeDetailView.as_view(), name="type_detail"),
    path("standar-pelayanan/", public.ServiceStandardView.as_view(), name="service_standard"),
    path("lacak/", public.TrackView.as_view(), name="application_track"),
    path("lapor/", public.ReportCreateView.as_view(), name="complaint_create"),
    path("kepuasan/", survey.SurveyResultView.as_view(), name="survey_result"),
    path("survei/<str:token>/", survey.SurveyLinkView.as_view(), name="survey_answer"),
]
