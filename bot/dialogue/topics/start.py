"""A fresh start: words and pictures with no question open, and "is this a complaint at all?"."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.dialogue.commands import Turn
from bot.dialogue.drafting import begin, report_held, told
from bot.dialogue.hear import TELLING, Heard
from bot.dialogue.known import Known, ReportInfo
from bot.dialogue.questions_asked import says
from bot.dialogue.readings import Reading
from bot.dialogue.reports import addable, just_filed, own, recent, waiting
from bot.dialogue.slots import MORE_OF_IT, with_files, with_identity, with_text
from bot.dialogue.state import Conversation, Draft, Held, Step
from bot.dialogue.steps import again, ask, go_on
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.topics import adding, finished, looking, several, small_talk
from bot.dialogue.types import FileRef, Reply
from bot.dialogue.whereabouts import with_where
from bot.dialogue.wording import buttons, held_of
from bot.messages import say
from nlu.opening import TOLD, asks, starts
from nlu.types import Intent, Ranked, Where
from routing.domain.questions import chosen, stated

SURE_OF_ONE_WORD = 0.85  # of the kind, when one word is all that is said
JUST_SENT = 600  # seconds in which another "kirim" means the report just sent
WHOLE_MATTER = 5  # words that tell a matter of their own
A_MOMENT = 180  # seconds
LATE_DETAIL, AFTERTHOUGHT = 10, 16  # words
AFTER = re.compile(
    r"(?:(?:oh|o|eh|ah)[\s,]*(?:iya|ya|y)|oiya|oya|btw|by the way|lupa|kelupaan|ketinggalan|sekedar info|info"
    r"|catatan|fyi|also|and|one more|ps)\b(?![\s,]*(?:sekalian|satu lagi|ada lagi|mau lapor|another))",
    re.IGNORECASE,
)
_SAME_PLACE = re.compile(
    r"\b(?:di ?s(?:itu|ana|ono)|(?:tempat|lokasi|alamat)(?:nya)? (?:yang |yg )?(?:sama|tadi)"
    r"|sama (?:tempat|lokasi)nya|same place|over there)\b",
    re.IGNORECASE,
)
# Said of a matter of its own, however it begins: "eh iya pak, sekalian got depan rumah mampet".
ALSO = re.compile(
    r"\b(?:sekalian|satu lagi|ada lagi|laporan lain|beda lagi|another (?:thing|problem))\b", re.IGNORECASE
)
_REFUSES = frozenset((Reading.NO, Reading.SKIP))
SURELY_OTHER = 0.75  # of a kind: with so much the words are a matter of their own
WHISPERED = 7  # words, the wish not to be known among them: they tell of something
SAME_MATTER_WITHIN = timedelta(hours=48)  # so soon, the same kind of matter may be more of the same report

# "Bu, saya mau cerita": what it is comes next.
_WILL_TELL = re.compile(
    r"^\W*(?:(?:pak|bu|ibu|bapak|min|admin|kak|bang|mas|mbak|halo|permisi|maaf|saya|sy|aku|gue|gw|kami|jadi|gini"
    r"|sebenarnya|i)\W+)*"
    r"(?:ada (?:yang|yg) )?(?:mau|ingin|pengen|pengin|izin|ijin|boleh|bisa|numpang|want to|would like to)\W+"
    r"(?:(?:saya|aku|gue|kami|tell|share)\W+)?"
    r"(?:ber)?(?:cerita|curhat|ngomong|ngadu|mengadu|adukan|sampaikan|sampein|menyampaikan|komplain|bicara|ngobrol"
    r"|complain|talk|something)(?:kan|in)?"
    r"(?:\W+(?:sesuatu|something|dong|ya|sebentar|bentar|dikit|sedikit|pak|bu|min|kak|boleh|ga|gak|nggak|keluhan"
    r"|hal|uneg-?uneg|unek-?unek|to|you))*\W*$",
    re.IGNORECASE,
)


def idle(c: Conversation, heard: Heard, known: Known, files: tuple[FileRef, ...] = ()) -> Turn:
    """Words with no question open: a complaint, more about an old one, or neither."""
    passed, c = c.passed, replace(c, passed=None)
    if heard.emergency:
        return begin(c, heard, known, files)
    said_done = finished.the_one(known) is not None and heard.reading is not Reading.SEND
    just_sent = bool(c.sent_number) and known.now.timestamp() - c.sent_at < JUST_SENT
    if heard.intent is Intent.YA and just_sent and not said_done:
        key = "filed-ok" if heard.reading is Reading.YES else "filed-already"
        return Turn(c, (Reply(say(known.locale, key, number=c.sent_number)),))
    if heard.intent in (Intent.YA, Intent.TIDAK) and (done := finished.the_one(known)):
        yes = heard.intent is Intent.YA
        return (finished.accept if yes else finished.ask_why)(c, done.number, known)
    if passed is not None and heard.reading in (Reading.YES, Reading.SEND):
        return go_on(replace(c, draft=passed, misses=0), known)
    if (added := _addition(c, heard, known, files)) is not None:
        return added
    if heard.reading in (Reading.YES, Reading.SEND):
        return Turn(c, (Reply(say(known.locale, "nothing-open"), small_talk.menu(known)),))
    if heard.reading in _REFUSES and passed is None:  # "beneran ga usah"
        return Turn(c, (Reply(say(known.locale, "nothing-then")),))
    if heard.wish or (heard.only_asks and passed is None):
        draft = with_identity(with_files(Draft(), files), heard)
        return ask(replace(c, draft=draft, misses=0), known, step=Step.WHAT)
    if heard.only_where and not heard.privacy and passed is not None and not passed.where.areas:
        draft = with_where(with_files(passed, files), heard.where)  # what was told a moment ago
        return go_on(replace(c, draft=draft, misses=0), known)
    last = just_filed(c, known) or recent(c, known)
    finer = all(place.kind == "rt_rw" for place in heard.places)
    if (
        heard.only_where and last is not None and (not last.kelurahan or finer)
    ):  # where it is, of what had no place
        return adding.add(c, known, last, text=heard.whole, files=files)
    if heard.only_where and not heard.privacy:  # what happened there is still to come
        draft = with_where(with_files(Draft(), files), heard.where)
        return ask(replace(c, draft=draft, misses=0), known, step=Step.WHAT)
    if not heard.places and not files and says("says_nothing", heard.text):
        return ask(replace(c, draft=Draft(), misses=0), known, step=Step.WHAT)
    asks_to_tell = heard.intent is Intent.BANTUAN and bool(heard.best)  # "jalan rusak, bisa lapor sini"
    if (
        asks_to_tell
        or _tells(heard, known)
        or (heard.tact.accuses and not heard.talk)
        or _whispers(heard, known)
    ):
        heard = _there_too(c, heard, known)
        return several.split(c, heard, known, files) or begin(c, heard, known, files)
    if asks(intent=heard.intent, confidence=heard.intent_confidence, words=heard.words):
        held = Held(draft=told(heard, known, files))
        return ask(replace(c, held=held, misses=0), known, step=Step.MAYBE)
    if _WILL_TELL.match(heard.text):
        return ask(replace(c, draft=with_files(Draft(), files), misses=0), known, step=Step.WHAT)
    key = "small-talk" if heard.words >= 2 and heard.talk else "not-understood"
    text = say(known.locale, key, times=1 + c.misses % 2)  # never twice in the same words
    passed = told(heard, known, files) if heard.words >= TOLD else None
    return Turn(replace(c, passed=passed, misses=c.misses + 1), (Reply(text, small_talk.menu(known)),))


def _there_too(c: Conversation, heard: Heard, known: Known) -> Heard:
    """The words, at the place of the report just filed where they say so: "pju mati juga di situ"."""
    last = recent(c, known)
    if last is None or not last.kelurahan or heard.where.areas or not _SAME_PLACE.search(heard.text):
        return heard
    code = next((area.code for area in known.catalogue.kelurahan.values() if area.name == last.kelurahan), "")
    if not code:
        return heard
    place = say(known.locale, "place-of-report", number=last.number)
    return replace(heard, where=Where(place, areas=(Ranked(code, 1.0),)))


def _addition(c: Conversation, heard: Heard, known: Known, files: tuple[FileRef, ...]) -> Turn | None:
    """Words that belong to a report already filed; None when they start a new one."""
    named = own(known, heard.number)
    soon = recent(c, known)
    if soon is not None and _answers_its_kind(soon, heard, known):
        return adding.add(c, known, soon, text=heard.whole, files=files)
    late = recent(c, known) if _late_detail(c, heard, known) or _same_kind_soon(c, heard, known) else None
    if late is not None:
        return adding.add(c, known, late, text=heard.whole, files=files)
    if named is not None:
        return adding.add(c, known, named, text=heard.text, files=files)
    open_ones, asked = addable(known), waiting(known)
    if asked is not None and files and not _surely_other(heard, asked, known):
        return adding.add(c, known, asked, text=heard.text, files=files)
    if heard.intent is Intent.TAMBAHAN and len(open_ones) == 1:
        return adding.add(c, known, open_ones[0], text=heard.text, files=files)
    unclear = heard.intent is Intent.TAMBAHAN or (heard.intent is Intent.LAPOR and _recent(heard, known))
    return adding.ask_add(c, known, told(heard, known, files)) if open_ones and unclear else None


def _late_detail(c: Conversation, heard: Heard, known: Known) -> bool:
    """Whether the words are short and tell no matter of their own: shortly after filing they belong there."""
    best = heard.best
    if _afterthought(heard, known):
        return True
    own_matter = best is not None and best.confidence >= SURELY_OTHER
    only_one = heard.intent is Intent.TAMBAHAN and len(addable(known)) == 1 and not heard.number
    more_of_it = bool(MORE_OF_IT.match(heard.text)) and heard.where.kelurahan is None
    told = heard.intent in TELLING or only_one or more_of_it or _goes_on(c, heard, known)
    longest = AFTERTHOUGHT if more_of_it else LATE_DETAIL
    short = 2 <= heard.words <= longest and not heard.wish and not heard.number
    also = bool(ALSO.search(heard.text)) and best is not None and best.confidence >= known.catalogue.sure
    return told and short and not also and (more_of_it or not (own_matter or heard.places))


def _afterthought(heard: Heard, known: Known) -> bool:
    """ "Oh iya, tiap pagi dilewati anak SD": more of what was just told, unless plainly another matter."""
    best = heard.best
    sure = best is not None and best.confidence >= SURELY_OTHER
    other = sure and (heard.words > LATE_DETAIL or bool(ALSO.search(heard.text)))
    area = known.catalogue.kelurahan.get(heard.where.kelurahan or "")
    short = 3 <= heard.words <= AFTERTHOUGHT and not heard.wish and not heard.number and heard.reading is None
    return short and bool(AFTER.match(heard.text)) and area is None and not other


def _answers_its_kind(report: ReportInfo, heard: Heard, known: Known) -> bool:
    """Whether the words answer what the report's kind asks: "tiangnya nomor 17"."""
    category = known.catalogue.categories.get(report.category_code)
    short = heard.words <= LATE_DETAIL and not heard.where.areas
    if category is None or not short:
        return False
    one_word = heard.reading is None and chosen(category.questions, heard.text) is not None  # "surut"
    return one_word or bool(stated(category.questions, heard.text, {}))


