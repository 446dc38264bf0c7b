"""Reads of the library of scenarios; they are files of this package."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from donbay.automation.flows.errors import UnknownScenario
from donbay.automation.flows.types import TRIGGER_PREFIX, Scenario, ScenarioLink

_FOLDER = "library"


def list_scenarios() -> list[Scenario]:
    """Return every scenario in the order in which the library shows them."""
    return [_scenario(data) for data in sorted(_all().values(), key=lambda data: data["place"])]


def read_scenario(key: str) -> dict[str, Any]:
    """Return a scenario as stored; raise UnknownScenario."""
    try:
        return _all()[key]
    except KeyError:
        raise UnknownScenario(key=key) from None


@cache
def _all() -> dict[str, dict[str, Any]]:
    folder = files("donbay.automation.flows") / _FOLDER
    found = (
        json.loads(item.read_text(encoding="utf-8"))
        for item in folder.iterdir()
        if item.name.endswith(".json")
    )
    return {data["key"]: data for data in found}


def _scenario(data: dict[str, Any]) -> Scenario:
    kinds = [node["kind"] for node in data["graph"]["nodes"]]
    triggers = [kind for kind in kinds if kind.startswith(TRIGGER_PREFIX)]
    return Scenario(
        key=data["key"],
        vi=data["vi"],
        en=data["en"],
        about_vi=data["about_vi"],
        about_en=data["about_en"],
        goal=data["goal"],
        trigger=triggers[0].removeprefix(TRIGGER_PREFIX),
        steps=len(kinds) - len(triggers),
        links=tuple(
            ScenarioLink(name, words["vi"], words["en"])
            for name, words in data.get("links", {}).items()
        ),
    )
