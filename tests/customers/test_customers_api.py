"""Customers, tags, fields and imports over HTTP."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from donbay.customers.jobs import run_import_chunk
from donbay.customers.sheets.reader import MAX_BYTES, read_sheet
from donbay.customers.types import PersonInput
from tests.factories.accounts import Api, an_api
from tests.factories.people import Shop, a_customer, a_shop, people, some_customers

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[1] / "data" / "khach-hang-cu.xlsx"


@pytest.fixture
def shop() -> Shop:
    return a_shop()


@pytest.fixture
def api(shop: Shop) -> Api:
    return an_api(shop)


def _upload(api: Api, name: str, data: bytes) -> Any:
    url = f"/api/v1/w/{api.shop.slug}/imports"
    return api.client.post(url, {"file": SimpleUploadedFile(name, data)}, headers=api.headers)


def test_the_life_of_a_customer(api: Api) -> None:
    made = api("POST", "/customers", {"full_name": "Nguyễn Thị Hoà", "phone": "0164 567 8901"})
    id_ = made.json()["id"]
    changed = api("PATCH", f"/customers/{id_}", {"email": "HOA@example.vn"})
    tagged = api("POST", f"/customers/{id_}/tags", {"name": "VIP"})
    tag_id = tagged.json()[0]["id"]
    consent = {"purpose": "advertising", "granted": True, "reason": "gọi điện"}
    consents = api("POST", f"/customers/{id_}/consents", consent)
    found = api("GET", f"/customers?q=hoa&tag={tag_id}")
    timeline = api("GET", f"/customers/{id_}/timeline?limit=2")
    more = api("GET", f"/customers/{id_}/timeline?cursor={timeline.json()['next_cursor']}")
    untagged = api("DELETE", f"/customers/{id_}/tags/{tag_id}")
    deleted = api("DELETE", f"/customers/{id_}")

    assert (made.status_code, consents.status_code, deleted.status_code) == (201, 201, 204)
    assert made.json()["phone"] == "+84345678901"
    assert made.json()["phone_local"] == "0345678901"
    assert changed.json()["email"] == "hoa@example.vn"
    assert changed.json()["full_name"] == "Nguyễn Thị Hoà"
    assert [item["id"] for item in found.json()["items"]] == [id_]
    kinds = [item["kind"] for item in timeline.json()["items"] + more.json()["items"]]
    assert kinds == ["consent.granted", "customer.tagged", "customer.updated", "customer.created"]
    assert timeline.json()["items"][0]["vi"] == "Đồng ý nhận tin"
    assert untagged.json() == []
    assert api("GET", f"/customers/{id_}").status_code == 404


def test_pages_of_customers(api: Api, shop: Shop) -> None:
    some_customers(shop, 7)

    first = api("GET", "/customers?limit=5&sort=name").json()
    second = api("GET", f"/customers?limit=5&sort=name&cursor={first['next_cursor']}").json()

    names = [item["full_name"] for item in first["items"] + second["items"]]
    assert names == [f"Khách {i}" for i in range(7)]
    assert second["next_cursor"] is None
    assert api("GET", "/customers?cursor=zzz").json()["code"] == "bad_cursor"


@pytest.mark.parametrize("cursor", ["WzEsMl0", "WyJ4IiwieSJd"])
def test_a_made_up_cursor_is_refused(api: Api, cursor: str) -> None:
    assert api("GET", f"/customers?cursor={cursor}").status_code == 400
    assert api("GET", f"/customers/{uuid4()}/timeline?cursor={cursor}").status_code in (400, 404)
    assert api("GET", f"/imports?cursor={cursor}").status_code == 400


def test_an_identity_of_somebody_else_is_a_conflict_in_the_readers_language(
    api: Api, shop: Shop
) -> None:
    owner = a_customer(shop, phone="0912345678")
    other = a_customer(shop, full_name="Lan", email="lan@example.vn")

    answers = [
        api("POST", "/customers", {"phone": "912345678"}),
        api("POST", "/customers", {"email": "new@example.vn", "phone": "0912 345 678"}),
        api("PATCH", f"/customers/{other}", {"phone": "+84912345678"}),
    ]

    for answer in answers:
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (409, "identity_taken")
        assert "0912345678 đang thuộc về" in problem["title"]
        assert [error["pointer"] for error in problem["errors"]] == ["/phone"]
        assert problem["data"]["customer_id"] == str(owner)


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"phone": "12"}, "/phone"),
        ({"full_name": "Lan", "email": "lan@"}, "/email"),
        ({"full_name": "Lan", "fields": {"unheard": 1}}, "/fields/unheard"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(api: Api, given: Any, pointer: str) -> None:
    answer = api("POST", "/customers", given)

    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_many_are_tagged_at_once(api: Api, shop: Shop) -> None:
    ids = [str(id_) for id_ in some_customers(shop, 3)]

    answer = api("POST", "/customers/bulk-tag", {"ids": ids, "tag": "Sỉ"}).json()

    assert answer["added"] == 3
    assert [(t["name"], t["customers"]) for t in api("GET", "/tags").json()] == [("Sỉ", 3)]


def test_custom_fields(api: Api) -> None:
    field = {"key": "skin", "label": "Loại da", "kind": "choice", "options": ["Dầu", "Khô"]}

    made = api("POST", "/customer-fields", field)

    shown = {**field, "archived": False}
    assert (made.status_code, made.json()) == (201, shown)
    assert api("GET", "/customer-fields").json() == [shown]
    assert api("POST", "/customer-fields", field).status_code == 409


def test_a_custom_field_is_renamed_and_put_away_and_values_stay(api: Api, shop: Shop) -> None:
    api("POST", "/customer-fields", {"key": "skin", "kind": "choice", "options": ["Dầu"]})
    an = api("POST", "/customers", {"full_name": "An", "fields": {"skin": "Dầu"}}).json()

    renamed = api(
        "PATCH", "/customer-fields/skin", {"label": "Loại da", "options": ["Dầu", " Khô ", "Dầu"]}
    )
    away = api("PATCH", "/customer-fields/skin", {"archived": True})

    assert (renamed.json()["label"], renamed.json()["options"]) == ("Loại da", ["Dầu", "Khô"])
    assert away.json()["archived"] is True
    assert api("GET", "/customer-fields").json() == []
    assert [f["key"] for f in api("GET", "/customer-fields?archived=true").json()] == ["skin"]
    targets = {target["key"] for target in api("GET", "/import-targets").json()}
    assert "fields.skin" not in targets
    kept = api("PATCH", f"/customers/{an['id']}", {"note": "x", "fields": {"skin": "Khô"}})
    assert kept.json()["fields"] == {"skin": "Khô"}
    back = api("PATCH", "/customer-fields/skin", {"archived": False})
    assert api("GET", "/customer-fields").json() == [back.json()]


def test_what_cannot_be_changed_of_a_custom_field_is_said(api: Api, shop: Shop) -> None:
    api("POST", "/customer-fields", {"key": "skin", "kind": "choice", "options": ["Dầu"]})

    empty = api("PATCH", "/customer-fields/skin", {"options": [" "]})
    unknown = api("PATCH", "/customer-fields/hair", {"label": "Tóc"})
    viewer = an_api(shop, "viewer")("PATCH", "/customer-fields/skin", {"label": "Da"})

    assert (empty.status_code, empty.json()["code"]) == (422, "field_needs_options")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "field_not_found")
    assert viewer.status_code == 403
    assert api("GET", "/customer-fields").json()[0]["options"] == ["Dầu"]


def test_suggested_pairs_come_with_both_customers(api: Api, shop: Shop) -> None:
    phone = a_customer(shop, full_name="An", phone="0912345678")
    mail = a_customer(shop, full_name="An", email="an@example.vn")
    people(shop, PersonInput(phone="0912345678", email="an@example.vn"))

    (pair,) = api("GET", "/merge-suggestions").json()

    assert {pair["customer"]["id"], pair["other"]["id"]} == {str(phone), str(mail)}
    assert (pair["customer"]["id"], pair["other"]["id"]) == (pair["customer_id"], pair["other_id"])
    body = {"other_id": pair["other_id"]}
    merged = api("POST", f"/customers/{pair['customer_id']}/merge", body).json()
    assert (merged["phone"], merged["email"]) == ("+84912345678", "an@example.vn")
    assert api("GET", "/merge-suggestions").json() == []


def test_merging_two_customers(api: Api, shop: Shop) -> None:
    keep = a_customer(shop, full_name="An", phone="0912345678")
    other = a_customer(shop, full_name="An", email="an@example.vn")

    merged = api("POST", f"/customers/{keep}/merge", {"other_id": str(other)})

    assert merged.json()["email"] == "an@example.vn"
    assert len(merged.json()["identities"]) == 2
    assert api("GET", f"/customers/{other}").status_code == 404


def test_customers_are_exported_for_a_sheet(api: Api, shop: Shop) -> None:
    a_customer(shop, full_name="=Hoà", phone="0912345678")

    answer = api("GET", "/customers/export.xlsx")

    sheet = read_sheet("a.xlsx", answer.content)
    assert answer["Content-Disposition"] == 'attachment; filename="khach-hang.xlsx"'
    assert sheet.rows[0].cells[:2] == ("=Hoà", "0912345678")


def test_what_is_exported_comes_back_by_an_import_as_it_was(api: Api, shop: Shop) -> None:
    for label, kind in (("Ngày cưới", "date"), ("Số lần", "number"), ("Khách quen", "boolean")):
        api("POST", "/customer-fields", {"label": label, "key": kind, "kind": kind})
    given = {"date": "2019-02-03", "number": 12.5, "boolean": False}
    body = {"full_name": "Hoà", "phone": "0912345678", "birthday": "1990-04-05", "fields": given}
    made = api("POST", "/customers", body)
    assert made.status_code == 201, made.content

    exported = api("GET", "/customers/export.xlsx").content
    heading, row = openpyxl.load_workbook(io.BytesIO(exported)).worksheets[0].values
    cells = dict(zip(heading, row, strict=True))
    api("DELETE", f"/customers/{made.json()['id']}")
    uploaded = _upload(api, "khach-hang.xlsx", exported).json()
    mapping = uploaded["suggested_mapping"]
    api("PUT", f"/imports/{uploaded['id']}/mapping", {"mapping": mapping})
    api("POST", f"/imports/{uploaded['id']}/run")
    while run_import_chunk():
        pass
    (again,) = api("GET", "/customers").json()["items"]
    detail = api("GET", f"/customers/{again['id']}").json()

    assert cells["Ngày sinh"] == datetime.fromisoformat("1990-04-05")
    assert (cells["Ngày cưới"], cells["Số lần"]) == (datetime.fromisoformat("2019-02-03"), 12.5)
    assert cells["Khách quen"] == "Không"
    assert isinstance(cells["Ngày tạo"], datetime)
    assert {name: detail[name] for name in body} == {**body, "phone": "+84912345678"}


def test_an_import_from_file_to_error_rows(api: Api) -> None:
    uploaded = _upload(api, DATA.name, DATA.read_bytes())
    id_ = uploaded.json()["id"]
    mapping = uploaded.json()["suggested_mapping"]
    preview = api("PUT", f"/imports/{id_}/mapping", {"mapping": mapping, "tag": "Cũ"})
    started = api("POST", f"/imports/{id_}/run")
    while run_import_chunk():
        pass
    done = api("GET", f"/imports/{id_}").json()
    errors = api("GET", f"/imports/{id_}/errors.xlsx")

    assert uploaded.status_code == 201, uploaded.content
    assert len(uploaded.json()["sample"]) == 5
    assert len(preview.json()["rows"]) == 50
    assert all(problem["message"] for problem in preview.json()["problems"])
    assert started.status_code == 202
    assert (done["state"], done["created"], done["failed"]) == ("done", 450, 10)
    assert len(read_sheet("a.xlsx", errors.content).rows) == 55
    assert [item["id"] for item in api("GET", "/imports").json()["items"]] == [id_]
    assert api("POST", f"/imports/{id_}/run").json()["code"] == "import_not_ready"


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("a.pdf", b"%PDF", 415, "import_file_unreadable"),
        ("a.xlsx", b"nothing", 415, "import_file_unreadable"),
        ("a.csv", b"sdt\n", 422, "import_file_empty"),
        ("a.csv", b"x" * (MAX_BYTES + 1), 413, "too_large"),
    ],
)
def test_a_bad_file_is_refused_with_words(
    api: Api, name: str, data: bytes, status: int, code: str
) -> None:
    answer = _upload(api, name, data)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert api("GET", "/imports").json()["items"] == []


def test_missing_columns_are_named(api: Api) -> None:
    id_ = _upload(api, "a.csv", b"ghi chu,x\na,b\n").json()["id"]

    nobody = api("PUT", f"/imports/{id_}/mapping", {"mapping": {"ghi chu": "note"}})
    wrong = api("PUT", f"/imports/{id_}/mapping", {"mapping": {"sdt": "phone"}})

    assert nobody.json()["code"] == "import_columns_missing"
    assert wrong.json()["errors"][0]["pointer"] == "/mapping/sdt"


def test_a_tag_is_made_before_anybody_has_it_and_once_for_each_name(api: Api) -> None:
    made = api("POST", "/tags", {"name": "Đã nhận sách"})
    again = api("POST", "/tags", {"name": " đã nhận SÁCH "})

    assert made.status_code == 200, made.content
    assert again.json()["id"] == made.json()["id"]
    named = {tag["name"]: tag["customers"] for tag in api("GET", "/tags").json()}
    assert named["Đã nhận sách"] == 0
    assert api("POST", "/tags", {"name": "  "}).status_code == 422
