"""Where it is: named, shared, or picked by kecamatan and kelurahan."""

import re
from dataclasses import replace

from bot.dialogue import place_asked
from bot.dialogue.commands import FileReport, Turn
from bot.dialogue.elsewhere import neighbour
from bot.dialogue.hear import TELLING, Heard, plain
from bot.dialogue.known import Known
from bot.dialogue.other_words import identifies
from bot.dialogue.place_said import (
    BOTH,
    DENIES,
    EVIDENCE,
    FINER,
    HOME,
    NEGATES,
    OFFICE,
    SPEAKS,
    THING,
    UNSAID,
    WHEN,
    more_story,
)
from bot.dialogue.readings import Reading, sends_at_last
from bot.dialogue.slots import MORE_OF_IT, with_identity, with_text
from bot.dialogue.state import Conversation, Draft, Step
from bot.dialogue.steps import again, ask, back, go_on, missed
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.topics import dropping
from bot.dialogue.topics.place_told import ASKS_WHERE, after_place, left_open, placed
from bot.dialogue.types import Reply
from bot.dialogue.whereabouts import called, nowhere, with_kelurahan, with_options
from bot.dialogue.wording import category_of, draft_of
from bot.messages import say
from nlu.name_ends import ends_name
from routing.domain.questions import stated

_A_SENTENCE = 10  # words
_DUNNO = re.compile(
    r"\b(?:(?:ga|gak|g|nggak|ngga|tidak|tdk|kurang|ora|teu) ?(?:tau|tahu|ngerti|paham|apal|hafal|inget"
    r"|ingat)|gatau|gatahu|don.?t know|not sure|no idea)\b",
    re.IGNORECASE,
)
_SO_SHORT, _A_FEW, _TELLS, _A_NAME = 6, 4, 3, 2  # words


