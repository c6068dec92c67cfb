"""The answers offices have ready as a section of the configuration: every office's.

Officers write theirs on a page of their own (`routing.reports.ready_answers`); the history of each office
there holds what is changed here as well.
"""

import re
from collections import Counter
from contextlib import ExitStack

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.sections import agencies
from routing.city.sections.kinds import BadSection, Document, Field, Row, Section
from routing.domain.placeholders import KNOWN, unknown
from routing.reports import ready_history
from routing.reports.ready_answers import MOST, NAME_MAX
from routing.texts import OFFICER_MAX
from storage import clock
from storage.models import ReadyAnswer

WHY = "Pengaturan kota"
_LETTERS = 30  # of a name that stand in its code
_NO_CODE = re.compile(r"[^a-z0-9]+")


FIELDS = (
    Field("code", "Kode", needed=True, fixed=True, most=60),
    Field("agency", "Kantor", kind="one", needed=True, choices=agencies.offices),
    Field("name", "Nama singkat", needed=True, most=NAME_MAX),
    Field("text", "Isi jawaban", kind="long", needed=True, most=OFFICER_MAX,
          hint="Terisi sendiri: " + ", ".join(f"{{{name}}}" for name in KNOWN) + "."),
)  # fmt: skip


def _coded(session: Session) -> dict[str, ReadyAnswer]:
    """Every answer under a code made of its office and name; the second of a name has a number."""
    found: dict[str, ReadyAnswer] = {}
    order = (ReadyAnswer.agency_code, ReadyAnswer.name, ReadyAnswer.id)
    times = Counter[str]()
    for row in session.scalars(select(ReadyAnswer).order_by(*order)):
        named = _NO_CODE.sub("-", row.name.casefold())[:_LETTERS].strip("-")
        code = f"{row.agency_code}.{named or 'jawaban'}"
        times[code] += 1
        found[code if times[code] == 1 else f"{code}.{times[code]}"] = row
    return found


def read(session: Session) -> Document:
    """What every office has ready."""
    return {"rows": [
        {"code": code, "agency": row.agency_code, "name": row.name, "text": row.text}
        for code, row in _coded(session).items()
    ]}  # fmt: skip


def write(tx: Session, document: Document) -> None:
    """Make it so, office by office; BadSection for a sign nobody fills in, or too many of one office."""
    rows = document["rows"]
    _check(rows)
    known = _coded(tx)
    wanted = {row["code"]: row for row in rows}
    gone = [row for code, row in known.items() if code not in wanted]
    other = [row for row in rows if _said(known.get(row["code"])) != _wanted(row)]
    left = [*gone, *(known[row["code"]] for row in other if row["code"] in known)]
    offices = {row.agency_code for row in left} | {row["agency"] for row in other}
    now = clock.now()
    with ExitStack() as kept:
        for office in sorted(offices):
            kept.enter_context(ready_history.remembered(tx, office, why=WHY, officer=None, now=now))
        for row in gone:
            tx.delete(row)
        for one in other:
            ready = known.get(one["code"]) or ReadyAnswer()
            ready.agency_code, ready.name, ready.text = _wanted(one)
            ready.officer_id, ready.updated_at = None, now
            tx.add(ready)
        tx.flush()


def _said(row: ReadyAnswer | None) -> tuple[str, str, str] | None:
    return (row.agency_code, row.name, row.text) if row is not None else None


def _wanted(row: Row) -> tuple[str, str, str]:
    return row["agency"], row["name"], row["text"]


def _check(rows: list[Row]) -> None:
    for row in rows:
        if strange := unknown(row["text"]):
            raise BadSection(f"Jawaban siap “{row['name']}”: tanda “{strange[0]}” tidak dikenal.")
    office, many = next(iter(Counter(row["agency"] for row in rows).most_common(1)), ("", 0))
    if many > MOST:
        raise BadSection(f"Jawaban siap: {office} punya {many}; paling banyak {MOST} untuk satu kantor.")


SECTION = Section(
    "jawaban-siap", "Jawaban siap",
    "Kalimat yang sering dipakai tiap kantor. Petugas menulisnya di halaman Jawaban siap; di sini semuanya "
    "bisa dibetulkan, dihapus, dan dibawa sebagai berkas.",
    read, write, FIELDS, removable=True, growing=False, group="agency", order=65,
)  # fmt: skip
