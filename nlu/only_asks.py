"""A message that asks for something to be done and says not for what: it speaks for no kind of matter.

Complaints of damaged roads end with "mohon segera diperbaiki" more often than others do, so those words alone
look like a damaged road to a model that reads words. Said first, the resident is asked what it is about; said
within a report, they are part of it.
"""

from functools import cache

from nlu.plain import DATA, keys, load_yaml


@cache
def _words(*names: str) -> frozenset[str]:
    lists = {**load_yaml(DATA / "function_words.yml"), **load_yaml(DATA / "only_asks.yml")}
    return frozenset(word for name in names for entry in lists[name] for word in keys(str(entry)))


def asks_only(text: str) -> bool:
    """Whether a text asks for help, repair or an answer with no word of what."""
    said = keys(text)
    pleas = _words("pleas")
    return any(word in pleas for word in said) and pleas | _words("words", "courtesy", "around") >= set(said)
