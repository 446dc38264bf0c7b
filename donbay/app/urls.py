"""Every URL of the app's origin."""

from __future__ import annotations

from django.urls import include, path, re_path

from donbay.app import docs, health, spa, sse
from donbay.app.api.assembly import person_api, workspace_api

urlpatterns = [
    path("healthz", health.healthz),
    path("_allauth/", include("allauth.headless.urls")),
    path("api/docs", docs.page),
    path("api/docs/<path:name>", docs.asset),
    path("api/openapi.json", docs.schema),
    path("api/v1/w/<slug:workspace>/events", sse.events),
    path("api/v1/w/<slug:workspace>/", workspace_api.urls),
    path("api/v1/", person_api.urls),
    re_path(r"^api/.*$", spa.no_such_route),
    re_path(r"^(?P<name>.*)$", spa.serve),
]
