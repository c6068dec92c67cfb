"""Who is spoken to in a note: "@rina, tolong lihat"."""

import re

_NAMED = re.compile(r"(?<![\w@.])@([A-Za-z0-9][A-Za-z0-9._-]{1,38}[A-Za-z0-9])")
MOST = 10  # of one note


def named(text: str) -> list[str]:
    """User names in lower case, each once, in the order they stand; an address of e-mail names nobody."""
    return list(dict.fromkeys(match[1].lower() for match in _NAMED.finditer(text)))[:MOST]
