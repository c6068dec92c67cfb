"""The picture process's second task: the copy for everybody, faces and number plates made unrecognisable.

OpenCV's bundled cascades look for them. They miss what is small, turned away or dark (docs/photos.md), so
the copy is also small itself, and a box too many costs nothing: the cascades are set to find rather too much.
"""

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageFilter

from storage.picture_redraw import THUMB_EDGE, as_jpeg

PUBLIC_EDGE = 1024
TIME = 20.0  # seconds of computing; a copy that was not looked through to the end is not given out
AT_A_TIME = 3  # sizes of a face or a plate
ALIKE = 0.2  # how alike finds are that count as one; OpenCV's own value
CELLS = 6  # a face is left with at most this many squares an edge
Box = tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(frozen=True)
class Detector:
    """One cascade and how to use it. pad: how much of its size a box grows on each side."""

    cascade: str
    least: tuple[int, int]
    pad: float
    step: float  # from one size to the next
    votes: int  # neighbouring finds that make one
    even: bool  # lighting evened out first
    mirrored: bool = False
    inverted: bool = False  # older Indonesian plates are white on black, the cascade learnt black on white


def _face(cascade: str, *, mirrored: bool = False) -> Detector:
    return Detector(f"haarcascade_{cascade}.xml", (20, 20), 0.25, 1.1, 3, even=True, mirrored=mirrored)


def _plate(*, inverted: bool) -> Detector:
    name = "haarcascade_russian_plate_number.xml"
    return Detector(name, (30, 10), 0.2, 1.05, 2, even=False, inverted=inverted)


# As measured on drawn streets (docs/photos.md): finer steps and untouched light find 77 plates of 80, where
# the usual values found 48.
LOOKS = [
    _face("frontalface_alt2"), _face("profileface"), _face("profileface", mirrored=True),
    _plate(inverted=False), _plate(inverted=True),
]  # fmt: skip


def blur(jpeg: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """({"boxes": count}, [public copy, its thumbnail]); {"refused": code} when it was not looked through."""
    try:
        with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as image:
            image.thumbnail((PUBLIC_EDGE, PUBLIC_EDGE))
            public = image.convert("RGB")
    except OSError:
        return {"refused": "bukan_gambar"}, []
    found = find(public)
    if found is None:
        return {"refused": "rusak"}, []
    for box in found:
        _hide(public, box)
    thumb = public.copy()
    thumb.thumbnail((THUMB_EDGE, THUMB_EDGE))
    return {"boxes": len(found)}, [as_jpeg(public), as_jpeg(thumb)]


def find(image: Image.Image) -> list[Box] | None:
    """Padded boxes of what looks like a face or a plate; None when there was no time to look for all."""
    import cv2  # 40 MB that the process needs only here

    cv2.setNumThreads(1)
    began = time.process_time()
    boxes: list[Box] = []
    for look in LOOKS:
        if time.process_time() - began > TIME:
            return None
        boxes += _seen(cv2, image, look)
    return boxes


def _seen(cv2: Any, image: Image.Image, look: Detector) -> Iterator[Box]:
    import numpy as np

    grey = np.asarray(image.convert("L"))
    grey = cv2.equalizeHist(grey) if look.even else grey
    grey = cv2.flip(grey, 1) if look.mirrored else cv2.bitwise_not(grey) if look.inverted else grey
    # Loaded anew each time: a cascade keeps the memory of the largest picture it saw.
    cascade = cv2.CascadeClassifier(cv2.data.haarcascades + look.cascade)
    for x, y, width, height in _found(cv2, cascade, grey, look):
        left = image.width - x - width if look.mirrored else x
        across, down = int(width * look.pad), int(height * look.pad)
        yield (
            max(0, int(left) - across), max(0, int(y) - down),
            min(image.width, int(left + width) + across), min(image.height, int(y + height) + down),
        )  # fmt: skip


def _found(cv2: Any, cascade: Any, grey: Any, look: Detector) -> Any:
    """What the cascade sees at any size, as its own search of all sizes would say.

    OpenCV holds the picture in every size it looks at, in sums of four and eight bytes a pixel. Looked
    at a few sizes at a time, and the finds put together as OpenCV does, it is a third of that.
    """
    sizes = list(_sizes(cascade.getOriginalWindowSize(), look, grey.shape[::-1]))
    several = [sizes[at : at + AT_A_TIME] for at in range(0, len(sizes), AT_A_TIME)]
    finds = [
        [int(edge) for edge in find]
        for some in several
        for find in cascade.detectMultiScale(grey, look.step, 0, minSize=some[0], maxSize=some[-1])
    ]
    return cv2.groupRectangles(finds, look.votes, ALIKE)[0] if finds else ()


def _sizes(window: tuple[int, int], look: Detector, picture: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The sizes at which OpenCV looks, smallest first; each once."""
    factor, last = 1.0, (0, 0)
    while True:
        size = (round(window[0] * factor), round(window[1] * factor))
        if size[0] > picture[0] or size[1] > picture[1]:
            return
        if size[0] >= look.least[0] and size[1] >= look.least[1] and size != last:
            yield size
            last = size
        factor *= look.step


def _hide(image: Image.Image, box: Box) -> None:
    """Averages over a few large squares, then softens their edges: nothing of the detail is left."""
    patch = image.crop(box)
    width, height = patch.size
    step = max(width, height) / CELLS
    coarse = patch.resize((max(1, round(width / step)), max(1, round(height / step))), Image.Resampling.BOX)
    hidden = coarse.resize(patch.size, Image.Resampling.NEAREST)
    image.paste(hidden.filter(ImageFilter.GaussianBlur(step / 3)), box)
