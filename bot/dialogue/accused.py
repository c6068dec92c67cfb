"""Whose office or people a draft accuses, and what that makes of it."""

import re
from dataclasses import replace

from bot.dialogue.hear import Heard
from bot.dialogue.known import CityFacts
from bot.dialogue.state import Draft
from nlu.tact import detect_tact

_SHORT_STORY = 40  # words
OF_NO_OFFICE = frozenset(("polisi", "rt_rw"))  # accused, and none of the city's offices to be passed by
# Who takes money is complained of, wherever it is: "petugas narik setoran di terminal".
_TAKES = re.compile(
    r"\b(?:setoran|setor|pungli|suap|sogok\w*|nyogok|upeti|korupsi|jatah|palak\w*|malak\w*"
    r"|nepotisme|main proyek"
    r"|proyek\w*\b.{0,30}\b(?:adik|anak|istri|ipar|keponakan|saudara|sodara|keluarga)nya"
    r"|(?:narik|minta|mintain|nagih|tarik)(?:in)? (?:uang|duit|setoran|jatah|bayaran|rb|ribu))\b",
    re.IGNORECASE,
)


def by_both(draft: Draft, heard: Heard) -> str:
    """Whom two messages together accuse: "ini soal pak rt saya", then "iuran warga dipake pribadi"."""
    told = len(draft.text.split())
    both = not draft.accuses and heard.words < told <= _SHORT_STORY
    return detect_tact(draft.text).accuses if both else ""


def about_an_office(draft: Draft, catalogue: CityFacts) -> Draft:
    """The draft as a complaint about an office, so that nobody is told it goes to that very office.

    A street with a rude officer in it is still a street; police who take money at a crossing are no crossing,
    nor is a neighbourhood's head who keeps the money for waste any waste.
    """
    category = catalogue.categories.get(draft.category or "")
    takes = draft.accuses in OF_NO_OFFICE or bool(_TAKES.search(draft.text))
    spot = category is not None and category.on_site and not draft.review and not takes
    known = catalogue.integrity in catalogue.categories
    if spot or not known or draft.category_by == "warga":
        return draft
    return replace(draft, category=catalogue.integrity, review=False)
