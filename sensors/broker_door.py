"""Who comes into the embedded broker, and what each may do.

The product all, a thing its own readings only; a client of SensorThings hears what it may read and sends the
observations it may make.

amqtt 0.12 asks who somebody is after it has deleted or taken over the session that the client id names, and
asks nothing about a last will. So sessions are found here, after the secret was looked at and below the
user's own name: nobody can take another's away, whatever client id is sent; and a thing's last will speaks
of itself alone.
"""

import asyncio
import hmac
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from amqtt.adapters import ReaderAdapter, WriterAdapter
from amqtt.broker import Broker
from amqtt.contexts import Action
from amqtt.errors import AMQTTError, MQTTError
from amqtt.mqtt.protocol.broker_handler import BrokerProtocolHandler
from amqtt.plugins.base import BaseAuthPlugin, BaseTopicPlugin
from amqtt.session import Session
from amqtt.utils import gen_client_id
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session as DbSession

from sensors import credentials, topics
from sensors.sta import clients, creating
from sensors.sta.topics import may_hear
from storage import db

READER = "sorot"
THING, CLIENT = "", "sta:"
TRUSTED_FOR = 10.0  # seconds a client's good key is not looked up again
INTRODUCTION = 10.0  # seconds a connection has to say who it is

log = logging.getLogger(__name__)


class BrokerDoor(BaseAuthPlugin, BaseTopicPlugin):
    """amqtt's question who may come in, and who may do what with which topic."""

    def __init__(self, context: Any) -> None:
        super().__init__(context)
        self._trusted: dict[tuple[str, str], float] = {}  # clients whose key was good, and until when

    @dataclass
    class Config:
        """The product's own secret; things have theirs in the database."""

        reader_secret: str

    async def authenticate(self, *, session: Session) -> bool:
        """True for the product with its secret, and for a thing with the one it was given."""
        name, secret = session.username or "", session.password or ""
        if name == READER:
            return hmac.compare_digest(self.config.reader_secret.encode(), secret.encode())
        return await asyncio.to_thread(_is_known, name, secret)

    async def topic_filtering(
        self, *, session: Session | None = None, topic: str | None = None, action: Action | None = None
    ) -> bool:
        """The product may do all. A thing sends its own readings; a client hears what is published for
        clients and makes observations, as long as its secret is good.
        """
        if session is None or session.username == READER:
            return True
        name, secret = session.username or "", session.password or ""
        if action == Action.PUBLISH:
            return await asyncio.to_thread(_may_send, name, secret, topic or "")
        return may_hear(topic or "") and await self._is_client(name, secret)

    async def _is_client(self, name: str, secret: str) -> bool:
        """Asked for every message it is to get, so the answer is kept for a moment."""
        if self._trusted.get((name, secret), 0.0) > time.monotonic():
            return True
        fits = await asyncio.to_thread(_fits, clients.fits, name, secret)
        if fits:
            self._trusted = {key: until for key, until in self._trusted.items() if until > time.monotonic()}
            self._trusted[name, secret] = time.monotonic() + TRUSTED_FOR
        return fits


def _own_will(session: Session) -> bool:
    """Whether the last will is the thing's own status: it may speak for nobody else when it is gone."""
    return topics.may_publish(session.username or "", session.will_topic or "")


def _is_known(name: str, secret: str) -> bool:
    return _is_thing(name, secret) or _fits(clients.fits, name, secret)


def _may_send(name: str, secret: str, topic: str) -> bool:
    if topics.may_publish(name, topic):
        return _is_thing(name, secret)
    if not may_hear(topic):
        return False
    return _fits(lambda session, name, secret: creating.may_send(session, name, secret, topic), name, secret)


def _is_thing(code: str, secret: str) -> bool:
    return _fits(credentials.fits, code, secret)


def _fits(door: Callable[[DbSession, str, str], bool], name: str, secret: str) -> bool:
    try:
        with db.glancing() as session:
            return door(session, name, secret)
    except (SQLAlchemyError, db.NotConfigured) as error:
        log.warning("nobody is let in while the database is away: %s", type(error).__name__)
        return False


async def _kind(session: Session) -> str:
    """What somebody is who was let in: a client may be called as a thing is, and is another."""
    if session.username == READER:
        return ""
    thing = await asyncio.to_thread(_is_thing, session.username or "", session.password or "")
    return THING if thing else CLIENT


class GuardedBroker(Broker):
    """amqtt whose sessions belong to users."""

    async def _initialize_client_session(
        self, reader: ReaderAdapter, writer: WriterAdapter, remote_address: str, remote_port: int
    ) -> tuple[BrokerProtocolHandler, Session]:
        """The session of who connects. AMQTTError, the connection closed, for everybody who is refused."""
        handler, session = await self._introduced(reader, writer)
        if not await self._authenticate(session, self.listeners_config["default"]):
            session.parent = 0
            handler.attach(session, reader, writer)
            await handler.mqtt_connack_authorize(False)
            await writer.close()
            raise AMQTTError("refused")
        kind = await _kind(session)
        if session.username != READER and (kind == CLIENT or not _own_will(session)):
            session.will_flag = False
        session.client_id = f"{kind}{session.username}/{session.client_id or gen_client_id()}"
        return handler, await self._found_again(session)

    async def _introduced(
        self, reader: ReaderAdapter, writer: WriterAdapter
    ) -> tuple[BrokerProtocolHandler, Session]:
        try:
            async with asyncio.timeout(INTRODUCTION):
                return await BrokerProtocolHandler.init_from_connect(reader, writer, self.plugins_manager)
        except (AMQTTError, MQTTError, TimeoutError) as error:
            await writer.close()
            raise AMQTTError(str(error)) from error

    async def _found_again(self, session: Session) -> Session:
        """The user's session of that name with what it still holds, unless a clean one is asked for."""
        assert session.client_id is not None
        session.parent = 0
        if session.clean_session:
            await self._delete_session(session.client_id)
            return session
        if session.client_id not in self._sessions:
            return session
        kept = self._sessions[session.client_id][0]
        kept.keep_alive, kept.password, kept.parent = session.keep_alive, session.password, 1
        return kept
