"""Which kind of matter it is, when the words leave that open or the resident corrects it."""

import re
from dataclasses import replace

from bot.dialogue.commands import Turn
from bot.dialogue.hear import TELLING, Heard
from bot.dialogue.known import Known
from bot.dialogue.place_said import as_said
from bot.dialogue.readings import Reading
from bot.dialogue.slots import OTHER, with_category, with_category_of, with_identity
from bot.dialogue.state import Conversation, Draft, Step
from bot.dialogue.steps import again, ask, go_on, missed
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.types import Button, Reply
from bot.dialogue.whereabouts import with_where
from bot.dialogue.wording import buttons, draft_of, place_of
from bot.messages import say
from nlu.types import Intent

_CHANGED_AT = frozenset(
    (Step.PLACE, Step.KECAMATAN, Step.KELURAHAN, Step.DETAIL, Step.PHOTO, Step.CONFIRM, Step.CHANGE)
)
_LIKELY = 0.3  # of the likeliest kind, where two answers only agreed
_CALLS_IT = re.compile(
    r"(?P<lead>(?:(?:eh|oh|ini|itu|jenisnya|kategorinya|masuknya|masuk|harusnya|mestinya|ganti|ubah|jadi|ke|soal|yang|mending"
    r"|(?:jenis|kategori)(?:nya)?\s+(?:yang\s+)?(?:salah|keliru|kurang (?:pas|tepat)))[\s,.]+)*)"
    r"(?P<kind>[^\W\d_]{4,})(?P<tail>(?:\s+(?:aja|saja|deh|dong|pak|bu|min|kak|ya|harusnya|kali|jenisnya))*)[\s.!]*",
    re.IGNORECASE,
)
_A_NAME = 3  # letters; shorter words call no kind
_TELLS = 2  # words; fewer name a kind and tell nothing
SHORT = 6  # words; more of them tell of what happened
CHOICES = 7  # categories to choose among when the resident corrects the kind


def question(c: Conversation, known: Known) -> Reply:
    """Which of these?"""
    names = known.catalogue.categories
    choices = tuple(
        Button(f"{c.nonce}:cat:{code}", names[code].name) for code in draft_of(c).candidates if code in names
    )
    key = "ask-category-open" if not choices else "ask-category-again" if c.misses else "ask-category"
    return Reply(say(known.locale, key), (*choices, *buttons(c, known, "none-fits")))


def answer(c: Conversation, heard: Heard, known: Known) -> Turn:
    """A kind in the resident's words, or more of the story."""
    best = heard.best
    if heard.reading is Reading.SEND and draft_of(c).candidates:  # the likeliest; a person makes sure
        likeliest = replace(draft_of(c), category=draft_of(c).candidates[0], review=True)
        return go_on(replace(c, draft=likeliest), known)
    if heard.reading is Reading.SEND:  # nothing to choose among, and it shall go
        return _none_fits(c, "", known)
    offered = bool(draft_of(c).candidates)
    sure = best is not None and best.code != OTHER and best.confidence >= known.catalogue.sure
    if offered and sure and best is not None and not heard.chit_chat and heard.words <= SHORT:
        draft = with_where(draft_of(c), as_said(heard) if heard.places else heard.where)
        draft = draft.with_more(heard.text) if heard.words >= _TELLS else draft
        return go_on(replace(c, draft=with_category(draft, best.code)), known)
    draft = draft_of(c)
    tells = bool(heard.facts) or heard.intent in TELLING or not heard.chit_chat  # "udah seminggu"
    told = heard.privacy is not None or (tells and heard.words >= _TELLS)
    if told or heard.places:
        c = replace(c, draft=_with_more(draft, heard, known))
    if draft_of(c).category is not None:
        return go_on(c, known)
    if told and not offered and draft_of(c).candidates:  # what was told now leaves a few to choose among
        return ask(c, known)
    if c.misses:  # two answers that did not fit: a person decides, the resident goes on
        agreed = heard.intent is Intent.YA and (draft_of(c).confidence or 0) >= _LIKELY  # "iya barusan"
        likely = draft_of(c).candidates if agreed else ()
        undecided = replace(draft_of(c), category=(*likely, OTHER)[0], review=True, candidates=())
        return go_on(replace(c, draft=undecided), known)
    if heard.places and heard.words <= SHORT:  # the place was said, and is kept; the kind is still open
        return ask(c, known, Reply(say(known.locale, "place-noted", place=place_of(draft_of(c), known))))
    return missed(c, known)


