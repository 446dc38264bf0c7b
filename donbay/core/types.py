"""Types every room speaks; no Django."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Role = Literal["owner", "manager", "editor", "viewer", "system"]
ROLES: tuple[Role, ...] = ("owner", "manager", "editor", "viewer")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, in which workspace, with which role.

    `id` is the user for a person, the key for an API key, None for the system itself.
    """

    kind: Literal["user", "api_key", "system"]
    id: UUID | None
    workspace_id: int
    role: Role
    name: str
    member_id: UUID | None = None

    @classmethod
    def system(cls, workspace_id: int, name: str = "Donbay") -> Actor:
        """Return the actor of engines and jobs."""
        return cls(kind="system", id=None, workspace_id=workspace_id, role="system", name=name)
