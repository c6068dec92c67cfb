"""What gauges send: readable forms are read, everything else is refused by name."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensors.domain.payload import SENTENCES, BadReading, load, parse
from sensors.domain.reading import Measurement

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "at", ["2026-11-23T12:00:00+07:00", "2026-11-23T05:00:00Z", NOON.timestamp(), NOON.timestamp() * 1000]
)
def test_times_are_read_as_iso_with_zone_or_as_epoch(at: Any) -> None:
    assert parse({"at": at, "value": 120}) == Measurement(NOON, 120.0)


@pytest.mark.parametrize(("value", "unit"), [(1234, "mm"), (123.4, "cm"), (1.234, "m")])
def test_every_unit_arrives_as_centimetres(value: float, unit: str) -> None:
    assert parse({"at": NOON.timestamp(), "value": value, "unit": unit}).value == 123.4


def test_a_gauge_that_measured_nothing_may_say_so() -> None:
    assert parse({"at": NOON.timestamp(), "value": None}).value is None


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ([], "bentuk"),
        ("120", "bentuk"),
        ({"value": 1}, "bentuk"),
        ({"at": 1}, "bentuk"),
        ({"at": "2026-11-23T12:00:00", "value": 1}, "waktu"),
        ({"at": "kemarin", "value": 1}, "waktu"),
        ({"at": None, "value": 1}, "waktu"),
        ({"at": 1e300, "value": 1}, "waktu"),
        ({"at": True, "value": 1}, "waktu"),
        ({"at": 1, "value": "tinggi"}, "nilai"),
        ({"at": 1, "value": True}, "nilai"),
        ({"at": 1, "value": 10**400}, "nilai"),
        ({"at": 1, "value": 1, "unit": "inch"}, "satuan"),
        ({"at": 1, "value": 1, "unit": ["cm"]}, "satuan"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(item: Any, code: str) -> None:
    with pytest.raises(BadReading) as refused:
        parse(item)
    assert refused.value.code == code
    assert str(refused.value) == SENTENCES[code]


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b'{"value": NaN}', b"[" * 100_000])
def test_what_is_no_json_is_refused(raw: bytes) -> None:
    with pytest.raises(BadReading):
        load(raw)


def read(reading: Callable[[], Measurement]) -> Measurement | str:
    """The reading, or the sentence of its refusal."""
    try:
        return reading()
    except BadReading as bad:
        return SENTENCES[bad.code]


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    reading = read(lambda: parse(load(raw)))
    assert isinstance(reading, str) or reading.at.tzinfo is UTC


@given(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text() | st.lists(st.integers()),
    st.none() | st.floats() | st.integers() | st.text(),
    st.text() | st.sampled_from(["mm", "cm", "m"]),
)
def test_no_contents_break_the_reader(at: Any, value: Any, unit: str) -> None:
    reading = read(lambda: parse({"at": at, "value": value, "unit": unit}))
    assert isinstance(reading, str) or reading.value is None or isinstance(reading.value, float)
