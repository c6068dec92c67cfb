"""Filling in the demo city."""

import random
import secrets
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from accounts import officers as accounts
from routing.city.catalogue import Catalogue, catalogue
from routing.domain.lifecycle import Status
from routing.reports import checking, filing, handing_in, officers_work, proving, residents
from sorot.demo import dress, pictures, river
from sorot.demo.plan import Deed, plan
from sorot.kept_secret import UnsafeSettings
from sorot.settings import Settings
from storage import clock, db, yaml_files
from storage.media import Taken, attach, from_url, note, put
from storage.models import Camera, Officer, Outbox, Person, Report, Setting
from storage.pictures import Copies, sanitise

HERE = Path(__file__).parent
KEY = "demo"
# Reports of these categories carry a drawn picture.
PICTURED = {
    "jalan_rusak": "hole",
    "banjir_genangan": "water",
    "sampah": "heap",
    "pohon": "tree",
    "pju": "lamp",
}
JITTER = 0.0015  # degrees, about 170 m: reports of one kelurahan do not stand on one spot


def is_empty() -> bool:
    """True where nobody has filed a report and nobody can sign in."""
    with db.reading() as session:
        reports = session.scalar(select(func.count(Report.id)))
        officers = session.scalar(select(func.count(Officer.id)))
    return not reports and not officers


def demo_logins() -> list[dict[str, str]]:
    """username, password, role and name of each demo officer; [] where no demo data is loaded."""
    with db.reading() as session:
        row = session.get(Setting, KEY)
        return list(row.value["logins"]) if row else []


def refuse_in_public(settings: Settings, *, loading: bool = False) -> None:
    """UnsafeSettings where strangers come: the demo's passwords stand on its sign-in page."""
    if settings.in_public and (loading or demo_logins()):
        cure = "unset SOROT_PUBLIC_URL" if loading else "`sorot demo --clear`"
        raise UnsafeSettings(
            "Sorot does not go on, because:\n  - the demo city shows its officers' passwords, and "
            f"SOROT_PUBLIC_URL lets everybody in: {cure}."
        )


def make_demo(settings: Settings) -> str:
    """Load the demo city and return what was made, in a sentence. Does nothing where it is loaded already."""
    refuse_in_public(settings, loading=True)
    if demo_logins():
        return "The demo city is loaded already"
    now = clock.now()
    cases: list[dict[str, Any]] = yaml_files.read((HERE / "reports.yml").read_text("utf-8"))
    words: dict[str, Any] = yaml_files.read((HERE / "words.yml").read_text("utf-8"))
    with db.transaction() as tx:
        city = catalogue(tx)
        agency_of = {code: info.agency for code, info in city.categories.items()}
        stage = _Stage(tx, city, cases, words, pictures_of(settings))
        tx.add(Setting(key=KEY, value={"logins": stage.logins(), "at": now.isoformat()}))
        deeds = plan(cases, words, agency_of, now=now)
        done = [d for d in deeds if d.what == Status.SELESAI and cases[d.case]["category"] in PICTURED]
        stage.unchecked = done[-1].case if done else None
        for deed in deeds:
            stage.do(deed)
        stage.cameras()
        dress.dress(tx, stage.people, stage.dice, now=now)
        dress.follow(tx, stage.people, city, now=now - timedelta(days=20))
        readings = river.flow(tx, now=now)
        tx.execute(update(Outbox).where(Outbox.channel == "web").values(status="delivered", delivered_at=now))
    made = f"{len(stage.reports)} reports, {readings} gauge readings, {len(words['cameras'])} cameras"
    return f"Demo city loaded: {made}"


def pictures_of(settings: Settings) -> dict[str, tuple[str, Any]]:
    """Draws and stores one picture a kind, and one of it put right: kind → (sha256, Picture)."""
    store = from_url(settings.media)
    kinds = sorted(set(PICTURED.values()))
    drawn = {kind: sanitise(pictures.draw(kind)) for kind in (*kinds, *pictures.DONE)}
    for kind, picture in drawn.items():
        if kind.endswith("_done"):  # everybody may see these: drawings have no face to hide
            drawn[kind] = replace(picture, public=Copies(picture.jpeg, picture.thumb or picture.jpeg))
    return {kind: (put(store, picture), picture) for kind, picture in drawn.items()}


