"""Where a picture says it was taken: proposed, never assumed, and only while the place is open."""

from dataclasses import replace

from bot.dialogue.commands import Turn
from bot.dialogue.hear import Heard
from bot.dialogue.known import Known, PointArea
from bot.dialogue.readings import Reading
from bot.dialogue.state import Conversation, Draft, Step
from bot.dialogue.steps import ask, go_on
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.topics import place
from bot.dialogue.types import Point, Reply
from bot.dialogue.whereabouts import with_point
from bot.dialogue.wording import area_name, buttons, draft_of
from bot.messages import say
from nlu.types import Intent

# While one of these stands open the proposal comes at once; otherwise when the place is to be asked.
WHERE = frozenset((Step.PLACE, Step.KECAMATAN, Step.KELURAHAN))


def question(c: Conversation, known: Known) -> Reply:
    """Is it there?"""
    area = known.catalogue.kelurahan.get(draft_of(c).photo_area)
    text = say(known.locale, "ask-photo-place", place=area_name(area) if area else "")
    return Reply(text, buttons(c, known, "right-place", "wrong-place"), ask_location=True)


def arrived(c: Conversation, point: Point, located: PointArea | None, known: Known) -> Turn:
    """A picture's own position came in, some seconds after the picture; often nothing is said about it."""
    draft = c.draft
    inside = located is not None and located.code in known.catalogue.kelurahan
    if draft is None or not inside or not _open(draft) or located is None or located.code is None:
        return Turn(c)
    c = replace(c, draft=replace(draft, photo_point=point, photo_area=located.code))
    if c.step not in WHERE or (draft.options and located.code not in draft.options):
        return Turn(c)
    return ask(replace(c, misses=0), known, step=Step.PHOTO_PLACE)


def _open(draft: Draft) -> bool:
    settled = draft.kelurahan is not None or draft.exact or draft.place_skipped
    return bool(draft.files) and not settled


def right(c: Conversation, value: str, known: Known) -> Turn:
    """It is there."""
    draft = draft_of(c)
    if draft.photo_point is None:
        return go_on(c, known)
    draft = with_point(draft, draft.photo_point, PointArea(draft.photo_area))
    return go_on(replace(c, draft=draft), known)


def wrong(c: Conversation, value: str, known: Known) -> Turn:
    """It is somewhere else: the place is asked for."""
    return go_on(_without(c), known)


def _without(c: Conversation) -> Conversation:
    return replace(c, draft=replace(draft_of(c), photo_point=None, photo_area=""))


def answer(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words at the question: yes, no, or the right place at once."""
    if heard.places or heard.like_an_address:
        return place.answer(_without(c), heard, known)
    if heard.intent is Intent.YA:
        return right(c, "", known)
    if heard.intent is Intent.TIDAK or heard.nothing:
        return wrong(c, "", known)
    return place.answer(c, heard, known)


TOPIC = Topic(
    {
        Step.PHOTO_PLACE: Asked(
            question,
            answer,
            {"right-place": right, "wrong-place": wrong},
            {
                Reading.YES: "right-place",
                Reading.SEND: "right-place",
                Reading.NO: "wrong-place",
                Reading.WRONG: "wrong-place",
                Reading.DONT_KNOW: "wrong-place",
                Reading.SKIP: "wrong-place",
            },
            fills=True,
        ),
    }
)
