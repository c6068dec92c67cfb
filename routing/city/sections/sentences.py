"""A room's sentences as a section of the configuration: changed in the panel, checked, previewed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle
from sqlalchemy.orm import Session

from routing.city.sections.kinds import BadSection, Document, Field, Row, Section
from storage import fluent_files
from storage.models import Setting

USUAL = "id"
_SAMPLES: Mapping[str, Any] = {
    "number": "KOTA-2611-00042", "name": "Rina", "agency": "Dinas Lingkungan Hidup", "city": "kota ini",
    "status": "Diproses", "place": "Jalan Melati, Kel. Sukamaju", "category": "Sampah", "times": 1,
    "count": 3,
    "days": 14, "hours": 2, "clock": "14.00", "height": "120 cm", "level": 2, "reason": "sudah dikerjakan",
}  # fmt: skip


@dataclass(frozen=True)
class Sentences:
    """What a folder of languages says, and in which setting the city's own stand in their place.

    longest: letters of a sentence with this key once it is filled in. kept: what is filled in there and must
    stay wherever the delivered sentence has it, "" for nothing; why says what for.
    """

    setting: str
    folder: Path
    longest: Callable[[str], int]
    kept: str = ""
    why: str = ""

    def section(self, code: str, name: str, about: str, hint: str, *, most: int, order: int) -> Section:
        """As a section of the configuration."""
        fields = (
            Field("code", "Kalimat", kind="one", needed=True, fixed=True, choices=self._keys),
            Field("id", "Kalimat baru", kind="long", needed=True, most=most, hint=hint),
            Field("en", "Dalam bahasa Inggris", kind="long", most=most, hint="Kosong: kalimat bawaan."),
        )
        return Section(
            code, name, about, self.read, self.write, fields, title="code", removable=True, told=self.told,
            order=order,
        )  # fmt: skip

    def read(self, session: Session) -> Document:
        """The sentences the city has changed."""
        row = session.get(Setting, self.setting)
        own: Mapping[str, Mapping[str, str]] = row.value if row is not None else {}
        codes = sorted({key for sentences in own.values() for key in sentences})
        return {
            "rows": [
                {"code": code, **{name: own.get(name, {}).get(code, "") for name in ("id", "en")}}
                for code in codes
            ]
        }

    def write(self, tx: Session, document: Document) -> None:
        """Keep the sentences; BadSection for one that could not be said."""
        own: dict[str, dict[str, str]] = {}
        for row in document["rows"]:
            for locale in sorted(fluent_files.locales(self.folder)):
                if text := row.get(locale, ""):
                    self._check(row["code"], text, locale)
                    own.setdefault(locale, {})[row["code"]] = text
        tx.merge(Setting(key=self.setting, value=own))
        tx.flush()

    def told(self, _: Session, row: Row) -> list[tuple[str, str]]:
        """The delivered sentence, and what would be read with samples filled in."""
        return list(self._told(row))

    def _told(self, row: Row) -> Iterator[tuple[str, str]]:
        key = row.get("code", "")
        if key in fluent_files.delivered(self.folder, USUAL):
            yield "Kalimat bawaan", fluent_files.source(self.folder, USUAL, key)
            if row.get("id"):
                made = fluent_files.bundle(self.folder, USUAL, {key: row["id"]})
                yield "Pratinjau, dengan contoh isian", self._said(made, key)[0]

    def _keys(self, _: Session) -> dict[str, str]:
        return {
            key: f"{key}: {' '.join(fluent_files.source(self.folder, USUAL, key).split())[:70]}"
            for key in fluent_files.delivered(self.folder, USUAL)
        }

    def _check(self, key: str, text: str, locale: str) -> None:
        where, parsed = f"Kalimat “{key}”", fluent_files.parsed(key, text)
        if parsed is None:
            raise BadSection(f"{where}: tanda {{ }} tidak lengkap, atau satu baris diawali [, * atau titik.")
        allowed = fluent_files.variables(fluent_files.delivered(self.folder, locale)[key])
        used = fluent_files.variables(parsed)
        if self.kept in allowed - used:
            raise BadSection(f"{where}: {{ ${self.kept} }} harus tetap ada, {self.why}.")
        if strange := sorted(used - allowed):
            known = ", ".join(f"{{ ${name} }}" for name in sorted(allowed)) or "tidak ada"
            raise BadSection(f"{where}: {{ ${strange[0]} }} tidak dikenal. Yang ada: {known}.")
        said, errors = self._said(fluent_files.bundle(self.folder, locale, {key: text}), key)
        if errors:
            raise BadSection(f"{where}: menyebut kalimat lain yang tidak ada.")
        if len(said) > self.longest(key):
            raise BadSection(f"{where}: {len(said)} huruf setelah diisi, paling banyak {self.longest(key)}.")

    def _said(self, bundle: FluentBundle, key: str) -> tuple[str, list[Exception]]:
        pattern = bundle.get_message(key).value
        if pattern is None:
            return "", [KeyError(key)]
        names = fluent_files.variables(fluent_files.delivered(self.folder, USUAL)[key])
        text, errors = bundle.format_pattern(pattern, {name: _SAMPLES.get(name, "contoh") for name in names})
        return str(text), [one for one in errors if not isinstance(one, TypeError)]
