"""Finished work: is it done indeed, or what is missing?"""

import re
from dataclasses import replace

from bot.dialogue.commands import Accept, AddToReport, ExplainRating, Rate, Reopen, Turn
from bot.dialogue.hear import TELLING, Heard, plain
from bot.dialogue.known import Known, ReportInfo
from bot.dialogue.questions_asked import lukewarm, not_done, well_done
from bot.dialogue.readings import Reading
from bot.dialogue.reports import DONE, own
from bot.dialogue.slots import MAX_FILES
from bot.dialogue.state import Conversation, Held, Step
from bot.dialogue.steps import again, ask, go_on, missed
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.topics import dropping, rating
from bot.dialogue.types import Button, Incoming, Reply
from bot.dialogue.wording import buttons, held_of
from bot.messages import say
from nlu.types import Intent

_ASKS = r"(?:tolong |mohon |minta |mau )?(?:di)?buka"
_REOPEN = re.compile(
    rf"{_ASKS} (?:lagi|kembali)\b.*|.*\b(?:rusak|bocor|mati|muncul|banjir) lagi\b.*"
    r"|.*\bbelum (?:beres|selesai)\b.*"
)
# "Blm dicek pak, lagi di luar kota": the verdict comes later.
_NOT_SEEN = re.compile(
    r"(?:saya |aku |kami )?(?:belum|blm|blom|belom|not|haven.t) (?:sempat |sempet |bisa )?"
    r"(?:di)?(?:cek|lihat|liat|tengok|periksa|pulang|check|checked|seen)\b"
)
_STARS = re.compile(
    r"\b(?:bintang|nilai|rating|rate|skor|stars?)(?:nya)?\s*(?:cuma |hanya |saya |aku |kasih )*"
    r"([1-5]|satu|dua|tiga|empat|lima)\b"
)
# "2 karena tambalannya bergelombang", "3 aja, lama soalnya": a grade, and why.
_GRADED = re.compile(
    r"([1-5])(?:\s*(?:/|dari)\s*5)?(?:\s+(?:aja|saja|deh|dulu|bintang))*[\s,.]+"
    r"(?:karena|karna|krn|soalnya|gara|abis|habis|sebab|because|cause|masih kurang)\b"
)
# "udah bersih sih tapi lama, 3 aja"
_ENDS_GRADED = re.compile(r"[,.]\s*([1-5])\s*(?:aja|saja|deh|dari 5|/\s*5|bintang)?[\s.!]*$")
_LONE_GRADES = frozenset("12345")  # a grade, or the place of a button?
_FIGURES = {"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5}
_SO_SHORT = 8  # words, the report's number not counted
TELLS = 3  # words that say what is missing: nobody is asked for it
_ANOTHER, _OTHER_TOLD = 0.8, 5  # of the kind, and words: so much tells of something else


def the_one(known: Known) -> ReportInfo | None:
    """The one finished report that waits for "sudah beres?", if it is clear which."""
    done = [report for report in known.reports if report.status == "selesai"]
    return done[0] if len(done) == 1 else None


def accept(c: Conversation, number: str, known: Known) -> Turn:
    """ "Sudah beres": the finished report is closed."""
    report = own(known, number)
    if report is None:
        return again(c, known, Reply(say(known.locale, "status-unknown", number=number)))
    if report.status != "selesai":
        key = "closed-already" if report.status == "ditutup" else "already-answered"
        return again(c, known, Reply(say(known.locale, key, number=number)))
    thanks = Reply(say(known.locale, "accepted", number=number, days=known.catalogue.reopen_days))
    return rating.asked(c, known, number, thanks, commands=(Accept(number),))


def ask_why(c: Conversation, number: str, known: Known) -> Turn:
    """ "Belum beres": ask what is missing, while the report may still be reopened."""
    report = own(known, number)
    if report is None:
        return again(c, known, Reply(say(known.locale, "status-unknown", number=number)))
    if report.status not in DONE:
        return again(c, known, Reply(say(known.locale, "already-answered", number=number)))
    days = known.catalogue.reopen_days
    if not report.reopenable(known.now, days):
        return again(c, known, Reply(say(known.locale, "reopen-late", number=number, days=days)))
    return ask(replace(c, held=Held(numbers=(number,)), misses=0), known, step=Step.REOPEN)


def said(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Buka lagi BKS-2611-00042": without a number only where one report can be meant."""
    text = plain(heard.text)
    if c.step is not Step.IDLE or heard.words > _SO_SHORT or not _REOPEN.fullmatch(text):
        return None
    days = known.catalogue.reopen_days
    done = [r for r in known.reports if r.status in DONE and r.reopenable(known.now, days)]
    if heard.number:
        meant = own(known, heard.number)
        return ask_why(c, heard.number, known) if meant and meant.status in DONE else None
    if not re.match(_ASKS, text) or not done:
        return None
    if len(done) == 1:
        return ask_why(c, done[0].number, known)
    numbers = ", ".join(report.number for report in done)
    return again(c, known, Reply(say(known.locale, "reopen-which", numbers=numbers)))


def graded(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Udah bersih tapi lama, 3 aja": the grade is the answer, whatever else the words ask after."""
    report = the_one(known) if c.step is Step.IDLE and c.draft is None else None
    if report is not None and plain(heard.text) in _LONE_GRADES and not heard.emergency:
        asked = Reply(say(known.locale, "verdict-number", stars=plain(heard.text)), _verdict(report, known))
        return Turn(c, (asked,))
    stars = _stars(heard.text) if report is not None and not heard.emergency and not heard.places else None
    if report is None or stars is None or not_done(heard.text):
        return None
    return _rated(c, report, stars[0], heard.text if heard.words >= TELLS + 1 else "", known)


def _verdict(report: ReportInfo, known: Known) -> tuple[Button, ...]:
    done = Button(f"done:{report.number}", say(known.locale, "btn-done"))
    return done, Button(f"undone:{report.number}", say(known.locale, "btn-not-done"))


def judged(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Mantap udah bersih", "masih meluap pak": what is said of the one report that was just finished."""
    if c.step is not Step.IDLE or heard.emergency or heard.wish or heard.whole.rstrip().endswith("?"):
        return None
    report = _spoken_of(heard, known)
    if report is None or of_elsewhere(heard, report, known):
        return None
    if report.status == "selesai" and _NOT_SEEN.match(plain(heard.text)):
        return Turn(c, (Reply(say(known.locale, "later-idle")),))
    if report.status == "selesai" and heard.reading is None and lukewarm(heard.text):
        return Turn(c, (Reply(say(known.locale, "verdict-half"), _verdict(report, known)),))
    if not_done(heard.text):
        tells = heard.words >= TELLS
        held = replace(c, held=Held(numbers=(report.number,)), misses=0)
        return _reopen(held, known, heard.text) if tells else ask_why(c, report.number, known)
    good = report.status == "selesai" and heard.reading is None and well_done(heard.text)
    return accept(c, report.number, known) if good else None


def _stars(text: str) -> tuple[int, bool] | None:
    """The grade in words about finished work, and whether a reason follows; None where none is given."""
    said = text.lower()
    if graded := _GRADED.match(said.strip()):
        return int(graded[1]), True
    given = _STARS.search(said) or _ENDS_GRADED.search(said)
    return (_FIGURES.get(given[1]) or int(given[1]), False) if given else None


def _rated(c: Conversation, report: ReportInfo, stars: int, why: str, known: Known) -> Turn:
    """Closed with the grade that was given; nobody asks for it, or for the reason told, once more."""
    thanks = Reply(say(known.locale, "accepted", number=report.number, days=known.catalogue.reopen_days))
    closed = Turn(c, (thanks,), (Accept(report.number),))
    if not why:
        return closed.then(rating.rate(c, known, report.number, stars))
    said = Reply(say(known.locale, "rated", number=report.number, stars=stars))
    told = (Rate(report.number, stars), ExplainRating(report.number, why))
    return closed.then(Turn(c, (said,), told))


def pictured(c: Conversation, message: Incoming, heard: Heard, known: Known) -> Turn | None:
    """A picture with "nih masih bolong" under it: the finished report is opened again, with the picture."""
    report = _spoken_of(heard, known) if c.step is Step.IDLE and c.draft is None else None
    if report is None or heard.words < TELLS or heard.emergency or of_elsewhere(heard, report, known):
        return None
    if not not_done(heard.text):
        return None
    held = Held(numbers=(report.number,), files=message.files[:MAX_FILES])
    return _reopen(replace(c, held=held, misses=0), known, heard.text)


def _spoken_of(heard: Heard, known: Known) -> ReportInfo | None:
    """The finished report that is meant: named, the one that waits, or the only one of this kind."""
    days = known.catalogue.reopen_days
    done = [r for r in known.reports if r.status in DONE and r.reopenable(known.now, days)]
    if heard.number:
        return next((report for report in done if report.number == heard.number), None)
    waits = the_one(known)
    best = heard.best
    sure = best is not None and best.confidence >= known.catalogue.sure
    alike = [r for r in done if sure and best is not None and r.category_code == best.code]
    told = sure and (alike or heard.words >= _OTHER_TOLD)  # "mati lagi pak lampunya" tells of no other kind
    alike = alike if told else done
    return waits or (alike[0] if len(alike) == 1 else None)


def of_elsewhere(heard: Heard, report: ReportInfo, known: Known) -> bool:
    """Whether the words tell of another kind, or of another kelurahan, than the finished report."""
    best, area = heard.best, known.catalogue.kelurahan.get(heard.where.kelurahan or "")
    still = report.status == "selesai" and not heard.places and not_done(heard.text)  # "biasa aja, masih bau"
    fewest = _OTHER_TOLD + 2 if still else _OTHER_TOLD
    other_kind = best is not None and best.confidence >= _ANOTHER and best.code != report.category_code
    other_place = area is not None and area.name != report.kelurahan
    return other_place or (other_kind and heard.words >= fewest and heard.intent in TELLING)


def question(c: Conversation, known: Known) -> Reply:
    """What is missing?"""
    return Reply(say(known.locale, "ask-reopen"), buttons(c, known, "back"))


def answer(c: Conversation, heard: Heard, known: Known) -> Turn:
    """What is missing, in words."""
    if heard.words < 2 or heard.intent in (Intent.YA, Intent.TIDAK):
        return missed(c, known)
    return _reopen(c, known, heard.text)


def _reopen(c: Conversation, known: Known, reason: str) -> Turn:
    """The reason is there: back to the dinas."""
    held = held_of(c)
    number = held.numbers[0]
    report = own(known, number)
    if report is None or report.status not in DONE:
        return go_on(c, known, Reply(say(known.locale, "already-answered", number=number)))
    reply = Reply(say(known.locale, "reopened", number=number, agency=report.agency))
    pictures = (AddToReport(number, files=held.files),) if held.files else ()
    return go_on(c, known, reply, commands=(Reopen(number, reason), *pictures))


def _pictures(c: Conversation, message: Incoming, heard: Heard, known: Known) -> Turn:
    held = held_of(c)
    c = replace(c, held=replace(held, files=(held.files + message.files)[:MAX_FILES]))
    if heard.words >= 2 and not heard.chit_chat:
        return _reopen(c, known, heard.text)
    return ask(c, known, Reply(say(known.locale, "photo-kept", count=len(message.files))))


TOPIC = Topic(
    {
        Step.REOPEN: Asked(
            question, answer, {"back": dropping.never_mind}, {Reading.SKIP: "back"}, pictures=_pictures
        )
    },
    phrases=(said, judged),
    always={"done": accept, "undone": ask_why},
)
