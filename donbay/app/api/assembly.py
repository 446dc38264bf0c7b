"""Two APIs: one about the person signed in, one inside a workspace."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.security.session import SessionAuth

from donbay import __version__
from donbay.accounts.api import person_router
from donbay.accounts.auth import workspace_auth
from donbay.app.api import problems

WORKSPACE_PREFIX = "/api/v1/w/{workspace}"
_WORKSPACE_PARAMETER = {
    "in": "path",
    "name": "workspace",
    "required": True,
    "schema": {"type": "string"},
    "description": "The workspace's slug.",
}

person_api = NinjaAPI(
    title="Donbay",
    version=__version__,
    urls_namespace="person",
    auth=SessionAuth(),
    docs_url=None,
    openapi_url=None,
)
workspace_api = NinjaAPI(
    title="Donbay",
    version=__version__,
    urls_namespace="workspace",
    auth=workspace_auth(),
    docs_url=None,
    openapi_url=None,
)
ROUTERS = [
    import_module(f"{app.name}.api").router
    for app in apps.get_app_configs()
    if app.name.startswith("donbay.")
    and find_spec(f"{app.name}.api")
    and app.label != "donbay_app"
    and app.label != "core"
]

person_api.add_router("/", person_router)
for _router in ROUTERS:
    workspace_api.add_router("/", _router)
for _api in (person_api, workspace_api):
    problems.register(_api)


def openapi() -> dict[str, Any]:
    """Return one OpenAPI document for both APIs."""
    schema = OpenAPISchema(workspace_api, path_prefix=f"{WORKSPACE_PREFIX}/")
    for path in schema["paths"].values():
        for operation in path.values():
            operation.setdefault("parameters", []).insert(0, _WORKSPACE_PARAMETER)
    person = OpenAPISchema(person_api, path_prefix="/api/v1/")
    schema["paths"] = {**person["paths"], **schema["paths"]}
    for part in ("schemas", "securitySchemes"):
        merged = {
            **person.get("components", {}).get(part, {}),
            **schema["components"].get(part, {}),
        }
        schema["components"][part] = dict(sorted(merged.items()))
    return dict(schema)
