"""Several matters in one message: offered as reports of their own, one taken up and the others parked."""

import re
from dataclasses import replace

from bot.dialogue.commands import Turn
from bot.dialogue.drafting import told
from bot.dialogue.hear import NOT, TELLING, Heard, of_understanding, plain
from bot.dialogue.known import Known, PointArea
from bot.dialogue.readings import Reading
from bot.dialogue.slots import with_files, with_identity
from bot.dialogue.state import Conversation, Draft, Held, Step
from bot.dialogue.steps import again, ask, go_on, missed
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.types import FileRef, Incoming, Point, Reply
from bot.dialogue.whereabouts import with_point, with_where
from bot.dialogue.wording import buttons, held_of, matter_of, place_of, short
from bot.messages import say
from nlu.types import Intent

_APART = re.compile(r"\b(?:(?:di)?pisah|dua|2|tiga|3|masing|sendiri-sendiri|satu-satu)", re.IGNORECASE)
_TRAILING = re.compile(r"[\s,;]+(?:yg|yang|dan|terus|trus|sama|lalu|juga|kemudian)$", re.IGNORECASE)
# "Ban motor saya udah dua kali bocor": what came of the matter before.
_OWN_HARM = re.compile(
    r"^\W*(?:\w+\W+){0,3}?(?:ban|velg|pelek|motor|mobil|shock\w*|knalpot|anak|istri|suami|cucu|ibu|bapak|nenek|pajak)\b"
    r"(?:\W+\w+){0,6}?\W+(?:bocor|pecah|kempes|penyok|lecet|patah|jatuh|jatoh|kepleset|kejeblos|sakit|batuk\w*|gatal\w*"
    r"|bayar|ditagih|dibayar)\b",
    re.IGNORECASE,
)
# "Bukan banjir ya, cuma air pdam bocor": what it is not is no matter.
_IS_NOT = re.compile(r"^\W*(?:ini |itu |eh )?(?:bukan|bkn|dudu|sanes|it.s not|not)\b", re.IGNORECASE)
_SO_SHORT = 4  # words
_PARTING = frozenset((Step.OTHER, Step.MATTERS, Step.ADD, Step.SIMILAR, Step.EMERGENCY))
NOT_APART = re.compile(
    rf"\b(?:{NOT}|jangan|tak|usah|perlu|no|don.?t|not)\b.{{0,12}}(?:pisah|split|separate)",
    re.IGNORECASE,
)
# Said with the story itself: "satu laporan aja", "jangan dipisah ya".
_ONE_ONLY = re.compile(
    rf"{NOT_APART.pattern}|\b(?:satu|1|se)\s?(?:laporan|aduan|tiket)(?:nya)?\s+(?:aja|saja|doang|ya|cukup)\b"
    r"|\b(?:jadiin|jadikan|jadi|dijadikan|dijadiin)\s+(?:satu|1)\b|\bone report\b",
    re.IGNORECASE,
)
# Said where nothing was proposed to be parted: "iya pisahin aja", "satu aja laporannya".
_OF_PARTING = re.compile(
    r"(?:(?:ya|iya|tolong|minta|mau|eh|oh|pak|bu|min|kak)\s+)*"
    r"(?:(?:jangan |ga usah |gausah |tidak usah )?(?:di)?pisah\w*|(?:di)?gabung\w*"
    r"|(?:jadi(?:in)? )?satu(?: laporan)? (?:aja|saja)(?: laporannya)?|(?:jadi(?:in)? )?satu laporan)"
    r"(?:\s+(?:aja|saja|ya|dong|deh|pak|bu|min|kak))*",
    re.IGNORECASE,
)
_ALL = re.compile(r"\b(?:semua|kabeh|sadayana|sakabeh|kedua|ketiga|both|all)(?:nya)?\b", re.IGNORECASE)
_TOGETHER = re.compile(r"\b(?:satu(?! -?satu)|1|gabung|jadikan satu|sama saja|bareng)", re.IGNORECASE)


def split(c: Conversation, heard: Heard, known: Known, files: tuple[FileRef, ...] = ()) -> Turn | None:
    """Ask whether the matters become as many reports; None when there is but one, or it cannot wait."""
    if heard.emergency or len(known.parts) < 2 or _ONE_ONLY.search(heard.text):
        return None
    parts = tuple(_part(heard, of_understanding(u, known), known) for u in known.parts)
    if len({part.category for part in parts}) < 2 or any(_OWN_HARM.search(part.text) for part in parts[1:]):
        return None
    if any(_IS_NOT.match(part.text) for part in parts):
        return None
    first = with_files(parts[0], files)
    held = Held(draft=told(heard, known, files), parts=(first, *parts[1:]))
    return ask(replace(c, held=held, misses=0), known, step=Step.MATTERS)


