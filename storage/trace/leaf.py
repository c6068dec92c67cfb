"""What of an event is hashed: its columns as canonical JSON, an officer's words by a keyed hash alone.

Canonical: keys sorted, no spaces, ASCII, numbers as RFC 8785 reads them (IEEE doubles; 100.0 is 100), so that
what PostgreSQL keeps as JSONB and SQLite as text gives the same bytes as what was written.
"""

import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from storage.trace.tree import leaf_hash

EXACT = 2**53  # above, a double no longer tells whole numbers apart
KEY = 32  # bytes


def canonical(value: Any) -> bytes:
    """The one way to write this JSON value."""
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, str | bool | None):
        return value
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, Mapping):
        return {_name(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return str(value)


def _name(key: Any) -> str:
    return key if isinstance(key, str) else str(json.dumps(key))


def _number(value: float) -> float:
    try:
        double = float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
    return int(double) if abs(double) < EXACT and double.is_integer() else double


def entry(row: Mapping[str, Any], mac: bytes | None) -> dict[str, Any]:
    """The event as it is hashed. `row` has the columns of `event`; mac: of the officer's words, if any."""
    at: datetime = row["at"]
    return {
        "v": 1,
        "seq": row["seq"],
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": row["kind"],
        "report": row["report_id"],
        "sensor": row["sensor_id"],
        "agency": row["agency_code"],
        "actor": row["actor"],
        "data": row["data"],
        "words": mac.hex() if mac else None,
    }


def leaf_of(row: Mapping[str, Any], mac: bytes | None) -> bytes:
    """The event's leaf in the tree."""
    return leaf_hash(canonical(entry(row, mac)))


def new_key() -> bytes:
    """For the words of one event; without it nobody can tell what its hash stands for."""
    return secrets.token_bytes(KEY)


def mac_of(key: bytes, words: str) -> bytes:
    """The keyed hash that stands in the tree for words which may have to go."""
    return hmac.digest(key, words.encode("utf-8", "surrogatepass"), "sha256")
