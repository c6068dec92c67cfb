"""Categories: who answers by when, what everybody sees, what is guarded, by which words they are known."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.sections import agencies
from routing.city.sections.kinds import BadSection, Document, Field, Row, Section
from routing.domain import questions
from routing.domain.deadlines import Unit
from routing.domain.neighbours import Asking
from routing.domain.proof import Checking, Wanted
from routing.domain.publicity import Publicity
from storage.models import Category, Setting

CODE = "kategori"
OWN_WORDS = "own_words"  # the setting: words of the city's own by category
UNITS = {Unit.HARI_KERJA.value: "hari kerja", Unit.JAM_KERJA.value: "jam kerja", Unit.JAM.value: "jam"}
PROOFS = {
    Wanted.ALWAYS.value: "Selalu",
    Wanted.ON_SITE.value: "Bila ada tempatnya",
    Wanted.NEVER.value: "Tidak",
}
CHECKS = {Checking.ALWAYS.value: "Selalu", Checking.SAMPLE.value: "Sebagian", Checking.NEVER.value: "Tidak"}
ASKINGS = {Asking.ASK.value: "Tanya dulu", Asking.NEVER.value: "Tidak"}
PUBLICITY = {
    Publicity.FULL.value: "Tampil dengan titik (kisi 50 m)", Publicity.PLACELESS.value: "Tampil tanpa titik",
    Publicity.NOT.value: "Tidak pernah tampil",
}  # fmt: skip
PLAIN, INTEGRITY, VICTIMS = "biasa", "integritas", "korban"
GUARDS = {PLAIN: "Biasa", INTEGRITY: "Dijaga: integritas aparat", VICTIMS: "Dijaga: korban"}


def _groups(session: Session) -> dict[str, str]:
    found = session.scalars(select(Category.group).distinct().order_by(Category.group))
    return {group: group.replace("_", " ").capitalize() for group in found}


FIELDS = (
    Field("code", "Kode", needed=True, fixed=True, most=60, hint="Huruf kecil, misalnya skuter_listrik."),
    Field("name", "Nama", needed=True, most=80),
    Field("group", "Kelompok", kind="one", needed=True, choices=_groups),
    Field("agency", "Penanggung jawab", kind="one", needed=True, choices=agencies.offices),
    Field("first_answer", "Tanggapan pertama", kind="whole", needed=True, least=1, most=2160),
    Field("resolve", "Penyelesaian", kind="whole", needed=True, least=1, most=2160),
    Field("unit", "Satuan waktu", kind="one", needed=True, choices=lambda _: UNITS),
    Field("proof", "Foto hasil", kind="one", default=Wanted.ON_SITE.value, choices=lambda _: PROOFS),
    Field("check", "Hasil diperiksa orang lain", kind="one", default=Checking.SAMPLE.value,
          choices=lambda _: CHECKS),
    Field("neighbours", "Tanya warga sekitar “sudah beres?” sebelum pelapor dikabari", kind="one",
          default=Asking.NEVER.value, choices=lambda _: ASKINGS,
          hint="Yang ditanya: beberapa warga yang ikut melapor atau mendukung. Tidak untuk yang rahasia."),
    Field("public", "Untuk umum", kind="one", default=Publicity.NOT.value, choices=lambda _: PUBLICITY),
    Field("guard", "Kepekaan", kind="one", default=PLAIN, choices=lambda _: GUARDS),
    Field("named", "Hanya untuk petugas yang ditunjuk", kind="yes"),
    Field("emergency", "Darurat", kind="yes", hint="Menaikkan prioritas tiap laporannya."),
    Field("no_spot", "Urusan kantor, tanpa tempat di lapangan", kind="yes"),
    Field("floods", "Setelah laporannya, tawarkan peringatan banjir", kind="yes"),
    Field("near", "Jarak laporan yang sama (meter)", kind="whole", least=1, most=5000,
          hint="Kosong: menurut batas umum."),
    Field("days", "Hari laporan yang sama", kind="whole", least=1, most=365,
          hint="Kosong: menurut batas umum."),
    Field("words", "Kata-kata warga", kind="lines", most=40,
          hint="Satu per baris. Pesan yang memuatnya dianggap kategori ini, juga sebelum pelatihan."),
    Field("active", "Aktif: bisa dipilih", kind="yes", default=True),
    Field("questions", "Pertanyaan", kind="data", default=[]),
)  # fmt: skip


def _settings(session: Session) -> dict[str, dict[str, Any]]:
    keys = ("public", "guarded", "office_matters", "flood_matters", "same_matter", OWN_WORDS)
    rows = session.scalars(select(Setting).where(Setting.key.in_(keys)))
    return {row.key: dict(row.value) for row in rows}


def read(session: Session) -> Document:
    """Every category with what the settings say of it, in the panel's order."""
    said = _settings(session)
    rows = session.scalars(select(Category).order_by(Category.position, Category.code))
    return {"rows": [_row(row, said) for row in rows]}


