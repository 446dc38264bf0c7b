"""The PostgreSQL that Donbay brings along and owns."""

from donbay.core.postgres.server import EmbeddedPostgres, Status

__all__ = ["EmbeddedPostgres", "Status"]
