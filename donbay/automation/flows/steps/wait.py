"""Step: wait for a time, until a day after entry, or until an instant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from donbay.accounts.queries import workspace_zone
from donbay.automation.flows.steps.config import describe, missing, wrong
from donbay.automation.flows.waits import WAIT, parse_wait, plan_wait
from donbay.core.registry import FlowStep, Problem, StepContext, StepResult


def run_batch(
    context: StepContext, workspace_id: int, run_ids: Sequence[int], customer_ids: Sequence[UUID]
) -> StepResult:
    """Let those go on whose time has come; the others stay until theirs."""
    wait = parse_wait(context.config)
    zone = workspace_zone(workspace_id)
    due = [
        plan_wait(wait, entered_at=entered, arrived_at=arrived, zone=zone)
        for entered, arrived in zip(context.entered_at, context.arrived_at, strict=True)
    ]
    outlets = ["next" if instant <= context.now else None for instant in due]
    return StepResult(outlets=outlets, due_at=due)


def problems(workspace_id: int, config: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the settings."""
    if not config.get("mode"):
        return [missing("mode")]
    try:
        parse_wait(config)
    except ValidationError as error:
        return describe(error, config)
    except ValueError:
        return [wrong("amount")]
    return []


STEP = FlowStep(
    key="wait",
    vi="Chờ",
    en="Wait",
    schema=WAIT.json_schema(),
    run_batch=run_batch,
    problems=problems,
    icon="clock",
    group="logic",
    tags=frozenset({"pauses"}),
)
