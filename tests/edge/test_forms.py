"""Form posts over HTTP: kept, thanked, or given back with every word."""

from __future__ import annotations

import json
from typing import Any

import psycopg
import pytest

from tests.edge.visits import form_of, open_page, send
from tests.harness import EdgeProcess
from tests.sites.builders import a_published_page, a_shop

LAN = {"name": "Nguyễn Thị Lan", "email": "lan@example.vn"}


def captures(conninfo: str, kind: str = "form") -> list[dict[str, Any]]:
    """Return what was captured, oldest first."""
    with psycopg.connect(conninfo, row_factory=psycopg.rows.dict_row) as connection:
        return connection.execute(
            "SELECT workspace_id, client_id, kind, payload, context FROM intake_capture "
            "WHERE kind = %s ORDER BY id",
            [kind],
        ).fetchall()


@pytest.fixture
def shop_page(transactional_db: None) -> tuple[str, str, int]:
    """Return slug, path and workspace of a published e-book page."""
    shop = a_shop()
    page = a_published_page(shop)
    return shop.slug, f"/{page.slug}", shop.id


def test_a_form_is_captured_with_its_context_and_thanked(
    shop_page: tuple[str, str, int], edge: EdgeProcess, database_conninfo: str
) -> None:
    slug, path, workspace_id = shop_page
    page = open_page(
        edge, slug, f"{path}?utm_source=facebook&utm_campaign=da-dep",
        headers={"referer": "https://www.facebook.com/"},
    )  # fmt: skip

    answer = send(edge, slug, page.text, {"user-agent": "Mozilla/5.0 (iPhone)"}, **LAN, consent="1")

    assert answer.status_code == 303
    thanks = edge.request("GET", slug, answer.headers["location"])
    assert thanks.status_code == 200
    assert "<h1" in thanks.text
    (row,) = captures(database_conninfo)
    assert row["workspace_id"] == workspace_id
    assert row["payload"]["values"] == LAN
    assert row["payload"]["consent"] is True
    context = row["context"]
    assert context["utm"] == {"source": "facebook", "campaign": "da-dep"}
    assert context["referrer"] == "https://www.facebook.com/"
    assert context["url"].endswith(path)
    assert context["ip"] == "127.0.0.1"
    assert str(row["client_id"]) == form_of(page.text)[1]["client_id"]


def test_a_double_click_is_one_capture(
    shop_page: tuple[str, str, int], edge: EdgeProcess, database_conninfo: str
) -> None:
    slug, path, _ = shop_page
    page = open_page(edge, slug, path)

    answers = [send(edge, slug, page.text, **LAN).status_code for _ in range(3)]

    assert answers == [303, 303, 303]
    assert len(captures(database_conninfo)) == 1


def test_a_wrong_answer_gives_the_form_back_with_every_word(
    shop_page: tuple[str, str, int], edge: EdgeProcess, database_conninfo: str
) -> None:
    slug, path, _ = shop_page
    page = open_page(edge, slug, path)

    answer = send(edge, slug, page.text, name="<Lan> & Bé", email="lan@", consent="1")

    assert answer.status_code == 422
    assert 'value="&lt;Lan&gt; &amp; Bé"' in answer.text
    assert 'value="lan@"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert 'role="alert"' in answer.text
    assert captures(database_conninfo) == []
    again = send(edge, slug, answer.text, **LAN)
    assert again.status_code == 303
    assert len(captures(database_conninfo)) == 1


@pytest.mark.parametrize("client_id", ["", "x", "0190a000-0000-7000-8000-000000000000"])
def test_an_id_that_was_not_made_here_is_asked_again(
    shop_page: tuple[str, str, int], edge: EdgeProcess, database_conninfo: str, client_id: str
) -> None:
    slug, path, _ = shop_page
    page = open_page(edge, slug, path)

    answer = send(edge, slug, page.text, **LAN, client_id=client_id)

    assert answer.status_code == 409
    assert 'value="lan@example.vn"' in answer.text
    assert captures(database_conninfo) == []


def test_another_site_cannot_post_and_machines_are_not_kept(
    shop_page: tuple[str, str, int], edge: EdgeProcess, database_conninfo: str
) -> None:
    slug, path, _ = shop_page
    page = open_page(edge, slug, path)

    foreign = send(edge, slug, page.text, {"origin": "https://evil.example"}, **LAN)
    machine = send(edge, slug, page.text, **LAN, company_website="https://spam.example")

    assert foreign.status_code == 403
    assert machine.status_code == 303
    assert captures(database_conninfo) == []


def test_json_is_answered_where_json_is_asked_for(
    shop_page: tuple[str, str, int], edge: EdgeProcess
) -> None:
    slug, path, _ = shop_page
    page = open_page(edge, slug, path)
    headers = {"accept": "application/json", "accept-language": "en"}

    good = send(edge, slug, page.text, headers, **LAN)
    bad = send(edge, slug, page.text, headers, name="Lan", email="no")

    assert good.json()["ok"] is True
    assert bad.status_code == 422
    assert "e-mail" in bad.json()["errors"]["email"]


def test_multipart_and_strange_bytes_are_read(
    shop_page: tuple[str, str, int], edge: EdgeProcess, database_conninfo: str
) -> None:
    slug, path, _ = shop_page
    action, hidden = form_of(open_page(edge, slug, path).text)
    parts = {name: (None, value) for name, value in {**hidden, **LAN}.items()}

    multipart = edge.request("POST", slug, action, files=parts)
    raw = "&".join(f"{k}={v}" for k, v in form_of(open_page(edge, slug, path).text)[1].items())
    strange = f"{raw}&name=Lan%00%FF%ED%A0%80&email=lan%40example.vn".encode()
    bytes_ = edge.request(
        "POST", slug, action, content=strange,
        headers={"content-type": "application/x-www-form-urlencoded", "user-agent": "a\tb"},
    )  # fmt: skip

    assert (multipart.status_code, bytes_.status_code) == (303, 303)
    kept = captures(database_conninfo)
    assert kept[0]["payload"]["values"] == LAN
    assert "\x00" not in json.dumps(kept[1]["payload"], ensure_ascii=False)


def test_too_much_and_not_a_form_are_refused_with_words(
    shop_page: tuple[str, str, int], edge: EdgeProcess, database_conninfo: str
) -> None:
    slug, path, _ = shop_page
    action, _ = form_of(open_page(edge, slug, path).text)
    form = {"content-type": "application/x-www-form-urlencoded"}

    large = edge.request("POST", slug, action, content=b"a=" + b"x" * 300_000, headers=form)
    many = edge.request("POST", slug, action, content=b"&".join([b"a=1"] * 500), headers=form)
    kind = edge.request("POST", slug, action, content=b"{}", headers={"content-type": "text/x"})
    method = edge.request("DELETE", slug, action)

    assert large.status_code == 413
    assert "quá" in large.text
    assert (many.status_code, kind.status_code, method.status_code) == (400, 400, 405)
    assert captures(database_conninfo) == []
