"""What the worker does for feeds: fetches what is due, reads what was handed in, says what is late.

Each file is one run. A run that a killed process left behind is taken up again.
"""

import io
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from routing.warnings.outside import CAP
from sensors import indicators
from sensors.domain.feeds import standing
from sensors.domain.feeds.description import BadDescription, Description, described
from sensors.domain.feeds.standing import FeedState
from sensors.feeds import cap_keeping, cap_rounds, fetching, matters, taking
from sensors.feeds.cap_rounds import CapRound
from sensors.feeds.fetching import FeedAsked, NotFetched
from sensors.feeds.files import BadFile
from sensors.feeds.places import places
from storage import db, deletions, hidden
from storage.clock import Clock
from storage.media import MediaStore
from storage.models import AgencyFeed, FeedFault, FeedRun
from storage.outside import OUTSIDE, MayCall

log = logging.getLogger(__name__)

WAITING, RUNNING, DONE = "menunggu", "jalan", "selesai"
SAME = "sama"
TAKEN_FOR = timedelta(minutes=30)  # a run still "jalan" after this was left by a process that died
AGAIN_AFTER = timedelta(minutes=15)  # of a source that failed
FETCHED = ("tarik", "s3", CAP)
CAP_EVERY = timedelta(minutes=5)  # warnings wait for nobody, however often they come
CAP_PATIENCE = 3  # looks in a row that failed, before it is somebody's matter
MOST_TRIES = 3  # of a file that ends the process or breaks us
RUNS_KEPT = timedelta(days=400)
FAULTS_KEPT = timedelta(days=90)
FAULT = "terjadi kesalahan pada sistem kami; berkas ini dicoba lagi"


@dataclass(frozen=True)
class Feeds:
    """The feeds' worker. secret: of the product, opens what is hidden."""

    store: MediaStore
    secret: str
    reach: MayCall = OUTSIDE

    def run_due(self, clock: Clock) -> int:
        """Everything that waits or is due now; how many runs were made."""
        done = 0
        while run_id := _next_run(clock()):
            self._one(run_id, clock)
            done += 1
        return done

    def _one(self, run_id: int, clock: Clock) -> None:
        try:
            self._read(run_id, clock)
        except (BadFile, BadDescription, NotFetched) as wrong:
            _finish(run_id, FeedState.FAILED, str(wrong), self.store, clock())
        except taking.ColumnsChanged as changed:
            reason = f"kolom {', '.join(changed.missing)[:200]} tidak ada lagi"
            _finish(run_id, FeedState.COLUMNS, reason, self.store, clock(), names=changed.names)
        except Exception:  # one faulty file must not stop the other feeds; it is tried again, a few times
            log.exception("run %s of a feed failed", run_id)
            _broke(run_id, self.store, clock())

    def _read(self, run_id: int, clock: Clock) -> None:
        with db.reading() as session:
            run = session.get_one(FeedRun, run_id)
            feed = session.get_one(AgencyFeed, run.feed_id)
        if feed.source == CAP:
            self._look(feed, run_id, clock())
            return
        with db.reading() as session:
            known = frozenset(indicators.definitions().from_feeds())
            description = described(feed.description, indicators=known)
            where = places(session)
        whose = taking.Whose(feed.id, run_id, clock())

        def take(content: BinaryIO) -> taking.FileRead:
            return taking.take(content, description, whose, where)

        if run.sha256:
            told, seen, name = take(io.BytesIO(_stored(self.store, run.sha256))), None, run.file_name
        else:
            with fetching.fetched(feed.source, self._asked(feed)) as got:
                if got.content is None:
                    _finish(run_id, SAME, "", self.store, clock())
                    return
                told, seen, name = take(got.content), got.seen, got.name
        _finish_told(run_id, told, description, self.store, clock(), seen=seen, name=name)

    def _look(self, feed: AgencyFeed, run_id: int, now: datetime) -> None:
        """At a source of others' warnings; nobody hears of it until it failed several times."""
        try:
            found = cap_rounds.look(self._asked(feed), feed.id, now=now)
        except (BadFile, NotFetched) as wrong:
            failures = int(feed.seen.get("failures", 0)) + 1
            _finish_cap(run_id, None, self.store, now, fault=str(wrong), failures=failures)
            return
        _finish_cap(run_id, found, self.store, now)

    def _asked(self, feed: AgencyFeed) -> FeedAsked:
        secret = hidden.tell(self.secret, feed.secret)
        if secret is None:
            raise NotFetched("kuncinya tidak bisa dibuka lagi; tulis kunci itu sekali lagi")
        return FeedAsked(feed.address, feed.header, secret, feed.seen, self.reach)


