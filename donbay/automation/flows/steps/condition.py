"""Step: ask a condition and part the ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from donbay.accounts.queries import business_now
from donbay.automation.flows.steps.config import Config, config_problems, missing, read
from donbay.core.errors import DomainError
from donbay.core.registry import FlowStep, Problem, StepContext, StepResult
from donbay.segments.queries import check_tree, match_inside


class Ask(Config):
    """A condition tree of the segments language."""

    tree: dict[str, Any]


def run_batch(
    context: StepContext, workspace_id: int, run_ids: Sequence[int], customer_ids: Sequence[UUID]
) -> StepResult:
    """Send those the condition holds for to `yes`, the others to `no`, by one statement."""
    tree = Ask.model_validate(dict(context.config)).tree
    holds = match_inside(workspace_id, tree, customer_ids, context.entered_at, context.now)
    return StepResult(outlets=["yes" if one else "no" for one in holds])


def problems(workspace_id: int, config: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the condition."""
    known = read(Ask, config)
    if known is None:
        return config_problems(Ask, config)
    if not known.tree.get("items") and "facet" not in known.tree:
        return [missing("tree")]
    try:
        check_tree(workspace_id, known.tree, business_now(workspace_id))
    except DomainError as error:
        return [Problem(error.code, error.message("vi"), error.message("en"), "tree")]
    return []


def outlets(config: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the two ways on."""
    return ("yes", "no")


STEP = FlowStep(
    key="condition",
    vi="Điều kiện",
    en="Condition",
    schema=Ask.model_json_schema(),
    run_batch=run_batch,
    outlets=outlets,
    problems=problems,
    icon="branch",
    group="logic",
)
