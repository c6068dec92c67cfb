"""Both engines on the same sentences in one run: how right, how fast, how much memory, how soon they answer.

    .venv/bin/python -m benchmarks.nlu FILE.csv [--home var] [--rows 500] [--rasa URL]

FILE.csv has columns text and category. The embedded engine is started in a process of its own, so that memory
and start time are its own; Rasa is asked over HTTP where a server is named (its start and memory are the
server's and are measured by whoever starts it). Without Rasa the table says so and shows the embedded row
alone.
"""

import argparse
import csv
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nlu.engine import load_engine
from nlu.rasa import RasaClient, RasaFailed

START = """
import sys, time
began = time.perf_counter()
from pathlib import Path
from nlu.engine import load_engine
engine = load_engine(Path(sys.argv[1]))
engine.classify("lampu jalan mati")
print(time.perf_counter() - began)
print(int(Path("/proc/self/statm").read_text().split()[1]) * 4096)
"""


@dataclass(frozen=True)
class Measured:
    """One engine's row: shares from 0 to 1, milliseconds, messages a second."""

    right: float
    median: float
    p99: float
    failed: int

    def line(self, name: str, memory: str, start: str) -> str:
        """The row as it is printed."""
        pace = 1000 / self.median if self.median else 0.0
        return (
            f"{name:10}{self.right:9.3f}{self.median:12.2f}{self.p99:9.2f}{pace:10.0f}"
            f"{memory:>12}{start:>10}{self.failed:8}"
        )


def sample(file: Path, rows: int) -> list[tuple[str, str]]:
    """The same random rows in every run."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        every = [(row["text"], row["category"]) for row in csv.DictReader(opened)]
    return random.Random(1).sample(every, min(rows, len(every)))


def measure(ask: Callable[[str], str | None], rows: list[tuple[str, str]]) -> Measured:
    """Ask one after the other; None is a failure and counts as wrong."""
    times, right, failed = [], 0, 0
    for text, category in rows:
        began = time.perf_counter()
        answer = ask(text)
        times.append((time.perf_counter() - began) * 1000)
        right += answer == category
        failed += answer is None
    times.sort()
    return Measured(right / len(rows), statistics.median(times), times[int(len(times) * 0.99) - 1], failed)


def fresh_start(home: Path) -> tuple[str, str]:
    """Memory and start time of a process that does nothing but load the engine and answer once."""
    done = subprocess.run(
        [sys.executable, "-c", START, str(home)], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    seconds, memory = done.stdout.split()
    return f"{int(memory) / 1e6:.0f} MB", f"{float(seconds):.2f} s"


def rasa_says(client: RasaClient, text: str) -> str | None:
    """Rasa's category, None where it fails."""
    try:
        return client.parse(text).name.removeprefix("lapor/").removeprefix("lapor_")
    except RasaFailed:
        return None


def main() -> None:
    """Measure and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("file", type=Path)
    options.add_argument("--home", type=Path, default=Path("var"))
    options.add_argument("--rows", type=int, default=500)
    options.add_argument("--rasa", default="", help="address of a running Rasa server")
    chosen = options.parse_args()
    rows = sample(chosen.file, chosen.rows)
    engine = load_engine(chosen.home)
    engine.classify("pemanasan")
    print(f"{len(rows)} rows of {chosen.file.name}, categories only")
    print(f"{'engine':10}{'right':>9}{'median ms':>12}{'p99 ms':>9}{'a second':>10}", end="")
    print(f"{'memory':>12}{'start':>10}{'failed':>8}")
    own = measure(lambda text: engine.classify(text)[0].code, rows)
    print(own.line("embedded", *fresh_start(chosen.home)))
    if not chosen.rasa:
        print("rasa       not measured: no server named (--rasa URL; ./dev rasa starts one)")
        return
    client = RasaClient(chosen.rasa, timeout=5)
    print(measure(lambda text: rasa_says(client, text), rows).line("rasa", "server's", "server's"))


if __name__ == "__main__":
    main()
