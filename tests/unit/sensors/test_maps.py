"""Messages of devices as they really come: Tasmota, ChirpStack, The Things Network, plain numbers."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensors import kinds, mosquitto, topics
from sensors.domain.payload import BadReading

NOW = datetime(2026, 11, 29, 3, 0, tzinfo=UTC)
KINDS = frozenset(kinds.kinds())
TASMOTA = {
    "Time": "2026-11-29T09:59:30",
    "ENERGY": {
        "TotalStartTime": "2026-01-02T08:00:00",
        "Total": 81.42,
        "Power": 63,
        "Voltage": 224,
        "Current": 0.3,
    },
}
CHIRPSTACK = {
    "deduplicationId": "5c8e", "time": "2026-11-29T02:59:31.512345678+00:00", "fPort": 2, "data": "AQID",
    "deviceInfo": {"deviceName": "Bak 12", "devEui": "a84041000181c061"},
    "object": {"isi_bak_sampah": 71.5, "baterai": 3.4, "nama": "bak"}, "rxInfo": [{"rssi": -97, "snr": 6.2}],
}  # fmt: skip
TTN = {
    "end_device_ids": {"device_id": "hujan-1", "application_ids": {"application_id": "kota"}},
    "received_at": "2026-11-29T02:59:32.123456789Z",
    "uplink_message": {"f_port": 1, "received_at": "2026-11-29T02:59:32.000000001Z",
                       "decoded_payload": {"curah_hujan": 2.4, "ispu": None}},
}  # fmt: skip


def said(topic: str, body: Any) -> tuple[str, list[tuple[str, float | None, datetime]]]:
    found = topics.map_of(topic)
    assert found is not None
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return found[1], [(one.kind, one.value, one.at) for one in found[0].said(raw, kinds=KINDS, now=NOW)]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def test_tasmota_tells_power_and_energy_by_the_citys_clock() -> None:
    when = at("2026-11-29T09:59:30+07:00")
    assert said("tele/pju-7/SENSOR", TASMOTA) == (
        "pju-7",
        [("daya_lampu", 63, when), ("energi", 81.42, when)],
    )


def test_lorawan_uplinks_tell_what_is_named_as_a_kind() -> None:
    code, values = said("application/8f0c/device/A84041000181C061/event/up", CHIRPSTACK)
    assert (code, values) == (
        "a84041000181c061",
        [("isi_bak_sampah", 71.5, at("2026-11-29T02:59:31.512345+00:00"))],
    )
    code, values = said("v3/kota@ttn/devices/hujan-1/up", TTN)
    assert (code, [value[:2] for value in values]) == ("hujan-1", [("curah_hujan", 2.4)])


def test_a_plain_number_is_measured_now() -> None:
    assert said("sorot/sensor/p2c/value", b" 41,5\n") == ("p2c", [("", 41.5, NOW)])


@pytest.mark.parametrize(
    ("topic", "body"),
    [
        ("sorot/sensor/p2c/value", b"banjir"),
        ("sorot/sensor/p2c/value", b"nan"),
        ("sorot/sensor/p2c/value", b"\xff"),
        ("tele/pju-7/SENSOR", b"{}"),
        ("tele/pju-7/SENSOR", b"[1]"),
        ("tele/pju-7/SENSOR", b'{"Time": "kemarin", "ENERGY": {"Power": 1}}'),
        ("application/1/device/a/event/up", b'{"time": "2026-11-29T02:59:31", "object": {"ispu": 1}}'),
        ("v3/a/devices/b/up", b'{"uplink_message": {"decoded_payload": {"ispu": 1e999}}}'),
    ],
)
def test_what_cannot_be_read_is_refused(topic: str, body: bytes) -> None:
    with pytest.raises(BadReading):
        said(topic, body)


@given(st.binary(max_size=200))
def test_no_message_breaks_the_reading(body: bytes) -> None:
    for one in topics.maps():
        with suppress(BadReading):
            one.said(body, kinds=KINDS, now=NOW)
        one.is_gone(body)


def test_a_thing_may_speak_on_its_own_topics_alone() -> None:
    for one in topics.maps():
        assert topics.may_publish("p2c", one.own("p2c", any_level="x"))
        assert not topics.may_publish("hulu", one.own("p2c", any_level="x"))
    for foreign in ("sorot/sensor/+/reading", "sorot/sensor/p2c/#", "#", "tele/p2c/STATE", topics.ECHO):
        assert not topics.may_publish("p2c", foreign)


def test_the_delivered_rights_are_those_of_the_map() -> None:
    delivered = Path("deploy/mosquitto/rights").read_text()
    lines = {line for line in delivered.splitlines() if line.startswith("pattern")}
    assert lines == {line for line in mosquitto.rights().splitlines() if line.startswith("pattern")}
