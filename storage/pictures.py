"""Making a stranger's picture safe to keep: only its pixels survive.

The type is told by content, size and pixels are checked before decoding, and the result is a fresh JPEG: no
EXIF, no comment, no second file hidden behind the image.
"""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

register_heif_opener()

MAX_BYTES = 20 * 1024 * 1024
# Pillow itself only warns below 179 megapixels; a phone's sensor sends up to 50.
MAX_PIXELS = 60_000_000
MAX_EDGE = 2048
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")


class PictureRefused(Exception):
    """code: terlalu_besar | bukan_gambar | bergerak | rusak. The sentence for people is in the catalogue."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Picture:
    """A sanitised JPEG and its size in pixels."""

    jpeg: bytes
    width: int
    height: int


def sanitise(raw: bytes) -> Picture:
    """The picture in `raw` as a clean JPEG of at most 2,048 pixels an edge; PictureRefused otherwise."""
    if len(raw) > MAX_BYTES:
        raise PictureRefused("terlalu_besar")
    try:
        with Image.open(io.BytesIO(raw), formats=FORMATS) as image:
            return _redraw(image)
    except UnidentifiedImageError:
        raise PictureRefused("bukan_gambar") from None
    except Image.DecompressionBombError:
        raise PictureRefused("terlalu_besar") from None
    # Decoders of damaged files raise all of these.
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, MemoryError):
        raise PictureRefused("rusak") from None


def _redraw(image: Image.Image) -> Picture:
    if image.width * image.height > MAX_PIXELS:
        raise PictureRefused("terlalu_besar")
    if getattr(image, "is_animated", False):
        raise PictureRefused("bergerak")
    image.draft("RGB", (MAX_EDGE, MAX_EDGE))  # lets the JPEG decoder shrink while reading
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((MAX_EDGE, MAX_EDGE))
    clean = Image.new("RGB", upright.size, "white")
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        shape = upright.convert("RGBA")
        clean.paste(shape, mask=shape.getchannel("A"))
    else:
        clean.paste(upright.convert("RGB"))
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=85, optimize=True, progressive=True)
    return Picture(out.getvalue(), clean.width, clean.height)
