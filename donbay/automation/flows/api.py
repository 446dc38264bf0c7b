"""HTTP of the flows room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from ninja import Field, Schema, Status

from donbay.accounts.permissions import require
from donbay.accounts.queries import business_now
from donbay.automation.flows import actions, queries
from donbay.automation.flows.reasons import explain
from donbay.automation.flows.types import (
    TRIGGER_PREFIX,
    FlowDetail,
    FlowInfo,
    FlowReport,
    GraphProblem,
    PathStep,
    RunInfo,
    TrialStep,
)
from donbay.core import registry
from donbay.core.api import Page, WorkspaceRequest, language_of, read_cursor, room_router
from donbay.kit.paging import clamp_limit, encode_cursor

router = room_router("flows")

FlowStateName = Literal["draft", "live", "paused"]
RunStateName = Literal["active", "parked", "done", "stopped", "failed", "refused"]


class FlowProblemOut(Schema):
    """Something in a flow to mend; `node_id` is empty for the flow as a whole."""

    node_id: str
    field: str
    code: str
    message: str
    severity: str


class FlowOut(Schema):
    """A flow in a list."""

    id: UUID
    name: str
    state: FlowStateName
    version: int
    published_number: int | None
    changed_since_publish: bool
    owner_id: UUID | None
    access: str
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None
    active: int
    entered: int


class FlowFull(FlowOut):
    """A flow with its draft and problems."""

    graph: dict[str, Any]
    settings: dict[str, Any]
    problems: list[FlowProblemOut]


class FlowIn(Schema):
    """A new flow: empty, from a graph, or from the library."""

    name: str = Field(default="", max_length=160)
    library_key: str | None = Field(default=None, max_length=60)
    graph: dict[str, Any] | None = None
    settings: dict[str, Any] | None = None
    page_id: UUID | None = None
    links: dict[str, str] = Field(default_factory=dict)


class FlowSave(Schema):
    """A draft made from `base_version`."""

    name: str = Field(max_length=160)
    graph: dict[str, Any]
    base_version: int
    settings: dict[str, Any] | None = None


class PublishedOut(Schema):
    """The version customers enter from now on."""

    version: int


class ScenarioLinkOut(Schema):
    """An address that the e-mails of a scenario lead to."""

    name: str
    vi: str
    en: str


class ScenarioOut(Schema):
    """A scenario of the library."""

    key: str
    vi: str
    en: str
    about_vi: str
    about_en: str
    goal: str
    trigger: str
    steps: int
    links: list[ScenarioLinkOut]


class KindOut(Schema):
    """A kind of trigger or step, with the JSON schema of its settings."""

    kind: str
    vi: str
    en: str
    icon: str
    group: str
    outlets: list[str]
    config_schema: dict[str, Any]


class KindsOut(Schema):
    """What the canvas offers."""

    triggers: list[KindOut]
    steps: list[KindOut]


class ReasonOut(Schema):
    """Why some runs did nothing at a node."""

    code: str
    message: str
    count: int


class NodeReportOut(Schema):
    """The figures of one node."""

    id: str
    kind: str
    config: dict[str, Any]
    entered: int
    waiting: int
    done: int
    skipped: int
    failed: int
    reasons: list[ReasonOut]
    outlets: dict[str, int]
    changed: bool
    sent: int
    opened: int
    clicked: int
    orders: int
    revenue: int


class VersionOut(Schema):
    """A published version and since when customers entered it."""

    number: int
    published_at: datetime


class ReportOut(Schema):
    """The figures of a flow, and the graph of the version they belong on."""

    version: int | None
    versions: list[VersionOut]
    entered: int
    active: int
    done: int
    failed: int
    orders: int
    revenue: int
    nodes: list[NodeReportOut]
    graph: dict[str, Any]


class NodeOut(Schema):
    """A node of the version a customer walks."""

    id: str
    kind: str
    config: dict[str, Any]
    x: float
    y: float


class RunOut(Schema):
    """One customer's run."""

    id: int
    customer_id: UUID
    customer_name: str
    version_number: int
    state: RunStateName
    node_id: str | None
    node: NodeOut | None
    due_at: datetime
    entered_at: datetime
    finished_at: datetime | None
    steps: int
    attempts: int
    reason: str
    reason_message: str
    detail: str


