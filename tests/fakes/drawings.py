"""Pictures drawn for tests: a face, a number plate, and files that mean harm. Nobody real is in them."""

import io
import random
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import pillow_heif
from PIL import ExifTags, Image, ImageDraw, ImageFilter, ImageFont, PngImagePlugin

pillow_heif.register_heif_opener()

SCRIPT = b"<script>alert(1)</script>"
VOICE = b"OggS\0\x02" + b"\0" * 22 + b"OpusHead\x01 suara"  # the beginning of every voice note


def encoded(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    """The file of a drawing."""
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def plain(size: tuple[int, int] = (64, 48), colour: str = "firebrick") -> Image.Image:
    """One colour."""
    return Image.new("RGB", size, colour)


def face(size: int = 160) -> Image.Image:
    """A face from the front in the middle of twice its size, coarse as a mask but enough for a cascade."""
    s, o = size / 200, size // 2
    image = Image.new("RGB", (size * 2, size * 2), (150, 160, 165))
    pen = ImageDraw.Draw(image)

    def oval(left: float, top: float, right: float, bottom: float, colour: tuple[int, int, int]) -> None:
        pen.ellipse([o + left * s, o + top * s, o + right * s, o + bottom * s], fill=colour)

    oval(30, 0, 170, 120, (40, 30, 25))
    oval(35, 15, 165, 195, (205, 160, 130))
    for x in (70, 130):
        pen.rectangle([o + (x - 20) * s, o + 72 * s, o + (x + 20) * s, o + 78 * s], fill=(50, 35, 30))
        oval(x - 20, 82, x + 20, 104, (120, 85, 70))
        oval(x - 14, 86, x + 14, 100, (235, 235, 235))
        oval(x - 7, 85, x + 7, 101, (35, 25, 20))
    oval(88, 130, 112, 142, (165, 120, 95))
    oval(74, 152, 126, 168, (140, 60, 60))
    return image.filter(ImageFilter.GaussianBlur(2 * s))


def plate(text: str = "B 1234 KFA", width: int = 220, *, dark: bool = False) -> Image.Image:
    """A number plate: black on white as since 2022, or white on black as before."""
    ground, ink = ((20, 20, 20), (240, 240, 240)) if dark else ((245, 245, 245), (15, 15, 15))
    height = int(width * 0.3)
    image = Image.new("RGB", (width, height), ground)
    pen = ImageDraw.Draw(image)
    pen.rectangle([2, 2, width - 3, height - 3], outline=ink, width=2)
    font = ImageFont.load_default(size=int(height * 0.6))
    pen.text((width / 2, height / 2), text, font=font, fill=ink, anchor="mm")
    return image


def street(part: Image.Image, at: tuple[int, int], size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A grey street with `part` in it."""
    image = Image.new("RGB", size, (95, 100, 105))
    image.paste(part, at)
    return image


def saved(image: Image.Image, *, quality: int) -> Image.Image:
    """The drawing after it was a JPEG of this quality."""
    return Image.open(io.BytesIO(encoded(image, quality=quality)))


def road(seed: int) -> Image.Image:
    """A street as a telephone sees it, 1024 x 768; another with each seed."""
    dice = random.Random(seed)
    image = Image.new("RGB", (1024, 768), (150, 180, 215))
    pen = ImageDraw.Draw(image)
    horizon = dice.randint(200, 380)
    pen.rectangle((0, horizon, 1024, 768), fill=(95, 95, 100))
    for _ in range(6):
        x, high = dice.randint(-50, 900), dice.randint(80, 280)
        shade = tuple(dice.randint(40, 230) for _ in range(3))
        pen.rectangle((x, horizon - high, x + dice.randint(80, 300), horizon + 30), fill=shade)
    for _ in range(4):
        x, y, wide = dice.randint(0, 1024), dice.randint(horizon, 768), dice.randint(40, 170)
        pen.ellipse((x - wide, y - wide // 3, x + wide, y + wide // 3), fill=(40, 40, 45))
    return image


def located(
    lat: float = -6.2349, lon: float = 106.9896, *,
    when: str = "2026:11:20 07:30:00", direction: float = 47.5, image: Image.Image | None = None,
) -> bytes:  # fmt: skip
    """A phone's photo: position, time and camera in its EXIF."""
    exif = Image.Exif()
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[1], gps[2] = "S" if lat < 0 else "N", _dms(lat)
    gps[3], gps[4] = "W" if lon < 0 else "E", _dms(lon)
    gps[16], gps[17] = "T", direction
    exif.get_ifd(ExifTags.IFD.Exif)[0x9003] = when
    exif[0x010F] = "KameraRahasia"
    return encoded(image or plain(), exif=exif.tobytes())


def _dms(degrees: float) -> tuple[float, float, float]:
    whole, rest = divmod(abs(degrees), 1)
    minutes, rest = divmod(rest * 60, 1)
    return whole, minutes, round(rest * 60, 3)


def png_of(width: int, height: int, *, bits: int = 1, kind: int = 0, samples: int = 1) -> bytes:
    """A well-formed PNG of nothing but zeros: small however large it claims to be."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    squeeze, row = zlib.compressobj(9), b"\0" * (1 + (width * bits * samples + 7) // 8)
    data = b"".join([*(squeeze.compress(row) for _ in range(height)), squeeze.flush()])
    head = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def moving(form: str) -> bytes:
    """Two frames."""
    return encoded(plain(), form, save_all=True, append_images=[plain(colour="navy")], duration=100)


def hostile() -> Iterator[tuple[str, bytes, str | None]]:
    """(name, file, the code it is refused with; None when only its pixels may survive)."""
    good, text = encoded(plain((400, 300))), PngImagePlugin.PngInfo()
    text.add_text("Comment", SCRIPT.decode())
    yield "81 megapixels", png_of(9000, 9000), "terlalu_besar"
    yield "169 megapixels", png_of(13000, 13000), "terlalu_besar"
    yield "more memory than there is", png_of(6300, 6300, bits=8, kind=6, samples=4), "terlalu_besar"
    yield "21 MB", good + b"\0" * (21 * 1024 * 1024), "terlalu_besar"
    yield "gif", moving("GIF"), "bergerak"
    yield "apng", moving("PNG"), "bergerak"
    yield "moving webp", moving("WEBP"), "bergerak"
    yield "svg", b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", "bukan_gambar"
    yield "pdf", b"%PDF-1.7\n" + SCRIPT, "bukan_gambar"
    yield "empty", b"", "bukan_gambar"
    yield "truncated jpeg", good[: len(good) // 2], "rusak"
    yield "truncated png", encoded(Image.effect_noise((400, 300), 90), "PNG")[:9000], "rusak"
    yield "comment", encoded(plain(), comment=SCRIPT), None
    yield "png text", encoded(plain(), "PNG", pnginfo=text), None
    yield "jpeg and zip", encoded(plain()) + b"PK\x03\x04" + SCRIPT, None
    yield "png and html", encoded(plain(), "PNG") + b"<html>" + SCRIPT, None
    yield "gps", located() + SCRIPT, None
