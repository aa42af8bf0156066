"""Addresses of licensing below `/api/v1/`."""

from django.urls import path

from licensing.api.views import actions, applications, catalogue, coverage, fhir, filing, licences, tracking

urlpatterns = [
    path("types/", catalogue.TypeList.as_view(), name="api_types"),
    path("types/<str:code>/", catalogue.TypeDetail.as_view(), name="api_type"),
    path("types/<str:code>/requirements/", catalogue.RequirementList.as_view(), name="api_requirements"),
    path("hlc/", coverage.Coverage.as_view(), name="api_hlc"),
    path("hlc/public/", coverage.PublicCoverage.as_view(), name="api_hlc_public"),
    path("register/licences/", licences.RegisterList.as_view(), name="api_register_licences"),
    path("licences/", licences.LicenceList.as_view(), name="api_licences"),
    path("licences/<str:public_id>/", licences.LicenceDetail.as_view(), name="api_licence"),
    *(
        path(f"licences/<str:public_id>/actions/{name}/", licences.verb_view(name), name=f"api_licence_{name}")
        for name in licences.VERBS
    ),
    # FHIR's own spelling: capitals, and no slash at the end.
    *(path(f"fhir/r4/{name}", fhir.search_view(name), name=f"api_fhir_{name}") for name in fhir.RESOURCES),
    *(
        path(f"fhir/r4/{name}/<str:fhir_id>", fhir.read_view(name), name=f"api_fhir_{name}_read")
        for name in fhir.RESOURCES
    ),
    path("batches/", filing.BatchList.as_view(), name="api_batches"),
    path("batches/<str:public_id>/", filing.BatchDetail.as_view(), name="api_batch"),
    path("batches/<str:public_id>/apply/", filing.BatchCreate.as_view(), name="api_batch_apply"),
    path("batches/<str:public_id>/rows/", filing.RowList.as_view(), name="api_batch_rows"),
    path("track/", tracking.Track.as_view(), name="api_track"),
    path("applications/", applications.ApplicationList.as_view(), name="api_applications"),
    path("applications/<str:number>/", applications.ApplicationDetail.as_view(), name="api_application"),
    path(
        "applications/<str:number>/documents/<str:requirement_code>/",
        applications.DocumentPut.as_view(),
        name="api_document",
    ),
    path("applications/<str:number>/eligibility/", applications.Eligibility.as_view(), name="api_eligibility"),
    path("applications/<str:number>/events/", applications.EventList.as_view(), name="api_events"),
    path("applications/<str:number>/clock/", applications.ClockList.as_view(), name="api_clock"),
    path("applications/<str:number>/letters/", applications.LetterList.as_view(), name="api_letters"),
    *(
        path(f"applications/<str:number>/actions/{name}/", actions.verb_view(name), name=f"api_{name}")
        for name in actions.VERBS
    ),
    path("applications/<str:number>/actions/<str:action>/", actions.OtherVerb.as_view(), name="api_other_verb"),
]
