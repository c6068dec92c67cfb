"""A voice note is told by its first bytes."""

import pytest

from storage.voices import OTHER, kind_of
from tests.fakes.drawings import encoded, plain


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"OggS\0\x02" + b"\0" * 22 + b"OpusHead\x01", "audio/ogg"),
        (b"OggS\0\x02" + b"\0" * 22 + b"\x01vorbis", "audio/ogg"),
        (b"\0\0\0\x20ftypM4A \0\0\0\0", "audio/mp4"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", "audio/mp4"),
        (b"ID3\x04\0\0", "audio/mpeg"),
        (b"\xff\xfb\x90\x64", "audio/mpeg"),
        (b"\xff\xf1\x50\x80", "audio/aac"),
        (b"#!AMR\n\x3c", "audio/amr"),
        (b"#!AMR-WB\n\x3c", "audio/amr"),
        (b"OggS\0\x02" + b"\0" * 22 + b"\x80theora", OTHER),
        (b"\0\0\0\x20ftypheic\0\0\0\0", OTHER),
        (encoded(plain()), OTHER),
        (b"\xff\xfb", OTHER),
        (b"\xff\xff\xff\xff", OTHER),
        (b"<html><script>", OTHER),
        (b"", OTHER),
    ],
)
def test_the_kinds_phones_record_are_known_and_nothing_else(raw: bytes, kind: str) -> None:
    assert kind_of(raw) == kind
