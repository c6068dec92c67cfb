"""What words say of a place beyond the names in them: all of them, a street's area, the story told right."""

import re
from dataclasses import replace
from functools import cache

from bot.dialogue.hear import ADDRESS, NOT, TELLING, Heard
from bot.dialogue.known import Known
from bot.dialogue.slots import MORE_OF_IT, SURELY
from bot.dialogue.state import Conversation, Draft, Step
from bot.dialogue.whereabouts import spaceless, unit_less
from bot.dialogue.wording import draft_of
from nlu.matters import faults_and_matters
from nlu.only_where import said_of_places
from nlu.plain import keys
from nlu.types import Where

NEGATES = re.compile(
    rf"\b(?:{NOT}|bukan|belum|blm|mboten|ora|teu|no|not|don.?t|gatau|kok|kenapa|apa|itu|lho|loh|gitu|begitu)\b",
    re.IGNORECASE,
)
# "bukan sekolah" says what it is not, and nothing of where.
DENIES = re.compile(
    r"(?:bukan|bkn|dudu|sanes|lain)\s+(?!.*\b(?:tapi|tp|tpi|melainkan|maksud\w*|harusnya|yang|yg|ini)\b)",
    re.IGNORECASE,
)
# "dua duanya", where one of two kelurahan was to be picked.
BOTH = re.compile(
    r"\b(?:dua[ -]?dua(?:nya)?|dua2nya|ke ?dua(?:nya)?|ke ?tiganya|semua(?:nya)?|kabeh|sadayana|both|all)\b",
    re.IGNORECASE,
)
# "udah ke puskesmas": somebody went there.
WENT = re.compile(
    r"\b(?:sudah|udah|udh|sdh|dah|wis|geus|tos|habis|abis|baru|tadi)\s+(?:\w+\s+){0,2}?(?:ke|dibawa|dari|lapor)\b",
    re.IGNORECASE,
)
# "udah 2 bulan", "tadi pagi": since when, and no place.
WHEN = re.compile(
    r"(?:udah|sudah|udh|dah|dari|sejak|baru|tiap|setiap|hampir|selama|since|for|every)\b"
    r"|(?:tadi|kemarin|kmrn|semalam|semalem|barusan|\d+ (?:hari|minggu|bulan|tahun|jam))\b",
    re.IGNORECASE,
)
# "males nyebutin", "ga mau kasih alamat": the place stays unsaid.
UNSAID = re.compile(
    rf"\b(?:malas|males|mls|ogah|segan|(?:{NOT}) (?:mau|usah|bisa|perlu))\s+"
    r"(?:ah\s+|lah\s+|ny|ng|di)?(?:sebut|ebut|kasih|asih|bilang|tulis|ulis|ketik|etik|jawab|jwb|cerita)\w*",
    re.IGNORECASE,
)
# "mohon dibantu ya pak, kami sudah capek": somebody speaks, and names nothing.
SPEAKS = re.compile(
    r"\b(?:mohon|tolong\w*|kasi?h?an\w*|kesian|mesakke|karunya|tlg|minta|plis|please|semoga|moga|harap|bantu\w*|dibantu\w*|kami|saya|aku|gue|gw|kita|abdi"
    r"|capek|cape|lelah|kesal|kesel|banget|bgt|help|i|we)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:\W*\b(?:it.s|it is|(?:we|they) are|we.re|i am|i.m|(?:he|she) is|di|ing|neng|nang"
    r"|ning|dek|in(?! front)|at|yang|yg|itu"
    r"|ya|iya|pak|bu|kak|min|lokasi(?:nya)?"
    r"|(?:wis|wes|nah|ok|oke|oks|okee|sip|siap|udah|sudah)(?=\s*[,.])|(?:ok|oke|sip|udah)(?=\s+(?:skrg|sekarang|di|deket|dekat|dkt)\b)"
    r"|actually|sorry|oh no|i mean(?:t)?|(?:no|wait)(?=\W+(?:it|i)\b)"
    r"|pokok(?:nya|e|na)?(?:\s+mah)?|intinya|skrg|skrng|sekarang(?=\W+(?:di|deket|dekat|dkt)\b)|kayaknya|kayanya|kira\W?kira|o+h+|eh|um|hmm|anu|cu|nak|nduk|neng|dek|tong"
    r"|alamat(?:nya)?|tempat(?:nya)?|(?:di)?pindah(?:in|kan)?|ke)\b\W*)+",
    re.IGNORECASE,
)
# "dia di jatikarya", "saya tinggal di ...": who is there is no part of the place.
_WHO = re.compile(
    r"^\W*(?:(?:dia|dianya|orangnya|anaknya|mereka|saya|sy|aku|gue|gw|kami|kita|eyang|nenek|kakek|mbah|ibu|bapak|emak|posisi(?:nya)?|tinggal(?:nya)?|lagi"
    r"|sekarang|skrg|ada|adanya)\s+)+(?=(?:di|deket|dekat)\b)",
    re.IGNORECASE,
)
_CORRECTS = re.compile(r"\b(?:eh|salah|maksud\w*|ralat|ganti|koreksi|harusnya|wrong|mean)\b", re.IGNORECASE)
# "ya di rumah saya lah": the speaker's own, which names nothing.
HOME = re.compile(
    r"(?:(?:ya|iya|lah|kan|pokoknya|pokok|di|deket|dekat|depan|sekitar|samping|sebelah|belakang|pak|bu|min|kak|dong|kok"
    r"|sini|situ|sana)\s+)*(?:rumah|tempat|kontrakan|kampung|daerah|gang|komplek|kompleks|sini|situ|kosan|warung)(?:ku)?"
    r"(?:\s+(?:saya|aku|gue|gw|kami|kita|ibu|tinggal|sendiri|ini|lah|dong|kok|ya|pak|bu|min|kak|lha|to))*",
)
# "Jatiasih apa Jatirasa ya": one of the two, and the speaker does not know which.
_EITHER = r"\W+(?:ya\W+)?(?:apa|apakah|atau|ato|atw|apo|opo|atawa|or)\W+(?:di\W+|kel\w*\W+|mungkin\W+)*"
# What only says how sure one is: "mustikajaya kayaknya pak".
_UNSURE = re.compile(
    r"(?:\W+(?:kelurahannya|kecamatannya|lokasinya|alamatnya|tempatnya|daerahnya|kayaknya|kayanya|kyknya|kayake|sepertinya|kalau|kalo|klo|kl|ga|gak|tidak|salah|mungkin|kali|deh|sih|ya|pak|bu|min"
    r"|kak|bang|mas|mbak|i think|maybe|probably))+\W*$",
    re.IGNORECASE,
)
# What lies within a place that was named: "blok d5 no 12" is somewhere there.
FINER = re.compile(
    r"\b(?:(?:blok|blk|kav|kavling|lantai|lt|cluster|unit)\b\W{0,2}\w{1,4}|(?:no|nomor|nomer)\b\W{0,2}\w{0,2}\d\w{0,3})\b",
    re.IGNORECASE,
)
# An office: where it is, where one is accused.
OFFICE = re.compile(
    r"\b(?:dinas|badan|kantor|kelurahan|kecamatan|puskesmas|rsud|samsat|satpol|dishub|disdik|dinsos|disdukcapil|pemkot|setda"
    r"|sekretariat|inspektorat|upt|bumd)\b",
    re.IGNORECASE,
)
# "Bukti ada tapi nanti" tells of no place.
EVIDENCE = re.compile(
    r"\b(?:bukti|buktinya|saksi|saksinya|rekaman|rekamannya|kuitansi|kwitansi|screenshot|evidence)\b",
    re.IGNORECASE,
)
# What is wrong, and not where: a place begins with none of these.
THING = re.compile(
    r"(?:lampu|lampunya|tiang|got|selokan|pohon|sampah|kabel|lubang|lobang|aspal|trotoar|banjir|macet|pju|parkir|bau)\b"
    r"(?!.*\b(?:depan|deket|dekat|samping|belakang|sebelah|pinggir|di|merah)\b)",
    re.IGNORECASE,
)
# Before a name that is borne by a school, a street, a market.
_BEARS = re.compile(
    r"\b(?:sdn?|smpn?|sman?|smkn?|mi|mts|man|tk|paud|jl|jln|jalan|gang|gg|pasar|stasiun|terminal|puskesmas|masjid)\.?"
    r"(?:\s(?:negeri|raya))?\s+$",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\?\s*$|\b(?:kan|kah)\W*$", re.IGNORECASE)
_CALLED = r"(?:kelurahan|kel|kecamatan|kec)\b\.?"
_AN_ADDRESS, _TELLS, _A_NAME = 12, 3, 2  # words
_A_STEM = 4  # letters
_AREAS = frozenset(("kelurahan", "kecamatan"))


def in_its_area(c: Conversation, heard: Heard, known: Known) -> Where:
    """The place as said; a kelurahan alone, said of a street that named none, is where that street lies."""
    old, where = draft_of(c).where, _not_denied(_of_the_story(draft_of(c), as_said(heard)), c, heard)
    bare = bool(where.areas) and all(place.kind in _AREAS for place in heard.places)
    areas = known.catalogue.kelurahan
    parts = {unit_less(part) for part in old.text.split(", ")}  # "jl bintara 9" names a street
    named = any(areas[area.code].name.lower() in parts for area in old.areas if area.code in areas)
    if (
        old.outside
        or not bare
        or named
        or not old.text
        or where.corrects
        or old.exact
        or c.step is Step.PLACE
    ):
        return where
    return replace(where, text=f"{old.text}, {where.text}")


def _not_denied(where: Where, c: Conversation, heard: Heard) -> Where:
    """The place without the kelurahan it was said not to be in, unless they are named themselves now."""
    named = {code for place in heard.places if place.kind in _AREAS for code in place.kelurahan}
    wrong = set(draft_of(c).where.denied) - named
    return replace(where, areas=tuple(area for area in where.areas if area.code not in wrong))


def _of_the_story(draft: Draft, where: Where) -> Where:
    """The place without words of the story before it: "lampunya di pondok ungu"."""
    before, di, name = where.text.partition(" di ")
    story = tuple(word for word in keys(draft.text) if len(word) >= _A_STEM)
    again = di and all(key.startswith(story) for key in keys(before)) and bool(story)
    return replace(where, text=name.strip()) if again else where


def as_said(heard: Heard) -> Where:
    """The place in all of the resident's words, where few: "dekat tpa" leads there though no list has it."""
    where = heard.where
    if heard.words > _AN_ADDRESS or where.corrects or where.outside or where.exact or "\n" in heard.text:
        return where
    asks = _ASKS.search(heard.text) is not None  # "kalo di bulak kapal masih kota kan?"
    if asks or NEGATES.search(heard.text) or _CORRECTS.search(heard.text) or tells_a_fault(heard):
        return where
    named = frozenset(keys(where.text)) | said_of_places()
    block = FINER.search(heard.text) is not None and heard.words > len(where.text.split())
    more = block or [w for w in keys(heard.text) if w not in named and len(w) > 1 and not w.isdecimal()]
    said = _UNSURE.sub("", _LEAD.sub("", _WHO.sub("", heard.text)))
    return replace(where, text=said.strip(" ,.!")) if more and said else where


def tells_a_fault(heard: Heard) -> bool:
    """Whether the words tell what is wrong besides naming a place: "got mampet jl delima"."""
    named = frozenset(keys(" ".join(place.text for place in heard.places)))
    words = keys(heard.text)
    faults, _ = faults_and_matters(words)
    return any(words[start] not in named for start, _ in faults)


def torn_between(heard: Heard, known: Known) -> tuple[str, ...]:
    """The codes of two kelurahan between which the speaker is unsure; () for other words."""
    areas = {spaceless(area.name): area.code for area in known.catalogue.kelurahan.values()}
    found = _either(tuple(area.name for area in known.catalogue.kelurahan.values())).search(heard.text)
    codes = tuple(areas[spaceless(name)] for name in found.groups()) if found else ()
    return codes if len(set(codes)) > 1 else ()


@cache
def _either(names: tuple[str, ...]) -> re.Pattern[str]:
    """Two of these names, and "or" between them; the longest name first."""
    one = "|".join(r"\s?".join(map(re.escape, name.split())) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"\b({one}){_EITHER}({one})\b", re.IGNORECASE)


def told_right(
    draft: Draft, old: Draft, *denied: str, named: str = "", areas: frozenset[str] = frozenset()
) -> Draft:
    """The draft whose story no longer names the wrong place: as it was denied, else as it was told.

    named: what stands in the place of a denied name alone; what was told beside it stays. areas: their names,
    without blanks; one of them stands in the place of another, or of what bears it, not of any river.
    """
    right = draft.where.text
    if not denied and old.where.text and old.where.text in right:
        return draft  # more was said of the same place: the story stands
    parts = old.where.text.split(", ")
    denied = tuple(_in_full(name, parts) for name in denied)
    # "di Kelurahan Kranji" becomes "di depan SDN 3", not "di Kelurahan depan SDN 3".
    called = rf"(?:{_CALLED}\s+)?" if ADDRESS.match(right) or re.match(_CALLED, right, re.I) else ""
    whole = r"[\s,]+(?:(?:di|kel|kelurahan|kec|kecamatan)\.?\s+)?".join(map(re.escape, parts))
    for wrong in (*map(re.escape, denied), whole, *map(re.escape, reversed(parts))):  # the area is named last
        found = re.compile(rf"(?<!\w){called}{wrong}(?!\w)", re.IGNORECASE)
        said = wrong in map(re.escape, denied) or _of_an_area(wrong, areas)
        if not said and spaceless(unit_less(right)) in areas:
            continue
        hit = found.search(draft.text) if wrong and right else None
        if hit and not _BEARS.search(draft.text[: hit.start()]):  # "sdn bintara 6" keeps its name
            instead = named if named and wrong in map(re.escape, denied) else _in_one(right, wrong)
            without = re.sub(rf"[\s,]*(?:\bdi\s+)?{found.pattern}", "", draft.text, flags=re.IGNORECASE)
            stands = instead.lower() in without.lower()
            told = without if stands else instead.join(found.split(draft.text))
            return replace(draft, text="").with_more(told)
    return draft


def _of_an_area(wrong: str, areas: frozenset[str]) -> bool:
    """Whether a wrong name, as a pattern, is an area's or bears one: "perumahan harapan baru"."""
    name = spaceless(re.sub(r"\\(.)", r"\1", wrong).lower())
    return any(area in name for area in areas)


def _in_one(right: str, wrong: str) -> str:
    """ "Puskesmas bintara", in the place of "puskesmas kranji"; other parts stay apart."""
    head, _, rest = right.partition(", ")
    return f"{head} {rest}" if rest and re.match(rf"{re.escape(re.escape(head))}\\?\s", wrong) else right


def _in_full(denied: str, parts: list[str]) -> str:
    """The name as it was told, of which only the beginning was denied: "galaxy", of "galaxy city"."""
    begun = f"{denied.lower()} "
    return next((part for part in parts if part.lower().startswith(begun)), denied)


def more_story(draft: Draft, heard: Heard, known: Known) -> bool:
    """Whether words without a place tell more of what happened."""
    sure = heard.best is not None and heard.best.confidence >= known.catalogue.sure
    sure = sure or bool(draft.place)  # the place has its name: what is told besides is no name of it
    more = bool(MORE_OF_IT.match(heard.text)) or (heard.intent in TELLING and sure)
    plainly = heard.best is not None and heard.best.confidence >= SURELY  # "sampah", after "bau"
    kind = plainly and heard.intent in TELLING and not draft.place
    return bool(draft.text) and (_goes_on(draft, heard) or (more and (heard.words >= _TELLS or kind)))


def _goes_on(draft: Draft, heard: Heard) -> bool:
    """Whether a word goes on with a story of one: "mati", after "lampu"."""
    begun = len(draft.text.split()) == 1 and not draft.place
    return begun and heard.words <= _A_NAME and heard.reading is None and heard.intent in TELLING
