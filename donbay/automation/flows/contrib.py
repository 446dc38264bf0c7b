"""What the flows room registers."""

from __future__ import annotations

from donbay.automation.flows.actions.entering import WAKE_CHANNEL
from donbay.automation.flows.actions.runs import forget_customers, move_customer
from donbay.automation.flows.jobs import run_flows
from donbay.automation.flows.models import Flow
from donbay.automation.flows.queries.flows import flows_naming
from donbay.automation.flows.reactor import react
from donbay.automation.flows.steps import STEPS
from donbay.automation.flows.triggers import EVENT_KINDS, TRIGGERS
from donbay.core import registry
from donbay.core.items import names_in
from donbay.core.registry import (
    AuditAction,
    CustomerMover,
    Eraser,
    EventKind,
    ItemKind,
    ItemUser,
    Reactor,
    WorkerLoop,
)

_EVENTS = (
    EventKind("flow.entered", "Vào kịch bản", "Entered a flow"),
    EventKind("flow.finished", "Đi hết kịch bản", "Finished a flow"),
    EventKind("flow.failed", "Kịch bản gặp lỗi", "A flow failed"),
)

_AUDIT = (
    AuditAction("flow.created", "Tạo kịch bản", "Created a flow"),
    AuditAction("flow.saved", "Sửa kịch bản", "Edited a flow", autosaved=True),
    AuditAction("flow.published", "Xuất bản kịch bản", "Published a flow"),
    AuditAction("flow.paused", "Tạm dừng kịch bản", "Paused a flow"),
    AuditAction("flow.live", "Chạy lại kịch bản", "Resumed a flow"),
    AuditAction("flow.deleted", "Xoá kịch bản", "Deleted a flow"),
    AuditAction("flow.run_retried", "Cho một lượt khách chạy lại", "Retried a customer's run"),
)

_ITEMS = (ItemKind("flow", names_in(Flow, "name", deleted_at=None)),)

_USER = ItemUser("flow", flows_naming)


def register() -> None:
    """Fill the registries."""
    registry.item_kinds.add(*_ITEMS)
    registry.item_users.add(_USER)
    registry.audit_actions.add(*_AUDIT)
    registry.event_kinds.add(*_EVENTS)
    registry.flow_triggers.add(*TRIGGERS)
    registry.flow_steps.add(*STEPS)
    registry.reactors.add(_REACTOR)
    registry.worker_loops.add(_LOOP)
    registry.erasers.add(Eraser("flows", forget_customers))
    registry.customer_movers.add(CustomerMover("flows", move_customer))


_REACTOR = Reactor("flows.triggers", EVENT_KINDS, react)
_LOOP = WorkerLoop("flows.engine", "flows", run_flows, WAKE_CHANNEL)
