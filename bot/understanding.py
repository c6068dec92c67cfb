"""Understanding in bounded time: when it raises, hangs or talks nonsense, a person decides (R3)."""

import logging
import math
import re
import threading
from dataclasses import dataclass, field, replace

from bot.dialogue.types import Incoming, Point
from bot.parting import parted
from bot.tongue import in_indonesian, tongue_of
from nlu.opening import TELLING
from nlu.types import Engine, Intent, Ranked, Understanding

# Reliability R3: the report is accepted within 2.5 s in all, on a busy machine too. Usual are 3 ms.
SECONDS = 1.2
# Hung calls cannot be ended, only left behind; so many at once and understanding is taken for broken.
MOST_AT_ONCE = 12

_LETTERS = re.compile(r"[^\W\d_]+")
# Words beside a point that only announce it ("titik koordinat").
_ANNOUNCING = frozenset(
    re.findall(
        r"\w+",
        "titik titiknya koordinat kordinat lokasi lokasinya alamat alamatnya tempat tempatnya posisi tkp"
        " posisinya ini di sini disini nih maps map gmaps google link share loc lok shareloc sharelok serlok"
        " sherlok pin here my is the location at patokan peta ya pak bu min kak saya itu yang situ disitu",
    )
)

# Of what a map writes behind its Plus Code ("QX8V+2R Margahayu, Kota Bekasi") the point says more.
_TOLD_BY_THE_POINT = frozenset({"titik", "kelurahan", "kecamatan"})

log = logging.getLogger(__name__)
_free = threading.BoundedSemaphore(MOST_AT_ONCE)


@dataclass
class _Call:
    """One call in a thread of its own."""

    engine: Engine
    text: str
    finished: threading.Event = field(default_factory=threading.Event)
    result: object = None

    def run(self) -> None:
        try:
            self.result = self.engine.understand(self.text)
        # The edge to a replaceable engine: whatever goes wrong in there must not cost a resident's report.
        except Exception:
            log.exception("understanding failed")
        finally:
            _free.release()
            self.finished.set()


def understand(engine: Engine, text: str, *, share: float = 1.0) -> Understanding | None:
    """What the engine makes of the text; None when it fails, takes over its share of SECONDS, or makes no
    sense."""
    if not text.strip():
        return None
    if not _free.acquire(blocking=False):
        log.error("understanding hangs: %d calls have not come back", MOST_AT_ONCE)
        return None
    call = _Call(engine, text)
    threading.Thread(target=call.run, name="understand", daemon=True).start()
    if not call.finished.wait(SECONDS * share):
        log.error("understanding took longer than %.1f s", SECONDS * share)
        return None
    return call.result if isinstance(call.result, Understanding) and sensible(call.result) else None


def understand_any(engine: Engine, text: str) -> Understanding | None:
    """As `understand`; of an English text, kind and intent are those of its words in Indonesian."""
    u = understand(engine, text)
    if u is None or tongue_of(text) != "en" or not (ours := in_indonesian(text)):
        return u
    told = understand(engine, ours, share=0.5)
    if told is None:
        return u
    telling = u.intent in (Intent.BUKAN_LAPORAN, Intent.LAPOR)
    telling = telling and told.intent in TELLING | {Intent.BUKAN_LAPORAN, Intent.TAMBAHAN}
    intent, sure = (told.intent, told.intent_confidence) if telling else (u.intent, u.intent_confidence)
    return replace(
        u, categories=told.categories, intent=intent, intent_confidence=sure,
        emergency=u.emergency or told.emergency, complaint=max(u.complaint, told.complaint),
    )  # fmt: skip


def understand_parts(engine: Engine, u: Understanding | None) -> tuple[Understanding, ...]:
    """What the engine makes of each matter of a text that tells of several; () when one of them fails.

    All of them together take no longer than one text may.
    """
    if u is None or u.emergency is not None:
        return ()
    if len(u.matters) < 2:
        return parted(u.masked, lambda stretch: understand(engine, stretch, share=0.25))
    parts = [understand(engine, matter, share=1 / len(u.matters)) for matter in u.matters]
    whole = [part for part in parts if part is not None]
    return tuple(whole) if len(whole) == len(parts) else ()


def sensible(u: Understanding) -> bool:
    """Whether the values are what the contract promises; an engine behind a network may send anything."""
    return (
        isinstance(u.masked, str)
        and isinstance(u.intent, Intent)
        and all(
            isinstance(c, Ranked) and isinstance(c.code, str) and _share(c.confidence) for c in u.categories
        )
    )


def _share(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value) and 0 <= value <= 1


def with_written_point(message: Incoming, u: Understanding | None) -> Incoming:
    """The message with the point its words give (coordinates, a map link), as if it had been shared.

    Words beside it stay the message's words; words that only tell where make it a location, with the street
    they name.
    """
    if u is None or message.point is not None or not u.where.exact or u.where.point is None:
        return message
    point = Point(*u.where.point)
    rest = u.masked
    for place in u.places:
        rest = rest.replace(place.text, "") if place.kind == "titik" else rest
    if u.only_where and not message.files:
        street = ", ".join(place.text for place in u.places if place.kind not in _TOLD_BY_THE_POINT)
        return replace(message, kind="location", text=street, point=point)
    if set(_LETTERS.findall(rest.lower())) <= _ANNOUNCING and not message.files:
        return replace(message, kind="location", text="", point=point)
    return replace(message, point=point)