def _goes_on(c: Conversation, heard: Heard, known: Known) -> bool:
    """Whether a detail was added a moment ago, so that words which tell nothing else are more of it."""
    fresh = bool(c.about) and known.now.timestamp() - c.about_at < A_MOMENT
    return fresh and heard.hardly_talk


def _same_kind_soon(c: Conversation, heard: Heard, known: Known) -> bool:
    """Whether few words of the same kind, without a place of their own, follow the report just filed."""
    last, best = recent(c, known), heard.best
    short = 2 <= heard.words <= LATE_DETAIL and not heard.places and not heard.wish and not heard.number
    return short and last is not None and best is not None and best.code == last.category_code


def _recent(heard: Heard, known: Known) -> bool:
    """Whether the person has a new open report of the same kind, which these words may continue."""
    best = heard.best
    return any(
        report.category_code == (best.code if best else "")
        and known.now - report.created_at < SAME_MATTER_WITHIN
        for report in addable(known)
    )


def _surely_other(heard: Heard, report: ReportInfo, known: Known) -> bool:
    best = heard.best
    sure = best is not None and best.confidence >= known.catalogue.sure
    return bool(sure and best and best.code != report.category_code and heard.words >= 4)


def _tells(heard: Heard, known: Known) -> bool:
    """Whether the words are a report, surely enough not to ask."""
    if heard.failed:
        return heard.words >= 3
    best = heard.best
    if heard.words == 1:  # "banjir" tells it, "parah" does not
        return heard.intent is Intent.LAPOR and best is not None and best.confidence >= SURE_OF_ONE_WORD
    return starts(
        intent=heard.intent, confidence=heard.intent_confidence, best=heard.best,
        words=heard.words, sure=known.catalogue.sure,
    )  # fmt: skip


