"""One reading that no instrument makes: refused at every door, and no page and no sum of others fails."""

import asyncio
import math
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from sensors import rollups, things
from sensors.credentials import token_hash
from sensors.domain.feeds import cells
from sensors.ingest import ingest
from sensors.kinds import kind_of, kinds
from storage import clock, db
from storage.models import Observation
from tests.factories import city, panel
from tests.hostile.stage import build, crashed, signed_in
from tests.hostile.walking import knock

HUGE = (1.7e308, -1.7e308, 1e19, -1e300, float("inf"), float("nan"))


def register(kind: str) -> str:
    code = kind.replace("_", "-")
    with db.transaction() as tx:
        things.register(tx, code=code, kind=kind, name=kind, levels={}, token_hash=token_hash("kunci"))
    return code


@pytest.mark.parametrize("kind", ["naga", *kinds()])
def test_no_kind_takes_what_no_instrument_measures(database: str, kind: str) -> None:
    with db.transaction() as tx:
        city.load(tx)
    code, start = register(kind), clock.now() - timedelta(hours=3)
    for number, value in enumerate(HUGE):
        with db.transaction() as tx:
            at = start + timedelta(minutes=number)
            assert ingest(tx, code, at=at, value=value, now=clock.now()).outcome == "refused", value
    good = max(1.0, kind_of(kind).limits.lowest or 0)
    with db.transaction() as tx:
        assert ingest(tx, code, at=start, value=good, now=clock.now()).outcome == "stored"
        rollups.roll(tx, now=clock.now())
    with db.reading() as session:
        assert session.scalars(select(Observation.value)).all() == [good]


def test_what_was_stored_before_there_was_a_limit_makes_no_page_fail(
    sqlite_template: Path, tmp_path: Path
) -> None:
    with panel.template(sqlite_template) as folder, panel.database(folder):
        stage, code = build(tmp_path), register("naga")
        with db.transaction() as tx:
            stream = things.stream_of(tx, code)
            assert stream is not None
            stream.last_value, stream.last_at = 1.7e308, clock.now()
            for minute in range(3):
                at = clock.now() - timedelta(minutes=minute)
                tx.add(Observation(datastream_id=stream.id, at=at, value=1.7e308, received_at=at))
        who, failed = signed_in("admin"), []
        for door in [d for d in stage.walk if d.method == "GET" and "live" not in d.path]:
            path = door.path.replace("{code}", code)
            if "{" in path:
                continue
            status, answer = asyncio.run(knock(stage.app, "GET", path, headers=who))
            failed += [(path, answer)] if crashed(door, status) and status != 503 else []
        assert failed == []


@pytest.mark.parametrize("cell", [*HUGE, "9" * 30, 10**400, 1e18 * 1.01])
def test_nor_does_a_figure_of_a_file(cell: cells.Cell) -> None:
    with pytest.raises(cells.NoNumber):
        cells.number(cell, cells.Style.COMMA)
    assert math.isfinite(cells.number(1e18, cells.Style.COMMA))
