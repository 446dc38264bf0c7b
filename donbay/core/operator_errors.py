"""Failures for whoever runs Donbay: told in Vietnamese and English, with the way out."""

from __future__ import annotations


class OperatorError(Exception):
    """A start or command cannot go on; `vi` and `en` say why and what to do."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi}\n{en}")
        self.vi = vi
        self.en = en
