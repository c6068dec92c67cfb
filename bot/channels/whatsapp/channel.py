"""The WhatsApp channel as the sender and the media jobs see it."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.channels.outcomes import FetchFailed, Outcome, RetryAfter, Sent
from bot.channels.pieces import opened
from bot.channels.whatsapp import compose
from bot.channels.whatsapp.api import DEFAULT_BASE, FileRefused, GraphApi, GraphRefused, WhatsAppUnavailable
from bot.channels.whatsapp.outcomes import PAIR_GAP, outcome
from bot.channels.whatsapp.parse import parse
from bot.channels.whatsapp.templates import template_for
from bot.dialogue.types import Incoming, Reply
from bot.messages import DEFAULT, say
from bot.rates import Limits
from storage.media import MediaStore
from storage.paces import A_SECOND

log = logging.getLogger(__name__)


class WhatsAppChannel:
    """One business number. `site`: our public https address, for links as buttons. `media`: our pictures."""

    name = "whatsapp"
    limits = Limits(overall=A_SECOND["whatsapp"], gap=PAIR_GAP, burst=45, window=timedelta(hours=24))

    def __init__(
        self,
        token: str,
        phone_id: str,
        *,
        base: str = DEFAULT_BASE,
        site: str | None = None,
        media: MediaStore | None = None,
    ) -> None:
        self.api = GraphApi(token, phone_id, base)
        self.site, self.media = site, media

    def parse(self, payload: dict[str, Any]) -> Incoming | None:
        """The message in a stored row; see `bot.channels.whatsapp.parse`."""
        return parse(payload)

    def split(self, reply: Reply) -> Sequence[Reply]:
        """The WhatsApp messages that say this reply."""
        return compose.split(reply, site=self.site)

    def template(self, key: str | None, args: Mapping[str, Any], reply: Reply) -> Reply | None:
        """The approved template that says a notice outside the window; None when none fits."""
        return template_for(key, args, reply)

    def send(self, address: str, part: Reply) -> Outcome:
        """Send one message to a phone number or user id, and mark the one it answers as read."""
        if part.answers:
            self._mark_read(part.answers)
        try:
            return Sent(self.api.send(self._message(address, part)))
        except WhatsAppUnavailable as failure:
            return RetryAfter(None, str(failure))
        except GraphRefused as refused:
            return outcome(refused)

    def _message(self, address: str, part: Reply) -> dict[str, Any]:
        picture = opened(self.media, part.picture)
        media_id = self.api.upload(picture) if picture is not None else None
        if part.picture and media_id is None and not part.text:
            part = replace(part, text=say(DEFAULT, "whatsapp-no-picture"))
        return compose.message(address, part, media_id=media_id)

    def _mark_read(self, message_id: str) -> None:
        """A courtesy: what comes of it changes nothing."""
        try:
            self.api.mark_read(message_id)
        except (WhatsAppUnavailable, GraphRefused) as failure:
            log.info("a message could not be marked as read: %s", failure)

    def fetch(self, file_ref: str) -> bytes:
        """A file's bytes by its media id."""
        try:
            return self.api.download(file_ref)
        except WhatsAppUnavailable as failure:
            raise FetchFailed(str(failure), again=True) from None
        except GraphRefused as refused:
            again = isinstance(outcome(refused), RetryAfter)
            raise FetchFailed(str(refused), again=again) from None
        except FileRefused as refused:
            raise FetchFailed(str(refused), again=refused.again) from None
