"""Background work of the messaging room: the delivery loop of a worker process."""

from __future__ import annotations

import logging
import os
import threading
import time

from donbay.messaging.delivery.engine import DeliveryEngine
from donbay.messaging.queries import count_lost_keys

logger = logging.getLogger(__name__)

_engines: dict[int, DeliveryEngine] = {}
_lock = threading.Lock()
_LOOK_EVERY_SECONDS = 5.0
_SAY_EVERY_SECONDS = 600.0
_KEYS_ARE_LOST = (
    "Không gửi thư nào: tệp khoá link thiếu %d khoá mà danh sách địa chỉ không được gửi còn cần. "
    "Hãy thêm lại khoá cũ vào tệp, mỗi dòng một khoá, dưới khoá mới, rồi khởi động lại. Nếu khoá "
    "đã mất hẳn: `donbay manage forget_lost_link_keys`. / No mail is sent: the link key file lacks "
    "%d keys that the list of addresses not to write to still needs. Put the old keys back, one a "
    "line below the new one, and start again. If they are lost for good: "
    "`donbay manage forget_lost_link_keys`."
)


def deliver_once() -> int:
    """Deliver what is due and return how many messages moved; safe to run twice."""
    with _lock:
        engine = _engines.get(os.getpid())
        if engine is None:
            if _keys.are_lost():
                return 0
            engine = _engines[os.getpid()] = DeliveryEngine()
        return engine.run_once()


def close_engine() -> None:
    """Let this process's engine end in order; the next deliver_once makes a new one."""
    with _lock:
        engine = _engines.pop(os.getpid(), None)
        if engine is not None:
            engine.close()


class _Keys:
    """Whether a link key is missing: who refused would be written to again."""

    def __init__(self) -> None:
        self._look_at = 0.0
        self._say_at = 0.0
        self._lost = 0

    def are_lost(self) -> bool:
        """Look now and then, and say so where the operator sees it."""
        now = time.monotonic()
        if now >= self._look_at:
            self._look_at = now + _LOOK_EVERY_SECONDS
            self._lost = count_lost_keys()
        if self._lost and now >= self._say_at:
            self._say_at = now + _SAY_EVERY_SECONDS
            logger.error(_KEYS_ARE_LOST, self._lost, self._lost)
        return self._lost > 0


_keys = _Keys()
