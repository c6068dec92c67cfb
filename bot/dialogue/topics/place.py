"""Where it is: named, shared, or picked by kecamatan and kelurahan."""

import re
from dataclasses import replace

from bot.dialogue.commands import FileReport, Turn
from bot.dialogue.elsewhere import neighbour
from bot.dialogue.hear import TELLING, Heard, plain
from bot.dialogue.known import Known
from bot.dialogue.place_said import FINER, NEGATES, in_its_area, told_right
from bot.dialogue.readings import Reading
from bot.dialogue.slots import MORE_OF_IT, SURELY, missing, with_identity, with_text
from bot.dialogue.state import Conversation, Draft, Step
from bot.dialogue.steps import ask, back, go_on, missed
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.topics import dropping
from bot.dialogue.types import Button, Reply
from bot.dialogue.whereabouts import called, nowhere, put, with_kelurahan, with_options, with_where
from bot.dialogue.wording import buttons, category_of, draft_of
from bot.messages import say
from routing.domain.questions import stated

_ASKS_WHERE = re.compile(r"\?\s*$|\b(?:di ?mana|dmn|mana|where)\b", re.IGNORECASE)
# "udah ke puskesmas": somebody went there.
_WENT = re.compile(
    r"(?:sudah|udah|udh|sdh|dah|wis|geus|tos|habis|abis|baru|tadi)\s+(?:\w+\s+){0,2}?(?:ke|dibawa|dari|lapor)\b",
    re.IGNORECASE,
)
# "udah 2 bulan", "tadi pagi": since when, and no place.
_WHEN = re.compile(
    r"(?:udah|sudah|udh|dah|dari|sejak|baru|tiap|setiap|hampir|selama|since|for|every)\b"
    r"|(?:tadi|kemarin|kmrn|semalam|semalem|barusan|\d+ (?:hari|minggu|bulan|tahun|jam))\b",
    re.IGNORECASE,
)
# "males nyebutin", "ga mau kasih alamat": the place stays unsaid.
_UNSAID = re.compile(
    r"\b(?:malas|males|mls|ogah|segan|(?:ga|gak|gk|tidak|tdk|nggak|ngga|enggak) (?:mau|usah|bisa|perlu))\s+"
    r"(?:ah\s+|lah\s+|ny|ng|di)?(?:sebut|ebut|kasih|asih|bilang|tulis|ulis|ketik|etik|jawab|jwb|cerita)\w*",
    re.IGNORECASE,
)
_STORY = 4  # words that name a place we do not know, and tell what goes on there
_SO_SHORT, _TELLS, _A_NAME = 6, 3, 2  # words


def _place(c: Conversation, known: Known) -> Reply:
    key = "ask-place-again" if c.misses else "ask-place"
    actions = ["pick-kecamatan"]
    if c.misses:
        actions.append("no-place")
    complete = missing(draft_of(c), known.catalogue) in (Step.CONFIRM, Step.SIMILAR)
    actions.append("back" if complete else "cancel")
    return Reply(say(known.locale, key), buttons(c, known, *actions), ask_location=True)


def _kecamatan(c: Conversation, known: Known) -> Reply:
    place = draft_of(c).place
    key = "ask-place-kept" if place else "ask-kecamatan"
    names = known.catalogue.kecamatan()
    choices = tuple(Button(f"{c.nonce}:kec:{i}", name) for i, name in enumerate(names))
    more = buttons(c, known, "no-place")
    return Reply(say(known.locale, key, place=place), (*choices, *more), ask_location=True)


def _kelurahan(c: Conversation, known: Known) -> Reply:
    draft = draft_of(c)
    areas = known.catalogue.kelurahan
    key = "ask-kelurahan-for" if draft.place else "ask-kelurahan"
    if len(draft.options) == 1 and draft.place and draft.options[0] in areas:
        key = "ask-kelurahan-one"
    choices = tuple(
        Button(f"{c.nonce}:kel:{code}", areas[code].name) for code in draft.options if code in areas
    )
    more = buttons(c, known, "other-place", "no-place")
    area = areas[draft.options[0]].name if key == "ask-kelurahan-one" else ""
    return Reply(say(known.locale, key, place=draft.place, area=area), (*choices, *more), ask_location=True)


def _outside(c: Conversation, known: Known) -> Reply:
    draft, city = draft_of(c), known.catalogue.city
    body = neighbour(draft, known.catalogue)
    if body is not None and draft.text and draft.category:
        text = say(known.locale, "outside-neighbour", city=city, contact=body.contact)
        return Reply(text, buttons(c, known, "record", "other-place", "cancel"), ask_location=True)
    text = say(known.locale, "outside", city=city)
    return Reply(text, buttons(c, known, "other-place", "cancel"), ask_location=True)


