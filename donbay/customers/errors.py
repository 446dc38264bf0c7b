"""Known failures of the customers room."""

from __future__ import annotations

from donbay.core.errors import DomainError, NotFound


class CustomerNotFound(NotFound):
    """No such customer in this workspace."""

    code = "customer_not_found"
    vi = "Không tìm thấy khách hàng này. Có thể hồ sơ đã bị xoá hoặc đã gộp vào hồ sơ khác."
    en = "This customer was not found. It may have been deleted or merged into another."


class TagNotFound(NotFound):
    """No such tag in this workspace."""

    code = "tag_not_found"
    vi = "Không tìm thấy thẻ này."
    en = "This tag was not found."


class MergeSuggestionNotFound(NotFound):
    """No such open suggestion in this workspace."""

    code = "merge_suggestion_not_found"
    vi = "Gợi ý gộp này không còn. Có thể ai đó đã xử lý."
    en = "This merge suggestion is gone. Somebody may have handled it."


class IdentityTaken(DomainError):
    """The phone or e-mail belongs to another customer."""

    code = "identity_taken"
    status = 409
    vi = "{value} đang thuộc về một khách hàng khác. Hãy mở hồ sơ đó, hoặc gộp hai hồ sơ."
    en = "{value} belongs to another customer. Open that profile, or merge the two."


class NobodyGiven(DomainError):
    """A customer needs at least a name, a phone or an e-mail."""

    code = "nobody_given"
    vi = "Hãy nhập ít nhất tên, số điện thoại hoặc e-mail."
    en = "Give at least a name, a phone number or an e-mail."


class InvalidContact(DomainError):
    """A phone or e-mail that cannot be one."""

    code = "invalid_contact"
    vi = "“{value}” không phải là số điện thoại hay e-mail dùng được. Hãy kiểm tra lại."
    en = "“{value}” is not a usable phone number or e-mail. Please check it."


class EmptyTagName(DomainError):
    """A tag needs a name of 1 to 60 characters."""

    code = "tag_name_invalid"
    vi = "Tên thẻ phải có từ 1 đến 60 ký tự."
    en = "A tag name has 1 to 60 characters."


class FieldKeyInvalid(DomainError):
    """A custom field's key is lower-case ASCII letters, digits and underscores."""

    code = "field_key_invalid"
    at = "/key"
    vi = "Khoá trường “{key}” chỉ gồm chữ thường không dấu, chữ số và gạch dưới (tối đa 40 ký tự)."
    en = "The field key “{key}” may hold lower-case letters, digits and underscores (at most 40)."


class FieldKeyTaken(DomainError):
    """A custom field with this key exists already."""

    code = "field_key_taken"
    status = 409
    at = "/key"
    vi = (
        "Đã có trường với khoá “{key}” (có thể đang cất đi). Hãy đặt tên khác, hoặc dùng trường ấy."
    )
    en = (
        "There is a field with the key “{key}” already (it may be put away). Choose another name, "
        "or use that field."
    )


class FieldNeedsOptions(DomainError):
    """A choice field needs choices."""

    code = "field_needs_options"
    at = "/options"
    vi = "Trường lựa chọn cần ít nhất một lựa chọn."
    en = "A choice field needs at least one choice."


class FieldNotFound(NotFound):
    """No such custom field in this workspace."""

    code = "field_not_found"
    vi = "Không tìm thấy trường tuỳ chỉnh này. Hãy tải lại trang để xem các trường đang có."
    en = "This custom field was not found. Reload the page to see the fields there are."


class FieldUnknown(DomainError):
    """The custom field was never defined."""

    code = "field_unknown"
    vi = "Chưa có trường tuỳ chỉnh “{key}”. Hãy tạo trường này trước."
    en = "There is no custom field “{key}”. Create it first."


class FieldValueInvalid(DomainError):
    """The value does not fit the custom field's kind."""

    code = "field_value_invalid"
    vi = "“{value}” không hợp với trường “{label}”."
    en = "“{value}” does not fit the field “{label}”."


class FieldValueTooLong(DomainError):
    """The text has more letters than a custom field keeps."""

    code = "field_value_too_long"
    vi = "“{label}” dài quá {limit} ký tự. Hãy rút ngắn lại, hoặc ghi phần còn lại vào ghi chú."
    en = "“{label}” is longer than {limit} letters. Shorten it, or put the rest into the note."


class CannotMergeWithSelf(DomainError):
    """A customer cannot be merged with itself."""

    code = "merge_same_customer"
    vi = "Không thể gộp một hồ sơ với chính nó."
    en = "A customer cannot be merged with itself."


class ImportNotFound(NotFound):
    """No such import in this workspace."""

    code = "import_not_found"
    vi = "Không tìm thấy lần nhập này."
    en = "This import was not found."


class ImportFileUnreadable(DomainError):
    """The file is not a sheet that can be read."""

    code = "import_file_unreadable"
    status = 415
    vi = "Không đọc được tệp “{filename}”. Hãy tải lên tệp Excel (.xlsx) hoặc CSV."
    en = "The file “{filename}” cannot be read. Upload an Excel (.xlsx) or CSV file."


class ImportFileLocked(DomainError):
    """The workbook is protected by a password."""

    code = "import_file_locked"
    vi = "Tệp “{filename}” đang đặt mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại."
    en = "The file “{filename}” is protected by a password. Remove it and upload again."


class ImportFileEmpty(DomainError):
    """The sheet has no rows below its headings."""

    code = "import_file_empty"
    vi = "Tệp không có dòng dữ liệu nào dưới dòng tiêu đề."
    en = "The file has no rows below its headings."


class ImportTooManyRows(DomainError):
    """The sheet has more rows than one import takes."""

    code = "import_too_many_rows"
    vi = "Tệp có hơn {limit} dòng. Hãy chia thành nhiều tệp nhỏ hơn."
    en = "The file has more than {limit} rows. Split it into smaller files."


class ImportTooManyColumns(DomainError):
    """The sheet has more columns than one import takes."""

    code = "import_too_many_columns"
    vi = "Tệp có hơn {limit} cột. Hãy xoá bớt cột không cần."
    en = "The file has more than {limit} columns. Delete those you do not need."


class ImportMappingInvalid(DomainError):
    """The mapping names columns or fields that do not exist."""

    code = "import_mapping_invalid"
    vi = "Cách ghép cột chưa đúng, xin xem từng cột."
    en = "The column mapping is not right; see each column."


class ImportColumnsMissing(DomainError):
    """Nobody can be recognised: no name, phone or e-mail column."""

    code = "import_columns_missing"
    vi = "Hãy ghép ít nhất một cột với Họ tên, Số điện thoại hoặc E-mail."
    en = "Map at least one column to Full name, Phone or E-mail."


class ImportNotReady(DomainError):
    """The import is not at the step where this can be done."""

    code = "import_not_ready"
    status = 409
    vi = "Lần nhập này đang ở bước “{state}” nên chưa làm được việc này."
    en = "This import is at the step “{state}”, where this cannot be done."