def _stored(store: MediaStore, sha256: str) -> bytes:
    try:
        return store.open(sha256)
    except KeyError:
        raise BadFile("berkas yang diserahkan tidak ada lagi") from None


def _next_run(now: datetime) -> int | None:
    """Claims the oldest run that waits, or makes one for the feed that is due; its number."""
    with db.transaction() as tx:
        waits = or_(FeedRun.status == WAITING, (FeedRun.status == RUNNING) & (FeedRun.at < now - TAKEN_FOR))
        found = select(FeedRun).where(waits).order_by(FeedRun.id).limit(1)
        run = tx.scalar(found.with_for_update(skip_locked=True))
        if run is None:
            run = _due(tx, now)
        elif run.tries:
            taking.begin_again(tx, run.id)
        if run is None:
            return None
        run.status, run.at, run.tries = RUNNING, now, run.tries + 1
        tx.flush()
        return run.id


def _due(tx: Session, now: datetime) -> FeedRun | None:
    mine = select(AgencyFeed).where(AgencyFeed.next_try_at <= now, AgencyFeed.source.in_(FETCHED))
    feed = tx.scalar(mine.order_by(AgencyFeed.next_try_at).limit(1).with_for_update(skip_locked=True))
    if feed is None or not (feed.description or feed.source == CAP):
        return None
    feed.next_try_at = now + (CAP_EVERY if feed.source == CAP else timedelta(hours=feed.every_hours))
    run = FeedRun(feed_id=feed.id, at=now, status=WAITING, tries=0)
    tx.add(run)
    return run


def _finish_told(  # noqa: PLR0913 - what a file brought
    run_id: int, told: taking.FileRead, description: Description, store: MediaStore, now: datetime, *,
    seen: dict[str, Any] | None, name: str,
) -> None:  # fmt: skip
    ranges = sum(many for why, many in told.reasons.items() if "batas wajar" in why)
    state = standing.judged(standing.Delivered(told.lines, told.figures, told.bad, ranges))
    reason = "" if state is FeedState.GOOD else _reason(state, told, ranges)

    def note(run: FeedRun, feed: AgencyFeed) -> None:
        run.lines, run.figures, run.bad, run.skipped = told.lines, told.figures, told.bad, told.skipped
        run.file_name = run.file_name or name
        feed.columns = list(told.names)
        if seen is not None:
            feed.seen = seen
        if told.figures:
            feed.received_at = now

    _finish(run_id, state, reason, store, now, note=note)


def _finish_cap(
    run_id: int,
    found: CapRound | None,
    store: MediaStore,
    now: datetime,
    *,
    fault: str = "",
    failures: int = 0,
) -> None:
    """found None and no fault: the source says that nothing changed, so all of it was well."""
    bad = found.bad if found else []
    with db.transaction() as tx:
        taking.list_faults(tx, bad[: taking.MOST_FAULTS], taking.Whose(0, run_id, now))

    def note(run: FeedRun, feed: AgencyFeed) -> None:
        feed.seen = {**(found.seen if found else feed.seen), "failures": failures}
        run.lines, run.figures, run.bad = (found.named, found.new, len(bad)) if found else (0, 0, 0)
        feed.received_at = feed.received_at if fault else now

    if fault:
        told = failures >= CAP_PATIENCE
        _finish(run_id, FeedState.FAILED, fault, store, now, note=note, told=told)
        return
    reason = f"{len(bad)} pesan tidak bisa dibaca: {bad[0].reason}" if bad else ""
    _finish(run_id, FeedState.CONTENT if bad else FeedState.GOOD, reason, store, now, note=note)
    with db.transaction() as tx:
        _thin(tx, tx.get_one(FeedRun, run_id))


