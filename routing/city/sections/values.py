"""Sections that are one row of settings each: limits of misuse and of same matter, days of keeping, names."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from routing.city.sections.kinds import BadSection, Document, Field, Section
from routing.city.settings import City, Misuse, Privacy, Retention, SameMatter
from storage.models import Setting

DAYS = 3650
KEPT = {
    "incoming": "Pesan yang masuk", "outgoing": "Pesan yang dikirim",
    "conversations": "Percakapan yang terhenti", "calls": "Kata-kata kepada operator",
    "voices": "Pesan suara, sesudah laporan berakhir",
    "photos": "Foto warga, sesudah laporan berakhir", "words": "Pembicaraan, sesudah laporan berakhir",
    "reporters": "Nama pelapor, sesudah laporan berakhir", "marks": "Tanda penyalahgunaan",
    "looks": "Catatan siapa membuka data", "people": "Warga yang lama diam tanpa laporan",
    "cases": "Catatan permintaan dan pelanggaran data",
}  # fmt: skip


def _values(session: Session, key: str, model: type[Any]) -> dict[str, Any]:
    """The setting with the defaults of what it does not say."""
    row = session.get(Setting, key)
    given = row.value if row is not None else {}
    return dict(model.model_validate(given).model_dump(mode="json"))


def _keep(tx: Session, key: str, model: type[Any], values: Mapping[str, Any], *, other: bool = True) -> None:
    row = tx.get(Setting, key)
    whole = {**(dict(row.value) if row is not None and other else {}), **values}
    try:
        model.model_validate(whole)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        raise BadSection(f"{key}.{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    tx.merge(Setting(key=key, value=whole))
    tx.flush()


def plain(code: str, name: str, about: str, key: str, model: type[Any], fields: tuple[Field, ...]) -> Section:
    """A section that is these fields of one setting."""
    names = [one.name for one in fields]

    def read(session: Session) -> Document:
        found = _values(session, key, model)
        return {"values": {name: found[name] for name in names}}

    def write(tx: Session, document: Document) -> None:
        _keep(tx, key, model, document["values"])

    return Section(code, name, about, read, write, fields, key=None)


CITY = plain(
    "kota", "Nama kota", "Seperti dibaca warga di halaman dan surat.", "city", City,
    (Field("name", "Nama lengkap", needed=True, most=80), Field("short_name", "Nama singkat", most=40)),
)  # fmt: skip
PRIVACY = plain(
    "pengendali", "Pengendali data",
    "Siapa yang bertanggung jawab atas data pribadi warga; tampil di halaman Privasi.",
    "privacy", Privacy,
    (Field("controller", "Pengendali", needed=True, most=120),
     Field("contact", "Alamat dan cara menghubungi", kind="long", most=500)),
)  # fmt: skip
MISUSE = plain(
    "batas-pakai", "Batas pemakaian",
    "Sebanyak ini seseorang boleh mengirim sebelum diminta menunggu. 0: tanpa batas. Laporan yang sedang "
    "disusun selalu boleh diselesaikan.", "misuse", Misuse,
    (Field("messages", "Pesan", kind="whole", most=1000, default=0),
     Field("within_minutes", "dalam menit", kind="whole", least=1, most=1440, needed=True),
     Field("reports_per_day", "Laporan sehari", kind="whole", most=1000, default=0),
     Field("urged_per_day", "Dukungan sehari yang menaikkan prioritas", kind="whole", most=1000, default=0),
     Field("appeal", "Yang diberi tahu kepada warga yang diblokir", kind="long", most=400)),
)  # fmt: skip
RETENTION = plain(
    "simpan", "Lama penyimpanan",
    "Sesudah sekian hari data jenis itu hilang sendiri; 0: disimpan terus. Tampil di halaman Privasi.",
    "retention", Retention,
    tuple(Field(name, f"{label} (hari)", kind="whole", most=DAYS, default=0) for name, label in KEPT.items()),
)  # fmt: skip


def _same(session: Session) -> Document:
    found = _values(session, "same_matter", SameMatter)
    close = [", ".join(sorted(group)) for group in found["close"]]
    return {"values": {"near": found["radius"]["default"], "days": found["days"]["default"],
                       "many": found["many"], "close": sorted(close)}}  # fmt: skip


def _keep_same(tx: Session, document: Document) -> None:
    from routing.city.sections.categories import read as categories

    given, known = document["values"], {row["code"] for row in categories(tx)["rows"]}
    groups = [[code.strip() for code in line.split(",") if code.strip()] for line in given["close"]]
    if strange := [code for group in groups for code in group if code not in known]:
        raise BadSection(f"Laporan yang sama: tidak ada kategori berkode “{strange[0]}”.")
    row = tx.get(Setting, "same_matter")
    old: dict[str, Any] = dict(row.value) if row is not None else {}
    radius = {**old.get("radius", {}), "default": given["near"]}
    days = {**old.get("days", {}), "default": given["days"]}
    values = {"radius": radius, "days": days, "many": given["many"], "close": groups}
    _keep(tx, "same_matter", SameMatter, values)


SAME_MATTER = Section(
    "laporan-sama", "Laporan yang sama",
    "Kapan dua laporan mungkin tentang hal yang sama. Kategori boleh punya jarak dan hari sendiri.",
    _same, _keep_same,
    (Field("near", "Jarak (meter)", kind="whole", least=1, most=5000, needed=True),
     Field("days", "Dalam hari", kind="whole", least=1, most=365, needed=True),
     Field("many", "Sekian warga membuatnya mendesak", kind="whole", least=1, most=1000, needed=True),
     Field("close", "Kategori yang sering tertukar", kind="lines", most=40,
           hint="Satu kelompok per baris: kode kategori, dipisah koma.")),
    key=None,
)  # fmt: skip
