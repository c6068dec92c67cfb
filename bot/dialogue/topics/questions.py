"""Questions in the middle of a report, and after one: answered, and never written into it."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.dialogue.commands import AddToReport, CallOperator, Turn, Urge
from bot.dialogue.drafting import begin, told
from bot.dialogue.elsewhere import neighbour
from bot.dialogue.hear import Heard, plain
from bot.dialogue.known import Known, KnownCategory, ReportInfo
from bot.dialogue.questions_asked import (
    asked,
    asks_unmarked,
    loses,
    lukewarm,
    made_elsewhere,
    names_nothing,
    not_done,
    recalls,
    urges,
    vents,
)
from bot.dialogue.readings import Reading
from bot.dialogue.reports import addable, own, recent
from bot.dialogue.state import Conversation, Step
from bot.dialogue.steps import again, ask, without_photo
from bot.dialogue.topic import Topic
from bot.dialogue.topics import adding, kind, looking
from bot.dialogue.types import Reply
from bot.dialogue.wording import category_of, draft_of, short
from bot.messages import say
from nlu.opening import NO_MATTER
from nlu.types import Intent

# Where words are a reason or a story, a question in them belongs to it.
_STORIES = frozenset((Step.REOPEN, Step.RATE_WHY, Step.NEIGHBOUR_WHY))
_BRIEF, _AT_LENGTH = 4, 16  # words
_A_PERSON = re.compile(
    r"\b(?:can|could|may|want to|like to|need to)\b.{0,12}\b(?:talk|speak|chat)\W+(?:to|with)\W+"
    r"(?:a |an |some)?(?:real |actual |human |live )*(?:person|human|one|body|agent|officer|staff)\b"
    r"|^(?!.*\b(?:sudah|udah|udh|tapi|kemarin|pernah)\b).*\b(?:mau|bisa|minta|pengen|tolong|pingin)\b.{0,12}"
    r"\b(?:bicara|ngomong|ngobrol|disambung\w*|sambung\w*)\W+(?:sama|ke|dengan|ama|langsung)\W+(?:\w+\W+)?"
    r"(?:orang(?:nya)?|manusia|petugas(?:nya)?|admin(?:nya)?|operator|cs)\b",
    re.IGNORECASE,
)
_JUST_IN = timedelta(hours=1)  # since a report was filed
_A_MATTER = 6  # words; so many about a kind of matter tell of it, however angrily
# Where words answer a question about a matter already told.
_ANSWERED = frozenset((Step.DETAIL, Step.PHOTO, Step.CONFIRM))
# Questions of ours that "salah" says nothing of: what stands so far is wrong.
_WRONG_HERE = frozenset((Step.PHOTO, Step.DETAIL, Step.PLACE, Step.KECAMATAN))
# "ganti jenisnya", "salah lokasi", "change the location"
_CHANGES = re.compile(
    r"^(?:mau |bisa |tolong |saya mau |i want to )?(?:ganti|ubah|rubah|salah|edit|koreksi|ralat|change"
    r"|wrong)\s+(?:the )?"
    r"(jenis|kategori|kind|lokasi|tempat|alamat|location|place|keterangan|isi|cerita|description)\w{0,3}\s*"
    r"(?:dong|ya|pak|bu|min|kak|deh|nih|please)?[\s.!]*$",
    re.IGNORECASE,
)
# "lokasinya salah", "jenisnya yang keliru"
_IS_WRONG = re.compile(
    r"^(?:itu |yang )?(jenis|kategori|lokasi|tempat|alamat|kelurahan|kecamatan|keterangan|isi|cerita|kind"
    r"|location|place)(?:nya)?\s+(?:yang |yg |itu |masih |nya |is )*(?:salah|keliru|kurang tepat|kurang pas"
    r"|ngaco|mau diganti|diganti|diubah|wrong)\s*(?:dong|ya|pak|bu|min|kak|deh|nih)?[\s.!]*$",
    re.IGNORECASE,
)
_PARTS = (
    (("jenis", "kategori", "kind"), Step.CATEGORY),
    (("lokasi", "tempat", "alamat", "kelurahan", "kecamatan", "location", "place"), Step.PLACE),
    (("keterangan", "isi", "cerita", "description"), Step.WHAT),
)
PLAINLY = 0.85  # of a kind: "kapan lampu saya diperbaiki" is about the lamp
HUMAN = "petugas"  # the kind of an operator's call in which somebody only asks for a person
MINE = re.compile(
    r"\b(?:lapor\w*|aduan|pengaduan|keluhan|komplain)\s+(?:saya|aku|sy|gue|gw|kami)\b"
    r"|\blaporanku\b|\bmy report\b"
    r"|\b(?:saya|aku|sy|gue|gw|kami)\s+(?:(?:sudah|udah|udh|pernah|kemarin|kemaren|tadi)\s+)*(?:nge|me)?lapor\b",
    re.IGNORECASE,
)
_STILL_SO = re.compile(r"\W*(?:kok|koq|kenapa|knp|lah|lho|loh|ini kok|ya|masih)\b", re.IGNORECASE)
_ANSWER_ME = re.compile(
    r"\b(?:bales|balas|jawab|respon|dijawab|dibalas|dibales|answer|reply)\w*\b", re.IGNORECASE
)
_ADDS = re.compile(
    r"^(?:(?:oh|iya|ya|eh|min|pak|bu|kak|tolong|mohon|bisa|boleh|mau|saya|can|could|please|you"
    r"|i want to|i'd like to)[\s,]+)*"
    r"(?:(?:di)?tambah(?:in|kan)|nambahin|masukin|masukkan|add)[\s,:]+(?:(?:juga|that|bahwa|kalau|kalo|dong|ya|info\w*"
    r"|keterangan\w*|ke (?:laporan|situ)\w*|to (?:my|the) report)[\s:,]+)*(\S+\s+\S+\s+.+?)\??$",
    re.IGNORECASE,
)
_WHAT_TO_DO = re.compile(
    r"^\W*(?:(?:terus|trus|jadi|sekarang|aku|saya|gue|harus|mesti|kudu|pak|bu|kak|min|duh|aduh|lalu)\W+)*"
    r"(?:gimana|gmn|gmana|bagaimana|piye|kumaha|ngapain|apa yang harus|what (?:do|should|can) i|how"
    r"|lapor(?:nya)? (?:kmn|ke ?mana|ke ?siapa|di ?mana|dmn)|minta tolong (?:ke )?siapa)\b"
    r"(?:\W+\w+){0,4}\W*$",
    re.IGNORECASE,
)
# "udah bilang bu guru tapi didiemin": others were told, and that belongs to the story.
_TOLD_OTHERS = re.compile(
    r"\b(?:bilang|ngomong|ngadu|mengadu|lapor|cerita|minta|tanya|nanya|told|asked|telp|telpon|telepon|wa)\b.*"
    r"\b(?:tapi|tp|malah|cuma|terus|but)\b",
    re.IGNORECASE,
)
# Asked of a report, just after it was filed.
_OF_A_REPORT = frozenset(("how-long", "who", "next", "track"))
# Asked of us by anybody, with or without a report in hand.
_OURS = frozenset(
    ("robot", "cost", "privacy", "track", "hours", "photo", "numbers", "wrong-office", "may", "pet",
     "optional", "quake", "misread", "readers", "typing", "unanswered")
)  # fmt: skip


_POLICE_KNOW = re.compile(
    r"\b(?:udah|sudah|udh|sdh|dah|pernah)\b.{0,12}\b(?:lapor\w*|bikin lp|buat lp)\b.{0,20}"
    r"\b(?:polisi|polsek|polres|lp)\b|\breported it to the police\b",
    re.IGNORECASE,
)
# Asked of us before anything is told: "berapa hari kira kira".
_ONLY_ASKS = re.compile(
    r"(?:(?:kira|biasa|nanti|terus|emang|itu|ini|nya|pak|min|kak|ya)\S*\s+)*"
    r"(?:berapa (?:lama|hari|minggu)|lama (?:ga|gak|tidak|nggak)|how long)"
    r"(?:\s+(?:kira|proses|biasa|ya|sih|pak|bu|nak|min|kak|jadi|selesai|beres|ditangani|does|it|take)\S*)*[\s?]*",
    re.IGNORECASE,
)
# Asked where the place lies beyond the city: nobody here will come.
_OF_ANOTHER_CITY = frozenset(("who", "other", "how-long", "next"))


def short_answers(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Nanti dulu" waits without asking again; who wants a person is heard by one."""
    if heard.reading is Reading.LATER:
        if c.step is Step.IDLE:
            return Turn(c, (Reply(say(known.locale, "later-idle")),))
        text = say(known.locale, "later-wait", times=1 + c.repeats % 2)  # never twice in the same words
        return Turn(replace(c, repeats=c.repeats + 1), (Reply(text),))
    if heard.reading is Reading.WRONG and c.step in _WRONG_HERE and draft_of(c).text:
        return ask(replace(c, misses=0), known, step=Step.CHANGE)
    if (
        (part := _CHANGES.match(heard.text) or _IS_WRONG.match(heard.text))
        and c.draft is not None
        and c.draft.text
        and not heard.places
    ):
        step = next(step for words, step in _PARTS if part[1].lower().startswith(words))
        if step is Step.CATEGORY:
            return kind.change(c, "", known)
        return ask(replace(c, misses=0), known, step=step)
    if heard.reading is Reading.NO_PHOTO:
        c = without_photo(c)
        return again(c, known, Reply(say(known.locale, "no-photo-fine")))
    if heard.reading is Reading.HUMAN or _wants_a_person(heard):
        open_one = recent(c, known) or next(iter(addable(known)), None)
        number = open_one.number if open_one else ""
        reply = Reply(say(known.locale, "officer-called", number=number))
        return again(c, known, reply, commands=(CallOperator(HUMAN, heard.whole),))
    return None


