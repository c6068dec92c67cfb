"""A lake of chance, in the form of `sorot.lake.tables`, with what the questions are to find planted in it."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars

from sorot.lake import deeds, tables

TODAY = date(2026, 11, 30)
KINDS: Mapping[str, Any] = {
    "string": polars.String, "integer": polars.Int64, "number": polars.Float64, "boolean": polars.Boolean,
    "date": polars.Date, "time": polars.Datetime("us", "UTC"),
}  # fmt: skip
CATEGORIES, AGENCIES = ("sampah", "jalan_rusak", "banjir_genangan", "pju"), ("dlh", "dbmsda", "dishub")
AREAS = tuple(f"32.75.0{number}.1001" for number in range(1, 7))
SPOT = (-6.23456, 106.98765)
WORK = {"id": 1, "category": "sampah", "kelurahan": AREAS[0], "begun": TODAY - timedelta(days=130),
        "done": TODAY - timedelta(days=120)}  # fmt: skip


def put(folder: Path, table: str, columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of a table by month; what a row does not say is nothing."""
    by_month: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_month.setdefault(f"{row['day']:%Y-%m}", []).append(row)
    schema = {name: KINDS[kind] for name, kind in columns.items()}
    for month, some in by_month.items():
        out = folder / table / f"month={month}"
        out.mkdir(parents=True)
        full = [{name: row.get(name) for name in columns} for row in some]
        polars.DataFrame(full, schema=schema).write_parquet(out / "part.parquet")


def make(folder: Path, *, reports: int = 3000) -> None:
    """Two years of reports with moves, readings, words, people and one work."""
    dice = random.Random(5)
    rows = [_report(number, dice) for number in range(reports)]
    for number, back in enumerate((300, 200, 100, 50)):  # the same square, four times
        rows.append(_report(reports + number, dice, back=back) | {
            "lat": SPOT[0], "lon": SPOT[1], "category": "pju", "public": True, "joined": False,
        })  # fmt: skip
    put(folder, "reports", tables.REPORT_COLUMNS, rows)
    moves = [
        {"seq": number, "day": TODAY - timedelta(days=dice.randrange(1, 400)), "kind": "report_forwarded",
         "report_id": dice.randrange(reports // 4), "from_code": dice.choice(AGENCIES),
         "to_code": dice.choice(AGENCIES), "at": None, "agency": "dlh", "actor": "petugas"}
        for number in range(400)
    ]  # fmt: skip
    put(folder, "events", tables.EVENT_COLUMNS, moves)
    put(folder, "observations", tables.OBSERVATION_COLUMNS, list(_readings(dice)))
    people = [
        {"indicator": "penduduk", "place": area, "day": date(2026, 1, 1), "value": 40_000.0 + 1000 * number}
        for number, area in enumerate(AREAS[:-1])
    ]
    put(folder, "indicators", tables.INDICATOR_COLUMNS, people)
    terms = [
        {"day": TODAY - timedelta(days=back), "term": term, "reports": 10 if many == 1 and back < 8 else many}
        for back in range(1, 64)
        for term, many in (("bau", 1), ("jalan", 4))
    ]  # fmt: skip
    put(folder, "terms", deeds.TERM_COLUMNS, terms)
    put(folder, "works", deeds.WORK_COLUMNS, [WORK | {"day": WORK["done"]}])


def _report(number: int, dice: random.Random, *, back: int | None = None) -> dict[str, Any]:
    back = dice.randrange(1, 730) if back is None else back
    day, ended = TODAY - timedelta(days=back), dice.random() < 0.8
    took = dice.randrange(0, min(back, 20) + 1)
    return {
        "id": number, "category": dice.choice(CATEGORIES), "agency": dice.choice(AGENCIES),
        "kelurahan": dice.choice((*AREAS, None)), "lat": round(-6.2 - dice.random() / 10, 5),
        "lon": round(106.9 + dice.random() / 10, 5), "cell": f"89{dice.randrange(40):02d}",
        "public": dice.random() < 0.9, "joined": dice.random() < 0.1, "day": day,
        "created_at": datetime(day.year, day.month, day.day, 3, tzinfo=UTC), "hour": dice.randrange(24),
        "answer_hours": round(dice.random() * 40, 2), "end_hours": took * 24.0 if ended else None,
        "end_day": day + timedelta(days=took) if ended else None,
        "in_time": dice.random() < 0.7 if ended else None,
    }  # fmt: skip


def _readings(dice: random.Random) -> Any:
    number = 0
    for back in range(1, 120):
        for thing, kind in (("p1", "tinggi_muka_air"), ("p2", "tinggi_muka_air"), ("h1", "curah_hujan")):
            for _ in range(3):
                number += 1
                quality = dice.choice(("baik", "baik", "diragukan"))
                yield {
                    "id": number, "thing": thing, "kind": kind, "day": TODAY - timedelta(days=back),
                    "value": round(dice.random() * 100, 1), "quality": quality,
                }  # fmt: skip
