"""What happens around reports already filed: looking, adding, withdrawing, saying whether it is done."""

from dataclasses import replace

from bot.dialogue import rating
from bot.dialogue.ask import again, ask, go_on
from bot.dialogue.commands import Accept, AddToReport, Reopen, Turn, Withdraw
from bot.dialogue.hear import MAX_TEXT
from bot.dialogue.known import REOPEN_DAYS, Known, ReportInfo
from bot.dialogue.slots import MAX_FILES
from bot.dialogue.state import Conversation, Draft, Held, Step
from bot.dialogue.types import Button, FileRef, Link, Reply
from bot.messages import say

LISTED = 5  # reports in one list
STAGES = {"menunggu": "wait", "diproses": "work", "koordinasi": "work", "menunggu_warga": "ask"}


def find(known: Known, number: str) -> ReportInfo | None:
    """The report with this number, among the person's own, those they support, or the one asked for."""
    mine = next((r for r in (*known.reports, *known.supported) if r.number == number), None)
    asked = known.asked
    return mine or (asked if asked is not None and asked.number == number else None)


def status_name(known: Known, report: ReportInfo) -> str:
    """The status as residents read it."""
    return say(known.locale, f"status-{report.status}")


def card(report: ReportInfo, known: Known) -> Reply:
    """One report: its state, who has it, what comes by when, and the page to follow it on."""
    stage = STAGES.get(report.status, "end")
    when = report.first_answer_due if stage == "wait" else report.resolve_due
    if stage == "wait" and report.answered:
        stage, when = "work", report.resolve_due
    if report.status in ("selesai", "ditutup") and report.resolved_at:
        stage, when = "done", report.resolved_at
    text = say(
        known.locale, "status-report", number=report.number, category=report.category,
        area=report.kelurahan, status=status_name(known, report), agency=report.agency, stage=stage,
        when=when,
    )  # fmt: skip
    buttons = _verdict(report, known)
    if report.supported:
        text += "\n\n" + say(known.locale, "support-card")
        buttons = (Button(f"unsup:{report.number}", say(known.locale, "btn-unsup")),)
    return Reply(text, buttons, link=Link(say(known.locale, "btn-track"), report.page))


def _verdict(report: ReportInfo, known: Known) -> tuple[Button, ...]:
    """What the reporter may say of finished work while it may still be reopened."""
    if not report.own or report.status not in rating.DONE or not report.reopenable(known.now):
        return ()
    done = (Button(f"done:{report.number}", say(known.locale, "btn-done")),)
    key = "btn-not-done" if report.status == "selesai" else "btn-reopen"
    undone = (Button(f"undone:{report.number}", say(known.locale, key)),)
    return (*done, *undone) if report.status == "selesai" else undone


def status(c: Conversation, known: Known, number: str | None) -> Turn:
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


def addable(known: Known) -> tuple[ReportInfo, ...]:
    """The person's reports that more can be added to, newest first."""
    return tuple(report for report in known.reports if report.open)


def waiting(known: Known) -> ReportInfo | None:
    """The report whose officer waits for this person's answer."""
    return next((report for report in known.reports if report.status == "menunggu_warga"), None)


def add(
    c: Conversation, known: Known, report: ReportInfo, *, text: str = "", files: tuple[FileRef, ...] = ()
) -> Turn:
    """Add to a report, or say why that is no longer possible."""
    if not report.open:
        state = status_name(known, report).lower()
        reply = Reply(say(known.locale, "add-closed", number=report.number, status=state))
        return go_on(c, known, reply)
    key = "added-answer" if report.status == "menunggu_warga" else "added"
    reply = Reply(say(known.locale, key, number=report.number, agency=report.agency))
    return go_on(c, known, reply, commands=(AddToReport(report.number, text, files),))


def ask_add(c: Conversation, known: Known, draft: Draft) -> Turn:
    """Ask which report the words and pictures belong to, a new one (the draft as given) included."""
    numbers = tuple(report.number for report in addable(known))[:LISTED]
    held = Held(text=draft.text, files=draft.files, numbers=numbers, draft=draft)
    return ask(replace(c, held=held, misses=0), known, step=Step.ADD)


