"""Filling a draft from what was heard, and what it still lacks."""

import re
from dataclasses import replace

from bot.dialogue.accused import about_an_office, by_both
from bot.dialogue.elsewhere import whose
from bot.dialogue.hear import KINDS, Heard
from bot.dialogue.identity import ANONYMOUS, PLAIN, SECRET
from bot.dialogue.known import CityFacts
from bot.dialogue.questions_asked import helped
from bot.dialogue.state import Draft, Step
from bot.dialogue.types import FileRef
from bot.dialogue.whereabouts import with_where, without_other_areas
from nlu.past import since_then
from nlu.types import Intent
from routing.city.dangers import Danger
from routing.domain.questions import Question, following, stated

MAX_FILES = 5  # photos of one report (issue 4, point 1)
MAX_VOICES = 3
OTHER = "lainnya"
FILED_WAYS = frozenset(("file", "rescue", "victim"))
PROPOSALS = "aspirasi"
# Words that begin so tell more of what was just told: "yang tadi sebelah alfamart"; who is in it ("di dalam
# ada bayi 2"); how it goes on ("airnya makin tinggi"); what else it does ("kabelnya juga ngejuntai").
_WHO = (
    "bayi|balita|anak|lansia|nenek|kakek|orang tua|ibu hamil|bumil"
    "|(?:orang )?(?:sakit|stroke|lumpuh|pingsan|jompo|sesak)|difabel|warga|korban|penumpang"
    "|istri|suami|mama|mamah|ibu|bapak"
)
_IN_IT = (
    r"(?:(?:di\s?(?:dalam|dlm|dalem|sini|sana|situ|rumah|gang|blok)(?:\s+(?:itu|ini|situ))?|soalnya|masih|juga)\s+)*"
    r"ada\s+(?:\w+\s+)?"
)
_DOER = "sekolah|guru|lurah|camat|petugas|pelaku|orang|bos|sopir|supir|pemilik|ketua|rt|rw|suami|istri"
MORE_OF_IT = re.compile(
    r"(?:(?:oh|o|eh)?[\s,]*(?:iya|ya)?[\s,]*)"
    r"(?:(?:bukan (?:(?:yang|yg) )?(?:itu|ini|situ|sana|di situ|di sana)"
    r"|yang tadi|yg tadi|itu|patokan\w*|dekat|deket|persis|tepatnya|sebelah|samping|apalagi"
    r"|soalnya|padahal)\b"
    rf"|(?:dan|sama|terus|trus|plus)\s+(?:ada|juga)\b|{_IN_IT}(?:{_WHO})\b"
    r"|(?:air|api|asap|bau)(?:\s?nya)?\s+(?:makin|tambah|sudah|udah|masih|sampai|sampe|mulai)\b"
    r"|(?:bau|asap|debu|suara|lalat|nyamuk|air)nya\s+\w+"
    r"|(?:yang|yg)\s+(?!kedua|ketiga|lain)\w+\s+\w+"
    rf"|(?:kepala\s+)?(?:{_DOER})nya\s+(?:\w+\s+){{0,3}}(?:yang|yg)\b"
    r"|\w+nya\s+(?:juga|jg|jadi|berubah|kayak|malah|masih|makin|tambah|sampai|sampe|udah|sudah)\b"
    r"|(?:warna|jenis|merk|merek|ukuran|bentuk|ciri\S*|posisi|arah|kondisi|jumlah|tinggi|panjang|lebar|dalam)nya\s+\w+"
    r"|(?:makin|tambah|sekarang|barusan|tadi|kemarin)\s"
    r"|(?:ngancem|ngancam|alasan|bilang|kata)(?:nya|e)\s"
    r"|no(?: ?body|[ -]one)(?:'s| is| was)\s"
    r"|(?:ga|gak|tidak|nggak|belum) ada (?:yang |yg )?(?:luka|terluka|kejebak|terjebak|korban))",
    re.IGNORECASE,
)
FLOOR = 0.15  # less likely kinds are not offered: one open question, then a person decides
HARDLY, SURELY = 0.7, 0.85  # of the kind: what was hardly understood gives way to what is sure
A_KIND = 6  # words; no more name a kind
HARDLY_TOLD = 2  # words
OFFERED = 3  # categories shown when unsure
BUDGET = 3  # questions of an ordinary report, the summary included (issue 4, point 1)
# What the steps are counted as: picking kecamatan and kelurahan is still the question where it is.
COUNTED = {
    Step.CATEGORY: "category", Step.PLACE: "where", Step.KECAMATAN: "where", Step.KELURAHAN: "where",
    Step.OUTSIDE: "where", Step.PHOTO_PLACE: "where", Step.PHOTO: "photo",
}  # fmt: skip


