"""Voice notes: told by their first bytes, kept as they are, heard by officers only."""

OTHER = "application/octet-stream"


def kind_of(raw: bytes) -> str:
    """The audio type of a voice note as phones record them; OTHER when it is none of them."""
    if raw.startswith(b"OggS") and (b"OpusHead" in raw[:128] or b"vorbis" in raw[:128]):
        return "audio/ogg"
    if raw[4:8] == b"ftyp" and raw[8:12] in (b"M4A ", b"M4B ", b"isom", b"mp42", b"mp41", b"iso2"):
        return "audio/mp4"
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
