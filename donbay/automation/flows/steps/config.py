"""How steps and triggers check their settings: a pydantic model gives schema and problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from donbay.core.registry import Problem, StepResult


class Config(BaseModel):
    """Base of the settings of a step or trigger."""

    model_config = ConfigDict(extra="forbid")


C = TypeVar("C", bound=Config)

WORDS: Mapping[str, tuple[str, str]] = {
    "page_id": ("trang có biểu mẫu", "the page with the form"),
    "content_id": ("e-mail để gửi", "the e-mail to send"),
    "voucher_id": ("chương trình mã ưu đãi", "the voucher programme"),
    "tag_id": ("thẻ", "the tag"),
    "tree": ("điều kiện", "the condition"),
    "mode": ("cách chờ", "how to wait"),
    "amount": ("thời gian chờ", "how long to wait"),
    "unit": ("đơn vị thời gian", "the unit of time"),
    "day": ("ngày thứ mấy", "which day"),
    "at": ("giờ trong ngày", "the time of day"),
    "until": ("thời điểm chờ đến", "the moment to wait for"),
    "purpose": ("mục đích", "the purpose"),
}
"""What people call a setting."""

_MISSING = frozenset({"missing", "none_required", "union_tag_not_found"})


def read(model: type[C], config: Mapping[str, Any]) -> C | None:
    """Return typed settings, or None when they are not complete."""
    try:
        return model.model_validate(dict(config))
    except ValidationError:
        return None


def config_problems(model: type[Config], config: Mapping[str, Any]) -> list[Problem]:
    """Return one problem for each setting that is missing or not right."""
    try:
        model.model_validate(dict(config))
    except ValidationError as error:
        return describe(error, config)
    return []


def describe(error: ValidationError, config: Mapping[str, Any]) -> list[Problem]:
    """Return pydantic's findings as problems, one a field."""
    found: dict[str, Problem] = {}
    for item in error.errors(include_url=False, include_input=False):
        names = [str(part) for part in item["loc"] if str(part) in config or item["loc"]]
        name = names[-1] if names else ""
        empty = item["type"] in _MISSING or config.get(name) in (None, "")
        found.setdefault(name, missing(name) if empty else wrong(name))
    return list(found.values())


def missing(field: str) -> Problem:
    """Return the problem of a setting left empty."""
    vi, en = WORDS.get(field, ("mục này", "this setting"))
    return Problem(f"{field or 'config'}_missing", f"Chưa chọn {vi}.", f"Choose {en}.", field)


def wrong(field: str) -> Problem:
    """Return the problem of a setting that does not fit."""
    vi, en = WORDS.get(field, ("mục này", "this setting"))
    return Problem(
        f"{field or 'config'}_invalid",
        f"Giá trị chưa đúng: {vi}. Hãy chọn lại.",
        f"The value is not right: {en}. Choose again.",
        field,
    )


def passed_over(run_ids: Sequence[int], reason: str) -> StepResult:
    """Return that a step did nothing for anybody, and they go on.

    What a published version names may be deleted later. The version cannot be mended, so failing
    would hold for ever those who are inside it.
    """
    return StepResult(outlets=["next"] * len(run_ids), reasons=[reason] * len(run_ids))


def gone(field: str, code: str, vi: str, en: str) -> Problem:
    """Return the problem of a setting that names something no longer there."""
    return Problem(code, vi, en, field)
