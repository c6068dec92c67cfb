"""The worker's side of learning: trains in a process of its own, shows both models, takes one or goes back.

What is trained lies in a home of its own (`home/nlu-baru`) until somebody takes it.
"""

import logging
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from nlu.cards import Card, ModelMissing, Shelf
from routing import learning
from sorot.archive import write_archive
from storage import db
from storage.clock import Clock

LOOKED_EVERY = 5.0  # seconds
WHY = "Melatih pemahaman dari panel"
BETTER = "Model yang dipakai lebih baik daripada hasil latihan ini, jadi tetap dipakai."
TOO_FEW = "Baru ada {rows} laporan untuk dipelajari; pelatihan memerlukan {least}."
LEAST = 200  # reports: the tenth of them that nobody learns from must tell something
LINES, LONGEST = 40, 3 * 3600  # lines kept; seconds after which training is given up
TRAINER = (sys.executable, "-W", "ignore", "-m", "sorot", "nlu", "train", "--archive")

log = logging.getLogger(__name__)


class Learner:
    """reload: what makes the process use the model that lies under home."""

    def __init__(
        self, home: Path, reload: Callable[[], None], clock: Clock, *, command: tuple[str, ...] = TRAINER
    ) -> None:
        self.home, self.reload, self.clock, self.command = home, reload, clock, command
        self.trial = home / "nlu-baru"
        self.archive = self.trial / "arsip.csv"
        self._seen: tuple[list[tuple[int, int, int]], dict[str, Any] | None] | None = None

    def look(self) -> None:
        """Do what was ordered, if anything was."""
        with db.glancing() as session:
            known = learning.state(session)
        if known.get("card") != (card := self._card_in_use()):
            self._tell(card=card, before=self._before())
        if known.get("state") not in (learning.ASKED, learning.RUNNING):
            self.archive.unlink(missing_ok=True)  # of a worker that was ended while it trained
            return
        with db.transaction() as tx:
            order = learning.claim(tx, now=self.clock())
        if not order:
            return
        try:
            self._do(order)
        except (ModelMissing, OSError, subprocess.SubprocessError) as fault:
            log.exception("learning failed")
            self._tell(state=learning.FAILED, lines=[f"{type(fault).__name__}: {fault}"[:300]])

    def _do(self, order: str) -> None:
        if order == learning.TRAIN:
            with self._heard():
                self._train()
            return
        shelf = Shelf(self.home)
        if order == learning.TAKE:
            tried = Shelf(self.trial)
            shelf.put(tried.model, tried.card())
            shutil.rmtree(self.trial, ignore_errors=True)
        else:
            shelf.swap()
        self.reload()
        self._tell(state=learning.IDLE, tried=None, card=self._card(shelf), before=self._before())

    def _train(self) -> None:
        """In a process of its own, so that neither memory nor a fault of it touches the worker."""
        self._tell(tried=None, lines=[])
        shutil.rmtree(self.trial, ignore_errors=True)
        shutil.copytree(self.home / "nlu", self.trial / "nlu", ignore=shutil.ignore_patterns("previous"))
        try:
            rows, corrected = write_archive(self.archive, reason=WHY, now=self.clock())
            if rows < LEAST:
                self._tell(state=learning.IDLE, lines=[TOO_FEW.format(rows=rows, least=LEAST)])
                return
            lines = [f"{rows} laporan dipelajari, {corrected} di antaranya diperbaiki petugas."]
            failed, lines = self._trained(lines)
        finally:
            self.archive.unlink(missing_ok=True)  # residents' words stay no longer than they are read
        if failed:
            self._tell(state=learning.FAILED, lines=lines)
            return
        tried = self._card(Shelf(self.trial))
        if tried == self._card(Shelf(self.home)):  # the training itself keeps the better one
            self._tell(state=learning.IDLE, lines=[*lines, BETTER])
            return
        self._tell(state=learning.TRIED, tried=tried, lines=lines)

    def _trained(self, lines: list[str]) -> tuple[bool, list[str]]:
        """Whether it failed, and what it said behind these lines."""
        made = subprocess.Popen(  # noqa: S603 - our own command
            [*self.command, str(self.archive)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, "SOROT_HOME": str(self.trial)},
            start_new_session=True,  # Ctrl-C is for us; with nobody to tell, it ends
        )  # fmt: skip
        alarm = threading.Timer(LONGEST, made.kill)
        alarm.start()
        try:
            for line in made.stdout or ():
                lines = [*lines, line.rstrip()[:200]][-LINES:]
                self._tell(lines=lines)
            return made.wait() != 0, lines
        finally:
            alarm.cancel()
            made.kill()  # it runs on only where its lines could not be told

    @contextmanager
    def _heard(self) -> Iterator[None]:
        """Says now and then that it is there: who falls silent is taken for gone."""
        done = threading.Event()

        def say() -> None:
            while not done.wait(learning.HEARD.total_seconds()):
                try:
                    self._tell()
                except SQLAlchemyError:
                    log.exception("the training could not be told of")

        voice = threading.Thread(target=say, name="learning", daemon=True)
        voice.start()
        try:
            yield
        finally:
            done.set()
            voice.join()

    def _tell(self, **values: Any) -> None:
        with db.transaction() as tx:
            learning.tell(tx, now=self.clock(), **values)

    def _card_in_use(self) -> dict[str, Any] | None:
        """Read anew where its files are others: to see that they fit together all of them are read."""
        shelf = Shelf(self.home)
        files = [file.stat() for file in (shelf.folder / "card.json", shelf.model) if file.is_file()]
        seen = [(file.st_ino, file.st_mtime_ns, file.st_size) for file in files]
        if self._seen is None or self._seen[0] != seen:
            self._seen = (seen, self._card(shelf))
        return self._seen[1]

    @staticmethod
    def _card(shelf: Shelf) -> dict[str, Any] | None:
        try:
            return _shown(shelf.card())
        except ModelMissing:
            return None

    def _before(self) -> dict[str, Any] | None:
        try:
            return _shown(Card.read(Shelf(self.home).previous / "card.json"))
        except ModelMissing:
            return None


def _shown(card: Card) -> dict[str, Any]:
    known = asdict(card)
    return {name: known[name] for name in ("name", "trained_at", "sentences", "archive_rows", "scores")}
