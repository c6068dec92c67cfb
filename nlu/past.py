"""What was so years ago, told before what is so now."""

import re

_LONG_AGO = (
    r"(?:dulu(?:nya)?|dahulu|waktu itu|jaman dulu|pas (?:tahun )?(?:19|20)\d\d"
    r"|tahun (?:lalu|kemarin|(?:19|20)\d\d)|(?:minggu|bulan) lalu"
    r"|\w+ (?:tahun|bulan) (?:yang |yg )?lalu|last year|years ago)"
)
_NOW = r"(?:sekarang|skrg|skrang|skr|kini|saiki|ayeuna|now)"
# The past is told to the end of its sentence or clause, and the present in some words of its own.
_SINCE = re.compile(
    rf"^\W*(?:\w+\W+){{0,2}}?{_LONG_AGO}\b.+?[.,;!\n]\s*(?:(?:nah|dan|tapi|terus|eh)\s+)?{_NOW}\s+"
    r"(?P<rest>\S+(?:\s+\S+){2,})$",
    re.IGNORECASE | re.DOTALL,
)


def since_then(text: str) -> str:
    """What a text tells of now, where it begins with what was long ago; else the whole text."""
    found = _SINCE.match(text.strip())
    return found["rest"] if found else text
