"""Finding one of the person's reports in what is known."""

from dataclasses import replace

from bot.dialogue.known import Known, ReportInfo
from bot.dialogue.state import Conversation, Step
from bot.messages import say

LISTED = 5  # reports in one list
WAITING = "menunggu_warga"
DONE = ("selesai", "ditutup")
JUST_FILED = 3600  # seconds; what is sent so soon after filing belongs to that report


def find(known: Known, number: str) -> ReportInfo | None:
    """The report with this number, among the person's own, those they support, or the one asked for."""
    mine = next((r for r in (*known.reports, *known.supported) if r.number == number), None)
    asked = known.asked
    return mine or (asked if asked is not None and asked.number == number else None)


def own(known: Known, number: str | None) -> ReportInfo | None:
    """The person's own report with this number."""
    return next((report for report in known.reports if report.number == number), None)


def addable(known: Known) -> tuple[ReportInfo, ...]:
    """The person's reports that more can be added to, newest first."""
    return tuple(report for report in known.reports if report.open)


def waiting(known: Known) -> ReportInfo | None:
    """The report whose officer waits for this person's answer; of several the one asked about last."""
    asked = [report for report in known.reports if report.status == WAITING]
    return max(asked, key=lambda report: report.asked_at or report.created_at, default=None)


def replied_to(c: Conversation, known: Known) -> ReportInfo | None:
    """The report whose message is replied to: at any question of ours where its officer waits for an answer,
    else with none open."""
    quoted = own(known, known.quoted)
    if quoted is None or not quoted.takes_more:
        return None
    return quoted if quoted.status == WAITING or c.step is Step.IDLE else None


def quoted_or_waiting(known: Known) -> ReportInfo | None:
    """The report an answer belongs to: the one whose message is replied to, else the one asked about last."""
    quoted = own(known, known.quoted)
    return quoted if quoted is not None and quoted.open else waiting(known)


def just_filed(c: Conversation, known: Known) -> ReportInfo | None:
    """The report that was filed so short a while ago that it is meant."""
    fresh = known.now.timestamp() - c.sent_at < JUST_FILED
    report = own(known, c.sent_number) if c.sent_number and fresh else None
    return report if report is not None and report.open else None


def spoken_of(c: Conversation, number: str, known: Known) -> Conversation:
    """The conversation, in which something was just said about this report."""
    return replace(c, about=number, about_at=known.now.timestamp())


def recent(c: Conversation, known: Known) -> ReportInfo | None:
    """The report that something sent without a word belongs to: just filed, or waiting for an answer."""
    now = known.now.timestamp()
    spoken = own(known, c.about) if c.about and now - c.about_at < JUST_FILED else None
    filed = own(known, c.sent_number) if c.sent_number and now - c.sent_at < JUST_FILED else None
    last = spoken if spoken is not None and c.about_at >= c.sent_at else filed
    last = waiting(known) if last is None else last
    return last if last is not None and last.takes_more else None


def status_name(known: Known, report: ReportInfo) -> str:
    """The status as residents read it."""
    return say(known.locale, f"status-{report.status}")
