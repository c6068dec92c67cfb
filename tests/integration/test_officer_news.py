"""Officers are told once: in the panel, by mail (aiosmtpd takes it), into browsers, whatever dies between."""

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import http_ece
import httpx2
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02
from sqlalchemy import select

from routing.domain.news import NewsKind, Way
from routing.news import choices, gathering, subscriptions
from routing.news.choices import Wishes
from routing.news.leaving import LEASE, Left, Parcel, carry
from routing.reports import held, holding, officers_work
from sorot.officer_mail import Post
from sorot.officer_push import Push
from storage import db, web_push
from storage.models import LadderSummary, NewsDelivery, Officer, OfficerNews, PushSubscription, Report
from tests.factories import city, people, reports

NOW = city.NOW
EVERYTHING = {kind: list(Way) for kind in NewsKind}


@dataclass
class Staff:
    """Who works on the report, by name."""

    ids: dict[str, int]
    report: int
    told: list[Parcel] = field(default_factory=list)

    def act(self, deed: Any, who: str, **more: Any) -> None:
        with db.transaction() as tx:
            officer, report = tx.get_one(Officer, self.ids[who]), tx.get_one(Report, self.report)
            deed(tx, officer=officer, report=report, now=NOW, **more)

    def wish(self, who: str, wishes: Wishes) -> None:
        with db.transaction() as tx:
            choices.keep(tx, tx.get_one(Officer, self.ids[who]), wishes)

    def news(self, who: str) -> Sequence[str]:
        with db.reading() as session:
            return [row.kind for row in gathering.of(session, session.get_one(Officer, self.ids[who]))]

    def carrier(self, parcel: Parcel) -> Left:
        self.told.append(parcel)
        return Left.SENT


@pytest.fixture
def staff(database: str) -> Staff:
    with db.transaction() as tx:
        city.load(tx)
        report = reports.filed(tx)
        people = {
            name: Officer(
                username=name, name=name.title(), role=role, agency_code=agency, email=f"{name}@kota.example",
                created_at=NOW,
            )
            for name, role, agency in (
                ("rina", "petugas", report.agency_code), ("budi", "petugas", report.agency_code),
                ("kepala", "kepala", report.agency_code), ("lain", "kepala", "dlh"),
            )
        }  # fmt: skip
        tx.add_all(people.values())
        tx.flush()
        made = Staff({name: officer.id for name, officer in people.items()}, report.id)
    gather()  # the bookmark
    return made


def gather(now: datetime = NOW) -> int:
    with db.transaction() as tx:
        return gathering.gather(tx, now=now)


def test_what_is_given_and_held_is_told_to_whom_it_concerns_and_once(staff: Staff) -> None:
    staff.act(holding.give, "rina", to=staff.ids["budi"])
    staff.act(holding.give, "rina", to=staff.ids["rina"])  # taken by oneself: no news
    staff.act(held.hold, "rina", text="Pelapornya Pak Anton.", kind="jawab")
    assert gather() == 2
    assert (staff.news("budi"), staff.news("kepala")) == (["diberikan"], ["titipan"])
    assert (staff.news("rina"), staff.news("lain")) == ([], [])
    with db.transaction() as tx:  # the bookmark set back, as after a restored copy
        row = tx.get_one(gathering.ChannelState, gathering.BOOKMARK)
        row.value = {"seq": 0, "ladder": 0}
    assert gather() == 0
    with db.reading() as session:
        assert not gathering.waits(session)
        assert "Anton" not in str([row.words for row in session.scalars(select(OfficerNews))])


def test_who_handed_a_report_on_is_told_when_it_comes_back(staff: Staff) -> None:
    with db.reading() as session:
        home = session.get_one(Report, staff.report).agency_code
    staff.act(officers_work.forward, "rina", agency="dlh", reason="Ini sampah.")
    with db.transaction() as tx:
        away = people.officer(tx, agency="dlh")
        staff.ids["agus"] = away.id
    assert gather() == 0  # the office it went to sees a new report, as any other
    staff.act(officers_work.forward, "agus", agency=home, reason="Bukan sampah kami.")
    assert gather() == 1
    assert (staff.news("rina"), staff.news("budi"), staff.news("agus")) == ([NewsKind.GIVEN], [], [])


def test_who_is_spoken_to_in_a_note_is_told(staff: Staff) -> None:
    staff.act(officers_work.note, "rina", text="@budi tolong dicek, @lain juga.")
    assert gather() == 1
    assert (staff.news("budi"), staff.news("lain")) == (["disebut"], [])


def test_nobody_is_told_of_what_was_before(staff: Staff) -> None:
    with db.transaction() as tx:
        tx.delete(tx.get_one(gathering.ChannelState, gathering.BOOKMARK))
    staff.act(holding.give, "rina", to=staff.ids["budi"])
    assert gather() == 0


def test_a_process_that_dies_after_sending_sends_no_third_time(staff: Staff) -> None:
    staff.wish("budi", Wishes(EVERYTHING))
    staff.act(holding.give, "rina", to=staff.ids["budi"])
    gather()

    def dies(parcel: Parcel) -> Left:
        staff.told.append(parcel)
        raise KeyboardInterrupt

    ways = {Way.PUSH: staff.carrier}
    with pytest.raises(KeyboardInterrupt):
        carry({Way.PUSH: dies}, now=NOW)
    assert carry(ways, now=NOW) == 0  # leased
    assert carry(ways, now=NOW + LEASE) == 1
    assert carry(ways, now=NOW + 2 * LEASE) == 0
    assert [piece.words for parcel in staff.told for piece in parcel.pieces] == [
        staff.told[0].pieces[0].words
    ] * 2


