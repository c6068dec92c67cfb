"""How the person's reports stand: one card, or the list of all."""

import re
from dataclasses import replace

from bot.dialogue.commands import Turn
from bot.dialogue.drafting import begin, told
from bot.dialogue.hear import Heard
from bot.dialogue.known import Known, ReportInfo
from bot.dialogue.reports import DONE, LISTED, find, status_name
from bot.dialogue.state import Conversation, Held, Step
from bot.dialogue.steps import again, ask
from bot.dialogue.topic import Topic
from bot.dialogue.types import Button, Link, Reply
from bot.messages import say
from bot.messages.times import promised
from nlu.opening import NO_MATTER
from nlu.praise import thanks_for_work
from nlu.types import Intent

_ASKS_AFTER = re.compile(
    r"\?|\b(?:belum|blm|kapan|gimana|gmn|bagaimana|status|kabar|progres\w*|sampai mana|sampe mana|kok|ditolak"
    r"|kemarin|kemaren|lalu|nomor laporan|laporan (?:saya|aku|kami)|laporanku)\b",
    re.IGNORECASE,
)
_A_MATTER = 5  # words; fewer name a kind and tell nothing of it
STAGES = {
    "menunggu": "wait",
    "diproses": "work",
    "koordinasi": "work",
    "menunggu_warga": "ask",
    "diperiksa": "check",
}


def card(report: ReportInfo, known: Known) -> Reply:
    """One report: its state, who has it, what comes by when, and the page to follow it on."""
    stage = STAGES.get(report.status, "end")
    when = report.first_answer_due if stage == "wait" else report.resolve_due
    if stage == "wait" and report.answered:
        stage, when = "work", report.resolve_due
    if report.status in DONE and report.resolved_at:
        stage, when = "done", report.resolved_at
    text = say(
        known.locale, "status-report", number=report.number, category=report.category,
        area=report.kelurahan, status=status_name(known, report), agency=report.agency, stage=stage,
        when=when,
    )  # fmt: skip
    if stage in ("wait", "work") and report.promised_at:
        over = "yes" if report.promised_at < known.now else "no"
        text += "\n" + say(
            known.locale, "status-promised", when=promised(report.promised_at, known.locale), over=over
        )
    if report.why:
        text += "\n" + say(known.locale, "status-why", why=report.why)
    buttons = _verdict(report, known)
    if report.supported:
        text += "\n\n" + say(known.locale, "support-card")
        buttons = (Button(f"unsup:{report.number}", say(known.locale, "btn-unsup")),)
    return Reply(text, buttons, link=Link(say(known.locale, "btn-track"), report.page))


def _verdict(report: ReportInfo, known: Known) -> tuple[Button, ...]:
    """What the reporter may say of finished work while it may still be reopened."""
    if (
        not report.own
        or report.status not in DONE
        or not report.reopenable(known.now, known.catalogue.reopen_days)
    ):
        return ()
    done = (Button(f"done:{report.number}", say(known.locale, "btn-done")),)
    key = "btn-not-done" if report.status == "selesai" else "btn-reopen"
    undone = (Button(f"undone:{report.number}", say(known.locale, key)),)
    return (*done, *undone) if report.status == "selesai" else undone


def said(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Words that ask how a report stands, at any step; None for all else."""
    if heard.places and c.step is not Step.IDLE:
        return None
    thanks = heard.intent is Intent.STATUS and not known.reports and not heard.number
    if thanks and thanks_for_work(heard.text):  # "makasih, laporan saya kemarin udah beres"
        return again(c, known, Reply(say(known.locale, "welcome-thanks")))
    if heard.intent is Intent.STATUS or (heard.number and heard.words <= 5):
        if _headed(c, heard, known):
            return begin(c, replace(heard, intent=Intent.LAPOR), known)
        return _told_elsewhere(c, heard, known) or status(c, heard.number or "", known)
    return None


def _headed(c: Conversation, heard: Heard, known: Known) -> bool:
    """ "LAPORAN WARGA, Kel. Kranji: jalan rusak, mohon diperbaiki": a report in full, not asked after."""
    best = heard.best
    sure = best is not None and best.confidence >= known.catalogue.sure and heard.words >= _A_MATTER
    placed = heard.where.kelurahan is not None and not heard.number
    return c.step is Step.IDLE and sure and placed and not _ASKS_AFTER.search(heard.whole)


def _told_elsewhere(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Who asks after a matter that was never reported here is asked whether it shall be now."""
    best = heard.best
    sure = best is not None and best.confidence >= known.catalogue.sure and heard.words >= _A_MATTER
    sure = sure and best is not None and best.code not in NO_MATTER
    if c.step is not Step.IDLE or heard.number or known.reports or known.supported or not sure:
        return None
    held = Held(draft=told(heard, known))
    return ask(
        replace(c, held=held, misses=0), known, Reply(say(known.locale, "status-not-here")), step=Step.MAYBE
    )


def status(c: Conversation, number: str, known: Known) -> Turn:
    """The state of one report, or of all of the person's own."""
    if number:
        report = find(known, number)
        reply = card(report, known) if report else Reply(say(known.locale, "status-unknown", number=number))
        return again(c, known, reply)
    shown = (*known.reports, *known.supported)
    if not shown:
        key = "status-none" if c.draft is None else "status-none-sent"
        return again(c, known, Reply(say(known.locale, key)))
    return again(c, known, card(shown[0], known) if len(shown) == 1 else _list(known))


def _list(known: Known) -> Reply:
    own, joined = known.reports[:LISTED], known.supported[:LISTED]
    lines = [say(known.locale, "status-list"), *(_line(r, "status-line", known) for r in own)] if own else []
    if joined:
        between = [""] if own else []
        head = say(known.locale, "support-list")
        lines = [*lines, *between, head, *(_line(r, "support-line", known) for r in joined)]
    text = "\n".join([*lines, "", say(known.locale, "status-list-more")])
    return Reply(text, tuple(Button(f"st:{r.number}", r.number) for r in (*own, *joined)))


def _line(report: ReportInfo, key: str, known: Known) -> str:
    status = status_name(known, report)
    return say(known.locale, key, number=report.number, category=report.category, status=status)


TOPIC = Topic(phrases=(said,), always={"st": status})
