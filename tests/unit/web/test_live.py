"""The live feed: nothing missed, nothing twice, one poller for all."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import delete, update

from storage import clock, db, events, presence
from storage.event_kinds import EventKind
from storage.models import Counter, Event
from tests.factories import city, people, reports
from web import live
from web.live import Feed


@pytest.fixture(autouse=True)
def _database(sqlite_url: str) -> Iterator[None]:
    db.configure(sqlite_url)
    yield
    db.dispose()


def happen(*kinds: EventKind, agency: str = "dlh") -> None:
    with db.transaction() as tx:
        for kind in kinds:
            events.record(tx, kind=kind, actor="sistem", now=clock.now(), agency_code=agency)


def everything(event: Event) -> bool:
    return True


def stream(feed: Feed, after: int | None = None, alive: bool = True) -> AsyncIterator[bytes]:
    return feed.stream(after=after, wanted=everything, alive=lambda: alive)


async def take(packets: AsyncIterator[bytes], count: int) -> list[str]:
    """The next `count` packets that are not heartbeats."""
    found: list[str] = []
    async with asyncio.timeout(10):
        async for packet in packets:
            if not packet.startswith(b":"):
                found.append(packet.decode())
            if len(found) == count:
                return found
    return found


def ids(packets: list[str]) -> list[int]:
    return [int(packet.split("id: ")[1].split("\n")[0]) for packet in packets]


def test_a_new_listener_hears_only_what_comes_after() -> None:
    happen(EventKind.REPORT_FILED)

    async def scene() -> list[str]:
        packets = stream(Feed(interval=0.01))
        hello = await take(packets, 1)
        happen(EventKind.REPORT_NOTED)
        return hello + await take(packets, 1)

    hello, change = asyncio.run(scene())
    assert "event: hello" in hello
    assert '"kind": "report_noted"' in change


def test_a_returning_listener_gets_what_it_missed_once_and_in_order() -> None:
    happen(EventKind.REPORT_FILED, EventKind.REPORT_ANSWERED, EventKind.REPORT_ASKED)

    async def scene() -> list[int]:
        packets = stream(Feed(interval=0.01), after=1)
        await take(packets, 1)
        missed = await take(packets, 2)
        happen(EventKind.REPORT_NOTED)
        return ids(missed + await take(packets, 1))

    assert asyncio.run(scene()) == [2, 3, 4]


def test_all_listeners_share_one_poller_which_ends_with_the_last() -> None:
    async def scene() -> tuple[bool, bool]:
        feed = Feed(interval=0.01)
        first, second = stream(feed), stream(feed)
        await take(first, 1)
        poller = feed._poller
        await take(second, 1)
        same = feed._poller is poller
        await first.aclose()  # type: ignore[attr-defined]
        await second.aclose()  # type: ignore[attr-defined]
        return same, feed._poller is None

    assert asyncio.run(scene()) == (True, True)


def test_what_does_not_concern_a_listener_is_left_out_yet_counted_as_seen() -> None:
    async def scene() -> list[str]:
        packets = Feed(interval=0.01).stream(
            after=None, wanted=lambda event: event.agency_code == "dlh", alive=lambda: True
        )
        await take(packets, 1)
        happen(EventKind.REPORT_NOTED, agency="dishub")
        happen(EventKind.REPORT_ASKED)
        return await take(packets, 1)

    (packet,) = asyncio.run(scene())
    assert '"kind": "report_asked"' in packet
    assert ids([packet]) == [2]


def test_a_browser_too_far_behind_is_told_to_load_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "BACKLOG", 3)
    happen(EventKind.REPORT_FILED, EventKind.REPORT_ANSWERED, EventKind.REPORT_ASKED, EventKind.REPORT_NOTED)

    async def scene() -> list[str]:
        packets = stream(Feed(interval=0.01), after=0)
        return await take(packets, 2)

    _, refresh = asyncio.run(scene())
    assert "event: refresh" in refresh
    assert ids([refresh]) == [4]


def test_the_line_ends_when_the_session_does() -> None:
    async def scene() -> list[bytes]:
        async with asyncio.timeout(10):
            return [packet async for packet in stream(Feed(interval=0.01, heartbeat=0.02), alive=False)]

    packets = asyncio.run(scene())
    assert len(packets) == 1
    assert b"event: hello" in packets[0]


def test_a_busy_line_ends_with_the_session_too() -> None:
    async def scene() -> int:
        packets = stream(Feed(interval=0.001, heartbeat=0.02), alive=False)
        heard = 0
        async with asyncio.timeout(10):
            async for _ in packets:
                heard += 1
                happen(EventKind.REPORT_NOTED)  # never a moment of silence
        return heard

    assert asyncio.run(scene()) > 1


def test_after_a_restore_an_open_screen_and_a_returning_one_load_afresh_and_hear_on() -> None:
    happen(EventKind.REPORT_FILED, EventKind.REPORT_ANSWERED, EventKind.REPORT_ASKED)

    async def scene() -> list[str]:
        feed = Feed(interval=0.01, heartbeat=0.02)
        here = stream(feed, after=3)
        await take(here, 1)
        with db.transaction() as tx:  # an older state of the database is put back beneath us
            tx.execute(delete(Event).where(Event.seq > 1))
            tx.execute(update(Counter).where(Counter.name == "event").values(value=1))
        back = await take(stream(feed, after=3), 2)
        told = await take(here, 1)
        happen(EventKind.REPORT_NOTED)
        return [*told, *await take(here, 1), back[1]]

    told, change, back = asyncio.run(scene())
    assert "event: refresh" in told
    assert "event: refresh" in back
    assert ids([told, change, back]) == [1, 2, 1]


def test_who_comes_after_a_restore_waits_for_no_number_of_before() -> None:
    happen(EventKind.REPORT_FILED, EventKind.REPORT_ANSWERED, EventKind.REPORT_ASKED)

    async def scene() -> list[str]:
        feed = Feed(interval=0.01)
        before = stream(feed)  # keeps the poller of before running
        await take(before, 1)
        with db.transaction() as tx:
            tx.execute(delete(Event).where(Event.seq > 1))
            tx.execute(update(Counter).where(Counter.name == "event").values(value=1))
        new = stream(feed)
        await take(new, 1)
        happen(EventKind.REPORT_NOTED)
        first = await take(new, 1)  # found on opening; from now on the poller brings them
        happen(EventKind.REPORT_RATED)
        return first + await take(new, 1)

    assert ids(asyncio.run(scene())) == [2, 3]


def test_a_packet_says_what_changed_and_never_what_was_said() -> None:
    event = Event(seq=7, kind="report_answered", report_id=3, data={"x": "y"})
    packet = live.packet(event).decode()
    assert packet.startswith("id: 7\nevent: change\n")
    assert '"x"' not in packet


def test_a_line_says_at_once_who_came_to_a_report_and_counts_it_as_no_event(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live, "AROUND_EVERY", 0.0)
    with db.transaction() as tx:
        city.load(tx)
        officer, report = people.officer(tx), reports.filed(tx)

    async def scene() -> list[str]:
        packets = stream(Feed(interval=0.01))
        await take(packets, 1)
        with db.transaction() as tx:
            presence.here(tx, officer.id, report.id, writing=False, now=clock.now())
            presence.here(tx, officer.id, report.id, writing=False, now=clock.now())  # no news
        came = await take(packets, 1)
        happen(EventKind.REPORT_NOTED)
        return came + await take(packets, 1)

    came, noted = asyncio.run(scene())
    assert came == f'event: presence\ndata: {{"report": {report.id}}}\n\n'
    assert "event: change" in noted
