"""What the customers room registers."""

from __future__ import annotations

from donbay.core import registry
from donbay.core.registry import EventKind, MergeSource, WorkerLoop
from donbay.customers.facets import facets
from donbay.customers.jobs import WAKE_CHANNEL, run_import_chunk, run_upload_purge
from donbay.customers.merge_fields import load_merge_values, merge_fields

_HOUR = 3600.0
_EVENTS = (
    EventKind("customer.created", "Trở thành khách hàng", "Became a customer"),
    EventKind("customer.updated", "Hồ sơ được cập nhật", "Profile updated"),
    EventKind("customer.tagged", "Được gắn thẻ", "Tagged"),
    EventKind("customer.untagged", "Được gỡ thẻ", "Tag removed"),
    EventKind("customer.merged", "Gộp với một hồ sơ khác", "Merged with another profile"),
    EventKind("customer.deleted", "Hồ sơ đã xoá", "Profile deleted"),
    EventKind("consent.granted", "Đồng ý nhận tin", "Gave consent"),
    EventKind("consent.withdrawn", "Rút lại đồng ý", "Withdrew consent"),
    EventKind("import.finished", "Nhập danh sách xong", "Import finished"),
)


def register() -> None:
    """Fill the registries."""
    for kind in _EVENTS:
        registry.event_kinds.add(kind)
    for facet in facets():
        registry.segment_facets.add(facet)
    registry.merge_sources.add(MergeSource("customer", merge_fields, load_merge_values))
    registry.worker_loops.add(
        WorkerLoop("customers.imports", "jobs", run_import_chunk, WAKE_CHANNEL, poll_seconds=1.0)
    )
    registry.worker_loops.add(
        WorkerLoop("customers.uploads", "jobs", run_upload_purge, poll_seconds=_HOUR)
    )