def answer(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words that say where it is, or do not."""
    draft = draft_of(c)
    if heard.reading in (Reading.SEND, Reading.YES):
        if c.misses:  # said twice: the place stays open, nobody is trapped
            return _unknown(c, "", known)
        return missed(c, known, Reply(say(known.locale, "place-before-send")))
    if heard.places:
        return placed(c, heard, known)
    if heard.only_asks:  # "mohon segera ditindaklanjuti"
        return _no_place(c, heard, known)
    if heard.words <= _SO_SHORT and _UNSAID.search(heard.text):
        return _unknown(c, "", known)
    if heard.privacy is not None and heard.words >= _TELLS:  # "jangan sampe dia tau saya ngadu"
        hidden = with_identity(with_text(draft, heard, known.catalogue), heard)
        return missed(replace(c, draft=hidden), known)
    if heard.reading is Reading.NO and heard.words > 1:  # "ah gausah deh"
        return ask(c, known, step=Step.DROP)
    if (told := _told_ahead(draft, heard, known)) is not None:
        return missed(replace(c, draft=told), known, Reply(say(known.locale, "noted-ahead")))
    tells_more = bool(MORE_OF_IT.match(heard.text)) and heard.words >= _TELLS
    if heard.chit_chat and not heard.like_an_address and not tells_more:
        kept = heard.hardly_talk and c.step is not Step.PLACE
        return _no_place(c, heard, known) if kept else missed(c, known)
    if not heard.like_an_address and _more_story(draft, heard, known):
        more = Reply(say(known.locale, "same-report-kept"))
        return missed(replace(c, draft=with_text(draft, heard, known.catalogue)), known, more)
    if FINER.match(heard.text) and (draft.kelurahan or draft.options) and draft.place:
        finer = called(draft, f"{draft.place}, {heard.text}")
        return after_place(replace(c, draft=finer), known)
    if heard.like_an_address or (heard.failed and heard.words) or _like_a_name(c, heard, known):
        return ask(replace(c, draft=called(draft, heard.text)), known, step=Step.KECAMATAN)
    return _no_place(c, heard, known)


def _no_place(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words that name no place are no place, but nothing told is lost: they stay with the story."""
    asks = bool(NEGATES.search(heard.text) or _ASKS_WHERE.search(heard.text))
    if asks or not draft_of(c).text or heard.words < _A_NAME or heard.reading is not None:
        return missed(c, known)
    c = replace(c, draft=with_text(draft_of(c), heard, known.catalogue))
    return missed(c, known, Reply(say(known.locale, "same-report-kept")))


def _like_a_name(c: Conversation, heard: Heard, known: Known) -> bool:
    """Whether words that tell nothing else may be the name of a place we do not know."""
    sure = heard.best is not None and heard.best.confidence >= known.catalogue.sure
    when = bool(heard.facts) or heard.tact.grief or bool(_WHEN.match(heard.text))
    return (
        c.step is Step.PLACE
        and not when
        and heard.words >= _A_NAME
        and not sure
        and not (NEGATES.search(heard.text) or _ASKS_WHERE.search(heard.text))
    )


def _told_ahead(draft: Draft, heard: Heard, known: Known) -> Draft | None:
    """The draft with the answer to a later question of its kind: "selutut", where the place was asked."""
    category = category_of(draft, known)
    told = stated(category.questions, heard.text, draft.answers) if category and draft.text else {}
    short_enough = heard.words <= _SO_SHORT and not heard.like_an_address
    return replace(draft, answers={**draft.answers, **told}) if told and short_enough else None


def _more_story(draft: Draft, heard: Heard, known: Known) -> bool:
    """Whether words without a place tell more of what happened."""
    sure = heard.best is not None and heard.best.confidence >= known.catalogue.sure
    sure = sure or bool(draft.place)  # the place has its name: what is told besides is no name of it
    more = bool(MORE_OF_IT.match(heard.text)) or (heard.intent in TELLING and sure)
    plainly = heard.best is not None and heard.best.confidence >= SURELY  # "sampah", after "bau"
    kind = plainly and heard.intent in TELLING and not draft.place
    return bool(draft.text) and more and (heard.words >= _TELLS or kind)


def placed(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words that name a place."""
    old = draft_of(c)
    fear = heard.privacy is not None and not heard.where.areas  # "saya pedagang situ takut ketauan": no lake
    where = in_its_area(c, heard, known)
    changed = c.step is Step.PLACE and old.kelurahan is not None and bool(where.areas)  # "ganti lokasi"
    draft = old if fear else put(old, where) if changed else with_where(old, where, anew=True)
    if old.kelurahan and draft.kelurahan != old.kelurahan:
        draft = told_right(draft, old, *(place.text for place in heard.denied))
    draft = with_identity(draft, heard)
    tells = (
        not heard.where.areas
        and not heard.like_an_address
        and heard.words >= _STORY
        and heard.intent in TELLING
    )
    story = tells or heard.words > 12 or "\n" in heard.text  # an address with a story: the story counts too
    if story and heard.text not in old.text:
        draft = with_text(replace(draft, where=draft.where), heard, known.catalogue)
    c = replace(c, draft=replace(draft, place_skipped=False))
    moved = after_place(c, known)
    if draft.privacy == old.privacy:
        return moved
    noted = Reply(say(known.locale, f"noted-{draft.privacy}"))
    return replace(moved, said=(noted, *moved.said))


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
    return said and not _ASKS_WHERE.search(heard.text) and not _WENT.match(heard.text)


def _area_by_name(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """A kelurahan or kecamatan typed by its name, also when understanding failed."""
    typed = plain(heard.text)
    for area in known.catalogue.kelurahan.values():
        if plain(area.name) == typed:
            return go_on(replace(c, draft=with_kelurahan(draft_of(c), area.code)), known)
    for name in known.catalogue.kecamatan():
        if plain(name) == typed:
            options = known.catalogue.within(name)
            return after_place(replace(c, draft=with_options(draft_of(c), options)), known)
    return None


def _area(c: Conversation, heard: Heard, known: Known) -> Turn:
    options = draft_of(c).options
    if heard.reading is Reading.YES and c.step is Step.KELURAHAN and len(options) == 1:
        return _kelurahan_picked(c, options[0], known)
    return _area_by_name(c, heard, known) or answer(c, heard, known)


def _to_kecamatan(c: Conversation, value: str, known: Known) -> Turn:
    return ask(replace(c, misses=0), known, step=Step.KECAMATAN)


def _kecamatan_picked(c: Conversation, value: str, known: Known) -> Turn:
    names = known.catalogue.kecamatan()
    draft = with_options(draft_of(c), known.catalogue.within(names[int(value)]))
    return after_place(replace(c, draft=draft), known)


def _kelurahan_picked(c: Conversation, value: str, known: Known) -> Turn:
    return go_on(replace(c, draft=with_kelurahan(draft_of(c), value)), known)


def _unknown(c: Conversation, value: str, known: Known) -> Turn:
    draft = draft_of(c)
    draft = replace(called(nowhere(draft), draft.place), place_skipped=True)
    return go_on(replace(c, draft=draft), known)


def _other_place(c: Conversation, value: str, known: Known) -> Turn:
    return ask(replace(c, draft=nowhere(draft_of(c)), misses=0), known, step=Step.PLACE)


def _record(c: Conversation, value: str, known: Known) -> Turn:
    """Kept as referred, to whoever answers for the place outside the city."""
    body = neighbour(draft_of(c), known.catalogue)
    if body is not None:
        c = replace(c, draft=replace(draft_of(c), agency=body.code))
    return Turn(replace(c, sent_nonce=c.nonce), commands=(FileReport(draft_of(c)),))


# Before it was asked twice, nobody is let off by chance: the first "tidak tahu" is shown the kecamatan.
_UNKNOWN = {Reading.DONT_KNOW: "no-place", Reading.SKIP: "no-place", Reading.SEND: "no-place"}
_CANCEL = {"cancel": dropping.cancel_pressed}
TOPIC = Topic(
    {
        Step.PLACE: Asked(
            _place, answer,
            {"pick-kecamatan": _to_kecamatan, "no-place": _unknown, "back": back, **_CANCEL},
            {Reading.DONT_KNOW: "pick-kecamatan", Reading.SKIP: "pick-kecamatan", Reading.NO: "back"},
            fills=True,
        ),
        Step.KECAMATAN: Asked(
            _kecamatan, _area, {"kec": _kecamatan_picked, "no-place": _unknown}, _UNKNOWN, fills=True
        ),
        Step.KELURAHAN: Asked(
            _kelurahan, _area,
            {"kel": _kelurahan_picked, "other-place": _other_place, "no-place": _unknown},
            {**_UNKNOWN, Reading.WRONG: "other-place", Reading.NO: "other-place"}, fills=True,
        ),
        Step.OUTSIDE: Asked(
            _outside, answer, {"record": _record, "other-place": _other_place, **_CANCEL},
            {Reading.YES: "record", Reading.SEND: "record", Reading.WRONG: "other-place",
             Reading.DONT_KNOW: "other-place"}, fills=True,
        ),
    }
)  # fmt: skip
