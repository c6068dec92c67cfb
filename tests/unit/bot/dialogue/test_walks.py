"""A few random walks of `benchmarks.talk`: nobody is stuck, no question comes twice in the same words."""

from collections import Counter

from benchmarks.talk import Walk
from tests.fakes.engines import KeywordEngine

FEW = 15  # conversations; the command walks thousands


def test_random_walks_end_well() -> None:
    engine, found, spent = KeywordEngine(), Counter[str](), list[float]()
    for seed in range(FEW):
        Walk(engine, seed, found, spent).go()
    assert found["turns"] > FEW * 5
    assert found["reports"]
    assert not found["dead_ends"]
    assert not found["same_words_twice"]
    assert not found["reports_wrong"]