def missing(draft: Draft, catalogue: CityFacts) -> Step:
    """The next question; CONFIRM when nothing is missing."""
    if not draft.text:
        return Step.WHAT
    if draft.category is None:
        return Step.CATEGORY
    category = catalogue.categories.get(draft.category)
    if draft.agency or (category and category.external) or draft.kind != "pengaduan":
        return Step.CONFIRM
    victim = catalogue.danger(draft.emergency or "").way == "victim"  # help comes without an address
    if draft.kelurahan is None and not draft.place_skipped and not (victim and not draft.outside):
        return _place_step(draft)
    if detail(draft, catalogue) is not None and not draft.hurried:
        return Step.DETAIL
    unasked = not (draft.photo_asked or draft.hurried) and not photos(draft.files)
    if unasked and photo_wanted(draft, catalogue) and _photo_fits(draft):
        return Step.PHOTO
    if draft.similar is not None and draft.similar.number not in (*draft.apart, ""):
        return Step.SIMILAR
    return Step.CONFIRM


def photo_wanted(draft: Draft, catalogue: CityFacts) -> bool:
    """Whether there is a spot to photograph; nobody should film a fire for us."""
    category = catalogue.categories.get(draft.category or "")
    return (category is None or category.on_site) and not draft.emergency


def _photo_fits(draft: Draft) -> bool:
    """A category's own question takes the picture's place: the summary then invites one, unasked."""
    return not any(name.startswith("detail:") for name in draft.asked)


def _room(draft: Draft) -> bool:
    """Whether another question fits before the summary."""
    return len(set(draft.asked) - {"photo"}) + 2 <= BUDGET


def detail(draft: Draft, catalogue: CityFacts) -> Question | None:
    """The category's own question to ask now: open, not known from the words, and within the budget."""
    category = catalogue.categories.get(draft.category or "")
    if category is None or draft.emergency:
        return None
    question = following(category.questions, draft.answers, draft.skipped, draft.text)
    if question is None or f"detail:{question.key}" in draft.asked:
        return question
    return question if _room(draft) else None


def noted(draft: Draft, step: Step, catalogue: CityFacts) -> Draft:
    """The draft with the step's question counted as asked, once."""
    name = COUNTED.get(step, "")
    if step is Step.DETAIL and (question := detail(draft, catalogue)) is not None:
        name = f"detail:{question.key}"
    return draft if not name or name in draft.asked else replace(draft, asked=(*draft.asked, name))


def settled(draft: Draft, catalogue: CityFacts) -> Draft:
    """The draft with what its words say by themselves: answers to the category's questions, whose it is."""
    category = catalogue.categories.get(draft.category or "")
    told = stated(category.questions, since_then(draft.text), draft.answers) if category else {}
    agency = "" if draft.ours else whose(draft, catalogue)
    draft = without_other_areas(replace(draft, answers={**draft.answers, **told}, agency=agency), catalogue)
    return _guarded(draft, catalogue)


def _guarded(draft: Draft, catalogue: CityFacts) -> Draft:
    """The draft, secret by its matter: violence, bribes, a complaint of an office (issue 9, point 2)."""
    delicate = bool(draft.accuses) or draft.category in catalogue.guarded
    danger = catalogue.danger(draft.emergency or "")
    delicate = delicate or danger.way == "victim" or danger.category in catalogue.guarded
    return _hidden(draft) if delicate else draft


