"""Contract types of our own for import-linter."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

PRIVATE_PARTS = frozenset({"models", "sql", "jobs"})
SHARED_FLOORS = frozenset({"core", "kit"})


class RoomPrivates(Contract):
    """Keep every room's models, SQL and jobs to that room, also in rooms yet to be built.

    import-linter's own `protected` type wants each module named and refuses absent ones.
    """

    type_name = "room_privates"
    root = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Collect imports that reach from one room into the private parts of another."""
        root = str(self.root)
        crossings = sorted(
            (importer, imported)
            for imported in graph.modules
            if _is_private(imported, root)
            for importer in graph.find_modules_that_directly_import(imported)
            if _room(importer) != _room(imported)
        )
        return ContractCheck(kept=not crossings, metadata={"crossings": crossings})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each crossing on a line of its own."""
        for importer, imported in check.metadata["crossings"]:
            output.print_error(f"{importer} -> {imported}", bold=False)


def _is_private(module: str, root: str) -> bool:
    """Tell whether a dotted module name lies in a room's private part."""
    package, *parts = module.split(".")
    in_room = package == root and bool(parts) and parts[0] not in SHARED_FLOORS
    return in_room and bool(PRIVATE_PARTS.intersection(parts[1:]))


def _room(module: str) -> str:
    """Return `donbay.accounts` for `donbay.accounts.sql.loader`."""
    return ".".join(module.split(".")[:2])
