"""What PostgreSQL refuses and SQLite takes (NUL, half a character pair, its own bounds) is no 500 either."""

import asyncio
from pathlib import Path

from storage import clock, db
from storage.models import Officer
from tests.factories import city, panel
from tests.hostile.stage import HTML, behind_sign_in, build, public, signed_in, spread, walk


def test_what_postgresql_refuses_makes_no_door_fail(postgres_url: str, tmp_path: Path) -> None:
    db.configure(postgres_url)
    with db.transaction() as tx:
        city.load(tx)
        for name, (role, agency) in panel.OFFICERS.items():
            tx.add(Officer(username=name, name=name, role=role, agency_code=agency, created_at=clock.now()))
    stage = build(tmp_path)
    values = ("\x00", "9" * 20, b"\xed\xa0\x80", 2**63)
    for value, doors in spread(values, public(stage), each=2):
        assert asyncio.run(walk(stage, value, [HTML], doors)) == []
    for value, doors in spread(values, behind_sign_in(stage), each=1):
        assert asyncio.run(walk(stage, value, signed_in("operator"), doors)) == []
