"""Which kinds of matter words tell of."""

from nlu.word_kinds import FILE
from tools.word_kinds import rows


def test_the_stored_kinds_are_those_of_the_grammar() -> None:
    assert FILE.read_text(encoding="utf-8").splitlines(keepends=True) == list(rows())
