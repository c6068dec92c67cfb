"""The Telegram channel as the sender and the media jobs see it."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.outcomes import Blocked, FetchFailed, Moved, Outcome, Rejected, RetryAfter, Sent
from bot.channels.pieces import opened
from bot.channels.telegram import compose
from bot.channels.telegram.api import DEFAULT_BASE, BotApi, TelegramRefused, TelegramUnavailable
from bot.channels.telegram.parse import parse
from bot.dialogue.types import Incoming, Reply
from bot.rates import Limits
from storage.media import MediaStore
from storage.paces import A_SECOND


class TelegramChannel:
    """One bot. `site`: our public https address, for links as buttons. `media`: where our pictures lie."""

    name = "telegram"
    limits = Limits(overall=A_SECOND["telegram"], gap=1.0)

    def __init__(
        self,
        token: str,
        *,
        base: str = DEFAULT_BASE,
        site: str | None = None,
        media: MediaStore | None = None,
    ) -> None:
        self.api = BotApi(token, base)
        self.site, self.media = site, media

    def parse(self, payload: dict[str, Any]) -> Incoming | None:
        """The message in an update; see `bot.channels.telegram.parse`."""
        return parse(payload)

    def split(self, reply: Reply) -> Sequence[Reply]:
        """The Telegram messages that say this reply."""
        return compose.split(reply, site=self.site)

    def template(self, key: str | None, args: Mapping[str, Any], reply: Reply) -> None:
        """None: Telegram takes free text at any time."""

    def send(self, address: str, part: Reply) -> Outcome:
        """Send one message to a chat id."""
        try:
            picture, bot = opened(self.media, part.picture), self.api.bot
            if picture is None:
                number = self.api.do(bot.say(compose.message(address, part)))
            else:
                asked = bot.send_photo(photo=picture, **compose.captioned(address, part))
                number = self.api.do(asked).message_id
        except TelegramUnavailable as failure:
            return RetryAfter(None, str(failure))
        except TelegramRefused as refused:
            return outcome(refused)
        return Sent(str(number))

    def fetch(self, file_ref: str) -> bytes:
        """A file's bytes by its file_id."""
        try:
            return self.api.download(file_ref)
        except TelegramUnavailable as failure:
            raise FetchFailed(str(failure), again=True) from None
        except TelegramRefused as refused:
            raise FetchFailed(str(refused), again=refused.code in (401, 404, 429)) from None


def outcome(refused: TelegramRefused) -> Outcome:
    """What a refusal means for the message."""
    if refused.moved_to is not None:
        return Moved(str(refused.moved_to))
    if refused.code == 429:
        return RetryAfter(refused.retry_after or 1, str(refused))
    if refused.code == 403:
        return Blocked(refused.description)
    if refused.code in (401, 404):
        # The token is wrong or withdrawn: our fault, so the message waits for it to be put right.
        return RetryAfter(None, f"{refused.code}: the bot's token is refused")
    return Rejected(str(refused))
