"""What a reader finds in a PDF of ours: its letters, mapped back by the maps the file carries."""

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.S)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.S)
_SHOWN = re.compile(rb"/(f\d+) [\d.]+ Tf|((?:\((?:\\.|[^\\)])*\)|<[0-9a-fA-F]*>))|\b(BT|ET)\b", re.S)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.S)


def text_of(pdf: bytes) -> str:
    """All its text in the order it is drawn, a line for each piece."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    pages = [body for body in objects.values() if b"/Type/Page/" in body]
    return "".join(_page(objects, page) for page in pages)


def _page(objects: dict[int, bytes], page: bytes) -> str:
    fonts = dict(re.findall(rb"/(f\d+) (\d+) 0 R", objects[_named(page, b"Resources")]))
    maps = {name: _letters(objects, objects[int(number)]) for name, number in fonts.items()}
    written, letters, in_text = "", dict[int, str](), False
    for font, shown, mark in _SHOWN.findall(_stream(objects[_named(page, b"Contents")])):
        letters, in_text = maps[font] if font else letters, mark == b"BT" if mark else in_text
        written += "\n" if mark == b"ET" else ""
        if shown and in_text:
            written += "".join(letters.get(glyph, "") for glyph in _glyphs(shown))
    return written


def _named(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found, name
    return int(found[1])


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found
    return zlib.decompress(found[1])


def _letters(objects: dict[int, bytes], font: bytes) -> dict[int, str]:
    """What each glyph of a font stands for, by its ToUnicode map."""
    table = _stream(objects[_named(font, b"ToUnicode")])
    pairs = re.findall(rb"^<(\w{4})> <(\w+)>$", table, re.M)
    return {int(glyph, 16): bytes.fromhex(letter.decode()).decode("utf-16-be") for glyph, letter in pairs}


def _glyphs(shown: bytes) -> list[int]:
    if shown.startswith(b"<"):
        raw = bytes.fromhex(shown[1:-1].decode())
    else:
        raw = _ESCAPED.sub(_unescaped, shown[1:-1])
    return [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]


def _unescaped(match: re.Match[bytes]) -> bytes:
    said = match[1]
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    return bytes([int(said, 8)]) if said.isdigit() else named.get(said, said)
