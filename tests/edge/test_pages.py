"""Pages over HTTP: valid gzip, one id per view, policy, publishing, surviving without database."""

from __future__ import annotations

import gzip
import io
import socket
import time
import zlib
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image

from donbay.core.media import store_image
from donbay.core.secrets import load_secrets
from donbay.kit import signing
from donbay.messaging.models import MessageLink
from donbay.messaging.tracking import sign_token
from donbay.sites.actions import publish_page, unpublish_page
from donbay.sites.tree import Seo
from donbay.sites.types import PageInfo
from tests.edge.test_forms import captures
from tests.edge.visits import form_of, open_page
from tests.factories.people import Shop
from tests.harness import EdgeProcess
from tests.sites.builders import (
    NOW,
    a_form,
    a_page,
    a_published_page,
    a_shop,
    change,
    one_section,
)


def wait_for(edge: EdgeProcess, slug: str, path: str, status: int) -> str:
    """Return the body once a path answers with a status."""
    deadline = time.monotonic() + 10
    while True:
        answer = edge.request("GET", slug, path)
        if answer.status_code == status or time.monotonic() > deadline:
            assert answer.status_code == status
            return answer.text
        time.sleep(0.05)


def test_a_page_is_one_valid_document_per_view(edge: EdgeProcess, database_conninfo: str) -> None:
    shop = a_shop()
    page = a_published_page(shop)
    path = f"/{page.slug}"
    open_page(edge, shop.slug, path)

    plain = edge.request("GET", shop.slug, path, headers={"accept-encoding": "identity"})
    zipped = edge.request("GET", shop.slug, path, headers={"accept-encoding": "gzip"})
    raw = raw_body(edge, shop.slug, path)
    head = edge.request("HEAD", shop.slug, path)

    assert zipped.headers["content-encoding"] == "gzip"
    first, second = form_of(plain.text)[1], form_of(zipped.text)[1]
    assert first["client_id"] != second["client_id"]
    assert zipped.text.replace(second["client_id"], first["client_id"]) == plain.text
    assert gzip.decompress(raw) == zlib.decompress(raw, 31)
    assert plain.headers["cache-control"] == "private, no-store"
    assert "default-src 'none'" in plain.headers["content-security-policy"]
    assert plain.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in plain.headers
    assert (head.status_code, head.content) == (200, b"")

    wait_for_views(database_conninfo, 3)


def wait_for_views(conninfo: str, least: int) -> None:
    """Wait until that many views were captured, HEAD and refused ones not among them."""
    deadline = time.monotonic() + 12
    while True:
        counts = [row["payload"]["count"] for row in captures(conninfo, "views")]
        if sum(counts) >= least or time.monotonic() > deadline:
            break
        time.sleep(0.2)
    assert sum(counts) == least + 1


def raw_body(edge: EdgeProcess, slug: str, path: str) -> bytes:
    """Return a gzipped body as it came over the wire."""
    ask = f"GET {path} HTTP/1.1\r\nHost: {edge.host(slug)}\r\nAccept-Encoding: gzip\r\n"
    with socket.create_connection(("127.0.0.1", edge.port), 5) as link:
        link.sendall((ask + "Connection: close\r\n\r\n").encode())
        data = b"".join(iter(lambda: link.recv(65536), b""))
    return data.partition(b"\r\n\r\n")[2]


def test_a_page_without_forms_has_an_etag(edge: EdgeProcess) -> None:
    shop = a_shop()
    heading = {"id": "h", "type": "heading", "html": "Xin chào"}
    page = change(shop, a_page(shop), one_section(heading))
    publish_page(actor=shop.actor, now=NOW, page_id=page.id)
    answer = open_page(edge, shop.slug, f"/{page.slug}")

    again = edge.request(
        "GET", shop.slug, f"/{page.slug}", headers={"if-none-match": answer.headers["etag"]}
    )

    assert again.status_code == 304
    assert again.content == b""


def test_publishing_shows_within_a_moment_and_a_stopped_page_says_so(edge: EdgeProcess) -> None:
    shop = a_shop()
    page = a_published_page(shop)
    path = f"/{page.slug}"
    open_page(edge, shop.slug, path)

    unpublish_page(actor=shop.actor, now=NOW, page_id=page.id)
    assert "đã dừng" in wait_for(edge, shop.slug, path, 404)
    publish_page(actor=shop.actor, now=NOW, page_id=page.id)
    wait_for(edge, shop.slug, path, 200)

    other = a_shop()
    assert wait_for(edge, other.slug, path, 404)
    assert edge.request("GET", "khong-co", path).status_code == 404


def test_pages_survive_a_restart_without_the_database(edge: EdgeProcess, data_dir: Path) -> None:
    shop = a_shop()
    page = a_published_page(shop)
    open_page(edge, shop.slug, f"/{page.slug}")
    edge.stop()

    away = "postgresql://donbay@/donbay?host=%2Fnowhere"
    with EdgeProcess(away, data_dir) as alone:
        answer = alone.request("GET", shop.slug, f"/{page.slug}")

        assert answer.status_code == 200
        assert form_of(answer.text)
        assert alone.health()["database"] == "away"


