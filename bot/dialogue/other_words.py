"""Whether words tell of another matter than the draft in hand, or belong to it."""

import re

from bot.dialogue.hear import ADDRESS, Heard
from bot.dialogue.known import CityFacts
from bot.dialogue.slots import A_KIND, COUNTED, MORE_OF_IT, OTHER
from bot.dialogue.state import Draft, Step
from nlu.types import Intent

_TELLS = frozenset((Intent.LAPOR, Intent.TAMBAHAN))
# An account, a plate, a name: of what is told already.
_IDENTIFIES = re.compile(
    r"\[(?:rekening|telepon|nik|email)\]|\b(?:atas nama|nopol"
    r"|no(?:mor)? ?(?:rek\w*|hp|wa|telp\w*|telepon|plat|polisi)|plat(?:nya)?|namanya"
    r"|ciri(?:nya|-cirinya)?|rekening(?:nya)?|(?:ada |punya )?bukti(?:nya)?|saksi(?:nya)?|rekaman(?:nya)?)\b",
    re.IGNORECASE,
)


# "Tolong jangan ada korban lagi": what is hoped for, of what is told already.
_PLEA = re.compile(
    r"^\W*(?:(?:tolong|mohon|semoga|please|pak|bu|ya)\W+)*jangan\W+(?:sampai|sampe|ada)\b.*"
    r"\b(?:korban|terulang|kejadian|celaka|jatuh|terjadi|mati|meninggal)\b",
    re.IGNORECASE,
)
_NEXT_ITEM = re.compile(r"^\W*[2-9]\s?[.)]\s*[^\W\d]")
_ITEM = 2  # words


def identifies(heard: Heard) -> bool:
    """Whether the words tell an account, a plate or a name, and no place."""
    return bool(_IDENTIFIES.search(heard.text)) and not heard.where.areas


def another_matter(draft: Draft, heard: Heard, step: Step, catalogue: CityFacts) -> bool:
    """Whether the words tell of something else than the draft does, surely enough to ask."""
    best = heard.best
    if heard.intent not in _TELLS or best is None or best.confidence < catalogue.sure:
        return False
    item = bool(_NEXT_ITEM.match(heard.whole))  # of the resident's own list, a message each
    if not draft.text or draft.category in (None, best.code) or heard.words < (_ITEM if item else 5):
        return False
    if best.code == OTHER or heard.only_asks or heard.only_where:
        return False  # of no kind: nothing says that it is another
    if identifies(heard) or _PLEA.search(heard.text):
        return False
    if draft.review and draft.category_by != "warga":
        return False  # nobody knows yet what it is about: this may say so
    if (step is Step.CATEGORY and heard.words <= A_KIND) or step is Step.CHANGE:
        return False  # which kind it is was asked, or what is wrong
    if MORE_OF_IT.match(heard.text) and heard.where.kelurahan in (None, draft.kelurahan):
        return False
    where = COUNTED.get(step) == "where"
    names = bool(heard.places) or bool(ADDRESS.match(heard.text))  # "kampung pintu air harapan mulya"
    return item or not where or not names or heard.words >= 8