def _thin(tx: Session, run: FeedRun) -> None:
    """Of looks that brought nothing one an hour is kept."""
    mine = select(FeedRun).where(FeedRun.feed_id == run.feed_id, FeedRun.id < run.id, FeedRun.status == DONE)
    last = tx.scalar(mine.order_by(FeedRun.id.desc()).limit(1))
    if last is None or last.figures or last.outcome != FeedState.GOOD:
        return
    if last.at.replace(minute=0, second=0, microsecond=0) == run.at.replace(
        minute=0, second=0, microsecond=0
    ):
        tx.delete(last)


def _reason(state: FeedState, told: taking.FileRead, ranges: int) -> str:
    if state is FeedState.EMPTY:
        return "berkasnya tidak berisi angka"
    most = max(told.reasons, key=lambda why: told.reasons[why])
    words = f"{told.bad} dari {told.bad + told.figures} nilai tidak bisa dipakai"
    return f"{words}, {ranges} di luar batas wajar" if ranges else f"{words}, paling sering: {most[:160]}"


def _finish(  # noqa: PLR0913 - a run, its end, and what else it says
    run_id: int, outcome: str, reason: str, store: MediaStore, now: datetime, *,
    note: Callable[[FeedRun, AgencyFeed], None] | None = None, names: list[str] | None = None,
    told: bool = True,
) -> None:  # fmt: skip
    """Write down what became of a run, and (`told`) raise or settle the feed's matter by it."""
    with db.transaction() as tx:
        run = tx.get_one(FeedRun, run_id)
        feed = tx.get_one(AgencyFeed, run.feed_id, with_for_update=True)
        run.status, run.outcome, run.reason = DONE, str(outcome), reason
        if note:
            note(run, feed)
        if names is not None:
            feed.columns = names
        if outcome == SAME:
            state, reason = _as_last_read(tx, feed)
            feed.received_at = now if state is FeedState.GOOD else feed.received_at
        else:
            state = FeedState(outcome)
        if state is FeedState.FAILED and feed.next_try_at is not None:
            feed.next_try_at = min(feed.next_try_at, now + AGAIN_AFTER)
        if told:
            matters.follow(tx, feed, state, reason, now=now)
        if run.sha256:
            deletions.soon(tx, [run.sha256], now=now)
            run.sha256 = None


def _as_last_read(tx: Session, feed: AgencyFeed) -> tuple[FeedState, str]:
    """Nothing changed since a file was last read: how the feed stands by that file, and why."""
    read = FeedRun.outcome.not_in((SAME, FeedState.FAILED))
    mine = select(FeedRun).where(FeedRun.feed_id == feed.id, FeedRun.status == DONE, read)
    last = tx.scalar(mine.order_by(FeedRun.id.desc()).limit(1))
    return (FeedState(last.outcome), last.reason) if last else (FeedState(feed.state), feed.fault)


def _broke(run_id: int, store: MediaStore, now: datetime) -> None:
    with db.reading() as session:
        tries = session.get_one(FeedRun, run_id).tries
    if tries >= MOST_TRIES:
        _finish(run_id, FeedState.FAILED, FAULT.partition(";")[0], store, now)
        return
    with db.transaction() as tx:
        run = tx.get_one(FeedRun, run_id)
        run.reason = FAULT  # it stays "jalan", and is taken up again when its time is over


def watch(now: datetime) -> None:
    """Feeds that are late now: each a matter. What was kept of old files long enough goes."""
    with db.transaction() as tx:
        late = select(AgencyFeed).where(
            AgencyFeed.received_at.is_not(None), AgencyFeed.state.in_((FeedState.GOOD, FeedState.CONTENT))
        )
        for feed in tx.scalars(late.with_for_update()):
            if standing.is_late(feed.received_at, feed.every_hours, now):
                every = standing.every_words(feed.every_hours)
                matters.follow(
                    tx, feed, FeedState.LATE, f"seharusnya {every}, dan belum datang lagi", now=now
                )
        cap_keeping.forget(tx, now=now)
        old = select(FeedRun.id).where(FeedRun.at < now - FAULTS_KEPT)
        tx.execute(delete(FeedFault).where(FeedFault.run_id.in_(old)))
        tx.execute(delete(FeedRun).where(FeedRun.at < now - RUNS_KEPT, FeedRun.status == DONE))
