"""What flows can do, one file a kind of step."""

from __future__ import annotations

from donbay.automation.flows.steps import (
    condition,
    give_voucher,
    send_email,
    stop,
    tagging,
    wait,
)

STEPS = (
    send_email.STEP,
    wait.STEP,
    condition.STEP,
    give_voucher.STEP,
    tagging.ADD,
    tagging.REMOVE,
    stop.STEP,
)
