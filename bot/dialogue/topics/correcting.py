"""Putting right what was said before, at any step and shortly after filing: the wrong value goes."""

import re
from dataclasses import replace

from bot.dialogue.commands import CorrectReport, Turn
from bot.dialogue.corrections import correction_in
from bot.dialogue.hear import Heard, plain
from bot.dialogue.known import Known, ReportInfo
from bot.dialogue.place_denied import beside, unnamed, ways_to_name, without_denied
from bot.dialogue.place_said import told_right
from bot.dialogue.readings import reading_of
from bot.dialogue.reports import recent, spoken_of
from bot.dialogue.slots import COUNTED, OTHER, settled, with_category, with_category_of
from bot.dialogue.state import Conversation, Draft, Step
from bot.dialogue.steps import ask, go_on
from bot.dialogue.topic import Topic
from bot.dialogue.topics import adding
from bot.dialogue.topics.place_told import after_place
from bot.dialogue.types import Reply
from bot.dialogue.whereabouts import area_names, called, put, with_where, without_other_areas
from bot.dialogue.wording import category_of, draft_of, place_of
from bot.messages import say
from nlu.types import Ranked, Where
from routing.domain.corrections import Correction, put_right, stands_for, without_sides
from routing.domain.questions import clean, stated

# Where the words are a story of their own, or answer a question beside the report.
_NOT_HERE = frozenset(
    (Step.OTHER, Step.EMERGENCY, Step.NAME, Step.IDENTITY, Step.REOPEN, Step.RATE, Step.RATE_WHY,
     Step.NEIGHBOUR_WHY, Step.MAYBE,
     Step.ADD, Step.MATTERS, Step.WITHDRAW, Step.DROP, Step.ERASE, Step.WATCH, Step.WATCH_AREA)
)  # fmt: skip
# "eh PJ 034", "salah, B 1234 KRA"
_ANEW = re.compile(
    r"^(?:(?:eh|oh|aduh|waduh|maaf|sorry|salah|ralat|koreksi|bukan|no|wait)[\s,.!]+)+(?:yang (?:benar"
    r"|bener)[\s,]+)?(.+)$",
    re.IGNORECASE,
)
# "salah kategori, mestinya banjir": the kind is put right, and what was told stays.
_OF_THE_KIND = re.compile(r"\b(?:kategori|jenis|category|kind)(?:nya|e)?\b", re.IGNORECASE)
_CRIED = "tolong, bahaya: "  # what a cry told, for whoever reads the next words together with it
_AREAS = frozenset(("kelurahan", "kecamatan", "rt_rw"))
_SO_SHORT, _A_FEW = 4, 12  # words
_LONG = 10  # words; a correction so long tells more, which is kept


def story_with(c: Conversation, text: str) -> str:
    """The draft's story as it will stand with these words, where its kind may change by them; else ""."""
    draft = c.draft
    if c.step is Step.CRY:  # after a cry fewer words tell of danger: "kabel listrik jatoh"
        return f"{_CRIED}{text}"
    if draft is None and c.sent_number and c.step is Step.IDLE:  # of the report just filed: the right value
        filed = correction_in(text)
        return filed.new if filed is not None and len(filed.new.split()) > 1 else ""
    if draft is None or not draft.text or reading_of(text) is not None:
        return ""
    fix = correction_in(text)
    if fix is not None:
        return fix.new if fix.whole or _OF_THE_KIND.search(text) else put_right(draft.text, fix)
    return f"{draft.text}\n{text}" if draft.category is None or draft.review else ""


