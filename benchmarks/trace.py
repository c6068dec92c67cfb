"""What the chain costs an event, an audit, a proof: processor time, on both databases.

    .venv/bin/python -m benchmarks.trace [--events 10000] [--database sqlite|postgresql] [--url postgresql://…]

The cost is the difference between writing events with and without their links, one event a transaction, taken
in turn so that a busy machine slows both alike; "at_end" is the same at the end of the full log. Memory is
what the process grew by while it went through the whole log. --url: of a log that is there and chained.
"""

import argparse
import json
import random
import resource
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

ROUNDS, PROOFS = 20, 200


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
    each = max(1, min(500, many // 10 // ROUNDS))
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
        write(many - have, each=min(1000, many - have))
        whole = _of_whole_log(each)
    leaf, peaks, begun = tree.leaf_hash(b"x"), [], time.process_time()
    for at in range(100_000):
        peaks, _ = tree.append(peaks, at, leaf)
    return {
        "database": kind,
        "event_ms_with": round(statistics.median(with_links) * 1000, 3),
        "event_ms_without": round(statistics.median(without) * 1000, 3),
        "link_ms": round((statistics.median(with_links) - statistics.median(without)) * 1000, 3),
        **whole,
        "pure_tree_s_per_100000": round(time.process_time() - begun, 2),
    }


def _of_whole_log(each: int) -> dict[str, object]:
    """What an event costs at its end, and going through it, proving it."""
    at_end = [write(each) / each for _ in range(ROUNDS)]
    with db.reading() as session:
        size = events.last_seq(session)
    audited, grown = _audited(size)
    proof, consistent = _proved(size)
    return {
        "event_ms_with_at_end": round(statistics.median(at_end) * 1000, 3),
        f"audit_s_of_{size}": round(audited, 2),
        "audit_grew_mb": round(grown, 1),
        "proof_ms": round(proof * 1000, 2),
        "consistency_ms": round(consistent * 1000, 2),
    }


def _audited(size: int) -> tuple[float, float]:
    """Processor seconds of going through the whole log, and megabytes the process grew by."""
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with db.reading() as session:
        found = audit.verify(session)
    assert (found.fault, found.size) == (None, size)
    took = time.process_time() - begun
    return took, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def _proved(size: int) -> tuple[float, float]:
    """Processor seconds of a proof that an event is in the log, and of one that the log only grew."""
    dice = random.Random(7)  # noqa: S311 - no secret
    seqs = [dice.randint(1, size) for _ in range(PROOFS)]
    begun = time.process_time()
    with db.reading() as session:
        for seq in seqs:
            path = chain.inclusions(session, [seq], size)[0]
            assert len(path) <= size.bit_length()
    proof = (time.process_time() - begun) / PROOFS
    begun = time.process_time()
    with db.reading() as session:
        for before in seqs:
            assert len(chain.consistency(session, before, size)) <= 2 * size.bit_length()
    return proof, (time.process_time() - begun) / PROOFS


def main() -> None:
    """Print one line a database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--url", default="")
    given = parser.parse_args()
    if given.url:
        db.configure(given.url)
        print(json.dumps(_of_whole_log(10)))
        return
    for kind in given.database or ("sqlite", "postgresql"):
        print(json.dumps(measure(kind, given.events)))


if __name__ == "__main__":
    main()
