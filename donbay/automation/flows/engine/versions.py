"""Published versions as the engine walks them; immutable, so kept in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from donbay.automation.flows.graph import parse_graph, targets
from donbay.automation.flows.models import FlowVersion
from donbay.automation.flows.types import Node

_KEPT = 500


@dataclass(frozen=True, slots=True)
class Version:
    """A version's nodes by id, and where each outlet leads."""

    id: UUID
    nodes: Mapping[str, Node]
    targets: Mapping[tuple[str, str], str]


class VersionCache:
    """Loads each version once and keeps the last few hundred."""

    def __init__(self) -> None:
        self._known: dict[UUID, Version] = {}

    def load(self, workspace_id: int, ids: Iterable[UUID]) -> Mapping[UUID, Version]:
        """Return versions by id, at most one query for those not yet known."""
        missing = [id_ for id_ in ids if id_ not in self._known]
        if missing:
            if len(self._known) + len(missing) > _KEPT:
                self._known.clear()
                missing = list(ids)
            rows = FlowVersion.objects.for_workspace(workspace_id).filter(id__in=missing)
            for row in rows:
                graph = parse_graph(row.graph)
                nodes = {node.id: node for node in graph.nodes}
                self._known[row.id] = Version(row.id, nodes, targets(graph))
        return self._known
