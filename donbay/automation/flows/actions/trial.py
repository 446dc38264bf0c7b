"""Walk one customer through a draft as the engine would, then take everything back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.transaction import atomic

from donbay.accounts.permissions import require
from donbay.automation.flows.graph import parse_graph, targets
from donbay.automation.flows.models import INSIDE, Run
from donbay.automation.flows.queries.flows import SQL, reach_flow
from donbay.automation.flows.types import FlowTrial, Graph, Node, TrialStep
from donbay.core import registry
from donbay.core.errors import DomainError, NotFound
from donbay.core.registry import FlowStep, StepContext, StepResult
from donbay.core.types import Actor
from donbay.customers.queries import load_profiles
from donbay.messaging.foresight import foresee
from donbay.messaging.gate import AD_WINDOW

_MAX_STEPS = 60
_TRIAL_RUN = 0
"""No run has this number, so what a trial asks for is told apart from what runs asked for."""


def try_flow(*, actor: Actor, now: datetime, flow_id: UUID, customer_id: UUID) -> FlowTrial:
    """Return the way a customer would go through the draft if she entered now.

    The steps themselves are run, each at the time she would come to it, in a transaction that is
    rolled back: no mail goes, no code is given, no tag stays. What she will have done by then is
    not known; conditions are answered from today's facts.
    """
    flow = reach_flow(actor, flow_id, "flow.view")
    require(actor, "customer.view")
    if customer_id not in load_profiles(actor.workspace_id, [customer_id]):
        raise NotFound
    walk = _Walk(actor.workspace_id, flow.id, customer_id, now)
    with atomic():
        steps = list(walk.follow(parse_graph(flow.graph)))
        transaction.set_rollback(True)
    runs = Run.objects.for_workspace(actor.workspace_id)
    inside = runs.filter(flow_id=flow.id, customer_id=customer_id, state__in=INSIDE)
    return FlowTrial(steps=steps, inside=inside.exists(), more=walk.more)


class _Walk:
    def __init__(self, workspace_id: int, flow_id: UUID, customer_id: UUID, now: datetime) -> None:
        self._workspace_id = workspace_id
        self._flow_id = flow_id
        self._customer_id = customer_id
        self._entered_at = now
        self._now = now
        self._known: Mapping[str, Any] = {}
        self._ads: list[datetime] = []
        self.more = False

    def follow(self, graph: Graph) -> Iterator[TrialStep]:
        ways = targets(graph)
        nodes = {node.id: node for node in graph.nodes}
        starts = [ways.get((node.id, "next")) for node in graph.nodes if node.is_trigger]
        here = next((nodes[place] for place in starts if place in nodes), None)
        for number in range(1, _MAX_STEPS + 1):
            if here is None:
                return
            step = self._step(here, number)
            yield step
            here = nodes.get(ways.get((here.id, step.outlet), "")) if step.outlet else None
        self.more = here is not None

    def _step(self, node: Node, number: int) -> TrialStep:
        came = self._now
        spec = registry.flow_steps.find(node.kind)
        problems = spec.problems(self._workspace_id, node.config) if spec else []
        wrong = next((p for p in problems if p.severity == "error"), None)
        if spec is None or wrong:
            said = (wrong.vi, wrong.en) if wrong else ("", "")
            return TrialStep(node.id, node.kind, came, came, "", "kind_unknown", said)
        try:
            result = self._run(node, spec, came, number)
        except DomainError as error:
            said = (error.message("vi"), error.message("en"))
            return TrialStep(node.id, node.kind, came, came, "", error.code, said)
        outlet = result.outlets[0] or ""
        reason = result.reasons[0] if result.reasons else ""
        purpose = self._asked(node, number)
        mail = ""
        if purpose is not None:
            mail, reason = self._mail(purpose)
        return TrialStep(node.id, node.kind, came, self._now, outlet, reason, mail=mail)

    def _run(self, node: Node, spec: FlowStep, came: datetime, number: int) -> StepResult:
        """Run the step, waiting as long as it asks for."""
        while True:
            context = StepContext(
                flow_id=self._flow_id,
                version_id=self._flow_id,
                node_id=node.id,
                now=self._now,
                config=node.config,
                entered_at=[self._entered_at],
                contexts=[self._known],
                arrived_at=[came],
                visits=[number],
            )
            result = spec.run_batch(context, self._workspace_id, [_TRIAL_RUN], [self._customer_id])
            until = result.due_at[0] if result.due_at else None
            if result.outlets[0] is None and until is not None and until > self._now:
                self._now = until
                continue
            if result.contexts:
                self._known = {**self._known, **result.contexts[0]}
            return result

    def _asked(self, node: Node, number: int) -> str | None:
        params = {
            "workspace_id": self._workspace_id,
            "flow_id": self._flow_id,
            "run_id": _TRIAL_RUN,
            "step": f"{node.id}.{number}",
        }
        rows = SQL.rows("asked_mail", params)
        return rows[0][0] if rows else None

    def _mail(self, purpose: Any) -> tuple[str, str]:
        """Return what the gate would do with a mail, and why."""
        recent = sum(1 for at in self._ads if at > self._now - AD_WINDOW)
        decision = foresee(
            self._workspace_id, self._customer_id, purpose, self._now, more_ads=recent
        )
        if decision.action == "send" and purpose == "advertising":
            self._ads.append(self._now)
        return decision.action, decision.reason
