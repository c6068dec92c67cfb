"""Events of a report as sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from routing.city.catalogue import Catalogue
from routing.reports.door import Happened
from web.words import STATUS

SENTENCES = {
    "report_filed": "Laporan dibuat",
    "report_answered": "Menjawab warga",
    "report_asked": "Bertanya kepada warga",
    "report_noted": "Menulis catatan internal",
    "report_added": "Warga menambah keterangan",
    "report_withdrawn": "Warga menarik laporan",
    "report_accepted": "Warga menyatakan sudah beres",
    "report_reopened": "Warga membuka kembali laporan",
    "report_result": "Foto hasil ditambahkan",
    "report_photo": "Foto dari warga masuk",
    "report_voice": "Pesan suara dari warga masuk",
    "photo_refused": "Satu foto dari warga tidak bisa dibuka",
    "report_rated": "Warga memberi penilaian",
    "report_supported": "Satu warga ikut mendukung",
    "report_unsupported": "Satu warga berhenti mendukung",
    "report_privacy": "Pelapor mengubah identitas laporan",
    "report_reminded": "Warga diingatkan tentang pertanyaan",
    "report_unnamed": "Pelapor menghapus datanya; laporan tetap berjalan",
    "report_closed": "Laporan ditutup",
    "alert_opened": "Peringatan dari alat pantau",
    "alert_raised": "Tingkat peringatan naik",
    "alert_closed": "Air kembali normal",
    "person_looked_up": "Data pelapor dibuka",
}


@dataclass(frozen=True)
class Step:
    """One line of the history: when, who, what, why."""

    at: datetime
    who: str
    what: str
    why: str
    kind: str


def steps(history: Sequence[Happened], city: Catalogue) -> list[Step]:
    """All events in words, newest first; residents who joined one after the other make one line."""
    told: list[Step] = []
    joined = 0
    for happened in history:
        made = step(happened, city)
        joined = joined + 1 if made.kind == "report_supported" else 0
        if joined > 1:
            told[-1] = replace(made, what=f"{joined} warga ikut mendukung")
        else:
            told.append(made)
    return told[::-1]


def step(happened: Happened, city: Catalogue) -> Step:
    """An event in words."""
    event = happened.event
    actors = {"warga": "Warga", "sistem": "Sistem", "sensor": "Alat pantau"}
    who = happened.officer or actors.get(event.actor, "Petugas")
    return Step(event.at, who, _what(happened, city), event.reason, event.kind)


def _what(happened: Happened, city: Catalogue) -> str:
    data, kind = happened.event.data, happened.event.kind
    if kind == "report_category":
        code = data.get("category", "")
        return f"Kategori menjadi {city.categories[code].name if code in city.categories else code}"
    if kind == "report_forwarded":
        target = city.agencies.get(data.get("to_agency", ""))
        return f"Diteruskan ke {target.name if target else data.get('to_agency', '')}"
    sentence = SENTENCES.get(kind, "")
    if data.get("to"):
        moved = f"Status menjadi {STATUS[data['to']].name}"
        return f"{sentence} · {moved}" if sentence else moved
    return sentence or kind.replace("_", " ")
