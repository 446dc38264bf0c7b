"""Pages: drafts, conflicts, history, publishing."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from donbay.accounts.queries import list_audit
from donbay.core.errors import NotFound
from donbay.core.types import Actor
from donbay.sites.actions import (
    delete_page,
    duplicate_page,
    publish_page,
    restore_revision,
    save_page,
    unpublish_page,
)
from donbay.sites.errors import BadSlug, PageChanged, PageIncomplete, PageNotPublished, SlugTaken
from donbay.sites.models import PageRevision
from donbay.sites.queries import (
    get_page,
    list_pages,
    list_revisions,
    page_facts,
    page_problems,
)
from donbay.sites.tree import PageTree, Seo
from donbay.sites.types import PageInfo
from tests.factories.people import Shop
from tests.sites.builders import (
    NOW,
    a_form,
    a_page,
    a_product,
    a_published_page,
    a_shop,
    change,
    one_section,
)

pytestmark = pytest.mark.django_db


def published(shop: Shop) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT path, version, html, forms, thanks, shell, csp "
            "FROM sites_v_publication WHERE workspace_id = %s ORDER BY path",
            [shop.id],
        )
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [
        {**row, "forms": json.loads(row["forms"]), "thanks": json.loads(row["thanks"])}
        for row in rows
    ]


def test_a_new_page_starts_from_its_template_with_a_free_address() -> None:
    shop = a_shop()

    first, second = a_page(shop), a_page(shop)

    assert (first.slug, second.slug) == ("tang-e-book", "tang-e-book-2")
    assert first.state == "draft"
    assert get_page(shop.actor, first.id).tree["sections"][0]["id"] == "hero"


def test_a_product_template_offers_what_the_shop_sells() -> None:
    shop = a_shop()
    product_id = a_product(shop)

    page = a_published_page(shop, "product")

    (form,) = page_facts(shop.id, [page.id])[page.id].forms
    assert form.product_ids == (str(product_id),)
    assert form.products[0]["price"] == 389_000


def test_saving_on_an_old_version_is_refused_and_nothing_is_lost() -> None:
    shop = a_shop()
    page = a_page(shop)
    change(shop, page, one_section({"id": "a", "type": "text", "html": "Bản một"}))

    with pytest.raises(PageChanged):
        change(shop, page, one_section(), base_version=1)

    tree = get_page(shop.actor, page.id).tree
    assert tree["sections"][0]["children"][0]["html"] == "Bản một"


def test_an_address_is_plain_and_used_once() -> None:
    shop = a_shop()
    page, other = a_page(shop), a_page(shop, name="Trang khác")

    with pytest.raises(BadSlug):
        change(shop, page, one_section(), slug="Khuyến mãi")
    with pytest.raises(SlugTaken):
        change(shop, page, one_section(), slug=other.slug)


def test_publishing_writes_an_immutable_bundle() -> None:
    shop = a_shop()
    page = a_page(shop)

    first = publish_page(actor=shop.actor, now=NOW, page_id=page.id)
    (row,) = published(shop)

    assert first.published_version == 1
    assert row["path"] == "/tang-e-book"
    assert set(row["thanks"]) == {"form-ebook"}
    assert row["forms"]["form-ebook"]["kind"] == "lead"
    change(shop, page, one_section({"id": "h", "type": "heading", "html": "Mới"}, a_form()))
    publish_page(actor=shop.actor, now=NOW, page_id=page.id)
    (row,) = published(shop)
    assert row["version"] == 2
    assert "Mới" in bytes(row["html"]).decode()


def test_a_page_that_lacks_something_is_not_published_and_says_what() -> None:
    shop = a_shop(address="", phone="")
    page = a_page(shop)
    form = a_form(fields=[], success={"kind": "redirect"})
    change(shop, page, one_section({"id": "a", "type": "image"}, form))

    with pytest.raises(PageIncomplete) as refusal:
        publish_page(actor=shop.actor, now=NOW, page_id=page.id)

    assert {problem.code for problem in refusal.value.problems} == {
        "seller_identity",
        "image_empty",
        "form_empty",
        "success_target",
    }
    assert published(shop) == []


@pytest.mark.parametrize("label", ["", "  "])
def test_a_form_that_does_not_say_what_a_field_is_for_is_not_published(label: str) -> None:
    shop = a_shop()
    page = a_page(shop)
    nameless = {"key": "da", "type": "text", "label": label}
    change(shop, page, one_section(a_form(fields=[*a_form()["fields"], nameless])))

    with pytest.raises(PageIncomplete) as refusal:
        publish_page(actor=shop.actor, now=NOW, page_id=page.id)

    (problem,) = refusal.value.problems
    assert problem.code == "field_label"
    assert problem.vi == "Ô “da” chưa có nhãn."
    assert published(shop) == []


def test_a_page_taken_offline_is_gone_for_visitors_and_can_come_back() -> None:
    shop = a_shop()
    page = a_published_page(shop)

    unpublish_page(actor=shop.actor, now=NOW, page_id=page.id)

    assert published(shop) == []
    with pytest.raises(PageNotPublished):
        unpublish_page(actor=shop.actor, now=NOW, page_id=page.id)
    assert publish_page(actor=shop.actor, now=NOW, page_id=page.id).published_version == 2


def test_a_live_address_is_not_taken_over_by_another_page() -> None:
    shop = a_shop()
    page = a_published_page(shop)
    other = a_page(shop, name="Trang khác")
    change(shop, page, one_section(a_form()), slug="dia-chi-moi")

    change(shop, other, one_section(a_form()), slug=page.slug)

    with pytest.raises(SlugTaken):
        publish_page(actor=shop.actor, now=NOW, page_id=other.id)


def test_history_brings_an_earlier_state_back() -> None:
    shop = a_shop()
    page = a_page(shop)
    later = NOW + timedelta(minutes=10)
    change(shop, page, one_section({"id": "x", "type": "text", "html": "Sau"}), now=later)
    soon = later + timedelta(minutes=1)
    change(shop, page, one_section({"id": "x", "type": "text", "html": "Sau nữa"}), now=soon)

    assert [revision.number for revision in list_revisions(shop.actor, page.id)] == [2, 1]
    restore_revision(actor=shop.actor, now=soon, page_id=page.id, number=1)

    detail = get_page(shop.actor, page.id)
    assert detail.tree["sections"][0]["id"] == "hero"
    assert detail.info.version == 4


def test_a_copy_is_a_draft_of_its_own() -> None:
    shop = a_shop()
    page = a_published_page(shop)

    copy = duplicate_page(actor=shop.actor, now=NOW, page_id=page.id)

    assert (copy.state, copy.id != page.id) == ("draft", True)
    assert get_page(shop.actor, copy.id).tree == get_page(shop.actor, page.id).tree


def test_a_deleted_page_is_absent_and_its_address_free() -> None:
    shop = a_shop()
    page = a_published_page(shop)

    delete_page(actor=shop.actor, now=NOW, page_id=page.id)

    assert published(shop) == []
    assert list_pages(shop.actor) == []
    with pytest.raises(NotFound):
        get_page(shop.actor, page.id)
    assert a_page(shop, name=page.name).slug == page.slug


def test_a_page_of_another_shop_is_absent() -> None:
    shop, neighbour = a_shop(), a_shop()
    page = a_page(shop)

    with pytest.raises(NotFound):
        get_page(neighbour.actor, page.id)
    with pytest.raises(NotFound):
        publish_page(actor=neighbour.actor, now=NOW, page_id=page.id)
    assert page_facts(neighbour.id, [page.id]) == {}


def test_writes_are_audited() -> None:
    shop = a_shop()
    page = a_published_page(shop)

    delete_page(actor=shop.actor, now=NOW, page_id=page.id)

    actions = {entry.action for entry in list_audit(shop.id)}
    assert {"page.create", "page.publish", "page.delete"} <= actions


def test_a_problem_names_the_section_it_is_in() -> None:
    shop = a_shop()
    image = {"id": "anh", "type": "image"}
    section = {"id": "hero", "type": "section", "name": "Mở đầu", "children": [image]}
    tree = PageTree.model_validate({"version": 1, "sections": [section]})

    problems = {each.code: each for each in page_problems(shop.id, tree, Seo())}

    assert problems["image_empty"].node_id == "anh"
    assert problems["image_empty"].vi == "Phần “Mở đầu”: Có ảnh chưa được chọn."
    assert problems["image_empty"].en == "Section “Mở đầu”: An image has not been chosen."
    assert problems["seo_description"].vi.startswith("Chưa có mô tả")


def test_what_is_knowingly_overwritten_stays_in_the_history_even_within_a_sitting() -> None:
    shop = a_shop()
    page = a_page(shop)
    theirs = change(shop, page, one_section({"id": "h", "type": "heading", "html": "Của họ"}))

    mine = one_section({"id": "h", "type": "heading", "html": "Của tôi"})
    change(shop, theirs, mine, overwrite=True)
    numbers = [each.number for each in list_revisions(shop.actor, page.id)]
    restore_revision(actor=shop.actor, now=NOW, page_id=page.id, number=numbers[1])

    assert len(numbers) == 2
    assert "Của họ" in json.dumps(get_page(shop.actor, page.id).tree, ensure_ascii=False)


def _text(words: str) -> dict[str, Any]:
    return one_section({"id": "x", "type": "text", "html": words}, a_form())


def _history(shop: Shop, page_id: UUID) -> list[str]:
    """Return the words of every earlier state, newest first."""
    rows = PageRevision.objects.for_workspace(shop.id).filter(page_id=page_id).order_by("-number")
    return [
        row.tree["sections"][0]["children"][0]["html"]
        for row in rows
        if len(row.tree["sections"]) == 1
    ]


def test_bringing_back_an_earlier_state_loses_none_between() -> None:
    shop = a_shop()
    page = a_page(shop)
    hours = [NOW + timedelta(hours=hour) for hour in range(4)]
    change(shop, page, _text("Một"), now=hours[1], seo=Seo(title="Tiêu đề một"))
    change(shop, page, _text("Hai"), now=hours[2], seo=Seo(title="Tiêu đề hai"))

    restore_revision(actor=shop.actor, now=hours[2], page_id=page.id, number=2)

    assert _history(shop, page.id) == ["Một", "Hai", "Một"]
    assert get_page(shop.actor, page.id).seo["title"] == "Tiêu đề một"
    restore_revision(actor=shop.actor, now=hours[2], page_id=page.id, number=3)
    assert _history(shop, page.id) == ["Hai", "Một", "Hai", "Một"]
    assert get_page(shop.actor, page.id).seo["title"] == "Tiêu đề hai"


def test_saves_of_a_sitting_share_a_row_but_never_take_anothers_or_a_published_one() -> None:
    shop = a_shop()
    page = a_page(shop)
    mine, hers = a_person(shop, 1), a_person(shop, 2)
    first = NOW + timedelta(hours=1)

    save(shop, page, mine, _text("Tôi 1"), first)
    save(shop, page, mine, _text("Tôi 2"), first + timedelta(minutes=4))
    save(shop, page, hers, _text("Cô ấy"), first + timedelta(minutes=4))
    save(shop, page, mine, _text("Tôi 3"), first + timedelta(minutes=4))
    publish_page(actor=shop.actor, now=first + timedelta(minutes=4), page_id=page.id)
    save(shop, page, mine, _text("Tôi 4"), first + timedelta(minutes=4))
    save(shop, page, mine, _text("Tôi 5"), first + timedelta(minutes=30))

    assert _history(shop, page.id) == ["Tôi 5", "Tôi 4", "Tôi 3", "Cô ấy", "Tôi 2"]


def test_the_history_is_cut_but_what_was_published_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("donbay.sites.actions.pages._HISTORY", 3)
    shop = a_shop()
    page = a_page(shop)
    change(shop, page, _text("Đã xuất bản"), now=NOW + timedelta(hours=1))
    publish_page(actor=shop.actor, now=NOW, page_id=page.id)

    for hour in range(2, 8):
        change(shop, page, _text(f"Giờ {hour}"), now=NOW + timedelta(hours=hour))

    assert _history(shop, page.id) == ["Giờ 7", "Giờ 6", "Giờ 5", "Đã xuất bản"]


def a_person(shop: Shop, number: int) -> Actor:
    return Actor("user", UUID(int=number), shop.id, "manager", f"Người {number}")


def save(shop: Shop, page: PageInfo, actor: Actor, tree: dict[str, Any], now: datetime) -> None:
    known = get_page(shop.actor, page.id).info
    save_page(
        actor=actor, now=now, page_id=page.id, base_version=known.version, name=known.name,
        slug=known.slug, tree=PageTree.model_validate(tree), seo=Seo(),
    )  # fmt: skip