def _row(row: Category, said: dict[str, dict[str, Any]]) -> Row:
    guarded, near = said.get("guarded", {}), said.get("same_matter", {})
    guard = next((kind for kind, key in ((INTEGRITY, "integrity"), (VICTIMS, "victims"))
                  if row.code in guarded.get(key, ())), PLAIN)  # fmt: skip
    return {
        "code": row.code, "name": row.name, "group": row.group, "agency": row.agency_code,
        "first_answer": row.first_answer_amount, "resolve": row.resolve_amount, "unit": row.unit,
        "proof": row.proof, "check": row.checking, "neighbours": row.neighbours,
        "public": said.get("public", {}).get("categories", {}).get(row.code, Publicity.NOT.value),
        "guard": guard, "named": row.code in guarded.get("named", ()), "emergency": row.emergency,
        "no_spot": row.code in said.get("office_matters", {}).get("value", ()),
        "floods": row.code in said.get("flood_matters", {}).get("value", ()),
        "near": near.get("radius", {}).get(row.code), "days": near.get("days", {}).get(row.code),
        "words": list(said.get(OWN_WORDS, {}).get(row.code, ())), "active": row.active,
        "questions": list(row.questions),
    }  # fmt: skip


def write(tx: Session, document: Document) -> None:
    """Make tables and settings so; a category that is not named is switched off: reports name it."""
    known = {row.code: row for row in tx.scalars(select(Category))}
    rows = document["rows"]
    for position, row in enumerate(rows):
        _check(row)
        _put(tx, known.get(row["code"]), row, position)
    for code in known.keys() - {row["code"] for row in rows}:
        known[code].active = False
    _say(tx, rows)
    tx.flush()


def _check(row: Row) -> None:
    if row["first_answer"] > row["resolve"]:
        raise BadSection(f"Kategori “{row['name']}”: tanggapan pertama tidak melebihi penyelesaian.")
    if row["guard"] != PLAIN and row["public"] != Publicity.NOT.value:
        raise BadSection(f"Kategori “{row['name']}”: yang dijaga tidak pernah tampil untuk umum.")
    if row["guard"] != PLAIN and row["neighbours"] != Asking.NEVER.value:
        raise BadSection(f"Kategori “{row['name']}”: yang dijaga tidak ditanyakan kepada warga lain.")
    short = [word for word in row["words"] if len(word) < 3]
    if short:
        raise BadSection(
            f"Kategori “{row['name']}”: kata “{short[0]}” terlalu pendek, sedikitnya tiga huruf."
        )
    try:
        questions.parse(row["questions"])
    except (questions.BadQuestions, AttributeError, TypeError, KeyError) as bad:  # a file may say anything
        raise BadSection(f"Kategori “{row['name']}”: {bad}") from None


def _put(tx: Session, old: Category | None, row: Row, position: int) -> None:
    columns = {
        "name": row["name"], "group": row["group"], "agency_code": row["agency"], "unit": row["unit"],
        "first_answer_amount": row["first_answer"], "resolve_amount": row["resolve"],
        "proof": row["proof"], "checking": row["check"], "neighbours": row["neighbours"],
        "emergency": row["emergency"],
        "active": row["active"], "questions": row["questions"], "position": position,
    }  # fmt: skip
    if old is None:
        tx.add(Category(code=row["code"], **columns))
        return
    for name, value in columns.items():
        setattr(old, name, value)


def _say(tx: Session, rows: list[Row]) -> None:
    """What stands in the settings; of codes there are no categories for, nothing is changed."""
    said, codes = _settings(tx), {row["code"] for row in rows}

    def listed(old: Any, chosen: list[str]) -> list[str]:
        return [*(code for code in old or () if code not in codes), *chosen]

    def of(name: str) -> list[str]:
        return [row["code"] for row in rows if row[name]]

    def guarded_as(kind: str) -> list[str]:
        return [row["code"] for row in rows if row["guard"] == kind]

    public, guarded = said.get("public", {}), said.get("guarded", {})
    near = said.get("same_matter", {})
    shown = {code: how for code, how in public.get("categories", {}).items() if code not in codes}
    values: dict[str, Any] = {
        "public": {**public, "categories": shown | {row["code"]: row["public"] for row in rows}},
        "guarded": {
            **guarded, "integrity": listed(guarded.get("integrity"), guarded_as(INTEGRITY)),
            "victims": listed(guarded.get("victims"), guarded_as(VICTIMS)),
            "named": listed(guarded.get("named"), of("named")),
        },
        "office_matters": {"value": listed(said.get("office_matters", {}).get("value"), of("no_spot"))},
        "flood_matters": {"value": listed(said.get("flood_matters", {}).get("value"), of("floods"))},
        "same_matter": {
            **near, "radius": _amounts(near.get("radius"), codes, rows, "near", 150),
            "days": _amounts(near.get("days"), codes, rows, "days", 30),
        },
        OWN_WORDS: {row["code"]: row["words"] for row in rows if row["words"]},
    }  # fmt: skip
    for key, value in values.items():
        tx.merge(Setting(key=key, value=value))


def _amounts(
    old: dict[str, int] | None, codes: set[str], rows: list[Row], name: str, default: int
) -> dict[str, int]:
    kept = {code: amount for code, amount in (old or {}).items() if code not in codes}
    return {"default": default} | kept | {row["code"]: row[name] for row in rows if row[name]}


def told(_: Session, row: Row) -> list[tuple[str, str]]:
    """What a person sees beside the form: the questions have a page of their own."""
    asked = [str(question.get("ask", "")) for question in row.get("questions", ())]
    return [("Pertanyaan (diubah di halaman Pertanyaan)", " · ".join(asked) or "tidak ada")]


SECTION = Section(
    CODE, "Kategori",
    "Jenis urusan yang bisa dilaporkan. Kategori baru langsung dikenali bot dari kata-katanya di bawah ini; "
    "tanpa kata-kata itu ia hanya bisa dipilih dari daftar sampai pelatihan pemahaman berikutnya.",
    read, write, FIELDS, group="group", told=told,
)  # fmt: skip
