"""What a transcript's resident does beside writing, pressing and photographing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.dialogue.types import Reply
from routing.people import misuse
from storage.db import transaction
from storage.models import Person
from tests.factories import people
from tests.fakes.resident import Resident
from tests.fakes.telegram_resident import FILE, TelegramResident

Act = Callable[[Any, Any, str], tuple[Reply, ...]]


def _telegram(stage: Any, who: Resident, rest: str) -> tuple[Reply, ...]:
    stage.warga = TelegramResident(engine=who.engine, now=who.now)
    return ()


def _sends(**content: Any) -> Act:
    return lambda stage, who, rest: who.say(**content)


def _album(stage: Any, who: TelegramResident, rest: str) -> tuple[Reply, ...]:
    count, _, text = rest.partition(" foto")
    return who.album(int(count), text.lstrip(": "))


def _burst(stage: Any, who: Resident, rest: str) -> tuple[Reply, ...]:
    return who.burst(*({"text": part.strip()} for part in rest.split(" / ")))


def _many(stage: Any, who: Resident, rest: str) -> tuple[Reply, ...]:
    """ "35 kali: halo": one after another, and only what is answered last."""
    count, _, text = rest.partition(" kali:")
    usual, who.gap = who.gap, timedelta(seconds=4)
    for _ in range(int(count)):
        said = who.say(text.strip())
    who.gap = usual
    return said


def _twice(stage: Any, who: Resident, title: str) -> tuple[Reply, ...]:
    first = who.press(title.strip("[]"))
    return first + who.press(title.strip("[]"))


def _forwards(stage: Any, who: Resident, text: str) -> tuple[Reply, ...]:
    return who.say(text, forward_origin={"type": "hidden_user", "sender_user_name": "Tetangga", "date": 1})


def _waits(stage: Any, who: Resident, rest: str) -> tuple[Reply, ...]:
    stage.warga.now += timedelta(minutes=int(rest.split()[0]))
    return ()


def _operator(work: Callable[..., object]) -> Act:
    def act(stage: Any, who: Resident, reason: str) -> tuple[Reply, ...]:
        with transaction() as tx:
            person = tx.scalars(select(Person).where(Person.address == stage.warga.address)).one()
            officer = people.officer(tx, role="operator", agency=None)
            work(tx, officer=officer, person=person, reason=reason, now=stage.warga.now)
        return stage.warga.read()

    return act


VOICE = {"voice": {"file_id": "suara-1", "duration": 4, "mime_type": "audio/ogg", **FILE}}
PDF = {"document": {"file_id": "berkas-1", "mime_type": "application/pdf", **FILE}}
ACTS: dict[str, Act] = {
    "(di Telegram)": _telegram,
    "(menunggu": _waits,
    "menekan dua kali": _twice,
    "menulis beruntun:": _burst,
    "menulis": _many,
    "mengirim album": _album,
    "mengirim stiker": _sends(sticker={"file_id": "stiker-1", "emoji": "👍", **FILE}),
    "mengirim pesan suara": _sends(**VOICE),
    "mengirim video": _sends(video={"file_id": "video-1", "duration": 9, **FILE}),
    "mengirim kontak": _sends(contact={"phone_number": "+62812", "first_name": "Pak RT"}),
    "mengirim PDF": _sends(**PDF),
    "mengirim dadu": _sends(dice={"emoji": "🎲", "value": 4}),
    "meneruskan:": _forwards,
    "mengubah pesan terakhir:": lambda stage, who, text: who.say(edits=text),
    "memblokir bot": _sends(membership="kicked"),
    "membuka blokir bot": _sends(membership="member"),
    "Petugas memblokir:": _operator(misuse.block),
    "Petugas membuka blokir": _operator(misuse.unblock),
}
