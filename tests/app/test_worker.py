"""How a worker's lanes wait."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from donbay.app import worker
from donbay.app.worker import Rest


def test_an_idle_lane_looks_ever_less_often_and_never_less_than_once_a_second() -> None:
    rest = Rest(0.1)

    waits = [rest.take() for _ in range(40)]

    assert waits[0] == 0.1
    assert all(one <= other for one, other in itertools.pairwise(waits))
    assert waits[-1] == 1.0
    # What an older transaction held back is seen at once for the first seconds.
    assert sum(wait for wait in waits if wait < 0.5) > 1.5


def test_whatever_happens_wakes_the_lane() -> None:
    rest = Rest(0.1)
    for _ in range(20):
        rest.take()

    rest.wake()

    assert rest.take() == 0.1


def test_a_lane_that_looks_seldom_stays_so() -> None:
    rest = Rest(5.0)

    assert [rest.take() for _ in range(3)] == [5.0, 5.0, 5.0]


def test_partitions_that_could_not_be_made_are_tried_again_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers: Iterator[Exception | int] = iter([ConnectionError(), 2, 3])

    def make(_: object) -> int:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(worker, "ensure_partitions", make)
    partitions = worker._Partitions()

    with pytest.raises(ConnectionError):
        partitions.run_once()
    assert partitions.run_once() == 2
    assert partitions.run_once() == 0
