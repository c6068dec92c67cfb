"""What the chain costs an event, an audit, a proof: processor time, on both databases.

    .venv/bin/python -m benchmarks.trace [--events 10000] [--database sqlite|postgresql]

The cost is the difference between writing events with and without their links, one event a transaction, taken
in turn so that a busy machine slows both alike.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from storage import clock, db, events
from storage.event_kinds import EventKind
from storage.trace import audit, chain, tree
from tests.servers import Postgres, running

ROUNDS = 20


@contextmanager
def databases(kind: str) -> Iterator[tuple[str, str]]:
    """Two empty databases of this kind."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            one, other = (f"sqlite:///{Path(folder) / name}.db" for name in ("one", "other"))
            yield made(one), made(other)
            db.dispose()
    else:
        with running(Postgres) as server:
            for name in ("one", "other"):
                server.run(f"CREATE DATABASE {name}")
            yield made(server.url("one")), made(server.url("other"))
            db.dispose()


def made(url: str) -> str:
    """The database with its tables."""
    db.configure(url)
    db.create_schema()
    return url


def write(count: int, *, each: int = 1) -> float:
    """Processor seconds of writing so many events."""
    begun = time.process_time()
    for _ in range(count // each):
        with db.transaction() as tx:
            for _ in range(each):
                events.record(
                    tx, kind=EventKind.REPORT_STATUS, actor="petugas:12", now=clock.now(),
                    reason="Dijadwalkan.", data={"from": "menunggu", "to": "diproses"},
                )  # fmt: skip
    return time.process_time() - begun


def unlinked(count: int) -> float:
    """The same without links; the numbers are given back, so that the tree stays whole."""
    with patch.object(chain, "link", return_value=None), patch.object(chain, "words_of", _plain_words):
        return write(count)


def _plain_words(said: Iterator[tuple[int, str]]) -> list[chain.Words]:
    return [{"event_seq": seq, "text": text, "key": None, "mac": None} for seq, text in said if text]


def measure(kind: str, many: int) -> dict[str, object]:
    """The figures."""
    each = max(1, many // 10 // ROUNDS)
    with_links, without = [], []
    with databases(kind) as (one, other):
        for _ in range(ROUNDS):
            db.configure(one)
            write(20)  # connections and statements are made ready
            with_links.append(write(each) / each)
            db.configure(other)
            unlinked(20)
            without.append(unlinked(each) / each)
        db.configure(one)
        with db.reading() as session:
            have = events.last_seq(session)
        write(many - have, each=20)
        begun = time.process_time()
        with db.reading() as session:
            found = audit.verify(session)
        audited = time.process_time() - begun
        assert found.fault is None
        begun = time.process_time()
        with db.reading() as session:
            for seq in range(1, 201):
                path = chain.inclusions(session, [seq], many)[0]
        proof = (time.process_time() - begun) / 200
        assert len(path) <= many.bit_length()
    leaf, peaks, begun = tree.leaf_hash(b"x"), [], time.process_time()
    for size in range(100_000):
        peaks, _ = tree.append(peaks, size, leaf)
    return {
        "database": kind,
        "event_ms_with": round(statistics.median(with_links) * 1000, 3),
        "event_ms_without": round(statistics.median(without) * 1000, 3),
        "link_ms": round((statistics.median(with_links) - statistics.median(without)) * 1000, 3),
        f"audit_s_of_{many}": round(audited, 2),
        "proof_ms": round(proof * 1000, 2),
        "pure_tree_s_per_100000": round(time.process_time() - begun, 2),
    }


def main() -> None:
    """Print one line a database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    given = parser.parse_args()
    for kind in given.database or ("sqlite", "postgresql"):
        print(json.dumps(measure(kind, given.events)))


if __name__ == "__main__":
    main()
