"""Commands of chat apps with words behind them: "/batal saja ya", "/lapor lampu mati", "/halo admin"."""

import re

from bot.dialogue.identity import wish
from bot.dialogue.readings import Reading, reading_of

_COMMAND = re.compile(r"^\s*/([a-z][a-z0-9_]{0,31})(?:@\w{1,64})?(?:\s+|$)", re.I)
_REPORTS = re.compile(r"lapor\w*|adu\w*|report|new|baru", re.I)
# What is asked of the bot in words, and so with a slash before them too ("/peringatan kranji", "/data saya").
_ASKS = re.compile(r"data|hapus|peringatan|ikuti?|langganan|berlangganan|berhenti|stop|matikan", re.I)
_HIDES = re.compile(r"anonim|rahasia(?:kan)?", re.I)
_OPENS = (Reading.GREET, Reading.HELP)
_STORY = 3  # words from which on what stands behind a command tells something
_TELLS = re.compile(r"\d")  # a report's number, a door's code


def hides(text: str) -> str | None:
    """How secret the one who reports what stands behind the command wants to be."""
    found = _COMMAND.match(text)
    wanted = wish(found[1]) if found and _HIDES.fullmatch(found[1]) else None
    return wanted.privacy if wanted else None


def without_command(text: str) -> tuple[Reading | None, str]:
    """(what the command asks, the words); a command that only leads a story is left out of it.

    "/status BKS-2611-00042" stays as it is: the number is what is asked for.
    """
    found = _COMMAND.match(text)
    if found is None or _TELLS.search(text):
        return None, text
    name, rest = found[1].replace("_", " "), text[found.end() :].strip()
    if _REPORTS.fullmatch(name):
        return (None, rest) if rest else (Reading.GREET, text)
    if _HIDES.fullmatch(name):
        return None, rest or name
    if rest and _ASKS.fullmatch(name):
        return None, f"{name} {rest}"
    if name.lower() == "privasi":
        return None, "/privasi"
    reading, tells = reading_of(name), len(rest.split()) >= _STORY
    if tells and (reading is None or reading in _OPENS):
        return None, rest
    return reading or Reading.HELP, text
