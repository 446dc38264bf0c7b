"""Steps: put a tag on customers, or take it off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from donbay.automation.flows.steps.config import Config, config_problems, gone, passed_over, read
from donbay.core.errors import DomainError, NotFound
from donbay.core.registry import FlowStep, Problem, StepContext, StepResult
from donbay.core.types import Actor
from donbay.customers.actions import add_tag, remove_tag
from donbay.customers.queries import get_tag


class Tagging(Config):
    """Which tag."""

    tag_id: UUID


def run_add(
    context: StepContext, workspace_id: int, run_ids: Sequence[int], customer_ids: Sequence[UUID]
) -> StepResult:
    """Put the tag on all of them."""
    config = Tagging.model_validate(dict(context.config))
    actor = Actor.system(workspace_id, "Flow")
    try:
        add_tag(actor=actor, now=context.now, tag_id=config.tag_id, customer_ids=customer_ids)
    except NotFound:
        return passed_over(run_ids, "tag_gone")
    return StepResult(outlets=["next"] * len(run_ids))


def run_remove(
    context: StepContext, workspace_id: int, run_ids: Sequence[int], customer_ids: Sequence[UUID]
) -> StepResult:
    """Take the tag off all of them."""
    config = Tagging.model_validate(dict(context.config))
    actor = Actor.system(workspace_id, "Flow")
    try:
        remove_tag(actor=actor, now=context.now, tag_id=config.tag_id, customer_ids=customer_ids)
    except NotFound:
        return passed_over(run_ids, "tag_gone")
    return StepResult(outlets=["next"] * len(run_ids))


def problems(workspace_id: int, config: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the settings."""
    known = read(Tagging, config)
    if known is None:
        return config_problems(Tagging, config)
    try:
        get_tag(workspace_id, known.tag_id)
    except DomainError:
        return [
            gone(
                "tag_id", "tag_gone",
                "Thẻ này đã bị xoá. Hãy chọn thẻ khác.",
                "This tag was deleted. Choose another.",
            )
        ]  # fmt: skip
    return []


ADD = FlowStep(
    key="add_tag",
    vi="Gắn thẻ",
    en="Add a tag",
    schema=Tagging.model_json_schema(),
    run_batch=run_add,
    problems=problems,
    icon="tag",
    group="customer",
)
REMOVE = FlowStep(
    key="remove_tag",
    vi="Gỡ thẻ",
    en="Remove a tag",
    schema=Tagging.model_json_schema(),
    run_batch=run_remove,
    problems=problems,
    icon="tag-off",
    group="customer",
)
