"""Taking a sheet in: counts, mess, repeats, crashes."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import openpyxl
import pytest

from donbay.core.registry import worker_loops
from donbay.customers import jobs
from donbay.customers.actions import imports as actions
from donbay.customers.actions import map_import, record_consents, run_import, upsert_people
from donbay.customers.actions.imports import (
    add_import_rows,
    forget_interrupted_uploads,
    start_import,
)
from donbay.customers.errors import ImportNotFound, ImportNotReady
from donbay.customers.export import export_sheet, problem_sheet
from donbay.customers.jobs import run_import_chunk, take_upload
from donbay.customers.models import Customer, ImportRow
from donbay.customers.queries import (
    consents_for,
    find_by_identity,
    get_import,
    get_profile,
    list_imports,
    list_tags,
    preview_rows,
)
from donbay.customers.sheets.reader import read_sheet
from donbay.customers.types import ConsentInput, CustomerFilter, ImportInfo, ImportOptions
from tests.data import make_khach_hang_cu as made
from tests.factories.people import NOW, Shop, a_customer, a_shop

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[1] / "data" / "khach-hang-cu.xlsx"


@pytest.fixture
def shop() -> Shop:
    return a_shop()


def _upload(shop: Shop, name: str, data: bytes, options: ImportOptions | None = None) -> ImportInfo:
    info = take_upload(shop.actor, NOW, name, data)
    map_import(
        actor=shop.actor,
        now=NOW,
        import_id=info.id,
        mapping=info.suggested_mapping,
        options=options or ImportOptions(),
    )
    return run_import(actor=shop.actor, now=NOW, import_id=info.id)


def _run(shop: Shop, name: str, data: bytes, options: ImportOptions | None = None) -> ImportInfo:
    info = _upload(shop, name, data, options)
    while run_import_chunk():
        pass
    return get_import(shop.id, info.id)


def _customers(shop: Shop) -> int:
    return Customer.objects.for_workspace(shop.id).count()


def test_the_old_list_makes_the_customers_it_should(shop: Shop) -> None:
    info = _run(shop, DATA.name, DATA.read_bytes())

    assert (info.state, info.total, info.processed) == ("done", 500, 500)
    assert info.created == made.PEOPLE + made.NAME_ONLY == _customers(shop)
    assert info.failed == made.NOBODY
    assert info.updated + info.unchanged == made.DUPLICATES
    assert info.problems == made.BAD_EMAILS + made.BAD_PHONES + made.BAD_DATES
    profile = get_profile(shop.id, _owner(shop, "+84910000000"))
    assert profile.full_name == unicodedata.normalize("NFC", profile.full_name)
    assert {tag.name for tag in list_tags(shop.id)} == {"Khách quen", "Khách sỉ", "VIP"}
    assert not list(
        Customer.objects.for_workspace(shop.id).exclude(phone=None).exclude(phone__startswith="+84")
    )


def _owner(shop: Shop, phone: str) -> UUID:
    owner = find_by_identity(shop.id, "phone", phone)
    assert owner is not None
    return owner


def test_importing_the_same_file_again_changes_nobody(shop: Shop) -> None:
    first = _run(shop, DATA.name, DATA.read_bytes())
    second = _run(shop, DATA.name, DATA.read_bytes())

    assert second.created == second.updated == 0
    assert second.unchanged == first.created + made.DUPLICATES
    assert _customers(shop) == first.created


def test_problem_rows_can_be_downloaded_mended_and_imported(shop: Shop) -> None:
    info = _run(shop, DATA.name, DATA.read_bytes())

    sheet = openpyxl.load_workbook(problem_sheet(shop.id, info, "vi")).active

    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][-2:] == ("Dòng", "Vấn đề")
    wrong = made.BAD_EMAILS + made.BAD_PHONES + made.BAD_DATES + made.NOBODY
    assert len(rows) - 1 == wrong
    assert any("Email: E-mail không đúng" in str(row[-1]) for row in rows)


def test_preview_shows_rows_as_they_would_be_taken_in(shop: Shop) -> None:
    data = "Tên;SĐT;Email\nHoà;1645678901;hoa@\n".encode()
    info = take_upload(shop.actor, NOW, "a.csv", data)
    mapping = info.suggested_mapping
    map_import(
        actor=shop.actor, now=NOW, import_id=info.id, mapping=mapping, options=ImportOptions()
    )

    (row,) = preview_rows(shop.id, info.id, NOW)

    assert (row.row, row.person.full_name, row.person.phone) == (2, "Hoà", "+84345678901")
    assert [problem.code for problem in row.problems] == ["email_invalid"]
    assert _customers(shop) == 0


def test_known_people_are_filled_or_overwritten_as_asked(shop: Shop) -> None:
    id_ = a_customer(shop, full_name="Chị Hoà", phone="0912345678")
    data = "Tên;SĐT;Email\nNguyễn Thị Hoà;912345678;hoa@example.vn\n".encode()

    filled = _run(shop, "a.csv", data)
    after_fill = get_profile(shop.id, id_)
    overwritten = _run(shop, "a.csv", data, ImportOptions(overwrite=True))

    assert (filled.updated, overwritten.updated) == (1, 1)
    assert (after_fill.full_name, after_fill.email) == ("Chị Hoà", "hoa@example.vn")
    assert get_profile(shop.id, id_).full_name == "Nguyễn Thị Hoà"


def test_consent_of_a_list_never_turns_a_no_into_a_yes(shop: Shop) -> None:
    refused = a_customer(shop, phone="0912345678")
    record_consents(
        actor=shop.actor,
        now=NOW - timedelta(days=1),
        consents=[ConsentInput(refused, "advertising", "email", False, "unsubscribe")],
    )
    data = b"sdt\n0912345678\n0987654321\n"

    _run(shop, "a.csv", data, ImportOptions(consent_text="Tôi đồng ý nhận tin", tag="Hội chợ"))

    other = _owner(shop, "+84987654321")
    assert consents_for(shop.id, [refused, other], "advertising", "email") == {other}
    assert [(tag.name, tag.customers) for tag in list_tags(shop.id)] == [("Hội chợ", 2)]


def test_a_row_that_cannot_be_saved_stops_nobody(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = upsert_people

    def poisoned(**given: Any) -> Any:
        if any(person.full_name == "Độc" for person in given["people"]):
            raise RuntimeError("poison")
        return real(**given)

    monkeypatch.setattr(actions, "upsert_people", poisoned)
    data = "ten;sdt\nAn;0911111111\nĐộc;0922222222\nBình;0933333333\n".encode()

    info = _run(shop, "a.csv", data)

    assert (info.state, info.created, info.failed) == ("done", 2, 1)


def test_a_crash_between_chunks_repeats_and_skips_nobody(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "CHUNK", 60)
    info = _upload(shop, DATA.name, DATA.read_bytes())
    for _ in range(3):
        run_import_chunk()
    real = actions._write_rows

    def crash(*given: Any) -> None:
        real(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(actions, "_write_rows", crash)
    with pytest.raises(KeyboardInterrupt):
        run_import_chunk()
    monkeypatch.setattr(actions, "_write_rows", real)
    assert get_import(shop.id, info.id).processed == 180
    while run_import_chunk():
        pass

    done = get_import(shop.id, info.id)
    assert (done.processed, done.created) == (500, made.PEOPLE + made.NAME_ONLY)


def test_steps_come_in_their_order_and_in_their_shop(shop: Shop) -> None:
    info = take_upload(shop.actor, NOW, "a.csv", b"sdt\n0912345678\n")
    other = a_shop()

    with pytest.raises(ImportNotReady):
        run_import(actor=shop.actor, now=NOW, import_id=info.id)
    with pytest.raises(ImportNotFound):
        run_import(actor=other.actor, now=NOW, import_id=info.id)
    assert list_imports(other.id) == []
    assert [item.id for item in list_imports(shop.id)] == [info.id]


def test_two_running_imports_take_turns(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "CHUNK", 100)
    big = _upload(shop, DATA.name, DATA.read_bytes())
    other = a_shop()
    small = _upload(other, "a.csv", b"sdt\n0912345678\n")

    run_import_chunk()
    run_import_chunk()

    assert get_import(other.id, small.id).state == "done"
    assert get_import(shop.id, big.id).processed == 100


def test_what_is_exported_is_imported_into_another_shop(shop: Shop) -> None:
    _run(shop, DATA.name, DATA.read_bytes())
    sheet = export_sheet(shop.id, CustomerFilter(sort="name"), "vi").read()
    other = a_shop()

    info = _run(other, "khach-hang.xlsx", sheet)

    assert info.created == _customers(shop)
    assert info.problems == 0


def test_an_upload_that_broke_off_is_cleared_away_after_a_day(shop: Shop) -> None:
    sheet = read_sheet("a.csv", b"sdt\n0912345678\n")
    whole = _upload(shop, "b.csv", b"sdt\n0912345679\n")
    broken = start_import(actor=shop.actor, now=NOW, filename="a.csv", sheet=sheet)
    add_import_rows(actor=shop.actor, import_id=broken, rows=sheet.rows)

    early = forget_interrupted_uploads(now=NOW + timedelta(days=1))
    late = forget_interrupted_uploads(now=NOW + timedelta(days=1, seconds=1))
    again = forget_interrupted_uploads(now=NOW + timedelta(days=9))

    assert (early, late, again) == (0, 1, 0)
    rows = ImportRow.objects.for_workspace(shop.id)
    assert set(rows.values_list("import_id", flat=True)) == {whole.id}
    assert [item.id for item in list_imports(shop.id)] == [whole.id]
    assert "customers.uploads" in {loop.key for loop in worker_loops}
