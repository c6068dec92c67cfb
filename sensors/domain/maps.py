"""What a message on a topic says, by a map that is data (sensors/data/topics.yml)."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sensors.domain import payload
from sensors.domain.payload import BadReading
from storage.clock import ZONES

Form = Literal["reading", "number", "json", "status"]
_HOLE = re.compile(r"(\{(?:code|any)\})")


@dataclass(frozen=True)
class SaidValue:
    """One value of a message. kind: of which datastream; "": the thing's first. unit: "": its own."""

    kind: str
    at: datetime
    value: float | None
    unit: str = ""


@dataclass(frozen=True)
class TopicMap:
    """One line of topics.yml."""

    name: str
    topic: str
    form: Form
    time: str = ""
    zone: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches the topics it is about; group `code`."""
        holes = {"{code}": "(?P<code>[^/]+)", "{any}": "[^/]+"}
        parts = _HOLE.split(self.topic)
        return re.compile("".join(holes.get(part, re.escape(part)) for part in parts))

    @property
    def subscription(self) -> str:
        """The topic filter to subscribe to."""
        return _HOLE.sub("+", self.topic)

    def own(self, code: str, *, any_level: str = "+") -> str:
        """The topic (filter) of one thing."""
        return self.topic.replace("{code}", code).replace("{any}", any_level)

    def is_gone(self, body: bytes) -> bool:
        """Whether a status says that the thing is gone."""
        return body.decode("utf-8", "replace").strip() in self.gone

    def said(self, body: bytes, *, kinds: frozenset[str], now: datetime) -> list[SaidValue]:
        """The values in a message; BadReading where it cannot be read."""
        if self.form == "number":
            return [SaidValue("", now, _number(body))]
        content = payload.load(body)
        if self.form == "reading":
            return [_reading(content)]
        at = self._time(content, now)
        found = [SaidValue(kind, at, value) for kind, value in self._values(content, kinds)]
        if not found:
            raise BadReading("bentuk")
        return found

    def _time(self, content: Any, now: datetime) -> datetime:
        text = _at(content, self.time) if self.time else None
        if not isinstance(text, str):
            return now
        try:
            at = datetime.fromisoformat(text[:26] + text[29:] if _nanoseconds(text) else text)
        except ValueError:
            raise BadReading("waktu") from None
        if at.tzinfo is None:
            if self.zone not in ZONES:
                raise BadReading("waktu")
            at = at.replace(tzinfo=ZoneInfo(ZONES[self.zone]))
        return at.astimezone(UTC)

    def _values(self, content: Any, kinds: frozenset[str]) -> Iterator[tuple[str, float]]:
        for path, kind in self.values.items():
            if path.endswith(".*"):
                below = _at(content, path.removesuffix(".*"))
                named = below.items() if isinstance(below, dict) else ()
                yield from ((name, float(one)) for name, one in named if name in kinds and _is_number(one))
            elif _is_number(one := _at(content, path)):
                yield kind, float(one)


def _nanoseconds(text: str) -> bool:
    """Network servers of LoRaWAN write nine digits behind the point."""
    return len(text) > 29 and text[19] == "." and text[20:29].isdecimal()


def _reading(content: Any) -> SaidValue:
    found = payload.as_sent(content)
    unit = content.get("unit", "")
    if not isinstance(unit, str) or ("unit" in content and not unit):
        raise BadReading("satuan")
    return SaidValue("", found.at, found.value, unit)


def _number(body: bytes) -> float:
    try:
        value = float(body.decode("ascii").strip().replace(",", "."))
    except (UnicodeDecodeError, ValueError):
        raise BadReading("nilai") from None
    if not math.isfinite(value):
        raise BadReading("nilai")
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and abs(value) < 1e300


def _at(content: Any, path: str) -> Any:
    for name in path.split("."):
        if isinstance(content, list) and name.isdecimal() and int(name) < len(content):
            content = content[int(name)]
        elif isinstance(content, dict):
            content = content.get(name)
        else:
            return None
    return content
