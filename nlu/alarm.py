"""Whether a text tells of danger: what the rules are sure of, and what the sense feels beside them.

The rules decide wherever a kind's own file speaks, unless the sense is very sure of another kind or of
none. Where only a cue does ("kebakaran", "tolong") or nothing at all, the sense may: surely, or in doubt, and
then the danger is asked about rather than passed over.
"""

from nlu.danger import detect_danger, whose, without_harmless
from nlu.emergency import LAST, detect_emergency
from nlu.sense import Sense, words_of
from nlu.subjects import happens_to_nobody
from nlu.types import Emergency

# Margins, chosen so that the sense adds about one false alarm in a thousand complaints (decision 0033).
SURE, DOUBT = 0.4, 0.1
NOTHING = -1.2  # so little is felt in a short text that a rule's words must have meant something else
FEWEST = 3  # words that can tell what no rule was told; fewer answer a question ("anak saya", "di rumah")
_SHORT = 30  # words; in a long letter one sentence of danger is felt faintly
OVER_CUES, OVER_RULES = 0.5, 1.0  # so sure the sense must be to know better than a rule
CUES = frozenset(("kebakaran", "tenggelam", "kejahatan", "kecelakaan", "listrik", LAST))
FIRST = "bunuh_diri"  # where the rules hear it, nothing else comes before
UNFELT = (
    "kecelakaan"  # the sense has not learnt of hurt and illness: where a rule hears it, the rule knows better
)


def detect_alarm(text: str, sense: Sense | None) -> Emergency | None:
    """The danger told of, or None. Without a sense the rules alone speak. Any text is survived."""
    ruled = detect_emergency(text)
    if sense is None or (ruled is not None and ruled.kind in (FIRST, UNFELT)):
        return ruled
    felt = sense.feel(text)
    if ruled is None and felt.margin >= DOUBT:  # seldom, so that looking twice costs nothing
        felt = sense.feel(without_harmless(text))
    if ruled is not None and ruled.kind not in CUES and felt.margin < NOTHING and _by_pattern(text, ruled):
        return ruled if len(words_of(text)) > _SHORT else None
    if felt.margin < _enough(ruled) or (ruled is not None and felt.kind in (ruled.kind, LAST)):
        return ruled
    if ruled is None and happens_to_nobody(text, felt.kind):
        return None
    if felt.kind == LAST:  # a bare cry is met with a question anyway
        return Emergency(LAST, text, felt=ruled is None)
    if len(words_of(text)) < FEWEST:
        return ruled
    return Emergency(felt.kind, text, whose(text), sure=felt.margin >= SURE, felt=ruled is None)


def _by_pattern(text: str, ruled: Emergency) -> bool:
    """Whether a kind's own file told of it; a cue beside a person ("nimpa tukang bakso") needs no feeling."""
    told = detect_danger(text)
    return told is not None and told.kind == ruled.kind


def _enough(ruled: Emergency | None) -> float:
    if ruled is None:
        return DOUBT
    return OVER_CUES if ruled.kind in CUES else OVER_RULES
