"""The register of cameras: one at a time in the panel, many as CSV."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.errors import BadInput, NotFound, WrongSaid
from routing.texts import clean, needed
from sensors.domain.cameras import addresses, places
from sensors.domain.cameras.rights import Rights
from sensors.things import CODE
from storage import csv_files, events, hidden
from storage.csv_files import CsvFault, Line
from storage.event_kinds import EventKind
from storage.models import Agency, Camera
from storage.outside import MayCall

EVERY = (10, 86_400)  # seconds between two pictures: at least, at most
NAME, SEES = 120, 300
COLUMNS = ("kode", "nama", "lat", "lon")
ALL_COLUMNS = (*COLUMNS, "arah", "terlihat", "pemilik", "hak", "gambar", "aliran", "jeda")
MOST_ROWS = 5_000
RESERVED = frozenset(
    {"dinding", "petak", "dekat", "bukti", "aliran", "impor"}
)  # words of the pages' addresses


class WrongCamera(WrongSaid):
    """What is said of a camera cannot be used."""

    rule = "kamera_kode"


@dataclass(frozen=True)
class CameraSaid:
    """What an admin says of a camera. snapshot, stream: None leaves the address that is kept, "" ends it."""

    name: str
    lat: float
    lon: float
    direction: float | None = None
    sees: str = ""
    agency: str = ""
    rights: str = Rights.POC
    every: int = 60
    online: bool = True
    snapshot: str | None = None
    stream: str | None = None


@dataclass(frozen=True)
class AddressSeal:
    """With what addresses are judged and sealed. secret: of the product."""

    secret: str
    reach: MayCall


@dataclass(frozen=True)
class CamerasTaken:
    """What an import did; bad: (line, why) of each row that was not taken."""

    new: int
    changed: int
    bad: Sequence[tuple[int, str]]


def of_code(session: Session, code: str, *, lock: bool = False) -> Camera:
    """One camera, whoever may see it; NotFound."""
    found = select(Camera).where(Camera.code == code)
    camera = session.scalar(found.with_for_update() if lock else found)
    if camera is None:
        raise NotFound("kamera_tidak_ada", code)
    return camera


def make(
    tx: Session, code: str, said: CameraSaid, seal: AddressSeal, *, actor: str, now: datetime
) -> Camera:  # fmt: skip
    """A new camera; BadInput for a code that is none or taken, and for what cannot be."""
    camera = _new(tx, code)
    _apply(tx, camera, said, seal, now)
    tx.add(camera)
    _note(tx, camera, actor, now)
    tx.flush()
    return camera


def settle(
    tx: Session, camera: Camera, said: CameraSaid, seal: AddressSeal, *, actor: str, now: datetime
) -> None:  # fmt: skip
    """Change what is known of the (locked) camera."""
    _apply(tx, camera, said, seal, now)
    _note(tx, camera, actor, now)


def configure(tx: Session, code: str, said: CameraSaid, *, now: datetime) -> None:
    """A camera as the city's settings have it, new or changed; the addresses that are kept stay."""
    camera = tx.scalar(select(Camera).where(Camera.code == code).with_for_update())
    if camera is None:
        camera = _new(tx, code)
    elif camera.demo:
        raise BadInput("kamera_kode", code)
    _apply(tx, camera, said, None, now)
    tx.add(camera)


def _new(tx: Session, code: str) -> Camera:
    taken = select(Camera.id).where(Camera.code == code)
    if not CODE.fullmatch(code) or code in RESERVED or tx.scalar(taken) is not None:
        raise BadInput("kamera_kode", code)
    return Camera(code=code, snapshot_url=None, seen={})


