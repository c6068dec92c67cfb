"""Words in braces that stand for something of a report: "Halo, laporan {nomor} kami kerjakan." Pure."""

import re
from collections.abc import Mapping

_BRACED = re.compile(r"\{([^{}]*)\}")
# What may stand in braces, and what it means to whoever writes it.
KNOWN = {
    "nomor": "nomor laporan",
    "kategori": "nama kategorinya",
    "tempat": "tempat yang disebut warga",
    "kelurahan": "nama kelurahan",
    "instansi": "nama instansi yang menangani",
    "tenggat": "tanggal penyelesaian yang dijanjikan",
}


def unknown(text: str) -> list[str]:
    """Braced words that stand for nothing, as written; a lone brace counts as one."""
    strange = [name for name in _BRACED.findall(text) if name not in KNOWN]
    rest = _BRACED.sub("", text)
    return strange + [brace for brace in "{}" if brace in rest]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every known word replaced by its value; an empty value leaves no doubled blanks."""
    filled = _BRACED.sub(lambda found: values.get(found[1], found[0]), text)
    return re.sub(r" +([.,;!?])", r"\1", re.sub(r" {2,}", " ", filled))