def _hidden(draft: Draft) -> Draft:
    """The draft kept secret by itself, unless the resident has said how it shall be."""
    said = draft.privacy_by or draft.privacy != PLAIN
    return draft if said else replace(draft, privacy=SECRET, privacy_by="sistem")


def with_identity(draft: Draft, heard: Heard) -> Draft:
    """The draft under the name, or without it, as the words ask for."""
    if heard.called:
        secret = draft.privacy_by == "sistem"  # who gives a name does not ask to be shown to everybody
        draft = replace(draft, called=heard.called, privacy=draft.privacy if secret else PLAIN)
    if heard.privacy is not None:
        # A victim who fears to be found out wants help all the same: officers must be able to reach them.
        reached = heard.vaguely and draft.privacy == SECRET and not draft.accuses
        privacy = SECRET if reached else heard.privacy
        hidden = privacy == ANONYMOUS and (draft.hidden or draft.privacy == SECRET)
        draft = replace(draft, privacy=privacy, privacy_by="warga", hidden=hidden)
    return replace(draft, called="") if draft.privacy == ANONYMOUS else draft


def look_for(draft: Draft, catalogue: CityFacts) -> str:
    """What a report of the same trouble would be found by; "" when none is to be looked for.

    Who asks for secrecy, or for help at once, is not sent to somebody else's report.
    """
    category = catalogue.categories.get(draft.category or "")
    plain = draft.kind == "pengaduan" and draft.privacy != "rahasia" and not draft.emergency
    if category is None or category.external or not category.on_site or draft.category == OTHER:
        return ""
    if not plain or draft.agency or draft.kelurahan is None:
        return ""
    spot = f"{draft.point.lat:.5f},{draft.point.lon:.5f}" if draft.point and draft.exact else draft.place
    return f"{draft.category}|{draft.kelurahan}|{spot}"[:300] if spot else ""


def _place_step(draft: Draft) -> Step:
    if draft.outside:
        return Step.OUTSIDE
    if draft.photo_point is not None and (not draft.options or draft.photo_area in draft.options):
        return Step.PHOTO_PLACE
    if draft.options:
        return Step.KELURAHAN
    named = len(draft.place.split()) > 1  # "masjid" alone leads nobody there
    return Step.KECAMATAN if named else Step.PLACE


def photos(files: tuple[FileRef, ...]) -> tuple[FileRef, ...]:
    """The pictures among the files."""
    return tuple(file for file in files if file.kind == "foto")


def with_files(draft: Draft, files: tuple[FileRef, ...]) -> Draft:
    """The draft with more pictures and voice messages, each once, MAX_FILES and MAX_VOICES at most."""
    fresh = tuple(f for f in files if f.id not in {kept.id for kept in draft.files})
    every = draft.files + fresh
    kept = (*photos(every)[:MAX_FILES], *[f for f in every if f.kind == "suara"][:MAX_VOICES])
    return replace(draft, files=tuple(f for f in every if f in kept))


def with_text(draft: Draft, heard: Heard, catalogue: CityFacts) -> Draft:
    """The draft with the words added: text, facts, category when still open, place when still open."""
    only_a_place = _names_only_a_place(draft)
    draft = with_identity(draft, heard).with_more(heard.text)
    draft = replace(draft, facts={**draft.facts, **dict(heard.facts)})
    if accuses := heard.tact.accuses or by_both(draft, heard):
        draft = replace(draft, accuses=accuses, photo_asked=True)
        asks = heard.intent in (Intent.ASPIRASI, Intent.INFORMASI)
        heard = replace(heard, intent=Intent.LAPOR) if asks else heard
    if heard.tact.grief:
        draft = replace(draft, photo_asked=True)  # nobody in mourning is asked for a picture
    if heard.tact.delicate:
        draft = _hidden(replace(draft, photo_asked=True))  # nor of somebody it would shame
    danger = catalogue.danger(heard.emergency) if heard.emergency else None
    if danger is not None and danger.way in FILED_WAYS:
        draft = replace(draft, emergency=danger.kind)
    if draft.category is None or only_a_place or _better_known(draft, heard):
        draft = with_category_of(draft, heard, catalogue)
    if draft.accuses:
        draft = about_an_office(draft, catalogue)
    if danger is not None:
        draft = _with_danger(draft, danger, catalogue)
    asks_from_afar = draft.kind == "permintaan" and heard.where.outside and not heard.where.areas
    if (heard.where.corrects or draft.kelurahan is None or heard.where.kelurahan) and not asks_from_afar:
        draft = with_where(draft, heard.where)
    return draft


