"""What the sense of danger learns from: messages grown from `nlu/data/sense`, and many without danger.

A file a kind (`pesan`: whole messages; see nlu/grammar.py for their choices and lists), `polos.yml` for what
only borrows the words of danger, `hal.yml` for what they share, `tersurat.yml` with sentences written out
whole. What is ordinary is grown from the categories' grammars and the talk about the city. Same seed, same
messages.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from nlu import corpus, talk
from nlu.grammar import COMMON, FOLDER, Grammar, Lists, categories, read_lists
from nlu.noise import roughen
from nlu.plain import DATA, load_yaml
from nlu.sense import NONE

SENSE = DATA / "sense"
SHARED, PLAIN, WRITTEN = "hal", "polos", "tersurat"
CRY = "tolong"  # the kind with little to say
# Categories whose sentences may tell of somebody in danger.
TELLING = frozenset(("kebakaran_penyelamatan", "bencana", "perempuan_anak", "wabah"))
# Categories in which people tell of water, illness and their own hard lives: as near as the ordinary comes.
NEAR = frozenset(
    ("banjir_genangan", "sungai_tanggul", "drainase", "pohon", "bansos", "kesehatan", "masalah_sosial")
)
_NEARLY = 3  # times as many of these
_OPENS, _CLOSES, _PLACED = 0.2, 0.15, 0.15  # of messages
_MORE = 0.12  # of messages say two things
_TYPED = 3  # ways in which each written sentence is learnt

Told = tuple[str, str]  # a message and its kind


@dataclass(frozen=True)
class Sizes:
    """How many messages: a kind's, look-alikes, a category's, talk, complaints without a complaint's words,
    and long ones of several matters."""

    kind: int = 1500
    plain: int = 10_000
    category: int = 180
    talk: int = 350
    indirect: int = 1200
    long: int = 3000


def kinds() -> tuple[str, ...]:
    """The kinds of danger that have a file."""
    return tuple(sorted(p.stem for p in SENSE.glob("*.yml") if p.stem not in (SHARED, PLAIN, WRITTEN)))


def sources() -> tuple[Path, ...]:
    """The files the messages grow from, but for the categories' and the talk's."""
    return tuple(sorted(SENSE.glob("*.yml")))


def _shared() -> Lists:
    return {**read_lists(FOLDER / f"{COMMON}.yml"), **read_lists(SENSE / f"{SHARED}.yml")}


def _dressed(text: str, shared: Grammar, rng: Random) -> list[str]:
    """The matter with how people begin and end around it."""
    pieces = [text]
    if rng.random() < _OPENS:
        pieces.insert(0, shared.write("buka", rng)[0])
    if rng.random() < _CLOSES:
        pieces.append(shared.write("tutup", rng)[0])
    if rng.random() < _PLACED:
        pieces.append("di " + shared.write(rng.choice(("kel", "alamat")), rng)[0])
    return [corpus.tidy(piece) for piece in pieces]


def _of_file(name: str, *, size: int, seed: int) -> Iterator[str]:
    """At most `size` messages of one file, no two alike but for names and places."""
    common = _shared()
    grammar, shared = Grammar(read_lists(SENSE / f"{name}.yml"), common), Grammar({}, common)
    rng = Random(f"{seed}:{name}")
    seen: set[str] = set()
    for _ in range(size * 8):
        parts = [grammar.write("pesan", rng) for _ in range(1 + (name != CRY and rng.random() < _MORE))]
        bare = " | ".join(skeleton for _, skeleton in parts)
        if bare in seen:
            continue
        seen.add(bare)
        told = [corpus.tidy(text) for text, _ in parts]
        pieces = told if name == CRY else [*_dressed(told[0], shared, rng), *told[1:]]
        yield roughen(corpus.tidy(corpus.joined(pieces, rng)), rng)
        if len(seen) == size:
            return


def _written(*, seed: int) -> Iterator[Told]:
    rng = Random(f"{seed}:{WRITTEN}")
    for kind, texts in load_yaml(SENSE / f"{WRITTEN}.yml").items():
        for text in texts:
            yield str(text), NONE if kind == PLAIN else kind
            for _ in range(_TYPED - 1):
                yield roughen(str(text), rng), NONE if kind == PLAIN else kind


def _ordinary(sizes: Sizes, *, seed: int) -> Iterator[str]:
    for code in categories():
        if code in TELLING:
            continue
        size = sizes.category * (_NEARLY if code in NEAR else 1)
        yield from (example.text for example in corpus.of_category(code, size=size, seed=seed))
    counts = {"talk": sizes.talk, "indirect": sizes.indirect, "plain": 10}
    yield from (text for text, _ in talk.generate(seed=seed, sizes=counts))


def _long(texts: list[str], *, size: int, seed: int) -> Iterable[str]:
    rng = Random(f"{seed}:long")
    return (corpus.joined(rng.choices(texts, k=rng.choice((2, 3, 4))), rng) for _ in range(size))


def generate(sizes: Sizes | None = None, *, seed: int = 1) -> Iterator[Told]:
    """Every message with its kind, NONE for what is no danger."""
    sizes = sizes or Sizes()
    for kind in kinds():
        few = sizes.kind // 4 if kind == CRY else sizes.kind
        yield from ((text, kind) for text in _of_file(kind, size=few, seed=seed))
    yield from _written(seed=seed)
    near = list(_of_file(PLAIN, size=sizes.plain, seed=seed))
    far = list(_ordinary(sizes, seed=seed + 1))
    for texts in (near, far, _long(far + near, size=sizes.long, seed=seed)):
        yield from ((text, NONE) for text in texts)
