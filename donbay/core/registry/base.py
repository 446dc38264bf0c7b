"""A keyed collection that rooms fill at start-up and engines read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Spec(Protocol):
    """Anything with a key of its own can be registered."""

    @property
    def key(self) -> str:
        """The stable name stored in rows and JSON."""
        ...


S = TypeVar("S", bound=Spec)


class DuplicateKey(RuntimeError):
    """Two rooms registered different specs under one key."""


class UnknownKey(LookupError):
    """Nothing is registered under this key."""


class Registry(Generic[S]):
    """Specs of one kind, in the order in which they were added."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._specs: dict[str, S] = {}

    def add(self, *specs: S) -> None:
        """Register specs; adding the same object twice is harmless."""
        for spec in specs:
            known = self._specs.get(spec.key)
            if known is not None and known is not spec:
                raise DuplicateKey(f"{self.name}: {spec.key} is registered twice")
            self._specs[spec.key] = spec

    def get(self, key: str) -> S:
        """Return the spec of a key; raise UnknownKey when there is none."""
        try:
            return self._specs[key]
        except KeyError:
            raise UnknownKey(f"{self.name}: {key}") from None

    def find(self, key: str) -> S | None:
        """Return the spec of a key, or None."""
        return self._specs.get(key)

    def all(self) -> tuple[S, ...]:
        """Return every spec in the order of registration."""
        return tuple(self._specs.values())

    def keys(self) -> frozenset[str]:
        """Return every key."""
        return frozenset(self._specs)

    def __contains__(self, key: object) -> bool:
        return key in self._specs

    def __iter__(self) -> Iterator[S]:
        return iter(self.all())
