"""Places that the words say it is not: how a story may name them, and what is left of it without them."""

import re
from dataclasses import replace

from bot.dialogue.hear import Heard, plain
from bot.dialogue.known import Known
from bot.dialogue.state import Draft
from bot.dialogue.whereabouts import either_of_areas, unit_less

_SO_LONG = 5  # letters; a shorter name may end in -nya itself


def ways_to_name(heard: Heard) -> tuple[str, ...]:
    """The denied places as a story may name them, the longest first: "pekayonnya" was "pekayon jaya"."""
    told = {name for place in heard.denied for name in (place.name, place.text, _bare(place.text))}
    return tuple(sorted(told, key=lambda name: (-len(name), name)))


def _bare(name: str) -> str:
    return name.removesuffix("nya") if len(name) > _SO_LONG else name


def beside(old: Draft, heard: Heard, known: Known) -> str:
    """The right area, with what was named there beside the wrong one: "cluster mawar", "deket alfamart"."""
    wrong = {plain(place.text) for place in heard.denied}
    wrong |= {plain(area.name) for area in known.catalogue.kelurahan.values()}
    wrong |= {plain(name) for name in known.catalogue.kecamatan()}
    parts = (part for part in old.where.text.split(", ") if part)
    told = [part for part in parts if unit_less(part) not in wrong and not either_of_areas(part, wrong)]
    if not heard.denied:  # "kali kranji" may be why Kranji was told
        told = [part for part in told if not any(name in part.lower() for name in _of(old, known))]
    kept = [part for part in (_without(part, ways_to_name(heard)) for part in told) if part]
    return ", ".join(part for part in (*kept, heard.where.text) if part)


def _of(old: Draft, known: Known) -> tuple[str, ...]:
    areas = known.catalogue.kelurahan
    return tuple(areas[area.code].name.lower() for area in old.where.areas if area.code in areas)


def _without(part: str, names: tuple[str, ...]) -> str:
    """ "Jalan nusantara aren jaya" without the kelurahan that was wrong."""
    return re.sub(rf"\s*(?<!\w)(?:{'|'.join(map(re.escape, names))})$", "", part, flags=re.IGNORECASE)


def unnamed(draft: Draft) -> Draft:
    """The draft whose story no longer names the place that is denied, with nothing in its stead."""
    if not draft.where.text:
        return draft
    named = rf"\s*\b(?:(?:di|daerah|wilayah|kel|kelurahan)\.?\s+)*{re.escape(draft.where.text)}\b"
    story = re.sub(named, "", draft.text, flags=re.IGNORECASE).strip()
    return replace(draft, text="").with_more(story or draft.text)


def without_denied(heard: Heard) -> str:
    """The words without the place they say it is not."""
    text = heard.text
    for place in heard.denied:
        named = rf"(?:yang\s+|di\s+)?{re.escape(place.text)}\b\s*(?:,|tapi|tp|melainkan)?\s*"
        text = re.sub(rf"\b(?:bukan|bkn|salah)\s+{named}", "", text, flags=re.IGNORECASE)
    return text.strip()
