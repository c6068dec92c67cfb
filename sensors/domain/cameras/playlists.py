"""HLS playlists (RFC 8216) whose addresses are replaced: the browser learns nothing of where the camera is.

Only tags known here are handed on; comments and all else, which might hold an address, are not.
"""

import re
from collections.abc import Callable
from urllib.parse import urljoin

MAGIC = "#EXTM3U"
MOST_LINES = 5_000
_URI = re.compile(r'(?<![A-Z-])URI="([^"]*)"')
_SAID = re.compile(r"""(?<=[:,])[A-Z0-9-]+=(?:"[^"]*"|[^",]*)(?:,|$)""")
_ADDRESS = "//"  # stands in every whole one
PLAIN = frozenset(
    {
        "EXTM3U", "EXT-X-VERSION", "EXTINF", "EXT-X-BYTERANGE", "EXT-X-DISCONTINUITY",
        "EXT-X-PROGRAM-DATE-TIME", "EXT-X-GAP", "EXT-X-BITRATE", "EXT-X-TARGETDURATION",
        "EXT-X-MEDIA-SEQUENCE",
        "EXT-X-DISCONTINUITY-SEQUENCE", "EXT-X-ENDLIST", "EXT-X-PLAYLIST-TYPE", "EXT-X-I-FRAMES-ONLY",
        "EXT-X-PART-INF", "EXT-X-SERVER-CONTROL", "EXT-X-STREAM-INF", "EXT-X-INDEPENDENT-SEGMENTS",
        "EXT-X-START", "EXT-X-SKIP",
    }
)  # fmt: skip
WITH_URI = frozenset(
    {
        "EXT-X-KEY", "EXT-X-MAP", "EXT-X-PART", "EXT-X-PRELOAD-HINT", "EXT-X-RENDITION-REPORT", "EXT-X-MEDIA",
        "EXT-X-I-FRAME-STREAM-INF", "EXT-X-SESSION-KEY",
    }
)  # fmt: skip


class NotAPlaylist(ValueError):
    """What came is no playlist we can hand on."""


def is_playlist(content: bytes) -> bool:
    """Whether these bytes begin as a playlist does."""
    return content.removeprefix(b"\xef\xbb\xbf").startswith(MAGIC.encode())


def rewritten(text: str, base: str, ticket: Callable[[str], str]) -> str:
    """The playlist with `ticket(address)` for every address; base: where the playlist itself is from."""
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].strip() != MAGIC:
        raise NotAPlaylist("no #EXTM3U")
    if len(lines) > MOST_LINES:
        raise NotAPlaylist("too many lines")
    if any(line.startswith("#EXT-X-DEFINE") for line in lines):
        raise NotAPlaylist("variables")
    kept = (_line(line.strip(), base, ticket) for line in lines)
    return "\n".join(line for line in kept if line) + "\n"


def _line(line: str, base: str, ticket: Callable[[str], str]) -> str:
    if not line.startswith("#"):
        return ticket(urljoin(base, line)) if line else ""
    tag = re.split(r"[:\s]", line[1:], maxsplit=1)[0]
    if tag == "EXTINF":  # its title is for people
        return f"{line.partition(',')[0]},"
    if tag in WITH_URI:
        line = _URI.sub(lambda found: f'URI="{ticket(urljoin(base, found[1]))}"', line)
    elif tag not in PLAIN:
        return ""
    line = _SAID.sub(lambda found: "" if _ADDRESS in found[0] else found[0], line).removesuffix(",")
    return "" if _ADDRESS in line else line
