"""Officers' news in the worker: gathered from what happened, carried out of the panel."""

from collections.abc import Mapping

from routing.domain.news import Way
from routing.news import gathering
from routing.news.leaving import Carrier, carry
from routing.reports import sharing_out
from sorot.officer_chat import ChatNews
from sorot.officer_mail import Post
from sorot.officer_push import Push
from sorot.settings import Settings
from storage import db
from storage.clock import Clock, now

EVERY = 2.0  # seconds


def carriers(settings: Settings) -> Mapping[Way, Carrier]:
    """The ways out of the panel that are configured."""
    found: dict[Way, Carrier] = {
        Way.PUSH: Push(settings.secret, settings.address), Way.CHAT: ChatNews(now),
    }  # fmt: skip
    if url := settings.smtp_url.get_secret_value():
        found[Way.EMAIL] = Post(url, settings.mail_from, settings.address)
    return found


class OfficerNewsRound:
    """One look, repeated by the worker."""

    def __init__(self, ways: Mapping[Way, Carrier], clock: Clock) -> None:
        self.ways, self.clock = ways, clock

    def __call__(self) -> None:
        """What nobody holds comes into hands; what has happened becomes news; what is due leaves."""
        with db.glancing() as session:
            shares = sharing_out.waits(session, now=self.clock())
            waits = shares or gathering.waits(session)
            due = waits or gathering.is_due(session, now=self.clock())
        if shares:
            with db.transaction() as tx:
                sharing_out.run(tx, now=self.clock())
        if waits:
            with db.transaction() as tx:
                gathering.gather(tx, now=self.clock())
        if due:
            carry(self.ways, now=self.clock())
