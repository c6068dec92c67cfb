"""WhatsApp's approved templates as a section of the configuration, with Meta's limits checked."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from bot.channels.pieces import length
from bot.channels.whatsapp.templates import TEXT_LIMIT, catalogue, filled
from routing.city.sections.kinds import BadSection, Document, Field, Row, Section
from storage.models import Setting

SETTING = "own_templates"
_NAME = re.compile(r"[a-z0-9_]{1,512}")
_PLACE = re.compile(r"\{\{(\d+)\}\}")
_SAMPLES: Mapping[str, str] = {
    "number": "KOTA-2611-00042", "agency": "Dinas Lingkungan Hidup", "text": "Sudah kami angkut pagi ini.",
    "status": "Diproses", "reason": "petugas sudah di lapangan",
}  # fmt: skip


def _notices(_: Session) -> dict[str, str]:
    return {key: f"{key}: {known['text'][:60]}" for key, known in catalogue()["templates"].items()}


def _arguments(_: Session) -> dict[str, str]:
    names = {name for known in catalogue()["templates"].values() for name in known["values"]}
    return {name: name for name in sorted(names)}


FIELDS = (
    Field("code", "Kabar", kind="one", needed=True, fixed=True, choices=_notices),
    Field("name", "Nama templat di WhatsApp Manager", needed=True, most=512),
    Field("text", "Isi, persis seperti yang disetujui Meta", kind="long", needed=True, most=TEXT_LIMIT,
          hint="{{1}}, {{2}} diisi berurutan dari daftar isian."),
    Field("values", "Isian, berurutan", kind="lines", most=10, hint="Satu per baris, misalnya number."),
)  # fmt: skip


def read(session: Session) -> Document:
    """The templates the city uses in place of the delivered ones."""
    row = session.get(Setting, SETTING)
    own: Mapping[str, Any] = row.value if row is not None else {}
    return {"rows": [
        {"code": code, "name": one["name"], "text": one["text"], "values": list(one["values"])}
        for code, one in sorted(own.items())
    ]}  # fmt: skip


def write(tx: Session, document: Document) -> None:
    """Keep the templates; BadSection for one Meta would refuse or that could not be filled in."""
    own = {}
    for row in document["rows"]:
        _check(row)
        own[row["code"]] = {name: row[name] for name in ("name", "text", "values")}
    tx.merge(Setting(key=SETTING, value=own))
    tx.flush()


def _check(row: Row) -> None:
    where, known = f"Templat “{row['code']}”", catalogue()["templates"][row["code"]]["values"]
    if not _NAME.fullmatch(row["name"]):
        raise BadSection(f"{where}: namanya hanya huruf kecil, angka dan garis bawah.")
    if strange := [value for value in row["values"] if value not in known]:
        raise BadSection(f"{where}: isian “{strange[0]}” tidak ada. Yang ada: {', '.join(known)}.")
    places = [int(number) for number in _PLACE.findall(row["text"])]
    if places and not row["values"]:
        raise BadSection(f"{where}: isinya memakai {{{{1}}}}, tetapi daftar isiannya kosong.")
    if sorted(set(places)) != list(range(1, len(row["values"]) + 1)):
        raise BadSection(f"{where}: {{{{1}}}} sampai {{{{{len(row['values'])}}}}} masing-masing harus ada.")
    if length(_filled(row)) > TEXT_LIMIT:
        raise BadSection(f"{where}: lebih dari {TEXT_LIMIT} huruf setelah diisi.")


def _filled(row: Row) -> str:
    return filled(row["text"], tuple(_SAMPLES.get(name, "contoh") for name in row["values"]))


def told(_: Session, row: Row) -> list[tuple[str, str]]:
    """The delivered template and its values, and what the resident would read."""
    return list(_told(row))


def _told(row: Row) -> Iterator[tuple[str, str]]:
    known = catalogue()["templates"].get(row.get("code"))
    if known:
        yield "Templat bawaan", f"{known['name']}: {known['text']} ({', '.join(known['values'])})"
        if row.get("text"):
            yield "Pratinjau, dengan contoh isian", _filled(row)


SECTION = Section(
    "templat", "Templat WhatsApp",
    "Yang boleh dikirim lebih dari 24 jam setelah warga terakhir menulis. Ajukan dulu di WhatsApp Manager; "
    "isi di sini setelah disetujui Meta.",
    read, write, FIELDS, title="code", removable=True, told=told, order=61,
)  # fmt: skip
