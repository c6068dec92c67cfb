"""A picture of it."""

import re
from dataclasses import replace

from bot.dialogue import drafting
from bot.dialogue.commands import Turn
from bot.dialogue.hear import NOT, TELLING, Heard
from bot.dialogue.known import Known
from bot.dialogue.questions_asked import asked
from bot.dialogue.readings import Reading
from bot.dialogue.slots import photo_wanted, photos
from bot.dialogue.state import Conversation, Draft, Step
from bot.dialogue.steps import again, ask, go_on, missed
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.topics.place_told import corrects_place, finer, placed
from bot.dialogue.types import Reply
from bot.dialogue.wording import buttons, draft_of
from bot.messages import say
from nlu.types import Intent

# "belum ditutup lagi" is no answer: something is or is not done there.
_TELLING_NO = re.compile(
    r"\b(?:di(?!foto|poto|sini|situ|sana)[a-z]{4,}|ter[a-z]{4,}|me[a-z]{5,}|nyala|surut|datang|dateng)\b",
    re.IGNORECASE,
)
_TELLS = 2  # words: "dalemnya sedengkul"
_SO_SHORT = 7  # words
_REASON = 3  # words beside a refusal; more of them, or a figure, tell something
_FIGURE = re.compile(r"\d")
_CORRECT = re.compile(r"\b(?:benar|bener|bnr|betul|btl|sesuai|cocok|correct|right)\b", re.IGNORECASE)
_FOLLOWS = re.compile(r"\b(?:me)?nyusul\b|\bsusul(?:in|an)?\b|\bfollows?\b", re.IGNORECASE)
_LATER = re.compile(
    r"\b(?:foto|poto|gambar|photo|pic)\w*\b.{0,20}\b(?:nyusul|menyusul|nanti|ntar|entar|engke|mengko|mangke|belakangan|besok|later)\b"
    r"|\b(?:nyusul|menyusul|nanti|ntar|entar|engke|mengko|mangke|belakangan|besok)\b.{0,20}\b(?:foto|poto|gambar)",
    re.IGNORECASE,
)


# "Ga ada fotonya", "ga bisa foto", "nope no pic"
_NO_PICTURE = re.compile(
    rf"\b(?:{NOT}|gada|gabisa|belum|tanpa|no|can.?t|ora|teu)\b(?:\W+(?:ada|bisa|punya|sempat|sempet|usah|perlu|iso|tiasa|take|a|any))*"
    r"\W+(?:moto|foto|poto|gambar|photo|pic|picture|kamera)\w*\b",
    re.IGNORECASE,
)


_THERE_IS = re.compile(
    r"(?:ada|ade|aya|ono|ana|enten|wonten|punya|gaduh|nduwe|i have one|i do)"
    r"(?:\s+(?:kok|nih|pak|bu|min|kak|bang|sih|dong|foto\w*|poto\w*))*[\s.!]*",
    re.IGNORECASE,
)


def later(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Nanti fotonya nyusul": fine, and it is not asked for again; None for all other words."""
    short = heard.words <= _SO_SHORT and not heard.places and "?" not in heard.text
    if heard.emergency and not heard.felt:  # a rule has heard a danger; what is only felt here is not one
        return None
    follows = c.step is Step.PHOTO and _FOLLOWS.search(heard.text)  # "nanti nyusul"
    if c.draft is None or not short or not (follows or _LATER.search(heard.text)):
        return None
    if asked(heard.text) == "photo":
        return None
    if c.draft.photo_asked and c.step is not Step.PHOTO:
        return again(c, known, Reply(say(known.locale, "photo-later")))
    return go_on(_asked(c), known, Reply(say(known.locale, "photo-later")))


def refused(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Ga bisa foto, hp kerendem", where something else was asked: nobody asks for a picture again."""
    if c.draft is None or c.step in (Step.PHOTO, Step.CONFIRM, Step.CHANGE) or heard.emergency:
        return None
    if heard.reading is Reading.NO_PHOTO:
        return again(_asked(c), known, Reply(say(known.locale, "no-photo-fine")))
    return (
        None if not _declines(heard) else again(_asked(c), known, Reply(say(known.locale, "no-photo-fine")))
    )


def there_is(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Ada", at the summary: to the question for a picture, before the place came in between."""
    meant = c.step is Step.CONFIRM and _THERE_IS.fullmatch(heard.text.strip())
    return ask(c, known, step=Step.PHOTO) if meant and none_came(draft_of(c), known) else None


def none_came(draft: Draft, known: Known) -> bool:
    """Whether a picture was asked for and none came: a question came in between."""
    return draft.photo_asked and not photos(draft.files) and photo_wanted(draft, known.catalogue)


def _declines(heard: Heard) -> bool:
    """Whether the words say that there is no picture, and why, and nothing else."""
    found = _NO_PICTURE.search(heard.text)
    rest = f"{heard.text[: found.start()]} {heard.text[found.end() :]}" if found else heard.text
    return (
        found is not None and not heard.places and len(rest.split()) <= _REASON and not _FIGURE.search(rest)
    )


def question(c: Conversation, known: Known) -> Reply:
    """Is there a picture?"""
    key = "ask-photo-more" if c.misses or draft_of(c).photo_asked else "ask-photo"
    return Reply(say(known.locale, key), buttons(c, known, "skip"), remove_keyboard=True)


def _asked(c: Conversation) -> Conversation:
    return replace(c, draft=replace(draft_of(c), photo_asked=True))


def answer(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words where a picture was asked for."""
    c = _asked(c)
    if corrects_place(heard) and heard.intent not in TELLING - {Intent.LAPOR}:
        return placed(c, heard, known)
    if (within := finer(c, heard, known)) is not None:
        return within
    agrees = heard.reading is Reading.YES and _CORRECT.search(heard.text)  # "udah bener kok"
    if (heard.nothing and not _TELLING_NO.search(heard.text)) or agrees:
        return go_on(c, known)
    if _declines(heard):  # "gabisa foto lagi nyetir"
        return go_on(c, known, Reply(say(known.locale, "no-photo-fine")))
    tells = heard.hardly_talk and heard.words >= _TELLS and heard.reading is None
    if heard.chit_chat and not tells:
        return missed(c, known)
    more = drafting.addition(c, heard, known)
    return more if not heard.tact.grief else go_on(more.conversation, known, *more.said)


def skip(c: Conversation, value: str, known: Known) -> Turn:
    """No picture."""
    return go_on(_asked(c), known)


_NONE = (Reading.NO, Reading.SKIP, Reading.NO_PHOTO, Reading.DONT_KNOW, Reading.SEND)
_READS = dict.fromkeys(_NONE, "skip")
TOPIC = Topic({Step.PHOTO: Asked(question, answer, {"skip": skip}, _READS, fills=True)})