def _better_known(draft: Draft, heard: Heard) -> bool:
    """Whether the kind was hardly understood, and these words tell of another for certain."""
    best, had = heard.best, draft.confidence
    hardly = draft.category_by != "warga" and had is not None and had < HARDLY
    hardly = hardly or (draft.review and draft.category_by != "warga")
    hardly = hardly and not helped(heard.text)  # "udah di rs" makes a hole no matter of hospitals
    hardly = hardly and not draft.emergency  # "aku kelas 6", of a friend who is beaten: no matter of schools
    return hardly and best is not None and best.code != OTHER and best.confidence >= SURELY


def _names_only_a_place(draft: Draft) -> bool:
    """Whether all that was told so far is where: what it is about is still to come."""
    told, where = (frozenset(re.findall(r"\w+", words.lower())) for words in (draft.text, draft.place))
    return bool(told) and told <= where and draft.category_by != "warga"


def _with_danger(draft: Draft, danger: Danger, catalogue: CityFacts) -> Draft:
    """The draft as a report of this danger: no question and no proposal, and whose it is where words fail."""
    firm = danger.firm and not danger.leaves(draft.category, draft.text)
    open_still = draft.category is None or draft.review or firm
    owner = danger.owner(draft.text)
    if open_still and owner in catalogue.categories and draft.category_by != "warga":
        draft = replace(draft, category=owner, review=False)
    return replace(draft, kind="pengaduan", photo_asked=True)


def with_category_of(draft: Draft, heard: Heard, catalogue: CityFacts) -> Draft:
    """The category: taken when sure, else the best as candidates; a person decides when unknown."""
    best = heard.best
    if heard.intent in KINDS:
        draft = replace(draft, kind=KINDS[heard.intent])
    if heard.intent is Intent.ASPIRASI and (best is None or best.confidence < catalogue.sure):
        return replace(draft, category=PROPOSALS, category_by=heard.engine)
    likely = (c.code for c in heard.candidates if c.code != OTHER and c.confidence >= FLOOR)
    offered = tuple(likely)[:OFFERED]
    # "tetangga saya" may be anything: what is hardly told is asked about, not guessed at.
    hardly = len(draft.text.split()) <= HARDLY_TOLD and (best is None or best.confidence < SURELY)
    if best is None or not offered or (hardly and "category" not in draft.asked and not draft.emergency):
        # Which kind it is was asked, or cannot be: a person decides.
        settled = "category" in draft.asked or heard.failed or bool(draft.emergency)
        open_still = replace(draft, category=None, category_by=heard.engine, candidates=())
        return replace(open_still, category=OTHER, review=True) if settled else open_still
    found = replace(draft, category_by=heard.engine, confidence=best.confidence, candidates=offered)
    # A burning house is not asked which of three kinds of matter it is.
    if best.confidence >= catalogue.sure or draft.emergency:
        return replace(found, category=best.code, review=best.confidence < catalogue.sure)
    return found


def with_category(draft: Draft, code: str) -> Draft:
    """The category the resident chose; "lainnya" leaves it to a person."""
    return replace(
        draft, category=code, category_by="warga", confidence=None, candidates=(), review=code == OTHER
    )
