"""What words that name a place do: it is put there, made finer, left open, or asked between two."""

import re
from dataclasses import replace

from bot.dialogue.commands import Turn
from bot.dialogue.hear import TELLING, Heard
from bot.dialogue.known import Known
from bot.dialogue.place_said import FINER, WENT, in_its_area, tells_a_fault, told_right, torn_between
from bot.dialogue.slots import missing, with_identity, with_text
from bot.dialogue.state import Conversation, Draft, Step
from bot.dialogue.steps import ask, go_on
from bot.dialogue.types import Reply
from bot.dialogue.whereabouts import area_names, called, nowhere, put, with_options, with_where
from bot.dialogue.wording import draft_of, place_of
from bot.messages import say

ASKS_WHERE = re.compile(r"\?\s*$|\b(?:di ?mana|dmn|mana|ke ?mana|kmn|where)\b", re.IGNORECASE)
_OR_ELSE = re.compile(
    r"\W*(?:(?:eh|hmm|apa|jangan|jangan2|atau|ato)\W+){0,2}(?:atau|ato|apa|or)\s+(?!bukan)", re.IGNORECASE
)
_STORY = 4  # words that name a place we do not know, and tell what goes on there
_NAMED_SURELY = 0.95  # of a kelurahan: it was named as one, or chosen
_TWO = 2  # kelurahan it may be; who cannot choose leaves both names
_A_FEW = 4  # words


def placed(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words that name a place."""
    old = draft_of(c)
    if torn := torn_between(heard, known) or _or_there(old, heard):
        return _one_of(c, torn, known)
    fear = heard.privacy is not None and not heard.where.areas  # "saya pedagang situ takut ketauan": no lake
    where = in_its_area(c, heard, known)
    changed = c.step is Step.PLACE and old.kelurahan is not None and bool(where.areas)  # "ganti lokasi"
    anew = not _within_area(c, heard)
    draft = old if fear else put(old, where) if changed else with_where(old, where, anew=anew)
    if old.kelurahan and draft.kelurahan not in (None, old.kelurahan):
        denied = (place.text for place in heard.denied)
        draft = told_right(draft, old, *denied, areas=area_names(known.catalogue))
    draft = with_identity(draft, heard)
    tells = (
        not heard.where.areas
        and not heard.like_an_address
        and heard.words >= _STORY
        and heard.intent in TELLING
    )
    tells = tells or (heard.words >= _STORY and heard.intent in TELLING and tells_a_fault(heard))
    story = tells or heard.words > 12 or "\n" in heard.text  # an address with a story: the story counts too
    if story and heard.text not in old.text:
        draft = with_text(replace(draft, where=draft.where), heard, known.catalogue)
    c = replace(c, draft=replace(draft, place_skipped=False))
    moved = after_place(c, known)
    if draft.privacy == old.privacy:
        return moved
    noted = Reply(say(known.locale, f"noted-{draft.privacy}"))
    return replace(moved, said=(noted, *moved.said))


def _within_area(c: Conversation, heard: Heard) -> bool:
    """Whether only an estate, a street or a landmark is named, in the kelurahan that was named before.

    The kelurahan counts more: "perum jatibening estate", after "jatibening baru", does not leave it.
    """
    where = draft_of(c).where
    sure = where.kelurahan is not None and where.areas[0].confidence >= _NAMED_SURELY
    areas = any(place.kind in ("kelurahan", "kecamatan", "luar", "titik") for place in heard.places)
    return sure and not areas and not heard.where.corrects and c.step is not Step.PLACE


def _or_there(old: Draft, heard: Heard) -> tuple[str, ...]:
    """ "Atau kayuringin ya", after another kelurahan was named: the two of them; () for other words."""
    other = heard.where.kelurahan
    torn = old.kelurahan is not None and other not in (None, old.kelurahan) and _OR_ELSE.match(heard.text)
    return (old.kelurahan, other) if torn and old.kelurahan and other else ()


def _one_of(c: Conversation, torn: tuple[str, ...], known: Known) -> Turn:
    """ "Jatiasih apa Jatirasa ya": the two are offered; who cannot choose goes on with both names."""
    old = draft_of(c)
    draft = with_options(replace(old, place_skipped=False), torn)
    asked_before = c.step is Step.KELURAHAN and set(old.options) == set(torn)
    c = replace(c, draft=draft)
    if asked_before or missing(draft, known.catalogue) is not Step.KELURAHAN:
        return left_open(c, "", known)
    return after_place(c, known)


def finer(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Blok c", where something else was asked: within the place that was named; None for other words."""
    draft = draft_of(c)
    within = heard.words <= _A_FEW and not heard.places and draft.place and FINER.match(heard.text)
    if not within or heard.reading is not None:
        return None
    c = replace(c, draft=called(draft, f"{draft.place}, {heard.text}"))
    return ask(c, known, Reply(say(known.locale, "place-noted", place=place_of(draft_of(c), known))))


def after_place(c: Conversation, known: Known) -> Turn:
    """The question that a place leaves open, or what the draft lacks beside it."""
    draft = draft_of(c)
    if draft.outside:
        return ask(replace(c, misses=0), known, step=Step.OUTSIDE)
    if draft.options and missing(draft, known.catalogue) is Step.KELURAHAN:
        return ask(replace(c, misses=0), known, step=Step.KELURAHAN)
    return go_on(c, known)


def link_unread(turn: Turn, heard: Heard, known: Known) -> Turn:
    """The turn, told that a short link cannot be followed, where its place is still missing."""
    closed = any(place.kind == "titik" and place.point is None for place in heard.places)
    if not closed or turn.conversation.step not in (Step.WHAT, Step.PLACE, Step.KECAMATAN):
        return turn
    return replace(turn, said=(*turn.said, Reply(say(known.locale, "link-unread"))))


def corrects_place(heard: Heard) -> bool:
    """Whether the words put the place right: "bukan, di Kranji"; "kantor walikota di mana?" only asks."""
    said = bool(heard.places) and heard.words <= 6 and heard.reading is None
    return said and not ASKS_WHERE.search(heard.text) and not WENT.search(heard.text)


def left_open(c: Conversation, value: str, known: Known) -> Turn:
    draft, areas = draft_of(c), known.catalogue.kelurahan
    names = [areas[code].name for code in draft.options if code in areas]
    names = [name for name in names if name.lower() not in draft.place.lower()]
    either = say(known.locale, "place-either", one=names[0], other=names[1]) if len(names) == _TWO else ""
    place = ", ".join(part for part in (draft.place, either) if part)
    draft = replace(called(nowhere(draft), place), place_skipped=True)
    return go_on(replace(c, draft=draft), known)
