"""What this process met at its doors since it started: stored, repeated, refused and why. Read by /health."""

import threading
from collections import Counter

_lock = threading.Lock()
_counts: Counter[str] = Counter()


def count(what: str) -> None:
    """One more of `what`."""
    with _lock:
        _counts[what] += 1


def snapshot() -> dict[str, int]:
    """All counts so far."""
    with _lock:
        return dict(_counts)
