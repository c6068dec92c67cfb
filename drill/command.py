"""What `sorot drill banjir` does: a fresh home, the day, the figures as lines and as JSON."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drill.day import clock_of
from drill.levels import NotInRecording
from drill.play import Asked, play
from drill.world import has_servers
from storage.csv_files import CsvFault
from storage.written import number

Echo = Callable[[str], None]
NO_SERVERS = "PostgreSQL, Redis, Mosquitto tidak ada di mesin ini (./dev servers): satu proses dengan SQLite."


@dataclass(frozen=True)
class Options:
    """As given on the command line."""

    speed: float
    residents: int
    gauges: Path | None
    pictures: Path | None
    json: Path | None
    one_process: bool
    seed: int


def run(options: Options, echo: Echo) -> int:
    """Play and print; 1 when something was lost or doubled, 2 when the recording cannot be read."""
    alone = options.one_process
    if not alone and not has_servers():
        echo(NO_SERVERS)
        alone = True
    home = Path(tempfile.mkdtemp(prefix="sorot-latihan-"))
    asked = Asked(
        home, options.speed, options.residents, options.seed, options.gauges, alone, options.pictures
    )  # fmt: skip
    try:
        found = play(asked, echo)
    except (CsvFault, NotInRecording) as wrong:
        echo(str(wrong))
        return 2
    finally:
        shutil.rmtree(home, ignore_errors=True)
    if options.json:
        options.json.write_text(json.dumps(found, ensure_ascii=False, indent=1, default=str) + "\n")
    for line in lines(found):
        echo(line)
    return 1 if faults(found) else 0


def faults(found: Mapping[str, Any]) -> dict[str, Any]:
    """What must be none and is not."""
    of = found["delivering"]
    none = (
        "messages_in_lost", "reports_lost", "reports_doubled", "warnings_lost",
        "warnings_doubled", "unanswered", "unsent", "answered_twice", "unfounded", "led_astray",
    )  # fmt: skip
    return {name: of[name] for name in none if of[name]}


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """The figures as sentences."""
    played = found["played"]
    speed, seconds = number(played["speed"]), number(played["seconds"])
    yield f"LATIHAN BANJIR, {speed} kali lebih cepat, {seconds} detik: {played['acts']}"
    yield from _found(found["finding"], found["joining"])
    yield from _warned(found["warning"])
    yield from _delivered(found["delivering"])
    yield from (f"Antre kirim {name}: {_quantiles(of)}." for name, of in found["waiting"].items())
    fast, load = found["speed"], found["load"]
    yield f"Layar: {_quantiles(fast['screen_seconds'])}."
    yield f"Percakapan: {_quantiles(fast['conversation_seconds'])}."
    yield f"Prosesor {load['processor_seconds']} detik, memori paling banyak {load['peak_mb']} MB."
    yield from (f"Gangguan: {line}" for line in found["faults"])
    if wrong := faults(found):
        yield f"SALAH: {wrong}"


def _found(one: Mapping[str, Any], join: Mapping[str, Any]) -> Iterator[str]:
    yield (
        f"Alat pertama {_clock(one['first_alert'])}; laporan pertama sesudahnya "
        f"{_number(one['minutes_alert_to_report'])} menit kemudian "
        f"({one['reports_before_alert']} laporan mendahului alat)."
    )
    yield (
        f"Kejadian diusulkan {_clock(one['event_proposed'])} sesudah {_number(one['event_after_reports'])} "
        f"laporan, pasti {_clock(one['event_confirmed'])} sesudah {_number(one['confirmed_after_reports'])}; "
        f"{one['events']} kejadian."
    )
    yield (
        f"Laporan banjir {join['flood_reports']}: masuk kejadian {number(join['joined_rightly_percent'])}%, "
        f"keliru masuk {number(join['joined_wrongly_percent'])}% dari isinya; "
        f"di luar: {join['missed_by_category']}."
    )


def _warned(warn: Mapping[str, Any]) -> Iterator[str]:
    yield (
        f"Air sampai di {warn['reached_by_water']} pintu, {warn['known_before']} dikenal sebelumnya. "
        f"Diperingatkan sebelum air: {warn['warned_in_time']} "
        f"({number(warn['in_time_percent_of_known'])}% dari yang dikenal, "
        f"{number(warn['in_time_percent_of_all'])}% dari semua), "
        f"median {_number(warn['median_minutes_ahead'])} menit lebih dulu."
    )
    yield (
        f"Siaga 1 sebelum air di pintu: {warn['siaga1_before_water']} orang, "
        f"terkirim sebelum air {warn['siaga1_read_before_water']}."
    )
    yield f"Jawaban kedalaman air: {warn['depth_answers']}."


def _delivered(out: Mapping[str, Any]) -> Iterator[str]:
    yield f"Peringatan {out['warnings']}, hilang {out['warnings_lost']}, dobel {out['warnings_doubled']}."
    yield (
        f"Pesan masuk {out['messages_in']}, keluar {out['messages_out']}, hilang {out['messages_in_lost']}; "
        f"laporan {out['reports']}, hilang {out['reports_lost']}, dobel {out['reports_doubled']}; "
        f"warga berhenti menunggu {out['given_up']} ({out['kept_quiet']} kabar mereka tidak jadi ditulis), "
        f"percakapan buntu {out['led_astray']}; "
        f"terkirim sekali lagi karena dibunuh {out['sent_once_more_by_a_kill']}."
    )


def _clock(minute: float | None) -> str:
    return "tidak ada" if minute is None else clock_of(minute)


def _number(value: float | None) -> str:
    return "–" if value is None else number(value)


def _quantiles(found: Mapping[str, float] | None) -> str:
    if found is None:
        return "tidak ada"
    return (
        f"p50 {number(found['p50'])} s, p99 {number(found['p99'])} s, paling lama {number(found['most'])} s"
    )
