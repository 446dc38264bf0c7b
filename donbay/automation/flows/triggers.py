"""What lets customers into flows: each a kind of event, with a choice of which."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from donbay.automation.flows.steps.config import Config, config_problems
from donbay.core.registry import Event, FlowTrigger, Problem


class OnPage(Config):
    """The form of one page."""

    page_id: UUID


class Anything(Config):
    """Nothing to choose."""


class OnTag(Config):
    """One tag."""

    tag_id: UUID


class OnVoucher(Config):
    """One programme, or any."""

    voucher_id: UUID | None = None


def _same(field: str, *, optional: bool = False) -> Callable[[Mapping[str, Any], Event], bool]:
    """Return a matcher: the event is about what the setting names."""

    def matches(config: Mapping[str, Any], event: Event) -> bool:
        wanted = config.get(field)
        if not wanted:
            return optional
        return str(event.data.get(field)) == str(wanted)

    return matches


def _always(config: Mapping[str, Any], event: Event) -> bool:
    return True


def _problems(model: type[Config]) -> Callable[[int, Mapping[str, Any]], Sequence[Problem]]:
    return lambda workspace_id, config: config_problems(model, config)


def _trigger(
    key: str,
    kind: str,
    words: tuple[str, str],
    model: type[Config],
    matches: Callable[[Mapping[str, Any], Event], bool] = _always,
) -> FlowTrigger:
    vi, en = words
    return FlowTrigger(
        key, vi, en, frozenset({kind}), model.model_json_schema(), matches, _problems(model)
    )


TRIGGERS = (
    _trigger(
        "form_submitted", "form.submitted", ("Gửi biểu mẫu", "Form submitted"),
        OnPage, _same("page_id"),
    ),
    _trigger("order_placed", "order.placed", ("Đặt đơn hàng", "Order placed"), Anything),
    _trigger("order_paid", "order.paid", ("Thanh toán đơn hàng", "Order paid"), Anything),
    _trigger("tag_added", "customer.tagged", ("Được gắn thẻ", "Tag added"), OnTag, _same("tag_id")),
    _trigger(
        "customer_created", "customer.created", ("Khách hàng mới", "New customer"), Anything
    ),
    _trigger(
        "voucher_used", "voucher.used", ("Dùng mã ưu đãi", "Voucher used"),
        OnVoucher, _same("voucher_id", optional=True),
    ),
)  # fmt: skip
EVENT_KINDS = frozenset(kind for trigger in TRIGGERS for kind in trigger.event_kinds)
