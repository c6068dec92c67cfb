"""Answers in words to the questions that fill a draft."""

from collections.abc import Callable
from dataclasses import replace

from bot.dialogue.ask import ask, go_on, missed
from bot.dialogue.commands import FileReport, Turn
from bot.dialogue.hear import TELLING, Heard, plain
from bot.dialogue.known import Known
from bot.dialogue.slots import (
    COUNTED,
    OTHER,
    missing,
    with_category,
    with_category_of,
    with_files,
    with_kelurahan,
    with_places,
    with_text,
)
from bot.dialogue.state import Conversation, Draft, Held, Step
from bot.dialogue.types import FileRef, Reply
from bot.dialogue.wording import draft_of
from bot.messages import say
from nlu.types import Intent

DIAL = {"kejahatan": "110", "kecelakaan": "119"}  # everything else urgent: 112 (bekasi.md)
URGENT = frozenset(["kebakaran", "terjebak", "tenggelam", "kejahatan", "kecelakaan", "listrik"])


def begin(c: Conversation, heard: Heard, known: Known, files: tuple[FileRef, ...] = ()) -> Turn:
    """A new report out of free text (and pictures): fills what it can, asks for what is missing."""
    return take_up(c, told(heard, known, files), heard, known)


def told(heard: Heard, known: Known, files: tuple[FileRef, ...] = ()) -> Draft:
    """A draft of what was just told."""
    return with_text(with_files(Draft(), files), heard, known.catalogue)


def take_up(c: Conversation, draft: Draft, heard: Heard, known: Known) -> Turn:
    """Make this the draft in hand; one already in hand waits for its turn."""
    parked = (c.draft, *c.parked) if c.draft is not None else c.parked
    c = replace(c, draft=draft, parked=parked, held=None, misses=0)
    if heard.emergency:
        return warn(c, heard, known)
    return go_on(c, known)


def warn(c: Conversation, heard: Heard, known: Known) -> Turn:
    """The number to call before anything else; then the offer to file it too."""
    return ask(c, known, warning(heard, known), step=Step.EMERGENCY)


def warning(heard: Heard, known: Known) -> Reply:
    """The number to call, with a way to dial it."""
    kind = heard.emergency if heard.emergency in URGENT else "other"
    dial = DIAL.get(kind or "", "112")
    return Reply(say(known.locale, f"emergency-{kind}", dial=dial), dial=dial)


def send(c: Conversation, known: Known) -> Turn:
    """File the draft. The draft stays until `after_filed`, so that a failure loses nothing."""
    return Turn(replace(c, sent_nonce=c.nonce), commands=(FileReport(draft_of(c)),))


def park(c: Conversation, other: Draft, known: Known) -> Turn:
    """Keep another complaint for later and go on with the one in hand."""
    c = replace(c, parked=(*c.parked, other))
    return go_on(c, known, Reply(say(known.locale, "parked-kept")))


def _what(c: Conversation, heard: Heard, known: Known) -> Turn:
    too_little = heard.chit_chat and heard.words < 5 and not heard.places
    if not heard.text or too_little or heard.words < 2 or heard.wish:
        return missed(c, known)
    old = draft_of(c)
    rewritten = bool(old.text)
    blank = replace(old, text="")
    if rewritten and old.category_by != "warga":
        blank = replace(blank, category=None, candidates=(), review=False, kind="pengaduan")
    c = replace(c, draft=with_text(blank, heard, known.catalogue))
    return warn(c, heard, known) if heard.emergency and not old.emergency else go_on(c, known)


def _category(c: Conversation, heard: Heard, known: Known) -> Turn:
    best = heard.best
    if best and best.confidence >= known.catalogue.sure and not heard.chit_chat:
        return go_on(replace(c, draft=with_category(draft_of(c), best.code)), known)
    if c.misses:  # two answers that did not fit: a person decides, the resident goes on
        undecided = replace(draft_of(c), category=OTHER, review=True, candidates=())
        return go_on(replace(c, draft=undecided), known)
    draft = draft_of(c)
    if heard.intent in TELLING and heard.words >= 3:
        more = with_category_of(replace(draft, text=f"{draft.text}\n{heard.text}"), heard, known.catalogue)
        c = replace(c, draft=more)
    return missed(c, known) if draft_of(c).category is None else go_on(c, known)


