"""Where a resource path leads: Things(1)/Datastreams(2)/Observations, a property, $value, $ref."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, raiseload

from sensors.sta.faults import bad, missing
from sensors.sta.model import SETS, EntityType, Link, numbered, set_named

_SEGMENT = re.compile(r"(\$?[A-Za-z]+)(?:\((\d{1,18}|'[^']*')\))?")
LONGEST = 1000


@dataclass(frozen=True)
class Target:
    """What a path names: a set (of all, or of what `owner` leads to), one entity, or a property of it."""

    of: EntityType
    row: Any = None  # the one entity; None: a set
    owner: tuple[EntityType, Any, Link] | None = None
    parts: tuple[str, ...] = ()  # a property and what is within it
    value: bool = False  # only its bare value
    ref: bool = False  # only links

    def condition(self, row: Any) -> Sequence[Any]:
        """What the rows of the set have in common."""
        return [self.owner[2](self.owner[1], row)] if self.owner else []


def find(session: Session, path: str) -> Target:
    """Where the path leads; StaFault 404 where it leads nowhere, 400 where it cannot be read."""
    if len(path) > LONGEST:
        raise bad(f"A path is at most {LONGEST} characters")
    here: Target | None = None
    for part in path.strip("/").split("/"):
        here = _step(session, here, part)
    assert here is not None
    if here.value and not here.parts:
        raise bad("$value follows a property")
    return here


def _step(session: Session, here: Target | None, part: str) -> Target:
    if here is not None and (here.value or here.ref):
        raise missing(part)
    if here is not None and here.parts:
        if part == "$value":
            return Target(here.of, here.row, parts=here.parts, value=True)
        return Target(here.of, here.row, parts=(*here.parts, part))
    found = _SEGMENT.fullmatch(part)
    if not found:
        raise missing(part[:60])
    name, number = found[1], found[2]
    if here is None:
        return _picked(session, Target(set_named(name)), number)
    return _from(session, here, name, number)


def _from(session: Session, here: Target, name: str, number: str | None) -> Target:
    if name == "$ref" and number is None:
        return Target(here.of, here.row, here.owner, ref=True)
    if here.row is None:
        raise missing(name)
    if name in here.of.navs:
        nav = here.of.navs[name]
        to = SETS[nav.target]
        if nav.many:
            return _picked(session, Target(to, owner=(here.of, here.row, nav.link)), number)
        row = one(session, to, nav.link, here.row)
        if number is not None or row is None:
            raise missing(name)
        return Target(to, row)
    if number is None and (name in here.of.properties or name == "id"):
        return Target(here.of, here.row, parts=(name,))
    raise missing(name)


def _picked(session: Session, target: Target, number: str | None) -> Target:
    if number is None:
        return target
    row = aliased(target.of.model)
    if not number.isdecimal():
        raise missing(f"{target.of.single} {number[:40]}")
    mine = select(row).where(*numbered(session, target.of, row, int(number)), *target.condition(row))
    found = session.scalar(mine.options(raiseload("*")))
    if found is None:
        raise missing(f"{target.of.single} {number}")
    return Target(target.of, found)


def one(session: Session, of: EntityType, link: Link, owner: Any) -> Any:
    """The one entity that `owner` leads to; None where there is none."""
    row = aliased(of.model)
    return session.scalar(select(row).where(link(owner, row)).options(raiseload("*")).limit(1))
