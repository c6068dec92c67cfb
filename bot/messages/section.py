"""The bot's sentences as a section of the configuration: changed in the panel, checked, previewed."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser, FluentSerializer, ast
from fluent.syntax.visitor import Visitor
from sqlalchemy.orm import Session

from bot.messages import DEFAULT, FOLDER, bundle_with, locales, source_of
from routing.city.sections.kinds import BadSection, Document, Field, Row, Section
from storage.models import Setting

SETTING = "own_messages"
LONGEST = 1024  # of a message with buttons, on WhatsApp
LONGEST_BUTTON = 24  # of a row of a list there; the delivered titles keep 20 where they must
DRILL = "drill"  # what a warning that is a drill is told apart by
_SAMPLES: Mapping[str, Any] = {
    "number": "KOTA-2611-00042", "name": "Rina", "agency": "Dinas Lingkungan Hidup", "city": "kota ini",
    "status": "Diproses", "place": "Jalan Melati, Kel. Sukamaju", "category": "Sampah", "times": 1,
    "count": 3,
    "days": 14, "hours": 2, "clock": "14.00", "height": "120 cm", "level": 2, "reason": "sudah dikerjakan",
}  # fmt: skip


class _Variables(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - Fluent's name
        self.found.add(node.id.name)


@cache
def _delivered(locale: str) -> dict[str, ast.Message]:
    body = FluentParser().parse((FOLDER / f"{locale}.ftl").read_text("utf-8")).body
    return {one.id.name: one for one in body if isinstance(one, ast.Message) and one.value}


def _variables(message: ast.Message) -> set[str]:
    visitor = _Variables()
    visitor.visit(message)
    return visitor.found


def source(key: str, locale: str) -> str:
    """The delivered sentence as it is written, without its key; "" where there is none."""
    message = _delivered(locale).get(key)
    if message is None:
        return ""
    written = FluentSerializer().serialize_entry(message).partition("=")[2].rstrip("\n")
    return "\n".join(line.removeprefix("    ") for line in written.split("\n")).strip()


def _keys(_: Session) -> dict[str, str]:
    return {key: f"{key}: {' '.join(source(key, DEFAULT).split())[:70]}" for key in _delivered(DEFAULT)}


FIELDS = (
    Field("code", "Kalimat", kind="one", needed=True, fixed=True, choices=_keys),
    Field("id", "Kalimat baru", kind="long", needed=True, most=LONGEST,
          hint="Tanda { $nama } diisi saat dikirim; pakai hanya yang ada di kalimat bawaannya."),
    Field("en", "Dalam bahasa Inggris", kind="long", most=LONGEST, hint="Kosong: kalimat bawaan."),
)  # fmt: skip


def read(session: Session) -> Document:
    """The sentences the city has changed."""
    row = session.get(Setting, SETTING)
    own: Mapping[str, Mapping[str, str]] = row.value if row is not None else {}
    codes = sorted({key for sentences in own.values() for key in sentences})
    return {
        "rows": [
            {"code": code, **{name: own.get(name, {}).get(code, "") for name in ("id", "en")}}
            for code in codes
        ]
    }


def write(tx: Session, document: Document) -> None:
    """Keep the sentences; BadSection for one that could not be said."""
    own: dict[str, dict[str, str]] = {}
    for row in document["rows"]:
        for locale in sorted(locales()):
            if text := row.get(locale, ""):
                _check(row["code"], text, locale)
                own.setdefault(locale, {})[row["code"]] = text
    tx.merge(Setting(key=SETTING, value=own))
    tx.flush()


def _check(key: str, text: str, locale: str) -> None:
    where, parsed = f"Kalimat “{key}”", FluentParser().parse(source_of(key, text)).body
    if len(parsed) != 1 or not isinstance(parsed[0], ast.Message) or parsed[0].value is None:
        raise BadSection(f"{where}: tanda {{ }} tidak lengkap, atau satu baris diawali [, * atau titik.")
    allowed, used = _variables(_delivered(locale)[key]), _variables(parsed[0])
    if DRILL in allowed - used:
        raise BadSection(f"{where}: {{ ${DRILL} }} harus tetap ada, supaya latihan tidak dikira sungguhan.")
    if strange := sorted(used - allowed):
        known = ", ".join(f"{{ ${name} }}" for name in sorted(allowed)) or "tidak ada"
        raise BadSection(f"{where}: {{ ${strange[0]} }} tidak dikenal. Yang ada: {known}.")
    said, errors = _said(bundle_with(locale, {key: text}), key)
    if errors:
        raise BadSection(f"{where}: menyebut kalimat lain yang tidak ada.")
    most = LONGEST_BUTTON if key.startswith("btn-") else LONGEST
    if len(said) > most:
        raise BadSection(f"{where}: {len(said)} huruf setelah diisi, paling banyak {most}.")


def _said(bundle: FluentBundle, key: str) -> tuple[str, list[Exception]]:
    pattern = bundle.get_message(key).value
    if pattern is None:
        return "", [KeyError(key)]
    samples = {name: _SAMPLES.get(name, "contoh") for name in _variables(_delivered(DEFAULT)[key])}
    text, errors = bundle.format_pattern(pattern, samples)
    return str(text), [one for one in errors if not isinstance(one, TypeError)]


def told(_: Session, row: Row) -> list[tuple[str, str]]:
    """The delivered sentence, and what the resident would read with samples filled in."""
    return list(_told(row))


def _told(row: Row) -> Iterator[tuple[str, str]]:
    key = row.get("code", "")
    if key in _delivered(DEFAULT):
        yield "Kalimat bawaan", source(key, DEFAULT)
        if row.get("id"):
            yield "Pratinjau, dengan contoh isian", _said(bundle_with(DEFAULT, {key: row["id"]}), key)[0]


SECTION = Section(
    "kalimat", "Kalimat bot",
    "Kalimat yang diucapkan bot kepada warga. Yang tidak ada di sini memakai kalimat bawaan; yang dihapus "
    "kembali ke sana.", read, write, FIELDS, title="code", removable=True, told=told, order=60,
)  # fmt: skip
