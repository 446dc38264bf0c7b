"""Write the OpenAPI document to a file; needs no database."""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from pathlib import Path

import django


def main() -> None:
    """Write to the path given, in an order that does not change by itself."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "donbay.app.settings")
    django.setup()
    document = import_module("donbay.app.api.assembly").openapi()
    text = json.dumps(document, ensure_ascii=False, indent=1, default=str)
    Path(sys.argv[1]).write_text(f"{text}\n")


if __name__ == "__main__":
    main()
