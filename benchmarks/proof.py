"""How long it takes to find a photo used before among a million.

`python -m benchmarks.proof [--sqlite] [MANY]`.

Hashes are of drawn streets with three bits in ten turned at random, so that they crowd as those of streets
do; uniform ones beside them. Each look-up is of a photo kept, saved anew (four bits differ). Prints the
middle and the 95th percentile, how many rows are compared, and how many other photos are taken for the same.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import combinations
from pathlib import Path

from PIL import Image, ImageEnhance
from sqlalchemy import text

from storage import db, near
from storage.models import Media
from storage.models.base import table_of
from storage.picture_redraw import dhash
from storage.pictures import bits_apart
from tests.factories.city import NOW
from tests.fakes import drawings
from tests.servers import Postgres, running

TIMES, STREETS, TURNED = 200, 300, 0.3
DICE = random.Random(7)


def _turned(phash: int) -> int:
    return phash ^ sum(1 << bit for bit in range(64) if DICE.random() < TURNED)


def _cut(image: Image.Image, share: float) -> Image.Image:
    wide, high = int(image.width * share), int(image.height * share)
    left, top = DICE.randint(0, wide), DICE.randint(0, high)
    cut = image.crop((left, top, left + image.width - wide, top + image.height - high))
    return cut.resize((900, 675))


def _grainy(image: Image.Image) -> Image.Image:
    return Image.blend(image, Image.effect_noise(image.size, 40).convert("RGB"), 0.12)


def _recognised() -> None:
    """How many of 100 streets, as grainy as a telephone takes them, are found again after such changes."""
    roads = [_grainy(drawings.road(seed)) for seed in range(100)]
    kept = [dhash(image) for image in roads]
    ways: dict[str, Callable[[Image.Image], Image.Image]] = {
        "saved at quality 30": lambda image: image,
        "made half as wide": lambda image: image.resize((512, 384)),
        "15 % brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.15),
    }
    for share in (0.01, 0.02, 0.03, 0.05):
        ways[f"{share:.0%} cut off"] = partial(_cut, share=share)
    for name, change in ways.items():
        again = [dhash(drawings.saved(change(image), quality=30)) for image in roads]
        apart = [bits_apart(one, other) for one, other in zip(kept, again, strict=True)]
        print(f"{name}: {sum(bits <= near.SURE for bits in apart)} % within {near.SURE} bits")
    others = sorted(bits_apart(one, other) for one, other in combinations(kept, 2))
    print(f"of {len(others):,} pairs of different streets {sum(b <= near.SURE for b in others)} are as near")


def _fill(hashes: list[int]) -> None:
    rows = [
        {
            "sha256": f"{at:064x}", "content_type": "image/jpeg", "size": 1, "width": 1, "height": 1,
            "phash": f"{phash:016x}", "created_at": NOW,
        }
        for at, phash in enumerate(hashes)
    ]  # fmt: skip
    with db.engine().begin() as connection:
        for start in range(0, len(rows), 20_000):
            connection.execute(table_of(Media).insert(), rows[start : start + 20_000])
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE media")


def _measure(name: str, hashes: list[int]) -> None:
    took, compared, wrong = [], [], 0
    with db.reading() as session:
        for _ in range(TIMES):
            at = DICE.randrange(len(hashes))
            again = hashes[at] ^ sum(1 << bit for bit in DICE.sample(range(64), 4))
            start = time.perf_counter()
            found = near.like(session, f"{again:016x}", bits=near.SURE)
            took.append((time.perf_counter() - start) * 1000)
            assert f"{at:064x}" in found
            wrong += len(found) - 1
            compared.append(len(session.execute(near.statement(f"{again:016x}")).all()))
    took.sort()
    print(
        f"{name}: median {statistics.median(took):.1f} ms, p95 {took[int(TIMES * 0.95)]:.1f} ms; "
        f"{statistics.median(compared):.0f} rows compared; {wrong} of other streets in {TIMES} look-ups"
    )


def main(many: int) -> None:
    """Make the rows, then measure, twice."""
    _recognised()
    streets = [int(dhash(drawings.road(seed)), 16) for seed in range(STREETS)]
    for name, hashes in (
        ("streets", [_turned(DICE.choice(streets)) for _ in range(many)]),
        ("uniform", [DICE.getrandbits(64) for _ in range(many)]),
    ):
        with db.engine().begin() as connection:
            connection.execute(text("DELETE FROM media"))
        start = time.perf_counter()
        _fill(hashes)
        print(f"{many:,} photos in {time.perf_counter() - start:.0f} s")
        _measure(name, hashes)


if __name__ == "__main__":
    wanted = int(sys.argv[-1]) if sys.argv[-1].isdecimal() else 1_000_000
    if "--sqlite" in sys.argv:
        with tempfile.TemporaryDirectory() as folder:
            db.configure(f"sqlite:///{Path(folder) / 'sorot.db'}")
            db.create_schema()
            main(wanted)
    else:
        with running(Postgres) as server:
            server.run("CREATE DATABASE photos")
            db.configure(server.url("photos"))
            db.create_schema()
            main(wanted)
