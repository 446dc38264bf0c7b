"""Specs about messages: what templates may read, and the channels that carry them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MergeField:
    """A name that a template may use, with what to call it in the picker."""

    name: str
    vi: str
    en: str
    example: str


@dataclass(frozen=True, slots=True)
class MergeSource:
    """A room's flat values for templates, read for many customers at once."""

    key: str
    fields: Callable[[int], Sequence[MergeField]]
    load: Callable[[int, Sequence[UUID]], Mapping[UUID, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Channel:
    """A way of delivery: its label, the form of its settings and the factory of its transport."""

    key: str
    vi: str
    en: str
    medium: str
    schema: Mapping[str, Any]
    open: Callable[[Mapping[str, Any]], Any]
