"""What the parts of the edge hand to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID


class Row(NamedTuple):
    """A capture on its way to the table or the spool; payload and context are JSON text."""

    workspace_id: int
    client_id: str
    kind: str
    payload: str
    context: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Shop:
    """A workspace as the edge needs it; `clock_offset` in seconds."""

    workspace_id: int
    slug: str
    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    clock_offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Publication:
    """A live page as published."""

    workspace_id: int
    page_id: UUID
    path: str
    version: int
    html: bytes
    csp: str
    forms: Mapping[str, Any]
    thanks: Mapping[str, str]
    shell: str


class NotKeptError(Exception):
    """A capture could be made durable nowhere; nothing may be promised."""
