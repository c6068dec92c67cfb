"""P4: ten thousand reports, each with telephone, NIK, mail, name and plate of its own, past all public doors.

    python -m benchmarks.canaries [--reports 10000]

Half of the reports' words are ticked to be shown, so that what masks them is tried 5,000 times; what is
written comes in several spellings. Every public door is asked (see tests/integration/test_canaries.py), every
report's page and every list to its end. Prints how many answers were read and every canary heard; exits 1 for
any.
"""

import argparse
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import insert, select
from starlette.testclient import TestClient

from benchmarks.public import row
from routing.city.catalogue import catalogue
from routing.city.loading import load_city
from routing.delivered import CITY
from routing.domain.publicity import words_seal
from sorot import publishing
from storage import clock, db, limits
from storage.models import Person, Report
from storage.models.base import table_of
from tests.hostile import stage
from tests.integration.test_canaries import NOT_WALKED, QUERIES, addresses

BATCH = 2000
TITLES = ("Bapak", "Ibu", "Sdr.", "Pak", "Bu", "atas nama", "Hj.")
STORIES = (
    "Lampu mati sejak kemarin. {title} {name} sudah melapor, telp {phone}, NIK {nik}, mobil {plate}, {mail}.",
    "Hubungi {title} {name} di {phone} atau {mail}. KTP {nik}. Truk sampah plat {plate} tidak datang.",
    "Pohon tumbang menimpa {plate} milik {title} {name} (NIK: {nik}), WA {phone}, surel {mail}",
)
# Cores that stand in every canary of a kind and nowhere else; digits are compared without what parts them.
CORES = {"telepon": "89971", "nik": "32750199", "surel": "kenari-uji", "nama": "wiranata", "pelat": "qxz"}
SYLLABLES = ("ku", "su", "ma", "di", "ra", "to", "wi", "no", "lan", "ber")
_PARTS = re.compile(r"(?<=\d)[\s().+-]+(?=\d)")
_DIGITS, _PLATE = re.compile(r"\d{10,}"), re.compile(r"\bB[\s.-]?\d{1,4}[\s.-]?QXZ\b", re.I)


def person(number: int, rng: random.Random) -> dict[str, str]:
    """Somebody who is nobody else, in one of the spellings people use."""
    tail = f"{number:06d}"
    phone = rng.choice(("0{a}{b}{c}", "+62 {a}-{b}-{c}", "62{a}{b}{c}", "0{a}-{b}-{c}", "0{a} {b} {c}"))
    nik = f"32750199{number:08d}"
    ending = "".join(SYLLABLES[int(digit)] for digit in tail)
    return {
        "title": rng.choice(TITLES), "name": f"Wiranata{ending} {rng.choice(('Putra', 'Sari', ''))}".strip(),
        "phone": phone.format(a="899", b=f"71{tail[:2]}", c=tail[2:]),
        "nik": rng.choice((nik, f"{nik[:6]} {nik[6:12]} {nik[12:]}", "-".join(re.findall("....", nik)))),
        "mail": f"kenari-uji{number}@rahasia.id",
        "plate": rng.choice(("B {n} QXZ", "B{n}QXZ", "b {n} qxz")).format(n=1 + number % 9999),
    }  # fmt: skip


def heard(text: str) -> list[str]:
    """The kinds of canary a text holds."""
    low, runs = text.casefold(), _DIGITS.findall(_PARTS.sub("", text))
    found = [kind for kind in ("surel", "nama") if CORES[kind] in low]
    found += [kind for kind in ("telepon", "nik") if any(CORES[kind] in run for run in runs)]
    return [*found, *(["pelat"] if _PLATE.search(text) else [])]


def fill(count: int) -> None:
    """So many reports, of all kinds and privacies; every second one's words are ticked."""
    rng, now = random.Random(11), clock.now()
    with db.transaction() as tx:
        load_city(tx, CITY, now=now)
    with db.reading() as session:
        city = catalogue(session)
    kinds, areas = [one for one in city.categories.values() if one.active], [*city.kelurahan.values()]
    for start in range(0, count, BATCH):
        people, rows = [], []
        for number in range(start, min(count, start + BATCH)):
            who = person(number, rng)
            people.append({
                "id": number + 1, "channel": "whatsapp", "address": f"6289971{number:06d}",
                "name": who["name"], "created_at": now,
            })  # fmt: skip
            text = STORIES[number % len(STORIES)].format(**who)
            assert set(heard(text)) == set(CORES), text  # or the walk would prove nothing
            made = row(number, rng, now, kinds, areas)
            seal = words_seal(text) if number % 2 else None
            privacy = ("biasa", "anonim", "rahasia")[number % 3]
            rows.append(
                {**made, "person_id": number + 1, "text": text, "place": f"depan rumah {who['name']}",
                 "words_shown": seal, "privacy": privacy, "track_key": f"kunci-{number:022d}"}
            )  # fmt: skip
        with db.transaction() as tx:
            tx.execute(insert(table_of(Person)), people)
            tx.execute(insert(table_of(Report)), rows)


def walk(client: TestClient, home: stage.City, numbers: list[str]) -> Iterator[tuple[str, str]]:
    """(address, what was answered): every public door, every report, the lists to their end."""
    sample = numbers[:4] + numbers[-4:]
    for door in stage.public(home):
        if door.method == "GET" and not door.path.startswith(NOT_WALKED):
            for address in addresses(door, sample):
                for query in QUERIES if not door.places else QUERIES[:1]:
                    yield asked(client, address + query)
    for number in numbers:
        yield asked(client, f"/laporan/{number}")
    for page in range(1, len(numbers) // 200 + 2):
        yield asked(
            client, f"/open311/v2/requests.json?page_size=200&page={page}&start_date=2020-01-01T00:00:00Z"
        )


def asked(client: TestClient, address: str) -> tuple[str, str]:
    """The answer's body and head as one text."""
    answer = client.get(address)
    return address, f"{answer.text} {dict(answer.headers)}"


def main() -> int:
    """0 when nothing was heard."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=10_000)
    count, began = parser.parse_args().reports, time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        db.configure(f"sqlite:///{folder}/canaries.db")
        db.create_schema()
        fill(count)
        home = stage.build(Path(folder))
        publishing.figures(clock.now())
        publishing.files(home.app.state.media, clock.now())
        limits.configure(
            {
                f"{door}.{who}": "900000/0.001"
                for door in ("listing", "file", "track")
                for who in ("address", "all")
            }
        )
        with db.reading() as session:
            numbers = list(session.scalars(select(Report.number).order_by(Report.id)))
        answers = shown = 0
        found: list[tuple[str, list[str]]] = []
        with TestClient(home.app, base_url="https://testserver", follow_redirects=False) as client:
            for address, text in walk(client, home, numbers):
                answers, shown = answers + 1, shown + text.count("[nama]")
                if told := heard(text):
                    found.append((address, told))
                    print(address, told)
    print(f"{count} reports, {answers} answers read, a name masked {shown} times, {len(found)} with a canary;"
          f" {time.process_time() - began:.0f} s of processor time")  # fmt: skip
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
