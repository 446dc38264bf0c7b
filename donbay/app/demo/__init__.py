"""The demo shop: made once, from the rooms' own actions."""

from __future__ import annotations

from donbay.app.demo.seed import seed_once

__all__ = ["seed_once"]
