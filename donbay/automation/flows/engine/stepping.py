"""Runs one step for a batch; a run that breaks the batch is found and fails alone."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError, connection
from django.db.transaction import atomic

from donbay.automation.flows.engine.crowd import (
    MAX_RUN_STEPS,
    Crowd,
    Left,
    Rest,
    cut,
    end,
    fail,
    parts,
    stay,
)
from donbay.automation.flows.engine.versions import Version
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
    """Runs steps of one workspace at one instant; notes what was left behind and who rests."""

    workspace_id: int
    now: datetime
    left: list[Left] = field(default_factory=list)
    rests: list[Rest] = field(default_factory=list)

    def step(self, version: Version, node: Node, crowd: Crowd) -> list[Crowd]:
        """Run a node's step for runs standing at it; return those who may go on at once."""
        spec = registry.flow_steps.find(node.kind)
        if spec is None:
            self.rests.append(end(crowd, "failed", self.now, "kind_unknown"))
            return []
        return self._try(_Place(version, node, spec), crowd, [_TRIES])

    def _try(self, place: _Place, crowd: Crowd, tries: list[int]) -> list[Crowd]:
        tries[0] -= 1
        try:
            with atomic():
                result = self._run(place, crowd)
        except DomainError as error:
            # A step's own words about its settings hold for everybody at this node.
            detail = f"{error.message('vi')}\n{error.message('en')}"
            self.rests += fail(crowd, self.now, error.code, detail)
        except Exception as error:
            if _is_passing(error):
                raise
            if len(crowd) > 1 and tries[0] > 0:
                middle = len(crowd) // 2
                first, second = range(middle), range(middle, len(crowd))
                return [
                    *self._try(place, crowd.take(first), tries),
                    *self._try(place, crowd.take(second), tries),
                ]
            logger.exception("flow step %s failed for %d runs", place.node.kind, len(crowd))
            text = "".join(traceback.format_exception_only(error)).strip()
            self.rests += fail(crowd, self.now, "step_failed", text)
        else:
            return self._move(place, crowd, result)
        return []

    def _run(self, place: _Place, crowd: Crowd) -> StepResult:
        context = StepContext(
            flow_id=crowd.flow_id,
            version_id=place.version.id,
            node_id=place.node.id,
            now=self.now,
            config=place.node.config,
            entered_at=crowd.entered_at,
            contexts=crowd.contexts,
            arrived_at=crowd.arrived_at or [self.now] * len(crowd),
            visits=[number + 1 for number in crowd.steps],
        )
        result = place.spec.run_batch(context, self.workspace_id, crowd.ids, crowd.customer_ids)
        for answers in (result.outlets, result.due_at, result.reasons, result.contexts):
            if len(answers) not in (0, len(crowd)) or len(result.outlets) != len(crowd):
                raise BrokenStep(f"{place.spec.key}: one answer for each run")
        return result

    def _move(self, place: _Place, crowd: Crowd, result: StepResult) -> list[Crowd]:
        if any(result.contexts):
            crowd = crowd.remember(result.contexts)
        going: list[Crowd] = []
        for outlet, places in parts(result.outlets):
            some = crowd.take(places)
            if outlet is None:
                later = self.now + _LOOK_AGAIN
                due_at = [instant or later for instant in cut(result.due_at, places)]
                self.rests.append(stay(some, due_at if result.due_at else later))
                continue
            gone = some.go()
            reasons = cut(result.reasons, places) if result.reasons else [""] * len(gone)
            self._note(place, gone, outlet, reasons)
            going += self._arrive(gone, place.version.targets.get((place.node.id, outlet)))
        return going

    def _note(self, place: _Place, gone: Crowd, outlet: str, reasons: Sequence[str]) -> None:
        version_id, node_id = place.version.id, place.node.id
        for reason, places in parts(reasons):
            ids, numbers = cut(gone.ids, places), cut(gone.steps, places)
            self.left.append(Left(ids, numbers, version_id, node_id, outlet, reason))

    def _arrive(self, crowd: Crowd, target: str | None) -> list[Crowd]:
        """Let runs end where an outlet leads nowhere or they have come too far; or go on."""
        if target is None:
            self.rests.append(end(crowd, "done", self.now))
            return []
        crowd = crowd.at(target)
        if max(crowd.steps) < MAX_RUN_STEPS:
            return [crowd]
        going = []
        for is_far, places in parts([number >= MAX_RUN_STEPS for number in crowd.steps]):
            some = crowd.take(places)
            if is_far:
                self.rests.append(end(some, "failed", self.now, "too_many_steps"))
            else:
                going.append(some)
        return going


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
