"""Voice notes: told by their first bytes, kept as they are, heard by officers only."""

OTHER = "application/octet-stream"
_EBML, _CLUSTER = b"\x1a\x45\xdf\xa3", b"\x1f\x43\xb6\x75"


def kind_of(raw: bytes) -> str:
    """The audio type of a voice note as phones record them; OTHER when it is none of them."""
    if raw.startswith(b"OggS") and (b"OpusHead" in raw[:128] or b"vorbis" in raw[:128]):
        return "audio/ogg"
    if raw[4:8] == b"ftyp" and raw[8:12] in (
        b"M4A ",
        b"M4B ",
        b"isom",
        b"mp42",
        b"mp41",
        b"iso2",
        b"iso5",
        b"iso6",
    ):
        return "audio/mp4"
    if raw.startswith(_EBML) and b"webm" in raw[:64] and b"A_OPUS" in raw[:1024] and b"V_" not in raw[:1024]:
        return "audio/webm"  # a browser's recorder; with pictures in it it is none
    if raw.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return "audio/amr"
    if raw.startswith(b"ID3"):
        return "audio/mpeg"
    if len(raw) > 3 and raw[0] == 0xFF and raw[1] & 0xE0 == 0xE0:
        layer = raw[1] >> 1 & 3
        if layer == 0 and raw[1] & 0xF0 == 0xF0:
            return "audio/aac"  # ADTS
        if layer == 1 and raw[2] >> 4 not in (0, 15) and raw[2] >> 2 & 3 != 3:
            return "audio/mpeg"
    return OTHER


def lasts_at_least(raw: bytes) -> float:
    """Seconds a recording lasts at the least, by the clock written inside it; 0.0 where none is.

    Ogg (Opus counts 48,000 a second): its last page. WebM: its last cluster, which begins up to 33 s before
    the end. MP4: its header, which a phone that writes while it records leaves empty.
    """
    if raw.startswith(b"OggS"):
        page = raw.rfind(b"OggS")
        return (
            int.from_bytes(raw[page + 6 : page + 14], "little") / 48_000 if b"OpusHead" in raw[:128] else 0.0
        )
    if raw.startswith(_EBML):
        return _last_cluster(raw) / 1000
    if raw[4:8] == b"ftyp" and (at := raw.find(b"mvhd")) > 0 and raw[at + 4 : at + 5] == b"\0":
        scale = int.from_bytes(raw[at + 16 : at + 20])
        return int.from_bytes(raw[at + 20 : at + 24]) / scale if scale else 0.0
    return 0.0


def _last_cluster(raw: bytes) -> int:
    """Milliseconds at which the last cluster of a WebM file begins, at the scale every recorder writes."""
    latest, at = 0, raw.find(_CLUSTER)
    while at >= 0:
        stamp = raw.find(b"\xe7", at + 4, at + 16)  # behind the cluster's own length
        size = int.from_bytes(raw[stamp + 1 : stamp + 2]) if stamp >= 0 else 0
        if 0x81 <= size <= 0x88:
            many = size & 0x0F
            latest = max(latest, int.from_bytes(raw[stamp + 2 : stamp + 2 + many]))
        at = raw.find(_CLUSTER, at + 4)
    return latest
