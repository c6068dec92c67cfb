"""The questions beside what, where and a picture, each with its buttons; `ask` holds the others."""

from collections.abc import Callable
from datetime import UTC, datetime

from bot.dialogue.known import Known
from bot.dialogue.slots import detail
from bot.dialogue.state import Conversation, Draft, Similar, Step
from bot.dialogue.types import Button, Reply
from bot.dialogue.wording import area_name, buttons, draft_of, held_of, short
from bot.messages import say

ROUND = 10  # metres: a telephone does not know better where it is


def _detail(c: Conversation, known: Known) -> Reply:
    question = detail(draft_of(c), known.catalogue)
    skip = buttons(c, known, "skip")
    if question is None:  # removed from the configuration while it stood open
        return Reply(say(known.locale, "detail-gone"), skip)
    choices = tuple(Button(f"{c.nonce}:ans:{i}", choice) for i, choice in enumerate(question.choices))
    text = question.ask
    if c.misses:
        key = f"detail-again-{question.kind}"
        text = f"{question.hint or say(known.locale, key)}\n\n{question.ask}"
    return Reply(text, (*choices, *skip), remove_keyboard=True)


def _photo_place(c: Conversation, known: Known) -> Reply:
    area = known.catalogue.kelurahan.get(draft_of(c).photo_area)
    place = area_name(area) if area else ""
    text = say(known.locale, "ask-photo-place", place=place)
    return Reply(text, buttons(c, known, "right-place", "wrong-place"), ask_location=True)


def similar_words(found: Similar, known: Known) -> dict[str, str | int]:
    """What is told of a similar report: how far, how it stands, how old it is."""
    filed = datetime.fromtimestamp(found.filed_at, UTC)
    metres = -1 if found.metres is None else max(ROUND, round(found.metres / ROUND) * ROUND)
    return {
        "number": found.number, "category": found.category, "metres": metres,
        "status": say(known.locale, f"status-{found.status}"), "days": max(0, (known.now - filed).days),
    }  # fmt: skip


def _similar(c: Conversation, known: Known) -> Reply:
    found = draft_of(c).similar or Similar(status="menunggu")
    key, actions = ("ask-similar", ("join", "apart", "cancel"))
    if found.own:
        key, actions = ("ask-similar-own", ("add-there", "apart", "cancel"))
    text = say(known.locale, key, **similar_words(found, known))
    return Reply(text, buttons(c, known, *actions), remove_keyboard=True)


def identity_line(draft: Draft, known: Known) -> str:
    """The summary's line on the name, "" for an ordinary report of somebody who gave none."""
    if draft.privacy != "biasa":
        return say(known.locale, f"identity-{draft.privacy}")
    name = draft.called or known.called
    return say(known.locale, "identity-called", name=name) if name else ""


def detail_lines(draft: Draft, known: Known) -> list[str]:
    """The summary's lines on the category's own questions."""
    category = known.catalogue.categories.get(draft.category or "")
    keys = [question.key for question in category.questions] if category else []
    return [
        f"{key.replace('_', ' ').capitalize()}: {draft.answers[key]}" for key in keys if key in draft.answers
    ]


def _identity(c: Conversation, known: Known) -> Reply:
    actions = ("name", "anonim", "rahasia", "biasa", "back")
    return Reply(say(known.locale, "ask-identity"), buttons(c, known, *actions))


def _name(c: Conversation, known: Known) -> Reply:
    key = "ask-name-again" if c.misses else "ask-name"
    return Reply(say(known.locale, key), buttons(c, known, "back"))


def _matters(c: Conversation, known: Known) -> Reply:
    parts = held_of(c).parts
    lines = "\n".join(f"{i}) {short(part.text)}" for i, part in enumerate(parts, 1))
    text = say(known.locale, "ask-matters", count=len(parts), lines=lines)
    return Reply(text, buttons(c, known, "split", "one-report"))


CARDS: dict[Step, Callable[[Conversation, Known], Reply]] = {
    Step.DETAIL: _detail,
    Step.PHOTO_PLACE: _photo_place,
    Step.SIMILAR: _similar,
    Step.IDENTITY: _identity,
    Step.NAME: _name,
    Step.MATTERS: _matters,
}
