"""What transcripts do about the time after filing: results, referrals, high water, newcomers, farewells."""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from bot.dialogue.types import Reply
from bot.personal import finish_farewells
from routing.city.catalogue import changed
from routing.domain.lifecycle import Status
from routing.reports import handing_in, officers_work
from routing.warnings.alerts import close_alert, raise_alert
from sensors import things
from sensors.gauges import DATA, load_gauges
from storage import media, outbox
from storage.db import transaction
from storage.media import FolderStore
from storage.models import Category, Person, Report
from storage.pictures import Picture
from tests.factories import people
from tests.fakes.resident import Resident, picture

if TYPE_CHECKING:
    from tests.fakes.transcript import Stage

Act = Callable[["Stage", Resident, str], tuple[Reply, ...]]
_WATER = re.compile(r"(?P<gauge>\S+) (?:naik ke Siaga (?P<level>\d)|kembali normal): (?P<value>\d+) cm\)")


def _newcomer(stage: "Stage", who: Resident, rest: str) -> tuple[Reply, ...]:
    stage.warga = Resident(newcomer=True)
    return ()


def _water(stage: "Stage", who: Resident, words: str) -> tuple[Reply, ...]:
    found = _WATER.fullmatch(words)
    assert found, words
    now, value = stage.warga.now, float(found["value"])
    with transaction() as tx:
        load_gauges(tx, DATA / "bekasi")
        sensor = things.stream_of(tx, found["gauge"])
        assert sensor
        if found["level"]:
            raise_alert(tx, stream=sensor, level=int(found["level"]), value=value, at=now, now=now)
        else:
            close_alert(tx, stream=sensor, value=value, at=now, now=now)
    return stage.warga.read()


def _gauges(stage: "Stage", who: Resident, rest: str) -> tuple[Reply, ...]:
    with transaction() as tx:
        load_gauges(tx, DATA / "bekasi")
    return ()


def _last_one_is_out(stage: "Stage", who: Resident, rest: str) -> tuple[Reply, ...]:
    with transaction() as tx:
        person = tx.scalars(select(Person).where(Person.address == stage.warga.address)).one()
        outbox.delivered(tx, person_id=person.id, up_to=10**9, now=stage.warga.now)
        store = FolderStore(Path(tempfile.gettempdir()) / "none")
        assert finish_farewells(tx, store, now=stage.warga.now) == 1
    return ()


def _work(do: Callable[..., Any]) -> Act:
    def act(stage: "Stage", who: Resident, words: str) -> tuple[Reply, ...]:
        with transaction() as tx:
            report = tx.get_one(Report, stage.warga.reports()[-1].id)
            officer = people.officer(tx, "operator", "poc")
            do(tx, {"officer": officer, "report": report, "now": stage.warga.now}, words)
        return stage.warga.read()

    return act


def _result(tx: Any, on: dict[str, Any], words: str) -> None:
    content = picture("green")
    sha256 = media.put(FolderStore(Path(tempfile.mkdtemp())), Picture(content, 32, 24))
    media.note(tx, sha256, Picture(content, 32, 24), now=on["now"]).public_sha256 = sha256
    handing_in.add_result(tx, sha256=sha256, **on)


def _neighbours(stage: "Stage", who: Resident, rest: str) -> tuple[Reply, ...]:
    with transaction() as tx:
        tx.execute(update(Category).values(neighbours="tanya"))
        changed(tx)
    return ()


def _refer(tx: Any, on: dict[str, Any], words: str) -> None:
    officers_work.change_status(tx, to=Status.DIRUJUK, reason=words, **on)


def _coordinate(tx: Any, on: dict[str, Any], words: str) -> None:
    officers_work.change_status(tx, to=Status.KOORDINASI, reason=words, **on)


def _forward(tx: Any, on: dict[str, Any], words: str) -> None:
    agency, _, reason = words.partition(":")
    officers_work.forward(tx, agency=agency.strip(), reason=reason.strip(), **on)


def _category(tx: Any, on: dict[str, Any], words: str) -> None:
    officers_work.change_category(tx, category=words, **on)


ACTS: dict[str, Act] = {
    "(warga baru)": _newcomer,
    "(air di": _water,
    "(alat pantau terpasang)": _gauges,
    "(warga sekitar ditanya dulu)": _neighbours,
    "(pesan terakhir sampai)": _last_one_is_out,
    "Petugas mengunggah foto hasil": _work(_result),
    "Petugas merujuk:": _work(_refer),
    "Petugas mengoordinasikan:": _work(_coordinate),
    "Petugas meneruskan ke": _work(_forward),
    "Petugas memperbaiki jenis:": _work(_category),
}
