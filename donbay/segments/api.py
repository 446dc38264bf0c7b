"""HTTP of the segments room."""

from __future__ import annotations

from typing import Any

from ninja import Schema

from donbay.accounts.permissions import require
from donbay.accounts.queries import business_now
from donbay.core.api import WorkspaceRequest, room_router
from donbay.segments import queries

router = room_router("segments")


class TreeIn(Schema):
    """A condition tree of version 1."""

    tree: dict[str, Any]


class CountOut(Schema):
    """How many customers a tree holds for."""

    count: int


class FacetOut(Schema):
    """A facet for the condition editor."""

    key: str
    vi: str
    en: str
    value_type: str
    operators: list[str]
    choices: list[dict[str, str]]


@router.post("/segments/count", response=CountOut, operation_id="count_segment")
def count_segment(request: WorkspaceRequest, body: TreeIn) -> CountOut:
    """Count the customers a condition tree holds for."""
    require(request.actor, "customer.view")
    workspace_id = request.actor.workspace_id
    now = business_now(workspace_id)
    return CountOut(count=queries.count(workspace_id, body.tree, now))


@router.get("/segment-facets", response=list[FacetOut], operation_id="list_segment_facets")
def list_segment_facets(request: WorkspaceRequest) -> list[FacetOut]:
    """List what conditions may ask about."""
    require(request.actor, "customer.view")
    return [
        FacetOut(
            key=facet.key,
            vi=facet.vi,
            en=facet.en,
            value_type=facet.value_type,
            operators=list(facet.operators),
            choices=[dict(choice) for choice in facet.choices],
        )
        for facet in queries.list_facets(request.actor.workspace_id)
    ]