def place(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words that say where it is, or do not."""
    draft = draft_of(c)
    if heard.places:
        return placed(c, heard, known)
    if heard.chit_chat and not heard.like_an_address:
        return missed(c, known)
    if heard.like_an_address or (heard.failed and heard.words):
        return ask(replace(c, draft=replace(draft, place=heard.text[:200])), known, step=Step.KECAMATAN)
    return missed(c, known)


def placed(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words that name a place."""
    old = draft_of(c)
    draft = with_places(old, heard.places)
    asked = COUNTED.get(c.step) == "where"
    if old.exact and old.kelurahan and not (asked or draft.kelurahan or draft.options or draft.outside):
        draft = replace(old, place=draft.place)  # "depan ruko", said of the spot that was shared
    narrowed = tuple(code for code in draft.options if code in old.options)
    if narrowed:
        draft = replace(draft, options=narrowed if len(narrowed) > 1 else ())
        draft = replace(draft, kelurahan=narrowed[0]) if len(narrowed) == 1 else draft
    story = heard.words > 12 or "\n" in heard.text  # an address with a story: the story counts too
    if story and heard.text not in old.text:
        draft = replace(draft, text=f"{draft.text}\n{heard.text}")
    return _after_place(replace(c, draft=replace(draft, place_skipped=False)), known)


def _after_place(c: Conversation, known: Known) -> Turn:
    draft = draft_of(c)
    if draft.outside:
        return ask(replace(c, misses=0), known, step=Step.OUTSIDE)
    if draft.options:
        return ask(replace(c, misses=0), known, step=Step.KELURAHAN)
    return go_on(c, known)


def _area_by_name(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """A kelurahan or kecamatan typed by its name, also when understanding failed."""
    typed = plain(heard.text)
    for area in known.catalogue.kelurahan.values():
        if plain(area.name) == typed:
            return go_on(replace(c, draft=with_kelurahan(draft_of(c), area.code)), known)
    for name in known.catalogue.kecamatan():
        if plain(name) == typed:
            options = known.catalogue.within(name)
            return ask(replace(c, draft=replace(draft_of(c), options=options)), known, step=Step.KELURAHAN)
    return None


def _area(c: Conversation, heard: Heard, known: Known) -> Turn:
    return _area_by_name(c, heard, known) or place(c, heard, known)


def _photo(c: Conversation, heard: Heard, known: Known) -> Turn:
    draft = replace(draft_of(c), photo_asked=True)
    if corrects_place(heard) and heard.intent not in TELLING - {Intent.LAPOR}:
        return placed(replace(c, draft=draft), heard, known)
    if heard.nothing:
        return go_on(replace(c, draft=draft), known)
    if heard.intent is Intent.YA or heard.chit_chat:
        return missed(replace(c, draft=draft), known)
    return addition(replace(c, draft=draft), heard, known)


def corrects_place(heard: Heard) -> bool:
    """Whether the words put the place right: "bukan, di Kranji"."""
    return bool(heard.places) and heard.words <= 6


def addition(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Further words about the same matter: kept with it."""
    draft = with_text(draft_of(c), heard, known.catalogue)
    kept = Reply(say(known.locale, "same-report-kept"))
    return ask(replace(c, draft=draft), known, kept)


def _confirm(c: Conversation, heard: Heard, known: Known) -> Turn:
    if heard.intent is Intent.YA:
        return send(c, known)
    if heard.intent is Intent.TIDAK:
        return ask(c, known, step=Step.CHANGE)
    if corrects_place(heard):
        return placed(c, heard, known)
    if heard.intent in TELLING or heard.intent is Intent.TAMBAHAN:
        return addition(c, heard, known)
    return missed(c, known, Reply(say(known.locale, "confirm-send-first")))


def _change(c: Conversation, heard: Heard, known: Known) -> Turn:
    if heard.intent is Intent.TIDAK:
        return ask(c, known, step=missing(draft_of(c), known.catalogue))
    return placed(c, heard, known) if heard.places else missed(c, known)


def _emergency(c: Conversation, heard: Heard, known: Known) -> Turn:
    if heard.intent is Intent.TIDAK:
        return no_need(c, known)
    if heard.intent is Intent.YA:
        return go_on(c, known)
    if heard.places:
        return placed(c, heard, known)
    if heard.chit_chat:
        return missed(c, known)
    return go_on(replace(c, draft=with_text(draft_of(c), heard, known.catalogue)), known)


def no_need(c: Conversation, known: Known) -> Turn:
    """The person called, or is busy saving themselves: nothing is filed."""
    return go_on(replace(c, draft=None), known, Reply(say(known.locale, "emergency-no-file")))


def other_noticed(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Another complaint in the middle of this one: asked, never guessed."""
    held = Held(text=heard.text, draft=told(heard, known))
    before = (warning(heard, known),) if heard.emergency else ()
    return ask(replace(c, held=held, misses=0), known, *before, step=Step.OTHER)


def _other(c: Conversation, heard: Heard, known: Known) -> Turn:
    held = c.held or Held()
    typed = plain(heard.text)
    if c.misses or "baru" in typed or "lain" in typed:
        return park(c, held.draft or Draft(text=held.text), known)
    if "sama" in typed or "bagian" in typed or heard.intent in (Intent.TAMBAHAN, Intent.YA):
        return join(c, known)
    return missed(c, known)


def join(c: Conversation, known: Known) -> Turn:
    """The held words belong to the draft after all."""
    draft, held = draft_of(c), c.held or Held()
    c = replace(c, draft=replace(draft, text=f"{draft.text}\n{held.text}".strip()))
    return go_on(c, known, Reply(say(known.locale, "same-report-kept")))


ANSWERS: dict[Step, Callable[[Conversation, Heard, Known], Turn]] = {
    Step.WHAT: _what,
    Step.CATEGORY: _category,
    Step.PLACE: place,
    Step.KECAMATAN: _area,
    Step.KELURAHAN: _area,
    Step.OUTSIDE: place,
    Step.PHOTO: _photo,
    Step.CONFIRM: _confirm,
    Step.CHANGE: _change,
    Step.EMERGENCY: _emergency,
    Step.OTHER: _other,
}
