"""The HTTP routes of pages."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from donbay.accounts.actions import create_api_key
from donbay.core.media import locate
from donbay.sites.actions import take_submissions
from donbay.sites.queries import get_page
from tests.factories.people import Shop
from tests.sites.builders import NOW, a_capture, a_form, a_shop, one_section

pytestmark = pytest.mark.django_db(transaction=True)


class Api:
    """A client with an API key of one role."""

    def __init__(self, shop: Shop, role: Any = "manager") -> None:
        _, secret = create_api_key(actor=shop.actor, now=NOW, name=role, role=role)
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})
        self.base = f"/api/v1/w/{shop.slug}"

    def __call__(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        return self.client.generic(
            method,
            self.base + path,
            data="" if body is None else json.dumps(body),
            content_type="application/json",
            **more,
        )


@pytest.fixture
def media_root(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_a_page_goes_from_template_to_visitors_and_back_over_http() -> None:
    api = Api(a_shop())

    made = api("POST", "/pages", {"template": "ebook", "name": "Tặng sách"}).json()
    page = f"/pages/{made['id']}"
    saved = api(
        "PUT",
        page,
        {
            "name": "Tặng sách",
            "slug": "tang-sach",
            "tree": one_section({"id": "h", "type": "heading", "html": "Chào"}, a_form()),
            "seo": {"title": "Tặng sách"},
            "base_version": made["version"],
        },
    )
    published = api("POST", f"{page}/publish").json()
    (listed,) = api("GET", "/pages").json()["items"]

    assert saved.status_code == 200, saved.content
    assert saved.json()["version"] == 2
    assert published["state"] == "published"
    assert published["url"].endswith("/tang-sach")
    assert "://trang-" in published["url"]
    assert listed["id"] == made["id"]
    assert api("POST", f"{page}/unpublish").json()["state"] == "draft"
    assert api("POST", f"{page}/duplicate").status_code == 201
    assert len(api("GET", f"{page}/revisions").json()) == 1
    assert api("POST", f"{page}/revisions/1/restore").status_code == 200
    assert api("DELETE", page).status_code == 204
    assert api("GET", page).status_code == 404


def test_a_conflict_and_an_incomplete_page_are_told_in_both_languages() -> None:
    api = Api(a_shop(address=""))
    made = api("POST", "/pages", {"template": "service"}).json()
    page = f"/pages/{made['id']}"
    body = {"name": "A", "slug": "a", "tree": made["tree"], "base_version": 0}

    conflict = api("PUT", page, body)
    refused = api("POST", f"{page}/publish")
    english = api("POST", f"{page}/publish", HTTP_ACCEPT_LANGUAGE="en")

    assert (conflict.status_code, conflict.json()["code"]) == (409, "page_changed")
    assert (refused.status_code, refused.json()["code"]) == (422, "page_incomplete")
    assert refused.json()["errors"][0]["code"] == "seller_identity"
    assert "địa chỉ" in refused.json()["errors"][0]["message"]
    assert "address" in english.json()["errors"][0]["message"]


def test_a_tree_of_another_shape_is_refused_with_the_place() -> None:
    api = Api(a_shop())
    made = api("POST", "/pages", {"template": "ebook"}).json()
    tree = one_section({"id": "x", "type": "script", "html": "alert(1)"})
    body = {"name": "A", "slug": "a", "tree": tree, "base_version": 1}

    refused = api("PUT", f"/pages/{made['id']}", body)

    assert refused.status_code == 422
    assert "/tree/sections/0/children/0" in refused.json()["errors"][0]["pointer"]


def test_a_preview_shows_the_unsaved_tree_and_its_problems() -> None:
    api = Api(a_shop())
    made = api("POST", "/pages", {"template": "ebook"}).json()
    tree = one_section(
        {"id": "anh", "type": "image"}, {"id": "h", "type": "heading", "html": "Thử"}
    )

    shown = api("POST", f"/pages/{made['id']}/preview", {"tree": tree}).json()

    assert 'data-node="anh"' in shown["html"]
    assert {problem["code"] for problem in shown["problems"]} >= {"image_empty"}
    assert api("GET", f"/pages/{made['id']}").json()["tree"]["sections"][0]["id"] == "hero"


def test_templates_and_drawings_are_listed() -> None:
    api = Api(a_shop(), "viewer")

    templates = api("GET", "/page-templates").json()
    frame = api("GET", "/page-templates/product/preview")

    assert [template["key"] for template in templates] == ["ebook", "service", "product"]
    assert "Serum hoa sen" in frame.content.decode()
    assert frame["Content-Security-Policy"].startswith("sandbox")
    assert {asset["name"] for asset in api("GET", "/page-assets").json()} >= {"ebook-cover"}


def test_a_viewer_looks_and_changes_nothing() -> None:
    shop = a_shop()
    made = Api(shop)("POST", "/pages", {"template": "ebook"}).json()
    viewer = Api(shop, "viewer")
    page = f"/pages/{made['id']}"

    assert viewer("GET", page).status_code == 200
    for method, path in [
        ("POST", "/pages"),
        ("PUT", page),
        ("DELETE", page),
        ("POST", f"{page}/publish"),
        ("POST", f"{page}/unpublish"),
        ("POST", f"{page}/duplicate"),
        ("POST", f"{page}/revisions/1/restore"),
    ]:
        body = {"template": "ebook"} if path == "/pages" else None
        if method == "PUT":
            body = {"name": "A", "slug": "a", "tree": made["tree"], "base_version": 1}  # type: ignore[dict-item]
        assert viewer(method, path, body).status_code == 403, path


def test_a_neighbour_finds_nothing() -> None:
    shop, neighbour = a_shop(), a_shop()
    made = Api(shop)("POST", "/pages", {"template": "ebook"}).json()
    api = Api(neighbour)

    assert api("GET", f"/pages/{made['id']}").status_code == 404
    assert api("POST", f"/pages/{made['id']}/publish").status_code == 404
    assert api("GET", f"/pages/{made['id']}/submissions").status_code == 404
    assert api("GET", f"/pages/{uuid4()}").status_code == 404


def test_submissions_are_listed_page_by_page() -> None:
    shop = a_shop()
    api = Api(shop)
    made = api("POST", "/pages", {"template": "ebook"}).json()
    api("POST", f"/pages/{made['id']}/publish")
    info = get_page(shop.actor, UUID(made["id"])).info
    batch = [a_capture(shop, info, {"name": f"K{i}", "email": f"k{i}@a.vn"}) for i in range(3)]
    take_submissions(shop.id, batch, NOW)

    first = api("GET", f"/pages/{made['id']}/submissions?limit=2").json()
    cursor = first["next_cursor"]
    second = api("GET", f"/pages/{made['id']}/submissions?limit=2&cursor={cursor}").json()

    names = {item["values"]["name"] for item in [*first["items"], *second["items"]]}
    assert names == {"K0", "K1", "K2"}
    assert second["next_cursor"] is None


def test_an_upload_is_kept_re_encoded_and_refused_when_it_is_no_picture(media_root: Path) -> None:
    shop = a_shop()
    api = Api(shop)
    raw = io.BytesIO()
    Image.new("RGB", (40, 30), "#0f766e").save(raw, "PNG")

    def upload(content: bytes) -> Any:
        file = SimpleUploadedFile("a.png", content, "image/png")
        return api.client.post(f"{api.base}/media", {"file": file})

    kept = upload(raw.getvalue())
    text = upload(b"<svg onload=alert(1)>")
    large = upload(b"\x89PNG" + b"0" * (10 * 1024 * 1024 + 1))

    assert kept.status_code == 201, kept.content
    assert (kept.json()["width"], kept.json()["height"]) == (40, 30)
    stored = locate(media_root, shop.id, kept.json()["key"])
    assert stored.read_bytes()[:4] == b"RIFF"
    assert (text.status_code, text.json()["code"]) == (415, "not_an_image")
    assert (large.status_code, large.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("node", "code", "words"),
    [
        ({"id": "b", "type": "button", "href": "https://"}, "link_unreadable", "Liên kết bắt đầu"),
        (
            {
                "id": "f",
                "type": "form",
                "fields": [{"key": "client_id", "type": "text", "label": "Mã"}],
            },
            "field_key_reserved",
            "Mã “client_id” đã dành riêng",
        ),
        ({"id": "s", "type": "divider"}, "tree_id_twice", "Hai thành phần cùng mã s"),
    ],
)
def test_what_a_page_cannot_hold_is_named_in_the_authors_language(
    node: dict[str, Any], code: str, words: str
) -> None:
    api = Api(a_shop())
    made = api("POST", "/pages", {"template": "ebook", "name": "Trang"}).json()
    tree = one_section(node)
    tree["sections"][0]["id"] = "s"
    body = {"name": "Trang", "slug": "trang", "tree": tree, "seo": {}, "base_version": 1}

    answer = api("PUT", f"/pages/{made['id']}", body, headers={"Accept-Language": "vi"})

    assert answer.status_code == 422
    (named,) = answer.json()["errors"]
    assert named["code"] == code
    assert words in named["message"]
