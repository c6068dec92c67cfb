"""What is read from files at its first use, read before the first resident writes.

Word lists, weights, tables of answers and the texts of both languages: together a quarter of a second, which
somebody would otherwise wait out, on a busy machine beyond the time understanding may take.
"""

from datetime import UTC, datetime

from bot.dialogue.hear import hear
from bot.dialogue.known import CityFacts, Known
from bot.dialogue.state import Conversation
from bot.dialogue.turn import turn
from bot.dialogue.types import Incoming
from bot.messages import locales
from bot.understanding import understand, understand_any, understand_parts
from nlu.types import Engine

# Between them these touch every table: places, corrections, secrecy, danger, grief, several matters, English.
_SAID = (
    "halo",
    "lampu jalan mati di jl melati rt 2 rw 3 jatiasih, takut, nama saya jangan disebut",
    "lewati",
    "bukan di jatiasih tapi di jatirsa",
    "jalan rusak dan sampah menumpuk, terus kabel putus juga",
    "kok lama banget",
    "saya pengen mati aja",
    "kucing saya hilang",
    "keren, makasih pak lurah",
    "the street light on jalan mawar is broken",
)
_PATIENTLY = 50.0  # times as long as a resident's message may take
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def warm(engine: Engine) -> None:
    """Understand and answer a few messages of nobody's, in each language; nothing of them is kept."""
    for locale in sorted(locales()):
        conversation = Conversation()
        for number, text in enumerate(_SAID):
            understand(engine, text, share=_PATIENTLY)
            found = understand_any(engine, text)
            parts = understand_parts(engine, found)
            message = Incoming("web", f"awal-{number}", "", _LONG_AGO, text=text)
            known = Known(
                _LONG_AGO, CityFacts(), found, masked=text, locale=locale, parts=parts, whole=found
            )  # fmt: skip
            hear(message, known)
            conversation = turn(conversation, message, known).conversation
