"""The map's clusters are kept over the turn of an hour, and no look at an old count waits for the new one."""

from datetime import datetime, timedelta

from routing.reports import public_map
from routing.reports.public_list import Search
from storage import db
from tests.factories import city, reports
from tests.factories.city import NOW
from tests.servers import wait_until

POINT = -6.2266, 106.9790
SOON, LATER = NOW + timedelta(seconds=10), NOW + timedelta(minutes=40)


def file_one() -> None:
    with db.transaction() as tx:
        reports.filed(tx, category="pju", lat=POINT[0], lon=POINT[1])


def seen(now: datetime, *, days: int = 365) -> int:
    """How many reports the whole city's clusters show, as the page asks for the last days."""
    since = (now - timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    with db.reading() as session:
        drawn = public_map.drawn(session, Search(since=since), zoom=11, now=now)
    return sum(one.count for one in drawn.clusters)


def test_a_look_in_the_next_hour_is_answered_from_the_last_ones_count_and_the_one_after_it_anew(
    database: str,
) -> None:
    with db.transaction() as tx:
        city.load(tx)
    file_one()
    assert seen(SOON) == 1
    file_one()
    assert seen(LATER.replace(minute=30)) == 1
    wait_until(lambda: not public_map._heaps.counting(), seconds=10, what="the clusters are counted")
    assert seen(LATER) == 2
    assert seen(LATER, days=30) == 2, "another search is another count"
