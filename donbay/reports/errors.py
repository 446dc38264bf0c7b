"""Known failures of the reports room."""

from __future__ import annotations

from donbay.core.errors import DomainError


class InvalidPeriod(DomainError):
    """A period ends on or after its first day and spans at most two years."""

    code = "period_invalid"
    vi = "Khoảng thời gian chưa đúng. Ngày cuối phải sau ngày đầu, tối đa hai năm."
    en = "The period is not right. It ends after it starts and spans at most two years."
