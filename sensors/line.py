"""The line to the broker, for thousands of messages a second: paho reads byte by byte."""

import struct
from collections.abc import Iterable
from typing import Any

import aiomqtt
from paho.mqtt.enums import MessageType

AT_ONCE = 65536  # bytes


class GatheredSocket:
    """A socket that takes what has come at once and hands it on in pieces.

    `pending` says what is left, as a TLS socket's does: aiomqtt reads on until there is nothing.
    """

    def __init__(self, under: Any) -> None:
        self._under, self._held, self._next = under, b"", 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._under, name)

    def recv(self, most: int) -> bytes:
        """As a socket's: b"" at the end, BlockingIOError where nothing has come."""
        if self._next == len(self._held):
            self._held, self._next = self._under.recv(AT_ONCE), 0
        piece = self._held[self._next : self._next + most]
        self._next += len(piece)
        return piece

    def pending(self) -> int:
        """Bytes that are here and were not handed on."""
        return len(self._held) - self._next


def gather(client: aiomqtt.Client) -> None:
    """Have a client that is not yet connected read by many bytes at once."""
    paho: Any = client._client
    make = paho._create_socket
    paho._create_socket = lambda: GatheredSocket(make())


def acknowledge(client: aiomqtt.Client, messages: Iterable[aiomqtt.Message]) -> None:
    """Acknowledge all of them in one piece (PUBACK each); those of QoS 0 ask for none."""
    numbers = [message.mid for message in messages if message.qos == 1]
    if numbers:
        whole = b"".join(struct.pack("!BBH", MessageType.PUBACK, 2, number) for number in numbers)
        client._client._packet_queue(MessageType.PUBACK, whole, numbers[-1], 0)
