"""Door, worker, sender and picture fetcher with the Graph fake, driven step by step on one clock."""

from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from starlette.testclient import TestClient

import web
from bot.channels.whatsapp import routes
from bot.channels.whatsapp.channel import WhatsAppChannel
from bot.channels.whatsapp.templates import catalogue
from bot.handle import handle
from bot.media_fetcher import MediaFetcher
from bot.sending import Sender
from storage import db, inbox
from storage.media import FolderStore
from storage.models import Outbox
from tests.factories.city import NOW
from tests.fakes import held
from tests.fakes.engines import KeywordEngine
from tests.fakes.whatsapp_api import WhatsAppApi
from tests.fakes.whatsapp_user import User
from tests.fakes.whatsapp_webhook import SIGNATURE_HEADER, batch, signature

SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"


class Product:
    """The parts of the product a WhatsApp message goes through, and the platform."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, *, approved: bool = True) -> None:
        self.now = NOW
        self.api = WhatsAppApi(clock=lambda: self.now.timestamp())
        if approved:
            found = catalogue()["templates"].values()
            self.api.world.templates = {known["name"]: len(known["values"]) for known in found}
        channels = {"whatsapp": WhatsAppChannel(self.api.token, self.api.phone_id, base=self.api.url)}
        self.sender = Sender(channels, clock=self.clock, chance=lambda: 0.5)
        self.store = FolderStore(folder)
        self.fetcher = MediaFetcher(channels, self.store, clock=self.clock)
        self.engine = KeywordEngine()
        patch.setattr(routes, "clock", SimpleNamespace(now=self.clock))
        app = FastAPI()
        app.state.whatsapp_secret = SECRET.encode()
        web.doors(app, routes.router)
        self.door = TestClient(app)

    def clock(self) -> datetime:
        return self.now

    def go(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def settle(self) -> None:
        """Work until nothing is left to do, what is put off for a moment included."""
        while self._step() or held.due_at(self.now):
            self.now = max(self.now + timedelta(seconds=1.1), held.due_at(self.now) or self.now)

    def _step(self) -> bool:
        return any([self.deliver(), self._work(), self.sender.run_once(), self.fetcher.run_once()])

    def deliver(self) -> int:
        """What waits goes to the door in one batch; 0 when nothing was waiting or the door refused it."""
        with self.api.world.changed:
            taken = list(self.api.world.changes)
        if not taken:
            return 0
        body = batch(taken, entries=2)
        headers = {SIGNATURE_HEADER: signature(body, SECRET)}
        status = self.door.post("/hook/whatsapp", content=body, headers=headers).status_code
        self.api.world.delivered.append((len(taken), status))
        if status == 200:
            del self.api.world.changes[: len(taken)]
        return len(taken)

    def _work(self) -> int:
        with db.reading() as session:
            rows = [row.id for row in inbox.pending(session, now=self.now)]
        return sum(handle(row, engine=self.engine, clock=self.clock) for row in rows)

    def answers(self, user: User) -> list[str]:
        """What is said to the last act, until the bot falls silent."""
        before = len(user.sees())
        self.settle()
        return user.reads()[before:]

    def close(self) -> None:
        """Let go of threads."""
        self.sender.under_way.pool.shutdown()


def outbox_rows() -> list[Outbox]:
    """Everything queued or said, oldest first."""
    with db.reading() as session:
        return list(session.scalars(select(Outbox).order_by(Outbox.id)))