def _apply(tx: Session, camera: Camera, said: CameraSaid, seal: AddressSeal | None, now: datetime) -> None:
    if not (-90 <= said.lat <= 90 and -180 <= said.lon <= 180):
        raise WrongCamera("titiknya tidak ada di bumi")
    if not EVERY[0] <= said.every <= EVERY[1]:
        raise WrongCamera(f"jeda gambar {EVERY[0]} sampai {EVERY[1]} detik")
    if said.rights not in list(Rights):
        raise WrongCamera("haknya poc, pemilik, atau petugas")
    if said.agency and tx.get(Agency, said.agency) is None:
        raise WrongCamera("instansi pemiliknya tidak ada")
    # All of it is judged before any of it is changed: a bad row of a file leaves its camera as it was.
    name, sees = needed(said.name, limit=NAME), clean(said.sees, limit=SEES)
    snapshot, stream = _sealed(said.snapshot, seal, "gambar"), _sealed(said.stream, seal, "aliran")
    camera.name, camera.sees = name, sees
    camera.lat, camera.lon, camera.direction = said.lat, said.lon, said.direction
    camera.agency_code, camera.rights = said.agency or None, said.rights
    camera.every_seconds, camera.online = said.every, said.online
    if snapshot is not None:
        camera.snapshot_url = snapshot or None
        camera.state, camera.fault, camera.seen = "", "", {}
    if stream is not None:
        camera.stream_url = stream
    camera.next_try_at = now if camera.online and camera.snapshot_url else None


def _sealed(address: str | None, seal: AddressSeal | None, name: str) -> str | None:
    if address is None or seal is None:
        return None
    address = address.strip()
    if address and (wrong := addresses.wrong_with(address, seal.reach)):
        raise WrongCamera(f"alamat {name}: {wrong}")
    return hidden.hide(seal.secret, address)


def _note(tx: Session, camera: Camera, actor: str, now: datetime) -> None:
    data = {"camera": camera.code, "rights": camera.rights}
    events.record(tx, kind=EventKind.CAMERA_SET, actor=actor, now=now, data=data)


def take_in(
    tx: Session, content: bytes, seal: AddressSeal, *, name: str, actor: str, now: datetime
) -> CamerasTaken:  # fmt: skip
    """The cameras of a CSV file: new ones, and those whose code is known, changed. The good rows are kept.

    Empty cells of addresses leave what is kept. CsvFault where the file as a whole is no such table.
    """
    lines = csv_files.parse(content, name=name, columns=COLUMNS)
    if len(lines) > MOST_ROWS:
        raise CsvFault(name, None, f"more than {MOST_ROWS} rows", f"lebih dari {MOST_ROWS} baris")
    known = {camera.code: camera for camera in tx.scalars(select(Camera).with_for_update())}
    agencies = _agencies(tx)
    fresh, changed, bad, seen = 0, 0, list[tuple[int, str]](), set[str]()
    for line in lines:
        code = line["kode"]
        try:
            if code in seen:
                raise WrongCamera(f"kode {code} sudah ada di baris lain berkas ini")
            said = _said(line, agencies)
            if code in known:
                settle(tx, known[code], said, seal, actor=actor, now=now)
                changed += 1
            else:
                make(tx, code, said, seal, actor=actor, now=now)
                fresh += 1
            seen.add(code)
        except BadInput as wrong:
            bad.append((line.number, wrong.sentence))
    return CamerasTaken(fresh, changed, bad)


def _agencies(tx: Session) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for code, name, short in tx.execute(select(Agency.code, Agency.name, Agency.short_name)):
        found.update(dict.fromkeys((code.casefold(), name.casefold(), short.casefold()), code))
    return found


def _said(line: Line, agencies: Mapping[str, str]) -> CameraSaid:
    try:
        lat, lon = (csv_files.number(line[column]) for column in ("lat", "lon"))
    except ValueError:
        raise WrongCamera("lat dan lon ditulis sebagai angka, misalnya -6,238 dan 106,992") from None
    try:
        direction = places.direction_of(line.get("arah"))
    except ValueError:
        raise WrongCamera("arah: 0 sampai 360 derajat, atau nama mata angin") from None
    owner = line.get("pemilik").casefold()
    if owner and owner not in agencies:
        raise WrongCamera(f"pemilik “{line.get('pemilik')[:60]}” bukan instansi kota")
    every = line.get("jeda", "60")
    if not every.isdecimal() or len(every) > 6:
        raise WrongCamera("jeda ditulis dalam detik, bilangan bulat")
    return CameraSaid(
        name=line["nama"], lat=lat, lon=lon, direction=direction, sees=line.get("terlihat"),
        agency=agencies.get(owner, ""), rights=line.get("hak", Rights.POC).casefold(), every=int(every),
        snapshot=line.get("gambar") or None, stream=line.get("aliran") or None,
    )  # fmt: skip
