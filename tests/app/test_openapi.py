"""The contract: complete, without two shapes of one name, and the one the screens are built on."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from ninja import Schema

from donbay.app.api.assembly import openapi

SNAPSHOT = Path(__file__).parents[2] / "openapi.json"


def _schemas(kind: type[Schema]) -> set[type[Schema]]:
    found = {kind}
    for child in kind.__subclasses__():
        found |= _schemas(child)
    return found


def test_no_two_shapes_share_a_name() -> None:
    openapi()
    ours = {kind for kind in _schemas(Schema) if kind.__module__.startswith("donbay.")}
    names = Counter(kind.__name__ for kind in ours if "[" not in kind.__name__)

    assert [name for name, count in names.items() if count > 1] == []


def test_every_route_says_what_it_does_and_answers() -> None:
    for path, methods in openapi()["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], (method, path)
            assert operation["operationId"], (method, path)
            assert operation["responses"], (method, path)


def test_the_snapshot_is_fresh() -> None:
    assert json.loads(SNAPSHOT.read_text()) == json.loads(json.dumps(openapi())), "run `make api`"
