"""Where rooms meet without knowing each other: every registry of the house.

A room adds its specs in `contrib.register()`, called from `apps.ready()`; engines read.
"""

from __future__ import annotations

from donbay.core.registry.base import DuplicateKey, Registry, UnknownKey
from donbay.core.registry.content import Channel, MergeField, MergeSource
from donbay.core.registry.events import AuditAction, Event, EventKind, Reactor
from donbay.core.registry.flows import FlowStep, FlowTrigger, Problem, StepContext, StepResult
from donbay.core.registry.house import (
    CustomerMover,
    Eraser,
    ItemKind,
    ItemUser,
    Use,
    WorkerLoop,
    WorkspaceWatcher,
)
from donbay.core.registry.intake import Capture, CaptureOutcome, CaptureProcessor
from donbay.core.registry.segments import FacetContext, SegmentFacet

audit_actions: Registry[AuditAction] = Registry("audit actions")
item_kinds: Registry[ItemKind] = Registry("item kinds")
item_users: Registry[ItemUser] = Registry("item users")
event_kinds: Registry[EventKind] = Registry("event kinds")
reactors: Registry[Reactor] = Registry("reactors")
capture_processors: Registry[CaptureProcessor] = Registry("capture processors")
segment_facets: Registry[SegmentFacet] = Registry("segment facets")
flow_triggers: Registry[FlowTrigger] = Registry("flow triggers")
flow_steps: Registry[FlowStep] = Registry("flow steps")
merge_sources: Registry[MergeSource] = Registry("merge sources")
channels: Registry[Channel] = Registry("channels")
worker_loops: Registry[WorkerLoop] = Registry("worker loops")
erasers: Registry[Eraser] = Registry("erasers")
customer_movers: Registry[CustomerMover] = Registry("customer movers")
workspace_watchers: Registry[WorkspaceWatcher] = Registry("workspace watchers")

__all__ = [
    "AuditAction",
    "Capture",
    "CaptureOutcome",
    "CaptureProcessor",
    "Channel",
    "CustomerMover",
    "DuplicateKey",
    "Eraser",
    "Event",
    "EventKind",
    "FacetContext",
    "FlowStep",
    "FlowTrigger",
    "ItemKind",
    "ItemUser",
    "MergeField",
    "MergeSource",
    "Problem",
    "Reactor",
    "Registry",
    "SegmentFacet",
    "StepContext",
    "StepResult",
    "UnknownKey",
    "Use",
    "WorkerLoop",
    "WorkspaceWatcher",
    "audit_actions",
    "capture_processors",
    "channels",
    "customer_movers",
    "erasers",
    "event_kinds",
    "flow_steps",
    "flow_triggers",
    "item_kinds",
    "item_users",
    "merge_sources",
    "reactors",
    "segment_facets",
    "worker_loops",
    "workspace_watchers",
]
