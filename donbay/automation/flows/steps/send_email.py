"""Step: ask the outbox for one e-mail to each customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

from donbay.automation.flows.steps.config import Config, config_problems, gone, passed_over, read
from donbay.automation.flows.types import FLOW_SOURCE
from donbay.core.errors import NotFound
from donbay.core.registry import FlowStep, Problem, StepContext, StepResult
from donbay.messaging.actions import enqueue_messages
from donbay.messaging.queries import get_content, list_problems
from donbay.messaging.types import BULK, URGENT, NewMessage


class SendEmail(Config):
    """Which e-mail; the purpose is the content's own unless named."""

    content_id: UUID
    purpose: Literal["transactional", "care", "advertising"] | None = None


def run_batch(
    context: StepContext, workspace_id: int, run_ids: Sequence[int], customer_ids: Sequence[UUID]
) -> StepResult:
    """Enqueue one message a run; the gate decides later whether it goes, and says why not."""
    config = SendEmail.model_validate(dict(context.config))
    try:
        content = get_content(workspace_id, config.content_id)
    except NotFound:
        return passed_over(run_ids, "content_missing")
    purpose = config.purpose or content.purpose
    enqueue_messages(
        now=context.now,
        messages=[
            NewMessage(
                workspace_id=workspace_id,
                purpose=purpose,
                customer_id=customer_id,
                content_id=content.id,
                source_kind=FLOW_SOURCE,
                source_id=context.flow_id,
                due_at=context.now,
                step=f"{context.node_id}.{visit}",
                run_id=run_id,
                extra=known.get("merge", {}),
                priority=URGENT if purpose == "transactional" else BULK,
            )
            for run_id, customer_id, visit, known in zip(
                run_ids, customer_ids, context.visits, context.contexts, strict=True
            )
        ],
    )
    return StepResult(outlets=["next"] * len(run_ids))


def problems(workspace_id: int, config: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the settings and with the e-mail they name."""
    known = read(SendEmail, config)
    if known is None:
        return config_problems(SendEmail, config)
    try:
        content = get_content(workspace_id, known.content_id)
    except NotFound:
        return [
            gone(
                "content_id", "content_gone",
                "E-mail này đã bị xoá. Hãy chọn e-mail khác.",
                "This e-mail was deleted. Choose another.",
            )
        ]  # fmt: skip
    found = [
        Problem(problem.code, problem.vi, problem.en, "content_id", problem.severity)
        for problem in list_problems(content)
    ]
    if not content.tree.get("blocks"):
        found.append(
            Problem(
                "content_empty",
                f"E-mail “{content.name}” chưa có nội dung. Hãy mở ra soạn.",
                f"The e-mail “{content.name}” is empty. Open it and write it.",
                "content_id",
            )
        )
    if known.purpose not in (None, content.purpose):
        found.append(
            Problem(
                "purpose_mismatch",
                "Mục đích ở đây khác với mục đích của e-mail. Hãy chọn cho giống nhau.",
                "The purpose here differs from the e-mail's own. Make them the same.",
                "purpose",
            )
        )
    return found


STEP = FlowStep(
    key="send_email",
    vi="Gửi e-mail",
    en="Send an e-mail",
    schema=SendEmail.model_json_schema(),
    run_batch=run_batch,
    problems=problems,
    icon="mail",
    group="message",
    tags=frozenset({"needs_email"}),
)
