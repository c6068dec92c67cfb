"""Who fell in and is out again, hardly hurt: "kecebur got, untung udah diangkat, lecet doang"."""

import re

_LUCKILY = r"(?:untung(?:nya)?|alhamdulillah|syukur(?:lah|nya)?|puji tuhan|luckily|thankfully)"
_ALREADY = (
    r"(?:udah|sudah|udh|dah|langsung|cepet|cepat|keburu|berhasil|bisa|sempat|sempet|ada yang|ada yg|was|were)"
)
_OUT = (
    r"(?:di)?(?:angkat|tolong|tolongin|tarik|selametin|selamatin|selamatkan|pegangin|keluarin|naikin)\w*"
    r"|ketolong|tertolong|keangkat|selamat|naik|keluar|rescued|pulled out|saved"
)
_OUT_AGAIN = re.compile(
    rf"\b{_LUCKILY}\b.*\b{_ALREADY}\W+(?:\w+\W+){{0,2}}?(?:{_OUT})\b", re.IGNORECASE | re.DOTALL
)
_HURT = re.compile(
    r"\b(?:(?:ga|gak|tidak|tdk|nggak|ngga|belum|not)\s+(?:ber)?(?:napas|nafas|sadar|gerak|respon|bangun"
    r"|breathing|moving)"
    r"|pingsan|darah|berdarah|patah|sesak|kejang|lemes|lemas|biru|muntah\w*|hanyut|kritis|parah|masih|tapi"
    r"|unconscious|bleeding|broken|still)\b",
    re.IGNORECASE,
)


def is_out_again(text: str) -> bool:
    """Whether whoever fell in was helped out already, and nothing grave is left of it."""
    return bool(_OUT_AGAIN.search(text)) and not _HURT.search(text)