def _whispers(heard: Heard, known: Known) -> bool:
    """A matter told by somebody who does not want to be known: who asks for that is reporting."""
    sure = heard.best is not None and heard.best.confidence >= known.catalogue.sure
    tells = sure or heard.words >= WHISPERED
    return tells and bool(heard.tact.hide) and not heard.tact.hides_only


def _what(c: Conversation, known: Known) -> Reply:
    return Reply(say(known.locale, "ask-what"))


def _maybe_question(c: Conversation, known: Known) -> Reply:
    return Reply(say(known.locale, "maybe-report"), buttons(c, known, "yes-report", "no"))


def _maybe(c: Conversation, heard: Heard, known: Known) -> Turn:
    rest = replace(c, step=Step.IDLE, held=None)
    if heard.intent is Intent.YA:
        return report_held(c, "", known)
    if heard.intent is Intent.TIDAK:
        return again(rest, known, Reply(say(known.locale, "not-understood", times=1), small_talk.menu(known)))
    held = held_of(c).draft or Draft()
    if heard.only_where and held.text:  # where it is: so it is one
        return go_on(replace(rest, draft=with_where(held, heard.where)), known)
    whole_matter = heard.words >= WHOLE_MATTER and bool(heard.best) and _tells(heard, known)
    if whole_matter or heard.chit_chat or heard.emergency or not held.text:
        return idle(rest, heard, known, held.files)
    open_again = replace(held, category=None, candidates=()) if held.review else held  # weighed on both
    return go_on(replace(rest, draft=with_text(open_again, heard, known.catalogue)), known)


