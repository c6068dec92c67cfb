"""Days of readings written as packs at once: what making millions of rows first would leave, sooner.

The columns that the product's own statement makes (storage/packs.py), in COPY's binary form.
"""

import struct
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # PostgreSQL's
MINUTE = 60_000_000
TIMES, NUMBERS, WHOLE = 1184, 701, 20  # types' numbers
_HEAD, _END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
_COPY = """
COPY observation_pack (datastream_id, day, count, first_id, last_id, first_at, ids, ats, numbers, received)
FROM STDIN (FORMAT BINARY)
"""


def micros(moment: datetime) -> int:
    """As PostgreSQL counts."""
    return int((moment - EPOCH).total_seconds() * 1e6)


def write(
    connection: Connection, streams: Sequence[int], since: datetime, until: datetime, first: int
) -> int:
    """A reading a minute of each datastream within one day by UTC, numbered as they come; the next number.

    As the rows of benchmarks/sensors.py: each at its own second, two decimals, received up to three seconds
    later.
    """
    dice = np.random.default_rng(first)
    many = int((until - since).total_seconds()) // 60
    minutes = micros(since) + np.arange(many) * MINUTE
    day = micros(since.replace(hour=0, minute=0, second=0, microsecond=0))
    raw = connection.connection.driver_connection
    assert raw is not None
    with raw.cursor() as cursor, cursor.copy(_COPY) as copy:
        copy.write(_HEAD)
        for place, stream in enumerate(streams):
            ids = first + np.arange(many) * len(streams) + place
            ats = minutes + (stream % 50) * 1_000_000 + (stream * 7919 % 1000) * 1000
            values = 50 + 30 * np.sin(minutes / 1e6 / 9000 + stream) + dice.random(many)
            received = ats + (dice.random(many) * 3e6).astype(np.int64)
            fields = [_long(stream), _long(day), struct.pack(">ii", 4, many), _long(int(ids[0])),
                      _long(int(ids[-1])), _long(int(ats[0])), _array(ids, WHOLE), _array(ats, TIMES),
                      _array(np.round(values, 2), NUMBERS), _array(received, TIMES)]  # fmt: skip
            copy.write(struct.pack(">h", len(fields)) + b"".join(fields))
        copy.write(_END)
    return first + many * len(streams)


def _long(number: int) -> bytes:
    return struct.pack(">iq", 8, number)


def _array(values: NDArray[np.generic], kind: int) -> bytes:
    form = np.dtype([("length", ">i4"), ("value", ">f8" if kind == NUMBERS else ">i8")])
    parts = np.empty(len(values), form)
    parts["length"], parts["value"] = 8, values
    body = struct.pack(">iiIii", 1, 0, kind, len(values), 1) + parts.tobytes()
    return struct.pack(">i", len(body)) + body
