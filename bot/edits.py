"""What a corrected message said before, found in the inbox, and the report that holds those words."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels import CHANNELS
from bot.dialogue.known import Edited
from bot.dialogue.types import Incoming
from nlu.privacy import mask
from storage.models import Inbox, Message, Person, Report

LOOKED_THROUGH = 60  # messages of the person; an older one is corrected by nobody


def edited(session: Session, message: Incoming, person: Person) -> Edited | None:
    """The earlier words of the message that `message` corrects; None when it is not found."""
    old = _earlier(session, message)
    if old is None:
        return None
    text = mask(old).strip()
    return Edited(text, _report_with(session, text, person) if text else None)


def _earlier(session: Session, message: Incoming) -> str | None:
    """The text of the newest version before this one: "" of a picture without words."""
    registered = CHANNELS[message.channel]
    if registered.message_id is None:
        return None
    mine = select(Inbox).where(Inbox.channel == message.channel, Inbox.sender == message.sender)
    rows = session.scalars(mine.order_by(Inbox.id.desc()).limit(LOOKED_THROUGH)).all()
    this = next((row.id for row in rows if row.external_id == message.external_id), None)
    for row in rows:
        if this is None or row.id >= this or registered.message_id(row.payload) != message.edits:
            continue
        earlier = registered.parse(row.payload)
        return earlier.text if earlier else None
    return None


def _report_with(session: Session, text: str, person: Person) -> str | None:
    """The number of the person's newest report whose story or later words hold the text."""
    own = select(Report.id, Report.number, Report.text).where(Report.person_id == person.id)
    reports = session.execute(own.order_by(Report.id.desc()).limit(20)).all()
    for _, number, told in reports:
        if text in told:
            return str(number)
    said = select(Message.report_id, Message.text).where(
        Message.report_id.in_([row.id for row in reports]), Message.direction == "masuk"
    )
    found = {report_id for report_id, words in session.execute(said) if text in words}
    return next((row.number for row in reports if row.id in found), None)
