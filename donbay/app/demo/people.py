"""Vietnamese people by a seeded generator; nobody real: the numbers and names are drawn."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from donbay.customers.types import PersonInput
from donbay.kit.text import slugify

_FAMILIES = (
    ("Nguyễn", 38), ("Trần", 11), ("Lê", 10), ("Phạm", 7), ("Hoàng", 5), ("Phan", 5), ("Vũ", 4),
    ("Đặng", 3), ("Bùi", 3), ("Đỗ", 3), ("Hồ", 2), ("Ngô", 2), ("Dương", 2), ("Lý", 1), ("Đinh", 1),
)  # fmt: skip
_WOMEN_MIDDLES = ("Thị", "Thị Thu", "Ngọc", "Thanh", "Thị Kim", "Phương", "Minh", "Thuỳ", "Hồng")
_WOMEN = (
    "Lan", "Hương", "Hoa", "Linh", "Trang", "Mai", "Ngọc", "Thảo", "Hà", "Yến", "Nhung", "Vy",
    "Quỳnh", "Anh", "Châu", "Dung", "Giang", "Hạnh", "Loan", "My", "Nga", "Oanh", "Phượng", "Tâm",
    "Thư", "Trâm", "Uyên", "Vân", "Xuân", "Diễm",
)  # fmt: skip
_MEN_MIDDLES = ("Văn", "Đức", "Hữu", "Quang", "Minh", "Quốc", "Thành", "Công")
_MEN = ("Hùng", "Dũng", "Nam", "Sơn", "Tuấn", "Long", "Khoa", "Bình", "Phúc", "Đạt", "Hải", "Tú")
_PREFIXES = ("090", "091", "093", "094", "096", "097", "098", "032", "035", "038", "070", "076",
             "081", "083", "085", "056", "058")  # fmt: skip
_PLACES = (
    ("79", "TP. Hồ Chí Minh", 30), ("01", "Hà Nội", 24), ("48", "Đà Nẵng", 9),
    ("31", "Hải Phòng", 6),
    ("92", "Cần Thơ", 6), ("75", "Đồng Nai", 6), ("46", "Huế", 4), ("38", "Thanh Hoá", 4),
    ("22", "Quảng Ninh", 3), ("68", "Lâm Đồng", 3), ("56", "Khánh Hoà", 3), ("91", "An Giang", 2),
)  # fmt: skip
_STREETS = ("Lý Thường Kiệt", "Trần Hưng Đạo", "Lê Lợi", "Nguyễn Huệ", "Hai Bà Trưng",
            "Nguyễn Trãi", "Điện Biên Phủ", "Phan Chu Trinh", "Quang Trung")  # fmt: skip

_BROWSERS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Safari/604.1",
    "Mozilla/5.0 (Linux; Android 15; SM-A556E) Chrome/141.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0.0.0 Safari/537.36",
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where visitors come from, and how often."""

    source: str
    medium: str
    campaign: str
    weight: int


SOURCES = (
    Source("facebook", "paid", "cham-soc-da-mua-dong", 34),
    Source("zalo", "oa", "uu-dai-thang", 18),
    Source("google", "cpc", "kem-chong-nang", 16),
    Source("tiktok", "social", "review-sen", 14),
    Source("", "", "", 18),
)


def draw_source(rng: random.Random) -> Source:
    """Draw where somebody comes from."""
    return rng.choices(SOURCES, [source.weight for source in SOURCES])[0]


def draw_person(rng: random.Random, number: int, page_id: str) -> PersonInput:
    """Draw one customer; `number` makes phone and e-mail unique."""
    woman = rng.random() < 0.86
    family = rng.choices([f for f, _ in _FAMILIES], [w for _, w in _FAMILIES])[0]
    middle = rng.choice(_WOMEN_MIDDLES if woman else _MEN_MIDDLES)
    given = rng.choice(_WOMEN if woman else _MEN)
    name = f"{family} {middle} {given}"
    code, place, _ = rng.choices(_PLACES, [weight for *_, weight in _PLACES])[0]
    source = draw_source(rng)
    by_form = rng.random() < 0.6
    utm = {
        "utm_source": source.source,
        "utm_medium": source.medium,
        "utm_campaign": source.campaign,
        "page_id": page_id if by_form else "",
    }
    return PersonInput(
        full_name=name,
        phone=f"{_PREFIXES[number % len(_PREFIXES)]}{1_000_000 + number * 4_337 % 9_000_000:07d}",
        email=f"{slugify(given)}.{slugify(family)}{number}@example.com"
        if by_form or rng.random() < 0.7  # the form asks for it
        else "",
        gender="female" if woman else "male",
        address=f"{rng.randint(1, 320)} {rng.choice(_STREETS)}, {place}",
        province_code=code,
        source={key: value for key, value in utm.items() if value},
    )


def draw_visit(rng: random.Random, source: Mapping[str, str], url: str) -> dict[str, object]:
    """Draw what the edge notes of a visit; the addresses are kept for documentation (RFC 5737)."""
    utm = {
        key.removeprefix("utm_"): value for key, value in source.items() if key.startswith("utm_")
    }
    return {
        "ip": f"203.0.113.{rng.randint(1, 254)}",
        "user_agent": rng.choice(_BROWSERS),
        "url": url,
        "lang": "vi",
        "utm": utm,
    }