def said(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Words that put the place, the kind or a detail right; None for all others."""
    if c.step in _NOT_HERE or heard.reading is not None or heard.emergency:
        return None
    if c.step is Step.IDLE:
        return _after_filing(c, heard, known)
    draft = draft_of(c)
    if not draft.text:
        return None
    fix = correction_in(heard.text)
    if fix is not None and _OF_THE_KIND.search(heard.text) and (code := _kind_named(known)):
        c = replace(c, draft=with_category(draft.with_more(fix.new), code))
        return go_on(c, known, Reply(say(known.locale, "corrected", text=fix.new)))
    whole = fix is not None and not fix.old and heard.where.areas and len(fix.new.split()) > _SO_SHORT
    if c.step is Step.CHANGE and whole:  # told again from the beginning, perhaps of another kind
        return None
    if (answered := _answer_anew(c, heard, known)) is not None:
        return answered
    if fix is not None and fix.whole and _a_matter(heard, known):
        if heard.where.areas:
            c = replace(c, draft=with_where(draft, heard.where, anew=True))
        return _detail(c, heard, fix, known)
    if fix is not None and (area := _area_named(fix, heard, draft, known)) is not None:
        return _place(
            c, replace(heard, where=Where(fix.new, areas=(Ranked(area, 1.0),), corrects=True)), known
        )
    if fix is not None and fix.old and not heard.where.areas and _stands(fix.old, draft):
        return _detail(c, heard, fix, known)
    if fix is not None and fix.old and _in(fix.old, draft.text) and _within_its_area(heard):
        c = replace(c, draft=with_where(draft, replace(heard.where, corrects=False)))
        return _detail(c, heard, fix, known)
    only_rt = all(place.kind == "rt_rw" for place in heard.places)
    if fix is not None and heard.places and only_rt and stands_for(draft.where.text, fix.new):
        return _detail(c, heard, fix, known)
    if heard.where.corrects and (heard.where.areas or heard.where.denied or heard.where.text):
        return _place(c, heard, known)
    if (
        fix is None
        or heard.places
        or (COUNTED.get(c.step) == "where" and not _other_sort(draft, heard, known))
    ):
        return None
    return _detail(c, heard, fix, known)


def _other_sort(draft: Draft, heard: Heard, known: Known) -> bool:
    """Whether the right value is surely another kind of matter, so that it is no place that is put right."""
    best = heard.best
    sure = best is not None and best.confidence >= known.catalogue.sure and not heard.like_an_address
    return sure and best is not None and best.code not in (draft.category, OTHER)


def _within_its_area(heard: Heard) -> bool:
    """Whether a landmark alone is put right, of which no list had the wrong one: the street stays."""
    return not heard.denied and not any(place.kind in _AREAS for place in heard.places)


def _a_matter(heard: Heard, known: Known) -> bool:
    """Whether the words tell a matter, and not only where it is."""
    best = heard.best
    return best is not None and best.code != OTHER and best.confidence >= known.catalogue.sure


def _kind_named(known: Known) -> str:
    """The kind that the right value tells of, read by itself; "" where it is not sure."""
    best = known.whole.categories[0] if known.whole is not None and known.whole.categories else None
    sure = best is not None and best.code != OTHER and best.confidence >= known.catalogue.sure
    return best.code if sure and best is not None else ""


def _area_named(fix: Correction, heard: Heard, draft: Draft, known: Known) -> str | None:
    """The kelurahan that the right value names where a place was denied: words alone may not tell."""
    wrong = bool(heard.denied) or (bool(fix.old) and fix.old.lower() in draft.where.text.lower())
    if not wrong or heard.where.areas:
        return None
    named = plain(fix.new).removeprefix("kelurahan ")
    return next((a.code for a in known.catalogue.kelurahan.values() if plain(a.name) == named), None)


def _answer_anew(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Eh, PJ 034": another answer to a question of the kind's own that was answered already."""
    told, draft = _ANEW.match(heard.text), draft_of(c)
    category = category_of(draft, known)
    if told is None or category is None or len(told[1].split()) > _SO_SHORT:
        return None
    for question in category.questions:
        value = clean(question, told[1]) if question.fits or question.kind != "text" else None
        if question.key in draft.answers and value is not None and value != draft.answers[question.key]:
            draft = replace(draft, answers={**draft.answers, question.key: value})
            text = put_right(draft.text, Correction(value, str(draft_of(c).answers[question.key])))
            draft = (
                replace(draft, text="").with_more(text)
                if text.count("\n") == draft.text.count("\n")
                else draft
            )
            return go_on(replace(c, draft=draft), known, Reply(say(known.locale, "corrected", text=value)))
    return None


def _place(c: Conversation, heard: Heard, known: Known) -> Turn:
    old = draft_of(c)
    if (renamed := _renamed(old, heard)) is not None:
        told = Reply(say(known.locale, "place-corrected", place=place_of(renamed, known)))
        return go_on(replace(c, draft=renamed), known, told)
    within = _within(old, heard, known)
    heard = replace(heard, where=within or heard.where)
    ours, theirs = ({area.code for area in one.areas} for one in (old.where, heard.where))
    only_area = all(place.kind in _AREAS for place in heard.places)
    named = heard.where.text if only_area else ""
    named_anew = len(ours) > 1 or not heard.denied
    if ours & theirs and named_anew and only_area:  # one of those it may be: what was named before stays
        heard = replace(heard, where=replace(heard.where, corrects=False))
    if only_area and not old.outside and (heard.denied or heard.where.corrects):
        heard = replace(heard, where=replace(heard.where, text=beside(old, heard, known)))
    denied = (old.where.text, old.outside) if old.outside else ways_to_name(heard)
    names = area_names(known.catalogue)
    draft = told_right(with_where(old, heard.where, anew=True), old, *denied, named=named, areas=names)
    draft = without_other_areas(draft, known.catalogue)
    if not (heard.where.areas or heard.where.text or heard.where.outside):
        draft = put(unnamed(old), Where(denied=heard.where.denied))
    elif heard.words > _LONG:
        draft = draft.with_more(without_denied(heard))
    c = replace(c, draft=draft, misses=0)
    if not draft.kelurahan and not draft.options and not draft.outside:
        if draft.place:  # "bukan jalan cendana, gang cendana": its kelurahan is still to come
            return ask(c, known, step=Step.KECAMATAN)
        return ask(c, known, Reply(say(known.locale, "place-dropped")), step=Step.PLACE)
    if draft.kelurahan and (within or draft.kelurahan != old.kelurahan):
        return go_on(c, known, Reply(say(known.locale, "place-corrected", place=place_of(draft, known))))
    return after_place(c, known)


def _within(old: Draft, heard: Heard, known: Known) -> Where | None:
    """The place in the kelurahan that was named before, where it may lie in several and that is one of them:
    "eh jalan bintara raya", after "Bintara"."""
    area = known.catalogue.kelurahan.get(old.kelurahan or "")
    if area is None or heard.denied or area.code not in heard.where.offered:
        return None
    named = plain(area.name) in plain(old.where.text)
    return replace(heard.where, areas=(Ranked(area.code, 1.0),)) if named else None


def _renamed(old: Draft, heard: Heard) -> Draft | None:
    """The draft whose street has its right name, where it was said to be; None for other words."""
    right = heard.where.text
    if heard.denied or heard.where.areas or not right or not old.where.areas:
        return None
    head = right.split()[0].lower()
    wrong = next((part for part in old.where.text.split(", ") if part.lower().split()[0] == head), None)
    if wrong is None or wrong == right:
        return None
    story = old.text.replace(wrong, right)
    return called(replace(old, text="").with_more(story), old.where.text.replace(wrong, right))


def _stands(old: str, draft: Draft) -> bool:
    """Whether the wrong value stands in the story or in the name of the place."""
    return _in(old, draft.text) or _in(old, draft.where.text)


def _in(words: str, text: str) -> bool:
    return words.lower() in text.lower()


def _detail(c: Conversation, heard: Heard, fix: Correction, known: Known) -> Turn:
    """The story told right; its kind follows, unless the resident chose it."""
    old = draft_of(c)
    category = known.catalogue.categories.get(old.category or "")
    told = stated(category.questions, heard.text, {}) if category else {}
    if told and told.keys() & old.answers.keys() and not (fix.old and _stands(fix.old, old)):
        draft = replace(old, answers={**old.answers, **told})  # "salah, platnya B 4321 KRA"
        return go_on(replace(c, draft=draft), known, Reply(say(known.locale, "corrected", text=fix.new)))
    only_where = bool(fix.old) and not _in(fix.old, old.text) and _in(fix.old, old.where.text)
    only_where = only_where or (stands_for(old.where.text, fix.new) and not stands_for(old.text, fix.new))
    anew = "" if only_where else fix.new if fix.whole else _told_anew(old, heard, fix, known)
    story = old.text if only_where else anew or put_right(old.text, fix)
    draft = replace(old, text="").with_more(story)
    named = put_right(old.where.text, fix)
    if named.count("\n") and fix.old:  # "alfamidi" is what the place says of "depan alfamidi"
        beside = put_right(old.where.text, without_sides(fix))
        named = named if beside.count("\n") else beside
    stands = bool(fix.old) or stands_for(old.where.text, fix.new)
    if stands and named != f"{old.where.text}\n{fix.new}":
        draft = called(draft, named)
    draft = replace(draft, answers=_still_said(draft, old))
    draft = with_kind(draft, heard, replace(known, whole=None) if anew and not fix.whole else known)
    draft = settled(draft, known.catalogue)
    return go_on(replace(c, draft=draft), known, Reply(say(known.locale, "corrected", text=fix.new)))


def _told_anew(old: Draft, heard: Heard, fix: Correction, known: Known) -> str:
    """The story when the right value is a matter of its own, in a draft of few words; "" for a detail."""
    best = heard.best
    other = best is not None and best.confidence >= known.catalogue.sure and best.code != old.category
    matter = other and not fix.old and len(fix.new.split()) > 1 and not stands_for(old.text, fix.new)
    if not matter or len(old.text.split()) > _A_FEW or old.category_by == "warga":
        return ""
    return f"{fix.new} di {old.where.text}" if old.where.text else fix.new


def _still_said(draft: Draft, old: Draft) -> dict[str, str]:
    """The answers that the story still bears out; those given to a question stay."""
    gone = {key for key, value in old.answers.items() if str(value).lower() in old.text.lower()}
    return {
        key: value for key, value in old.answers.items()
        if key not in gone or str(value).lower() in draft.text.lower()
    }  # fmt: skip


def with_kind(draft: Draft, heard: Heard, known: Known) -> Draft:
    """The kind as the whole story now has it: surely another one replaces what was understood before."""
    whole = known.whole
    candidates = whole.categories if whole is not None else heard.candidates
    best = candidates[0] if candidates else None
    if best is None or best.code in (draft.category, OTHER) or best.code not in known.catalogue.categories:
        return draft
    if draft.category_by == "warga" or best.confidence < known.catalogue.sure:
        return draft
    blank = replace(draft, category=None, candidates=(), review=False)
    return with_category_of(blank, replace(heard, candidates=candidates), known.catalogue)


def _after_filing(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Shortly after filing the report itself is put right."""
    report = recent(c, known)
    if report is None or report.status == "menunggu_warga" or heard.number:
        return None
    fix = correction_in(heard.text)
    where = heard.where if heard.where.corrects and (heard.where.areas or heard.where.text) else None
    named = _area_named(fix, heard, Draft(), known) if fix else None
    if fix is not None and named is not None:
        where = Where(fix.new, areas=(Ranked(named, 1.0),), corrects=True)
    if where is None and fix is None:
        return None
    if not report.open:  # another body's by now: its words are kept, and not rewritten
        return adding.add(c, known, report, text=heard.whole)
    area = known.catalogue.kelurahan.get((where.kelurahan if where else None) or "")
    new = where.text if where else fix.new if fix else ""
    old = heard.denied[0].text if where and heard.denied else fix.old if fix else ""
    command = CorrectReport(
        report.number, new=new, old=old, place=where.text if where else "",
        kelurahan=area.code if area else "", point=where.point if where else None,
        category=_other_kind(report, heard, known) if where is None else "",
    )  # fmt: skip
    key = "corrected-report-kind" if command.category else "corrected-report"
    reply = Reply(say(known.locale, key, number=report.number, text=new, agency=report.agency))
    return Turn(spoken_of(c, report.number, known), (reply,), (command,))


def _other_kind(report: ReportInfo, heard: Heard, known: Known) -> str:
    """The kind these words tell of for certain, where the report was filed as another; "" otherwise."""
    told = known.whole.categories if known.whole is not None else heard.candidates
    best = next((kind for kind in told if kind.code in known.catalogue.categories), None)
    sure = best is not None and best.confidence >= known.catalogue.sure and best.code != OTHER
    return best.code if best is not None and sure and best.code != report.category_code else ""


TOPIC = Topic(phrases=(said,))
