"""Recordings: faults in the file are survived, idle time is shortened, agreement is measured."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sensors.recording import LONGEST_IDLE, RecordedRow, agreement, code_of, offsets, read

HEAD = "ts_wib,station,river,lat,lng,tma_mm,tma_cm,status_siaga\n"
REAL = Path(__file__).resolve().parents[4] / "shared/data/gauges_jakarta_jan2020.csv"


def row(minutes: float, value: float = 100, status: int = 4, code: str = "rekaman-hulu") -> RecordedRow:
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    return RecordedRow(code, "Hulu", "Kali", -6.3, 106.9, at, value, status)


def test_rows_come_in_order_of_time_and_broken_lines_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "flood.csv"
    file.write_text(
        HEAD
        + "2026-01-01 07:30:00,Pos Hulu (A),Kali,-6.3,106.9,1500,150,Siaga 3\n"
        + "2026-01-01 07:00:00,Pos Hulu (A),Kali,-6.3,106.9,900,90,Normal\n"
        + "2026-01-01 08:00:00,Pos Hulu (A),Kali,-6.3,106.9,,,Normal\n"
        + "2026-01-01 08:30:00,Pos Hulu (A),Kali,-6.3,106.9,900,90,Entah\n"
        + "besok,Pos Hulu (A),Kali,-6.3,106.9,900,90,Normal\n"
        + "2026-01-01 09:00:00\n"
    )
    rows, bad = read(file)
    assert bad == 4
    assert [(row.at.astimezone(UTC).hour, row.value, row.status) for row in rows] == [(0, 90, 4), (0, 150, 3)]
    assert rows[0].code == "rekaman-pos-hulu-a"


@pytest.mark.parametrize("station", ["PS. Hulu (Atas)", "ps hulu -- atas", "PS HULU/ATAS"])
def test_a_stations_name_becomes_one_code(station: str) -> None:
    assert code_of(station) == "rekaman-ps-hulu-atas"


def test_stretches_in_which_nobody_speaks_are_shortened() -> None:
    rows = [row(0), row(20), row(20), row(20 + 80 * 60), row(30 + 80 * 60)]
    minutes = timedelta(minutes=1)
    idle = LONGEST_IDLE / minutes
    assert [offset / minutes for offset in offsets(rows)] == [0, 20, 20, 20 + idle, 30 + idle]
    assert offsets([]) == []


def test_agreement_counts_what_the_spike_guard_and_hysteresis_cost() -> None:
    calm_and_spike = [(80, 4), (90, 4), (310, 3), (85, 4)]
    dancing = [(149, 4), (150, 3), (148, 4)]
    rows = [row(30 * number, *pair) for number, pair in enumerate(calm_and_spike + dancing)]
    found = agreement(rows)
    assert (found.readings, found.by_threshold, found.live) == (7, 7, 5)


@pytest.mark.skipif(not REAL.exists(), reason="the recorded flood is not on this machine (../shared/data)")
def test_the_real_flood_of_2020_is_judged_as_the_officials_did() -> None:
    rows, bad = read(REAL)
    found = agreement(rows)
    assert bad == 0
    assert found.by_threshold / found.readings > 0.985
    assert found.live / found.readings > 0.97
