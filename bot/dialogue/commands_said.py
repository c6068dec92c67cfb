"""Commands of chat apps with words behind them: "/batal saja ya", "/lapor lampu mati", "/halo admin"."""

import re

from bot.dialogue.readings import Reading, reading_of

_COMMAND = re.compile(r"^\s*/([a-z][a-z0-9_]{0,31})(?:@\w{1,64})?(?:\s+|$)", re.I)
_REPORTS = re.compile(r"lapor\w*|adu\w*|report|new|baru", re.I)
_OPENS = (Reading.GREET, Reading.HELP)
_STORY = 3  # words from which on what stands behind a command tells something
_TELLS = re.compile(r"\d")  # a report's number, a door's code


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
    reading, tells = reading_of(name), len(rest.split()) >= _STORY
    if tells and (reading is None or reading in _OPENS):
        return None, rest
    return reading or Reading.HELP, text
