"""Step: end the run here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from donbay.automation.flows.steps.config import Config, config_problems
from donbay.core.registry import FlowStep, Problem, StepContext, StepResult


class Stop(Config):
    """Nothing to set."""


def run_batch(
    context: StepContext, workspace_id: int, run_ids: Sequence[int], customer_ids: Sequence[UUID]
) -> StepResult:
    """Leave by an outlet that never leads anywhere."""
    return StepResult(outlets=["end"] * len(run_ids))


def problems(workspace_id: int, config: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the settings."""
    return config_problems(Stop, config)


def outlets(config: Mapping[str, Any]) -> tuple[str, ...]:
    """Return no way on."""
    return ()


STEP = FlowStep(
    key="stop",
    vi="Kết thúc",
    en="End",
    schema=Stop.model_json_schema(),
    run_batch=run_batch,
    outlets=outlets,
    problems=problems,
    icon="stop",
    group="logic",
)
