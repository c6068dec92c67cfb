"""A picture's colours as every screen shows them: sRGB, 8 bits a channel.

Phones photograph in Display P3 and say so in a profile; without the profile, which is not kept, their reds
and greens would come out pale. A profile that is damaged or meant for other pixels is not believed.
"""

import io
from typing import Any

from PIL import Image, ImageCms

SRGB = ImageCms.createProfile("sRGB")
LARGEST_PROFILE = 4 * 1024 * 1024  # bytes; those of printing presses have up to three million
SPACES = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK"}  # by Pillow's mode: what the profile must be for
# How much of the light is red and how much blue, by H.273's number; 6 where nothing is said.
WEIGHTS = {1: (0.2126, 0.0722), 6: (0.299, 0.114), 9: (0.2627, 0.0593)}
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
