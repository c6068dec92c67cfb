"""A conversation without a database: the pure dialogue, a small city, a register that does its commands."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.dialogue.commands import (
    Accept,
    AddToReport,
    Calls,
    Command,
    CorrectReport,
    EraseData,
    ExplainRating,
    ExportData,
    FileReport,
    Flag,
    Identify,
    ListWatched,
    LookForSame,
    Personal,
    Rate,
    Reopen,
    StopSupport,
    SupportReport,
    TellNeighbour,
    Turn,
    Unwatch,
    Urge,
    Watch,
    Withdraw,
)
from bot.dialogue.known import (
    Body,
    CityFacts,
    Elsewhere,
    Exported,
    Known,
    KnownArea,
    KnownCategory,
    NeighbourTold,
    PointArea,
    Receipt,
    ReportInfo,
    Supported,
    Watched,
)
from bot.dialogue.state import Conversation, Draft, Similar, Step
from bot.dialogue.turn import after, turn
from bot.dialogue.types import Button, FileRef, Incoming, Point, Reply
from bot.messages import say
from nlu.types import Emergency, Facts, Intent, PlaceMention, Ranked, Understanding
from routing.city import dangers
from routing.domain.questions import parse
from storage import yaml_files
from tests.servers import ROOT

DATA = ROOT / "routing" / "data" / "bekasi"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CATEGORIES = (
    KnownCategory("jalan_rusak", "Jalan rusak", "DBMSDA"),
    KnownCategory("pju", "Lampu jalan", "DBMSDA"),
    KnownCategory("sampah", "Sampah", "DLH"),
    KnownCategory("kependudukan", "KTP dan KK", "Disdukcapil", on_site=False),
    KnownCategory("listrik", "Listrik padam", "PLN", external=True, contact="Hubungi PLN di 123."),
    KnownCategory("aspirasi", "Usulan", "Bappelitbangda", on_site=False),
    KnownCategory("lainnya", "Lain-lain", "POC"),
    KnownCategory(
        "banjir", "Banjir", "DBMSDA",
        questions=parse(
            [{"key": "tinggi_air", "ask": "Setinggi apa airnya?", "kind": "choice",
              "choices": ["Semata kaki", "Selutut"], "find": {"Selutut": r"\blutut|selutut"}},
             {"key": "masih_naik", "ask": "Masih naik?", "kind": "choice", "choices": ["Masih naik", "Surut"],
              "when": {"tinggi_air": "Selutut"}}]
        ),
    ),
    KnownCategory(
        "angkutan", "Angkutan", "Dishub",
        questions=parse([{"key": "trayek", "ask": "Trayek apa?", "kind": "text"}]),
    ),
    KnownCategory(
        "parkir", "Parkir liar", "Dishub",
        questions=parse(
            [{"key": "plat_nomor", "ask": "Berapa platnya?", "kind": "text", "fits": r"[a-z]\s?\d{2,4}",
              "find": r"\bb \d{4} [a-z]{1,3}\b", "hint": "Plat ditulis seperti B 1234 KRA."}]
        ),
    ),
)  # fmt: skip
AREAS = (
    KnownArea("01", "Kranji", "Bekasi Barat"),
    KnownArea("02", "Bintara", "Bekasi Barat"),
    KnownArea("03", "Margahayu", "Bekasi Timur"),
)
DANGERS = dangers.read(yaml_files.read((DATA / "emergency.yml").read_text(encoding="utf-8")))
CITY = CityFacts(
    {c.code: c for c in CATEGORIES}, {a.code: a for a in AREAS}, city="Bekasi",
    bodies={b.code: b for b in (Body("tol", "Pengelola tol", "Jalan tol diurus pengelolanya, telepon 14080."),
                                Body("kab", "Kabupaten", "Tempat itu masuk Kabupaten Bekasi."))},
    elsewhere=(Elsewhere("tol", r"\bjalan tol\b", r"\bdekat jalan tol\b", frozenset(["jalan_rusak"])),),
    neighbours={"Tambun": "kab"}, floods=frozenset(["banjir"]), dangers=DANGERS,
)  # fmt: skip
KRANJI = PlaceMention("kelurahan", "kranji", "Kranji", ("01",))
BARAT = PlaceMention("kecamatan", "bekasi barat", "Bekasi Barat", ("01", "02"))
TAMBUN = PlaceMention("luar", "tambun", "Tambun")
BOGOR = PlaceMention("luar", "bogor", "Bogor")
GAUGED = {"01", "03"}  # kelurahan some gauge can warn of
INSIDE, OUTSIDE = Point(-6.23, 106.98), Point(-6.9, 107.6)


def understood(
    text: str,
    intent: Intent = Intent.LAPOR,
    *ranked: tuple[str, float],
    places: tuple[PlaceMention, ...] = (),
    emergency: str | None = None,
    number: str | None = None,
    sure: float = 0.9,
    facts: Facts = Facts(),  # noqa: B008 - frozen
) -> Understanding:
    """What an engine would have made of `text`."""
    return Understanding(
        masked=text, intent=intent, intent_confidence=sure, engine="tangan",
        categories=tuple(Ranked(code, confidence) for code, confidence in ranked),
        emergency=Emergency(emergency, "tolong") if emergency else None,
        places=places, report_number=number, facts=facts,
    )  # fmt: skip


@dataclass
class Chat:
    """One person's conversation; every turn goes through JSON, as between two restarts.

    similar: what looking for a report of the same trouble finds. looked: the drafts it was looked for.
    """

    conversation: Conversation = field(default_factory=Conversation)
    reports: list[ReportInfo] = field(default_factory=list)
    done: list[Command] = field(default_factory=list)
    last: tuple[Reply, ...] = ()
    now: datetime = NOW
    locale: str = "id"
    count: int = 0
    similar: Similar | None = None
    looked: list[Draft] = field(default_factory=list)
    joined: list[ReportInfo] = field(default_factory=list)
    called: str = ""
    watched: tuple[str, ...] = ()
    high: tuple[tuple[str, int], ...] = ()
    more: dict[str, Any] = field(default_factory=dict)  # what else is known of the next messages

    def take(
        self, message: Incoming, understanding: Understanding | None = None,
        parts: tuple[Understanding, ...] = (),
    ) -> Turn:  # fmt: skip
        """One message through the dialogue and its commands."""
        self.now += timedelta(minutes=1)
        number = understanding.report_number if understanding else None
        known = Known(
            now=self.now, catalogue=CITY, understanding=understanding, masked=message.text,
            located=self.locate(message.point), reports=tuple(reversed(self.reports)), locale=self.locale,
            asked=next((r for r in self.reports if r.number == number), None), parts=parts,
            supported=tuple(self.joined), called=self.called, **self.more,
        )  # fmt: skip
        conversation = Conversation.from_json(self.conversation.to_json())
        assert conversation == self.conversation, "the conversation does not survive a restart"
        decided = turn(conversation, message, known)
        for _ in range(4):
            commands, decided = decided.commands, replace(decided, commands=())
            for command in commands:
                decided = self.execute(command, decided, known)
        self.conversation, self.last = decided.conversation, decided.replies
        return decided

    @staticmethod
    def locate(point: Point | None) -> PointArea | None:
        if point is None:
            return None
        return PointArea("01", "Kranji", "Bekasi Barat") if point == INSIDE else PointArea(None)

    def execute(self, command: Command, decided: Turn, known: Known) -> Turn:
        if isinstance(command, LookForSame):
            self.looked.append(command.draft)
            return after(decided, self.similar, known) if self.similar else decided
        self.done.append(command)
        if isinstance(command, Flag | Calls | Urge | ExplainRating | CorrectReport):
            return decided
        if isinstance(command, Personal):
            return self.personal(command, decided, known)
        if isinstance(command, TellNeighbour):
            words = bool(command.text or command.files)
            return after(decided, NeighbourTold(command.number, command.done, words=words), known)
        if isinstance(command, SupportReport):
            supported = Supported(command.number, "DBMSDA", "diproses", 2)
            return after(decided, supported, known)
        if isinstance(command, StopSupport):
            self.joined = [report for report in self.joined if report.number != command.number]
            return decided
        if not isinstance(command, FileReport):
            self.change(command)
            return decided
        category = CITY.categories[command.draft.category or "lainnya"]
        number = f"BKS-2611-{len(self.reports) + 1:05}"
        status = "dirujuk" if category.external else "menunggu"
        due = self.now + timedelta(days=3)
        report = ReportInfo(
            number=number, status=status, category=category.name, agency=category.agency,
            category_code=category.code, created_at=self.now, first_answer_due=due, resolve_due=due,
        )  # fmt: skip
        self.reports.append(report)
        filed = Receipt(
            number, category.name, category.agency, "", due, due, referred=category.external,
            contact=category.contact, link=f"/lacak/{number}",
        )  # fmt: skip
        if command.draft.called:
            self.called = command.draft.called
        return after(decided, filed, known)

    def personal(self, command: Personal, decided: Turn, known: Known) -> Turn:
        """Warnings and the person's own data, as `bot.personal` would."""
        before = self.watched
        match command:
            case Watch(areas):
                self.watched = tuple(dict.fromkeys((*before, *areas)))
                fresh, covered = self.watched != before, bool(set(areas) & GAUGED)
                watched = Watched(
                    "on", areas, self.watched, fresh=fresh, covered=covered, high=self.high
                )  # fmt: skip
                return after(decided, watched, known)
            case Unwatch(areas):
                self.watched = tuple(code for code in before if areas and code not in areas)
                gone = tuple(code for code in before if code not in self.watched)
                return after(decided, Watched("off", gone, self.watched), known)
            case ListWatched():
                return after(decided, Watched("list", following=before), known)
            case ExportData():
                return after(decided, Exported("/data/x", reports=len(self.reports)), known)
            case EraseData():
                self.reports, self.joined, self.watched, self.called = [], [], (), ""
                said = Reply(say(known.locale, "data-erased"))  # what the queued notice says
                return replace(decided, said=(*decided.said, said))
        self.more = {**self.more, "consented": True}
        return decided

    def change(self, command: AddToReport | Withdraw | Accept | Reopen | Rate | Identify) -> None:
        status = {Withdraw: "ditarik", Accept: "ditutup", Reopen: "diproses"}.get(type(command))
        report = next(r for r in self.reports if r.number == command.number)
        if isinstance(command, Rate):
            assert report.status in ("selesai", "ditutup")
            final = report.rating is not None
            return self.set(command.number, report.status, rating=command.stars, rating_final=final)
        assert report.takes_more or isinstance(command, Accept | Reopen), (
            f"{command} on a {report.status} report"
        )
        if isinstance(command, AddToReport) and report.status == "menunggu_warga":
            status = "diproses"
        if status:
            self.set(command.number, status)
        return None

    def set(self, number: str, status: str, **more: Any) -> None:
        """An officer (or the clock) changes a report."""
        self.reports = [replace(r, status=status, **more) if r.number == number else r for r in self.reports]

    def message(self, **said: Any) -> Incoming:
        self.count += 1
        return Incoming("web", f"m{self.count}", "orang", self.now, **said)

    def say(
        self, text: str, understanding: Understanding | None = None, parts: tuple[Understanding, ...] = ()
    ) -> tuple[Reply, ...]:
        """Write `text`; without an understanding it has failed. parts: understood of each of its matters."""
        return self.take(self.message(text=text), understanding, parts).replies

    def tell(self, text: str, *args: Any, **more: Any) -> tuple[Reply, ...]:
        """Write `text`, understood as given."""
        return self.say(text, understood(text, *args, **more))

    def press(self, title: str) -> tuple[Reply, ...]:
        """Press the button with this title among the last answers."""
        return self.press_id(next(b.id for b in self.buttons if b.title == title))

    def press_id(self, identity: str) -> tuple[Reply, ...]:
        return self.take(self.message(kind="button", button=identity)).replies

    def photo(self, name: str = "a", text: str = "", understanding: Understanding | None = None) -> Any:
        message = self.message(kind="photo", text=text, files=(FileRef(name),))
        return self.take(message, understanding).replies

    def share(self, point: Point = INSIDE) -> tuple[Reply, ...]:
        return self.take(self.message(kind="location", point=point)).replies

    def taken_at(self, point: Point = INSIDE) -> tuple[Reply, ...]:
        """A picture's own position comes in."""
        return self.take(self.message(kind="photo_point", point=point)).replies

    def send(self, kind: str) -> tuple[Reply, ...]:
        return self.take(self.message(kind=kind)).replies

    def at(self, step: Step) -> bool:
        """Whether this is the question that stands open."""
        return self.conversation.step is step

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for reply in self.last for button in reply.buttons)

    @property
    def text(self) -> str:
        """Everything said last."""
        return "\n".join(reply.text for reply in self.last)

    def complain(self, text: str = "jalan bolong di kranji", code: str = "jalan_rusak") -> None:
        """A complaint with its place."""
        self.tell(text, Intent.LAPOR, (code, 0.9), places=(KRANJI,))

    def file(self, text: str = "jalan bolong di kranji", code: str = "jalan_rusak") -> str:
        """A whole report; returns its number."""
        self.complain(text, code)
        if any(button.title == "Lewati" for button in self.buttons):
            self.press("Lewati")
        self.press("Kirim")
        return self.reports[-1].number
