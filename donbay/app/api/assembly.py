"""Two APIs: one about the person signed in, one inside a workspace."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.security.session import SessionAuth

from donbay import __version__
from donbay.accounts import api as accounts_api
from donbay.accounts.auth import workspace_auth
from donbay.app.api import problems
from donbay.app.api.parser import StrictParser
from donbay.automation.flows import api as flows_api
from donbay.commerce import api as commerce_api
from donbay.customers import api as customers_api
from donbay.intake import api as intake_api
from donbay.messaging import api as messaging_api
from donbay.reports import api as reports_api
from donbay.segments import api as segments_api
from donbay.sites import api as sites_api

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
    parser=StrictParser(),
)
workspace_api = NinjaAPI(
    title="Donbay",
    version=__version__,
    urls_namespace="workspace",
    auth=workspace_auth(),
    docs_url=None,
    openapi_url=None,
    parser=StrictParser(),
)
ROUTERS = (
    accounts_api.router,
    customers_api.router,
    intake_api.router,
    segments_api.router,
    commerce_api.router,
    messaging_api.router,
    sites_api.router,
    flows_api.router,
    reports_api.router,
)

person_api.add_router("/", accounts_api.person_router)
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
