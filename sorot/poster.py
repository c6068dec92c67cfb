"""`sorot poster`: an A4 PDF for a kelurahan's notice board, with QR codes to every way in."""

import re
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer

from sorot.commands import opened

TEMPLATE = Path(__file__).parent / "documents" / "poster.typ"
BOT = re.compile(r"[A-Za-z][A-Za-z0-9_]{4,31}")
NUMBER = re.compile(r"[1-9]\d{7,14}")
GREETING = "Halo, saya mau melapor"
STEPS = (
    "Pindai kodenya, lalu ceritakan masalahnya. Boleh dengan foto dan lokasi.",
    "Sorot mencari dinas yang menangani dan memberi nomor laporan.",
    "Anda dikabari sampai selesai, dan boleh membuka lagi bila belum beres.",
)


def add_to(cli: typer.Typer) -> None:
    """The command, among the others."""
    cli.command()(poster)


def poster(
    kelurahan: Annotated[str, typer.Option(help="Code of the kelurahan, as in areas.csv.")],
    telegram: Annotated[str, typer.Option(help="The bot's name, without @.")] = "",
    whatsapp: Annotated[str, typer.Option(help="The number, with the country's code and no +.")] = "",
    out: Annotated[Path | None, typer.Option(help="Where to; poster-CODE.pdf here unless said.")] = None,
) -> None:
    """Write a poster for a kelurahan's notice board."""
    from routing.city.catalogue import catalogue
    from storage import clock, db
    from web.documents import pdf

    name = telegram.strip().removeprefix("@")
    if (name and not BOT.fullmatch(name)) or (whatsapp and not NUMBER.fullmatch(whatsapp)):
        raise _no("--telegram is a bot's name and --whatsapp a number such as 6281234567890.")
    settings = opened()
    if not settings.public_url:
        raise _no("SOROT_PUBLIC_URL is not set: the QR codes would lead to this machine alone.")
    with db.reading() as session:
        city = catalogue(session)
    area = city.kelurahan.get(kelurahan)
    if area is None:
        raise _no(
            f"There is no kelurahan {kelurahan}; its code looks like {next(iter(city.kelurahan), '…')}."
        )
    data: dict[str, Any] = {
        "place": f"Kelurahan {area.name}, Kecamatan {area.kecamatan}, {city.city_name}",
        "call": "Ada masalah di sekitar Anda? Laporkan di sini.",
        "lead": "Jalan rusak, lampu mati, sampah, banjir, pelayanan: cukup tulis pesan.",
        "ways": [
            {**way, "qr": pdf.qr_code(way["link"])}
            for way in ways(settings.address, kelurahan, name, whatsapp)
        ],
        "steps": list(STEPS), "danger": "Keadaan darurat? Telepon 112, gratis, 24 jam.",
    }  # fmt: skip
    head = pdf.Letterhead(city.settings.privacy.controller or city.city_name)
    title = f"Poster Sorot Kelurahan {area.name}"
    path = out or Path(f"poster-{kelurahan}.pdf")
    path.write_bytes(pdf.make(TEMPLATE, title=title, head=head, data=data, made=clock.now()))
    typer.echo(path)


def ways(site: str, kelurahan: str, telegram: str, whatsapp: str) -> list[dict[str, str]]:
    """The ways in, the page always: name, link, and the address as people read it."""
    found = []
    if whatsapp:
        link = f"https://wa.me/{whatsapp}?text={quote(GREETING)}"
        found.append({"name": "WhatsApp", "link": link, "address": f"+{whatsapp}"})
    if telegram:
        found.append({"name": "Telegram", "link": f"https://t.me/{telegram}", "address": f"@{telegram}"})
    page = f"{site}/kelurahan/{kelurahan}"
    return [*found, {"name": "Halaman web", "link": page, "address": page.partition("://")[2]}]


def _no(why: str) -> typer.Exit:
    typer.echo(why, err=True)
    return typer.Exit(2)
