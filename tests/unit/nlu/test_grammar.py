"""The grammar the training sentences grow from: what a line means, and what the whole corpus promises."""

from collections import Counter
from random import Random

import pytest

from nlu import corpus
from nlu.evaluation import agencies
from nlu.grammar import Choice, Grammar, GrammarError, Slot, categories, parse


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


def test_the_stored_corpus_is_large_varied_and_what_the_grammar_writes() -> None:
    stored = list(corpus.read())
    assert stored == list(corpus.generate())
    assert len({example.text for example in stored}) >= 12_000


def test_messages_of_every_length_are_in_the_corpus() -> None:
    lengths = sorted(len(example.text.split()) for example in corpus.read())
    assert lengths[0] <= 2
    assert lengths[len(lengths) // 2] >= 8
    assert lengths[-1] >= 60