class PathStepOut(Schema):
    """A step of a run, with what became of its message."""

    number: int
    node_id: str
    kind: str
    outlet: str
    at: datetime
    reason: str
    reason_message: str
    message_id: int | None
    message_state: str
    message_reason: str


class RunFull(Schema):
    """A run, its path, and the graph of the version it walks."""

    run: RunOut
    path: list[PathStepOut]
    graph: dict[str, Any]


class TrialIn(Schema):
    """Who goes through the draft."""

    customer_id: UUID


class TrialStepOut(Schema):
    """A step of a trial; `mail` is what the gate would do: send, skip, wait, or empty."""

    node_id: str
    kind: str
    came_at: datetime
    left_at: datetime
    outlet: str
    mail: str
    reason: str
    reason_message: str


class TrialOut(Schema):
    """The way one customer would go through the draft; `inside`: she is in the flow already.

    `more`: the way goes on, but was followed this far only.
    """

    steps: list[TrialStepOut]
    inside: bool
    more: bool


@router.get("/flows", response=Page[FlowOut], operation_id="list_flows")
def list_flows(
    request: WorkspaceRequest,
    q: str = "",
    state: FlowStateName | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[FlowOut]:
    """List flows, last changed first."""
    require(request.actor, "flow.view")
    size = clamp_limit(limit)
    key = read_cursor(cursor, 2)
    after = (datetime.fromisoformat(str(key[0])), UUID(str(key[1]))) if key else None
    found = queries.list_flows(
        request.actor, search=q.strip(), state=state or "", after=after, limit=size + 1
    )
    more = found[size - 1] if len(found) > size else None
    following = encode_cursor(more.updated_at.isoformat(), str(more.id)) if more else None
    return Page[FlowOut](items=[_flow_out(f) for f in found[:size]], next_cursor=following)


@router.get("/flow-library", response=list[ScenarioOut], operation_id="list_flow_library")
def list_library(request: WorkspaceRequest) -> list[ScenarioOut]:
    """List scenarios to start from."""
    require(request.actor, "flow.view")
    return [ScenarioOut(**asdict(scenario)) for scenario in queries.list_scenarios()]


@router.get("/flow-kinds", response=KindsOut, operation_id="list_flow_kinds")
def list_kinds(request: WorkspaceRequest) -> KindsOut:
    """List triggers and steps with the JSON schema of their settings."""
    require(request.actor, "flow.view")
    return KindsOut(
        triggers=[
            KindOut(
                kind=TRIGGER_PREFIX + spec.key,
                vi=spec.vi,
                en=spec.en,
                icon="trigger",
                group="trigger",
                outlets=["next"],
                config_schema=dict(spec.schema),
            )
            for spec in registry.flow_triggers
        ],
        steps=[
            KindOut(
                kind=spec.key,
                vi=spec.vi,
                en=spec.en,
                icon=spec.icon,
                group=spec.group,
                outlets=list(spec.outlets({})),
                config_schema=dict(spec.schema),
            )
            for spec in registry.flow_steps
        ],
    )


@router.post("/flows", response={201: FlowFull}, operation_id="create_flow")
def create_flow(request: WorkspaceRequest, body: FlowIn) -> Status[FlowFull]:
    """Create a flow: empty, from a graph, or from the library."""
    require(request.actor, "flow.edit")
    now = business_now(request.actor.workspace_id)
    with transaction.atomic(durable=True):
        if body.library_key:
            flow_id = actions.create_from_library(
                actor=request.actor,
                now=now,
                key=body.library_key,
                name=body.name,
                page_id=body.page_id,
                links=body.links,
            )
        elif body.graph is not None:
            flow_id = actions.create_flow(
                actor=request.actor,
                now=now,
                name=body.name,
                graph=body.graph,
                settings=body.settings,
            )
        else:
            flow_id = actions.create_flow(actor=request.actor, now=now, name=body.name)
    return Status(201, _full(request, queries.get_flow(request.actor, flow_id)))


@router.get("/flows/{uuid:flow_id}", response=FlowFull, operation_id="get_flow")
def get_flow(request: WorkspaceRequest, flow_id: UUID) -> FlowFull:
    """Return a flow with its draft and problems."""
    require(request.actor, "flow.view")
    return _full(request, queries.get_flow(request.actor, flow_id))


@router.put("/flows/{uuid:flow_id}", response=FlowFull, operation_id="save_flow")
def save_flow(request: WorkspaceRequest, flow_id: UUID, body: FlowSave) -> FlowFull:
    """Save a draft; 409 when somebody else saved since `base_version`."""
    require(request.actor, "flow.edit")
    with transaction.atomic(durable=True):
        actions.save_flow(
            actor=request.actor,
            now=business_now(request.actor.workspace_id),
            flow_id=flow_id,
            base_version=body.base_version,
            name=body.name,
            graph=body.graph,
            settings=body.settings,
        )
    return _full(request, queries.get_flow(request.actor, flow_id))


@router.delete("/flows/{uuid:flow_id}", response={204: None}, operation_id="delete_flow")
def delete_flow(request: WorkspaceRequest, flow_id: UUID) -> Status[None]:
    """Delete a flow; those inside stop."""
    require(request.actor, "flow.delete")
    now = business_now(request.actor.workspace_id)
    with transaction.atomic(durable=True):
        actions.delete_flow(actor=request.actor, now=now, flow_id=flow_id)
    return Status(204, None)


@router.post("/flows/{uuid:flow_id}/publish", response=PublishedOut, operation_id="publish_flow")
def publish_flow(request: WorkspaceRequest, flow_id: UUID) -> PublishedOut:
    """Publish the draft as a new version; 422 with each problem when it is not ready."""
    require(request.actor, "flow.publish")
    now = business_now(request.actor.workspace_id)
    with transaction.atomic(durable=True):
        number = actions.publish_flow(actor=request.actor, now=now, flow_id=flow_id)
    return PublishedOut(version=number)


@router.post("/flows/{uuid:flow_id}/pause", response=FlowFull, operation_id="pause_flow")
def pause_flow(request: WorkspaceRequest, flow_id: UUID) -> FlowFull:
    """Let nobody in; those inside rest."""
    require(request.actor, "flow.publish")
    now = business_now(request.actor.workspace_id)
    with transaction.atomic(durable=True):
        actions.pause_flow(actor=request.actor, now=now, flow_id=flow_id)
    return _full(request, queries.get_flow(request.actor, flow_id))


@router.post("/flows/{uuid:flow_id}/resume", response=FlowFull, operation_id="resume_flow")
def resume_flow(request: WorkspaceRequest, flow_id: UUID) -> FlowFull:
    """Let customers in again; those inside go on."""
    require(request.actor, "flow.publish")
    now = business_now(request.actor.workspace_id)
    with transaction.atomic(durable=True):
        actions.resume_flow(actor=request.actor, now=now, flow_id=flow_id)
    return _full(request, queries.get_flow(request.actor, flow_id))


@router.post(
    "/flows/{uuid:flow_id}/duplicate", response={201: FlowFull}, operation_id="duplicate_flow"
)
def duplicate_flow(request: WorkspaceRequest, flow_id: UUID) -> Status[FlowFull]:
    """Make a draft like this flow's."""
    require(request.actor, "flow.edit")
    now = business_now(request.actor.workspace_id)
    with transaction.atomic(durable=True):
        made = actions.duplicate_flow(actor=request.actor, now=now, flow_id=flow_id)
    return Status(201, _full(request, queries.get_flow(request.actor, made)))


@router.post("/flows/{uuid:flow_id}/trial", response=TrialOut, operation_id="try_flow")
def try_flow(request: WorkspaceRequest, flow_id: UUID, body: TrialIn) -> TrialOut:
    """Tell which way one customer would go through the draft; nothing is sent, given or kept."""
    require(request.actor, "flow.view")
    now = business_now(request.actor.workspace_id)
    with transaction.atomic(durable=True):
        trial = actions.try_flow(
            actor=request.actor, now=now, flow_id=flow_id, customer_id=body.customer_id
        )
    language = language_of(request)
    return TrialOut(
        steps=[_trial_step_out(step, language) for step in trial.steps],
        inside=trial.inside,
        more=trial.more,
    )


@router.get("/flows/{uuid:flow_id}/report", response=ReportOut, operation_id="get_flow_report")
def get_report(request: WorkspaceRequest, flow_id: UUID, version: int | None = None) -> ReportOut:
    """Return the figures of a flow, per node, with the reasons of what was skipped."""
    require(request.actor, "flow.view")
    report = queries.flow_report(request.actor, flow_id, version)
    return _report_out(report, language_of(request))


@router.get("/flows/{uuid:flow_id}/runs", response=Page[RunOut], operation_id="list_flow_runs")
def list_runs(
    request: WorkspaceRequest,
    flow_id: UUID,
    customer: UUID | None = None,
    state: RunStateName | None = None,
    version: int | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[RunOut]:
    """List a flow's runs, newest first."""
    require(request.actor, "flow.view")
    size = clamp_limit(limit)
    key = read_cursor(cursor, 1)
    found = queries.list_runs(
        request.actor,
        flow_id,
        customer_id=customer,
        state=state or "",
        version=version,
        before=int(key[0] or 0) if key else None,
        limit=size + 1,
    )
    language = language_of(request)
    following = encode_cursor(found[size - 1].id) if len(found) > size else None
    items = [_run_out(run, language) for run in found[:size]]
    return Page[RunOut](items=items, next_cursor=following)


@router.get(
    "/flows/{uuid:flow_id}/runs/{int:run_id}", response=RunFull, operation_id="get_flow_run"
)
def get_run(request: WorkspaceRequest, flow_id: UUID, run_id: int) -> RunFull:
    """Return one customer's path."""
    require(request.actor, "flow.view")
    path = queries.get_path(request.actor, flow_id, run_id)
    language = language_of(request)
    return RunFull(
        run=_run_out(path.run, language),
        path=[_step_out(step, language) for step in path.steps],
        graph=dict(path.graph),
    )


@router.post(
    "/flows/{uuid:flow_id}/runs/{int:run_id}/retry",
    response=RunFull,
    operation_id="retry_flow_run",
)
def retry_run(request: WorkspaceRequest, flow_id: UUID, run_id: int) -> RunFull:
    """Let a failed run go on from where it failed."""
    require(request.actor, "flow.edit")
    now = business_now(request.actor.workspace_id)
    with transaction.atomic(durable=True):
        actions.retry_run(actor=request.actor, now=now, flow_id=flow_id, run_id=run_id)
    return get_run(request, flow_id, run_id)


def _flow_out(flow: FlowInfo) -> FlowOut:
    return FlowOut(**asdict(flow))


def _full(request: WorkspaceRequest, flow: FlowDetail) -> FlowFull:
    language = language_of(request)
    return FlowFull(
        **asdict(flow.info),
        graph=dict(flow.graph),
        settings=dict(flow.settings),
        problems=_problems_out(flow.problems, language),
    )


def _problems_out(problems: Sequence[GraphProblem], language: str) -> list[FlowProblemOut]:
    return [
        FlowProblemOut(
            node_id=problem.node_id,
            field=problem.field,
            code=problem.code,
            message=problem.vi if language == "vi" else problem.en,
            severity=problem.severity,
        )
        for problem in problems
    ]


def _report_out(report: FlowReport, language: str) -> ReportOut:
    values = asdict(report)
    for node in values["nodes"]:
        node["reasons"] = [
            {"code": code, "message": explain(code, language), "count": count}
            for code, count in node["reasons"].items()
        ]
    return ReportOut(**values)


def _run_out(run: RunInfo, language: str) -> RunOut:
    values = asdict(run)
    del values["flow_id"]
    lines = run.detail.split("\n")
    values["detail"] = lines[0] if language == "vi" else lines[-1]
    return RunOut(**values, reason_message=explain(run.reason, language))


def _step_out(step: PathStep, language: str) -> PathStepOut:
    message = explain(step.message_reason or step.reason, language)
    return PathStepOut(**asdict(step), reason_message=message)


def _trial_step_out(step: TrialStep, language: str) -> TrialStepOut:
    values = asdict(step)
    said = values.pop("said")[0 if language == "vi" else 1]
    return TrialStepOut(**values, reason_message=said or explain(step.reason, language))
