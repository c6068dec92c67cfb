"""Whether a text tells of danger: what the rules are sure of, and what the sense feels beside them.

The rules decide wherever a kind's own file speaks, unless the sense is very sure of another kind or of
none. Where only a cue does ("kebakaran", "tolong") or nothing at all, the sense may: surely, or in doubt, and
then the danger is asked about rather than passed over.
"""

import re
from dataclasses import replace

from nlu.danger import detect_danger, whose, without_harmless
from nlu.emergency import LAST, detect_emergency
from nlu.only_asks import asks_only
from nlu.out_again import is_out_again
from nlu.own_wish import long_ago_of_anybody, of_oneself, threatened
from nlu.ruled_out import TOUCHED, blocked, long_over, ruled_out
from nlu.sense import Sense, words_of
from nlu.subjects import of_an_animal
from nlu.types import Emergency

# Margins, chosen so that the sense adds about one false alarm in a thousand complaints (decision 0033).
SURE, DOUBT = 0.4, 0.1
NOTHING = -1.2  # so little is felt in a short text that a rule's words must have meant something else
FEWEST = 3  # words that can tell what no rule was told; fewer answer a question ("anak saya", "di rumah")
_SHORT = 30  # words; in a long letter one sentence of danger is felt faintly
OVER_CUES, OVER_RULES = 0.5, 1.0  # so sure the sense must be to know better than a rule
CUES = frozenset(("kebakaran", "tenggelam", "kejahatan", "listrik", LAST))
FIRE, GAS = "kebakaran", "gas"
_ON_FIRE = re.compile(r"\b(?:fire|flames|burning|smoke)\b", re.IGNORECASE)  # of which the sense learnt little
_BURNING = re.compile(
    r"\b(?:api|asap|apine|asepe|asep|seuneu|geni|kahuruan|kaduruk|kobong\w*)(?:nya|na|ne|ku)?\b",
    re.IGNORECASE,
)
_FLAMES = re.compile(r"\bapi|bakar|kobar|geni|seuneu", re.IGNORECASE)
# Who may be caught by a fire.
_INSIDE = re.compile(
    r"\b(?:di ?dal[ae]m|jebak\w*|[kt]e\w*jebak\w*|keluar\w*(?!\W+(?:api|as[ae]p|percik))|kurung\w*"
    r"|[kt]e\w*kunci|orang\w*|anak\w*|bayi\w*"
    r"|balita|nenek|kakek|ibu|bapak|istri|suami|kami|kita|saya|aku|gue|gw|lantai|atap|genteng|lift|tangga|pintu|sesak|sesek"
    r"|napas|nafas|trapped|inside|people|someone|we|me|my|i)\b",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    r"\b(?:rumah|ruko|toko|kios|gudang|warung)(?:nya)?\W+(?:lagi\W+)?kosong\b|\b(?:ga|gak|tidak|nggak)\W+ada\W+orang\b"
    r"|\borangnya\W+(?:lagi\W+)?(?:mudik|pergi|keluar kota|ga ada|gak ada)\b",
    re.IGNORECASE,
)
FIRST = "bunuh_diri"  # where the rules hear it, nothing else comes before
# "Dulu sempat nyilet, sekarang udah engga": asked after, and not met as if it were now.
_GOT_OVER = re.compile(
    r"\b(?:dulu|dlu|pernah|sempat|sempet|waktu itu|used to)\b"
    r".*\b(?:sekarang|skrg|udah|udh|sudah|alhamdulillah|now)\b"
    r"\W+(?:\w+\W+){0,2}?(?:(?:eng?gak?|tidak|tdk|nggak?|gak?)(?=\W*(?:$|[,.;]|lagi\b|kok\b|pernah\b|tapi\b))"
    r"|sembuh\b|baik\b|baikan\b|mendingan\b|pulih\b|berhenti\b|stop\b|fine\b|better\b)",
    re.IGNORECASE | re.DOTALL,
)
# "Bukan mau bunuh diri ya, cuma capek": said not to be it, and asked about all the same.
_DENIED = re.compile(
    r"\b(?:bukan|bkn|tidak|tdk|ga|gak|nggak|ngga|not)\s+"
    r"(?:mau|pengen|pengin|ingin|niat|ada niat|berniat|lagi)?\s*(?:bunuh diri|bundir|suicidal)\b",
    re.IGNORECASE,
)
# "Wkwk macetnya bikin pengen bundir": most likely a manner of speaking, and asked about all the same.
_LAUGHS = re.compile(r"\b(?:wk(?:wk)+\w*|(?:ha|he|hi|xi){2,}\w*|lol|ngakak|be?canda)\b", re.IGNORECASE)
# "Dada bapak sakit nembus punggung": a heart, and nobody who was touched.
_CHEST = re.compile(
    r"\bdada(?:nya|ku)?\b.{0,25}\b(?:sakit|nyeri|sesak|sesek|panas|nembus|tembus|ditekan|berat|ampeg)"
    r"|\b(?:nyeri|sakit|sesak|sesek) (?:di )?dada\b|\bchest (?:pain|hurts)",
    re.IGNORECASE,
)
_FOUNDLING = re.compile(r"\b(?:bayi|orok|baby)\b", re.IGNORECASE)  # that it lies somewhere is enough
_POISONED = re.compile(
    r"\b(?:minum|nelan|nelen|telan|ketelan|ketelen|tertelan|nenggak|tenggak)\b.*"
    r"\b(?:ber)?(?:busa|kejang|muntah|pingsan|kolaps|(?:ga|gak|tidak) sadar)",
    re.IGNORECASE | re.DOTALL,
)
_A_CRY, _LONG_CRY = 0.25, 8  # margin, and words: so long a text cries by more than its courtesy
_TRAPPED, _CRIME = "terjebak", "kejahatan"
_FALLS = frozenset((_TRAPPED, "tenggelam", "kecelakaan"))
# The sense has not learnt of hurt, illness, bites and attempts to take a child: there the rules know better.
UNFELT = frozenset(("kecelakaan", "gawat_medis", "penculikan", "gigitan"))


