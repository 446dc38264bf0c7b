"""Files of the app are answered whole, as ASGI wants them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client, override_settings


@pytest.mark.django_db
def test_the_built_interface_is_answered_whole(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>Đơn bay")
    (tmp_path / "assets" / "main.js").write_text("let a")
    with override_settings(DONBAY_SPA_DIR=tmp_path):
        client = Client()
        page, script = client.get("/customers"), client.get("/assets/main.js")
        gone = client.get("/assets/../../secret")

    assert (page.content.decode(), page["Cache-Control"]) == ("<!doctype html>Đơn bay", "no-cache")
    assert not page.streaming
    assert not script.streaming
    assert script["Content-Type"] == "text/javascript"
    assert script["Cache-Control"] == "public, max-age=31536000, immutable"
    assert script["Content-Length"] == "5"
    assert b"secret" not in gone.content


@pytest.mark.django_db
def test_the_files_of_the_reference_page_are_answered_whole() -> None:
    answer = Client().get("/api/docs/swagger-ui.css")

    assert (answer.status_code, answer.streaming) == (200, False)
    assert answer["Content-Type"] == "text/css"
