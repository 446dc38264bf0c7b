"""Smallest requests that a route of the API accepts, made from its OpenAPI description."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from donbay.app.api.assembly import WORKSPACE_PREFIX, openapi

NOBODY = UUID("00000000-0000-7000-8000-000000000000")
_BY_PATTERN = {
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$": "ai-do@shop.vn",
    r"^\d{6}$": "970436",
    r"^[0-9A-Za-z]{4,19}$": "1026806174",
}
_BY_FORMAT = {
    "uuid": str(NOBODY),
    "date-time": "2030-01-01T00:00:00Z",
    "date": "2000-01-01",
    "uri": "https://shop.vn/",
}


@dataclass(frozen=True)
class Route:
    """One operation inside a workspace."""

    method: str
    path: str
    operation_id: str
    description: Mapping[str, Any]

    @property
    def parameters(self) -> dict[str, Mapping[str, Any]]:
        """The schemas of the path parameters, the workspace excepted."""
        return {
            parameter["name"]: parameter["schema"]
            for parameter in self.description.get("parameters", [])
            if parameter["in"] == "path" and parameter["name"] != "workspace"
        }

    @property
    def content(self) -> Mapping[str, Any]:
        """The kinds of body the route takes."""
        content: Mapping[str, Any] = self.description.get("requestBody", {}).get("content", {})
        return content


@cache
def _document() -> dict[str, Any]:
    return openapi()


def routes() -> Iterator[Route]:
    """Yield every operation mounted inside a workspace."""
    for path, methods in _document()["paths"].items():
        if path.startswith(WORKSPACE_PREFIX):
            for method, description in methods.items():
                yield Route(
                    method.upper(),
                    path.removeprefix(WORKSPACE_PREFIX),
                    description["operationId"],
                    description,
                )


def send(api: Any, route: Route, ids: Mapping[str, Any] | None = None) -> Any:
    """Send the smallest valid request to a route, with the path parameters given."""
    return api(route.method, path_of(route, ids or {}), **body_of(route, ids or {}))


def path_of(route: Route, ids: Mapping[str, Any]) -> str:
    """Fill a route's path; parameters not given name nothing that exists."""
    path = route.path
    for name, schema in route.parameters.items():
        value = ids.get(name, 987_654_321 if schema.get("type") == "integer" else NOBODY)
        path = path.replace("{" + name + "}", str(value))
    return path


def body_of(route: Route, ids: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keyword arguments that carry a valid body; fields named in ids hold those."""
    if "application/json" in route.content:
        schema = route.content["application/json"]["schema"]
        return {"body": _Maker(_document()["components"]["schemas"], ids).make(schema)}
    for kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        if kind in route.content:
            return {"data": {"file": SimpleUploadedFile("a.csv", b"ten,email\nAn,an@shop.vn\n")}}
    return {}


@dataclass(frozen=True)
class _Maker:
    """Makes small values that JSON schemas accept."""

    known: Mapping[str, Any]
    ids: Mapping[str, Any]

    def make(self, schema: Mapping[str, Any]) -> Any:
        if "$ref" in schema:
            return self.make(self.known[schema["$ref"].rsplit("/", 1)[1]])
        for choice in ("anyOf", "oneOf", "allOf"):
            if choice in schema:
                return self.make(schema[choice][0])
        for fixed in ("const", "default"):
            if fixed in schema:
                return schema[fixed]
        if "enum" in schema:
            return schema["enum"][0]
        return self._of_type(schema)

    def _of_type(self, schema: Mapping[str, Any]) -> Any:
        match schema.get("type"):
            case "object":
                return self._object(schema)
            case "array":
                return [self.make(schema["items"])] * schema.get("minItems", 0)
            case "integer" | "number":
                return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
            case "boolean":
                return False
            case "string":
                return _text(schema)
            case _:
                return {}

    def _object(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        made = {}
        for name, part in schema.get("properties", {}).items():
            if name in self.ids and ("_id" in name):
                made[name] = str(self.ids[name])
            elif name in schema.get("required", []):
                made[name] = self.make(part)
        return made


def _text(schema: Mapping[str, Any]) -> str:
    if "format" in schema:
        return _BY_FORMAT[schema["format"]]
    pattern = str(schema.get("pattern", ""))
    if pattern:
        text = _BY_PATTERN.get(pattern, "abcd")
        assert re.search(pattern, text), f"add an example for {pattern!r}"
        return text
    return "x" * max(int(schema.get("minLength", 1)), 1)
