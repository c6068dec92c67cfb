"""Making a stranger's picture safe to keep: only its pixels survive.

The type is told by content, size and pixels are checked before decoding, and the result is a fresh JPEG: no
EXIF, no comment, no second file hidden behind the image. Nothing is decoded in this process: what a hostile
file can do, it does to a small process of its own (`storage.picture_process`) with little memory and time.
"""

from dataclasses import dataclass
from datetime import datetime

from storage import picture_helper
from storage.picture_helper import Died, Line

MAX_BYTES = 20 * 1024 * 1024
MAX_EDGE = 2048  # pixels
SUFFIXES = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".heic", ".heif", ".hif")
DIED_OF = {"memory": "terlalu_besar", "time": "terlalu_besar", "": "rusak"}


class PictureRefused(Exception):
    """code: terlalu_besar | bukan_gambar | bergerak | rusak. The sentence for people is in the catalogue."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Copies:
    """What everybody may see: the picture with faces and number plates hidden, large and small."""

    jpeg: bytes
    thumb: bytes


@dataclass(frozen=True)
class Picture:
    """A sanitised JPEG and its size in pixels.

    thumb: a small copy. phash: 16 hexadecimal digits, see `bits_apart`. lat, lon (WGS84), taken_at (UTC) and
    direction (where the camera looked, degrees clockwise from north): what the camera wrote into the file,
    None where it wrote nothing usable. public: None until made. light, spread: mean and standard
    deviation of its grey values (0 to 255).
    """

    jpeg: bytes
    width: int
    height: int
    thumb: bytes | None = None
    phash: str | None = None
    lat: float | None = None
    lon: float | None = None
    taken_at: datetime | None = None
    direction: float | None = None
    public: Copies | None = None
    light: float = 0.0
    spread: float = 0.0


def sanitise(raw: bytes, line: Line = "residents") -> Picture:
    """The picture in `raw` as a clean JPEG of at most 2,048 pixels an edge, without copies for the public.

    PictureRefused when it is none, too large, moving or damaged.
    """
    if len(raw) > MAX_BYTES:
        raise PictureRefused("terlalu_besar")
    try:
        told, (jpeg, thumb) = picture_helper.ask("redraw", raw, line)
    except Died as death:
        raise PictureRefused(DIED_OF[death.of]) from None
    except picture_helper.NotShown as refused:
        raise PictureRefused(refused.code) from None
    taken = told["taken_at"]
    return Picture(
        jpeg, told["width"], told["height"], thumb, told["phash"], told["lat"], told["lon"],
        datetime.fromisoformat(taken) if taken else None, told["direction"],
        light=told["light"], spread=told["spread"],
    )  # fmt: skip


def blurred(jpeg: bytes, line: Line = "residents") -> Copies | None:
    """The public copies of a sanitised picture; None when faces and plates could not be looked for.

    Then there is no public copy at all: never one that nobody has looked through.
    """
    try:
        _, (public, thumb) = picture_helper.ask("blur", jpeg, line)
    except (Died, picture_helper.NotShown):
        return None
    return Copies(public, thumb)


def bits_apart(one: str, other: str) -> int:
    """How many of 64 bits two perceptual hashes differ in: a few for the same picture sent anew."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
