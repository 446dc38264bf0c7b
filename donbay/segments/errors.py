"""Known failures of the segments room; each carries the place in the tree as `path`."""

from __future__ import annotations

from donbay.core.errors import DomainError


class ConditionTreeInvalid(DomainError):
    """The JSON is not a condition tree of a version this program knows."""

    code = "condition_tree_invalid"
    vi = "Điều kiện ở {path} không đúng cấu trúc."
    en = "The condition at {path} is not well formed."


class ConditionTreeTooLarge(DomainError):
    """The tree has too many conditions or is nested too deeply."""

    code = "condition_tree_too_large"
    vi = "Quá nhiều điều kiện: tối đa {limit} điều kiện và {depth} cấp lồng nhau."
    en = "Too many conditions: at most {limit}, nested at most {depth} deep."


class FacetUnknown(DomainError):
    """No room registered this facet."""

    code = "facet_unknown"
    vi = "Không có điều kiện “{facet}”. Hãy chọn lại điều kiện."
    en = "There is no condition “{facet}”. Choose another."


class OperatorUnknown(DomainError):
    """The facet does not know this operator."""

    code = "operator_unknown"
    vi = "Điều kiện “{label_vi}” không có phép so sánh “{operator}”. Hãy chọn lại."
    en = "The condition “{label_en}” has no comparison “{operator}”. Choose another."


class ConditionValueInvalid(DomainError):
    """The value does not fit the facet and operator."""

    code = "condition_value_invalid"
    vi = "Điều kiện “{label_vi}” chưa có giá trị, hoặc giá trị chưa đúng. Hãy chọn lại."
    en = "The condition “{label_en}” has no value, or one that does not fit. Choose again."
