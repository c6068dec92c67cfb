"""The rules that hold, and their versions."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city import config_versions
from routing.city.catalogue import catalogue
from sensors import kinds
from sensors.domain.alarms.rules import SensorRule, check_names, read, write
from storage.event_kinds import EventKind
from storage.models import ConfigVersion, Officer, Thing

SECTION = "aturan_alat"
Edit = Callable[[tuple[SensorRule, ...]], tuple[SensorRule, ...]]


def in_force(session: Session) -> tuple[int, tuple[SensorRule, ...]]:
    """The number of the version, 0 before the first; and its rules."""
    version, document = config_versions.newest(session, SECTION)
    return version, read(document)


def of_version(session: Session, version: int) -> tuple[SensorRule, ...]:
    """The rules as they were."""
    return read(config_versions.document_of(session, SECTION, version))


def versions(session: Session) -> Sequence[tuple[ConfigVersion, str]]:
    """Every version with the name of who saved it, newest first."""
    return config_versions.versions(session, SECTION)


def check(session: Session, rules: Sequence[SensorRule]) -> None:
    """BadSensorRules where they name what there is not."""
    city = catalogue(session)
    things = set(session.scalars(select(Thing.code)))
    active = [code for code, one in city.categories.items() if one.active]
    check_names(rules, kinds=kinds.kinds(), things=things, agencies=city.agencies, categories=active)


def save(
    tx: Session, edit: Edit, *, base: int, why: str, officer: Officer, now: datetime,
    restored_from: int | None = None,
) -> int:  # fmt: skip
    """Make what `edit` makes of the rules the version that holds; BadSensorRules for what cannot be so.

    Refused when somebody has saved since `base`, BadInput without a reason.
    """

    def edited(document: Mapping[str, Any]) -> dict[str, Any]:
        rules = edit(read(document))
        whole = write(rules)
        check(tx, read(whole))
        return whole

    return config_versions.save(
        tx, SECTION, edited, base=base, why=why, officer=officer, kind=EventKind.SENSOR_RULES_SAVED, now=now,
        restored_from=restored_from,
    )  # fmt: skip
