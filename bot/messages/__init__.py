"""Every sentence said to residents, in Fluent (`id.ftl` first, `en.ftl` complete), and the way to say one."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.dialogue.types import Button, Reply
from bot.messages import water
from bot.messages.times import moment
from storage import fluent_files
from storage.notice_kinds import Notice

FOLDER = Path(__file__).parent
DEFAULT = "id"

_BLANK_LINES = re.compile(r"\n{3,}")


class UnknownMessage(KeyError):
    """The catalogue holds no such key: a mistake of ours, found by the test that reads the code."""


_sayings = fluent_files.Sayings(FOLDER)


def use_own(sentences: Mapping[str, Mapping[str, str]]) -> None:
    """Say the city's own sentences in place of the delivered ones, in this process from now on."""
    if _sayings.use_own(sentences):
        _format.cache_clear()


def locales() -> frozenset[str]:
    """The languages there is a file for."""
    return fluent_files.locales(FOLDER)


def _argument(value: Any, locale: str) -> str | int:
    if isinstance(value, datetime):
        return moment(value, locale)
    return value if isinstance(value, int) else str(value) or "none"


@lru_cache(maxsize=2048)
def _format(locale: str, key: str, args: tuple[tuple[str, str | int], ...]) -> str:
    bundle = _sayings.bundle(locale)
    pattern = bundle.get_message(key).value if bundle.has_message(key) else None
    if pattern is None:
        raise UnknownMessage(key)
    text, _errors = bundle.format_pattern(pattern, dict(args))
    lines = "\n".join(line.rstrip() for line in str(text).strip().split("\n"))
    return _BLANK_LINES.sub("\n\n", lines)


def say(locale: str, key: str, **args: Any) -> str:
    """The sentence `key` in the person's language. Moments become local; an empty string counts as "none"."""
    tongue = locale if locale in locales() else DEFAULT
    return _format(tongue, key, tuple((name, _argument(value, tongue)) for name, value in args.items()))


def _time(value: Any) -> Any:
    if isinstance(value, str) and len(value) >= 19 and value[10:11] == "T":
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return value
    return value


def render(locale: str, key: str, args: Mapping[str, Any]) -> Reply:
    """The message of an outbox row that carries a catalogue key: notices, with their buttons."""
    values = {name: _time(value) for name, value in args.items()}
    if isinstance(code := values.get("status"), str):
        values["status"] = say(locale, f"status-{code}")
    buttons: tuple[Button, ...] = ()
    if key == Notice.DONE:
        number = str(args["number"])
        buttons = (
            Button(f"done:{number}", say(locale, "btn-done")),
            Button(f"undone:{number}", say(locale, "btn-not-done")),
        )
    if key == Notice.NEIGHBOUR:
        number = str(args["number"])
        titles = (("near-yes", "btn-done"), ("near-no", "btn-not-done"), ("near-stop", "btn-near-stop"))
        buttons = tuple(Button(f"{action}:{number}", say(locale, title)) for action, title in titles)
    if key in (Notice.WARNING, Notice.EARLY):
        buttons = water.buttons(lambda title: say(locale, title))
    if key == Notice.OFFICER and (number := str(args.get("number") or "")):
        accept = Button(f"f:terima:{number}", say(locale, "btn-officer-accept"))
        see = Button(f"f:lihat:{number}", say(locale, "btn-officer-see"))
        buttons = (accept, see) if args.get("given") else (see,)
    text = say(locale, key, **{"reason": "", "contact": "", "drill": 0, **values})
    return Reply(text, buttons, picture=args.get("picture"))
