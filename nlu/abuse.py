"""Words of abuse. Whether a message only abuses is for the dialogue to say: many a complaint swears."""

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
