"""A rule about what is measured as a form, and back as a row of its document."""

from typing import Any

from starlette.datastructures import FormData

from sensors.domain.alarms.rules import MOST_CHECKS, BadSensorRules, RuleHours, SensorRule, read, write

UNITS = {"menit": 1, "jam": 60, "hari": 24 * 60}


def rule_of(form: FormData, code: str) -> SensorRule:
    """The rule as typed; BadSensorRules where it cannot be one."""
    checks = [_check(form, place) for place in range(MOST_CHECKS) if _text(form, f"jenis_{place}")]
    at_least = _whole(form, "paling_sedikit", "Jumlah alat")
    row = {
        "code": code, "name": _text(form, "nama"), "checks": checks, "agency": _text(form, "instansi"),
        "category": _text(form, "kategori"), "together": _text(form, "gabung") or "semua",
        "at_least": at_least, "group": _text(form, "kelompok") if at_least else "",
        "hold": _minutes(form, "tahan"), "hours": _hours(form), "urgent": bool(_text(form, "mendesak")),
        "ends": _text(form, "usai") or "sendiri", "on": bool(_text(form, "berlaku")),
    }  # fmt: skip
    return read({"rules": [row]})[0]


def typed(form: FormData) -> dict[str, str]:
    """What stands in the fields, to be shown again."""
    found = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    days = [value for name, value in form.multi_items() if name == "hari" and isinstance(value, str)]
    return found | {"hari": " ".join(days)}


def of_rule(rule: SensorRule) -> dict[str, str]:
    """The fields of a rule."""
    row: dict[str, Any] = write([rule])["rules"][0]
    fields = {
        "nama": rule.name, "instansi": rule.agency, "kategori": rule.category, "gabung": rule.together,
        "paling_sedikit": str(rule.at_least or ""), "kelompok": rule.group, "usai": rule.ends,
        "mendesak": "ya" if rule.urgent else "", "berlaku": "ya" if rule.on else "",
    }  # fmt: skip
    fields |= _time_fields("tahan", rule.hold)
    fields |= _hour_fields(rule.hours)
    for place, check in enumerate(row["checks"]):
        fields |= {
            f"jenis_{place}": check["kind"], f"uji_{place}": check["test"],
            f"batas_{place}": _shown(check["limit"]),
            f"usai_{place}": _shown(check["back"]) if check["back"] != check["limit"] else "",
            f"alat_{place}": ", ".join(check["things"]),
        }  # fmt: skip
        fields |= _time_fields(f"lama_{place}", check["minutes"])
    return fields


def _check(form: FormData, place: int) -> dict[str, Any]:
    limit = _number(form, f"batas_{place}", "Batas")
    back = _number(form, f"usai_{place}", "Batas usai") if _text(form, f"usai_{place}") else limit
    things = [code.strip() for code in _text(form, f"alat_{place}").split(",") if code.strip()]
    return {
        "kind": _text(form, f"jenis_{place}"), "test": _text(form, f"uji_{place}"), "limit": limit,
        "back": back, "minutes": _minutes(form, f"lama_{place}"), "things": things,
    }  # fmt: skip


def _hours(form: FormData) -> dict[str, Any] | None:
    start, end = _text(form, "dari"), _text(form, "sampai")
    days = [int(day) for day in form.getlist("hari") if isinstance(day, str) and day in "0123456"]
    if not start and not end:
        return None
    return {"days": days or list(range(7)), "start": _clock(start), "end": _clock(end)}


def _hour_fields(hours: RuleHours | None) -> dict[str, str]:
    if hours is None:
        return {"dari": "", "sampai": "", "hari": ""}
    return {
        "dari": f"{hours.start // 60:02}.{hours.start % 60:02}",
        "sampai": f"{hours.end // 60:02}.{hours.end % 60:02}",
        "hari": " ".join(str(day) for day in sorted(hours.days)),
    }


def _time_fields(name: str, minutes: int) -> dict[str, str]:
    for unit, size in reversed(UNITS.items()):
        if minutes and minutes % size == 0:
            return {name: str(minutes // size), f"{name}_satuan": unit}
    return {name: "", f"{name}_satuan": "menit"}


def _minutes(form: FormData, name: str) -> int:
    return _whole(form, name, "Lama") * UNITS.get(_text(form, f"{name}_satuan"), 1)


def _whole(form: FormData, name: str, what: str) -> int:
    text = _text(form, name)
    if text and not (text.isascii() and text.isdecimal() and len(text) <= 6):
        raise BadSensorRules(f"{what} “{text[:20]}” bukan bilangan bulat.")
    return int(text or 0)


def _number(form: FormData, name: str, what: str) -> float:
    text = _text(form, name)
    try:
        return float(text.replace(".", "").replace(",", ".") if "," in text else text) if text else 0.0
    except ValueError:
        raise BadSensorRules(f"{what} “{text[:20]}” bukan angka.") from None


def _clock(text: str) -> int:
    hour, _, minute = text.replace(":", ".").partition(".")
    if not (hour.isdecimal() and (minute or "0").isdecimal() and int(hour) <= 24 and int(minute or 0) < 60):
        raise BadSensorRules(f"Jam “{text[:20]}” tidak terbaca; tulis seperti 18.30.")
    return int(hour) * 60 + int(minute or 0)


def _shown(value: float) -> str:
    return f"{value:.10g}".replace(".", ",")


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.strip()[:4000] if isinstance(value, str) else ""
