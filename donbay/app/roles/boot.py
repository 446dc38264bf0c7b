"""What roles built on Django do before their work."""

from __future__ import annotations

import os
from importlib import import_module
from types import ModuleType

import django

from donbay.core.database import require_database_url


def boot_django() -> None:
    """Find the database and load Django with every room."""
    os.environ["DATABASE_URL"] = require_database_url()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "donbay.app.settings")
    django.setup()


def load(module: str) -> ModuleType:
    """Import a module that needs Django to be set up already (it imports models)."""
    return import_module(module)