def detect_alarm(text: str, sense: Sense | None) -> Emergency | None:
    """The danger told of, or None. Without a sense the rules alone speak. Any text is survived."""
    found = _heard(text, sense)
    if found is None or found.kind != FIRST:
        return found
    if (meant := threatened(found, text)).kind != FIRST:
        return meant
    return None if found.other and long_ago_of_anybody(text) else of_oneself(found, text)


def _heard(text: str, sense: Sense | None) -> Emergency | None:
    ruled = detect_emergency(text)
    if ruled is not None and (long_over(text, ruled.kind) or (ruled.kind == _TRAPPED and blocked(text))):
        ruled = None
    if ruled is not None and ruled.kind in _FALLS and (is_out_again(text) or of_an_animal(text)):
        return None
    if ruled is not None and ruled.kind == FIRST:
        if ruled.other and _POISONED.search(text):  # an ambulance first, whatever was meant
            return replace(ruled, kind="keracunan")
        if _GOT_OVER.search(text) or _DENIED.search(text) or (not ruled.other and _LAUGHS.search(text)):
            return replace(ruled, sure=False)
    if sense is None or (ruled is not None and ruled.kind in UNFELT | {FIRST}):
        return ruled
    felt = sense.feel(text)
    if ruled is None and felt.margin >= DOUBT:  # seldom, so that looking twice costs nothing
        felt = sense.feel(without_harmless(text))
    silenced = ruled is not None and ruled.kind not in CUES and not _FOUNDLING.search(ruled.cue)
    if ruled is not None and silenced and felt.margin < NOTHING and _by_pattern(text, ruled):
        return ruled if len(words_of(text)) > _SHORT else None
    if felt.margin < _enough(ruled) or (ruled is not None and felt.kind in (ruled.kind, LAST)):
        return ruled
    if ruled is not None and _knows_better(text, ruled, felt.kind):
        return ruled
    if ruled is None and (felt.kind == _TRAPPED or _smokes(text, felt.kind)) and _only_burns(text):
        sure = felt.margin >= SURE or bool(_EMPTY.search(text))
        return Emergency(FIRE, text, whose(text), sure=sure, felt=True)
    if ruled is None and ruled_out(text, felt.kind):
        return None
    if ruled is None and felt.kind in TOUCHED and _CHEST.search(text):
        return Emergency("gawat_medis", text, whose(text), felt=True)
    if felt.kind == LAST and ruled is None and asks_only(text):  # "tolong dong buruan diurus"
        return None
    if felt.kind == LAST and ruled is None and felt.margin < _A_CRY and len(words_of(text)) >= _LONG_CRY:
        return None
    if felt.kind == LAST:  # a bare cry is met with a question anyway
        return Emergency(LAST, text, felt=ruled is None)
    if len(words_of(text)) < FEWEST:
        return ruled
    return Emergency(felt.kind, text, whose(text), sure=felt.margin >= SURE, felt=ruled is None)


def _knows_better(text: str, ruled: Emergency, felt: str) -> bool:
    """Whether the rule is right, however surely another kind is felt."""
    if felt == _TRAPPED and _only_burns(text):
        return True
    if felt in TOUCHED and ruled.kind == _CRIME:
        return _by_pattern(text, ruled)  # strangers who threaten, and nobody of the house
    if ruled.kind != FIRE:
        return False
    flames = felt == GAS and _FLAMES.search(ruled.cue)  # they are seen, whatever leaked or burst before
    return bool(flames or _ON_FIRE.search(ruled.cue))


def _smokes(text: str, felt: str) -> bool:
    """Whether what feels like gas is smoke from a house nobody is in."""
    return felt == GAS and bool(_EMPTY.search(text)) and not re.search(r"\b(?:gas|lpg|elpiji)", text, re.I)


def _only_burns(text: str) -> bool:
    """Whether a fire is told of, and nobody whom it could have caught: "apinya gede banget"."""
    return bool(_BURNING.search(text)) and (bool(_EMPTY.search(text)) or not _INSIDE.search(text))


def _by_pattern(text: str, ruled: Emergency) -> bool:
    """Whether a kind's own file told of it; a cue beside a person ("nimpa tukang bakso") needs no feeling."""
    told = detect_danger(text)
    return told is not None and told.kind == ruled.kind


def _enough(ruled: Emergency | None) -> float:
    if ruled is None:
        return DOUBT
    return OVER_CUES if ruled.kind in CUES else OVER_RULES
