"""A voice note is told by its first bytes."""

import pytest

from storage.voices import OTHER, kind_of, lasts_at_least
from tests.fakes.drawings import encoded, plain
from tests.fakes.voices import webm


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"OggS\0\x02" + b"\0" * 22 + b"OpusHead\x01", "audio/ogg"),
        (b"OggS\0\x02" + b"\0" * 22 + b"\x01vorbis", "audio/ogg"),
        (b"\0\0\0\x20ftypM4A \0\0\0\0", "audio/mp4"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", "audio/mp4"),
        (b"\0\0\0\x18ftypiso5\0\0\0\0", "audio/mp4"),
        (webm(seconds=5), "audio/webm"),
        (webm(seconds=5, picture=True), OTHER),
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


OGG = b"OggS\0\x02" + b"\0" * 8 + b"\0" * 14 + b"OpusHead\x01" + b"OggS\0\x04"
MP4 = b"\0\0\0\x18ftypM4A \0\0\0\0\0\0\0\x6cmvhd\0\0\0\0" + b"\0" * 8


@pytest.mark.parametrize(
    ("raw", "seconds"),
    [(webm(seconds=1), 0), (webm(seconds=95), 90), (OGG + (48_000 * 7).to_bytes(8, "little"), 7),
     (MP4 + (1000).to_bytes(4) + (65_000).to_bytes(4), 65), (MP4 + bytes(8), 0), (MP4, 0), (MP4[:28], 0),
     (b"#!AMR\n\x3c", 0), (b"", 0), (b"OggS", 0), (b"\x1a\x45\xdf\xa3\x1f\x43\xb6\x75\xe7", 0)],
)  # fmt: skip
def test_how_long_a_recording_lasts_at_least_is_read_out_of_it(raw: bytes, seconds: float) -> None:
    assert lasts_at_least(raw) == seconds
