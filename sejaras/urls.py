"""URL roots: pages at `/`, the API at `/api/v1/`, OAuth at `/oauth/`, health at `/healthz/`."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView
from oauth2_provider.views import AuthorizationView, RevokeTokenView

from accounts.api.token_view import CountedTokenView
from sejaras import api_docs, developers, health

PAGE_APPS = ("accounts", "letters", "facilities", "workforce", "inspections", "licensing", "spm", "outreach")

oauth = [
    path("authorize/", AuthorizationView.as_view(), name="authorize"),
    path("token/", CountedTokenView.as_view(), name="token"),
    path("revoke_token/", RevokeTokenView.as_view(), name="revoke-token"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz/live", health.live, name="health_live"),
    path("healthz/ready", health.ready, name="health_ready"),
    path("admin/", admin.site.urls),
    path("oauth/", include((oauth, "oauth2_provider"))),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("api/v1/docs/", api_docs.docs, name="api_docs"),
    path("pengembang/", developers.guide, name="developer_page"),
    path("api/v1/", include("sejaras.api")),
    *(path("", include(f"{app}.urls")) for app in PAGE_APPS if find_spec(f"{app}.urls")),
]

handler400 = "sejaras.errors.bad_request"
handler403 = "sejaras.errors.permission_denied"
handler404 = "sejaras.errors.page_not_found"
handler500 = "sejaras.errors.server_error"
