"""A bare place tells where and no kind of matter."""

import pytest

from nlu.only_where import of_no_kind, tells_only_where
from nlu.places import read_places
from nlu.types import Ranked
from nlu.understand import assemble, gazetteer


@pytest.mark.parametrize(
    "text",
    ["jl melati", "di jalan melati", "lokasinya jl mawar rt 2 ya pak", "gang haji naim no 15", "rt 3 rw 5",
     "Bekasi Timur", "stasiun bekasi", "depan alfamart", "perumahan galaxy blok c 12", "SDN Kranji 3"],
)  # fmt: skip
def test_a_bare_place_tells_only_where(text: str) -> None:
    assert tells_only_where(text, read_places(text, gazetteer()))


@pytest.mark.parametrize(
    "text",
    ["jl melati rusak", "banjir kranji", "lampu mati di jl mawar", "macet stasiun bekasi", "pohon", "jalan",
     "budi", "12", "kranji kapan diaspal"],
)  # fmt: skip
def test_what_is_told_beside_a_place_is_a_matter(text: str) -> None:
    assert not tells_only_where(text, read_places(text, gazetteer()))


def test_a_bare_place_makes_no_kind_likely_and_keeps_their_order() -> None:
    ranked = (Ranked("jalan_rusak", 0.7), Ranked("pju", 0.2), Ranked("sampah", 0.1))
    known = assemble("jl melati", ranked, engine="uji")
    assert known.only_where
    assert [one.code for one in known.categories] == ["jalan_rusak", "pju", "sampah"]
    assert known.categories[0].confidence < 0.4
    assert sum(one.confidence for one in known.categories) == pytest.approx(1)
    assert assemble("jl melati berlubang", ranked, engine="uji").categories == ranked
    assert of_no_kind(()) == ()
