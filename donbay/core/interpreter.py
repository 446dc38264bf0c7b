"""How the interpreter treats a process that works through batches in a few threads."""

from __future__ import annotations

import gc
import sys

_YOUNG, _MIDDLE, _OLD = 20_000, 20, 20
_TURN_SECONDS = 0.0001


def calm_collector() -> None:
    """Keep the collector off what lives as long as the process, and let it look less often.

    Call it once everything is loaded. A batch of 500 captures makes 50,000 objects and hardly
    a cycle; with Python's own thresholds a tenth of its time went into looking for them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


def share_in_short_turns() -> None:
    """Let a thread that comes back from a system call go on soon.

    One that writes a line to a file gives the interpreter's lock away, and by default gets it
    back only after 5 ms from a thread that computes: a third of the mails a second.
    """
    sys.setswitchinterval(_TURN_SECONDS)
