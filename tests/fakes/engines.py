"""Engines of understanding for tests: one ranks by key words, three fail each in its own way."""

import threading

from nlu.types import Intent, Ranked, Understanding
from nlu.understand import assemble

KEY_WORDS = {
    "jalan_rusak": "berlubang bolong aspal amblas",
    "pju": "lampu pju gelap",
    "sampah": "sampah tps tumpukan",
    "banjir_genangan": "banjir genangan tergenang",
    "drainase": "got selokan gorong",
    "pohon": "pohon dahan",
    "parkir": "parkir",
    "listrik": "listrik pln",
    "kependudukan": "ktp akta",
    "kebakaran_penyelamatan": "kebakaran api terbakar ular tawon",
    "keamanan": "begal tawuran maling",
    "aspirasi": "usul usulan saran",
    "pkl": "pedagang kaki lima",
}
LIKELY, HALF = 0.9, 0.35


class KeywordEngine:
    """Real rules for everything but the category, which a few key words decide; two matches: unsure."""

    name = "kata-kunci"

    def __init__(self) -> None:
        assemble("halo", (), engine=self.name)  # reads the word lists, which takes a second on a busy machine

    def understand(self, text: str) -> Understanding:
        words = set(text.lower().replace(",", " ").replace(".", " ").split())
        found = [code for code, keys in KEY_WORDS.items() if words & set(keys.split())]
        confidence = LIKELY if len(found) == 1 else HALF
        ranked = tuple(Ranked(code, confidence) for code in found)
        return assemble(text, ranked or (Ranked("lainnya", 0.2),), engine=self.name)


class RaisingEngine:
    """Breaks on every text."""

    name = "rusak"

    def understand(self, text: str) -> Understanding:
        raise RuntimeError("model file is damaged")


class HangingEngine:
    """Does not come back until `release` is set."""

    name = "macet"

    def __init__(self) -> None:
        self.release = threading.Event()

    def understand(self, text: str) -> Understanding:
        self.release.wait(30)
        return assemble(text, (), engine=self.name)


class NonsenseEngine:
    """Answers with values that break the contract."""

    name = "ngawur"

    def understand(self, text: str) -> Understanding:
        return Understanding(
            masked=text,
            intent=Intent.LAPOR,
            intent_confidence=7.0,
            categories=(Ranked("naga_terbang", float("nan")),),
        )
