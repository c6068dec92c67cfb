"""What this process has done since it started, counted where it is done. Read by /metrics."""

import threading
from collections import Counter

_lock = threading.Lock()
_counts: Counter[tuple[str, ...]] = Counter()


def count(*what: str, many: int = 1) -> None:
    """So many more of `what`: a family and its labels, such as ("sent", "telegram", "Sent")."""
    with _lock:
        _counts[what] += many


def snapshot() -> dict[tuple[str, ...], int]:
    """All counts so far."""
    with _lock:
        return dict(_counts)
