"""Types of the flows room that cross its border; no Django."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

GRAPH_VERSION = 1
MAX_STEPS = 50
TRIGGER_PREFIX = "trigger."

FlowState = Literal["draft", "live", "paused"]
RunState = Literal["active", "parked", "done", "stopped", "failed", "refused"]
RUN_STATES: tuple[RunState, ...] = (
    "active", "parked", "done", "stopped", "failed", "refused",
)  # fmt: skip
ReentryMode = Literal["daily", "always", "never"]
REENTRY_MODES: tuple[ReentryMode, ...] = ("daily", "always", "never")
FLOW_SOURCE = "flow"


@dataclass(frozen=True, slots=True)
class Node:
    """A trigger or a step, its settings, and where it lies on the canvas."""

    id: str
    kind: str
    config: Mapping[str, Any] = field(default_factory=dict)
    x: float = 0
    y: float = 0

    @property
    def is_trigger(self) -> bool:
        """Tell whether customers come in here."""
        return self.kind.startswith(TRIGGER_PREFIX)


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from an outlet of one node to another node."""

    source: str
    outlet: str
    target: str


@dataclass(frozen=True, slots=True)
class Graph:
    """A whole flow as drawn."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """What the check must know of a kind of node, without asking a room.

    `waits`: customers rest here; `pauses`: for a time from arriving, which breaks a loop.
    """

    known: bool
    outlets: tuple[str, ...] = ("next",)
    pauses: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class GraphProblem:
    """Something to mend; `node_id` is empty for the flow as a whole."""

    node_id: str
    field: str
    code: str
    vi: str
    en: str
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class FlowInfo:
    """A flow in a list. `version` counts saves, `published_number` publications."""

    id: UUID
    name: str
    state: FlowState
    version: int
    published_number: int | None
    changed_since_publish: bool
    owner_id: UUID | None
    access: str
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None
    active: int = 0
    entered: int = 0


@dataclass(frozen=True, slots=True)
class FlowDetail:
    """A flow with its draft and what stands in the way of publishing it."""

    info: FlowInfo
    graph: Mapping[str, Any]
    settings: Mapping[str, Any]
    problems: tuple[GraphProblem, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A customer about to enter a flow at the node behind a trigger."""

    flow_id: UUID
    version_id: UUID
    customer_id: UUID
    trigger_id: str
    node_id: str | None
    entered_at: datetime
    event_id: int
    reentry_seconds: int
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunInfo:
    """One customer's way through one version."""

    id: int
    flow_id: UUID
    version_number: int
    customer_id: UUID
    state: RunState
    node_id: str | None
    due_at: datetime
    entered_at: datetime
    finished_at: datetime | None
    steps: int
    attempts: int
    reason: str
    detail: str
    customer_name: str = ""
    node: Node | None = None


@dataclass(frozen=True, slots=True)
class PathStep:
    """A step a customer has left, and what became of the message it asked for."""

    number: int
    node_id: str
    kind: str
    outlet: str
    reason: str
    at: datetime
    message_id: int | None = None
    message_state: str = ""
    message_reason: str = ""


@dataclass(frozen=True, slots=True)
class RunPath:
    """A run with all its steps, and the graph of the version it walks."""

    run: RunInfo
    steps: Sequence[PathStep]
    graph: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TrialStep:
    """A step of a trial: when she would come and leave, by which outlet, and what would be.

    `mail` is the gate's decision on the mail it asks for (send, skip, wait), empty for none.
    Without an outlet the trial ends here; `said` is why, in Vietnamese and English, when the
    step itself says so.
    """

    node_id: str
    kind: str
    came_at: datetime
    left_at: datetime
    outlet: str
    reason: str
    said: tuple[str, str] = ("", "")
    mail: str = ""


@dataclass(frozen=True, slots=True)
class FlowTrial:
    """The way one customer would go; `inside`: she is in the flow now, so would not be let in.

    `more`: it goes on, in circles or not, and was followed this far only.
    """

    steps: Sequence[TrialStep]
    inside: bool
    more: bool = False


@dataclass(frozen=True, slots=True)
class NodeReport:
    """How many runs came to a node and what became of them there.

    `sent` counts its mails that went out; `opened` and `clicked`, in how many of those people did.
    `outlets`: how many left by each. `changed`: versions counted here differ in its settings.
    """

    id: str
    kind: str
    config: Mapping[str, Any]
    entered: int
    waiting: int
    done: int
    skipped: int
    failed: int
    reasons: Mapping[str, int]
    outlets: Mapping[str, int] = field(default_factory=dict)
    changed: bool = False
    sent: int = 0
    opened: int = 0
    clicked: int = 0
    orders: int = 0
    revenue: int = 0


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """A published version: customers entered it from then on until the next one came."""

    number: int
    published_at: datetime


@dataclass(frozen=True, slots=True)
class FlowReport:
    """A flow's figures for one version, or for all of them, and the graph they belong on.

    For all versions that is the newest one's; nodes of earlier ones follow it in `nodes`.
    """

    version: int | None
    versions: Sequence[VersionInfo]
    entered: int
    active: int
    done: int
    failed: int
    nodes: Sequence[NodeReport]
    graph: Mapping[str, Any]
    orders: int = 0
    revenue: int = 0


@dataclass(frozen=True, slots=True)
class ScenarioLink:
    """An address that the e-mails of a scenario lead to, by its name."""

    name: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A flow to start from, as the library shows it."""

    key: str
    vi: str
    en: str
    about_vi: str
    about_en: str
    goal: str
    trigger: str
    steps: int
    links: Sequence[ScenarioLink] = ()
