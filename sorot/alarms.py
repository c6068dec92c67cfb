"""Alarms about the service itself, by e-mail and Telegram. Web and worker both look; one of them tells.

What is to be told is first claimed in the database, then sent with no transaction open. What could be sent on
no way is told at the next look. While the database is away, each process tells of it on its own.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from sorot.officer_mail import Post
from sorot.settings import Settings
from storage import db
from storage.clock import Clock
from storage.inserts import insert_once
from storage.models import ChannelState
from watching import alarming, facts, findings
from watching.alarming import KnownFault, Letter
from watching.facts import Places
from watching.messages import about, remedy, said, what
from web.times import span

log = logging.getLogger(__name__)

ROW = "alarms"
EVERY = 20.0  # seconds

Way = Callable[[str, str], object]  # subject, words; raises when they did not go out


@dataclass
class Alarms:
    """One look, repeated. ways: by which somebody is told; none: nobody looks."""

    places: Places
    ways: Sequence[Way]
    site: str
    clock: Clock
    _alone: dict[str, KnownFault] = field(default_factory=dict)  # while the database is away

    def __call__(self) -> None:
        """Looks, and tells what is due."""
        now = self.clock()
        try:
            with db.reading() as session:
                found = findings.judge(facts.gather(session, self.places, now=now), self.places)
            before, letters = self._claim(found, now)
        except SQLAlchemyError:
            self._alone, letters = alarming.step(self._alone, [findings.AWAY], now=now)
            for letter in letters:
                self._tell(letter, now)
            return
        self._back(now)
        if failed := [letter.key for letter in letters if not self._tell(letter, now)]:
            self._give_back(before, failed)

    def _back(self, now: datetime) -> None:
        self._alone, letters = alarming.step(self._alone, [], now=now)
        for letter in letters:
            self._tell(letter, now)

    def _claim(
        self, found: list[findings.HealthFinding], now: datetime
    ) -> tuple[dict[str, KnownFault], list[Letter]]:
        with db.transaction() as tx:
            insert_once(tx, ChannelState, unique=["channel"], channel=ROW, value={})
            row = tx.scalars(select(ChannelState).where(ChannelState.channel == ROW).with_for_update()).one()
            before = _read(row.value)
            after, letters = alarming.step(before, found, now=now)
            row.value = _written(after)
        return before, letters

    def _give_back(self, before: Mapping[str, KnownFault], keys: Sequence[str]) -> None:
        """What was told on no way counts as not told."""
        with db.transaction() as tx:
            row = tx.scalars(select(ChannelState).where(ChannelState.channel == ROW).with_for_update()).one()
            known = _read(row.value)
            row.value = _written(known | {key: before[key] for key in keys if key in before})

    def _tell(self, letter: Letter, now: datetime) -> bool:
        """Whether it went out on one way at least."""
        subject, words = written(letter, self.site, now)
        went = 0
        for way in self.ways:
            try:
                way(subject, words)
                went += 1
            except Exception as wrong:  # whatever the way is made of, the others are tried
                log.warning("an alarm could not be sent: %s", type(wrong).__name__)
        return went > 0


def written(letter: Letter, site: str, now: datetime) -> tuple[str, str]:
    """The letter's subject and words."""
    page = said("alarm-page", site=site)
    if letter.finding is None:
        name = _name(letter.key)
        words = said("alarm-over", span=span((now - letter.since).total_seconds()))
        return said("alarm-subject-over", what=name), f"{words}\n\n{page}\n"
    subject = "alarm-subject-again" if letter.times else "alarm-subject"
    lines = (what(letter.finding), remedy(letter.finding), said("alarm-since", since=letter.since), page)
    return said(subject, what=what(letter.finding)), "\n\n".join(lines) + "\n"


def _name(key: str) -> str:
    code, _, name = key.partition(":")
    return said(f"{code}-name", about=about(name))


def _read(value: Mapping[str, Any]) -> dict[str, KnownFault]:
    moment = datetime.fromisoformat
    return {
        key: KnownFault(
            moment(one["since"]), moment(one["seen"]), one["times"],
            moment(one["told"]) if one["told"] else None,
        )
        for key, one in value.items()
    }  # fmt: skip


def _written(known: Mapping[str, KnownFault]) -> dict[str, Any]:
    return {
        key: {
            "since": one.since.isoformat(), "seen": one.seen.isoformat(), "times": one.times,
            "told": one.told.isoformat() if one.told else None,
        }
        for key, one in known.items()
    }  # fmt: skip


def ways(settings: Settings, clock: Clock) -> list[Way]:
    """The ways that are set."""
    found: list[Way] = []
    if settings.alarm_mail and (url := settings.smtp_url.get_secret_value()):
        post = Post(url, settings.mail_from, settings.address)
        found.append(lambda subject, words: post.hand_over(_mail(settings, subject, words, clock())))
    if settings.alarm_telegram and (token := settings.telegram_token.get_secret_value()):
        from bot.channels.telegram.api import BotApi

        api = BotApi(token, settings.telegram_api_base)
        chat = settings.alarm_telegram
        found.append(lambda subject, words: api.do(api.bot.send_message(chat, f"{subject}\n\n{words}")))
    return found


def _mail(settings: Settings, subject: str, words: str, now: datetime) -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = subject, settings.mail_from, settings.alarm_mail
    made["Date"], made["Auto-Submitted"] = formatdate(now.timestamp()), "auto-generated"
    made.set_content(words)
    return made
