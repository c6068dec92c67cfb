"""The line to the broker: read by many bytes at once, acknowledged in one piece."""

import asyncio
import socket

import aiomqtt
import paho.mqtt.client as paho
import pytest

from sensors.line import GatheredSocket, acknowledge


def test_what_came_at_once_is_handed_on_in_pieces_and_what_is_left_is_said() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        line = GatheredSocket(ours)
        theirs.sendall(b"abcdef")
        assert (line.recv(1), line.pending(), line.recv(3), line.recv(9), line.pending()) == (
            b"a", 5, b"bcd", b"ef", 0,
        )  # fmt: skip
        with pytest.raises(BlockingIOError):
            line.recv(1)
        assert line.fileno() == ours.fileno()
        theirs.close()
        assert line.recv(1) == b""


def test_messages_are_acknowledged_each_by_its_number_and_those_without_a_promise_not() -> None:
    messages = []
    for number, qos in ((1, 1), (258, 1), (9, 0)):
        arrived = paho.MQTTMessage(mid=number, topic=b"a")
        arrived.qos = qos
        messages.append(aiomqtt.Message._from_paho_message(arrived))

    async def sent(*which: aiomqtt.Message) -> list[bytes]:
        client = aiomqtt.Client("tidak-ada.invalid")
        acknowledge(client, which)
        return [bytes(one["packet"]) for one in client._client._out_packet]

    assert asyncio.run(sent(*messages)) == [b"\x40\x02\x00\x01\x40\x02\x01\x02"]
    assert asyncio.run(sent(messages[2])) == []
