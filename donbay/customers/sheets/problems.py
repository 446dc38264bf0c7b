"""The words for what was wrong in a sheet."""

from __future__ import annotations

_WORDS = {
    "phone_invalid": (
        "Số điện thoại không đúng, đã bỏ qua ô này",
        "Not a phone number; cell skipped",
    ),
    "email_invalid": (
        "E-mail không đúng, đã bỏ qua ô này",
        "Not an e-mail address; cell skipped",
    ),
    "gender_unknown": (
        "Không hiểu giới tính, đã bỏ qua ô này",
        "Gender not understood; cell skipped",
    ),
    "date_invalid": (
        "Ngày không đúng, đã bỏ qua ô này",
        "Not a date; cell skipped",
    ),
    "field_value_invalid": (
        "Giá trị không hợp với trường, đã bỏ qua ô này",
        "Does not fit the field; cell skipped",
    ),
    "value_cut": (
        "Ô dài quá, chỉ giữ được phần đầu",
        "Too long; only its beginning is kept",
    ),
    "nobody_in_row": (
        "Dòng không có tên, số điện thoại hay e-mail dùng được, không nhập",
        "No usable name, phone or e-mail; row not taken in",
    ),
    "row_failed": (
        "Không lưu được dòng này, hãy nhập lại",
        "This row could not be saved; import it again",
    ),
    "other_owner": (
        "Điện thoại và e-mail thuộc hai khách khác nhau: giữ theo điện thoại, đã gợi ý gộp",
        "Phone and e-mail belong to two customers: phone kept, merge suggested",
    ),
}  # fmt: skip


def describe_problem(code: str, language: str) -> str:
    """Return what was wrong, in `vi` or `en`."""
    vi, en = _WORDS.get(code, (code, code))
    return vi if language == "vi" else en
