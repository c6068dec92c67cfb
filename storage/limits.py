"""How often somebody may come to a door: one place for every door, counted in the database.

Each door grants three things: to one person (a browser, a chat), to one network address (IPv6: its /64, of
which one subscriber has a whole one), and to all together. A grant is "so many at once, then one more every
so many seconds". What is used up is one number a name: the moment until which everything granted is spent
(the generic cell rate algorithm), moved by one statement, so that any number of web processes count as one.
"""

import hashlib
import ipaddress
import math
import random
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Literal
from weakref import WeakKeyDictionary

from sqlalchemy import Float, bindparam, case, cast, delete, select
from sqlalchemy.orm import Session

from storage import seals
from storage.inserts import insert_for
from storage.models import Pace
from storage.models.base import table_of
from storage.statements import Statement

Scope = Literal["person", "address", "all"]
SHARDS = 8  # rows that share what is granted to all, where writers do not wait for one another anyway
REMEMBERED = 10_000  # refusals a process knows without asking
SLACK = 5  # seconds by which the clocks of several machines may differ
_WRITTEN = re.compile(r"([0-9]{1,7})/([0-9]{1,5}(?:\.[0-9]{1,4})?)")


@dataclass(frozen=True)
class Grant:
    """`burst` at once; after that one more every `every` seconds."""

    burst: int
    every: float


# An address may be an office, a school or half a mobile network: it gets many persons' share.
USUAL: dict[str, dict[Scope, Grant]] = {
    "session": {"address": Grant(120, 5), "all": Grant(2000, 0.1)},
    "link": {"person": Grant(5, 60), "address": Grant(60, 10), "all": Grant(1000, 0.2)},
    "adopt": {"address": Grant(15, 20), "all": Grant(200, 1)},
    "message": {"person": Grant(40, 1), "address": Grant(900, 0.2), "all": Grant(6000, 0.01)},
    "report": {"person": Grant(20, 120), "address": Grant(300, 10), "all": Grant(6000, 0.5)},
    "support": {"person": Grant(20, 120), "address": Grant(120, 30), "all": Grant(6000, 0.5)},
    "photo": {"person": Grant(10, 5), "address": Grant(60, 2), "all": Grant(400, 0.25)},
    "live": {"person": Grant(30, 2), "address": Grant(600, 0.2), "all": Grant(5000, 0.02)},
    "program": {"person": Grant(300, 0.5), "address": Grant(300, 0.5), "all": Grant(3000, 0.05)},
    "file": {"person": Grant(600, 1), "address": Grant(60, 10), "all": Grant(3000, 0.05)},
    "listing": {"address": Grant(300, 0.2), "all": Grant(6000, 0.01)},
    "measuring": {"person": Grant(2000, 0.01), "all": Grant(20000, 0.001)},
    "screen": {"person": Grant(120, 1)},
    "track": {"address": Grant(60, 10), "all": Grant(1000, 0.2)},
    "key": {"address": Grant(30, 10), "all": Grant(1000, 0.2)},
    "officer_code": {"person": Grant(5, 300), "all": Grant(200, 2)},
    "ticket": {"address": Grant(60, 5), "all": Grant(1000, 0.2)},
}


class TooMany(Exception):
    """The door grants no more for `wait` seconds."""

    def __init__(self, door: str, wait: float) -> None:
        super().__init__(door)
        self.door, self.wait = door, max(1, math.ceil(wait))


class BadLimit(ValueError):
    """A limit of the settings that cannot be read; the text says which."""


_granted: dict[str, dict[Scope, Grant]] = USUAL
# Of each database: name, and epoch seconds until which it is refused without asking the database.
_refused: WeakKeyDictionary[Any, dict[str, float]] = WeakKeyDictionary()
_lock = threading.Lock()


def configure(changes: Mapping[str, str]) -> None:
    """Grant what these say instead of the usual: {"message.person": "40/1"} is 40 at once, then 1 a second.

    Raises BadLimit, and changes nothing.
    """
    global _granted
    made = granting(changes)
    with _lock:
        _granted = made
        _refused.clear()


def granting(changes: Mapping[str, str]) -> dict[str, dict[Scope, Grant]]:
    """What is granted with these changes; raises BadLimit."""
    made = {door: dict(grants) for door, grants in USUAL.items()}
    for name, written in changes.items():
        door, _, scope = name.partition(".")
        read = _WRITTEN.fullmatch(written.strip())
        if door not in USUAL or scope not in ("person", "address", "all"):
            raise BadLimit(f"{name}: there is no such limit")
        if read is None or int(read[1]) < 1 or float(read[2]) <= 0:
            raise BadLimit(f"{name}: write it as 40/1.5 (40 at once, then one every 1.5 seconds)")
        made[door][scope] = Grant(int(read[1]), float(read[2]))  # type: ignore[index]
    return made


