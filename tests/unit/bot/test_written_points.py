"""Coordinates and map links typed by a resident reach the dialogue as the point they are."""

from datetime import UTC, datetime

import pytest

from bot.dialogue.types import Incoming, Point
from bot.understanding import with_written_point
from nlu.understand import assemble

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


MARGA_JAYA = Point(-6.2349375, 106.9945625)


def typed(text: str, point: Point | None = None) -> Incoming:
    message = Incoming("web", "1", "a", AT, text=text, point=point)
    return with_written_point(message, assemble(text, (), engine="uji"))


@pytest.mark.parametrize("text", ["-6.2288, 106.9790", "lokasi: https://maps.google.com/?q=-6.2288,106.9790"])
def test_nothing_but_a_point_is_a_shared_location(text: str) -> None:
    message = typed(text)
    assert (message.kind, message.text, message.point) == ("location", "", Point(-6.2288, 106.979))


def test_a_story_with_a_point_keeps_its_words() -> None:
    message = typed("jalan berlubang parah di -6.2288, 106.9790 dekat gardu")
    assert (message.kind, message.point) == ("text", Point(-6.2288, 106.979))
    assert "berlubang" in message.text


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("QX8V+2R", ""), ("QX8V+2R Bekasi", ""), ("qx8v+2r margahayu, kota bekasi, jawa barat", ""),
        (
            "QX8V+2R, Jl. Mawar No.5, Marga Jaya, Kec. Bekasi Sel., Kota Bks, Jawa Barat 17141",
            "Jl. Mawar No.5",
        ),
    ],
)  # fmt: skip
def test_what_a_map_writes_behind_a_plus_code_answers_no_other_question(text: str, street: str) -> None:
    message = typed(text)
    assert (message.kind, message.text, message.point) == ("location", street, MARGA_JAYA)


def test_a_link_without_coordinates_stays_words() -> None:
    assert typed("di sini https://maps.app.goo.gl/abc123").point is None


def test_a_location_that_was_shared_is_not_replaced() -> None:
    assert typed("dekat -6.2288, 106.9790", Point(-6.3, 106.9)).point == Point(-6.3, 106.9)
