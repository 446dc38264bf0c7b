"""Two of everything at once, over HTTP against two edge processes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from donbay.commerce.actions import give_vouchers
from donbay.kit.clock import utcnow
from tests.automation.builders import a_flow, chain, node, start
from tests.edge.test_checkout import BUYER, an_order_page
from tests.edge.test_forms import LAN, captures
from tests.edge.visits import form_of, open_page, send
from tests.factories.commerce import a_voucher
from tests.factories.people import Shop as Owner
from tests.factories.people import a_customer
from tests.harness import EdgeProcess, WorkerProcess, a_data_dir
from tests.sites.builders import NOW, a_published_page, a_shop

pytestmark = pytest.mark.slow

Edges = tuple[EdgeProcess, EdgeProcess]


@pytest.fixture
def edges(database_conninfo: str) -> Iterator[Edges]:
    """Return two edges with the same keys, and workers beside them."""
    with a_data_dir() as folder:
        first = EdgeProcess(database_conninfo, folder)
        second = EdgeProcess(database_conninfo, folder)
        intake = WorkerProcess(database_conninfo, folder, only="intake")
        react = WorkerProcess(database_conninfo, folder, only="react")
        with first, second, intake, react:
            yield first, second


def ask(conninfo: str, query: str) -> int:
    """Return one number."""
    with psycopg.connect(conninfo) as connection:
        row = connection.execute(query.encode()).fetchone()
    return int(row[0]) if row else 0


def test_a_hundred_identical_submissions_are_one(edges: Edges, database_conninfo: str) -> None:
    shop = a_shop()
    page = a_published_page(shop)
    html = open_page(edges[0], shop.slug, f"/{page.slug}").text
    open_page(edges[1], shop.slug, f"/{page.slug}")
    action, hidden = form_of(html)

    with ThreadPoolExecutor(16) as pool:
        answers = list(
            pool.map(
                lambda n: edges[n % 2].request("POST", shop.slug, action, data={**hidden, **LAN}),
                range(100),
            )
        )

    assert Counter(answer.status_code for answer in answers) == {303: 100}
    assert len(captures(database_conninfo)) == 1
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if ask(database_conninfo, "SELECT count(*) FROM intake_capture WHERE state = 'done'"):
            break
        time.sleep(0.1)
    assert ask(database_conninfo, "SELECT count(*) FROM customers_customer") == 1
    assert ask(database_conninfo, "SELECT count(*) FROM sites_submission") == 1


def test_a_hundred_views_of_one_person_are_one_customer_in_one_run(
    edges: Edges, database_conninfo: str
) -> None:
    shop = a_shop()
    page = a_published_page(shop)
    wait = node("wait", "wait", mode="interval", amount=1, unit="days")
    a_flow(
        Owner(shop.id, shop.slug),
        chain(start("form_submitted", page_id=str(page.id)), wait),
        now=utcnow(),
    )
    for edge in edges:
        open_page(edge, shop.slug, f"/{page.slug}")

    def visit(number: int) -> int:
        edge = edges[number % 2]
        html = open_page(edge, shop.slug, f"/{page.slug}").text
        return send(edge, shop.slug, html, **LAN).status_code

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(visit, range(100)))
    deadline = time.monotonic() + 30
    everything = "SELECT count(*) FROM log_event WHERE kind = 'form.submitted'"
    behind = """
        SELECT count(*) FROM log_event AS e WHERE NOT EXISTS (
            SELECT FROM log_cursor AS c
            WHERE c.key = 'flows.triggers' AND (c.epoch, c.xid, c.id) >= (e.epoch, e.xid, e.id)
        )
    """
    while time.monotonic() < deadline:
        if ask(database_conninfo, everything) == 100 and ask(database_conninfo, behind) == 0:
            break
        time.sleep(0.1)

    assert Counter(answers) == {303: 100}
    assert len(captures(database_conninfo)) == 100
    assert ask(database_conninfo, everything) == 100
    assert ask(database_conninfo, "SELECT count(*) FROM customers_customer") == 1
    assert ask(database_conninfo, "SELECT count(*) FROM automation_run") == 1


def test_the_last_piece_is_sold_once(edges: Edges, database_conninfo: str) -> None:
    shop = a_shop()
    path, quantity = an_order_page(shop, stock=1)
    reviews = []
    for number in range(12):
        edge = edges[number % 2]
        page = open_page(edge, shop.slug, path)
        buyer = {**BUYER, "phone": f"09123456{number:02d}", "email": ""}
        reviews.append(send(edge, shop.slug, page.text, **buyer, **{quantity: "1"}).text)

    answers = confirm_all(edges, shop.slug, reviews)

    assert answers == {303: 1, 409: 11}
    assert ask(database_conninfo, "SELECT count(*) FROM commerce_order") == 1
    assert ask(database_conninfo, "SELECT stock FROM commerce_product") == 0


def test_a_voucher_code_is_used_once(edges: Edges, database_conninfo: str) -> None:
    shop = a_shop()
    path, quantity = an_order_page(shop, stock=None)
    voucher = a_voucher(shop.actor, value=10)
    customer = a_customer(shop, full_name="Lan", phone="0912345678")
    (code,) = give_vouchers(
        actor=shop.actor, now=NOW, voucher_id=voucher.id, customer_ids=[customer],
        issue_key_prefix="t",
    ).values()  # fmt: skip
    reviews = []
    for number in range(8):
        edge = edges[number % 2]
        page = open_page(edge, shop.slug, path)
        form = {**BUYER, quantity: "1", "voucher_code": code}
        reviews.append(send(edge, shop.slug, page.text, **form).text)

    answers = confirm_all(edges, shop.slug, reviews)

    assert answers == {303: 1, 409: 7}
    assert ask(database_conninfo, "SELECT count(*) FROM commerce_order WHERE discount > 0") == 1


def confirm_all(edges: Edges, slug: str, reviews: list[str]) -> Counter[int]:
    """Confirm every review at once, half at each edge."""
    with ThreadPoolExecutor(len(reviews)) as pool:
        statuses = pool.map(
            lambda n: send(edges[n % 2], slug, reviews[n], _step="confirm").status_code,
            range(len(reviews)),
        )
        return Counter(statuses)
