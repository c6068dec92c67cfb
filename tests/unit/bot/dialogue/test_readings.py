"""Short answers mean the same at every step and language level, and nobody is trapped in a question."""

from dataclasses import replace

import pytest

from bot.dialogue.known import Known, ReportInfo
from bot.dialogue.press import question
from bot.dialogue.questions_asked import loses
from bot.dialogue.readings import Reading, reading_of, wordings
from bot.dialogue.state import Conversation, Draft, Held, Similar, Step
from bot.dialogue.turn import turn
from bot.dialogue.types import Incoming
from bot.dialogue.whereabouts import put
from nlu.types import Intent, Ranked, Where
from tests.unit.bot.dialogue.chat import CITY, NOW, Chat, understood

SAID = {
    Reading.YES: [
        "ya",
        "iya bener",
        "betul pak",
        "yes",
        "inggih",
        "muhun leres",
        "Iyaaa",
        "👍",
        "sudah nelpon",
    ],
    Reading.NO: ["tidak", "ga usah deh", "nggak kak", "belum", "no", "mboten", "henteu"],
    Reading.SKIP: ["lewati", "skip aja", "ga ada", "tidak punya", "I don't have any"],
    Reading.NO_PHOTO: [
        "g ada foto",
        "ga punya fotonya",
        "gapunya foto jg",
        "no photo",
        "belum sempat foto",
        "mboten wonten fotone",
        "sorry no pictures",
        "kaga ada potonya bang",
        "ga punya foto soalnya lagi di jalan",
    ],
    Reading.SEND: [
        "sudah benar, kirim",
        "iya bener kirimin",
        "yaudah kirim aja",
        "udah itu aja",
        "yes send it",
        "bismillah kirim",
        "looks good, please submit",
        "yang kedua juga kirim",
        "gausah, kirim aja",
        "besok aja ya, kirim dulu",
        "nggih pun, kirim mawon",
        "hatur nuhun, kintun",
    ],
    Reading.DONT_KNOW: [
        "embuh", "teu terang", "gatau dari mana",
        "gaada nomornya", "ga tau kelurahannya apa", "I don't know the pole number", "gatau",
        "ga tau pak", "kurang tau ya", "entahlah", "ora ngerti", "i don't know",
    ],
    Reading.STOP: ["gajadi lapor", "udah ah males", "batal", "ga jadi deh", "batalin aja", "cancel",
                   "stop", "ga jadi lah, percuma", "gausah deh udah normal"],
    Reading.LATER: ["nanti dulu ya", "bukan, kirim nanti aja", "sebentar ya saya foto dulu",
                    "bentar", "wait"],
    Reading.HUMAN: [
        "cape ngomong sama robot", "hubungi admin", "cape chat sm bot, sambungin org asli",
        "bisa ngomong sama orang ga?", "mau ngobrol sama admin", "talk to a human please",
    ],
    Reading.WRONG: ["salah pak", "bukan itu", "masih salah", "ada yang salah"],
    Reading.GREET: ["halo min", "assalamualaikum", "السلام عليكم"],
    Reading.THANKS: ["makasih ya", "nuhun", "thank you"],
}  # fmt: skip
CASES = [(reading, text) for reading, texts in SAID.items() for text in texts]
TOLD = Draft(
    text="banjir selutut di depan masjid", category="banjir", candidates=("pju", "sampah"),
    similar=Similar("BKS-2611-00009", status="diproses"), photo_area="01", asked=("where",),
)  # fmt: skip
KRANJI = put(TOLD, Where("kranji", areas=(Ranked("01", 0.9),)))
OPEN = replace(TOLD, where=Where("bekasi barat"), place="bekasi barat", options=("01", "02"))
BESIDE = frozenset(
    {
        Step.MAYBE,
        Step.ADD,
        Step.WITHDRAW,
        Step.REOPEN,
        Step.RATE,
        Step.RATE_WHY,
        Step.NEIGHBOUR_WHY,
        Step.MATTERS,
    }
)
DANGER = frozenset({Step.LISTEN, Step.RESCUE, Step.EMERGENCY, Step.CRY, Step.DOUBT})
STEPS = [step for step in Step if step is not Step.IDLE and step not in DANGER]


@pytest.mark.parametrize(("reading", "text"), CASES)
def test_a_short_answer_is_read_for_what_it_means(reading: Reading, text: str) -> None:
    assert reading_of(text) is reading


@pytest.mark.parametrize(
    "text",
    ["jalan rusak parah di kranji", "surut", "12", "ada sampah", "lampu mati", "di bintara", "B 1234 KRA", "",
     "petugas minta uang", "tidak ada air dari kemarin", "belum diangkut sampahnya", "beneran aman kan?",
     "ini diproses ga sih", "kamera cctv rusak", "jalan rusak?"],
)  # fmt: skip
def test_what_tells_something_is_no_short_answer(text: str) -> None:
    assert reading_of(text) is None


