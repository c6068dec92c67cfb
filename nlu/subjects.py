"""To whom something happens: a lost cat and a wallet left behind are nobody's danger."""

from functools import cache

from nlu.cues import Lexicon, Span
from nlu.plain import DATA, key, load_yaml, plain

FILE = DATA / "no_person.yml"
_FIRST = 3  # words that may stand before what a text is of: "tolong, ada kucing"
_OWNER = 2  # words behind a thing in which its owner stands: "hp adik saya"


@cache
def _lexicon() -> Lexicon:
    return Lexicon(load_yaml(FILE)["groups"], typos_from=99, tight=True)


@cache
def _spares() -> dict[str, tuple[str, ...]]:
    return {kind: tuple(groups) for kind, groups in load_yaml(FILE)["spares"].items()}


def happens_to_nobody(text: str, kind: str) -> bool:
    """Whether a danger of this kind is told of an animal or a thing, and of no person beside its owner."""
    groups = _spares().get(kind, ())
    if not groups:
        return False
    found = _lexicon().find(plain(text).words)
    things = sorted(span for name in groups for span in found.get(name, ()))
    people = [span for span in found.get("person", ()) if not _owns(span, things)]
    return bool(things) and not people


def of_an_animal(text: str) -> bool:
    """Whether what a text begins with, and all it tells of, is an animal: "kucing saya kejepit pager"."""
    words = plain(text).words
    found = _lexicon().find(words)
    animals = sorted(found.get("animal", ()))
    first = bool(animals) and animals[0][0] <= _FIRST
    others = [
        span for span in found.get("person", ()) if not _owns(span, animals) and not _of_a_place(span, words)
    ]
    return first and not others


def _of_a_place(person: Span, words: tuple[str, ...]) -> bool:
    """Whether somebody is named only as whose place it is: "pager tetangga", "atap rumah warga"."""
    return any(word in _places() for word in words[max(0, person[0] - _OWNER) : person[0]])


@cache
def _places() -> frozenset[str]:
    return frozenset(key(str(word)) for word in load_yaml(FILE)["places"])


def _owns(person: Span, things: list[Span]) -> bool:
    return any(0 <= person[0] - thing[1] < _OWNER for thing in things)
