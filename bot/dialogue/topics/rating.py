"""How the resident liked the finished work, one to five: asked once, after "Sudah beres"."""

import re
from dataclasses import replace

from bot.dialogue.commands import Command, ExplainRating, Rate, Turn
from bot.dialogue.hear import Heard, plain
from bot.dialogue.known import Known
from bot.dialogue.readings import Reading
from bot.dialogue.reports import DONE, own
from bot.dialogue.state import Conversation, Draft, Held, Step
from bot.dialogue.steps import again, ask, go_on, missed
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.types import Button, Reply
from bot.dialogue.wording import button, held_of
from bot.messages import say
from nlu.types import Intent

LOW = 2  # stars; so few are asked why
STARS = (5, 4, 3, 2, 1)
_WORDS = {"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5}
_GRADES = {
    "buruk": 1, "jelek": 1, "kecewa": 1, "kurang": 2, "cukup": 3, "lumayan": 3, "biasa": 3, "baik": 4,
    "bagus": 4, "puas": 4, "mantap": 5, "memuaskan": 5, "hebat": 5, "luar biasa": 5, "sempurna": 5,
}  # fmt: skip
_NUMBER = re.compile(r"(?<!\d)([1-5])(?:\s*(?:/|dari)\s*5)?(?!\d)")
# "Ga usah nilai", "males ah": no grade is given.
_UNRATED = re.compile(
    r"\b(?:(?:tidak|tdk|gak|ga|nggak|ngga)\s+(?:usah|perlu|mau|bisa|tahu|tau)|gausah|males|malas|skip|nanti|lewati?)\b"
)
_SO_SHORT = 4  # words; in a longer sentence a number means something else


def star_buttons(number: str, known: Known) -> tuple[Button, ...]:
    """The five answers; they stay good however old the message is, since a rating may be changed."""
    return tuple(Button(f"rate:{number}:{stars}", say(known.locale, f"btn-star-{stars}")) for stars in STARS)


def question(c: Conversation, known: Known) -> Reply:
    """How was it?"""
    number = held_of(c).numbers[0] if held_of(c).numbers else ""
    text = say(known.locale, "ask-rating", number=number)
    return Reply(text, (*star_buttons(number, known), button(c, known, "skip-rating", "btn-skip")))


def asked(c: Conversation, known: Known, number: str, *said: Reply, commands: tuple[Command, ...]) -> Turn:
    """Ask for the rating; where another question stands open, only the buttons are shown, and it goes on."""
    report = own(known, number)
    if report is None or report.rating is not None:
        return again(c, known, *said, commands=commands)
    if c.held is None and c.step is not Step.REOPEN:
        held = replace(c, held=Held(numbers=(number,)), misses=0)
        return ask(held, known, *said, step=Step.RATE, commands=commands)
    offer = Reply(say(known.locale, "ask-rating", number=number), star_buttons(number, known))
    return again(c, known, *said, offer, commands=commands)


def stars_in(text: str) -> int | None:
    """The rating a short answer gives: "5", "bintang empat", "4 dari 5", "puas"; None when it gives none."""
    words = plain(text)
    if len(words.split()) > _SO_SHORT or _UNRATED.search(words):
        return None
    if words and set(words) == {"⭐"} and len(words) <= max(_WORDS.values()):
        return len(words)
    if found := _NUMBER.search(words):
        return int(found[1])
    spoken = next((stars for word, stars in _WORDS.items() if word in words.split()), None)
    if spoken or re.search(r"\b(tidak|tdk|gak|ga|nggak|kurang|belum)\s+\w+", words):
        return spoken or 2  # "kurang puas", "tidak bagus"
    if words.startswith("sangat ") or words.endswith((" sekali", " banget")):
        grade = next((stars for word, stars in _GRADES.items() if word in words), None)
        return {4: 5, 2: 1}.get(grade, grade) if grade else None
    return next((stars for word, stars in _GRADES.items() if re.search(rf"\b{word}\b", words)), None)


def answer(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Words said to the question; None when they are about something else, which then counts afresh."""
    stars = stars_in(heard.text)
    numbers = held_of(c).numbers
    if heard.words <= _SO_SHORT and _UNRATED.search(plain(heard.text)):
        return skip(c, "", known)
    if stars is not None and numbers:
        return rate(c, known, numbers[0], stars)
    if heard.intent is Intent.TIDAK or (heard.chit_chat and c.misses):
        return skip(c, "", known)
    return missed(c, known) if heard.chit_chat else None


def pressed(c: Conversation, value: str, known: Known) -> Turn:
    """A rating's button, however old: `NUMBER:STARS`."""
    number, _, stars = value.rpartition(":")
    if stars not in ("1", "2", "3", "4", "5"):
        return again(c, known, Reply(say(known.locale, "old-button")))
    return rate(c, known, number, int(stars))


def rate(c: Conversation, known: Known, number: str, stars: int) -> Turn:
    """Give the rating, change it once, or say why that cannot be."""
    report = own(known, number)
    if report is None:
        return _said(c, known, number, "status-unknown")
    if report.status not in DONE or not report.reopenable(known.now, known.catalogue.reopen_days):
        key = "rate-late" if report.status in DONE else "rate-not-done"
        return _said(c, known, number, key)
    if report.rating == stars or report.rating_final:
        return _said(c, known, number, "rated-before")
    key = "rated" if report.rating is None else "rating-changed"
    said = _said(c, known, number, key, stars=stars)
    if stars <= LOW and said.conversation.step is Step.IDLE:
        held = replace(said.conversation, held=Held(numbers=(number,)), misses=0)
        return said.then(ask(held, known, step=Step.RATE_WHY, commands=(Rate(number, stars),)))
    return replace(said, commands=(Rate(number, stars),))


def _why(c: Conversation, known: Known) -> Reply:
    return Reply(say(known.locale, "ask-rating-why"), (button(c, known, "skip-rating", "btn-skip"),))


def _why_answer(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """What was missing: for the dinas to read. Something else counts afresh."""
    if heard.words < 2 and not heard.candidates:
        return skip(c, "", known)
    number = held_of(c).numbers[0] if held_of(c).numbers else ""
    if own(known, number) is None:
        return None
    reply = Reply(say(known.locale, "rating-why-kept", number=number))
    return go_on(c, known, reply, commands=(ExplainRating(number, Draft().with_more(heard.whole).text),))


def skip(c: Conversation, value: str, known: Known) -> Turn:
    """No rating: that is all right."""
    return go_on(c, known, Reply(say(known.locale, "rating-skipped")))


def _said(c: Conversation, known: Known, number: str, key: str, *, stars: int = 0) -> Turn:
    reply = Reply(say(known.locale, key, number=number, stars=stars, days=known.catalogue.reopen_days))
    here = c.step is Step.RATE and held_of(c).numbers == (number,)
    return go_on(c, known, reply) if here else again(c, known, reply)


_NO_RATING = (Reading.NO, Reading.SKIP, Reading.DONT_KNOW, Reading.LATER, Reading.SEND)
TOPIC = Topic(
    {
        Step.RATE: Asked(
            question,
            answer,
            {"skip-rating": skip},
            dict.fromkeys(_NO_RATING, "skip-rating"),
            number_answers=True,
        ),
        Step.RATE_WHY: Asked(
            _why, _why_answer, {"skip-rating": skip}, dict.fromkeys(_NO_RATING, "skip-rating")
        ),
    },
    always={"rate": pressed},
)
