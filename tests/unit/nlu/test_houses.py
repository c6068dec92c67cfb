"""A house's number behind the name of its street or estate stays with it."""

import pytest

from nlu.gazetteer import Gazetteer
from nlu.places import find_places


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("jl bambu kuning 3 no 12 sepanjang jaya", "jl bambu kuning 3 no 12"),
        ("jl bambu kuning raya no 12b, sepanjang jaya", "jl bambu kuning raya no 12b"),
        ("jalan melati 2 no 5 rt 3 kranji", "jalan melati 2 no 5"),
        ("ada anjing galak di perumahan galaxy blok d no 7", "perumahan galaxy blok d no 7"),
        ("gang mawar iv no 8 aren jaya, lampunya mati", "gang mawar iv no 8"),
        ("jl bambu kuning 3 tiang roboh", "jl bambu kuning"),
        ("jl bambu kuning, no 12 itu angkotnya", "jl bambu kuning"),
        ("jl bambu kuning no pohon tumbang", "jl bambu kuning"),
    ],
)
def test_the_houses_words_stay_with_the_street(text: str, said: str) -> None:
    assert said in [place.text.lower() for place in find_places(text, _gazetteer())]


def _gazetteer() -> Gazetteer:
    return Gazetteer.load()
