"""Checks what a visitor typed against a form's specification; pure, shared with the edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from donbay.kit.phone import InvalidPhone, normalise_phone
from donbay.kit.text import InvalidEmail, clean, normalise_email
from donbay.sites.types import FormField, FormSpec

MAX_LINE = 500
MAX_TEXT = 5000
TICKED = frozenset({"1", "on", "true", "yes"})


@dataclass(frozen=True, slots=True)
class ValueProblem:
    """Why an answer was not accepted, in words for the visitor."""

    code: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Checked:
    """Cleaned answers by field key, and what is wrong with the others."""

    values: Mapping[str, str]
    problems: Mapping[str, ValueProblem]
    consent: bool

    @property
    def ok(self) -> bool:
        """Tell whether every answer was accepted."""
        return not self.problems


def check_values(spec: FormSpec, raw: Mapping[str, str]) -> Checked:
    """Clean and check answers; names the form does not ask for are dropped."""
    values: dict[str, str] = {}
    problems: dict[str, ValueProblem] = {}
    for question in spec.fields:
        try:
            value = _accepted(question, raw.get(question.key, ""))
        except _RefusedError as refusal:
            problems[question.key] = refusal.problem
            continue
        if value:
            values[question.key] = value
    consent = spec.consent is not None and raw.get("consent", "") in TICKED
    return Checked(values, problems, consent)


class _RefusedError(Exception):
    def __init__(self, code: str, vi: str, en: str) -> None:
        self.problem = ValueProblem(code, vi, en)
        super().__init__(code)


def _accepted(question: FormField, raw: str) -> str:
    value = _cleaned(question, raw)
    if not value:
        if question.required:
            raise _missing(question)
        return ""
    limit = MAX_TEXT if question.type == "textarea" else MAX_LINE
    if len(value) > limit:
        raise _RefusedError("too_long", f"Tối đa {limit} ký tự.", f"At most {limit} characters.")
    if question.type == "phone":
        return _phone(value)
    if question.type == "email":
        return _email(value)
    if question.type == "select" and value not in question.options:
        raise _RefusedError(
            "not_an_option", "Hãy chọn một mục trong danh sách.", "Pick one of the list."
        )
    return value


def _cleaned(question: FormField, raw: str) -> str:
    if question.type == "checkbox":
        return "1" if raw in TICKED else ""
    if question.type == "textarea":
        return "\n".join(clean(line) for line in raw.splitlines()).strip()
    return clean(raw)


def _missing(question: FormField) -> _RefusedError:
    if question.type in {"checkbox", "select"}:
        return _RefusedError(
            "required", f"Hãy chọn: {question.label}.", f"Choose: {question.label}."
        )
    return _RefusedError("required", f"Hãy nhập: {question.label}.", f"Enter: {question.label}.")


def _phone(value: str) -> str:
    try:
        return normalise_phone(value)
    except InvalidPhone:
        raise _RefusedError(
            "phone",
            "Số điện thoại chưa đúng. Ví dụ: 0912 345 678.",
            "This is not a phone number. Example: 0912 345 678.",
        ) from None


def _email(value: str) -> str:
    try:
        return normalise_email(value)
    except InvalidEmail:
        raise _RefusedError(
            "email",
            "Địa chỉ e-mail chưa đúng. Ví dụ: ten@gmail.com.",
            "This is not an e-mail address. Example: name@gmail.com.",
        ) from None
