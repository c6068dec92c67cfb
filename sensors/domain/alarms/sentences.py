"""Rules and alarms in plain Indonesian."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sensors.domain.alarms.rules import CheckKind, RuleHours, SensorCheck, SensorRule
from storage.clock import LOCAL, ZONE
from storage.written import number

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MOST_NAMED = 5
Kinds = Mapping[str, tuple[str, str]]  # what a kind is called, its unit


def sentence(rule: SensorRule, kinds: Kinds, things: Mapping[str, str]) -> str:
    """The rule without its office: "Bila tinggi muka air di atas 250 cm (usai di 240 cm) di P2C, …"."""
    link = " dan " if rule.together == "semua" else " atau "
    said = link.join(check_sentence(check, kinds, things) for check in rule.checks)
    if rule.at_least:
        said = f"paling sedikit {rule.at_least} alat dari satu {rule.group}: {said}"
    held = f", selama {duration(rule.hold)}" if rule.hold else ""
    hours = f", {hours_sentence(rule.hours)}" if rule.hours else ""
    return f"Bila {said}{held}{hours}."


def check_sentence(check: SensorCheck, kinds: Kinds, things: Mapping[str, str]) -> str:
    """One check: "curah hujan berjumlah 50 mm atau lebih dalam 3 jam di semua alat"."""
    name, unit = kinds.get(check.kind, (check.kind, ""))
    what = name[:1].lower() + name[1:] if not name.isupper() else name
    where = ", ".join(things.get(code, code) for code in check.things) if check.things else "alat mana pun"
    limit, back = f"{number(check.limit)} {unit}".strip(), f"{number(check.back)} {unit}".strip()
    ends = f" (usai di {back})" if check.back != check.limit else ""
    said = {
        CheckKind.ABOVE: f"di atas {limit}{ends}",
        CheckKind.BELOW: f"di bawah {limit}{ends}",
        CheckKind.RISE: f"naik {limit} atau lebih dalam {duration(check.minutes)}",
        CheckKind.SUM: f"berjumlah {limit} atau lebih dalam {duration(check.minutes)}",
        CheckKind.MISSING: f"tidak ada kabar lebih dari {duration(check.minutes)}",
    }[check.test]
    return f"{what} {said} di {where}"


def duration(minutes: int) -> str:
    """10 menit, 3 jam, 2 hari; 90 menit."""
    for size, name in ((24 * 60, "hari"), (60, "jam")):
        if minutes and minutes % size == 0:
            return f"{minutes // size} {name}"
    return f"{minutes} menit"


def hours_sentence(hours: RuleHours) -> str:
    """Setiap hari pukul 18.00–05.00."""
    days = (
        "setiap hari" if len(hours.days) == len(DAYS) else ", ".join(DAYS[day] for day in sorted(hours.days))
    )
    return f"{days} pukul {_clock(hours.start)}–{_clock(hours.end)}"


def told(rule: SensorRule, measured: Sequence[tuple[str, float | None, str]], since: datetime) -> str:
    """What an agency reads. measured: (thing, last value, unit)."""
    when = f"{since.astimezone(LOCAL):%d-%m-%Y %H.%M} {ZONE}"
    shown = [
        f"{name} {number(value)} {unit}".strip() if value is not None else f"{name} belum ada nilai"
        for name, value, unit in measured[:MOST_NAMED]
    ]
    more = f" dan {len(measured) - MOST_NAMED} alat lain" if len(measured) > MOST_NAMED else ""
    ends = "" if rule.ends == "sendiri" else " Petugas yang menyatakan selesai."
    return f"{rule.name}, sejak {when}. Nilai terakhir: {'; '.join(shown)}{more}.{ends}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}.{minutes % 60:02}"
