"""A recorded flood, played through a broker, goes the way of every reading."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

import sensors.replay
from sensors.domain.water.levels import thresholds
from sensors.replay import ReplaySummary, replay
from storage import clock, db
from storage.db import reading, transaction
from storage.models import Alert, Datastream, Observation, Thing
from tests.factories import city
from tests.integration.test_sensors_mqtt import broker_url, connected, mosquitto_url, reader

__all__ = ["broker_url", "mosquitto_url"]

HULU = [60, 90, 120, 155, 210, 255, 300, 355, 330, 260, 170, 140, 110, 100, 90]
STATUS = {1: "Siaga 1", 2: "Siaga 2", 3: "Siaga 3", 4: "Normal"}


def recording(tmp_path: Path) -> Path:
    """A flood at two gauges: one rises to Siaga 1 and falls, one is calm but for one dead zero."""
    lines = ["ts_wib,station,river,lat,lng,tma_mm,tma_cm,status_siaga"]
    for number, value in enumerate(HULU):
        level = 1 if value >= 350 else 2 if value >= 250 else 3 if value >= 150 else 4
        at = f"2026-01-01 {7 + number // 2:02}:{30 * (number % 2):02}:00"
        lines.append(f"{at},Pos Hulu,Kali A,-6.4,106.9,{value * 10},{value},{STATUS[level]}")
        calm = 0 if number == 4 else 80
        lines.append(f"{at},Pos Tenang,Kali B,-6.2,106.9,{calm * 10},{calm},Normal")
    file = tmp_path / "flood.csv"
    file.write_text("\n".join(lines) + "\n2026-01-01 15:00:00,Pos Hulu,Kali A,-6.4,106.9,,,Normal\n")
    return file


@contextmanager
def listening_city(url: str) -> Iterator[str]:
    """The city in the database and the reader behind the broker."""
    with transaction() as tx:
        city.load(tx)
    with reader(url):
        connected(url)
        yield url


@pytest.fixture
def listened(sqlite_url: str, mosquitto_url: str) -> Iterator[str]:
    db.configure(sqlite_url)
    with listening_city(mosquitto_url) as url:
        yield url


def play(file: Path, url: str, *, speed: float | None = None, original_times: bool = False) -> ReplaySummary:
    said: list[str] = []
    summary = replay(file, speed=speed, mqtt_url=url, original_times=original_times, echo=said.append)
    assert said[-len(summary.lines()) :] == summary.lines()
    return summary


def alerts() -> list[tuple[int, bool]]:
    with reading() as session:
        return [(alert.level, alert.closed_at is None) for alert in session.scalars(select(Alert))]


def test_the_flood_happens_now_and_ends(tmp_path: Path, database: str, broker_url: str) -> None:
    begun = clock.now()
    with listening_city(broker_url) as url:
        summary = play(recording(tmp_path), url)
    assert (summary.gauges, summary.sent, summary.stored, summary.unreadable) == (2, 30, 30, 1)
    assert summary.alerts == {1: 1}
    assert alerts() == [(1, False)]
    with reading() as session:
        times = list(session.scalars(select(Observation.at)))
        hulu = session.scalars(
            select(Datastream).join(Datastream.thing).where(Thing.code == "rekaman-pos-hulu")
        ).one()
    assert min(times) > begun - timedelta(hours=2)
    assert max(times) <= clock.now()
    assert hulu.thing.demo
    assert thresholds(hulu.levels) == {3: 150, 2: 250, 1: 350}


@pytest.mark.parametrize("speed", [400_000, None])
def test_the_flood_can_be_played_again(tmp_path: Path, listened: str, speed: float | None) -> None:
    file = recording(tmp_path)
    first, second = play(file, listened, speed=speed), play(file, listened, speed=speed)
    assert (first.stored, second.stored) == (30, 30)
    assert alerts() == [(1, False), (1, False)]


def test_with_original_times_it_is_history_and_alarms_nobody(tmp_path: Path, listened: str) -> None:
    file = recording(tmp_path)
    summary = play(file, listened, original_times=True)
    assert (summary.stored, summary.alerts, alerts()) == (30, {}, [])
    again = play(file, listened, original_times=True)
    assert (again.sent, again.stored, again.refused) == (30, 0, 30)


def test_the_summary_says_what_was_measured(tmp_path: Path, listened: str) -> None:
    text = "\n".join(play(recording(tmp_path), listened).lines())
    assert "30 pembacaan terkirim, 30 tersimpan, 0 tidak disimpan, 1 baris tidak terbaca" in text
    assert "Peringatan dibuka: Siaga 1: 1." in text
    assert "100% menurut ambang saja" in text


def test_a_replay_nobody_reads_ends_and_says_so(
    tmp_path: Path, sqlite_url: str, mosquitto_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.configure(sqlite_url)
    monkeypatch.setattr(sensors.replay, "PATIENCE", 3)
    summary = play(recording(tmp_path), mosquitto_url)
    assert (summary.sent, summary.stored) == (30, 0)
    assert "sorot sensors" in summary.lines()[-1]
