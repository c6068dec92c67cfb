"""Map and list of things say of each whether its newest reading is believed, whatever made it doubtful."""

from datetime import timedelta

import pytest

from sensors import on_map, states, things
from sensors.domain.reading import Measurement
from sensors.ingest import Arrival, ingest_all
from storage.db import reading, transaction
from tests.factories.city import NOW

KINDS = {"stands": "curah_hujan", "leaps": "ispu", "by_hand": "energi", "sound": "energi", "silent": "ispu"}


@pytest.mark.usefixtures("database")
def test_what_stands_still_leaps_or_is_doubted_by_hand_is_shown_as_doubted() -> None:
    with transaction() as tx:
        streams = {
            code: things.register(tx, code=code, name=code, kind=kind, lat=-6.2, lon=107.0).id
            for code, kind in KINDS.items()
        }
        for hours in range(30, -1, -1):
            at = NOW - timedelta(hours=hours)
            values = {"stands": 7.0, "leaps": 900.0 if hours == 0 else 40.0 + hours % 3, "by_hand": hours,
                      "sound": 5.0}  # fmt: skip
            said = [Arrival(streams[code], Measurement(at, float(value))) for code, value in values.items()]
            done = dict(zip(values, ingest_all(tx, said, now=at), strict=True))
        number = done["by_hand"].number
        assert number is not None
        assert states.flag(tx, "by_hand", number, doubtful=True, by="petugas:1", now=NOW)
    with reading() as session:
        shown = {one.code: one.condition for one in on_map.places(session, now=NOW)}
        listed = {one.thing.code: bool(one.doubts) for one in states.all_states(session, now=NOW)}
    doubted = {"stands", "leaps", "by_hand"}
    assert shown == dict.fromkeys(doubted, "diragukan") | {"sound": "baik", "silent": "belum"}
    assert listed == {code: code in doubted for code in KINDS}
