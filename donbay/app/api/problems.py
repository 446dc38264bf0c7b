"""Failures as application/problem+json (RFC 9457), in the asker's language."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic_core import ErrorDetails

from donbay.core.api import language_of
from donbay.core.errors import DomainError, FieldProblem

logger = logging.getLogger(__name__)

_WORDS = {
    "missing": ("Cần điền mục này.", "This is required."),
    "json_invalid": ("Nội dung gửi lên không phải JSON hợp lệ.", "The body is not valid JSON."),
}
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

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
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
    vi, en = _WORDS.get(kind, (f"Giá trị chưa đúng: {item['msg']}", str(item["msg"])))
    return FieldProblem(pointer=pointer, vi=vi, en=en, code=kind)
