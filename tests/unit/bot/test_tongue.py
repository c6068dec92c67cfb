"""An English message in words the understanding knows."""

import pytest

from bot.tongue import in_indonesian


@pytest.mark.parametrize(
    ("text", "word"),
    [("a dog bit my son", "menggigit"), ("the road is a bit damaged", "sedikit"),
     ("he got fired from the factory", "dipecat"), ("shots fired near the market", "penembakan")],
)  # fmt: skip
def test_a_word_of_two_meanings_is_read_by_the_words_around_it(text: str, word: str) -> None:
    assert {"menggigit", "sedikit", "dipecat", "penembakan"} & set(in_indonesian(text).split()) == {word}
