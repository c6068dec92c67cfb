"""What every channel that sends promises, against a fake of its platform that refuses what the real one does.

A channel of `bot.channels.CHANNELS` without a fake here fails the suite.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.channels import CHANNELS
from bot.channels.outcomes import Blocked, Channel, RetryAfter, Sent
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.whatsapp.channel import WhatsAppChannel
from bot.dialogue.types import Button, Link, Reply
from tests.fakes.resident import picture
from tests.fakes.telegram_api import TelegramApi
from tests.fakes.whatsapp_api import WhatsAppApi


class OnePicture:
    """A media store that holds the same picture under every name."""

    def put(self, content: bytes) -> str:
        raise NotImplementedError

    def put_file(self, path: Path) -> str:
        raise NotImplementedError

    def pieces(self, sha256: str) -> Iterator[bytes]:
        raise NotImplementedError

    def open(self, sha256: str) -> bytes:
        return picture()

    def delete(self, sha256: str) -> None:
        raise NotImplementedError


@dataclass
class Platform:
    """A channel with somebody to write to, and the platform's ways to refuse."""

    channel: Channel
    address: str
    block: Callable[[], object]
    hurry: Callable[[], None]
    pictures: Callable[[], int]  # how many pictures they see


@contextmanager
def telegram() -> Iterator[Platform]:
    with TelegramApi() as api:
        user = api.user("Siti")
        made = TelegramChannel(api.token, base=api.url, site="https://sorot.example", media=OnePicture())
        yield Platform(
            made, str(user.chat), user.block, lambda: api.fail(429, retry_after=7),
            lambda: sum("photo" in message for message in user.sees()),
        )  # fmt: skip


@contextmanager
def whatsapp() -> Iterator[Platform]:
    with WhatsAppApi() as api:
        user = api.user("Siti")
        user.text("halo")
        made = WhatsAppChannel(
            api.token, api.phone_id, base=api.url, site="https://sorot.example", media=OnePicture()
        )
        yield Platform(
            made, user.address, lambda: api.fail(131026), lambda: api.fail(130429),
            lambda: sum(m["type"] == "image" for m in api.world.inbox.get(user.address, ())),
        )  # fmt: skip


PLATFORMS = {"telegram": telegram, "whatsapp": whatsapp}
LONG = "Kalimat yang agak panjang supaya harus dibagi. " * 150
CHOICES = tuple(Button(f"{n}:kec:{n}", f"Kecamatan nomor {n} yang namanya panjang") for n in range(15))
REPLIES = {
    "short": Reply("Baik."),
    "long": Reply(LONG),
    "three buttons": Reply("Kirim?", (Button("1:send", "Kirim"), Button("1:edit", "Ubah"))),
    "many buttons": Reply(LONG, CHOICES),
    "place": Reply("Di mana?", (Button("1:skip", "Lewati"),), ask_location=True),
    "link": Reply("Pantau di sini.", link=Link("Pantau", "/lacak/BKS-2611-00001#kunci=abc")),
    "dial": Reply("Telepon sekarang.", dial="112"),
    "picture": Reply("Sudah selesai.", picture="ab" * 32),
    "picture with buttons": Reply("Sudah beres?", (Button("done:1", "Sudah beres"),), picture="ab" * 32),
    "picture with a long text": Reply(LONG, picture="ab" * 32),
    "everything": Reply(LONG, CHOICES, ask_location=True, link=Link("Pantau", "/x"), dial="112",
                        picture="ab" * 32),
}  # fmt: skip
every_platform = pytest.mark.parametrize("name", sorted(PLATFORMS))


def test_every_registered_channel_has_a_platform_here() -> None:
    assert set(PLATFORMS) == set(CHANNELS) - {"web"}  # the web chat's messages are taken by the browser


@every_platform
def test_the_platform_takes_whatever_we_say(name: str) -> None:
    with PLATFORMS[name]() as platform:
        for told, reply in REPLIES.items():
            before = platform.pictures()
            for part in platform.channel.split(reply):
                assert isinstance(platform.channel.send(platform.address, part), Sent), told
            assert platform.pictures() - before == (1 if reply.picture else 0), told


@every_platform
def test_a_refusal_is_the_outcome_it_means_and_the_next_message_goes_through(name: str) -> None:
    with PLATFORMS[name]() as platform:
        send = platform.channel.send
        assert isinstance(send(platform.address, Reply("satu")), Sent)
        platform.hurry()
        assert isinstance(send(platform.address, Reply("dua")), RetryAfter)
        assert isinstance(send(platform.address, Reply("dua")), Sent)
        platform.block()
        assert isinstance(send(platform.address, Reply("tiga")), Blocked)
