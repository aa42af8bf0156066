"""Pages by which the office answers for itself: survey, complaints, monthly report, changes of rules."""

from django.urls import path

from licensing.views import survey

urlpatterns = [
    path("kepuasan/", survey.SurveyResultView.as_view(), name="survey_result"),
    path("kepuasan/lembar/", survey.SurveyListView.as_view(), name="survey_list"),
    path("survei/<str:token>/", survey.SurveyLinkView.as_view(), name="survey_answer"),
    path("permohonan/<str:number>/survei/", survey.SurveyOwnView.as_view(), name="survey_own"),
]
