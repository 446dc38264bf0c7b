"""Runs one step for a batch; a run that breaks the batch is found and fails alone."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError, InterfaceError, connection
from django.db.transaction import atomic

from donbay.automation.flows.engine.versions import Version
from donbay.automation.flows.engine.walker import Walker
from donbay.automation.flows.types import Node
from donbay.core import registry
from donbay.core.errors import DomainError
from donbay.core.registry import FlowStep, StepContext, StepResult

logger = logging.getLogger(__name__)

# Halving 2,000 runs down to one poison takes 22 tries; a batch in which many fail is given up
# as a whole, so that one transaction cannot grow without bound.
_TRIES = 64
_LOOK_AGAIN = timedelta(minutes=1)
_PASSING_STATES = ("40", "53", "57", "58")


class BrokenStep(RuntimeError):
    """A step returned something else than one answer for each run."""


@dataclass
class Stepper:
    """Runs steps of one workspace at one instant and notes what was left behind."""

    workspace_id: int
    now: datetime
    left: list[tuple[int, int, UUID, str, str, str]] = field(default_factory=list)

    def step(self, version: Version, node: Node, walkers: Sequence[Walker]) -> None:
        """Run a node's step for walkers standing at it and move each on."""
        spec = registry.flow_steps.find(node.kind)
        if spec is None:
            for walker in walkers:
                walker.end("failed", self.now, "kind_unknown")
            return
        self._try(_Place(version, node, spec), list(walkers), [_TRIES])

    def _try(self, place: _Place, walkers: list[Walker], tries: list[int]) -> None:
        tries[0] -= 1
        try:
            with atomic():
                result = self._run(place, walkers)
        except DomainError as error:
            # A step's own words about its settings hold for everybody at this node.
            detail = f"{error.message('vi')}\n{error.message('en')}"
            self._fail(walkers, error.code, detail)
        except Exception as error:
            if _is_passing(error):
                raise
            if len(walkers) > 1 and tries[0] > 0:
                middle = len(walkers) // 2
                self._try(place, walkers[:middle], tries)
                self._try(place, walkers[middle:], tries)
                return
            logger.exception("flow step %s failed for %d runs", place.node.kind, len(walkers))
            text = "".join(traceback.format_exception_only(error)).strip()
            self._fail(walkers, "step_failed", text)
        else:
            self._move(place, walkers, result)

    def _fail(self, walkers: Sequence[Walker], reason: str, detail: str) -> None:
        for walker in walkers:
            walker.fail(self.now, reason, detail)

    def _run(self, place: _Place, walkers: Sequence[Walker]) -> StepResult:
        context = StepContext(
            flow_id=walkers[0].flow_id,
            version_id=place.version.id,
            node_id=place.node.id,
            now=self.now,
            config=place.node.config,
            entered_at=[walker.entered_at for walker in walkers],
            contexts=[walker.context for walker in walkers],
            arrived_at=[walker.arrived_at for walker in walkers],
            visits=[walker.steps + 1 for walker in walkers],
        )
        ids = [walker.id for walker in walkers]
        customers = [walker.customer_id for walker in walkers]
        result = place.spec.run_batch(context, self.workspace_id, ids, customers)
        for answers in (result.outlets, result.due_at, result.reasons, result.contexts):
            if len(answers) not in (0, len(ids)) or len(result.outlets) != len(ids):
                raise BrokenStep(f"{place.spec.key}: one answer for each run")
        return result

    def _move(self, place: _Place, walkers: Sequence[Walker], result: StepResult) -> None:
        node, now = place.node, self.now
        ends = place.version.targets
        left, version_id = self.left, place.version.id
        reasons = result.reasons or [""] * len(walkers)
        for index, (walker, outlet) in enumerate(zip(walkers, result.outlets, strict=True)):
            if result.contexts:
                walker.remember(result.contexts[index])
            if outlet is None:
                walker.stay((result.due_at[index] if result.due_at else None) or now + _LOOK_AGAIN)
                continue
            walker.go(ends.get((node.id, outlet)), now)
            left.append((walker.id, walker.steps, version_id, node.id, outlet, reasons[index]))


@dataclass(frozen=True, slots=True)
class _Place:
    version: Version
    node: Node
    spec: FlowStep


def _is_passing(error: Exception) -> bool:
    """Tell whether the database, not the step, is at fault: then all is rolled back and retried."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return False
    if connection.connection is None or connection.connection.closed:
        return True
    state = getattr(error.__cause__, "sqlstate", None) or ""
    return state[:2] in _PASSING_STATES
