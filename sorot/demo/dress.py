"""What residents do beside reporting: join others, judge the work, follow warnings, lose their temper."""

import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue
from routing.domain.lifecycle import OPEN
from routing.domain.publicity import is_public
from routing.people import misuse
from routing.reports import residents, supporting
from routing.warnings import follows
from storage import inbox, yaml_files
from storage.models import Inbox, Person, Report

WORDS: dict[str, Any] = yaml_files.read(Path(__file__).with_name("people.yml").read_text("utf-8"))
JOINED = (14, 11, 8, 6, 5, 4, 3, 3, 2, 2, 1, 1, 1)  # supporters of the reports that have any
RATED = 0.7  # share of finished reports whose reporter says how it went


def answers(category: str, dice: random.Random) -> dict[str, Any]:
    """Facts of a report of this category: what its reporter answered to the follow-up questions."""
    known = WORDS["answers"].get(category)
    return {"jawaban": dict(dice.choice(known))} if known else {}


def follow(tx: Session, people: list[Person], city: Catalogue, *, now: datetime) -> None:
    """Some residents want to be warned. Before the river rises, so that they are."""
    code = {area.name: area.code for area in city.kelurahan.values()}
    for person, places in zip(people, WORDS["follows"], strict=False):
        for place in places:
            follows.follow(tx, person, code[place], now=now)


def dress(tx: Session, people: list[Person], dice: random.Random, *, now: datetime) -> None:
    """Support, ratings and one flagged resident, once all reports are there."""
    mine = select(Report).where(Report.demo, Report.kind != "peringatan").order_by(Report.id)
    reports = tx.scalars(mine).all()
    _join([report for report in reports if report.status in OPEN], tx, people, dice, now)
    for report in reports:
        if report.status in ("selesai", "ditutup") and dice.random() < RATED:
            _rate(tx, report, people, dice, now)
    _flag(tx, people[-1], now)
    tx.flush()


def _join(
    reports: list[Report], tx: Session, people: list[Person], dice: random.Random, now: datetime
) -> None:
    for report, many in zip(dice.sample(reports, min(len(JOINED), len(reports))), JOINED, strict=False):
        if not is_public(privacy=report.privacy, channel=report.channel, shielded=report.shielded):
            continue
        others = [person for person in people if person.id != report.person_id]
        for person in dice.sample(others, many):
            at = report.updated_at + (now - report.updated_at) * dice.uniform(0.02, 0.3)
            supporting.support(tx, report.number, person=person, text=dice.choice(WORDS["joins"]), now=at)


def _rate(tx: Session, report: Report, people: list[Person], dice: random.Random, now: datetime) -> None:
    """The reporter's stars, some hours after the work was done; quick work pleases more."""
    if report.resolved_at is None or report.rating is not None:
        return
    days = (report.resolved_at - report.created_at) / timedelta(days=1)
    stars = dice.choices((5, 4, 3, 2, 1), (6, 5, 2, 1, 1) if days < 3 else (2, 5, 4, 2, 1))[0]
    at = min(now, max(report.updated_at, report.resolved_at + timedelta(hours=dice.uniform(1, 20))))
    person = next(person for person in people if person.id == report.person_id)
    residents.rate(tx, report.number, person=person, stars=stars, now=at)


def _flag(tx: Session, person: Person, now: datetime) -> None:
    """A message in anger, as the web chat would have stored it, answered already."""
    at = now - timedelta(hours=5)
    payload = {"id": "demo-marah", "sender": person.address, "at": at.isoformat(), "text": WORDS["abuse"]}
    row_id, _ = inbox.add(
        tx, channel=person.channel, external_id=f"{person.address[:16]}:demo-marah", sender=person.address,
        payload=payload, now=at,
    )  # fmt: skip
    row = tx.get_one(Inbox, row_id)
    row.status, row.done_at = "done", at
    misuse.note_abuse(tx, person, now=at)
