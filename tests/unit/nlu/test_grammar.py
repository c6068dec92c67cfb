"""The grammar the training sentences grow from: what a line means, and what the whole corpus promises."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from nlu import corpus
from nlu.evaluation import agencies
from nlu.grammar import Choice, Grammar, GrammarError, Slot, categories, parse
from nlu.rasa_format import read_examples


def test_a_line_is_read_into_text_choices_and_slots() -> None:
    assert parse("ada {obj} (mati|) di") == ("ada ", Slot("obj"), " ", Choice((("mati",), ())), " di")


@pytest.mark.parametrize("line", ["lampu (mati|padam", "lampu mati)", "lampu|pju"])
def test_a_line_whose_brackets_do_not_fit_is_refused(line: str) -> None:
    with pytest.raises(GrammarError):
        parse(line)


def test_a_slot_without_a_list_is_refused_by_name() -> None:
    grammar = Grammar({"inti": (parse("{taksa} mati"),)}, {})
    with pytest.raises(GrammarError, match="taksa"):
        grammar.write("inti", Random(1))


def test_names_and_figures_are_left_out_of_the_skeleton_and_the_matter_is_not() -> None:
    common = {"n": (parse("3"),)}
    own = {"inti": (parse("{obj} mati {n} hari"),), "obj": (parse("pju"),)}
    assert Grammar(own, common).write("inti", Random(1)) == ("pju mati 3 hari", "pju mati _ hari")


def test_every_category_of_the_city_has_a_grammar() -> None:
    assert set(categories()) == set(agencies())


@pytest.mark.parametrize("code", categories())
def test_a_category_writes_every_list_it_needs(code: str) -> None:
    grammar = Grammar.of(code)
    for name in corpus.OWN:
        written = {grammar.write(name, Random(seed))[0] for seed in range(40)}
        assert len(written) > 1, f"{name} always says the same"
        assert not any(mark in text for text in written for mark in "{}()|")


def test_the_same_seed_writes_the_same_sentences_and_another_seed_others() -> None:
    first, again, other = (
        [e.text for e in corpus.of_category("pju", size=50, seed=seed)] for seed in (1, 1, 2)
    )
    assert first == again
    assert len(set(first) & set(other)) < 25


def test_no_two_sentences_of_a_category_differ_in_names_and_figures_only() -> None:
    rng, grammar = Random(7), Grammar.of("sampah")
    skeletons = Counter(corpus.compose(grammar, rng)[1] for _ in range(500))
    assert max(skeletons.values()) > 1, "the grammar repeats skeletons, so the corpus has some to leave out"
    texts = [e.text for e in corpus.of_category("sampah", size=400, seed=1)]
    assert len(set(texts)) == len(texts)


def test_the_corpus_is_large_and_varied() -> None:
    assert len({example.text for example in corpus.generate(size=300)}) >= 12_000


_GROW = """
import hashlib
from nlu import corpus
texts = (f"{e.category} {e.text}" for e in corpus.generate(size=60))
print(hashlib.sha256("\\n".join(texts).encode()).hexdigest())
"""


def test_the_grammar_grows_the_same_corpus_in_every_process() -> None:
    grown = [
        subprocess.run(
            [sys.executable, "-c", _GROW],
            capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert len(grown[0].strip()) == 64
    assert grown[0] == grown[1]


def test_rasa_reads_what_is_written_for_it(tmp_path: Path) -> None:
    assert corpus.write(tmp_path, size=20) == 20 * len(categories())
    of_pju = list(read_examples(tmp_path / "pju.yml"))
    assert of_pju == [("lapor_pju", example.text) for example in corpus.of_category("pju", size=20, seed=1)]


def test_messages_of_every_length_are_in_the_corpus() -> None:
    lengths = sorted(len(example.text.split()) for example in corpus.generate(size=300))
    assert lengths[0] <= 2
    assert lengths[len(lengths) // 2] >= 8
    assert lengths[-1] >= 60
