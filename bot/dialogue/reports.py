"""Finding one of the person's reports in what is known."""

from bot.dialogue.known import Known, ReportInfo
from bot.dialogue.state import Conversation
from bot.messages import say

LISTED = 5  # reports in one list
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
    """The report whose officer waits for this person's answer."""
    return next((report for report in known.reports if report.status == "menunggu_warga"), None)


def just_filed(c: Conversation, known: Known) -> ReportInfo | None:
    """The report that was filed so short a while ago that it is meant."""
    fresh = known.now.timestamp() - c.sent_at < JUST_FILED
    report = own(known, c.sent_number) if c.sent_number and fresh else None
    return report if report is not None and report.open else None


def recent(c: Conversation, known: Known) -> ReportInfo | None:
    """The report that something sent without a word belongs to: just filed, or waiting for an answer."""
    fresh = known.now.timestamp() - c.sent_at < JUST_FILED
    last = find(known, c.sent_number) if c.sent_number and fresh else waiting(known)
    return last if last is not None and last.open else None


def status_name(known: Known, report: ReportInfo) -> str:
    """The status as residents read it."""
    return say(known.locale, f"status-{report.status}")
