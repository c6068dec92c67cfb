"""Several messages sent in one breath are one: they are gathered before they are answered.

The first message is answered at once, so a single one costs nothing. A further one that comes close behind
it, a part of an album, or several found waiting together are put off until their sender has been quiet for a
moment, and then handled as one. Who has seen our answer meanwhile is answering it, and does not wait.
Everything needed to decide stands in the inbox: a killed worker changes nothing, and the sweeper brings what
was put off. Buttons, places, commands and whatever else is an answer by
itself are never kept waiting, and end the waiting of what came before.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.dialogue.readings import reading_of
from bot.dialogue.state import Conversation, Step
from bot.dialogue.types import Incoming
from routing.city.catalogue import catalogue
from routing.city.settings import Gather
from storage import inbox, outbox, people
from storage.inbox import OpenRow

TOLD = frozenset({"text", "photo"})  # a person goes on with these without waiting for us
JOINED = TOLD | {"location"}
# So long after our question went out, words have had the time to answer it: a few, or a sentence or two.
READ, READ_AND_TOLD = timedelta(seconds=1), timedelta(seconds=2)
BRIEF = 6  # words
# An answer by itself: a quick word, a number out of a list, a command, a report's number.
_ALONE = re.compile(r"\s*(\d{1,2}|/\w+.*)\s*|.*\b[A-Za-z]{2,5}-\d{4}-\d{5}\b.*", re.S)

Read = Callable[[OpenRow], Incoming | None]


@dataclass(frozen=True)
class BreathRule:
    """within: so close behind one another belong together; quiet: so long nothing more; longest: in all."""

    within: timedelta
    quiet: timedelta
    longest: timedelta


@dataclass(frozen=True)
class Gathered:
    """What is to be handled as one message. `until`: not before then, more may come."""

    rows: tuple[int, ...]
    message: Incoming | None
    until: datetime | None = None


def rule_of(given: Gather) -> BreathRule | None:
    """The city's rule; None when it is switched off by a time of 0."""
    if given.quiet_seconds <= 0 or given.within_seconds <= 0:
        return None
    times = (given.within_seconds, given.quiet_seconds, given.longest_seconds)
    return BreathRule(*(timedelta(seconds=seconds) for seconds in times))


def look(session: Session, row: OpenRow, *, read: Read, now: datetime) -> Gathered:
    """What is to be handled with this row. After a failed try a row stands alone: one is poison."""
    message = read(row)
    alone = Gathered((row.id,), message)
    if message is None or row.attempts or not joins(message):
        return alone
    before, after = inbox.neighbours(session, row)
    if not message.group and before is None and not after:
        return alone
    rule = rule_of(catalogue(session).settings.gather)
    if rule is None:
        return alone

    def answered() -> bool:
        return before is not None and _answers(session, before, row, message)

    return _gathered(row, message, before, after, read=read, rule=rule, now=now, answered=answered)


def _answers(session: Session, before: OpenRow, row: OpenRow, message: Incoming) -> bool:
    """Whether the message answers what we said to the one before: it was seen, or there was time to read it.

    Where a platform does not tell what was seen, few words at an open question need less time than a story.
    """
    brief = len(message.text.split()) <= BRIEF and _asked(session, row)
    return outbox.seen_between(
        session, channel=row.channel, address=row.sender, since=before.received_at, until=row.received_at,
        sent_by=row.received_at - (READ if brief else READ_AND_TOLD),
    )  # fmt: skip


def _asked(session: Session, row: OpenRow) -> bool:
    """Whether a question of ours stands open."""
    stored = people.stored_conversation(session, channel=row.channel, address=row.sender)
    return Conversation.from_json(stored).step is not Step.IDLE


def joins(message: Incoming) -> bool:
    """Whether the message may be one with others."""
    if message.kind not in JOINED:
        return False
    return not (message.text and (reading_of(message.text) or _ALONE.fullmatch(message.text)))


def _gathered(
    row: OpenRow,
    message: Incoming,
    before: OpenRow | None,
    after: Sequence[OpenRow],
    *,
    read: Read,
    rule: BreathRule,
    now: datetime,
    answered: Callable[[], bool] = lambda: False,
) -> Gathered:
    rows, messages, ended = [row], [message], False
    for other in after:
        more = read(other)
        if more is None or not joins(more) or not _close(rows[-1], messages[-1], other, more, rule):
            ended = True
            break
        rows.append(other)
        messages.append(more)
    found = Gathered(tuple(part.id for part in rows), joined(messages))
    first = before is None or not _goes_on(before, row, message, read, rule) or answered()
    if ended or (first and len(rows) == 1 and not message.group):
        return found
    until = min(rows[-1].received_at + rule.quiet, row.received_at + rule.longest)
    return replace(found, until=until) if until > now else found


def _goes_on(before: OpenRow, row: OpenRow, message: Incoming, read: Read, rule: BreathRule) -> bool:
    """Whether the message is more of what the person had just said."""
    long_ago = row.received_at - before.received_at > rule.within and not message.group
    said = read(before) if message.kind in TOLD and not long_ago else None
    return said is not None and said.kind in TOLD and _close(before, said, row, message, rule)


def _close(row: OpenRow, one: Incoming, next_row: OpenRow, other: Incoming, rule: BreathRule) -> bool:
    """Whether two messages were sent in one breath: by our clock, and by the platform's own times.

    (After an outage the platform brings at once what was said minutes apart. Its times are whole seconds.)
    """
    if one.group and one.group == other.group:
        return True
    if other.quoted and other.quoted != one.quoted:
        return False  # an answer to something else
    apart = max(next_row.received_at - row.received_at, other.at - one.at - timedelta(seconds=1))
    return apart <= rule.within


def joined(messages: Sequence[Incoming]) -> Incoming:
    """One message that says what all of them said: texts line by line, every file, the last place."""
    last = messages[-1]
    if len(messages) == 1:
        return last
    # A platform that delivers on several lines at once may bring the second before the first.
    messages = sorted(messages, key=lambda message: (message.at, message.order))
    texts = [message.text.strip() for message in messages if message.text.strip()]
    files = tuple(dict.fromkeys(file for message in messages for file in message.files))
    points = [message.point for message in messages if message.point]
    kind = "photo" if files else "text" if texts else "location"
    return replace(
        last, kind=kind, text="\n".join(texts), files=files, point=points[-1] if points else None,
        forwarded=any(message.forwarded for message in messages),
        group=next((message.group for message in messages if message.group), None),
        quoted=messages[0].quoted, quoted_text=messages[0].quoted_text,
    )  # fmt: skip
