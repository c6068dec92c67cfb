"""The project's own messages that are complaints and that are none, and what their words speak for.

`nlu/data/talk/` holds one grammar file a kind of talk about a city that asks nobody to come (work told of,
news, praise, opinion, chat, proposals, questions, events, answers), `keluh.yml` with complaints that use none
of a complaint's words, and `hal.yml` with what they share; plain complaints are written by the categories'
grammars. From these sentences `weigh` learns how much each word and pair of words speaks for a complaint.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from random import Random

from nlu.complaint import WEIGHTS, features
from nlu.corpus import Plan, joined, tidy
from nlu.grammar import COMMON, FOLDER, Grammar, Lists, categories, read_lists
from nlu.noise import roughen
from nlu.plain import DATA

TALK = DATA / "talk"
SHARED, INDIRECT = "hal", "keluh"
NO_COMPLAINTS = frozenset({"aspirasi", "lainnya"})  # categories whose sentences complain of nothing
SIZES = {"talk": 1500, "indirect": 8000, "plain": 60}  # sentences: a kind, in all, a category
REGISTERS: tuple[tuple[float, Plan], ...] = (
    (0.12, (("judul", 1.0),)),
    (0.30, (("inti", 1.0),)),
    (0.20, (("inti", 1.0), ("lama", 0.4), ("minta", 0.7))),
    (0.15, (("inti", 1.0), ("tambah", 0.9), ("emosi", 0.3))),
    (0.12, (("minta", 1.0), ("t", 0.7), ("tambah", 0.4))),
    (0.11, (("salam", 0.7), ("inti", 1.0), ("lama", 0.4), ("tambah", 0.6), ("minta", 0.6), ("tutup", 0.5))),
)
_TWICE = 0.15  # of messages say two things
_ADDRESSED = 0.5  # of plain complaints name an account before, and as many after
_SEEN = 4  # a feature counts when so many sentences hold it
_SMOOTHING = 1
_FAINTEST = 0.4  # smaller weights are left out

Said = tuple[str, bool]


def _grammar(kind: str, shared: Lists) -> Grammar:
    return Grammar(read_lists(TALK / f"{kind}.yml"), shared)


def _of_kind(kind: str, shared: Lists, *, size: int, seed: int, twice: float) -> Iterator[str]:
    """At most `size` messages of one kind, no two alike but for names and places."""
    grammar, rng = _grammar(kind, shared), Random(f"{seed}:{kind}")
    seen: set[str] = set()
    for _ in range(size * 8):
        parts = [grammar.write("pesan", rng) for _ in range(1 + (rng.random() < twice))]
        bare = " | ".join(skeleton for _, skeleton in parts)
        if bare in seen:
            continue
        seen.add(bare)
        yield roughen(tidy(" ".join(text for text, _ in parts)), rng)
        if len(seen) == size:
            return


def _plain_complaints(code: str, shared: Grammar, *, size: int, seed: int) -> Iterator[str]:
    """Complaints of one category as people send them to a city's account; questions are left out."""
    grammar, rng = Grammar.of(code), Random(f"{seed}:talk:{code}")
    for _ in range(size):
        plan = rng.choices([plan for _, plan in REGISTERS], [weight for weight, _ in REGISTERS])[0]
        pieces = [tidy(grammar.write(name, rng)[0]) for name, often in plan if rng.random() < often]
        text = joined(pieces, rng)
        if rng.random() < _ADDRESSED:
            text = f"{shared.write('buka_balas', rng)[0]} {text}"
        if rng.random() < _ADDRESSED:
            text = f"{text} {shared.write('tutup_cc', rng)[0]}"
        yield roughen(tidy(text), rng)


def generate(*, seed: int = 1, sizes: Mapping[str, int] = SIZES) -> Iterator[Said]:
    """Every message with whether it is a complaint; same seed, same messages."""
    shared = {**read_lists(FOLDER / f"{COMMON}.yml"), **read_lists(TALK / f"{SHARED}.yml")}
    for kind in sorted(path.stem for path in TALK.glob("*.yml")):
        if kind not in {SHARED, INDIRECT}:
            for text in _of_kind(kind, shared, size=sizes["talk"], seed=seed, twice=_TWICE):
                yield text, False
    for text in _of_kind(INDIRECT, shared, size=sizes["indirect"], seed=seed, twice=0):
        yield text, True
    for code in categories():
        if code not in NO_COMPLAINTS:
            for text in _plain_complaints(code, Grammar(shared, {}), size=sizes["plain"], seed=seed):
                yield text, True


def weigh(said: Iterable[Said]) -> dict[str, float]:
    """Feature -> logarithm of how much likelier a complaint holds it than other talk does."""
    held: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    rows: Counter[bool] = Counter()
    for text, complaint in said:
        held[complaint].update(set(features(text)))
        rows[complaint] += 1
    level = math.log(rows[False] / rows[True])
    weights = {
        name: level + math.log((held[True][name] + _SMOOTHING) / (held[False][name] + _SMOOTHING))
        for name in held[True] | held[False]
        if held[True][name] + held[False][name] >= _SEEN
    }
    return {name: round(weight, 2) for name, weight in sorted(weights.items()) if abs(weight) >= _FAINTEST}


def write(path: Path = WEIGHTS) -> int:
    """Write the weights of all words and pairs to a file; returns how many there are."""
    weights = weigh(generate())
    path.write_text("".join(f"{name}\t{weight}\n" for name, weight in weights.items()), encoding="utf-8")
    return len(weights)