def _with_more(draft: Draft, heard: Heard, known: Known) -> Draft:
    """The draft with more of its story, its kind weighed on the whole of it, and its place."""
    only_place = bool(heard.places) and heard.words <= SHORT
    draft = with_where(draft, as_said(heard) if only_place else heard.where)
    if only_place:
        return draft
    draft, whole = with_identity(draft.with_more(heard.text), heard), known.whole
    return with_category_of(
        draft, replace(heard, candidates=whole.categories) if whole is not None else heard, known.catalogue
    )


def pressed(c: Conversation, code: str, known: Known) -> Turn:
    """A kind was picked."""
    return go_on(replace(c, draft=with_category(draft_of(c), code)), known)


def _none_fits(c: Conversation, value: str, known: Known) -> Turn:
    return pressed(c, OTHER, known)


def change(c: Conversation, value: str, known: Known) -> Turn:
    """The resident wants another kind: the nearest others to choose among."""
    draft = draft_of(c)
    others = tuple(code for code in draft.candidates if code != draft.category)
    draft = replace(draft, candidates=tuple(dict.fromkeys((*others, *_nearby(draft, known))))[:CHOICES])
    return ask(replace(c, draft=draft, misses=0), known, step=Step.CATEGORY)


def named(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Eh drainase aja", at whatever question: the kind that is called so; None for all else."""
    if c.step not in _CHANGED_AT or not draft_of(c).text or heard.emergency:
        return None
    if heard.places or heard.like_an_address:  # "eh pasar aja", where the place is asked for
        return None
    told = _CALLS_IT.fullmatch(heard.text.strip())
    if told is None or not (told["lead"] or told["tail"]):
        return None
    word = told["kind"].lower()
    codes = [code for code, kind in known.catalogue.categories.items() if word in _called(code, kind.name)]
    if len(codes) != 1 or codes[0] == OTHER:
        return None
    if codes[0] == draft_of(c).category:  # "itu masuknya ketertiban ya": it is
        return again(c, known, Reply(say(known.locale, "kind-is-so")))
    return go_on(
        replace(c, draft=with_category(draft_of(c), codes[0])),
        known,
        Reply(say(known.locale, "corrected", text=word)),
    )


def _called(code: str, name: str) -> frozenset[str]:
    """The words by which a kind may be called: of its code and its name."""
    words = re.findall(r"[^\W_]+", f"{code} {name}".replace("_", " ").lower())
    return frozenset(word for word in words if len(word) > _A_NAME)


def not_this(c: Conversation, value: str, known: Known) -> Turn:
    """It is the city's after all, or it is another matter."""
    draft = draft_of(c)
    if draft.agency:
        return go_on(replace(c, draft=replace(draft, ours=True)), known)
    return change(c, value, known)


def _nearby(draft: Draft, known: Known) -> tuple[str, ...]:
    """Other categories of the same agency: the likeliest place to have gone wrong."""
    names = known.catalogue.categories
    chosen = names.get(draft.category or "")
    agency = chosen.agency if chosen else ""
    return tuple(
        code for code, info in names.items() if info.agency == agency and code not in (OTHER, draft.category)
    )


# Whoever does not know, or sees none that fits, is not held up: a person decides.
_NONE = (Reading.DONT_KNOW, Reading.SKIP, Reading.NO, Reading.WRONG)
TOPIC = Topic(
    {
        Step.CATEGORY: Asked(
            question, answer, {"cat": pressed, "none-fits": _none_fits},
            dict.fromkeys(_NONE, "none-fits"), fills=True,
        )
    },
    phrases=(named,),
)  # fmt: skip
