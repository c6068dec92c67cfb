"""A picture's colours as every screen shows them: sRGB, 8 bits a channel.

Phones photograph in Display P3 and say so in a profile; without the profile, which is not kept, their reds
and greens would come out pale. A profile that is damaged or meant for other pixels is not believed.
"""

import io
import struct
from collections.abc import Mapping
from functools import cache
from typing import Any

from PIL import Image, ImageCms

SRGB = ImageCms.createProfile("sRGB")
LARGEST_PROFILE = 4 * 1024 * 1024  # bytes; those of printing presses have up to three million
SPACES = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK"}  # by Pillow's mode: what the profile must be for
# How much of the light is red and how much blue, by H.273's number; 6 where nothing is said.
WEIGHTS = {1: (0.2126, 0.0722), 6: (0.299, 0.114), 9: (0.2627, 0.0593)}
Colour = tuple[float, float, float]
# Red, green and blue as X, Y, Z seen in D50's white, by H.273's number: ITU-R BT.2020 and Display P3.
PRIMARIES: dict[int, tuple[Colour, Colour, Colour]] = {
    9: ((0.67346, 0.27903, -0.00193), (0.16566, 0.67534, 0.02998), (0.12505, 0.04562, 0.79686)),
    12: ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407)),
}
D50: Colour = (0.96420, 1.0, 0.82491)
SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
# What LittleCMS and Pillow raise for odd profiles.
ODD = (ImageCms.PyCMSError, OSError, ValueError, TypeError, AttributeError)


def srgb(image: Image.Image, profile: Any) -> Image.Image:
    """The picture as RGB in sRGB; without a usable profile its numbers are taken for sRGB already."""
    plain = image if image.mode in SPACES else image.convert("RGB")
    if isinstance(profile, bytes) and 0 < len(profile) <= LARGEST_PROFILE:
        try:
            said = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if said.profile.xcolor_space.strip() == SPACES[plain.mode]:
                shown = ImageCms.profileToProfile(plain, said, SRGB, outputMode="RGB")
                return shown or plain.convert("RGB")
        except ODD:
            pass
    return plain.convert("RGB")


def said(info: Mapping[Any, Any]) -> Any:
    """The profile a picture brings: an ICC profile, or one made of the numbers a HEIC writes in its place."""
    if info.get("icc_profile"):
        return info["icc_profile"]
    numbers = info.get("nclx_profile")
    primaries = numbers.get("color_primaries") if isinstance(numbers, dict) else None
    return _profile(PRIMARIES[primaries]) if primaries in PRIMARIES else None


@cache
def _profile(primaries: tuple[Colour, Colour, Colour]) -> bytes:
    """An ICC profile of these red, green and blue, with sRGB's curve."""
    wanted = zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries, strict=True)
    tags = [(name, _xyz(colour)) for name, colour in [*wanted, (b"wtpt", D50)]]
    curve = b"para" + bytes(4) + struct.pack(">HH5i", 3, 0, *map(_fixed, SRGB_CURVE))
    tags += [(name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")]
    at, index, body = 128 + 4 + 12 * len(tags), b"", b""
    for name, content in tags:
        index += name + struct.pack(">II", at + len(body), len(content))
        body += content
    size, illuminant = struct.pack(">I", at + len(body)), _xyz(D50)[8:]
    kind = bytes(4) + b"\x04\x00\x00\x00" + b"mntrRGB XYZ "
    head = size + kind + bytes(12) + b"acsp" + bytes(28) + illuminant
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + index + body


def _xyz(colour: Colour) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *map(_fixed, colour))


def _fixed(value: float) -> int:
    return round(value * 65536)


def eight_bits(image: Image.Image) -> Image.Image:
    """A grey picture of 16 bits (or Pillow's own wider ones) as one of 8; Pillow would cut it off at 255."""
    if not image.mode.startswith(("I", "F")):
        return image
    return image.convert("I").point(lambda value: value / 257).convert("L")


def from_ycbcr(y: Image.Image, cb: Image.Image, cr: Image.Image, matrix: int, full: bool) -> Image.Image:
    """RGB of three planes of one size. matrix: a row of ITU-T H.273's table of coefficients."""
    red, blue = WEIGHTS.get(matrix, WEIGHTS[6])
    green = 1 - red - blue
    light, colour, black = (1.0, 1.0, 0.0) if full else (255 / 219, 255 / 224, 16.0)
    to_red, to_blue = 2 * (1 - red) * colour, 2 * (1 - blue) * colour
    from_cb, from_cr = to_blue * blue / green, to_red * red / green
    base = -black * light
    rows = (
        light, 0.0, to_red, base - 128 * to_red,
        light, -from_cb, -from_cr, base + 128 * (from_cb + from_cr),
        light, to_blue, 0.0, base - 128 * to_blue,
    )  # fmt: skip
    return Image.merge("RGB", (y, cb, cr)).convert("RGB", rows)
