"""What somebody saw on television or in a film: it happens elsewhere, and is nobody's report."""

import re

_SCREEN = (
    r"(?:tv|tipi|televisi|berita|youtube|yutub|yt|tiktok|tik tok|ig|instagram|fb|facebook|twitter|film"
    r"|sinetron|drakor|netflix|medsos|the news|television|a movie)"
)
_SAW = (
    r"(?:lihat|liat|ngeliat|ngelihat|melihat|nonton|nntn|baca|denger|dengar|saw|watched|watching|read|heard)"
)
_NEWS = r"(?:ada (?:berita|adegan|kabar|video|orang|anak|yang)|beritanya|rame|ramai|serem|viral)"
_SEEN = re.compile(
    rf"^\W*(?:\w+\W+){{0,3}}?(?:{_SAW}\s+(?:\w+\s+){{0,2}}?(?:di|on|in|the|dari)?\s*{_SCREEN}\b"
    rf"|di\s+{_SCREEN}\b.*\b{_NEWS})",
    re.IGNORECASE,
)
_TROUBLE = re.compile(
    r"\b(?:kebakar\w*|api|banjir\w*|gempa|tsunami|longsor|roboh|runtuh|ambruk|ilang|hilang|kecelakaan|tabrakan|begal\w*"
    r"|bunuh\w*|dibunuh|korban|tenggelam|ledakan|meledak|perang|rusuh|demo|collapse\w*|flood\w*|fire|crash\w*|missing)\b",
    re.IGNORECASE,
)
# It happens here, or to whoever writes, or is to be put right.
_HERE = re.compile(
    r"\b(?:tolong\w*|mohon|lapor\w*|depan|sebelah|di sini|disini|daerah (?:sini|kita|saya)"
    r"|rumah (?:gue|gw|aku)|saya|kami|kita|jalan|gang|rt|rw|kelurahan|kecamatan|please|report)\b",
    re.IGNORECASE,
)


def seen_on_screen(text: str) -> bool:
    """Whether the text tells of what was seen on a screen."""
    return bool(_SEEN.match(text)) and bool(_TROUBLE.search(text)) and not _HERE.search(text)
