"""Reads of the flows room."""

from __future__ import annotations

from donbay.automation.flows.queries.flows import flow_name, get_flow, list_flows, reach_flow
from donbay.automation.flows.queries.library import list_scenarios
from donbay.automation.flows.queries.reports import flow_report
from donbay.automation.flows.queries.runs import get_path, list_runs

__all__ = [
    "flow_name",
    "flow_report",
    "get_flow",
    "get_path",
    "list_flows",
    "list_runs",
    "list_scenarios",
    "reach_flow",
]
