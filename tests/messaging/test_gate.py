"""The gate as a pure decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from donbay.messaging.gate import REASONS, Facts, decide_gate, next_opening, rule_for
from donbay.messaging.types import Purpose

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # 12:00 in Vietnam
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
FACTS = st.builds(
    Facts,
    purpose=st.sampled_from(["transactional", "care", "advertising"]),
    medium=st.sampled_from(["email", "sms", "call"]),
    now=st.integers(1_609_459_200, 1_893_456_000).map(
        lambda at: datetime.fromtimestamp(at, UTC)
    ),
    customer_known=st.booleans(),
    has_address=st.booleans(),
    consented=st.booleans(),
    suppression=st.sampled_from(["", "bounce", "complaint", "manual"]),
    unsubscribed=st.booleans(),
    ads_last_day=st.integers(0, 5),
)  # fmt: skip


@settings(max_examples=1_000)
@given(FACTS)
def test_nothing_unwanted_ever_goes(facts: Facts) -> None:
    decision = decide_gate(facts)

    if decision.action == "send":
        assert facts.customer_known
        assert facts.has_address
        assert not facts.suppression
        if facts.purpose != "transactional":
            assert facts.consented
            assert not facts.unsubscribed
        if facts.purpose == "advertising":
            rule = rule_for(facts.medium, facts.now)
            assert rule is not None
            assert facts.ads_last_day < rule.ads_per_day
            assert next_opening(rule, facts.now, facts.zone) is None
    else:
        assert decision.reason in REASONS


@given(FACTS)
def test_waiting_leads_to_an_open_hour(facts: Facts) -> None:
    decision = decide_gate(facts)

    if decision.action == "wait":
        assert decision.until is not None
        assert facts.now < decision.until <= facts.now + timedelta(hours=24)
        rule = rule_for(facts.medium, facts.now)
        assert rule is not None
        assert next_opening(rule, decision.until, facts.zone) is None


@pytest.mark.parametrize(
    ("medium", "local_hour", "waits"),
    [
        ("email", 3, False),
        ("sms", 6, True),
        ("sms", 7, False),
        ("sms", 21, False),
        ("sms", 22, True),
        ("call", 7, True),
        ("call", 8, False),
        ("call", 17, True),
    ],
)
def test_hours_of_decree_91(medium: str, local_hour: int, waits: bool) -> None:
    now = datetime(2026, 11, 23, local_hour, 0, tzinfo=HANOI)
    rule = rule_for(medium, now)

    assert rule is not None
    assert (next_opening(rule, now, HANOI) is not None) is waits


@pytest.mark.parametrize(("medium", "cap"), [("email", 3), ("sms", 3), ("call", 1)])
def test_caps_of_decree_91(medium: str, cap: int) -> None:
    def decide(had: int) -> str:
        facts = Facts("advertising", medium, NOON, True, True, True, "", False, had)
        return decide_gate(facts).reason

    assert decide(cap - 1) == ""
    assert decide(cap) == "ad_cap"


def test_every_reason_speaks_both_languages() -> None:
    assert all(vi and en and vi != en for vi, en in REASONS.values())


@pytest.mark.parametrize("purpose", ["care", "advertising"])
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, ""),
        ({"consented": False}, "no_consent"),
        ({"unsubscribed": True}, "unsubscribed"),
        ({"suppression": "bounce"}, "suppressed_bounce"),
        ({"has_address": False}, "no_address"),
        ({"customer_known": False}, "customer_gone"),
    ],
)
def test_each_refusal_has_its_reason(purpose: Purpose, changes: Any, reason: str) -> None:
    facts = Facts(purpose, "email", NOON, True, True, True, "", False, 0)

    assert decide_gate(replace(facts, **changes)).reason == reason
