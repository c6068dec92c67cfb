"""While days of readings are packed and opened, the process is killed again and again: each is there once."""

import os
import random
import signal
import subprocess
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from sensors import things
from sensors.domain.reading import Measurement
from sensors.ingest import Arrival, ingest_all
from storage import clock, db, packs
from storage.models import AnyObservation, Counter, ObservationPack
from tests.servers import PYTHON, ROOT

THINGS, DAYS, EACH = 60, 4, 48
KILLS = int(os.environ.get("CRASH_PACKINGS", "50"))
# Packs all there is, and opens some of it as a late reading does, without end.
WORK = """
import random, sys
from sensors import keeping
from storage import clock, db, packs
from storage.models import ObservationPack
from sqlalchemy import select
db.configure(sys.argv[1])
print("ready", flush=True)
while True:
    keeping.pack(now=clock.now())
    with db.transaction() as tx:
        days = tx.execute(select(ObservationPack.datastream_id, ObservationPack.day)).all()
        packs.open_at(tx.connection(), random.sample([tuple(one) for one in days], len(days) // 3))
"""


def stored() -> list[tuple[Any, ...]]:
    its = AnyObservation
    with db.reading() as session:
        return [tuple(row) for row in session.execute(select(its.id, its.datastream_id, its.at, its.value))]


@pytest.mark.crash_full
@pytest.mark.timeout(1800)
def test_packing_killed_again_and_again_loses_and_doubles_no_reading(
    postgres_url: str, note: Callable[..., None]
) -> None:
    db.configure(postgres_url)
    now, dice = clock.now(), random.Random(1)
    begin = packs.start_of(now) - timedelta(days=DAYS + 2)
    with db.transaction() as tx:
        streams = [things.register(tx, code=f"uji-{n}", name="Uji", kind="energi").id for n in range(THINGS)]
        tx.execute(update(Counter).where(Counter.name == "packing").values(value=0))
    for day in range(DAYS + 1):
        times = [begin + timedelta(days=day, minutes=30 * number) for number in range(EACH)]
        said = [Arrival(stream, Measurement(at, 5.0)) for stream in streams for at in times]
        with db.transaction() as tx:
            ingest_all(tx, said, now=times[-1])
    before, killed_with = sorted(stored()), []
    for _ in range(KILLS):
        worker = subprocess.Popen(
            [PYTHON, "-c", WORK, postgres_url], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        threading.Event().wait(dice.uniform(0.05, 3))
        worker.send_signal(signal.SIGKILL)
        worker.communicate()
        found = sorted(stored())
        assert found == before
        with db.reading() as session:
            killed_with.append(len(session.scalars(select(ObservationPack.id)).all()))
    note(run="packing", readings=len(before), kills=KILLS, lost=0, doubled=0, packs=max(killed_with))
    assert max(killed_with) > 0
    db.dispose()