def of_parting(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Pisahin aja", where one matter was heard: how the other one is told; None for all else."""
    filling = c.draft is not None and bool(c.draft.text) and c.step not in _PARTING
    if not filling or heard.places or heard.emergency or not _OF_PARTING.fullmatch(plain(heard.text)):
        return None
    return again(c, known, Reply(say(known.locale, "one-matter")))


def _part(whole: Heard, heard: Heard, known: Known) -> Draft:
    """One matter as a draft. It stands where the message says, when its own words name no place."""
    if not heard.places:
        heard = replace(heard, places=whole.places, where=whole.where)
    elif not heard.where.areas and not heard.where.outside:  # "rt 2", and at the end "semua di Jatikramat"
        heard = replace(heard, where=replace(heard.where, areas=whole.where.areas))
    part = told(replace(heard, privacy=whole.privacy, called=whole.called), known)
    return replace(part, beside=True, text=_TRAILING.sub("", matter_of(part.text)))


def question(c: Conversation, known: Known) -> Reply:
    """As many reports, or one?"""
    parts = held_of(c).parts
    lines = "\n".join(f"{i}) {short(part.text)}" for i, part in enumerate(parts, 1))
    text = say(known.locale, "ask-matters", count=len(parts), lines=lines)
    return Reply(text, buttons(c, known, "split", "one-report"))


def apart(c: Conversation, value: str, known: Known) -> Turn:
    """As many reports as matters."""
    parts = held_of(c).parts
    if not parts:
        return go_on(c, known)
    return go_on(replace(c, draft=parts[0], parked=(*parts[1:], *_waiting(c))), known)


def together(c: Conversation, value: str, known: Known) -> Turn:
    """One report that holds them all."""
    return go_on(replace(c, draft=held_of(c).draft, parked=_waiting(c)), known)


def _waiting(c: Conversation) -> tuple[Draft, ...]:
    """The drafts that were there before, the one in hand first."""
    return c.parked if c.draft is None else (c.draft, *c.parked)


def answer(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words at the question. More of the story is kept, and a second answer that fits nothing means one."""
    if heard.about_identity:
        held = held_of(c)
        parts = tuple(with_identity(part, heard) for part in held.parts)
        whole = with_identity(held.draft or Draft(), heard)
        return again(replace(c, held=replace(held, draft=whole, parts=parts)), known)
    if heard.where.areas or heard.where.outside:  # "semua di mustikajaya"
        held = held_of(c)
        parts = tuple(part if part.kelurahan else with_where(part, heard.where) for part in held.parts)
        whole = with_where(held.draft or Draft(), heard.where)
        noted = Reply(say(known.locale, "place-noted", place=place_of(whole, known)))
        return again(replace(c, held=replace(held, draft=whole, parts=parts)), known, noted)
    if NOT_APART.search(heard.text):
        return together(c, "", known)
    if heard.intent is Intent.YA or _APART.search(heard.text):
        return apart(c, "", known)
    if heard.intent is Intent.TIDAK or _TOGETHER.search(heard.text):
        return together(c, "", known)
    if heard.words <= _SO_SHORT and _ALL.search(heard.text):  # "semuanya": each of them
        return apart(c, "", known)
    if heard.intent in TELLING and heard.words >= 3:
        c = with_more(c, text=heard.text)
    return together(c, "", known) if c.misses else missed(c, known)


def with_more(c: Conversation, *, text: str = "", files: tuple[FileRef, ...] = ()) -> Conversation:
    """More came while the question stood open: it belongs to the whole, and to the first of the parts."""
    held = held_of(c)
    whole = _more(held.draft or Draft(), text, files)
    first = tuple(_more(part, text, files) for part in held.parts[:1])
    return replace(c, held=replace(held, draft=whole, parts=(*first, *held.parts[1:])))


def pictures(c: Conversation, message: Incoming, heard: Heard, known: Known) -> Turn:
    """Pictures while the question stood open."""
    kept = Reply(say(known.locale, "photo-kept", count=len(message.files)))
    return again(with_more(c, text=heard.text, files=message.files), known, kept)


def spot(c: Conversation, point: Point, located: PointArea | None, known: Known) -> Turn:
    """A shared location while the question stood open: for every part that names no place of its own."""
    held = held_of(c)
    parts = tuple(part if part.kelurahan else with_point(part, point, located) for part in held.parts)
    whole = with_point(held.draft or Draft(), point, located)
    return again(replace(c, held=replace(held, draft=whole, parts=parts)), known)


def _more(draft: Draft, text: str, files: tuple[FileRef, ...]) -> Draft:
    return with_files(draft.with_more(text), files)


TOPIC = Topic(
    {
        Step.MATTERS: Asked(
            question,
            answer,
            {"split": apart, "one-report": together},
            {
                Reading.YES: "split",
                Reading.NO: "one-report",
                Reading.SKIP: "one-report",
                Reading.DONT_KNOW: "one-report",
                Reading.SEND: "split",
            },
            pictures=pictures,
            spot=spot,
        )
    },
    phrases=(of_parting,),
)
