"""`donbay manage forget_lost_link_keys`: send again though a link key is lost for good."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db.transaction import atomic

from donbay.messaging.actions import forget_lost_keys


class Command(BaseCommand):
    """Accepts that addresses kept under keys that are lost are not known any more."""

    help = (
        "Gửi thư lại dù khoá link cũ đã mất hẳn: những địa chỉ không được gửi chỉ ghi dưới khoá ấy "
        "sẽ không còn được nhận ra. / Send again though an old link key is lost for good: "
        "addresses that were not to be written to and are kept under it alone are no longer known."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Forget the keys and say how many."""
        with atomic(durable=True):
            count = forget_lost_keys()
        self.stdout.write(f"Đã bỏ {count} khoá. / {count} keys forgotten.")
