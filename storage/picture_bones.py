"""A picture without what stands around it, for files whose pixels are good and whose notes are not.

Decoders give up at a colour note of the wrong length, a comment that unpacks to gigabytes, a line break that
a program put before the file. Pixels do not need any of it.
"""

import struct
from collections.abc import Iterator

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_BEFORE = b"\r\n\t \xef\xbb\xbf"  # what uploads put before a file
_MOST_BEFORE = 16
_EXIF, _ADOBE = (0xE1, b"Exif\0\0"), (0xEE, b"Adobe")
_ADOBE_BYTES = 12  # of its note, which says how the colours are kept
_NEEDED = (b"IHDR", b"PLTE", b"IDAT", b"IEND")


def bare(raw: bytes) -> Iterator[bytes]:
    """The same picture with less and less around it; none where it is no JPEG or PNG."""
    started = raw[:_MOST_BEFORE].lstrip(_BEFORE) + raw[_MOST_BEFORE:]
    shorter = {_JPEG: _jpeg, _PNG: _png}
    for head, of in shorter.items():
        if started.startswith(head):
            for notes in (True, False):
                if (made := of(started, notes=notes)) is not None:
                    yield made


def _jpeg(raw: bytes, *, notes: bool) -> bytes | None:
    """Tables, frame and scans; with `notes` what the camera says of it and how its colours are kept."""
    out, at = [raw[:2]], 2
    while at + 4 <= len(raw) and raw[at] == 0xFF:
        marker = raw[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker == 0xDA:  # the first scan: from here on it is pixels
            return b"".join([*out, raw[at:]])
        end = at + 2 + int(struct.unpack_from(">H", raw, at + 2)[0])
        segment = raw[at:end]
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or (notes and _is_sound(marker, segment)):
            out.append(segment)
        at = end
    return None


def _is_sound(marker: int, segment: bytes) -> bool:
    if marker == _ADOBE[0]:
        return segment[4:].startswith(_ADOBE[1]) and len(segment) >= 4 + _ADOBE_BYTES
    return marker == _EXIF[0] and segment[4:].startswith(_EXIF[1])


def _png(raw: bytes, *, notes: bool) -> bytes | None:
    """Size, palette and pixels; with `notes` the holes and what the camera says."""
    wanted = (*_NEEDED, b"tRNS", b"eXIf") if notes else _NEEDED
    out, at = [raw[:8]], 8
    while at + 12 <= len(raw):
        end = at + 12 + int(struct.unpack_from(">L", raw, at)[0])
        if raw[at + 4 : at + 8] in wanted:
            out.append(raw[at:end])
        at = end
    return b"".join(out) if len(out) > 2 else None
