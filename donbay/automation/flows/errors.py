"""Known failures of the flows room."""

from __future__ import annotations

from donbay.core.errors import DomainError


class GraphInvalid(DomainError):
    """The JSON is not a graph of a version this program knows."""

    code = "graph_invalid"
    vi = "Sơ đồ không đúng cấu trúc ở {path}."
    en = "The graph is not well formed at {path}."


class FlowNotReady(DomainError):
    """The draft has problems; publishing is strict."""

    code = "flow_not_ready"
    vi = "Chưa xuất bản được: còn {count} chỗ cần sửa trong kịch bản."
    en = "Not published: {count} things in the flow need mending first."


class FlowNotPublished(DomainError):
    """Only a published flow can be paused or resumed."""

    code = "flow_not_published"
    vi = "Kịch bản chưa được xuất bản. Hãy xuất bản trước."
    en = "This flow has not been published. Publish it first."


class FlowNameTaken(DomainError):
    """Two flows may not have one name."""

    code = "flow_name_taken"
    vi = "Đã có kịch bản tên “{name}”. Hãy chọn tên khác."
    en = "There is already a flow named “{name}”. Choose another name."


class UnknownScenario(DomainError):
    """The library has no such scenario."""

    code = "scenario_unknown"
    vi = "Thư viện không có kịch bản “{key}”."
    en = "The library has no scenario “{key}”."


class RunNotFailed(DomainError):
    """Only a failed run can be tried again."""

    code = "run_not_failed"
    status = 409
    vi = "Lượt này không ở trạng thái lỗi nên không cần chạy lại."
    en = "This run has not failed, so there is nothing to try again."


class RunInsideAgain(DomainError):
    """The customer has entered again since the run failed."""

    code = "run_inside_again"
    status = 409
    vi = "Khách hàng đã vào lại kịch bản này, lượt cũ không chạy lại được."
    en = "The customer is inside this flow again, so the old run cannot be tried again."
