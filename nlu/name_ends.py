"""Which words end the name of a place nobody has listed: what is told of it begins there.

"puskesmas judes banget", "komplek suka ngejar anak", "sdn mintain uang": the word that announces a place is
followed by what happens there, not by its name. Verbs are known by their form, other words by the lists
`stop` and `told` of place_words.yml; `named` there holds names that only look like verbs.
"""

import re
from functools import lru_cache

from nlu.place_words import words

# "dibikinin", "menyentuh", "ngejar", "nyerobot", "berjualan", "terkelupas"
_VERB = re.compile(
    r"di[a-z]{3,}|me(?:m[bp]|n[cdjst]|ng|ny)[a-z]{3,}|ng[aeiou][a-z]{2,}|ny[aeiou][a-z]{2,}"
    r"|(?:ber|ter)[a-z]{4,}"
)
_DONE_FOR = re.compile(r"([a-z]{3,})in")  # "mintain", "bersihin": said of an everyday word


@lru_cache(maxsize=5_000)
def ends_name(word: str) -> bool:
    """Whether a word in plain form belongs to no place's name; any word is survived."""
    if word in words("named"):
        return False
    if word in words("stop") or word in words("told") or _VERB.fullmatch(word):
        return True
    done = _DONE_FOR.fullmatch(word)
    return done is not None and (done[1] in words("stop") or done[1] in words("told"))
