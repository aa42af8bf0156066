"""`/api/v1/`, assembled from each app's `api/urls.py`."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path, re_path

from accounts.api.views import UnknownAddress

API_APPS = ("accounts", "letters", "facilities", "workforce", "inspections", "licensing", "spm", "outreach")

urlpatterns: list[URLPattern | URLResolver] = [
    *(
        path("", include(f"{app}.api.urls"))
        for app in API_APPS
        if find_spec(f"{app}.api") and find_spec(f"{app}.api.urls")
    ),
    re_path("", UnknownAddress.as_view(), name="api_unknown"),
]