def _wants_a_person(heard: Heard) -> bool:
    """ "Can I talk to a real person please, my Indonesian is bad": asked for at more length."""
    return heard.reading is None and heard.words <= _AT_LENGTH and bool(_A_PERSON.search(heard.whole))


def urged(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Kok lama banget": where the report stands, and a reminder for its officer."""
    if c.step is not Step.IDLE or heard.emergency or heard.places or not urges(heard.text):
        return None
    if (not_done(heard.text) or lukewarm(heard.text)) and any(
        report.status == "selesai" for report in known.reports
    ):
        return None  # it is said of what was reported as finished
    sure = heard.best is not None and heard.best.confidence >= PLAINLY and heard.best.code not in NO_MATTER
    alike = heard.best is not None and heard.best.code in {r.category_code for r in addable(known)}
    still = alike and bool(_STILL_SO.match(heard.text))  # "kok masih gelap aja", of the lamp reported
    if sure and heard.words >= 4 and asked(heard.text) is None and not heard.number and not still:
        return None  # it tells of something
    report = _meant(c, heard, known)
    if report is None:
        if not known.reports and MINE.search(heard.text):
            return again(c, known, Reply(say(known.locale, "status-none-urged")))
        return looking.status(c, "", known) if not known.reports and _ANSWER_ME.search(heard.text) else None
    if not report.open:
        return Turn(c, (looking.card(report, known),))  # another body has it: its state says so
    early = report.status == "menunggu" and known.now - report.created_at < _JUST_IN  # nobody has waited yet
    key = "urged-early" if early else "urged"
    told = Reply(say(known.locale, key, number=report.number, agency=report.agency))
    more = (
        (AddToReport(report.number, heard.whole),)
        if heard.words > _A_MATTER and asked(heard.text) is None
        else ()
    )
    return Turn(c, (told, looking.card(report, known)), (Urge(report.number), *more))


def elsewhere_made(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Waktu itu lewat instagram": that report is not here; None for all else."""
    free = c.step is Step.IDLE and c.draft is None and not known.reports and not known.supported
    if not free or heard.emergency or heard.doubt or heard.places or not made_elsewhere(heard.text):
        return None
    sure = heard.best is not None and heard.best.confidence >= PLAINLY and heard.words >= _A_MATTER
    return None if sure else again(c, known, Reply(say(known.locale, "report-elsewhere")))


def added(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Tolong tambahin kalau kemarin ada motor jatuh": what stands behind it is added."""
    told = _ADDS.match(heard.text)
    if told is None or heard.emergency or heard.reading:
        return None
    if c.draft is not None and c.draft.text and c.step is not Step.OTHER:
        more = Reply(say(known.locale, "same-report-kept"))
        return again(replace(c, draft=c.draft.with_more(told[1])), known, more)
    last = recent(c, known) if c.step is Step.IDLE else None
    return adding.add(c, known, last, text=told[1]) if last is not None else None


def recalled(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Tadi saya lapor apa ya?": the summary where one is being filled, else how the reports stand."""
    if heard.emergency or heard.places or heard.reading or not recalls(heard.text):
        return None
    if c.draft is not None and c.draft.text:
        told = Reply(say(known.locale, "told-so-far", text=short(c.draft.text)))
        return again(c, known, told)
    last = recent(c, known) if c.step is Step.IDLE else None
    return looking.status(c, heard.number or (last.number if last else ""), known)


def vented(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Anger that tells nothing new: understood, and the way on shown; never part of a report."""
    if heard.emergency or heard.places or heard.reading or heard.tact.grief or not vents(heard.text):
        return None
    sure = heard.best is not None and heard.best.confidence >= PLAINLY
    if (sure and heard.words >= _A_MATTER) or c.step in _STORIES:
        return None
    filed = recent(c, known) or next(iter(addable(known)), None)
    number = filed.number if filed is not None and c.step is Step.IDLE else ""
    times = 1 + c.misses % 2
    text = say(known.locale, "vented", times=times, number=number)
    likely = heard.best is not None and heard.best.confidence >= known.catalogue.sure
    idle = c.step is Step.IDLE
    passed = told(heard, known) if idle and likely and heard.words >= _A_MATTER else c.passed
    return again(replace(c, misses=c.misses + idle, passed=passed), known, Reply(text))


def _meant(c: Conversation, heard: Heard, known: Known) -> ReportInfo | None:
    """The open report that is asked after: named, of the kind spoken of, spoken of last, or the only one."""
    if heard.number:
        named = own(known, heard.number)
        return named if named is not None and named.open else None
    open_ones = addable(known)
    best = heard.best
    tells = heard.words >= _BRIEF and not names_nothing(heard.text)
    if tells and best is not None and best.confidence >= PLAINLY and best.code not in NO_MATTER:
        alike = [report for report in open_ones if report.category_code == best.code]
        if not alike:
            return None  # something else, that nobody has been told of
        return alike[0]
    kept = (report for report in known.reports if report.takes_more)
    closed = iter(known.reports if len(known.reports) == 1 else ())  # "kok ditolak sih"
    return recent(c, known) or next(iter(open_ones), None) or next(kept, None) or next(closed, None)


def said(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """A question put to us; None for all else."""
    if c.step in _STORIES or heard.emergency or heard.places or heard.reading or heard.number:
        return None
    if heard.privacy is not None and not heard.whole.rstrip().endswith("?"):
        return None  # "jangan sampai ketahuan ya" asks nothing
    if heard.tact.grief and not heard.whole.rstrip().endswith("?"):
        return None  # "jenazah bapak ditahan karena belum lunas biaya" asks for no tariff
    if _at_a_loss(c, heard):
        return again(c, known, _what_now(c, known))
    name = asked(heard.whole)
    unmarked = name is None and c.step in _ANSWERED and asks_unmarked(heard.whole)
    name = "other" if unmarked else name
    urging = urges(heard.text) and not _TOLD_OTHERS.search(heard.text)
    if c.draft is not None and c.draft.text and c.step is not Step.IDLE and urging:
        name = "how-long" if name == "how-long" else "not-sent"
    filed = recent(c, known) if c.step is Step.IDLE and name in _OF_A_REPORT else None
    if filed is not None:
        return Turn(c, (looking.card(filed, known),))
    if name == "other" and heard.intent is Intent.STATUS and c.step is Step.IDLE:
        return None  # "ada kabar?" asks how the report stands
    if name == "other" and recent(c, known) is not None and _says_nothing(heard, known):
        return Turn(c, (Reply(say(known.locale, "aside-other-filed")),))
    if c.step is Step.OUTSIDE and name in _OF_ANOTHER_CITY:
        body = neighbour(draft_of(c), known.catalogue)
        contact = body.contact if body else ""
        return again(c, known, Reply(say(known.locale, "aside-outside", contact=contact)))
    asked_ahead = name in _OF_A_REPORT and _ONLY_ASKS.fullmatch(plain(heard.text))
    if name is None or (c.step is Step.IDLE and name not in _OURS and not asked_ahead):
        return None
    if name == "may" and (matter := _with_a_matter(c, heard, known)) is not None:
        return matter
    if name == "cost" and _of_an_office(c, heard, known):
        return None  # what an identity card costs is a question for its office
    if name == "other" and not unmarked and not _only_asks(c, heard, known):
        return None
    if name == "other" and c.step is Step.EMERGENCY:
        return again(c, known, _what_now(c, known))
    category, last = category_of(draft_of(c), known), recent(c, known)
    text = say(
        known.locale, f"aside-{name}", city=known.catalogue.city,
        privacy=c.draft.privacy if c.draft else last.privacy if last else "biasa",
        promise=span(category, known) if category else "", agency=category.agency if category else "",
    )  # fmt: skip
    return again(c, known, Reply(text))


def _at_a_loss(c: Conversation, heard: Heard) -> bool:
    """Whether somebody whose report tells of danger asks what to do: "gimana dong"."""
    return bool(draft_of(c).emergency) and bool(_WHAT_TO_DO.search(heard.text))


def _what_now(c: Conversation, known: Known) -> Reply:
    """ "Harus gimana?", of a danger: whom to call first, and nothing about reports."""
    danger = known.catalogue.danger(draft_of(c).emergency or "")
    kind = "victim" if danger.way == "victim" else "file"
    return Reply(say(known.locale, f"danger-what-now-{kind}", dial=danger.dial), dial=danger.dial)


def _with_a_matter(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Got mampet, bisa lapor di sini ga?": it may, and is begun; None where no matter is told."""
    best, lost = heard.best, c.step is not Step.IDLE or c.draft is not None
    if lost or best is None or best.confidence < known.catalogue.sure or heard.words <= _BRIEF:
        return None
    return begin(c, replace(heard, intent=Intent.LAPOR), known)


def lost(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """A pet or a thing of one's own is lost: said kindly who can help, and nothing is filed."""
    name = loses(heard.text) if c.step is Step.IDLE and not heard.emergency and not heard.doubt else ""
    name = f"{name}-told" if name == "vehicle" and _POLICE_KNOW.search(heard.text) else name
    return Turn(c, (Reply(say(known.locale, f"aside-lost-{name}")),)) if name else None


def span(category: KnownCategory, known: Known) -> str:
    """How long a kind of matter takes, in words; "" where nothing is promised."""
    amount, unit = category.takes
    return say(known.locale, "span", amount=amount, unit=unit) if amount else ""


def _only_asks(c: Conversation, heard: Heard, known: Known) -> bool:
    """Whether an unknown question tells nothing: "apa ada banjir?" at "what happened?" does."""
    told = draft_of(c).text and c.step not in (Step.WHAT, Step.OTHER)
    best = heard.best
    sure = best is not None and best.confidence >= known.catalogue.sure and best.code not in NO_MATTER
    # "besok bisa langsung ditebang?" is about the tree that is told of already.
    about_it = sure and best is not None and best.code == draft_of(c).category and heard.text.endswith("?")
    brief = heard.words <= _BRIEF and heard.text.endswith("?")  # "polisi apa dishub?"
    return bool(told) and (not sure or about_it or brief) and heard.words <= 8 and not heard.like_an_address


def _of_an_office(c: Conversation, heard: Heard, known: Known) -> bool:
    """Whether a question about money is put to an office, and not to us about reporting."""
    if c.draft is not None and c.draft.text:
        return c.draft.kind == "permintaan"
    return heard.words > 1 and heard.best is not None and heard.best.confidence >= known.catalogue.sure


def _says_nothing(heard: Heard, known: Known) -> bool:
    """Whether a question tells no matter of its own, so that it is asked about the report just filed."""
    sure = heard.best is not None and heard.best.confidence >= known.catalogue.sure
    return not sure and heard.words <= 8


TOPIC = Topic(phrases=(short_answers, added, recalled, urged, elsewhere_made, lost, said, vented))
