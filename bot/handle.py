"""One inbox row, from understanding to the queued answer: what a worker does when a bell rings."""

import logging
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot import carry_out, gate, gather, look_up, media_jobs, own
from bot.channels import CHANNELS
from bot.dialogue import conduct
from bot.dialogue.commands import Turn
from bot.dialogue.hear import hear
from bot.dialogue.state import Conversation
from bot.dialogue.topics.correcting import story_with
from bot.dialogue.turn import turn
from bot.dialogue.types import Incoming, Point
from bot.dialogue.unexpected import PRESENCE
from bot.field import door as field
from bot.gather import Gathered
from bot.messages import say
from bot.tongue import tongue_of
from bot.understanding import understand_any, understand_parts, with_written_point
from nlu.types import Engine, Understanding
from routing.city.catalogue import catalogue
from routing.reports import from_programs
from storage import clock as storage_clock
from storage import counts, inbox, moves, outbox, people
from storage.away import is_away
from storage.clock import Clock
from storage.db import glancing, transaction
from storage.limits import TooMany
from storage.models import Inbox, Person
from storage.spans import span

log = logging.getLogger(__name__)

PARSERS = {name: channel.parse for name, channel in CHANNELS.items()}

# Rows our own jobs put beside a person's messages carry this key, with what they are about.
OURS = "sorot"
FOUND_OUT = frozenset({"photo_point", "transcript", "result_photo"})


def handle(row_id: int, *, engine: Engine, clock: Clock = storage_clock.now) -> bool:
    """Handle one inbox row; True when this call did. Never raises: a failed try is noted on the row.

    A database that is away or full is no fault of the row: it waits, however often that happens.
    """
    try:
        with span("handle a message"):
            mine = _handle(row_id, engine=engine, clock=clock)
    # The worker's edge: one person's poison message must not stop everybody else's.
    except Exception as error:
        if is_away(error):
            log.error("inbox row %d waits for the database: %s", row_id, error)
            return False
        log.exception("inbox row %d failed", row_id)
        counts.count("handled", "failed")
        _note_failure(row_id, error, clock())
        return False
    if mine:
        counts.count("handled", "done")
    return mine


def read_row(row: inbox.OpenRow | Inbox) -> Incoming | None:
    """The message of an inbox row; None when there is none to answer. KeyError: no such channel."""
    if row.channel == from_programs.CHANNEL:
        return None
    if isinstance(row.payload, dict) and OURS in row.payload:
        return _of_ours(row)
    return PARSERS[row.channel](row.payload)


def _of_ours(row: inbox.OpenRow | Inbox) -> Incoming | None:
    """What a job of ours found out: where a picture was taken, what was said in a voice message."""
    found = Incoming(
        channel=row.channel, external_id=row.external_id, sender=row.sender, at=row.received_at,
        kind=row.payload[OURS],
    )  # fmt: skip
    if found.kind == "photo_point":
        return replace(found, point=Point(float(row.payload["lat"]), float(row.payload["lon"])))
    if found.kind == "result_photo":
        return replace(found, text=str(row.payload["why"]), about=str(row.payload["number"]))
    text = str(row.payload.get("text", "")) if found.kind == "transcript" else ""
    return replace(found, text=text) if text.strip() else None


def _note_failure(row_id: int, error: Exception, now: datetime) -> None:
    try:
        with transaction() as tx:
            inbox.failed(tx, row_id, error=f"{type(error).__name__}: {error}", now=now)
            row = tx.get(Inbox, row_id)
        if row is not None and row.status == "dead":
            _apologise(row, now=now)
    # The same edge: what made the row fail may make the apology fail too, or the database may be away.
    except Exception:
        log.exception("inbox row %d: the failure could not be noted or told; a sweeper finds the row", row_id)


def _apologise(row: Inbox, *, now: datetime) -> None:
    """Nobody should wait for an answer that will not come; an officer finds the row in the dead letters."""
    message = read_row(row)
    if message is not None and message.kind not in FOUND_OUT:
        with transaction() as tx:
            person = people.person_for(
                tx, channel=message.channel, address=message.sender, name=message.sender_name, now=now
            )
            outbox.put(tx, person=person, now=now, text=say(person.locale, "went-wrong"))