def _no(c: Conversation, value: str, known: Known) -> Turn:
    rest = replace(c, step=Step.IDLE, held=None)
    return Turn(rest, (Reply(say(known.locale, "help"), small_talk.menu(known)),))


def _report(c: Conversation, value: str, known: Known) -> Turn:
    if c.step is not Step.IDLE:
        return again(c, known)
    if c.passed is not None:  # what was just told and not taken for a report
        return go_on(replace(c, draft=c.passed, passed=None, misses=0), known)
    return ask(replace(c, draft=Draft(), misses=0), known, step=Step.WHAT)


def _menu(c: Conversation, value: str, known: Known) -> Turn:
    if value == "mine":
        return looking.status(c, "", known)
    return _report(c, value, known) if value == "report" else small_talk.helped(c, known)


TOPIC = Topic(
    {
        Step.IDLE: Asked(_what, idle),
        Step.MAYBE: Asked(
            _maybe_question,
            _maybe,
            {"yes-report": report_held, "no": _no},
            {
                Reading.YES: "yes-report",
                Reading.SEND: "yes-report",
                Reading.NO: "no",
                Reading.SKIP: "no",
                Reading.WRONG: "no",
                Reading.DONT_KNOW: "no",
            },
        ),
    },
    always={"menu": _menu},
)
