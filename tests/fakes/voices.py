"""Recordings as a browser writes them, as far as anybody here looks at them."""

EBML = b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm"
CLUSTER = b"\x1f\x43\xb6\x75\x01\xff\xff\xff\xff\xff\xff\xff"


def webm(*, seconds: int, picture: bool = False) -> bytes:
    """A WebM of so many seconds whose clusters begin every 10 s; picture: it is a film."""
    tracks = b"\x16\x54\xae\x6b\x86\x86A_OPUS" + (b"\x86\x85V_VP8" if picture else b"")
    clusters = b"".join(
        CLUSTER + b"\xe7\x84" + (at * 1000).to_bytes(4) + b"\xa3\x85sound" for at in range(0, seconds, 10)
    )
    return EBML + tracks + clusters
