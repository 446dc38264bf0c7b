"""Which address a shop without a channel of its own writes from."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import settings
from django.test import override_settings

from donbay.accounts.actions import create_workspace
from donbay.accounts.queries import get_workspace
from donbay.kit.clock import utcnow
from donbay.messaging.queries import find_account


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "sender"),
    [("?from=no-reply%2Bsen@may-chu.vn", "no-reply+sen@may-chu.vn"), ("", "chao@sen.vn")],
)
def test_the_houses_server_may_name_the_sender(query: str, sender: str) -> None:
    workspace_id = create_workspace(
        slug="sen", name="Sen", now=utcnow(), settings={"email": "chao@sen.vn"}
    )
    url = f"smtp://127.0.0.1:2525{query}"
    config = replace(settings.DONBAY_CONFIG, smtp_url=url)

    with override_settings(DONBAY_CONFIG=config):
        account = find_account(get_workspace(workspace_id))

    assert (account.kind, account.from_name, account.from_email) == ("smtp", "Sen", sender)
