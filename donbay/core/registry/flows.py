"""Specs about flows: what starts them and what their steps do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from donbay.core.registry.events import Event


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person must mend before publishing; names the field and what to do."""

    code: str
    vi: str
    en: str
    field: str = ""
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class FlowTrigger:
    """A kind of event that lets customers into flows.

    `matches(config, event)` is pure: it decides from the event alone. `schema` is the JSON
    schema of the config for the side panel.
    """

    key: str
    vi: str
    en: str
    event_kinds: frozenset[str]
    schema: Mapping[str, Any]
    matches: Callable[[Mapping[str, Any], Event], bool]
    problems: Callable[[int, Mapping[str, Any]], Sequence[Problem]] = lambda ws, config: ()
    context: Callable[[Event], Mapping[str, Any]] = lambda event: {}


@dataclass(frozen=True, slots=True)
class StepContext:
    """What a step may know while it runs for a batch at one node of one version.

    `entered_at`, `contexts`, `arrived_at` (at this node) and `visits` (how many steps each run
    has made before, so a key with it in is unique in a loop) are in the order of run_ids.
    """

    flow_id: UUID
    version_id: UUID
    node_id: str
    now: datetime
    config: Mapping[str, Any]
    entered_at: Sequence[datetime]
    contexts: Sequence[Mapping[str, Any]]
    arrived_at: Sequence[datetime] = ()
    visits: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class StepResult:
    """What became of each run of a batch, in the order of run_ids.

    outlets: the outlet each run leaves by, or None to stay at the node until due_at.
    due_at: when the run is looked at next (None: at once). reasons: why a run was skipped, or
    empty. context: values added to the run's context.
    """

    outlets: Sequence[str | None]
    due_at: Sequence[datetime | None] = ()
    reasons: Sequence[str] = ()
    contexts: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class FlowStep:
    """A kind of step: its form, its outlets, and one set-based function that does the work.

    `run_batch(context, workspace_id, run_ids, customer_ids)` takes at most 2,000 runs, uses a
    constant number of statements and runs in the engine's transaction.
    """

    key: str
    vi: str
    en: str
    schema: Mapping[str, Any]
    run_batch: Callable[[StepContext, int, Sequence[int], Sequence[UUID]], StepResult]
    outlets: Callable[[Mapping[str, Any]], Sequence[str]] = lambda config: ("next",)
    problems: Callable[[int, Mapping[str, Any]], Sequence[Problem]] = lambda ws, config: ()
    icon: str = ""
    group: str = "action"
    tags: frozenset[str] = field(default_factory=frozenset)
