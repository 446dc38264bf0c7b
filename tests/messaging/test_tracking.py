"""Tokens of mails: signed together, read alone, refused when anything about them is changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donbay.kit import signing
from donbay.messaging.tracking import MailSigner, Touch, read_token, sign_token

_NUMBERS = st.integers(1, 2**40 - 1)


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "_keys", [b"k" * 32])


@given(st.integers(1, 2**32 - 1), st.lists(_NUMBERS, max_size=4), st.lists(_NUMBERS, max_size=4))
def test_tokens_signed_together_are_those_signed_alone(
    workspace_id: int, message_ids: list[int], links: list[int]
) -> None:
    slots = ["o", *[f"c{link}" for link in links], "u"]

    signed = MailSigner(workspace_id, slots).sign(message_ids)

    for message_id, tokens in zip(message_ids, signed, strict=True):
        alone = [
            sign_token("o", workspace_id, message_id),
            *[sign_token("c", workspace_id, message_id, link) for link in links],
            sign_token("u", workspace_id, message_id),
        ]
        assert [token.decode() for token in tokens] == alone
        assert read_token("o", alone[0]) == Touch(workspace_id, message_id)
        for link, token in zip(links, alone[1:-1], strict=True):
            assert read_token("c", token) == Touch(workspace_id, message_id, link)


@given(st.data())
def test_a_changed_token_is_refused(data: st.DataObject) -> None:
    token = sign_token("c", 3, 71, 9)
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters().filter(lambda letter: letter != token[place]))

    assert read_token("c", token[:place] + other + token[place + 1 :]) is None
    assert read_token("c", token[:place] + token[place + 1 :]) is None
    assert read_token("c", token[:place] + "0" + token[place:]) is None


def test_a_token_of_one_kind_is_none_of_another() -> None:
    opened, refused = sign_token("o", 3, 71), sign_token("u", 3, 71)

    assert read_token("u", opened) is None
    assert read_token("o", refused) is None
    assert read_token("c", opened + ".9") is None
    assert read_token("o", sign_token("c", 3, 71, 9)) is None


def test_numbers_no_mail_can_have_are_refused_not_raised() -> None:
    tag = sign_token("o", 3, 71).partition(".")[0]

    assert read_token("o", f"{tag}.{2**33}.71") is None
    assert read_token("o", f"{tag}.3.{10**15 - 1}") is None
    assert read_token("o", "") is None


def test_a_token_outlives_the_change_of_keys_while_the_old_one_is_kept() -> None:
    token = sign_token("u", 3, 71)

    signing.set_link_keys([b"n" * 32, b"k" * 32])
    assert read_token("u", token) == Touch(3, 71)

    signing.set_link_keys([b"n" * 32])
    assert read_token("u", token) is None
