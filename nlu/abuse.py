"""Words of abuse. Whether a message only abuses is for the dialogue to say: many a complaint swears."""

import re
from functools import cache

from nlu.plain import DATA, key, load_yaml, plain


@cache
def _words() -> dict[str, frozenset[str]]:
    data = load_yaml(DATA / "kasar.yml")
    return {name: frozenset(key(str(word)) for word in data[name]) for name in data}


def rude(text: str) -> bool:
    """Whether the text holds abuse. Never raises; reads as much of the text as `nlu.plain` does."""
    words, known = plain(text).words, _words()
    if any(word in known["always"] for word in words):
        return True
    named = [at for at, word in enumerate(words) if word in known["at_somebody"]]
    return any(_at_somebody(words, at, known["whom"]) for at in named)


def _at_somebody(words: tuple[str, ...], at: int, whom: frozenset[str]) -> bool:
    if len(words) == 1:
        return True
    beside = {*words[max(0, at - 1) : at], *words[at + 1 : at + 2]}
    return bool(beside & whom)


_CURSED = (
    r"(?:anjing|anjir|anjrit|anjay|anying|njing|njir|babi|monyet|asu|bangsat|kampret|bajingan"
    r"|jancok|jancuk|cok|tai|setan)"
)
_MERE = r"(?:lah|emang|banget|bgt|nih|ah|dah|deh|si|sih|gila|kok|bener|memang|ya|oi|woi)"
# "Anjing lah ini jalan": a curse that names an animal and means none, where a text begins.
_CURSE = re.compile(
    rf"^\W*(?:{_CURSED}\W+(?:{_MERE}\W+)+|{_CURSED}\s*[,!]+\s*|(?:anjir|anjrit|anjay|anying|njir|jancok|jancuk|bangsat"
    r"|kampret|bajingan)\W+)(?P<rest>\w.*)$",
    re.IGNORECASE | re.DOTALL,
)


def without_curses(text: str) -> str:
    """The text without a curse it begins with, which may name an animal and means none."""
    found = _CURSE.match(text)
    return found["rest"] if found and len(found["rest"].split()) > 1 else text
