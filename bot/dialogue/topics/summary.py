"""The summary before it is sent, and what may be changed in it."""

import re
from dataclasses import replace

from bot.dialogue import drafting
from bot.dialogue.commands import FileReport, Turn
from bot.dialogue.elsewhere import body_of, dial_of
from bot.dialogue.hear import TELLING, Heard
from bot.dialogue.known import Body, Known, Receipt
from bot.dialogue.readings import Reading
from bot.dialogue.slots import MAX_FILES, MORE_OF_IT, missing, photo_wanted, photos
from bot.dialogue.state import Conversation, Draft, Step
from bot.dialogue.steps import again, ask, back, go_on, missed
from bot.dialogue.topic import Asked, Press, Topic
from bot.dialogue.topics import details, dropping, kind, naming, photo, watching
from bot.dialogue.topics.place_told import corrects_place, finer, placed
from bot.dialogue.types import Link, Reply
from bot.dialogue.whereabouts import put
from bot.dialogue.wording import buttons, category_of, draft_of, place_of, short
from bot.messages import say
from nlu.opening import SURE_OF_TALK
from nlu.types import Intent, Where
from routing.domain.questions import chosen

_NEEDLESS = re.compile(r"\b(?:usah|perlu|kedah|gausah|gakusah|rasah|sah)\b", re.IGNORECASE)
_TELLS, _A_SENTENCE = 3, 6  # words
FILED = {
    "referred": "filed-referred",
    "aspirasi": "filed-aspirasi",
    "permintaan": "filed-permintaan",
    "rescue": "filed-rescue",
    "quiet": "filed-quiet",
}


def _confirm(c: Conversation, known: Known) -> Reply:
    draft, category = draft_of(c), category_of(draft_of(c), known)
    if (body := outside(draft, known)) is not None:
        return _external(c, body, known)
    owner = known.owner(draft)
    agency = owner.name if owner else category.agency if category else ""
    unsure = draft.review and draft.category_by != "warga"
    name = say(known.locale, "category-review") if unsure or category is None else category.name
    text = say(
        known.locale, "confirm", text=short(draft.text), kind=draft.kind, category=name,
        agency=agency, more=_more(c, known),
        place=place_of(draft, known) or say(known.locale, "place-none"),
    )  # fmt: skip
    return Reply(text, buttons(c, known, "send", "edit", "cancel"), remove_keyboard=True)


def outside(draft: Draft, known: Known) -> Body | None:
    """The outside body that answers for the draft; None when the city does."""
    owner = known.owner(draft)
    return body_of(draft, known.catalogue) or (owner.body if owner and not draft.ours else None)


def _external(c: Conversation, body: Body, known: Known) -> Reply:
    """Not the city's: who answers for it, and the offer to keep it all the same."""
    draft = draft_of(c)
    text = say(
        known.locale, "confirm-external", agency=body.name, city=known.catalogue.city, contact=body.contact,
        text=short(draft.text), more=naming.line(draft, known),
    )  # fmt: skip
    actions = buttons(c, known, "record", "not-this", "cancel")
    return Reply(text, actions, dial=dial_of(body.contact), remove_keyboard=True)


def _more(c: Conversation, known: Known) -> str:
    """The summary's last lines: answers, pictures, the name; an invitation where no picture was asked for."""
    draft = draft_of(c)
    lines = details.lines(draft, known)
    if pictures := photos(draft.files):
        lines.append(say(known.locale, "confirm-photos", count=len(pictures)))
    if (identity := naming.line(draft, known)) != "":
        lines.append(identity)
    if _photo_invited(c, known):
        lines.append(say(known.locale, "confirm-photo-welcome"))
    return "\n".join(lines)


def _photo_invited(c: Conversation, known: Known) -> bool:
    """Whether the summary asks for a picture, which a question of the kind's own had displaced."""
    draft = draft_of(c)
    answered = any(name.startswith("detail:") for name in draft.asked)
    unasked = not photos(draft.files) and not draft.photo_asked
    return answered and unasked and photo_wanted(draft, known.catalogue)