def hold_more(c: Conversation, known: Known, *, text: str = "", files: tuple[FileRef, ...] = ()) -> Turn:
    """More came while the question stood open: it waits with the rest."""
    held = c.held or Held()
    text = f"{held.text}\n{text}".strip()[:MAX_TEXT]
    files = (held.files + files)[:MAX_FILES]
    draft = replace(held.draft or Draft(), text=text, files=files)
    return ask(replace(c, held=replace(held, text=text, files=files, draft=draft)), known)


def withdraw(c: Conversation, known: Known, number: str | None) -> Turn:
    """Ask whether (and which) report is to be withdrawn."""
    if number:
        report = next((r for r in known.reports if r.number == number), None)
        if report is None:
            return again(c, known, Reply(say(known.locale, "status-unknown", number=number)))
        if not report.open:
            return again(c, known, _cannot(report, known))
        numbers: tuple[str, ...] = (number,)
    else:
        numbers = tuple(report.number for report in addable(known))[:LISTED]
    if not numbers:
        return again(c, known, Reply(say(known.locale, "nothing-to-cancel")))
    return ask(replace(c, held=Held(numbers=numbers), misses=0), known, step=Step.WITHDRAW)


def _cannot(report: ReportInfo, known: Known) -> Reply:
    state = status_name(known, report).lower()
    return Reply(say(known.locale, "cannot-withdraw", number=report.number, status=state))


def withdraw_now(c: Conversation, known: Known) -> Turn:
    """The resident is sure."""
    number = (c.held or Held()).numbers[0]
    report = find(known, number)
    if report is None or not report.open:
        return go_on(c, known, _cannot(report, known)) if report else go_on(c, known)
    reply = Reply(say(known.locale, "withdrawn", number=number))
    return go_on(c, known, reply, commands=(Withdraw(number),))


def keep(c: Conversation, known: Known) -> Turn:
    """The resident changed their mind about withdrawing."""
    numbers = (c.held or Held()).numbers
    return go_on(c, known, Reply(say(known.locale, "not-withdrawn", number=", ".join(numbers))))


def accept(c: Conversation, known: Known, number: str) -> Turn:
    """ "Sudah beres": the finished report is closed."""
    report = _own(known, number)
    if report is None:
        return again(c, known, Reply(say(known.locale, "status-unknown", number=number)))
    if report.status != "selesai":
        key = "closed-already" if report.status == "ditutup" else "already-answered"
        return again(c, known, Reply(say(known.locale, key, number=number)))
    thanks = Reply(say(known.locale, "accepted", number=number, days=REOPEN_DAYS))
    return rating.asked(c, known, number, thanks, commands=(Accept(number),))


def ask_why(c: Conversation, known: Known, number: str) -> Turn:
    """ "Belum beres": ask what is missing, while the report may still be reopened."""
    report = _own(known, number)
    if report is None:
        return again(c, known, Reply(say(known.locale, "status-unknown", number=number)))
    if report.status not in rating.DONE:
        return again(c, known, Reply(say(known.locale, "already-answered", number=number)))
    if not report.reopenable(known.now):
        return again(c, known, Reply(say(known.locale, "reopen-late", number=number, days=REOPEN_DAYS)))
    return ask(replace(c, held=Held(numbers=(number,)), misses=0), known, step=Step.REOPEN)


def reopen(c: Conversation, known: Known, reason: str) -> Turn:
    """The reason is there: back to the dinas."""
    number = (c.held or Held()).numbers[0]
    report = _own(known, number)
    if report is None or report.status not in rating.DONE:
        return go_on(c, known, Reply(say(known.locale, "already-answered", number=number)))
    reply = Reply(say(known.locale, "reopened", number=number, agency=report.agency))
    files = (c.held or Held()).files
    pictures = (AddToReport(number, files=files),) if files else ()
    return go_on(c, known, reply, commands=(Reopen(number, reason), *pictures))


def _own(known: Known, number: str) -> ReportInfo | None:
    return next((report for report in known.reports if report.number == number), None)


def choose(c: Conversation, known: Known, number: str) -> Turn:
    """One of several reports was picked, for adding or for withdrawing."""
    held = c.held or Held()
    if c.step is Step.WITHDRAW:
        return withdraw(c, known, number)
    report = find(known, number)
    if report is None or not report.own:
        return again(c, known, Reply(say(known.locale, "status-unknown", number=number)))
    return add(c, known, report, text=held.text, files=held.files)
