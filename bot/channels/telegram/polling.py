"""Long polling: for places where Telegram cannot reach us. The role `sorot bot`.

Asking Telegram for an offset confirms every update before it, so the offset rises only after the commit of
the inbox rows it covers. Killed at any moment, the next poller is given the unconfirmed updates once more,
and the inbox drops those it already has.
"""

import asyncio
import logging
import random
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from telegram.error import Conflict, TelegramError

from bot.channels.telegram.api import ANSWER, BotApi, SorotBot, TelegramRefused, told
from bot.channels.telegram.receive import ALLOWED_UPDATES, NotAnUpdate, press_of, store
from storage import backoff, db
from storage.clock import Clock
from storage.clock import now as now_utc
from storage.models import ChannelState
from storage.stopping import until_set

LONG_POLL = 25  # seconds Telegram may keep the question open
LONGEST_PAUSE = 30.0  # seconds between tries while nothing works
# After a week without updates Telegram numbers anew, perhaps lower; an old offset would then confirm unseen
# updates. Asking without one is always safe: the inbox knows repeated ids.
BOOKMARK_LASTS = timedelta(days=5)

log = logging.getLogger(__name__)


def bookmark(session: Session, *, now: datetime) -> int | None:
    """The offset to ask for: one above the last stored update; None when there is none or it is too old."""
    row = session.get(ChannelState, "telegram")
    if row is None or now - datetime.fromisoformat(row.value["at"]) > BOOKMARK_LASTS:
        return None
    return int(row.value["offset"])


def take(updates: list[Any], *, now: datetime) -> None:
    """Store a batch and move the bookmark behind it, in one transaction."""
    with db.transaction() as tx:
        stored = [update["update_id"] for update in updates if _stored(tx, update, now)]
        if stored:
            value = {"offset": max(stored) + 1, "at": now.isoformat()}
            tx.merge(ChannelState(channel="telegram", value=value))


def _stored(tx: Session, update: Any, now: datetime) -> bool:
    try:
        store(tx, update, now=now)
    except NotAnUpdate:
        log.error("the Bot API sent something that is no update; left out")
        return False
    return True


def run(stop: threading.Event, *, token: str, api_base: str, clock: Clock = now_utc) -> None:
    """Poll one bot until `stop` is set: the whole of the role `sorot bot`."""
    Poller(BotApi(token, api_base), now=clock).run(stop)


class Poller:
    """Asks one bot's updates again and again. One at a time a bot: Telegram refuses a second."""

    def __init__(self, api: BotApi, *, now: Clock = now_utc, long_poll: int = LONG_POLL) -> None:
        self.api, self.now, self.long_poll = api, now, long_poll
        self.failures = 0

    def run(self, stop: threading.Event) -> None:
        """Poll until `stop` is set; an open question is dropped then, which confirms nothing."""
        asyncio.run(self._until(stop))

    async def _until(self, stop: threading.Event) -> None:
        work, stopped = asyncio.create_task(self._for_ever()), asyncio.create_task(until_set(stop))
        await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
        for task in (work, stopped):
            task.cancel()
        await asyncio.gather(work, stopped, return_exceptions=True)
        if not stop.is_set() and not work.cancelled():
            work.result()  # it ended by itself: a fault of ours, which ends the process loudly

    async def _for_ever(self) -> None:
        async with self.api.in_this_loop() as bot:
            while True:
                try:
                    await self.poll_once(bot)
                    self.failures = 0
                except (TelegramError, DBAPIError) as failure:
                    await self._rest(bot, failure)

    async def poll_once(self, bot: SorotBot) -> int:
        """Ask once, store what came, and answer pressed buttons; returns how many updates came."""
        offset = await asyncio.to_thread(self._offset)
        question = {"timeout": self.long_poll, "allowed_updates": ALLOWED_UPDATES}
        if offset is not None:
            question["offset"] = offset
        updates = await bot.raw_updates(question, patience=self.long_poll + ANSWER)
        if updates:
            # Shielded: a stop in this moment waits for the commit instead of leaving a thread behind.
            await asyncio.shield(asyncio.to_thread(take, updates, now=self.now()))
            await self._answer_presses(bot, updates)
        return len(updates)

    def _offset(self) -> int | None:
        with db.reading() as session:
            return bookmark(session, now=self.now())

    async def _answer_presses(self, bot: SorotBot, updates: list[Any]) -> None:
        """Stop the progress circles. A courtesy: when it fails they stop by themselves."""
        presses = [query for update in updates if (query := press_of(update))]
        calls = [bot.answer_callback_query(query) for query in presses]
        await asyncio.gather(*calls, return_exceptions=True)

    async def _rest(self, bot: SorotBot, failure: TelegramError | DBAPIError) -> None:
        self.failures += 1
        text = failure.message if isinstance(failure, TelegramError) else type(failure).__name__
        log.warning("Telegram polling failed (%d in a row): %s", self.failures, text)
        if isinstance(failure, Conflict) and "webhook" in failure.message:
            with suppress(TelegramError):
                await bot.delete_webhook()
        refused = told(failure) if isinstance(failure, TelegramError) else None
        named = refused.retry_after if isinstance(refused, TelegramRefused) else None
        pause = backoff.wait(self.failures, first=1.0, longest=LONGEST_PAUSE, chance=random.random())
        await asyncio.sleep(named or pause)
