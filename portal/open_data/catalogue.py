"""What describes the data: a dictionary of its columns, and a DCAT catalogue with the fields of Satu Data."""

from collections.abc import Sequence
from typing import Any

from routing.city.catalogue import Catalogue
from routing.open_data import ALL, COLUMNS, FORMS, PARQUET
from storage.models import OpenFile

TITLE = "Laporan warga"
ABOUT = "Laporan warga yang boleh dilihat umum, satu baris satu laporan; titik di tengah kotak 50 meter."
TYPES = {"csv": "text/csv", "geojson": "application/geo+json", "parquet": "application/vnd.apache.parquet"}
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/", "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#", "sdi": "https://data.go.id/ns#",
}  # fmt: skip


def dictionary(city: Catalogue) -> dict[str, Any]:
    """The columns: name, kind, meaning; and the words that stand in the coded ones."""
    shown = city.settings.public
    return {
        "judul": TITLE, "keterangan": ABOUT, "lisensi": shown.licence,
        "kolom": [{"nama": one.name, "jenis": one.kind, "arti": one.meaning} for one in COLUMNS],
        "status": {code: city.status_name(code) for code in city.settings.statuses},
        "kategori": {
            code: {"nama": city.categories[code].name, "titik": how == "penuh"}
            for code, how in shown.categories.items()
            if how != "tidak" and code in city.categories
        },
    }  # fmt: skip


def dcat(city: Catalogue, files: Sequence[OpenFile], *, site: str) -> dict[str, Any]:
    """The catalogue (DCAT 3, JSON-LD): one dataset, whole and by month."""
    publisher = {"@type": "foaf:Agent", "foaf:name": city.settings.privacy.controller or city.city_name}
    modified = max((file.made_at for file in files), default=None)
    issued = f"{min((file.month for file in files if file.month != ALL), default='')}"
    dataset: dict[str, Any] = {
        "@id": f"{site}/data#laporan", "@type": "dcat:Dataset", "dct:title": TITLE, "dct:description": ABOUT,
        "dct:publisher": publisher, "dct:language": "id",
        "dct:license": {"@id": city.settings.public.licence},
        "dct:accrualPeriodicity": "http://publications.europa.eu/resource/authority/frequency/CONT",
        "dct:spatial": city.city_name, "dcat:keyword": ["laporan warga", "pengaduan", "layanan publik"],
        "dcat:contactPoint": {
            "@type": "vcard:Organization", "vcard:fn": publisher["foaf:name"],
            "vcard:note": city.settings.privacy.contact,
        },
        "dcat:distribution": [
            *_whole(site), *(_distribution(file, site) for file in files if file.month != ALL)
        ],
        "sdi:produsenData": publisher["foaf:name"], "sdi:waliData": city.settings.privacy.contact,
        "sdi:klasifikasiAkses": "Terbuka", "sdi:frekuensiPemutakhiran": "Setiap ada perubahan",
        "sdi:ukuran": "Jumlah", "sdi:satuan": "Laporan", "sdi:kamusData": f"{site}/data/kamus.json",
    }  # fmt: skip
    if modified:
        dataset |= {"dct:modified": modified.isoformat(timespec="seconds"), "dct:issued": issued}
    return {
        "@context": CONTEXT, "@id": f"{site}/data/catalog.jsonld", "@type": "dcat:Catalog",
        "dct:title": f"Data terbuka Sorot {city.city_name}", "dct:publisher": publisher,
        "dct:license": {"@id": city.settings.public.licence}, "dcat:dataset": [dataset],
    }  # fmt: skip


def _whole(site: str) -> list[dict[str, Any]]:
    return [
        {
            "@type": "dcat:Distribution", "dct:title": f"Seluruhnya ({form.upper()})",
            "dcat:downloadURL": {"@id": f"{site}/data/laporan.{form}"}, "dcat:mediaType": TYPES[form],
        }
        for form in (*FORMS, PARQUET)
    ]  # fmt: skip


def _distribution(file: OpenFile, site: str) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution", "dct:title": f"{file.month} ({file.form.upper()})",
        "dcat:downloadURL": {"@id": f"{site}/data/laporan/{file.month}.{file.form}"},
        "dcat:mediaType": TYPES[file.form], "dcat:byteSize": file.size,
        "dct:modified": file.made_at.isoformat(timespec="seconds"),
    }  # fmt: skip
