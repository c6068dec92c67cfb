"""Notices as approved templates: the only way to reach somebody outside WhatsApp's 24 hours."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.channels.pieces import length
from bot.dialogue.types import Reply
from bot.messages import say
from storage import yaml_files

FILE = Path(__file__).with_suffix(".yml")
TEXT_LIMIT = 1024  # of a template's body with its values in place
EMPTY = "-"  # Meta refuses an empty value


@dataclass(frozen=True)
class Template(Reply):
    """A message to be sent as the approved template `name`; `text` is what the resident then reads."""

    name: str = ""
    language: str = "id"
    values: tuple[str, ...] = ()

    def call(self) -> dict[str, Any]:
        """The `template` object of a call."""
        said = [{"type": "text", "text": value} for value in self.values]
        components: list[dict[str, Any]] = [{"type": "body", "parameters": said}]
        for number, button in enumerate(self.buttons):
            payload = [{"type": "payload", "payload": button.id}]
            index = {"type": "button", "sub_type": "quick_reply", "index": str(number)}
            components.append({**index, "parameters": payload})
        return {"name": self.name, "language": {"code": self.language}, "components": components}


_own: dict[str, dict[str, Any]] = {}  # what the city has had approved in their place, by notice


def use_own(templates: Mapping[str, Mapping[str, Any]]) -> None:
    """Send the city's own templates in place of the delivered ones, in this process from now on."""
    _own.clear()
    _own.update({key: dict(own) for key, own in templates.items()})


@cache
def catalogue() -> dict[str, Any]:
    """What `templates.yml` holds."""
    return dict(yaml_files.read(FILE.read_text(encoding="utf-8")))


def template_for(key: str | None, args: Mapping[str, Any], reply: Reply) -> Template | None:
    """The template that says the notice `key`; None when there is none, it would not fit, or this is a drill:
    no template says so."""
    language, known = catalogue()["language"], catalogue()["templates"].get(key)
    if known is None or args.get("drill"):
        return None
    known = {**known, **_own.get(str(key), {})}
    values = tuple(_value(name, args, language) for name in known["values"])
    text = filled(known["text"], values)
    buttons = reply.buttons[: known.get("buttons", 0)]
    if length(text) > TEXT_LIMIT or len(buttons) < known.get("buttons", 0):
        return None
    return Template(text, buttons, name=known["name"], language=language, values=values)


def _value(name: str, args: Mapping[str, Any], language: str) -> str:
    value = str(args.get(name) or "")
    if name == "status":
        value = say(language, f"status-{value}")
    return " ".join(value.split()) or EMPTY  # Meta refuses line breaks and runs of spaces in a value


def filled(text: str, values: tuple[str, ...]) -> str:
    """A template's text with its values in place."""
    return re.sub(r"\{\{(\d+)\}\}", lambda match: values[int(match[1]) - 1], text)
