"""Cameras end to end: a local one is registered, photographed, judged, watched through tickets, forgotten."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from routing.people import retention
from sensors.cameras import fetching, register, seeing, stills, streams
from sensors.cameras.fetching import CameraAway, fetch
from sensors.cameras.register import AddressSeal, WrongCamera
from sensors.cameras.snapping import Snapper
from sensors.cameras.stills import ProofSubject
from sensors.domain.cameras.health import STATES, CameraState
from sensors.domain.cameras.rights import Clearness, Rights
from storage import db, deletions
from storage.backup import rows
from storage.clock import Clock
from storage.media import FolderStore
from storage.models import Camera, CameraLook, CameraProof, CameraStill, Event, Officer, Report
from storage.outside import OUTSIDE, MayCall, networks_of
from tests.factories import city, people, reports
from tests.factories.cameras import HERE, SEAL, SECRET, camera
from tests.factories.city import NOW
from tests.fakes.cctv import PASSWORD, Cctv, cctv, frame, stream
from tests.servers import ROOT

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _city(sqlite_url: str) -> None:
    db.configure(sqlite_url)
    with db.transaction() as tx:
        city.load(tx)


@pytest.fixture
def there() -> Iterator[Cctv]:
    with cctv() as made:
        yield made


@pytest.fixture
def snapper(tmp_path: Path) -> Snapper:
    return Snapper(FolderStore(tmp_path), SECRET, HERE)


def files(folder: Path) -> list[str]:
    """The names of what is stored."""
    return [path.name for path in folder.rglob("*") if path.is_file() and len(path.name) == 64]


def at(moment: datetime) -> Clock:
    """A clock that stands."""
    return lambda: moment


def shown(now: datetime) -> seeing.CameraShown:
    with db.transaction() as tx:
        operator = tx.scalars(select(Officer).where(Officer.role == "operator")).first() or people.officer(
            tx, role="operator", agency="poc"
        )
    with db.reading() as session:
        return seeing.all_shown(session, operator, now=now)[0]


def test_a_camera_is_photographed_when_due_and_what_is_wrong_with_it_is_seen(
    there: Cctv, snapper: Snapper
) -> None:
    with db.transaction() as tx:
        camera(tx, snapshot=there.address())
    assert shown(NOW).state is CameraState.NEW
    assert snapper.run_due(lambda: NOW) == 1
    assert snapper.run_due(lambda: NOW + MINUTE / 2) == 0
    found = shown(NOW + MINUTE)
    assert (found.state, found.taken_at, found.live) == (CameraState.GOOD, NOW, True)
    first = found.still
    for times in range(1, 4):  # the same bytes again and again: no new picture, and then: frozen
        snapper.run_due(at(NOW + times * MINUTE))
    found = shown(NOW + 3 * MINUTE)
    assert (found.state, found.taken_at, found.live) == (CameraState.FROZEN, NOW, False)
    assert found.still is not None
    assert first is not None
    assert found.still.id == first.id
    there.picture = frame(black=True)
    snapper.run_due(lambda: NOW + 4 * MINUTE)
    assert shown(NOW + 4 * MINUTE).state is CameraState.BLACK
    there.picture, then = frame(3), NOW + 5 * MINUTE
    there.clock = format_datetime(then + timedelta(days=2), usegmt=True)
    snapper.run_due(at(then))
    found = shown(then)
    assert (found.state, found.camera.fault, found.taken_at) == (
        CameraState.CLOCK, "jam kamera 2 hari lebih cepat", then,
    )  # fmt: skip
    there.status = 500
    snapper.run_due(lambda: NOW + 6 * MINUTE)
    snapper.run_due(lambda: NOW + 9 * MINUTE)
    found = shown(NOW + 9 * MINUTE)
    assert (found.state, found.camera.fault, found.live) == (CameraState.SILENT, "kamera menjawab 500", False)


def test_digest_and_basic_are_answered_and_a_wrong_password_is_told_without_it(there: Cctv) -> None:
    for there.digest in (False, True):
        assert fetch(there.address(), HERE).content == there.picture
        with pytest.raises(CameraAway) as away:
            fetch(there.address().replace("pengawas", "orang-lain"), HERE)
        assert str(away.value) == "kamera menolak nama atau sandinya"


def test_what_a_camera_says_beside_asking_and_what_it_packed_is_not_taken(there: Cctv) -> None:
    there.headers = {"Content-Encoding": "gzip"}  # though nobody asked for it
    assert fetch(there.address(), HERE).content == there.picture
    there.refusal = b"x" * 50_000_000
    for there.digest in (False, True):
        assert fetch(there.address(), HERE).content == there.picture


def test_an_answer_that_never_ends_and_an_address_that_is_none_are_given_up(
    there: Cctv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LONGEST", -1)
    with pytest.raises(CameraAway, match="belum habis"):
        fetch(there.address(), HERE)
    with pytest.raises(CameraAway, match="alamatnya tidak bisa dibaca"):
        fetch(there.address("/\x01.jpg"), HERE)


def test_what_the_city_did_not_allow_is_not_called(there: Cctv, snapper: Snapper) -> None:
    with pytest.raises(CameraAway):
        fetch(there.address(), OUTSIDE)
    elsewhere = MayCall(networks_of("10.0.0.0/8"), frozenset())
    with pytest.raises(CameraAway):
        fetch(there.address(), elsewhere)
    with db.transaction() as tx, pytest.raises(WrongCamera, match="jaringan"):
        register.make(
            tx, "cam-x", register.CameraSaid("X", -6.2, 106.9, snapshot=there.address()),
            AddressSeal(SECRET, OUTSIDE), actor="petugas:1", now=NOW,
        )  # fmt: skip
    with db.transaction() as tx:  # allowed when registered, and no longer: it is not called either
        camera(tx, snapshot=there.address())
    Snapper(snapper.store, SECRET, OUTSIDE).run_due(lambda: NOW)
    assert there.asked == []
    assert "SOROT_INNER_NETWORKS" in shown(NOW).camera.fault
    there.picture = b"<html>masuk dulu</html>"
    snapper.run_due(lambda: NOW + timedelta(hours=1))
    assert shown(NOW + timedelta(hours=1)).camera.fault == "kirimannya bukan gambar yang bisa dibuka"


def test_pictures_go_after_their_hours_and_evidence_stays_until_its_report_is_long_over(
    there: Cctv, snapper: Snapper, tmp_path: Path
) -> None:
    with db.transaction() as tx:
        camera(tx, snapshot=there.address())
        officer, report = people.officer(tx), reports.filed(tx)
    for times in range(3):
        there.picture = frame(times)
        snapper.run_due(at(NOW + times * MINUTE))
    with db.transaction() as tx:
        made = tx.scalars(select(Camera)).one()
        still = tx.scalars(select(CameraStill).order_by(CameraStill.id)).first()
        assert still is not None
        for _ in range(2):  # pressed twice: kept once
            proof = stills.keep(
                tx, made, still, ProofSubject(report=tx.merge(report)), officer=officer, reason="Truk parkir",
                now=NOW,
            )  # fmt: skip
        tx.add(
            CameraLook(camera_id=made.id, officer_id=officer.id, what="gambar", about="", at=NOW, last_at=NOW)
        )
    kept = snapper.store.open(proof.sha256)
    with db.reading() as session:
        told = session.scalars(select(Event).where(Event.kind == "camera_still_kept")).one()
        assert told.data["sha256"] == proof.sha256
        assert told.report_id == report.id
    later = NOW + timedelta(hours=7)
    assert snapper.forget(later) == 3
    deletions.sweep(snapper.store, now=later)
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(CameraStill)) == 0
    assert shown(later).still is None
    assert snapper.store.open(proof.sha256) == kept
    assert files(tmp_path) == [proof.sha256]
    with db.transaction() as tx:
        row = tx.get_one(Report, report.id)
        row.status, row.updated_at = "ditutup", later
    for days, left in ((1094, 1), (1096, 0)):
        with db.transaction() as tx:
            retention.run(tx, now=later + timedelta(days=days))
        with db.reading() as session:
            assert session.scalar(select(func.count()).select_from(CameraProof)) == left
    deletions.sweep(snapper.store, now=later + timedelta(days=1096))
    assert files(tmp_path) == []
    with db.transaction() as tx:
        retention.run(tx, now=NOW + timedelta(days=1826))
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(CameraLook)) == 0


def test_no_password_is_in_the_database_its_backup_or_the_log(there: Cctv) -> None:
    with db.transaction() as tx:
        camera(tx, snapshot=there.address(), stream=there.address("/induk.m3u8"))
    with db.engine().connect() as connection:
        held = [str(row) for table in rows.tables() for row in rows.read(connection, table)]
    assert any("cam-pasar" in row for row in held)
    assert [row for row in held if PASSWORD in row or there.url.removeprefix("http://") in row] == []
    assert "camera_still" not in {table.name for table in rows.tables()}


def test_a_csv_of_cameras_keeps_good_rows_and_names_bad_ones_by_line() -> None:
    with db.transaction() as tx:
        camera(tx, "cam-lama", name="Lama", snapshot="http://127.0.0.1/a.jpg")
    given = (
        b"kode;nama;lat;lon;arah;terlihat;pemilik;hak;gambar;aliran;jeda\n"
        b"cam-lama;Nama baru;-6,24;106,99;timur;Pasar;dlh;petugas;;;120\n"
        b"cam-satu;Satu;-6,25;106,98;;;;;http://u:p@127.0.0.1/s.jpg;;\n"
        b"CAM DUA;Dua;-6,25;106,98;;;;;;;\n"
        b"cam-tiga;Tiga;enam;106,98;;;;;;;\n"
        b"cam-empat;Empat;-6,25;106,98;;;Dinas Sulap;;;;\n"
        b"cam-lima;Lima;-6,25;106,98;;;;;http://10.9.9.9/s.jpg;;\n"
        b"cam-satu;Satu lagi;-6,25;106,98;;;;;;;\n"
        b"cam-enam;;-6,25;106,98;;;;;;;5\n"
    )
    with db.transaction() as tx:
        taken = register.take_in(tx, given, SEAL, name="kamera.csv", actor="petugas:1", now=NOW)
    assert (taken.new, taken.changed, [line for line, _ in taken.bad]) == (1, 1, [4, 5, 6, 7, 8, 9])
    assert "SOROT_INNER_NETWORKS" in dict(taken.bad)[7]
    with db.reading() as session:
        found = {row.code: row for row in session.scalars(select(Camera))}
    assert set(found) == {"cam-lama", "cam-satu"}
    old = found["cam-lama"]
    assert (old.name, old.direction, old.rights, old.every_seconds) == ("Nama baru", 90.0, "petugas", 120)
    assert old.snapshot_url  # the empty cell left it


def test_the_documents_table_and_example_are_what_is_taken() -> None:
    guide = (ROOT / "docs/cameras.md").read_text()
    example = guide.partition("```csv\n")[2].partition("```")[0]
    assert tuple(example.splitlines()[0].split(";")) == register.ALL_COLUMNS
    with db.transaction() as tx:
        taken = register.take_in(tx, example.encode(), SEAL, name="kamera.csv", actor="petugas:1", now=NOW)
    assert (taken.new, taken.bad) == (1, [])
    for words in (STATES[CameraState.BLACK], STATES[CameraState.FROZEN], STATES[CameraState.SILENT],
                  STATES[CameraState.CLOCK], STATES[CameraState.OFF], *Rights):  # fmt: skip
        assert words in guide


def test_a_stream_is_watched_through_tickets_that_name_no_address_and_end(
    there: Cctv, tmp_path: Path
) -> None:
    """One second: ffmpeg makes six seconds of video."""
    there.folder, there.digest = tmp_path / "hls", True
    there.folder.mkdir()
    stream(there.folder)
    with db.transaction() as tx:
        made = camera(tx, stream=there.address("/cctv/induk.m3u8"))
        operator, other = (
            people.officer(tx, role="operator", agency="poc"),
            people.officer(tx, role="operator", agency="poc"),
        )

    def get(address: str, now: datetime = NOW, officer: Officer = operator) -> streams.StreamPiece:
        ticket = streams.read(SECRET, address.removeprefix(streams.PATH), officer, now=now)
        return streams.hand(SECRET, ticket, made, HERE, wanted="", now=now)

    first = streams.begin(SECRET, made, operator, now=NOW)
    assert PASSWORD not in first
    master = get(first)
    inner = [line for line in master.content.decode().splitlines() if line.startswith("/")]
    playlist = get(inner[0]).content.decode()
    pieces = [line for line in playlist.splitlines() if line.startswith("/")]
    assert (len(inner), len(pieces), master.kind) == (1, 3, streams.PLAYLIST)
    told = master.content.decode() + playlist
    assert "127.0.0.1" not in told
    assert ".ts" not in told
    piece = get(pieces[0])
    assert (piece.kind, piece.content[:1]) == ("video/mp2t", b"G")
    assert piece.content == (there.folder / "aliran0.ts").read_bytes()
    for bad, now, officer in (
        (pieces[0], NOW, other), (pieces[0], NOW + 2 * MINUTE, operator),
        (inner[0], NOW + 11 * MINUTE, operator),
        (first[:-4] + "abcd", NOW, operator), ("", NOW, operator),
    ):  # fmt: skip
        with pytest.raises(streams.TicketOver):
            get(bad, now, officer)
    (there.folder / "induk.m3u8").write_text("#EXTM3U\n#EXTINF:2,\nhttp://127.0.0.1:1/lain.ts\n")
    with pytest.raises(CameraAway, match="di luar kameranya"):
        get(first)
    for broken in ("http://[", "http://127.0.0.1:99999/a.ts"):
        (there.folder / "induk.m3u8").write_text(f"#EXTM3U\n#EXTINF:2,\n{broken}\n")
        with pytest.raises(CameraAway, match="tidak bisa dibaca"):
            get(first)


def test_faces_are_hidden_for_who_may_not_see_them(there: Cctv, snapper: Snapper) -> None:
    with db.transaction() as tx:
        camera(tx, snapshot=there.address())
    snapper.run_due(lambda: NOW)
    with db.reading() as session:
        still = session.scalars(select(CameraStill)).one()
    clear = stills.content(snapper.store, still, Clearness.CLEAR, small=False, now=NOW)
    blurred = stills.content(snapper.store, still, Clearness.BLURRED, small=False, now=NOW)
    small = stills.content(snapper.store, still, Clearness.BLURRED, small=True, now=NOW)
    assert len({clear, blurred, small}) >= 2
    with db.reading() as session:
        row = session.scalars(select(CameraStill)).one()
    assert row.blurred_sha256 not in (None, row.sha256)
    assert snapper.store.open(row.blurred_sha256 or "") == blurred
