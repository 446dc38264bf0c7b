"""Specs about the house itself: loops, erasers, customer movers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from donbay.core.types import Actor


@dataclass(frozen=True, slots=True)
class WorkerLoop:
    """Work that a worker does again and again.

    `run_once()` does at most one batch and returns how many items it moved; 0 lets the worker
    wait for a NOTIFY on `wake_channel`, or `poll_seconds`, growing to a second while nothing
    comes. `lane` groups loops for `donbay worker --only`. `close()`, if there is something to end
    in order, is called when the worker stops, in the lane's thread.
    """

    key: str
    lane: str
    run_once: Callable[[], int]
    wake_channel: str | None = None
    poll_seconds: float = 0.1
    close: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class ItemKind:
    """A kind of thing that people speak of by name, as the audit log does.

    `names` returns, by id, what those of a workspace's things that are still there are called.
    `traces` returns the texts by which other things may name one: its id, unless told otherwise.
    """

    key: str
    names: Callable[[int, Collection[str]], Mapping[str, str]]
    traces: Callable[[int, str], Sequence[str]] = lambda workspace_id, item_id: (item_id,)


@dataclass(frozen=True, slots=True)
class Use:
    """A thing that names another inside it; `live`: it does so where customers come now.

    The name is empty where the one who asks may not see the thing.
    """

    id: str
    name: str
    live: bool


@dataclass(frozen=True, slots=True)
class ItemUser:
    """A kind of thing that names others inside it, as a flow names the e-mails it sends.

    `find(actor, traces)` returns the actor's workspace's things that hold any of these texts,
    live ones first, then by name. The key is an item kind's.
    """

    key: str
    find: Callable[[Actor, Sequence[str]], Sequence[Use]]


@dataclass(frozen=True, slots=True)
class WorkspaceWatcher:
    """Told within the change when a workspace's name or settings change, by whom and when."""

    key: str
    told: Callable[[Actor, datetime], None]


@dataclass(frozen=True, slots=True)
class Eraser:
    """Removes a customer's personal data from one room."""

    key: str
    erase: Callable[[int, Sequence[UUID], datetime], None]


class Move(Protocol):
    """Gives one customer's rows to another; both are named, as two ids are easily swapped."""

    def __call__(self, workspace_id: int, now: datetime, *, from_id: UUID, to_id: UUID) -> None:
        """Re-point the rows of `from_id`, who is about to be removed, to `to_id`."""
        ...


@dataclass(frozen=True, slots=True)
class CustomerMover:
    """Re-points one room's rows from a merged customer to the one that stays."""

    key: str
    move: Move