def test_one_letter_in_the_morning_without_what_was_read(staff: Staff) -> None:
    staff.wish("budi", Wishes({NewsKind.GIVEN: [Way.EMAIL], NewsKind.LATE: [Way.EMAIL]}, digest=True))
    for _ in range(2):
        staff.act(holding.give, "rina", to=staff.ids["budi"])
        staff.act(holding.give, "budi", to=None)
    with db.transaction() as tx:
        tx.add(LadderSummary(officer_id=staff.ids["budi"], at=NOW, steps=[[75, "Tenggat dekat", 3]]))
    assert gather() == 3
    assert staff.news("budi") == ["diberikan", "diberikan"]  # warnings stand on a page of their own
    ways, morning = {Way.EMAIL: staff.carrier}, NOW + timedelta(days=1)
    assert carry(ways, now=NOW) == 0
    with db.transaction() as tx:
        gathering.mark_read(tx, tx.get_one(Officer, staff.ids["budi"]), now=NOW)
    staff.act(holding.give, "rina", to=staff.ids["budi"])
    gather()
    assert carry(ways, now=morning) == 1
    said = [piece.words for piece in staff.told[0].pieces]
    assert (len(said), said[0]) == (2, "3 laporan: tenggat dekat.")


def test_what_is_not_taken_is_tried_again_and_given_up_after_a_day(staff: Staff) -> None:
    staff.wish("budi", Wishes(EVERYTHING))
    staff.act(holding.give, "rina", to=staff.ids["budi"])
    gather()
    at = NOW
    for _ in range(200):
        carry({Way.EMAIL: lambda _: Left.LATER}, now=at)
        at += timedelta(minutes=15)
    with db.reading() as session:
        row = session.scalars(select(NewsDelivery).where(NewsDelivery.way == "email")).one()
        assert (row.status, row.attempts > 5) == ("failed", True)


# --- mail


@pytest.fixture
def mailbox() -> Iterator[Any]:
    from aiosmtpd.controller import Controller
    from aiosmtpd.handlers import Message

    class Box(Message):
        letters: list[Any] = []

        def handle_message(self, message: Any) -> None:
            self.letters.append(message)

    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Box()
    box.letters = []
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    box.url = f"smtp://127.0.0.1:{port}"  # type: ignore[attr-defined]
    yield box
    server.stop()


def test_a_letter_says_where_and_nothing_of_the_resident(staff: Staff, mailbox: Any) -> None:
    staff.wish("budi", Wishes({NewsKind.GIVEN: [Way.EMAIL]}))
    staff.act(holding.give, "rina", to=staff.ids["budi"])
    gather()
    assert carry({Way.EMAIL: Post(mailbox.url, "sorot@kota.example", "https://lapor.example")}, now=NOW) == 1
    [letter] = mailbox.letters
    text = letter.get_payload(decode=True).decode()
    assert (letter["To"], letter["From"]) == ("budi@kota.example", "sorot@kota.example")
    assert "diberikan kepada Anda" in letter["Subject"]
    assert "https://lapor.example/petugas/laporan/" in text
    assert "Aspal" not in text


def test_mail_waits_when_the_server_is_away(staff: Staff) -> None:
    parcel = Parcel(1, Way.EMAIL, "Budi", "budi@kota.example", [])
    assert Post("smtp://127.0.0.1:9", "a@b.example", "https://x.example")(parcel_with(parcel)) is Left.LATER
    assert (
        Post("smtp://127.0.0.1:9", "a@b.example", "https://x.example")(parcel_without(parcel)) is Left.NOBODY
    )


def parcel_with(parcel: Parcel) -> Parcel:
    from routing.news.leaving import Piece

    return Parcel(parcel.officer, parcel.way, parcel.name, parcel.email, [Piece(1, 1, "Kabar.", "/petugas")])


def parcel_without(parcel: Parcel) -> Parcel:
    return Parcel(parcel.officer, parcel.way, parcel.name, "", parcel_with(parcel).pieces)


# --- push


def test_a_browser_reads_what_only_it_can_and_a_browser_that_is_gone_is_forgotten(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, auth = ec.generate_private_key(ec.SECP256R1()), b"0123456789abcdef"
    point = mine.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    with db.transaction() as tx:
        for name in ("ada", "hilang"):
            subscriptions.keep(
                tx, tx.get_one(Officer, staff.ids["budi"]), endpoint=f"https://fcm.googleapis.com/fcm/send/{name}",
                p256dh=base64.urlsafe_b64encode(point).decode().rstrip("="),
                auth=base64.urlsafe_b64encode(auth).decode().rstrip("="), device="Chrome di Linux", now=NOW,
            )  # fmt: skip
    staff.wish("budi", Wishes({NewsKind.GIVEN: [Way.PUSH]}))
    staff.act(holding.give, "rina", to=staff.ids["budi"])
    gather()
    asked: list[httpx2.Request] = []

    def vendor(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return httpx2.Response(201 if request.url.path.endswith("ada") else 410)

    client = httpx2.Client(transport=httpx2.MockTransport(vendor))
    monkeypatch.setattr(web_push, "client", lambda: client)
    assert carry({Way.PUSH: Push("a secret of the product", "https://lapor.example")}, now=NOW) == 1
    said = json.loads(
        http_ece.decrypt(asked[0].content, private_key=mine, auth_secret=auth, version="aes128gcm")
    )
    assert "diberikan kepada Anda" in said["words"]
    assert Vapid02.verify(asked[0].headers["Authorization"])
    with db.reading() as session:
        assert [row.endpoint[-3:] for row in session.scalars(select(PushSubscription))] == ["ada"]
        assert session.scalars(select(NewsDelivery.status)).all() == ["sent"]