class _Stage:
    """The people of the demo city, acting out the plan."""

    def __init__(
        self, tx: Session, city: Catalogue, cases: list[dict[str, Any]], words: dict[str, Any],
        drawings: dict[str, tuple[str, Any]],
    ) -> None:  # fmt: skip
        self.tx, self.city, self.cases, self.words, self.drawings = tx, city, cases, words, drawings
        self.dice = random.Random(11)
        self.unchecked: int | None = None  # the case whose photo is odd and waits for its check
        self.now = clock.now()
        self.kelurahan = {area.name: area for area in city.kelurahan.values()}
        self.people = [self._person(name) for name in words["people"]]
        self.reports: dict[int, Report] = {}
        self.staff: dict[str, Officer] = {}

    def _person(self, name: str) -> Person:
        person = Person(
            channel="web", address=f"demo-{secrets.token_hex(16)}", name=name, demo=True,
            created_at=self.now - timedelta(days=60), consented_at=self.now - timedelta(days=60),
        )  # fmt: skip
        self.tx.add(person)
        self.tx.flush()
        return person

    def logins(self) -> list[dict[str, str]]:
        """Make the officers who can sign in; each gets a password of this installation's own."""
        made = []
        for who in self.words["officers"]:
            password = f"demo-{secrets.token_hex(4)}"
            agency = who.get("agency")
            if area := who.get("area"):
                agency = f"kel-{self.kelurahan[area].code}"
            officer = accounts.create(
                self.tx, username=who["username"], name=who["name"], role=who["role"], agency_code=agency,
                password=password, now=self.now,
            )  # fmt: skip
            officer.demo = True
            if agency:
                self.staff[agency] = officer
            made.append({**{k: who[k] for k in ("username", "name", "role")}, "password": password})
        return made

    def do(self, deed: Deed) -> None:
        """Carry out one deed at its time."""
        if deed.what == "file":
            self.reports[deed.case] = self._file(deed)
            return
        report = self.reports[deed.case]
        if report.status == Status.DIRUJUK:
            return  # an outside body's matter: nobody at the city works on it
        if deed.what == "accept" and report.status == Status.DIPERIKSA:
            return  # nobody told its resident yet
        if deed.what in ("resident", "accept"):
            self._resident(report, deed)
            return
        officer = self._officer(report.agency_code)
        if deed.what == "answer":
            officers_work.answer(self.tx, officer=officer, report=report, text=deed.words, now=deed.at)
        elif deed.what == "ask":
            officers_work.ask(self.tx, officer=officer, report=report, text=deed.words, now=deed.at)
        elif deed.what == "note":
            officers_work.note(self.tx, officer=officer, report=report, text=deed.words, now=deed.at)
        else:
            self._move(report, officer, deed)

    def _move(self, report: Report, officer: Officer, deed: Deed) -> None:
        """Another status; what must be checked is, by the operator, but for one."""
        if deed.what == Status.SELESAI:
            self._photograph(report, officer, deed)
        officers_work.change_status(
            self.tx, officer=officer, report=report, to=Status(deed.what), reason=deed.words, now=deed.at
        )
        self.tx.flush()
        later = deed.at + timedelta(minutes=40)
        if report.status == Status.DIPERIKSA and deed.case != self.unchecked and later < self.now:
            checking.accept(self.tx, officer=self.staff["poc"], report=report, now=later)

    def _photograph(self, report: Report, officer: Officer, deed: Deed) -> None:
        """The finished work, where there is something to see; once from so far away that it is flagged."""
        kind = PICTURED.get(report.category_code, "place")
        if kind == "place" and not proving.photo_is_missing(self.tx, report):
            return
        sha256, picture = self.drawings[f"{kind}_done"]
        note(self.tx, sha256, picture, now=deed.at)
        away = 0.02 if deed.case == self.unchecked else 0.0002
        lat = report.lat + away if report.lat is not None else None
        taken = Taken(lat, report.lon, max(report.created_at, deed.at - timedelta(minutes=20)))
        handing_in.add_result(
            self.tx, officer=officer, report=report, sha256=sha256, now=deed.at, taken=taken
        )

    def _resident(self, report: Report, deed: Deed) -> None:
        person = self.tx.get_one(Person, report.person_id)
        if deed.what == "accept":
            residents.accept(self.tx, report.number, person=person, now=deed.at)
        else:
            residents.add_to_report(self.tx, report.number, person=person, text=deed.words, now=deed.at)

    def _file(self, deed: Deed) -> Report:
        case = self.cases[deed.case]
        area = self.kelurahan[case["at"]]
        draft = filing.NewReport(
            text=case["text"], category=case["category"], category_by="warga", place=case["place"],
            kelurahan=area.code, lat=area.lat + self.dice.uniform(-JITTER, JITTER),
            lon=area.lon + self.dice.uniform(-JITTER, JITTER),
            kind="aspirasi" if case["category"] == "aspirasi" else "pengaduan",
            privacy=case.get("privacy", "biasa"), facts=dress.answers(case["category"], self.dice),
        )  # fmt: skip
        person = self.dice.choice(self.people)
        filed = filing.file_report(self.tx, draft, person=person, channel="web", now=deed.at, demo=True)
        report = self.tx.get_one(Report, filed.report_id)
        if kind := PICTURED.get(case["category"]):
            sha256, picture = self.drawings[kind]
            note(self.tx, sha256, picture, now=deed.at)
            attach(self.tx, report, sha256, now=deed.at)
        return report

    def _officer(self, agency: str) -> Officer:
        """The agency's demo officer; one without a login is made where nobody stands in the list."""
        if agency not in self.staff:
            officer = Officer(
                username=f"demo-{agency}", name=f"Petugas {self.city.agencies[agency].short_name}", demo=True,
                role="petugas", agency_code=agency, password_hash=None, created_at=self.now,
            )  # fmt: skip
            self.tx.add(officer)
            self.tx.flush()
            self.staff[agency] = officer
        return self.staff[agency]

    def cameras(self) -> None:
        """Put the cameras on the map; none delivers a picture in the demo."""
        for row in self.words["cameras"]:
            area = self.kelurahan[row["at"]]
            self.tx.add(
                Camera(
                    code=row["code"], name=row["name"], lat=area.lat, lon=area.lon, snapshot_url=None,
                    online=row.get("online", True), demo=True,
                )
            )  # fmt: skip