def answer(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words that say where it is, or do not."""
    draft = draft_of(c)
    if heard.reading in (Reading.SEND, Reading.YES):
        sends = heard.reading is Reading.SEND and c.step is Step.KELURAHAN  # it may go without
        if c.misses or sends:  # said twice: the place stays open, nobody is trapped
            return left_open(c, "", known)
        return missed(c, known, Reply(say(known.locale, "place-before-send")))
    if heard.places:
        return placed(c, heard, known)
    if draft.accuses and OFFICE.search(heard.text) and not heard.where.areas:  # who is accused: its place
        named = replace(called(nowhere(draft), heard.text), place_skipped=True)
        return go_on(replace(c, draft=named), known)
    if draft.text and EVIDENCE.search(heard.text) and not heard.where.areas:  # "bukti ada tapi nanti"
        more = Reply(say(known.locale, "same-report-kept"))
        return ask(replace(c, draft=with_text(draft, heard, known.catalogue)), known, more)
    if c.step is Step.KELURAHAN and heard.words <= _A_FEW and BOTH.search(heard.text):
        return left_open(c, "", known)  # the names of both stay
    if heard.text.strip().lower() in draft.text.lower().split("\n"):  # the story, sent once more
        return missed(c, known)
    if heard.only_asks:  # "mohon segera ditindaklanjuti"
        return _no_place(c, heard, known)
    if HOME.fullmatch(plain(heard.text)):  # "ya di rumah saya lah"
        return again(c, known)
    if _leaves_open(c, heard):
        return left_open(c, "", known)
    if heard.privacy is not None and heard.words >= _TELLS:  # "jangan sampe dia tau saya ngadu"
        hidden = with_identity(with_text(draft, heard, known.catalogue), heard)
        return ask(replace(c, draft=hidden), known)
    if heard.reading is Reading.NO and heard.words > 1:  # "ah gausah deh"
        return ask(c, known, step=Step.DROP)
    if (told := _told_ahead(draft, heard, known)) is not None:
        return ask(replace(c, draft=told), known, Reply(say(known.locale, "noted-ahead")))
    tells_more = bool(MORE_OF_IT.match(heard.text)) and heard.words >= _TELLS
    if heard.chit_chat and not heard.like_an_address and not tells_more:
        kept = heard.hardly_talk and c.step is not Step.PLACE
        return _no_place(c, heard, known) if kept else missed(c, known)
    if not heard.like_an_address and more_story(draft, heard, known):
        more = Reply(say(known.locale, "same-report-kept"))
        return ask(replace(c, draft=with_text(draft, heard, known.catalogue)), known, more)
    thing = heard.words <= _A_FEW and bool(THING.match(heard.text))  # "lampu taman", after "soal lampu"
    if draft.text and (thing or (heard.words >= _TELLS and identifies(heard) and not heard.like_an_address)):
        more = Reply(say(known.locale, "same-report-kept"))
        return ask(replace(c, draft=with_text(draft, heard, known.catalogue)), known, more)
    if heard.words <= _A_FEW and DENIES.match(heard.text) and draft.text:
        more = Reply(say(known.locale, "same-report-kept"))
        return ask(replace(c, draft=draft.with_more(heard.text)), known, more)
    if FINER.match(heard.text) and (draft.kelurahan or draft.options) and draft.place:
        finer = called(draft, f"{draft.place}, {heard.text}")
        return after_place(replace(c, draft=finer), known)
    if heard.words == 1 and heard.like_an_address and not heard.failed:  # "jalan" names none
        return ask(replace(c, draft=with_text(draft, heard, known.catalogue)), known)
    if heard.like_an_address or (heard.failed and heard.words) or _like_a_name(c, heard, known):
        if draft.options and draft.place:  # "sepanjang jalan", of a street in two kelurahan: both are kept
            return after_place(replace(c, draft=called(draft, f"{draft.place}, {heard.text}")), known)
        return ask(replace(c, draft=called(draft, heard.text)), known, step=Step.KECAMATAN)
    return _no_place(c, heard, known)


def _outside(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words where the place lies beyond the border: what happened, a yes behind a remark, a place."""
    draft = draft_of(c)
    if draft.text and sends_at_last(heard.text):  # "oh kabupaten bogor ya, catat aja"
        return _record(c, "", known)
    if not draft.text and not heard.places and _is_a_matter(heard, known):
        return ask(replace(c, draft=with_text(draft, heard, known.catalogue)), known)
    return answer(c, heard, known)


def _leaves_open(c: Conversation, heard: Heard) -> bool:
    """ "Males nyebutin", "yang mana ya, saya ga tau kelurahannya": the place stays as it is."""
    choosing = c.step in (Step.KELURAHAN, Step.KECAMATAN) and heard.words <= _A_SENTENCE
    unsaid = heard.words <= _SO_SHORT and bool(UNSAID.search(heard.text))
    return unsaid or (choosing and bool(_DUNNO.search(heard.text)))


def _is_a_matter(heard: Heard, known: Known) -> bool:
    best = heard.best
    return heard.intent in TELLING and best is not None and best.confidence >= known.catalogue.sure


def _no_place(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words that name no place are no place, but nothing told is lost: they stay with the story."""
    told = heard.words >= _TELLS and bool(WHEN.match(heard.text))  # "udah disuntik kok"
    asks = bool((NEGATES.search(heard.text) and not told) or ASKS_WHERE.search(heard.text))
    if asks or not draft_of(c).text or heard.words < _A_NAME or heard.reading is not None:
        return missed(c, known)
    c = replace(c, draft=with_text(draft_of(c), heard, known.catalogue))
    return ask(c, known, Reply(say(known.locale, "same-report-kept")))


def _like_a_name(c: Conversation, heard: Heard, known: Known) -> bool:
    """Whether words that tell nothing else may be the name of a place we do not know."""
    sure = heard.best is not None and heard.best.confidence >= known.catalogue.sure
    first = heard.text.lower().partition(" ")[0]
    tells = bool(heard.facts) or heard.tact.grief or bool(WHEN.match(heard.text))
    tells = tells or ends_name(first)  # "disuruh nunggu blanko"
    return (
        c.step is Step.PLACE
        and not tells
        and heard.words >= _A_NAME
        and not sure
        and not (NEGATES.search(heard.text) or ASKS_WHERE.search(heard.text) or SPEAKS.search(heard.text))
    )


def _told_ahead(draft: Draft, heard: Heard, known: Known) -> Draft | None:
    """The draft with the answer to a later question of its kind: "selutut", where the place was asked."""
    category = category_of(draft, known)
    asked = category is not None and bool(draft.text) and heard.reading is None  # "ga" answers nothing ahead
    told = stated(category.questions, heard.text, draft.answers) if category and asked else {}
    short_enough = heard.words <= _SO_SHORT and not heard.like_an_address
    return replace(draft, answers={**draft.answers, **told}) if told and short_enough else None


def _area_by_name(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """A kelurahan or kecamatan typed by its name, also when understanding failed."""
    typed = plain(heard.text)
    for area in known.catalogue.kelurahan.values():
        if plain(area.name) == typed:
            return _kelurahan_picked(c, area.code, known)
    for name in known.catalogue.kecamatan():
        if plain(name) == typed:
            options = known.catalogue.within(name)
            return after_place(replace(c, draft=with_options(draft_of(c), options)), known)
    return None


def _area(c: Conversation, heard: Heard, known: Known) -> Turn:
    options = draft_of(c).options
    agrees = heard.reading in (Reading.YES, Reading.SEND)
    if agrees and c.step is Step.KELURAHAN and len(options) == 1:
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


def _other_place(c: Conversation, value: str, known: Known) -> Turn:
    return ask(replace(c, draft=nowhere(draft_of(c)), misses=0), known, step=Step.PLACE)


def _record(c: Conversation, value: str, known: Known) -> Turn:
    """Kept as referred, to whoever answers for the place outside the city."""
    body = neighbour(draft_of(c), known.catalogue)
    if body is not None:
        c = replace(c, draft=replace(draft_of(c), agency=body.code))
    return Turn(replace(c, sent_nonce=c.nonce), commands=(FileReport(draft_of(c)),))


# Before it was asked twice, nobody is let off by chance: the first "tidak tahu" is shown the kecamatan.
_OPEN = {Reading.DONT_KNOW: "no-place", Reading.SKIP: "no-place"}
_UNKNOWN = {**_OPEN, Reading.SEND: "no-place"}
_CANCEL = {"cancel": dropping.cancel_pressed}
TOPIC = Topic(
    {
        Step.PLACE: Asked(
            place_asked.place, answer,
            {"pick-kecamatan": _to_kecamatan, "no-place": left_open, "back": back, **_CANCEL},
            {Reading.DONT_KNOW: "pick-kecamatan", Reading.SKIP: "pick-kecamatan", Reading.NO: "back"},
            fills=True,
        ),
        Step.KECAMATAN: Asked(
            place_asked.kecamatan, _area,
            {"kec": _kecamatan_picked, "no-place": left_open}, _UNKNOWN, fills=True,
        ),
        Step.KELURAHAN: Asked(
            place_asked.kelurahan, _area,
            {"kel": _kelurahan_picked, "other-place": _other_place, "no-place": left_open},
            {**_OPEN, Reading.WRONG: "other-place", Reading.NO: "other-place"}, fills=True,
        ),
        Step.OUTSIDE: Asked(
            place_asked.outside, _outside, {"record": _record, "other-place": _other_place, **_CANCEL},
            {Reading.YES: "record", Reading.SEND: "record", Reading.WRONG: "other-place",
             Reading.NO: "cancel", Reading.DONT_KNOW: "other-place"}, fills=True,
        ),
    }
)  # fmt: skip
