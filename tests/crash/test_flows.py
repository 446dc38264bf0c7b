"""The e-book flow, its worker killed by -9 twice at every step: exactly one of each message.

The worker is the product's own code in a process of its own; only the process is patched, to
kill itself the first time it comes to a place: once after a step's work, once after the whole
batch is written, both before the commit.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from donbay.accounts.queries import business_now
from donbay.automation.flows import actions, queries
from donbay.commerce.models import VoucherCode
from donbay.core.paths import REPOSITORY
from donbay.messaging import models
from tests.automation.builders import happened, path, runs, set_clock
from tests.factories.people import Shop, a_customer
from tests.harness.processes import as_url
from tests.messaging.builders import agree
from tests.sites.builders import a_published_page
from tests.sites.builders import a_shop as a_selling_shop

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

STEPS = (
    "send_ebook", "wait_2_days", "send_tip", "wait_day_5", "has_bought", "give_code",
    "send_offer", "tag_done",
)  # fmt: skip
KILLS_A_STEP = 2
_WORKER = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
import django
django.setup()
from donbay.automation.flows.engine import walk
from donbay.core import registry
from donbay.messaging.jobs import deliver_once

marks = Path(os.environ["KILL_MARKS"])

def die_once(place):
    mark = marks / place
    if not mark.exists():
        mark.write_text("")
        os.kill(os.getpid(), signal.SIGKILL)

def patched(spec):
    def run_batch(context, workspace_id, run_ids, customer_ids):
        result = spec.run_batch(context, workspace_id, run_ids, customer_ids)
        if any(outlet is not None for outlet in result.outlets):
            die_once("step-" + context.node_id)
        return result
    return replace(spec, run_batch=run_batch)

specs = registry.flow_steps._specs
specs.update({key: patched(spec) for key, spec in specs.items()})
write = walk._write

def write_then_die(workspace_id, now, walkers, stepper):
    write(workspace_id, now, walkers, stepper)
    for left in stepper.left:
        die_once("write-" + left[3])

walk._write = write_then_die
kills = 0
# Loading Django takes seconds, so each worker is a fork of a process that has only loaded it.
while True:
    worker = os.fork()
    if worker == 0:
        while walk.run_once() + deliver_once():
            pass
        os._exit(0)
    status = os.waitpid(worker, 0)[1]
    if status == 0:
        print(kills)
        break
    if not os.WIFSIGNALED(status):
        sys.exit("a worker failed")
    kills += 1
"""


def _work(database: str, marks: Path) -> int:
    """Let workers run until nothing is due; return how often one was killed on the way."""
    environment = {
        **os.environ,
        "DATABASE_URL": as_url(database),
        "DJANGO_SETTINGS_MODULE": "donbay.app.settings",
        "KILL_MARKS": str(marks),
    }
    answer = subprocess.run(
        [sys.executable, "-c", _WORKER],
        env=environment, cwd=REPOSITORY, timeout=300, check=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    return int(answer.stdout)


def test_killed_at_each_step_of_the_ebook_flow_one_of_each_message_goes(
    database_conninfo: str, tmp_path: Path
) -> None:
    selling = a_selling_shop()
    shop = Shop(selling.id, selling.slug)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_workspace SET is_demo = true")
    page = a_published_page(selling)
    now = business_now(shop.id)
    flow_id = actions.create_from_library(
        actor=shop.actor, now=now, key="ebook_skincare", page_id=page.id
    )
    actions.publish_flow(actor=shop.actor, now=now, flow_id=flow_id)
    lan = a_customer(shop, full_name="Nguyễn Thị Lan", email="lan@example.vn", now=now)
    agree(shop, [lan], now=now)
    happened(shop, [lan], kind="form.submitted", now=business_now(shop.id), page_id=str(page.id))

    kills = 0
    for days in (0, 2, 5, 6):
        set_clock(shop, timedelta(days=days, hours=1))
        kills += _work(database_conninfo, tmp_path)

    (run,) = runs(shop)
    assert kills == KILLS_A_STEP * len(STEPS)
    assert (run.state, [node for node, _, _ in path(run)]) == ("done", list(STEPS))
    outbox = models.Outbox.objects.for_workspace(shop.id)
    messages = Counter(outbox.values_list("step", "state"))
    assert messages == {
        ("send_ebook.1", "sent"): 1, ("send_tip.3", "sent"): 1, ("send_offer.7", "sent"): 1,
    }  # fmt: skip
    inbox = models.InboxMessage.objects.for_workspace(shop.id).order_by("id")
    assert inbox.count() == 3
    (code,) = VoucherCode.objects.for_workspace(shop.id)
    offer = inbox.last()
    assert offer is not None
    assert code.code in offer.html
    assert offer.subject == "[QC] Lan, món quà 15% dành riêng cho bạn"
    walked = queries.get_path(shop.actor, flow_id, run.id)
    assert [step.message_state for step in walked.steps if step.message_id] == ["sent"] * 3
