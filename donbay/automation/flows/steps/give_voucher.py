"""Step: give each customer a voucher code of her own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from donbay.automation.flows.steps.config import Config, config_problems, gone, read
from donbay.commerce.actions import give_vouchers
from donbay.commerce.queries import get_voucher
from donbay.core.errors import NotFound
from donbay.core.registry import FlowStep, Problem, StepContext, StepResult
from donbay.core.types import Actor


class GiveVoucher(Config):
    """Which programme."""

    voucher_id: UUID


def run_batch(
    context: StepContext, workspace_id: int, run_ids: Sequence[int], customer_ids: Sequence[UUID]
) -> StepResult:
    """Give one code a run; a programme that has run out is a reason, not a failure."""
    config = GiveVoucher.model_validate(dict(context.config))
    given = give_vouchers(
        actor=Actor.system(workspace_id, "Flow"),
        now=context.now,
        voucher_id=config.voucher_id,
        customer_ids=customer_ids,
        issue_key_prefix=_issue_key(context, run_ids),
    )
    codes = [given.get(id_, "") for id_ in customer_ids]
    return StepResult(
        outlets=["next"] * len(run_ids),
        reasons=["" if code else "voucher_exhausted" for code in codes],
        contexts=[
            {"merge": {**known.get("merge", {}), "voucher_code": code}}
            for known, code in zip(context.contexts, codes, strict=True)
        ],
    )


def _issue_key(context: StepContext, run_ids: Sequence[int]) -> str:
    """Return a prefix that is this hand-out's alone.

    The batch commits with the step log or not at all, so the first run's id and number name it.
    """
    return f"flow:{context.node_id}:{run_ids[0]}.{context.visits[0]}"


def problems(workspace_id: int, config: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the settings and the programme they name."""
    known = read(GiveVoucher, config)
    if known is None:
        return config_problems(GiveVoucher, config)
    try:
        voucher = get_voucher(workspace_id, known.voucher_id)
    except NotFound:
        voucher = None
    if voucher is None:
        return [
            gone(
                "voucher_id", "voucher_gone",
                "Chương trình mã ưu đãi này không còn. Hãy chọn chương trình khác.",
                "This voucher programme is gone. Choose another.",
            )
        ]  # fmt: skip
    if not voucher.active:
        return [
            gone(
                "voucher_id", "voucher_inactive",
                "Chương trình mã ưu đãi này đang tắt. Hãy bật lại hoặc chọn chương trình khác.",
                "This voucher programme is switched off. Switch it on or choose another.",
            )
        ]  # fmt: skip
    return []


STEP = FlowStep(
    key="give_voucher",
    vi="Tặng mã ưu đãi",
    en="Give a voucher code",
    schema=GiveVoucher.model_json_schema(),
    run_batch=run_batch,
    problems=problems,
    icon="gift",
    group="customer",
    tags=frozenset({"gives_voucher"}),
)
