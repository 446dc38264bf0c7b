"""Writes of the sites room."""

from __future__ import annotations

from donbay.sites.actions.pages import (
    PUBLISH_CHANNEL,
    create_page,
    delete_page,
    duplicate_page,
    preview_page,
    preview_template,
    publish_page,
    renew_pages,
    restore_revision,
    save_page,
    unpublish_page,
)
from donbay.sites.actions.personal import erase_answers, move_answers
from donbay.sites.actions.submissions import record_past_submissions, take_submissions

__all__ = [
    "PUBLISH_CHANNEL",
    "create_page",
    "delete_page",
    "duplicate_page",
    "erase_answers",
    "move_answers",
    "preview_page",
    "preview_template",
    "publish_page",
    "record_past_submissions",
    "renew_pages",
    "restore_revision",
    "save_page",
    "take_submissions",
    "unpublish_page",
]
