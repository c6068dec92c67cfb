"""One text understood whole: what the rules find beside the ranked categories."""

from functools import cache

from nlu.alarm import FIRST, detect_alarm
from nlu.complaint import NO_EVIDENCE, complaint_score
from nlu.facts import find_facts
from nlu.gazetteer import Gazetteer
from nlu.intents import detect_intent
from nlu.matters import split_matters
from nlu.numbers import find_report_number
from nlu.only_asks import asks_only
from nlu.only_where import of_no_kind, tells_only_where
from nlu.opening import matter, settle
from nlu.places import named, read_places
from nlu.privacy import mask
from nlu.roles import DENIED
from nlu.sense import Sense
from nlu.tact import detect_tact
from nlu.types import Emergency, Intent, Ranked, Tact, Understanding
from nlu.where import resolve

_OVER = frozenset(("kecelakaan", "gawat_medis", "tenggelam", "terjebak"))
_ANSWERS = frozenset((Intent.YA, Intent.TIDAK, Intent.SALAM, Intent.STATUS, Intent.BATAL))


@cache
def gazetteer() -> Gazetteer:
    """The delivered gazetteer, read once a process."""
    return Gazetteer.load()


def _alarm(text: str, tact: Tact, intent: Intent, sense: Sense | None) -> Emergency | None:
    """The danger told of. Who mourns a victim needs no ambulance, and a plain "ya" is only that."""
    found = detect_alarm(text, None if intent in _ANSWERS else sense)
    over = tact.own_loss and found is not None and found.kind in _OVER
    # Who has died is asked about by nobody, and grief alone may feel like danger.
    hardly = tact.grief and found is not None and (not found.sure or (found.felt and found.kind != FIRST))
    return None if over or hardly else found


def assemble(
    text: str, categories: tuple[Ranked, ...], *, engine: str, sense: Sense | None = None
) -> Understanding:
    """The understanding of a text whose categories an engine has ranked. Never raises on any text."""
    masked = mask(text)  # everything below reads this, so that no part of it can hold a private number
    places = gazetteer()
    mentions = read_places(masked, places)
    only_where = tells_only_where(masked, mentions)
    only_asks = asks_only(masked)
    if only_where or only_asks:
        categories = of_no_kind(categories)
    about = matter(categories)
    complaint = complaint_score(masked, category=about.confidence if about else NO_EVIDENCE)
    intent, sure = settle(
        *detect_intent(masked, score=complaint), text=masked, complaint=complaint, about=about
    )
    tact = detect_tact(masked)
    emergency = _alarm(masked, tact, intent, None if only_where else sense)
    if emergency is not None and emergency.sure and intent is Intent.BUKAN_LAPORAN:
        intent, sure = Intent.LAPOR, 0.9  # a cry for help needs none of a complaint's words
    return Understanding(
        masked=masked,
        intent=intent,
        intent_confidence=sure,
        categories=categories,
        emergency=emergency,
        places=named(mentions),
        denied=tuple(mention for mention in mentions if mention.role == DENIED),
        where=resolve(mentions, places.names),
        report_number=find_report_number(masked),
        matters=split_matters(masked),
        facts=find_facts(masked),
        tact=tact,
        engine=engine,
        only_where=only_where,
        only_asks=only_asks,
        complaint=complaint,
    )
