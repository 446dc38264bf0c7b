"""What the customers room registers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from donbay.core import registry
from donbay.core.items import names_in
from donbay.core.registry import AuditAction, EventKind, ItemKind, MergeSource, WorkerLoop
from donbay.customers.facets import facets
from donbay.customers.jobs import WAKE_CHANNEL, run_import_chunk, run_upload_purge
from donbay.customers.merge_fields import load_merge_values, merge_fields
from donbay.customers.models import Customer, Import, Tag
from donbay.customers.queries import field_definitions

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

_AUDIT = (
    AuditAction("customer.create", "Thêm khách hàng", "Added a customer"),
    AuditAction("customer.update", "Sửa hồ sơ khách hàng", "Changed a customer's profile"),
    AuditAction("customer.delete", "Xoá khách hàng", "Deleted a customer"),
    AuditAction("customer.merge", "Gộp hai hồ sơ khách", "Merged two customers"),
    AuditAction(
        "merge.dismiss", "Ghi nhận hai hồ sơ là hai người", "Said that two entries are two people"
    ),
    AuditAction("customer.export", "Tải danh sách khách hàng", "Downloaded the customers"),
    AuditAction("tag.delete", "Xoá thẻ", "Deleted a tag"),
    AuditAction("customer_field.create", "Thêm trường thông tin", "Added a customer field"),
    AuditAction("customer_field.update", "Sửa trường thông tin", "Changed a customer field"),
    AuditAction("import.upload", "Tải lên danh sách", "Uploaded a list"),
    AuditAction("import.run", "Nhập danh sách", "Imported a list"),
)


def _name_fields(workspace_id: int, keys: Collection[str]) -> Mapping[str, str]:
    known = field_definitions(workspace_id)
    return {key: field.label for key, field in known.items() if key in keys}


def _traces_of_field(workspace_id: int, key: str) -> Sequence[str]:
    """Return how conditions and templates name a field: whole, and never a part of a word."""
    return (f'"{key}"', f'.{key}"', f"{{{{ {key} ", f"{{{{ {key}|", f"{{{{{key}}}}}")


_ITEMS = (
    ItemKind("customer", names_in(Customer, "full_name")),
    ItemKind("import", names_in(Import, "filename")),
    ItemKind("customer_field", _name_fields, _traces_of_field),
    ItemKind("tag", names_in(Tag, "name")),
)


def register() -> None:
    """Fill the registries."""
    registry.item_kinds.add(*_ITEMS)
    registry.audit_actions.add(*_AUDIT)
    registry.event_kinds.add(*_EVENTS)
    registry.segment_facets.add(*facets())
    registry.merge_sources.add(MergeSource("customer", merge_fields, load_merge_values))
    registry.worker_loops.add(
        WorkerLoop("customers.imports", "jobs", run_import_chunk, WAKE_CHANNEL, poll_seconds=1.0)
    )
    registry.worker_loops.add(
        WorkerLoop("customers.uploads", "jobs", run_upload_purge, poll_seconds=_HOUR)
    )
