"""To whom something happens: a lost cat and a wallet left behind are nobody's danger."""

from functools import cache

from nlu.cues import Lexicon, Span
from nlu.plain import DATA, load_yaml, plain

FILE = DATA / "no_person.yml"
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


def _owns(person: Span, things: list[Span]) -> bool:
    return any(0 <= person[0] - thing[1] < _OWNER for thing in things)