def answer(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words at the summary: yes sends, no changes, a place corrects, more of the story is kept."""
    needless = heard.reading is Reading.NO and bool(_NEEDLESS.search(heard.text))  # "mboten usah"
    if (heard.reading is Reading.SKIP or needless) and _photo_invited(c, known):  # "ga ada"
        return go_on(
            replace(c, draft=replace(draft_of(c), photo_asked=True)),
            known,
            Reply(say(known.locale, "no-photo-fine")),
        )
    if needless and outside(draft_of(c), known) is None:  # not to be sent, or nothing to be changed?
        return missed(c, known, Reply(say(known.locale, "confirm-needless")))
    if heard.reading is Reading.SKIP and photo.none_came(draft_of(c), known):  # "ora nduwe"
        return again(c, known, Reply(say(known.locale, "no-photo-fine")))
    if heard.reading in (Reading.SKIP, Reading.DONT_KNOW):
        return missed(c, known, Reply(say(known.locale, "confirm-send-first")))
    if heard.intent is Intent.YA:
        return send(c, "", known)
    if heard.intent is Intent.TIDAK:
        refused = outside(draft_of(c), known) is not None  # "Mau saya catat juga?"
        return dropping.cancel_pressed(c, "", known) if refused else ask(c, known, step=Step.CHANGE)
    if (within := finer(c, heard, known)) is not None:  # "blok d 12"
        return within
    if (told := _told_shortly(c, heard, known)) is not None:
        return told
    if corrects_place(heard):
        return _with_place_told(c, placed(c, heard, known), known)
    more = heard.words >= _TELLS and (bool(MORE_OF_IT.match(heard.text)) or bool(heard.facts))
    more = more or (bool(draft_of(c).emergency) and heard.words >= _TELLS and heard.reading is None)
    # A sentence that is no talk for certain is kept: nothing said is lost.
    more = more or (heard.words >= _A_SENTENCE and heard.intent_confidence < SURE_OF_TALK)
    if heard.intent in TELLING or heard.intent is Intent.TAMBAHAN or more:
        return drafting.addition(c, heard, known)
    return missed(c, known, Reply(say(known.locale, "confirm-send-first")))


def _told_shortly(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Surut": a word of an answer to what the kind asks, whether it was asked or answered before."""
    draft = draft_of(c)
    category = category_of(draft, known)
    told = chosen(category.questions, heard.text) if category is not None and heard.reading is None else None
    if told is None:
        return None
    key = "corrected" if draft.answers.get(told[0]) else "same-report-kept"
    draft = replace(draft, answers={**draft.answers, told[0]: told[1]})
    return go_on(replace(c, draft=draft), known, Reply(say(known.locale, key, text=told[1])))


def _with_place_told(c: Conversation, moved: Turn, known: Known) -> Turn:
    """The turn; where the summary names no place, what was understood is said."""
    draft = moved.conversation.draft
    if draft is None or moved.conversation.step is not Step.CONFIRM or outside(draft, known) is None:
        return moved
    noted = Reply(say(known.locale, "place-noted", place=place_of(draft, known)))
    return replace(moved, said=(*moved.said, noted))


def send(c: Conversation, value: str, known: Known) -> Turn:
    """File the draft. The draft stays until `after_filed`, so that a failure loses nothing."""
    return Turn(replace(c, sent_nonce=c.nonce), commands=(FileReport(draft_of(c)),))


def after_filed(decided: Turn, receipt: Receipt, known: Known) -> Turn:
    """What is said once the draft is a report; then a parked complaint is taken up."""
    c = decided.conversation
    kind = "referred" if receipt.referred else draft_of(c).kind
    kind = _with_care(c, known) or kind
    text = say(
        known.locale, FILED.get(kind, "filed"), number=receipt.number, agency=receipt.agency,
        contact=receipt.contact, first=receipt.first_answer_due, due=receipt.resolve_due,
        others=receipt.others, secret="yes" if draft_of(c).privacy != "biasa" else "no",
    )  # fmt: skip
    if receipt.referred and (named := naming.line(draft_of(c), known)):
        text = f"{text}\n\n{named}"
    link = Link(say(known.locale, "btn-track"), receipt.link) if receipt.link else None
    c, offered = (c, ()) if c.condoled else watching.offer(c, known)  # nothing is offered to who mourns
    c = replace(
        c, draft=None, parked=_there_too(c), sent_number=receipt.number, sent_at=known.now.timestamp()
    )  # fmt: skip
    told = Reply(text, link=link, remove_keyboard=True)
    if kind == "rescue":  # a parked complaint waits until they are safe
        return decided.then(Turn(replace(c, step=Step.IDLE, misses=0), (told,)))
    return decided.then(go_on(c, known, told, *offered))


def _there_too(c: Conversation) -> tuple[Draft, ...]:
    """The parked drafts; the next, told in one breath with the one just filed, is where that is."""
    filed, parked = draft_of(c), c.parked
    if not parked or not (parked[0].beside and filed.beside):
        return parked
    same = parked[0].where.text in filed.where.text and (filed.kelurahan in parked[0].options)
    if parked[0].where != Where() and not same:
        return parked
    return (put(parked[0], filed.where), *parked[1:])


def _with_care(c: Conversation, known: Known) -> str:
    """ "rescue" for who is trapped, "quiet" where neither cheer nor a picture is in place; "" for others."""
    draft = draft_of(c)
    way = known.catalogue.danger(draft.emergency).way if draft.emergency else ""
    if way == "rescue":
        return way
    delicate = way == "victim" or draft.accuses or draft.privacy_by == "sistem"
    return "quiet" if delicate or c.condoled else ""


def _change(c: Conversation, known: Known) -> Reply:
    actions = ["text", "category", "place"]
    if len(photos(draft_of(c).files)) < MAX_FILES:
        actions.append("photo")
    actions.append("identity")
    return Reply(say(known.locale, "ask-change"), buttons(c, known, *actions, "back"))


def _change_answer(c: Conversation, heard: Heard, known: Known) -> Turn:
    if heard.reading is Reading.SEND and missing(draft_of(c), known.catalogue) is Step.CONFIRM:
        return send(c, "", known)
    if heard.intent is Intent.TIDAK or heard.reading is Reading.SEND:
        return ask(c, known, step=missing(draft_of(c), known.catalogue))
    if (anew := _told_anew(c, heard, known)) is not None:
        return anew
    return placed(c, heard, known) if heard.places else missed(c, known)


def _told_anew(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """The whole told again, of another kind: "yang bener jalan rusak di bintara jaya"; None for less."""
    old, best = draft_of(c), heard.best
    sure = best is not None and best.confidence >= known.catalogue.sure and best.code != old.category
    if not sure or heard.words < _TELLS or not heard.where.areas or heard.intent not in TELLING:
        return None
    told = drafting.told(replace(heard, privacy=None, called=""), known, old.files)
    told = replace(told, privacy=old.privacy, privacy_by=old.privacy_by, called=old.called)
    return go_on(replace(c, draft=told), known)


def _to(step: Step) -> Press:
    return lambda c, value, known: ask(replace(c, misses=0), known, step=step)


def _to_photo(c: Conversation, value: str, known: Known) -> Turn:
    return ask(replace(c, draft=replace(draft_of(c), photo_asked=True)), known, step=Step.PHOTO)


TOPIC = Topic(
    {
        Step.CONFIRM: Asked(
            _confirm, answer,
            {"send": send, "edit": _to(Step.CHANGE), "cancel": dropping.cancel_pressed, "record": send,
             "not-this": kind.not_this},
            {Reading.SEND: "send", Reading.YES: "send", Reading.WRONG: "edit"},
            fills=True,
        ),
        Step.CHANGE: Asked(
            _change, _change_answer,
            {"text": _to(Step.WHAT), "category": kind.change, "place": _to(Step.PLACE), "photo": _to_photo,
             "identity": _to(Step.IDENTITY), "back": back},
            {Reading.NO: "back", Reading.SKIP: "back", Reading.DONT_KNOW: "back", Reading.YES: "back"},
            fills=True,
        ),
    },
    told={Receipt: after_filed},
)  # fmt: skip
