"""Makes khach-hang-cu.xlsx: 500 rows of an old customer list with the usual mess.

Run: .venv/bin/python tests/data/make_khach_hang_cu.py
The numbers below are what tests expect of it; same seed, same file.
"""

from __future__ import annotations

import random
import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

OUT = Path(__file__).with_name("khach-hang-cu.xlsx")
COLUMNS = (
    "STT", "Họ và tên", "SĐT", "Email", "Giới tính", "Ngày sinh", "Địa chỉ", "Nhóm khách",
    "Ghi chú",
)  # fmt: skip
PEOPLE = 440
DUPLICATES = 40
NAME_ONLY = 10
NOBODY = 10
ROWS = PEOPLE + DUPLICATES + NAME_ONLY + NOBODY
BAD_EMAILS = 25
BAD_PHONES = 12
BAD_DATES = 8

_FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ"]
_MIDDLE = ["Thị", "Văn", "Ngọc", "Thanh", "Minh", "Thuỳ", "Đức", "Quỳnh"]
_GIVEN = ["Hoà", "Lan", "Hương", "Nam", "Đức", "Thuý", "Anh", "Linh", "Trang", "Quân", "Mỹ", "Yến"]
_STREETS = ["Lý Thường Kiệt, Hà Nội", "Nguyễn Huệ, TP HCM", "Trần Phú, Đà Nẵng", "Hùng Vương, Huế"]
_NEW_TO_OLD = {"070": "0120", "079": "0121", "083": "0123", "034": "0164", "039": "0169"}
_BROKEN_EMAILS = [
    "khong co @",
    "lan@@example.vn",
    "hoa.example.vn",
    "nam@example",
    "a b@example.vn",
]
_BROKEN_PHONES = ["091234", "không nhớ", "0000000000", "123"]
_BROKEN_DATES = ["31/02/1990", "năm 1990", "45/13/1988"]

Row = list[Any]


def main() -> None:
    """Write the sheet beside this script."""
    rng = random.Random(20_261_123)
    rows = _rows(rng)
    book = xlsxwriter.Workbook(str(OUT), {"strings_to_urls": False})
    book.set_properties({"created": datetime(2026, 11, 23)})  # noqa: DTZ001  # same bytes each time
    sheet = book.add_worksheet("Khách hàng")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for column, title in enumerate(COLUMNS):
        sheet.write_string(0, column, title)
    for number, row in enumerate(rows, 1):
        sheet.write_number(number, 0, number)
        for column, value in enumerate(row, 1):
            _write(sheet, number, column, value, day)
    book.close()


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001  # a cell has no zone
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, value)


def _rows(rng: random.Random) -> list[Row]:
    people = [_person(rng, number) for number in range(PEOPLE)]
    for index in range(BAD_EMAILS):
        people[index][2] = rng.choice(_BROKEN_EMAILS)
    for index in range(BAD_EMAILS, BAD_EMAILS + BAD_PHONES):
        people[index][1] = rng.choice(_BROKEN_PHONES)
        people[index][2] = f"khach{index}@example.vn"
    for index in range(100, 100 + BAD_DATES):
        people[index][4] = rng.choice(_BROKEN_DATES)
    people[200][7] = '=HYPERLINK("http://example.vn","bấm vào đây")'
    again = [_duplicate(rng, people[200 + number], 200 + number) for number in range(DUPLICATES)]
    named = [[f"Khách Lẻ {n}", "", "", "", "", "", "", "chỉ có tên"] for n in range(NAME_ONLY)]
    nobody: list[Row] = [["", "", "", "Nữ", "", "Hà Nội", "", "không rõ ai"] for _ in range(NOBODY)]
    rows = people + again + named + nobody
    rng.shuffle(rows)
    return rows


def _person(rng: random.Random, number: int) -> Row:
    gender = rng.choice(["Nam", "Nữ", "nữ", "NAM", "Chị", ""])
    name = f"{rng.choice(_FAMILY)} {rng.choice(_MIDDLE)} {rng.choice(_GIVEN)}"
    if rng.random() < 0.3:
        name = unicodedata.normalize("NFD", name)
    if rng.random() < 0.1:
        name = f"  {name.replace(' ', '  ')} "
    email = f"khach{number}@example.vn" if rng.random() < 0.6 else ""
    return [
        name,
        _phone(rng, number),
        email.upper() if rng.random() < 0.1 else email,
        gender,
        _birthday(rng),
        f"{number + 1} {rng.choice(_STREETS)}" if rng.random() < 0.7 else "",
        rng.choice(["Khách quen", "Khách sỉ", "VIP, Khách quen", ""]),
        rng.choice(["Hay mua serum", "Da nhạy cảm", ""]),
    ]


def _number(number: int) -> str:
    prefix = ["091", "098", "070", "079", "083", "034", "039"][number % 7]
    return f"{prefix}{number:07d}"


def _phone(rng: random.Random, number: int) -> Any:
    phone = _number(number)
    old = _NEW_TO_OLD.get(phone[:3])
    writings: list[Any] = [
        phone,
        int(phone),
        f"{phone[:4]} {phone[4:7]} {phone[7:]}",
        f"+84{phone[1:]}",
        f"84{phone[1:]}",
        f"{phone[:4]}.{phone[4:7]}.{phone[7:]}",
    ]
    if old:
        writings += [old + phone[3:], int(old + phone[3:])]
    return rng.choice(writings)


def _duplicate(rng: random.Random, original: Row, number: int) -> Row:
    return [original[0], _phone(rng, number), "", original[3], "", "", "", ""]


def _birthday(rng: random.Random) -> Any:
    day = date(rng.randint(1965, 2005), rng.randint(1, 12), rng.randint(1, 28))
    serial = (day - date(1899, 12, 30)).days
    return rng.choice([day, f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year}", serial, ""])


if __name__ == "__main__":
    main()