def take(
    tx: Session, door: str, *, now: datetime, person: str | None = None, address: str | None = None
) -> None:
    """Count one visit; TooMany when a grant is used up (roll back then: nothing else was counted)."""
    asked, moment = [], now.timestamp()
    for scope, who in (("all", ""), ("address", block(address) if address else None), ("person", person)):
        grant = _granted[door].get(scope)  # type: ignore[call-overload]
        if grant is not None and who is not None:
            asked.append(_asked(tx, door, scope, who, grant))
    _take(tx, door, asked, moment)


@dataclass(frozen=True)
class _Asked:
    """One of the grants a visit uses up; who it was is not to be read in its name."""

    name: str
    every: float
    span: float


def _asked(tx: Session, door: str, scope: str, who: str, grant: Grant) -> _Asked:
    if scope == "all" and tx.get_bind().dialect.name != "sqlite":
        who = str(random.randrange(SHARDS))
        grant = Grant(max(1, grant.burst // SHARDS), grant.every * SHARDS)
    name = f"{door}:{scope}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    return _Asked(name, grant.every, grant.burst * grant.every)


def _take(tx: Session, door: str, asked: Sequence[_Asked], now: float) -> None:
    """All in one statement, always in this order: writers never wait for one another in a ring."""
    known = _refused_by(tx.get_bind())
    for one in asked:
        if now < known.get(one.name, 0.0) <= now + one.every:  # nobody waits longer, but by a clock set back
            raise TooMany(door, known[one.name] - now)
    if not asked:
        return
    values = {f"{part}_{n}": value for n, one in enumerate(asked) for part, value in vars(one).items()}
    granted = {row.name for row in _COUNT[len(asked)].rows(tx, now=now, **values)}
    for one in asked:
        if one.name not in granted:
            used = tx.scalar(select(Pace.used_until).where(Pace.name == one.name)) or now
            wait = used + one.every - one.span - now
            known[one.name] = now + wait
            raise TooMany(door, wait)


def _statement(many: int, dialect: str) -> Any:
    """Moves `used_until` of each name on by one visit; one whose span would be exceeded gives no row."""
    pace = table_of(Pace)

    def given(what: str, n: int) -> Any:
        return bindparam(f"{what}_{n}") if what == "name" else cast(bindparam(f"{what}_{n}"), Float(53))

    now = cast(bindparam("now"), Float(53))
    rows = [{"name": given("name", n), "used_until": now + given("every", n)} for n in range(many)]
    new = insert_for(dialect, pace).values(rows)

    def of_row(what: str) -> Any:
        others = [(pace.c.name == given("name", n), given(what, n)) for n in range(1, many)]
        return case(*others, else_=given(what, 0)) if others else given(what, 0)

    every, span = of_row("every"), of_row("span")
    # Beyond what can be used up: the machine's clock was set back. Nobody is locked out for that.
    astray = (pace.c.used_until < now) | (pace.c.used_until > now + span + SLACK)
    moved = case((astray, now), else_=pace.c.used_until) + every
    counted = new.on_conflict_do_update(
        index_elements=[pace.c.name], set_={"used_until": moved}, where=moved - now <= span + 1e-6
    )
    return counted.returning(pace.c.name)


_COUNT = {many: Statement(partial(_statement, many)) for many in (1, 2, 3)}  # by how many a visit uses up


def _refused_by(database: Any) -> dict[str, float]:
    with _lock:
        known = _refused.setdefault(database, {})
        if len(known) >= REMEMBERED:
            known.clear()  # they ask the database again
        return known


def block(address: str) -> str:
    """Whose address it is: an IPv4 address itself, of IPv6 the /64 that one subscriber has."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ip.ipv4_mapped or ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


def sealed(address: str, secret: str) -> str:
    """A name for whose address it is that may be kept beside a message: nobody finds the address from it."""
    return seals.seal(secret, f"network:{block(address)}")[:22]


def forget_unused(tx: Session, *, now: datetime) -> None:
    """Drop what is granted in full again; housekeeping does this."""
    tx.execute(delete(Pace).where(Pace.used_until < (now - timedelta(minutes=1)).timestamp()))
