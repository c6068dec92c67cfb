"""News into an officer's own chat: put into the outbox with the buttons of their work, once."""

from dataclasses import dataclass

from sqlalchemy import select

from routing.domain.news import NewsKind
from routing.news.leaving import Left, Parcel, Piece, first_to_tell
from routing.people import officer_chats
from storage import outbox
from storage.clock import Clock
from storage.db import transaction
from storage.models import Person, Report
from storage.notice_kinds import Notice

REPORT = "/petugas/laporan/"


@dataclass(frozen=True)
class ChatNews:
    """What is queued is marked told in the same transaction: nothing goes out twice or is lost."""

    clock: Clock

    def __call__(self, parcel: Parcel) -> Left:
        """Queues each piece; nobody where no chat is linked (any more)."""
        with transaction() as tx:
            chat = officer_chats.of_officer(tx, parcel.officer)
            if chat is None:
                return Left.NOBODY
            person = tx.get_one(Person, chat.person_id)
            for piece in parcel.pieces:
                if first_to_tell(tx, piece):
                    told, now = said(piece), self.clock()
                    about = tx.scalar(select(Report.id).where(Report.number == told["number"]))
                    outbox.put(tx, person=person, now=now, key=Notice.OFFICER, args=told, report_id=about)
        return Left.SENT


def said(piece: Piece) -> dict[str, object]:
    """The notice's values: its sentence, and the report it is about, "" where it is about none."""
    number = piece.path.removeprefix(REPORT) if piece.path.startswith(REPORT) else ""
    return {"text": piece.words, "number": number, "given": piece.kind == NewsKind.GIVEN}
