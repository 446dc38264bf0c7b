"""Contract types of our own for import-linter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

SHARED_FLOORS = frozenset({"core", "kit"})


class RoomPrivates(Contract):
    """Keep the named parts of every room to that room, also in rooms yet to be built.

    import-linter's own `protected` type wants each module named and refuses absent ones.
    """

    type_name = "room_privates"
    root = fields.StringField()
    parts = fields.SetField(subfield=fields.StringField())
    allowed_rooms = fields.SetField(subfield=fields.StringField(), required=False, default=())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Collect imports that reach from one room into the private parts of another."""
        output.verbose_print(verbose, f"Looking for imports of {self.parts} across rooms")
        allowed = _words(self.allowed_rooms)
        crossings = sorted(
            (importer, imported)
            for imported in graph.modules
            if self._is_private(imported)
            for importer in graph.find_modules_that_directly_import(imported)
            if _room(importer) not in {_room(imported), *allowed}
        )
        return ContractCheck(kept=not crossings, metadata={"crossings": crossings})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each crossing on a line of its own."""
        for importer, imported in check.metadata["crossings"]:
            output.print_error(f"{importer} -> {imported}", bold=False)

    def _is_private(self, module: str) -> bool:
        """Tell whether a dotted module name lies in a room's private part."""
        package, *path = module.split(".")
        if package != str(self.root) or not path or path[0] in SHARED_FLOORS:
            return False
        return not _words(self.parts).isdisjoint(path[1:])


def _words(value: object) -> set[str]:
    """Return what import-linter put in the place of a declared field."""
    return set(cast("Iterable[str]", value))


def _room(module: str) -> str:
    """Return `donbay.accounts` for `donbay.accounts.sql.loader`."""
    return ".".join(module.split(".")[:2])
