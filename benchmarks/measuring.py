"""What taking readings costs: python -m benchmarks.measuring [sqlite]

15,000 messages of 1,000 things, 500 a transaction as the MQTT reader takes them, into PostgreSQL of the tests
(or SQLite): parsed, judged, stored, committed. Without the broker. On a busy machine read the processor time.
"""

import json
import sys
import tempfile
import time
from contextlib import ExitStack

from sensors import mqtt, things
from sensors.mqtt import Arrived
from storage import clock, db
from tests.servers import Postgres, running

THINGS, EACH = 1000, 15


def main() -> None:
    """Take them all and print how long it took."""
    with ExitStack() as stack:
        db.configure(_database(stack))
        db.create_schema()
        with db.transaction() as tx:
            for number in range(THINGS):
                things.register(tx, code=f"uji-{number}", name=f"Uji {number}", kind="energi")
        batches = _batches()
        mqtt.take(batches[0], now=clock.now)  # compiles the statements
        wall, used = time.perf_counter(), time.process_time()
        for batch in batches[1:]:
            mqtt.take(batch, now=clock.now)
        wall, used = time.perf_counter() - wall, time.process_time() - used
        count = sum(map(len, batches[1:]))
        print(f"{count} readings: {wall:.1f} s ({count / wall:.0f}/s); own processor time {used:.2f} s "
              f"({count / used:.0f} a second of it)")  # fmt: skip
        db.dispose()


def _batches() -> list[list[Arrived]]:
    begun = clock.now().timestamp() - 7200
    found = [
        Arrived(
            f"sorot/sensor/uji-{thing}/reading",
            json.dumps({"at": begun + 60 * turn, "value": 100 + turn % 7}).encode(),
        )
        for turn in range(EACH)
        for thing in range(THINGS)
    ]  # fmt: skip
    return [found[start : start + mqtt.BATCH] for start in range(0, len(found), mqtt.BATCH)]


def _database(stack: ExitStack) -> str:
    if "sqlite" in sys.argv:
        return f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory())}/uji.db"
    server = stack.enter_context(running(Postgres))
    server.run("CREATE DATABASE uji")
    return server.url("uji")


if __name__ == "__main__":
    main()
