"""What a worker does: handle the inbox, send the outbox, fetch pictures, keep house.

Bells make it quick; the sweepers here make it certain: every open row is found again without
any bell, so a lost broker or a killed worker loses nothing.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot import media_jobs, personal
from bot.channels.outcomes import Channel
from bot.channels.web import keys
from bot.channels.web.push import EVERY as PUSHED_EVERY
from bot.channels.web.push import Pusher
from bot.handle import handle
from bot.media_fetcher import MediaFetcher
from bot.sending import Sender
from bot.transcription import Listener, Transcriber
from nlu.types import Engine
from routing import exports
from routing.city import rule_watch
from routing.command import letters
from routing.incidents import noticing, surging
from routing.news import monthly
from routing.people import cases, polls
from routing.reports import bulk, housekeeping, indexing, laddering, promising
from routing.warnings import bulletins, early
from sensors import hearing, rollups
from sensors.alarms import following
from sensors.cameras.snapping import Snapper
from sensors.feeds import running
from sensors.feeds.running import Feeds
from sorot import alive, bulk_work, export_work, publishing
from sorot.analysing import Nightly
from sorot.keeping import Keeping
from sorot.officer_news import EVERY, OfficerNewsRound
from sorot.supervise import Supervisor, every
from sorot.webhooks import EVERY as CALLED_EVERY
from sorot.webhooks import WebhookRound
from storage import clock, db, inbox, limits, open_lines, presence, set_back
from storage.bells import Bell
from storage.clock import Clock
from storage.media import MediaStore
from storage.spans import span
from storage.trace import daily

log = logging.getLogger(__name__)

SWEEP_EVERY = 0.5  # seconds
# Younger rows are left to their bell, or every row would be understood twice.
BELL_TIME = timedelta(seconds=1.5)
THREADS = 4
HOUSEKEEPING_EVERY = 600.0  # seconds
INCIDENTS_EVERY = 2.0  # seconds
SURGES_EVERY = 900.0  # seconds
BULK_EVERY = 1.0  # seconds; it waits half a minute anyway
FEEDS_EVERY = 5.0  # seconds
CAMERAS_EVERY = 1.0  # seconds
RULES_EVERY = 30.0  # seconds: about what is measured
ROLLED_EVERY = 60.0  # seconds: what readings come to by the hour
EXPORTS_EVERY = 1.0  # seconds
MOST_RUNG_BATCHES = 200  # in one sweep: 20,000 clocks


@dataclass
class Work:
    """The work of one process. `start` puts its loops under a supervisor."""

    engine: Engine
    media: MediaStore
    channels: dict[str, Channel]
    transcriber: Transcriber | None = None
    news: OfficerNewsRound | None = None  # what officers are told
    feeds: Feeds | None = None  # what agencies deliver
    cameras: Snapper | None = None  # pictures of the city's cameras
    webhooks: WebhookRound | None = None  # programs that are called
    pusher: Pusher | None = None  # closed browsers of residents
    nightly: Nightly | None = None  # the analyses
    traced: tuple[Path, str] | None = None  # the heads' folder and what signs them
    clock: Clock = clock.now
    stopping: threading.Event = field(default_factory=threading.Event)  # the supervisor's, once it has begun
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(THREADS, "work"))

    def __post_init__(self) -> None:
        self.keeping = Keeping()
        self.sender = Sender(self.channels, clock=self.clock)
        self.fetcher = MediaFetcher(self.channels, self.media, clock=self.clock)
        self.mender = set_back.Mender()

    def use(self, engine: Engine) -> None:
        """Understand with this engine from the next message on."""
        self.engine = engine

    def start(self, supervisor: Supervisor) -> None:
        """Begin sweeping, sending and fetching."""
        self.stopping = supervisor.stop
        supervisor.start("sweeper", every(SWEEP_EVERY, self.sweep))
        supervisor.start("many", every(BULK_EVERY, self._do_many))
        supervisor.start("sensor rules", every(RULES_EVERY, self._follow_rules))
        supervisor.start("rollups", every(ROLLED_EVERY, self._roll))
        supervisor.start("tables", every(EXPORTS_EVERY, self._write_tables))
        supervisor.start("events", every(INCIDENTS_EVERY, self.notice_incidents))
        supervisor.start("surges", every(SURGES_EVERY, self._look_for_surges))
        supervisor.start("sender", self.sender.run)
        supervisor.start("pictures", self.fetcher.run)
        if self.news is not None:
            supervisor.start("officers' news", every(EVERY, self.news))
        if self.feeds is not None:
            supervisor.start("feeds", every(FEEDS_EVERY, self._feed))
        if self.cameras is not None:
            supervisor.start("cameras", every(CAMERAS_EVERY, self._snap))
        if self.pusher is not None:
            supervisor.start("residents' push", every(PUSHED_EVERY, self.pusher))
        if self.webhooks is not None:
            supervisor.start("webhooks", every(CALLED_EVERY, self.webhooks))
        if self.transcriber is not None:
            supervisor.start("voices", Listener(self.transcriber, self.media, clock=self.clock).run)

    def handle(self, row_id: int) -> None:
        """Handle an inbox row and then whatever its sender said after it, in order."""
        next_id: int | None = row_id
        while next_id is not None and handle(next_id, engine=self.engine, clock=self.clock):
            next_id = self._following(next_id)

    def _following(self, row_id: int) -> int | None:
        with db.glancing() as session:
            return inbox.following(session, row_id, now=self.clock())

    def sweep(self) -> None:
        """Handle open rows that no bell brought here."""
        now = self.clock()
        self._mend_after_set_back(now)
        with db.glancing() as session:
            rows = inbox.pending(session, now=now)
        overdue = [row.id for row in rows if row.received_at <= now - BELL_TIME or row.attempts]
        if overdue:
            list(self.pool.map(self.handle, overdue))

    def _mend_after_set_back(self, now: datetime) -> None:
        if not self.mender.due(now):
            return
        with db.transaction() as tx:
            mended = set_back.mend(tx, now=now)
        if mended:
            log.warning("the clock was set back: %d rows that waited by it are due now", mended)

    def ring(self, bell: Bell, row_id: int) -> None:
        """A bell of this process itself, where there is no broker: straight to the threads that work."""
        if bell == "inbox":
            self.pool.submit(self.handle, row_id)
        elif bell == "outbox":
            self.sender.wake()
        else:
            self.fetcher.wake()

    def ringer(self, beyond: Callable[[Bell, int], None]) -> Callable[[Bell, int], None]:
        """A bell that goes `beyond` this process only where its own sender would not do."""

        def ring(bell: Bell, row_id: int) -> None:
            if bell == "outbox" and self.sender.leads():
                self.sender.wake()
            else:
                beyond(bell, row_id)

        return ring

    def _warn_of_deadlines(self) -> None:
        """A batch a transaction, so that nobody waits for a long sweep; what is left comes the next time."""
        for _ in range(MOST_RUNG_BATCHES):
            with db.transaction() as tx:
                looked = laddering.climb(tx, now=self.clock())
            if looked < laddering.BATCH:
                break
        with db.transaction() as tx:
            laddering.tell(tx, now=self.clock())

    def _write_words(self) -> None:
        """Of the reports that were there before search had words of its own; once, a batch a transaction."""
        written = 1
        while written:
            with db.transaction() as tx:
                written = indexing.fill(tx)

    def _feed(self) -> None:
        if self.feeds is not None:
            self.feeds.run_due(self.clock)

    def _snap(self) -> None:
        if self.cameras is not None:
            self.cameras.run_due(self.clock)

    def _look_for_surges(self) -> None:
        with db.transaction() as tx:
            surging.look(tx, now=self.clock())

    def notice_incidents(self) -> None:
        """What came in becomes part of an event under way, or makes one."""
        with db.glancing() as session:
            waits = noticing.waits(session)
        if waits:
            with db.transaction() as tx:
                noticing.notice(tx, now=self.clock())

    def _do_many(self) -> None:
        bulk_work.look(self.clock)

    def _follow_rules(self) -> None:
        with db.transaction() as tx:
            following.follow(tx, now=self.clock())

    def _roll(self) -> None:
        rolled = 1
        while rolled:
            with db.transaction() as tx:
                rolled = rollups.roll(tx, now=self.clock())

    def _write_tables(self) -> None:
        export_work.run(self.media, self.clock)

    def housekeeping(self) -> None:
        """What the timetable asks for every HOUSEKEEPING_EVERY seconds; ends early when the process does."""
        with span("keep house"):
            for _ in self._keep_house():
                if self.stopping.is_set():
                    return

    def _keep_house(self) -> Iterator[None]:
        """One thing after the other; between two of them one may stop."""
        hearing.watch(self.clock())
        running.watch(self.clock())
        alive.beat("timetable")
        yield
        with db.transaction() as tx:
            housekeeping.run(tx, now=self.clock())
            promising.sweep(tx, now=self.clock())
            bulk.forget(tx, self.clock())
            exports.forget(tx, self.clock())
            presence.forget(tx, self.clock())
            polls.count_due(tx, now=self.clock())
        yield
        self._warn_of_deadlines()
        publishing.figures(self.clock())
        yield
        publishing.files(self.media, self.clock())
        yield
        with db.transaction() as tx:
            letters.announce(tx, now=self.clock())
            letters.weekly(tx, now=self.clock())
        yield
        with db.transaction() as tx:
            monthly.tell_heads(tx, now=self.clock())
        yield
        with db.transaction() as tx:
            bulletins.renew(tx, now=self.clock())
        yield
        with db.transaction() as tx:
            early.repeat(tx, now=self.clock())
        yield
        with db.transaction() as tx:
            rule_watch.watch(tx, now=self.clock())
        yield
        with db.transaction() as tx:
            keys.forget_old(tx, now=self.clock())
            open_lines.forget_old(tx, now=self.clock())
            limits.forget_unused(tx, now=self.clock())
        yield
        with db.transaction() as tx:
            media_jobs.forget_unused(tx, self.media, self.clock())
        yield
        with db.transaction() as tx:
            personal.finish_farewells(tx, self.media, now=self.clock())
        yield
        with db.transaction() as tx:
            cases.alarm(tx, now=self.clock())
        if self.cameras is not None:
            self.cameras.forget(self.clock())
        yield
        self.keeping.run(self.media, now=self.clock())
        yield
        self._write_words()
        yield
        if self.nightly is not None:
            self.nightly(self.clock())
        if self.traced is not None:
            daily.run(*self.traced, now=self.clock())
