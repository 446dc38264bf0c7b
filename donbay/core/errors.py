"""Known failures: a stable code, an HTTP status, and words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

Words = Mapping[str, tuple[str, str]]
"""What to say of a field that is not right, in Vietnamese and in English."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing wrong in an input; `pointer` is a JSON pointer into the request body."""

    pointer: str
    vi: str
    en: str
    code: str = "invalid"


class DomainError(Exception):
    """Base of every failure a person can do something about.

    `vi` and `en` are format strings over the keyword arguments, which are also the `data` of
    the problem document. `at` is a JSON pointer to the input it is about, where there is one: of
    the class where it is always the same, otherwise of the raise.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 422
    vi: ClassVar[str] = "Không thực hiện được."
    en: ClassVar[str] = "This could not be done."
    at: ClassVar[str] = ""

    def __init__(self, *, problems: Sequence[FieldProblem] = (), at: str = "", **data: Any) -> None:
        self.problems = tuple(problems)
        self.data: Mapping[str, Any] = data
        super().__init__(self.message("en"))
        if pointer := at or self.at:
            here = FieldProblem(pointer, self.message("vi"), self.message("en"), self.code)
            self.problems = (here, *self.problems)

    def message(self, language: str) -> str:
        """Return the message in `vi` or `en`."""
        template = self.vi if language == "vi" else self.en
        return template.format_map(self.data)


def field_problems(right: Mapping[str, bool], words: Words) -> list[FieldProblem]:
    """Return what is wrong in an input: a problem for each field that is not right."""
    return [FieldProblem(f"/{field}", *words[field]) for field, fits in right.items() if not fits]


class NotFound(DomainError):
    """Absent, or not visible to this person: from outside the two look the same."""

    code = "not_found"
    status = 404
    vi = "Không tìm thấy. Mục này có thể đã bị xoá hoặc bạn chưa được chia sẻ."
    en = "Not found. It may have been deleted, or it has not been shared with you."


class Forbidden(DomainError):
    """The role does not allow this."""

    code = "forbidden"
    status = 403
    vi = "Vai trò của bạn không cho phép việc này. Hãy nhờ quản lý."
    en = "Your role does not allow this. Ask a manager."


class Invalid(DomainError):
    """The input has problems, each named."""

    code = "invalid"
    status = 422
    vi = "Có chỗ chưa đúng, xin xem từng mục."
    en = "Some values are not right; see each of them."


class Conflict(DomainError):
    """Somebody else changed it meanwhile."""

    code = "conflict"
    status = 409
    vi = "Có người vừa sửa mục này. Hãy tải lại để xem bản mới, phần của bạn chưa bị ghi đè."
    en = "Somebody has just changed this. Reload to see the new version; yours was not saved over."


class TooLarge(DomainError):
    """The upload is over the limit."""

    code = "too_large"
    status = 413
    vi = "Tệp quá lớn. Tối đa {limit_mb} MB."
    en = "The file is too large. At most {limit_mb} MB."


class BadCursorGiven(DomainError):
    """A paging cursor that this API did not give out."""

    code = "bad_cursor"
    status = 400
    vi = "Liên kết trang không hợp lệ, hãy tải lại danh sách."
    en = "The paging cursor is not valid; reload the list."
