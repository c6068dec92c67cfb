"""Which RW the words of a report name."""

import pytest

from routing.domain.neighbourhood import rw_of


@pytest.mark.parametrize(
    ("text", "rw"),
    [
        ("Jl Melati RT 05/RW 03", 3), ("rt 5/3 gang buntu", 3), ("rw.012 dekat pos", 12), ("RT 4 RW 11", 11),
        ("rt 5 saja", None), ("nomor 12", None), ("crw 3", None),
    ],
)  # fmt: skip
def test_the_rw_is_read_from_words(text: str, rw: int | None) -> None:
    assert rw_of(text) == rw
    assert rw_of("", text) == rw
