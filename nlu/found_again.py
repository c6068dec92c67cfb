"""Whether who was missing is found: "udah ketemu di rumah tetangga", but not "masih belom ketemu"."""

import re

from nlu.plain import plain

_NOT = (
    r"(?:belum|belon|blm|tidak|bukan|jangan|hampir|kirain|kira|kalau|semoga|durung|teu|tacan|not|never|haven)"
)
_COME = r"(?:ketemu|ditemukan|ditemuin|k[ae]panggih|kapendak|ketemune|found)"
_HOME = r"(?:mulih|pulang|balik|kembali|came home|is back|is home)"
_SAFE = (
    r"(?:sudah|telah|akhirnya|alhamdulil+ah|alhamdulil+a|syukur|barusan|tadi|uwis|wis|tos|we|been|was|just)"
)
_DENIED = re.compile(rf"\b{_NOT}\b")
_ANY = re.compile(rf"\b(?:{_COME}|{_HOME})\b")
_FETCHED = re.compile(
    r"\b(?:di)?(?:jemput|ambil) (?:sama |oleh )?(?:ibu|bapak|pak|mama|ayah|ortu|orang ?tua|keluarga)\w*\b"
)
_WAITS = re.compile(r"\b(?:belum|mau|minta|orang|tidak)\b")
_OUTRIGHT = re.compile(rf"\b{_SAFE} (?:\w+ ){{0,2}}?{_COME}\b")


def found_again(text: str) -> bool:
    """Whether it is told of somebody known to be missing. Any text is survived."""
    said = " ".join(plain(text).words)
    came = _ANY.search(said) and not _DENIED.search(said)
    return bool(came) or bool(_FETCHED.search(said) and not _WAITS.search(said))


def found_outright(text: str) -> bool:
    """Whether it is told in one breath with who was missing: "anak saya yang hilang sudah ketemu"."""
    said = " ".join(plain(text).words)
    return bool(_OUTRIGHT.search(said)) and not _DENIED.search(said)