def _handle(row_id: int, *, engine: Engine, clock: Clock) -> bool:
    with glancing() as session:
        row = inbox.open_row(session, row_id, now=clock())
        held = None if row else inbox.held_before(session, row_id, now=clock())
        first = row or held
        found = gather.look(session, first, read=read_row, now=clock()) if first else None
        text = found.message.text if found and found.message and not found.message.button else ""
        ours = own.engine_of(engine, catalogue(session)) if text else engine  # with the city's own words
        stands = _stands(session, first) if first and text else None
    if found is None:
        return False
    if first is not None and first.channel == from_programs.CHANNEL:
        return _file_from_program(first.id, now=clock())
    if held is not None:
        return _no_longer_held(held.id, row_id, found, engine=engine, clock=clock)
    if found.until is not None:
        with transaction() as tx:
            inbox.put_off(tx, row_id, until=found.until)
        return False
    message = found.message
    understanding = understand_any(ours, text) if text else None
    parts = understand_parts(ours, understanding)
    story = story_with(stands, text) if stands and understanding else None
    whole = understand_any(ours, story) if story else None  # of the whole story, which may change its kind
    message = with_written_point(message, understanding) if message else None
    now = clock()
    with transaction() as tx:
        claimed = inbox.claim(tx, row_id, now=now)
        if claimed is None:
            return False
        behind = inbox.claim_behind(tx, found.rows[1:])
        if message is not None:
            newest = behind[-1] if behind else claimed
            _answer(tx, message, understanding, parts=parts, whole=whole, row_id=newest, now=now)
        inbox.done(tx, [claimed, *behind], now=now)
    return True


def _file_from_program(row_id: int, *, now: datetime) -> bool:
    """A program's report needs no talk: it is filed as it was handed in."""
    with transaction() as tx:
        return from_programs.file(tx, row_id, now=now) is not None


def _no_longer_held(held: int, row_id: int, found: Gathered, *, engine: Engine, clock: Clock) -> bool:
    """This row ends the waiting of what its sender said before (a pressed button does), or waits with it."""
    if found.until is not None:
        return False
    with transaction() as tx:
        inbox.put_off(tx, held, until=clock())
    if not _handle(held, engine=engine, clock=clock):
        return False
    return row_id in found.rows or _handle(row_id, engine=engine, clock=clock)


def _stands(session: Session, row: inbox.OpenRow) -> Conversation:
    """Where the sender's conversation stands, only glanced at."""
    stored = people.stored_conversation(session, channel=row.channel, address=row.sender)
    return Conversation.from_json(stored)


def _answer(
    tx: Session, message: Incoming, understanding: Understanding | None, *,
    parts: tuple[Understanding, ...], whole: Understanding | None, row_id: int, now: datetime,
) -> None:  # fmt: skip
    """The whole turn of one message, in its transaction."""
    if message.moved_to is not None:
        moves.move(tx, channel=message.channel, old=message.sender, new=message.moved_to, now=now)
        return None
    person = people.person_for(
        tx, channel=message.channel, address=message.sender, name=message.sender_name, now=now
    )
    look_up.ahead(tx, person, row_id=row_id, now=now)
    if message.kind in PRESENCE:
        people.reachable(person, message.kind == "returned", now=now)
        return None
    spoken = tongue_of(message.text) if message.kind not in FOUND_OUT else None
    if spoken and spoken != person.locale:  # what is set to what it was is looked at by every flush
        person.locale = spoken
    if CHANNELS[message.channel].windowed and message.kind not in FOUND_OUT:
        people.heard(person, at=message.at, now=now)
        outbox.reopen(tx, person_id=person.id, now=now)
    danger = understanding is not None and understanding.emergency is not None
    whose = field.answer(tx, message, person=person, danger=danger, now=now)
    if whose is field.HeardAs.WORK:
        return None
    facts = look_up.read(
        tx, person=person, message=message, understanding=understanding, parts=parts, whole=whole,
        now=now,
    )  # fmt: skip
    if person.blocked_at is not None:
        return gate.turn_away(tx, person, hear(message, facts), facts, now=now)
    stored = people.conversation_of(tx, person)
    conversation = media_jobs.without_refused(tx, Conversation.from_json(stored), person=person)
    decided = turn(conversation, message, facts)
    decided = _slowed(tx, conversation, decided, message, person=person, row_id=row_id, now=now)
    media_jobs.fetch_soon(tx, message.files, person=person, now=now)
    try:
        decided, report_id = carry_out.carry_out(tx, decided, person=person, known=facts, now=now)
    except TooMany as refused:
        decided, report_id = conduct.too_many(conversation, facts, wait=refused.wait), None
    people.keep_conversation(tx, person, decided.conversation.to_json(), now=now)
    for number, reply in enumerate(decided.replies):
        if number == 0 and message.kind not in FOUND_OUT:
            reply = replace(reply, answers=message.external_id)
        outbox.put(tx, person=person, now=now, text=reply.text, extras=reply.extras(), report_id=report_id)
    if whose is field.HeardAs.TURNED:
        field.tell_turned(tx, person=person, now=now)
    return None


def _slowed(
    tx: Session,
    before: Conversation,
    decided: Turn,
    message: Incoming,
    *,
    person: Person,
    row_id: int,
    now: datetime,
) -> Turn:
    """The turn, with its answers left unsaid for somebody who writes too much; they are told once a while."""
    limits = catalogue(tx).settings.misuse
    much = gate.excess(tx, message, limits, row_id=row_id, now=now)
    slowed = conduct.slowed(before, decided, excess=much, pressed=message.button is not None)
    if decided.replies and not slowed.replies:
        gate.slow_down(tx, person, limits, now=now)
    return slowed