def test_every_wording_of_the_table_is_read_as_it_is_listed() -> None:
    for reading, phrases in wordings().items():
        for phrase in phrases:
            assert reading_of(phrase) is not None, phrase
        assert sum(reading_of(phrase) is reading for phrase in phrases) > len(phrases) * 0.7, reading


def standing(step: Step, reports: tuple[ReportInfo, ...]) -> Conversation:
    """A conversation at the step, as a turn leaves it: its question has just been put."""
    draft = None if step in BESIDE else KRANJI
    if step in (Step.PLACE, Step.KECAMATAN, Step.KELURAHAN, Step.PHOTO_PLACE):
        draft = OPEN
    if step is Step.WHAT:
        draft = Draft()
    held = Held(text="x", numbers=("BKS-2611-00001",), draft=TOLD, parts=(TOLD, TOLD))
    c = Conversation(
        step=step, draft=draft, held=held if draft is None or step is Step.OTHER else None, nonce=3
    )
    known = Known(now=NOW, catalogue=CITY, reports=reports)
    first = turn(c, Incoming("web", "0", "s", NOW, kind="sticker"), known)
    return first.conversation


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("intent", [None, Intent.BUKAN_LAPORAN])
def test_it_moves_or_another_sentence_with_a_way_out_comes(step: Step, intent: Intent | None) -> None:
    chat = Chat()
    chat.file("sampah menumpuk di kranji", "sampah")
    reports = tuple(chat.reports)
    if step in (Step.REOPEN, Step.RATE, Step.RATE_WHY):
        reports = tuple(replace(r, status="selesai", resolved_at=NOW) for r in reports)
    for reading, text in CASES:
        c = standing(step, reports)
        before = question(c, Known(now=NOW, catalogue=CITY, reports=reports)).text
        made = understood(text, intent) if intent else None
        known = Known(now=NOW, catalogue=CITY, reports=reports, understanding=made, masked=text)
        said: list[str] = [before]
        for _ in range(2):
            decided = turn(c, Incoming("web", "1", "s", NOW, text=text), known)
            moved = decided.conversation.step is not step or decided.commands
            words = "\n".join(reply.text for reply in decided.replies)
            assert moved or words, (step, text)
            if moved:
                break
            assert decided.replies[-1].text not in said[-1:], (step, reading, text)
            ways = any(reply.buttons for reply in decided.replies) or "batal" in words or "“" in words
            assert ways, (step, reading, text, words)
            said.append(decided.replies[-1].text)
            c = decided.conversation


def test_the_same_question_never_stands_twice_in_the_same_words() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, ("jalan_rusak", 0.9))
    said = [chat.last[-1].text]
    for text in ("hmm", "lho kok", "wkwk", "halo", "makasih ya", "hmm", "hmm"):
        chat.tell(text, Intent.BUKAN_LAPORAN)
        if not chat.at(Step.PLACE):
            break
        assert chat.last[-1].text != said[-1]
        said.append(chat.last[-1].text)
    assert len(said) > 3


@pytest.mark.parametrize(
    ("text", "reading"),
    [("gajadi deh udah dipotong warga sendiri", Reading.STOP), ("batal pak soalnya udah nyala", Reading.STOP),
     ("ga jadi dibangun jembatannya", None), ("bentar ya anak nangis", Reading.LATER),
     ("nanti ya pak lagi masak", Reading.LATER), ("bentar lagi roboh", None),
     ("bentar saya cek dulu", Reading.LATER), ("nanti saya kirim lokasinya", Reading.LATER),
     ("HELP!!!", None), ("help", Reading.HELP), ("pengen ngomong ama orang dah jangan mesin", Reading.HUMAN),
     ("inggih kirim mawon", Reading.SEND)],
)  # fmt: skip
def test_who_stops_or_waits_may_say_why(text: str, reading: Reading | None) -> None:
    assert reading_of(text) is reading


@pytest.mark.parametrize(
    ("text", "lost"),
    [("kucing saya ilang dari kemaren", "pet"), ("dompet saya jatoh di stasiun tolong dicariin", "thing"),
     ("hp saya dicopet di pasar", ""), ("lampu taman hilang dicuri", ""), ("ktp saya hilang", ""),
     ("my phone was left in the angkot", "thing"), ("tas plastik sampah numpuk", ""),
     ("anak saya pake tas sekolah hilang", "")],
)  # fmt: skip
def test_what_is_lost_and_no_office_looks_for(text: str, lost: str) -> None:
    assert loses(text) == lost


def test_pun_softens_and_a_no_at_the_end_asks() -> None:
    assert reading_of("foto pun ga ada") is Reading.NO_PHOTO
    assert reading_of("nggih pun") is Reading.YES
    assert reading_of("nomor tiangnya ga kelihatan") is Reading.DONT_KNOW
    assert reading_of("nama saya kelihatan ga") is None
