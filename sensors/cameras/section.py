"""Cameras as a section of the configuration: where they stand, what they see, who may look.

Their addresses hold passwords: they stay with the register's own page and are in no file.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.sections import agencies
from routing.city.sections.kinds import BadSection, Document, Field, Row, Section
from routing.errors import BadInput
from sensors.cameras import register
from sensors.cameras.register import EVERY, NAME, SEES, CameraSaid
from sensors.domain.cameras.rights import RIGHTS, Rights
from storage import clock
from storage.models import Camera

FIELDS = (
    Field("code", "Kode", needed=True, fixed=True, most=60),
    Field("name", "Nama", needed=True, most=NAME),
    Field("point", "Titik", kind="point", needed=True, hint="Sentuh peta di tempatnya."),
    Field("direction", "Menghadap ke (derajat dari utara)", kind="number", most=360),
    Field("sees", "Yang terlihat", most=SEES),
    Field("agency", "Pemilik", kind="one", choices=agencies.offices),
    Field("rights", "Yang boleh melihat", kind="one", needed=True, default=Rights.POC.value,
          choices=lambda _: {right.value: name for right, name in RIGHTS.items()}),
    Field("every", "Gambar tiap (detik)", kind="whole", least=EVERY[0], most=EVERY[1], needed=True,
          default=60),
    Field("active", "Dipakai", kind="yes", default=True),
)  # fmt: skip


def read(session: Session) -> Document:
    """Every camera that is no demo."""
    found = select(Camera).where(Camera.demo.is_(False)).order_by(Camera.code)
    return {"rows": [_row(camera) for camera in session.scalars(found)]}


def _row(camera: Camera) -> Row:
    return {
        "code": camera.code, "name": camera.name, "point": [round(camera.lat, 6), round(camera.lon, 6)],
        "direction": camera.direction, "sees": camera.sees, "agency": camera.agency_code or "",
        "rights": camera.rights, "every": camera.every_seconds, "active": camera.online,
    }  # fmt: skip


def write(tx: Session, document: Document) -> None:
    """Make the register so; a camera that is not named is no longer used, for pictures of it may be kept."""
    named = {row["code"] for row in document["rows"]}
    for camera in tx.scalars(select(Camera).where(Camera.demo.is_(False), Camera.online)):
        if camera.code not in named:
            camera.online, camera.next_try_at = False, None
    now = clock.now()
    for row in document["rows"]:
        lat, lon = row["point"]
        said = CameraSaid(
            name=row["name"], lat=lat, lon=lon, direction=row["direction"], sees=row["sees"],
            agency=row["agency"], rights=row["rights"], every=row["every"], online=row["active"],
        )  # fmt: skip
        try:
            register.configure(tx, row["code"], said, now=now)
        except BadInput as wrong:
            raise BadSection(f"Kamera “{row['name']}”: {wrong.sentence}") from None
    tx.flush()


SECTION = Section(
    "kamera", "Kamera",
    "Letak, arah, pemilik, dan siapa yang boleh melihat. Alamat gambarnya memuat sandi: tidak ikut ke "
    "berkas, dan diisi di halaman Kamera.",
    read, write, FIELDS, order=63,
)  # fmt: skip
