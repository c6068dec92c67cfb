"""One look at a source of others' warnings: its list, and the messages of it that are not known yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from routing.city.touching import Outlined, outlined
from sensors.domain.feeds import caps
from sensors.domain.feeds.caps import BadAlert, NamedMessage
from sensors.domain.feeds.rows import BadCell
from sensors.feeds import cap_keeping, fetching
from sensors.feeds.fetching import FeedAsked, NotFetched
from sensors.feeds.files import BadFile, tree
from storage import db

LIST_BYTES, MESSAGE_BYTES = 4 * 1024 * 1024, 2 * 1024 * 1024
MOST_FETCHED = 100  # messages a round; the others come with the next
MOST_AWAY = 3  # messages that cannot be fetched, after which the round ends
ELSEWHERE = "alamatnya di luar sumber ini"


@dataclass
class CapRound:
    """What a look brought. named: messages of the list; new: dangers for the city; more: some were left."""

    named: int = 0
    new: int = 0
    bad: list[BadCell] = field(default_factory=list)
    seen: dict[str, Any] = field(default_factory=dict)
    more: bool = False


def look(asked: FeedAsked, feed_id: int, *, now: datetime) -> CapRound | None:
    """None where the source says that nothing changed. NotFetched, BadFile for the list itself."""
    with fetching.fetched("tarik", replace(asked, most=LIST_BYTES)) as got:
        if got.content is None:
            return None
        root, etag = tree(got.content.read(), doctype=False), got.seen.get("etag", "")
    try:
        named = caps.entries(root, asked.address)
    except BadAlert as wrong:
        raise BadFile(str(wrong)) from None
    with db.reading() as session:
        city = outlined(session)
    made = _Looker(asked, feed_id, city, now).read(named)
    if not made.bad and not made.more:
        made.seen["etag"] = etag
    return made


@dataclass
class _Looker:
    asked: FeedAsked
    feed_id: int
    city: Outlined
    now: datetime
    away: int = 0
    fetches: int = 0

    def read(self, named: list[NamedMessage]) -> CapRound:
        made, before = CapRound(named=len(named)), self.asked.seen
        known: Mapping[str, str] = before.get("links", {})
        unreadable: Mapping[str, str] = before.get("bad", {})
        links: dict[str, str] = {}
        bad: dict[str, str] = {}
        for line, entry in enumerate(named, start=1):
            same = entry.inline is None and known.get(entry.link) == entry.stamp
            if same and entry.link not in unreadable:
                links[entry.link] = entry.stamp
                continue
            if self.away >= MOST_AWAY or self.fetches >= MOST_FETCHED:
                made.more = True
                continue
            why = unreadable[entry.link] if same else self._take(entry, made, links)
            if why:
                made.bad.append(BadCell(line, "", entry.link[:200], why))
                if entry.link in links:
                    bad[entry.link] = why
        with db.transaction() as tx:
            cap_keeping.end_earlier(tx, self.feed_id, now=self.now)
        made.seen = {"links": links, "bad": bad}
        return made

    def _take(self, entry: NamedMessage, made: CapRound, links: dict[str, str]) -> str:
        """Fetch, read and keep one; why not, or "". What could not be fetched is tried again next time."""
        try:
            heard = caps.message(self._root(entry), now=self.now)
        except NotFetched as away:
            self.away += 1
            return str(away)
        except (BadAlert, BadFile) as wrong:
            links[entry.link] = entry.stamp
            return str(wrong)
        with db.transaction() as tx:
            made.new += cap_keeping.keep(tx, self.feed_id, heard, self.city, now=self.now)
        links[entry.link] = entry.stamp
        return ""

    def _root(self, entry: NamedMessage) -> Any:
        if entry.inline is not None:
            return entry.inline
        if not caps.same_source(self.asked.address, entry.link):
            raise BadAlert(ELSEWHERE)
        self.fetches += 1
        asked = replace(self.asked, address=entry.link, seen={}, most=MESSAGE_BYTES)
        with fetching.fetched("tarik", asked) as got:
            return tree(got.content.read() if got.content else b"", doctype=False)
