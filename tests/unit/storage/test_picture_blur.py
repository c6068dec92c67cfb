"""Nobody is recognised on a copy for the public, or there is none."""

import io
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from PIL import Image

from storage import picture_blur
from storage.pictures import blurred
from tests.fakes.drawings import encoded, face, plate, street

FACE_AT, FACE = (120, 60), 160
PLATE_AT, PLATE = (300, 380), 220


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg)).convert("RGB")


def detail(image: Image.Image, box: tuple[int, int, int, int]) -> float:
    """How sharply neighbouring pixels differ in a part of the picture: its lines and letters."""
    grey = np.asarray(image.crop(box).convert("L")).astype(float)
    return float(np.abs(np.diff(grey, axis=1)).mean() + np.abs(np.diff(grey, axis=0)).mean())


@pytest.mark.parametrize("dark", [False, True])
def test_a_face_and_a_plate_are_hidden_in_both_copies_and_the_rest_stays(dark: bool) -> None:
    picture = street(face(FACE), FACE_AT)
    picture.paste(plate(width=PLATE, dark=dark), PLATE_AT)
    copies = blurred(encoded(picture, quality=90))
    assert copies is not None
    public, thumb = opened(copies.jpeg), opened(copies.thumb)
    x, y = FACE_AT[0] + FACE // 2, FACE_AT[1] + FACE // 2  # the face in the middle of its drawing
    eyes = (x + 35, y + 55, x + FACE - 35, y + 95)
    letters = (PLATE_AT[0] + 20, PLATE_AT[1] + 12, PLATE_AT[0] + PLATE - 20, PLATE_AT[1] + 54)
    for part in (eyes, letters):
        assert detail(public, part) < detail(picture, part) / 4
        small = tuple(edge // 2 for edge in part)
        assert detail(thumb, small) < detail(picture.resize(thumb.size), small) / 3  # type: ignore[arg-type]
    corner = (0, 0, 40, 40)
    assert np.abs(np.asarray(public.crop(corner)).astype(int) - np.asarray(picture.crop(corner))).max() < 8


def test_a_public_copy_is_small_and_its_thumbnail_is_made_of_it() -> None:
    copies = blurred(encoded(Image.new("RGB", (2048, 1024), "teal")))
    assert copies is not None
    assert opened(copies.jpeg).size == (1024, 512)
    assert opened(copies.thumb).size == (320, 160)


def test_what_could_not_be_looked_through_is_given_no_public_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = encoded(street(face(), FACE_AT))
    assert picture_blur.blur(picture)[1]
    monkeypatch.setattr(picture_blur, "TIME", -1.0)
    assert picture_blur.blur(picture) == ({"refused": "rusak"}, [])


def test_what_is_no_picture_of_ours_gets_no_public_copy() -> None:
    assert blurred(b"<svg/>") is None
    assert picture_blur.blur(b"<svg/>") == ({"refused": "bukan_gambar"}, [])


def test_looking_at_a_few_sizes_at_a_time_finds_what_opencv_finds_at_once() -> None:
    cv2: Any = import_module("cv2")
    picture = street(face(FACE), FACE_AT)
    picture.paste(plate(width=PLATE), PLATE_AT)
    for look in picture_blur.LOOKS:
        grey = np.asarray(picture.convert("L"))
        cascade = cv2.CascadeClassifier(cv2.data.haarcascades + look.cascade)
        at_once = cascade.detectMultiScale(grey, look.step, look.votes, minSize=look.least)
        found = picture_blur._found(cv2, cascade, grey, look)
        assert sorted(map(tuple, found)) == sorted(map(tuple, at_once)), look.cascade
