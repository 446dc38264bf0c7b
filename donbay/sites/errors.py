"""Known failures of the sites room."""

from __future__ import annotations

from donbay.core.errors import Conflict, DomainError


class PageChanged(Conflict):
    """Somebody saved the page after this editor had loaded it."""

    code = "page_changed"
    vi = "Trang này vừa được lưu ở nơi khác (bản {version}). Hãy tải lại rồi sửa tiếp."
    en = "This page has just been saved elsewhere (version {version}). Reload, then go on."


class SlugTaken(DomainError):
    """Another page of the shop has this address."""

    code = "page_slug_taken"
    status = 409
    vi = "Đường dẫn “{slug}” đã có trang khác dùng. Hãy chọn đường dẫn khác."
    en = "Another page already uses the address “{slug}”. Choose a different one."


class BadSlug(DomainError):
    """The address has characters that cannot be in it."""

    code = "page_slug_bad"
    vi = "Đường dẫn chỉ gồm chữ thường không dấu, số và dấu gạch nối, ví dụ: nhan-ebook."
    en = "An address has only plain small letters, digits and hyphens, for example: get-ebook."


class PageIncomplete(DomainError):
    """The page has problems that must be mended before visitors see it."""

    code = "page_incomplete"
    vi = "Chưa xuất bản được: còn {count} chỗ phải sửa."
    en = "Not published: {count} things must be mended first."


class PageNotPublished(DomainError):
    """There is nothing to take offline."""

    code = "page_not_published"
    status = 409
    vi = "Trang này chưa được xuất bản."
    en = "This page is not published."


class UnknownTemplate(DomainError):
    """No template has this key."""

    code = "page_template_unknown"
    status = 404
    vi = "Không có mẫu trang “{template}”."
    en = "There is no page template “{template}”."


class UnknownForm(DomainError):
    """The form was never published by this shop."""

    code = "form_unknown"
    vi = "Biểu mẫu này không còn trên trang nào."
    en = "This form is on no page."


class BadAnswers(DomainError):
    """A submission does not fit its form."""

    code = "form_answers_bad"
    vi = "Câu trả lời không hợp với biểu mẫu: {fields}."
    en = "The answers do not fit the form: {fields}."
