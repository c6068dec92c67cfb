"""The project's own training sentences, grown from `nlu/data/grammar/` when they are needed, stored nowhere.

Same seed, same sentences, on every machine.

One file a category, `nlu/data/grammar/<code>.yml`, can be written with no other file in sight. It maps names
to lists of lines; in a line `(a|b|)` is a choice, `{name}` a line of the list `name`, `{t}` a place.

    judul   short subjects, whole messages of one to six words        "lampu jalan (mati|padam)"
    inti    the matter in one clause; the heart of a file, 15 to 60   "{obj} {t} {buruk}"
    tambah  what follows from it, what makes it worse; stands alone   "warga takut lewat kalau malam"
    minta   what is asked for                                          "mohon (diganti|diperbaiki) lampunya"
    tanya   questions about it                                         "kapan lampu {t} diperbaiki"
    others  lists of the file's own (obj, buruk, pelaku, ...)

All five are needed. Usable everywhere, from `umum.yml`: {t} place or nothing, {alamat} {jalan} {gang} {perum}
{kampung} {kel} {kec} {kota} {patokan} {n} {nn} {jam} {tgl} {bulan} {tahun} {hari} {uang} {nama} {lama} (since
when). Write lower case; greetings, thanks, anger, places, abbreviations and typing errors are added here, so
that they say nothing about the category. A word that tells of two categories belongs in both files.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from nlu.grammar import Grammar, categories
from nlu.noise import roughen

# Rasa's ranking names plain intents only, so "lapor/pju" would come back as "lapor": see nlu/rasa.py.
INTENT = "lapor_"

DEFAULT_SIZE = 2000  # sentences a category; see the learning curve in docs/nlu.md
RASA_SIZE = 600  # Rasa learns more slowly
_SPACES = re.compile(r"\s+")
_BEFORE_MARK = re.compile(r"\s+([,.?!])")
# Register -> how often; then its plan: (list, probability) in order of appearance.
Plan = tuple[tuple[str, float], ...]
REGISTERS: tuple[tuple[float, Plan], ...] = (
    (0.10, (("judul", 1.0),)),
    (0.14, (("inti", 1.0),)),
    (0.16, (("salam", 0.3), ("inti", 1.0), ("lama", 0.3), ("cerita", 0.2), ("minta", 0.6), ("tutup", 0.2))),
    (0.10, (("sebut", 0.8), ("salam", 0.2), ("inti", 1.0), ("lama", 0.2), ("tambah", 0.3), ("sebut", 0.4))),
    (0.10, (("judul", 0.2), ("inti", 1.0), ("lama", 0.3), ("cerita", 0.3), ("tambah", 0.8), ("emosi", 0.5),
      ("minta", 0.5))),
    (0.12, (("salam", 0.4), ("tanya_buka", 0.5), ("tanya", 1.0), ("tambah", 0.2), ("tutup", 0.3))),
    (0.10, (("minta", 1.0), ("t", 0.7), ("tambah", 0.4), ("tutup", 0.3))),
    (
        0.18,
        (
            ("salam", 0.7), ("sapa", 0.5), ("kenal", 0.5), ("lapor", 0.6), ("inti", 1.0), ("lama", 0.4),
            ("cerita", 0.5), ("tambah", 0.8), ("inti", 0.5), ("tambah", 0.5), ("cerita", 0.4), ("emosi", 0.4),
            ("minta_umum", 0.4), ("minta", 0.7), ("tutup", 0.6),
        ),
    ),
)  # fmt: skip
OWN = frozenset({"judul", "inti", "tambah", "minta", "tanya"})


@dataclass(frozen=True)
class Example:
    """One training sentence and the code it is an example of."""

    text: str
    category: str
    source: str = ""  # which city or application it came from, where a file tells


def tidy(text: str) -> str:
    return _BEFORE_MARK.sub(r"\1", _SPACES.sub(" ", text)).strip(" ,")


def joined(pieces: list[str], rng: Random) -> str:
    """The pieces as one message: some people stop between them, some use commas, some nothing at all."""
    mark = rng.choice((". ", ". ", ", ", " ", " ", ".. ", "; "))
    text = mark.join(piece for piece in pieces if piece)
    return text + rng.choice(("", "", "", ".", "..", "!", "?")) if len(pieces) > 1 else text


def compose(grammar: Grammar, rng: Random) -> tuple[str, str]:
    """One clean message of a category, and its skeleton."""
    plan = rng.choices([plan for _, plan in REGISTERS], [weight for weight, _ in REGISTERS])[0]
    pieces, skeleton = [], []
    for name, probability in plan:
        if rng.random() >= probability:
            continue
        text, bare = grammar.write(name, rng)
        pieces.append(tidy(text))
        if name in OWN:
            skeleton.append(tidy(bare))
    return joined(pieces, rng), " | ".join(skeleton)


def of_category(code: str, *, size: int, seed: int) -> Iterator[Example]:
    """At most `size` sentences of one category, no two alike but for names, places and figures."""
    grammar, rng = Grammar.of(code), Random(f"{seed}:{code}")
    seen: set[str] = set()
    for _ in range(size * 8):
        text, skeleton = compose(grammar, rng)
        if skeleton in seen:
            continue
        seen.add(skeleton)
        yield Example(roughen(text, rng), code)
        if len(seen) == size:
            return


def generate(*, size: int = DEFAULT_SIZE, seed: int = 1) -> Iterator[Example]:
    """The whole corpus, category after category."""
    for code in categories():
        yield from of_category(code, size=size, seed=seed)


def as_rasa(code: str, texts: Iterable[str]) -> str:
    """The sentences of one category as a file in Rasa's NLU format, version 3.1."""
    lines = "".join(f"    - {text}\n" for text in texts)
    note = f"# Made by `sorot nlu corpus` from nlu/data/grammar/{code}.yml\n"
    return f'{note}version: "3.1"\nnlu:\n- intent: {INTENT}{code}\n  examples: |\n{lines}'


def write(folder: Path, *, size: int = RASA_SIZE, seed: int = 1) -> int:
    """Write one file a category into the folder, for Rasa; returns how many sentences that makes."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for code in categories():
        texts = [example.text for example in of_category(code, size=size, seed=seed)]
        (folder / f"{code}.yml").write_text(as_rasa(code, texts), encoding="utf-8")
        count += len(texts)
    return count
