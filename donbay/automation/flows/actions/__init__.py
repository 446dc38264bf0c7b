"""Writes of the flows room."""

from __future__ import annotations

from donbay.automation.flows.actions.entering import enter_customers
from donbay.automation.flows.actions.flows import (
    create_flow,
    delete_flow,
    duplicate_flow,
    pause_flow,
    publish_flow,
    resume_flow,
    save_flow,
)
from donbay.automation.flows.actions.library import create_from_library
from donbay.automation.flows.actions.runs import forget_customers, move_customer, retry_run
from donbay.automation.flows.actions.trial import try_flow

__all__ = [
    "create_flow",
    "create_from_library",
    "delete_flow",
    "duplicate_flow",
    "enter_customers",
    "forget_customers",
    "move_customer",
    "pause_flow",
    "publish_flow",
    "resume_flow",
    "retry_run",
    "save_flow",
    "try_flow",
]
