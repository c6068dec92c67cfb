"""The word lists that tell places from other words, folded once."""

from functools import cache

from nlu.cues import ordinary_words
from nlu.plain import DATA, key, load_yaml


@cache
def words(name: str) -> frozenset[str]:
    """The list of that name in place_words.yml, each word in plain form."""
    return frozenset(key(str(word)) for word in load_yaml(DATA / "place_words.yml")[name])


@cache
def vocabulary() -> frozenset[str]:
    """Everyday words: a misspelled place name is never looked for among them."""
    lists = ("stop", "hints", "landmark", "beside", "estate", "school_words")
    return frozenset().union(ordinary_words(), *(words(name) for name in lists))


@cache
def announced() -> dict[str, str]:
    """The kind of place each announcing word announces."""
    kinds = (("patokan", "landmark"), ("perumahan", "estate"), ("jalan", "street"))
    return {word: kind for kind, name in kinds for word in words(name)}


@cache
def heads() -> dict[str, str]:
    """The announcing words as they are spelled ("pertigan", folded, is pertigaan)."""
    lists = load_yaml(DATA / "place_words.yml")
    return {key(str(word)): str(word) for name in ("street", "estate", "landmark") for word in lists[name]}


@cache
def trust() -> dict[str, float]:
    """How far a mention of each kind says where it is (place_words.yml says how they were found)."""
    return {kind: float(share) for kind, share in load_yaml(DATA / "place_words.yml")["trust"].items()}
