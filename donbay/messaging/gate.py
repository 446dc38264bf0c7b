"""The gate: may this message go out now? A pure decision with a reason for every refusal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from donbay.kit.clock import VIETNAM, add_local_days, at_local
from donbay.messaging.types import Purpose


@dataclass(frozen=True, slots=True)
class MediumRule:
    """What Decree 91/2020 asks of advertising by one medium, from a date on."""

    medium: str
    since: datetime
    ads_per_day: int
    opens: time | None = None
    closes: time | None = None


_SINCE = datetime.fromisoformat("2020-10-01T00:00:00+07:00")
RULES: tuple[MediumRule, ...] = (
    MediumRule("email", _SINCE, ads_per_day=3),
    MediumRule("sms", _SINCE, ads_per_day=3, opens=time(7), closes=time(22)),
    MediumRule("call", _SINCE, ads_per_day=1, opens=time(8), closes=time(17)),
)
AD_WINDOW = timedelta(hours=24)

REASONS: dict[str, tuple[str, str]] = {
    "no_address": (
        "Khách hàng chưa có địa chỉ e-mail.",
        "The customer has no e-mail address.",
    ),
    "customer_gone": (
        "Khách hàng không còn trong danh sách.",
        "The customer is no longer on the list.",
    ),
    "customer_merged": (
        "Hồ sơ đã gộp với một hồ sơ khác, vốn đã có thư này.",
        "The profile was merged with another one, which has this message already.",
    ),
    "no_consent": (
        "Khách hàng chưa đồng ý nhận loại tin này.",
        "The customer has not agreed to messages of this purpose.",
    ),
    "unsubscribed": (
        "Khách hàng đã từ chối nhận tin.",
        "The customer has refused further messages.",
    ),
    "suppressed_bounce": (
        "Địa chỉ này từng báo không tồn tại nên không gửi nữa.",
        "This address was reported not to exist, so nothing more is sent to it.",
    ),
    "suppressed_complaint": (
        "Người nhận từng báo thư rác nên không gửi nữa.",
        "The recipient reported spam, so nothing more is sent.",
    ),
    "suppressed": (
        "Địa chỉ này nằm trong danh sách không gửi.",
        "This address is on the list of addresses not to send to.",
    ),
    "ad_cap": (
        "Đã đủ số thư quảng cáo cho người này trong 24 giờ.",
        "This person has had the most advertising messages allowed in 24 hours.",
    ),
    "quiet_hours": (
        "Ngoài giờ được phép, sẽ gửi khi đến giờ.",
        "Outside the permitted hours; it will go when they begin.",
    ),
    "content_missing": (
        "Nội dung thư đã bị xoá.",
        "The content of this message was deleted.",
    ),
    "template_error": (
        "Nội dung thư có lỗi, xem chi tiết.",
        "The content has an error; see the details.",
    ),
    "refused": (
        "Máy chủ nhận thư từ chối.",
        "The receiving server refused the message.",
    ),
    "gave_up": (
        "Đã thử nhiều lần mà không gửi được.",
        "It could not be sent after many tries.",
    ),
    "channel_broken": (
        "Kênh gửi chưa đúng cấu hình.",
        "The channel's settings do not work.",
    ),
    "outcome_unknown": (
        "Không rõ đã gửi hay chưa: tiến trình dừng giữa lúc gửi. Thư không được gửi lại tự động.",
        (
            "Whether it was sent is not known: the process stopped while sending. It is not sent "
            "again by itself."
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the gate may look at for one message."""

    purpose: Purpose
    medium: str
    now: datetime
    customer_known: bool
    has_address: bool
    consented: bool
    suppression: str
    unsubscribed: bool
    ads_last_day: int
    zone: ZoneInfo = VIETNAM


@dataclass(frozen=True, slots=True)
class Decision:
    """send, skip for a reason, or wait until an instant for a reason."""

    action: Literal["send", "skip", "wait"]
    reason: str = ""
    until: datetime | None = None


SEND = Decision("send")


def decide_gate(facts: Facts) -> Decision:
    """Decide from facts alone; the same facts always give the same decision."""
    refusal = _recipient_refusal(facts) or _wish_refusal(facts)
    if refusal:
        return Decision("skip", refusal)
    if facts.purpose != "advertising":
        return SEND
    rule = rule_for(facts.medium, facts.now)
    if rule is None:
        return SEND
    opening = next_opening(rule, facts.now, facts.zone)
    if opening is not None:
        return Decision("wait", "quiet_hours", opening)
    if facts.ads_last_day >= rule.ads_per_day:
        return Decision("skip", "ad_cap")
    return SEND


def _recipient_refusal(facts: Facts) -> str:
    if not facts.customer_known:
        return "customer_gone"
    if not facts.has_address:
        return "no_address"
    if facts.suppression in ("bounce", "complaint"):
        return f"suppressed_{facts.suppression}"
    return "suppressed" if facts.suppression else ""


def _wish_refusal(facts: Facts) -> str:
    if facts.purpose == "transactional":
        return ""
    if facts.unsubscribed:
        return "unsubscribed"
    return "" if facts.consented else "no_consent"


def rule_for(medium: str, now: datetime) -> MediumRule | None:
    """Return the rule in force for a medium, the newest first."""
    rules = [rule for rule in RULES if rule.medium == medium and rule.since <= now]
    return max(rules, key=lambda rule: rule.since, default=None)


def next_opening(rule: MediumRule, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return when sending may begin, or None when it may go now."""
    if rule.opens is None or rule.closes is None:
        return None
    local = now.astimezone(zone)
    if rule.opens <= local.time() < rule.closes:
        return None
    today = at_local(local.date(), rule.opens, zone)
    return today if now < today else add_local_days(now, 1, zone, rule.opens)


def explain(reason: str, language: str) -> str:
    """Return a reason code in words."""
    vi, en = REASONS.get(reason, (reason, reason))
    return vi if language == "vi" else en