def test_pictures_are_kept_by_browsers_and_belong_to_their_shop(
    edge: EdgeProcess, data_dir: Path
) -> None:
    shop, other = a_shop(), a_shop()
    open_page(edge, other.slug, f"/{a_published_page(other).slug}")
    open_page(edge, shop.slug, f"/{a_published_page(shop).slug}")
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "#0f766e").save(picture, "PNG")
    key = store_image(data_dir / "media", shop.id, picture.getvalue()).key

    answer = edge.request("GET", shop.slug, f"/media/{key}")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/webp"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert edge.request("GET", other.slug, f"/media/{key}").status_code == 404
    assert edge.request("GET", shop.slug, "/media/..%2f..%2fsecrets%2flink").status_code == 404


def test_foreign_tokens_lead_nowhere(edge: EdgeProcess, database_conninfo: str) -> None:
    pixel = edge.request("GET", "x", "/t/o/xxxx")
    click = edge.request("GET", "x", f"/t/c/{'A' * 40}")
    leave = edge.request("POST", "x", "/t/u/xxxx")

    assert (pixel.status_code, pixel.headers["content-type"]) == (200, "image/gif")
    assert (click.status_code, leave.status_code) == (404, 404)
    assert captures(database_conninfo, "open") == []


def test_a_slow_sender_is_cut_off_while_others_are_served(edge: EdgeProcess) -> None:
    with socket.create_connection(("127.0.0.1", edge.port), 5) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        assert edge.health()["ok"]
        slow.settimeout(14)
        answer = slow.recv(1000)
        assert answer == b"" or b"408" in answer


def a_live_page(shop: Shop, slug: str, seo: Seo) -> PageInfo:
    """Publish a page with one form at a path."""
    page = change(shop, a_page(shop), one_section(a_form()), slug=slug, seo=seo)
    return publish_page(actor=shop.actor, now=NOW, page_id=page.id)


def test_the_home_page_answers_at_the_root_and_leaves_with_its_page(edge: EdgeProcess) -> None:
    shop = a_shop()
    a_live_page(shop, "qua-tang", Seo(title="Quà <tặng>"))
    home = a_live_page(shop, "trang-chu", Seo(title="Nhà của Sen"))
    open_page(edge, shop.slug, "/trang-chu")

    answer = edge.request("GET", shop.slug, "/")
    unpublish_page(actor=shop.actor, now=NOW, page_id=home.id)
    wait_for(edge, shop.slug, "/trang-chu", 404)
    listed = edge.request("GET", shop.slug, "/")

    assert answer.status_code == listed.status_code == 200
    assert "<title>Nhà của Sen</title>" in answer.text
    assert form_of(answer.text)[0].startswith(f"/_f/{home.id}/")
    assert '<a href="/qua-tang">Quà &lt;tặng&gt;</a>' in listed.text
    assert "/trang-chu" not in listed.text


def test_the_root_lists_no_page_hidden_from_search_and_is_kind_when_there_is_none(
    edge: EdgeProcess,
) -> None:
    shop, empty = a_shop(), a_shop()
    a_live_page(shop, "sach-tang", Seo(title="Sách", noindex=True))
    open_page(edge, shop.slug, "/sach-tang")

    for slug in (shop.slug, empty.slug):
        answer = wait_for(edge, slug, "/", 404)
        assert "sắp mở cửa" in answer
        assert "sach-tang" not in answer


def test_asking_for_an_icon_is_no_error(edge: EdgeProcess) -> None:
    answer = edge.request("GET", a_shop().slug, "/favicon.ico")

    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize(
    ("stored", "location"),
    [
        ("https://sen.vn/a?b=c", "https://sen.vn/a?b=c&utm_source=email&utm_medium=email"),
        (
            "https://sen.vn/khuyến mãi",
            "https://sen.vn/khuy%E1%BA%BFn%20m%C3%A3i?utm_source=email&utm_medium=email",
        ),
        (
            "https://sữa.vn/%C3%A1#ảnh",
            "https://xn--sa-3ct.vn/%C3%A1?utm_source=email&utm_medium=email#%E1%BA%A3nh",
        ),
        ("javascript:alert(1)", None),
        ("http://[oops", None),
        ("https://sen.vn@ke-xau.vn/", None),
    ],
)
def test_a_link_of_a_mail_leads_on_if_it_is_a_web_address(
    edge: EdgeProcess,
    data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    stored: str,
    location: str | None,
) -> None:
    shop = a_shop()
    link = MessageLink.objects.insert(shop.id, url=stored, url_hash=uuid4())
    monkeypatch.setattr(signing, "_keys", [load_secrets(data_dir).link.encode()])

    answer = edge.request("GET", "x", f"/t/c/{sign_token('c', shop.id, 7, link.id)}")

    assert answer.status_code == (302 if location else 404)
    assert answer.headers.get("location") == location
