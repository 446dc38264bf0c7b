"""Failures as application/problem+json (RFC 9457), in the asker's language."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic_core import ErrorDetails

from donbay.app.api.parser import Unstorable
from donbay.core.api import language_of
from donbay.core.errors import DomainError, FieldProblem

logger = logging.getLogger(__name__)

# Kinds of problem as pydantic names them; `{…}` are filled from what it says about the limit.
_WORDS = {
    "missing": ("Cần điền mục này.", "This is required."),
    "json_invalid": ("Nội dung gửi lên không phải JSON hợp lệ.", "The body is not valid JSON."),
    "string_type": ("Cần là chữ.", "This must be text."),
    "string_too_short": ("Cần ít nhất {min_length} ký tự.", "At least {min_length} characters."),
    "string_too_long": ("Tối đa {max_length} ký tự.", "At most {max_length} characters."),
    "string_pattern_mismatch": ("Chưa đúng dạng cần có.", "This does not have the right form."),
    "int_type": ("Cần là số nguyên.", "This must be a whole number."),
    "int_parsing": ("Cần là số nguyên.", "This must be a whole number."),
    "int_from_float": ("Cần là số nguyên.", "This must be a whole number."),
    "float_parsing": ("Cần là số.", "This must be a number."),
    "decimal_parsing": ("Cần là số.", "This must be a number."),
    "bool_parsing": ("Cần là có hoặc không.", "This must be true or false."),
    "bool_type": ("Cần là có hoặc không.", "This must be true or false."),
    "greater_than": ("Cần lớn hơn {gt}.", "This must be more than {gt}."),
    "greater_than_equal": ("Cần từ {ge} trở lên.", "This must be {ge} or more."),
    "less_than": ("Cần nhỏ hơn {lt}.", "This must be less than {lt}."),
    "less_than_equal": ("Cần từ {le} trở xuống.", "This must be {le} or less."),
    "literal_error": ("Chỉ nhận: {expected}.", "This must be one of: {expected}."),
    "enum": ("Chỉ nhận: {expected}.", "This must be one of: {expected}."),
    "uuid_parsing": ("Mã này không đúng dạng UUID.", "This is not a UUID."),
    "uuid_type": ("Mã này không đúng dạng UUID.", "This is not a UUID."),
    "date_parsing": ("Cần là ngày, dạng 2026-11-30.", "This must be a date like 2026-11-30."),
    "date_from_datetime_parsing": (
        "Cần là ngày, dạng 2026-11-30.",
        "This must be a date like 2026-11-30.",
    ),
    "datetime_parsing": (
        "Cần là thời điểm, dạng 2026-11-30T08:00:00+07:00.",
        "This must be a time like 2026-11-30T08:00:00+07:00.",
    ),
    "datetime_from_date_parsing": (
        "Cần là thời điểm, dạng 2026-11-30T08:00:00+07:00.",
        "This must be a time like 2026-11-30T08:00:00+07:00.",
    ),
    "list_type": ("Cần là một danh sách.", "This must be a list."),
    "dict_type": ("Cần là một đối tượng JSON.", "This must be a JSON object."),
    "model_attributes_type": ("Cần là một đối tượng JSON.", "This must be a JSON object."),
    "model_type": ("Cần là một đối tượng JSON.", "This must be a JSON object."),
    "too_short": ("Cần ít nhất {min_length} mục.", "At least {min_length} items."),
    "too_long": ("Tối đa {max_length} mục.", "At most {max_length} items."),
    "link_unreadable": (
        "Liên kết bắt đầu bằng https://, / (trang của bạn), # (phần trên trang), mailto: hoặc tel:",
        "A link begins with https://, / (a page of yours), # (a section here), mailto: or tel:",
    ),
    "field_key_reserved": (
        "Mã “{key}” đã dành riêng. Hãy đặt mã khác.",
        "The key “{key}” is reserved. Choose a different one.",
    ),
    "tree_too_deep": (
        "Thành phần {node} nằm quá sâu: tối đa {depth} tầng.",
        "The component {node} is nested too deeply: {depth} levels at most.",
    ),
    "tree_id_twice": (
        "Hai thành phần cùng mã {node}. Hãy xoá một trong hai.",
        "Two components are both called {node}. Delete one of them.",
    ),
    "tree_too_large": (
        "Trang có tối đa {count} thành phần. Hãy bớt hoặc tách thành hai trang.",
        "A page has at most {count} components. Remove some, or make two pages.",
    ),
    "extra_forbidden": ("Không có mục này.", "There is no such field."),
}
_UNREADABLE = (
    "Nội dung gửi lên không phải JSON hợp lệ. Hãy kiểm tra dấu ngoặc, dấu phẩy và bảng mã UTF-8.",
    "The body is not valid JSON. Check brackets, commas and that it is UTF-8.",
)
_UNSTORABLE = (
    (
        "Có ký tự hoặc con số không lưu được (ký tự điều khiển, số quá lớn). "
        "Hãy sửa rồi gửi lại; chưa có gì được ghi."
    ),
    (
        "A character or number in it cannot be stored (a control character, a number too large). "
        "Change it and send it again; nothing was written."
    ),
)
_TOO_LARGE = (
    "Nội dung gửi lên quá lớn. Hãy chia nhỏ rồi gửi lại.",
    "The body is too large. Send it in smaller parts.",
)
_SIGNED_OUT = ("Hãy đăng nhập để tiếp tục.", "Sign in to go on.")
_BROKEN = (
    "Có lỗi phía máy chủ. Dữ liệu của bạn vẫn nguyên; xin thử lại.",
    "Something failed on the server. Your data is unharmed; please try again.",
)


def problem(
    request: HttpRequest,
    *,
    status: int,
    code: str,
    words: tuple[str, str],
    errors: Sequence[FieldProblem] = (),
    data: Any = None,
) -> HttpResponse:
    """Return a problem document; `words` are the Vietnamese and the English message."""
    vietnamese = language_of(request) == "vi"
    body = {
        "type": f"about:blank#{code}",
        "title": words[0] if vietnamese else words[1],
        "status": status,
        "code": code,
        "errors": [
            {"pointer": e.pointer, "code": e.code, "message": e.vi if vietnamese else e.en}
            for e in errors
        ],
        "data": data or {},
    }
    response = JsonResponse(body, status=status, content_type="application/problem+json")
    response["Content-Language"] = "vi" if vietnamese else "en"
    return response


def register(api: NinjaAPI) -> None:
    """Make an API answer every failure with a problem document."""

    @api.exception_handler(DomainError)
    def domain(request: HttpRequest, error: DomainError) -> HttpResponse:
        return problem(
            request,
            status=error.status,
            code=error.code,
            words=(error.message("vi"), error.message("en")),
            errors=error.problems,
            data={k: v for k, v in error.data.items() if isinstance(v, str | int | float | bool)},
        )

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return problem(
            request,
            status=422,
            code="invalid",
            words=("Có chỗ chưa đúng, xin xem từng mục.", "Some values are not right."),
            errors=[_field(item) for item in error.errors],
        )

    @api.exception_handler(AuthenticationError)
    def signed_out(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem(request, status=401, code="signed_out", words=_SIGNED_OUT)

    @api.exception_handler(DataError)
    def unstorable(request: HttpRequest, error: DataError) -> HttpResponse:
        logger.info("%s %s: %s", request.method, request.path, error)
        return problem(request, status=422, code="unstorable", words=_UNSTORABLE)

    @api.exception_handler(RequestDataTooBig)
    def too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return problem(request, status=413, code="too_large", words=_TOO_LARGE)

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
        if isinstance(error.__cause__, Unstorable):
            return problem(request, status=422, code="unstorable", words=_UNSTORABLE)
        if error.status_code == 400:  # what Ninja says of a body it cannot read, English only
            return problem(request, status=400, code="unreadable", words=_UNREADABLE)
        return problem(
            request, status=error.status_code, code="http_error", words=(str(error), str(error))
        )

    @api.exception_handler(Exception)
    def broken(request: HttpRequest, error: Exception) -> HttpResponse:
        logger.error("%s %s failed", request.method, request.path, exc_info=error)
        return problem(request, status=500, code="server_error", words=_BROKEN)


def _field(item: ErrorDetails | dict[str, Any]) -> FieldProblem:
    where = [str(part) for part in item["loc"]]
    pointer = "/" + "/".join(where[2:] if where[:1] == ["body"] else where[1:])
    kind = str(item["type"])
    limits = _Known(item.get("ctx") or {})
    vi, en = _WORDS.get(kind, (f"Giá trị chưa đúng: {item['msg']}", str(item["msg"])))
    if kind in _WORDS:
        vi, en = vi.format_map(limits), en.format_map(limits)
    return FieldProblem(pointer=pointer, vi=vi, en=en, code=kind)


class _Known(dict[str, Any]):
    """What pydantic tells of a limit; what it does not tell stays out of the sentence."""

    def __missing__(self, name: str) -> str:
        return "?"
