"""What a report's keys open: its short key the state, its private link the story."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain import tracking_keys
from routing.domain.numbers import parse
from routing.domain.publicity import is_public
from routing.reports import everybody
from routing.reports.became import became
from routing.reports.everybody import Answer, PublicStep
from routing.reports.public_door import visible_to_public
from storage.models import Media, Message, Report, ReportMedia

# The way of an ordinary report, as shown on top of its page.
PATH = ("menunggu", "diproses", "selesai")
PLACE_ON_PATH = {
    "menunggu": 0, "diproses": 1, "koordinasi": 1, "menunggu_warga": 1, "diperiksa": 1,
    "selesai": 2, "ditutup": 2,
}  # fmt: skip


@dataclass(frozen=True)
class Tracked:
    """A report as its page shows it. `said` and `pictures` are empty unless the private key was right.

    standing: the report whose state and dates hold: itself, or the one it was joined to (joined), of which it
    tells `answers` the city meant for everybody. results: photos of the finished work as everybody may see
    them, faces and number plates blurred.
    """

    report: Report
    standing: Report
    joined: bool
    category: str
    agency: str
    contact: str
    area: str
    private: bool
    short_key: str
    steps: Sequence[PublicStep]
    said: Sequence[Message]
    pictures: Sequence[tuple[ReportMedia, Media]]
    results: Sequence[Media]
    answers: Sequence[Answer] = ()

    @property
    def place_on_path(self) -> int | None:
        """How far along PATH it is; None for reports that ended another way."""
        return PLACE_ON_PATH.get(self.standing.status)


def written(session: Session, number: str) -> str | None:
    """The number as it is written ("bks2611-42" is BKS-2611-00042), None when it is no number of ours."""
    found = parse(number, catalogue(session).number_prefix)
    return str(found) if found else None


def tracked(session: Session, number: str, key: str | None) -> Tracked | None:
    """The report with this number as `key` opens it: with the short one its state, with the private one all.

    None without a key that is right, whether or not there is such a report.
    """
    seen = visible_to_public(session, number, key=key)
    if seen is None:
        return None
    report, private = seen.report, seen.private
    city, joined = catalogue(session), became(session, report)
    standing = joined.report if joined else report
    agency, area = city.agencies.get(standing.agency_code), city.kelurahan.get(report.kelurahan_code or "")
    category = city.categories.get(report.category_code)
    return Tracked(
        report=report,
        standing=standing,
        joined=joined is not None,
        category=category.name if category else report.category_code,
        agency=agency.name if agency else standing.agency_code,
        contact=agency.contact if agency and standing.status == "dirujuk" else "",
        area=f"Kel. {area.name}, Kec. {area.kecamatan}" if area else "",
        private=private,
        short_key=short_key(report) if private else "",
        steps=[*everybody.steps(session, report.id), *(joined.steps if joined else ())],
        said=_said(session, report) if private else (),
        pictures=_pictures(session, report) if private else (),
        results=everybody.results(session, standing.id, standing.status),
        answers=joined.answers if joined and not private else (),
    )


def short_key(report: Report) -> str:
    """What opens the report's state on another device; "" where only its reporter may see even that."""
    shown = is_public(privacy=report.privacy, channel=report.channel, shielded=report.shielded)
    return tracking_keys.short_of(report.track_key) if shown and report.track_key else ""


def _pictures(session: Session, report: Report) -> Sequence[tuple[ReportMedia, Media]]:
    """What the resident sent."""
    own = select(ReportMedia, Media).join(Media, Media.sha256 == ReportMedia.sha256)
    mine = (ReportMedia.report_id == report.id, ReportMedia.purpose == "laporan")
    found = session.execute(own.where(*mine).order_by(ReportMedia.id))
    return [(link, media) for link, media in found]


def _said(session: Session, report: Report) -> Sequence[Message]:
    told = (Message.report_id == report.id, Message.direction.in_(("masuk", "keluar")))
    return session.scalars(select(Message).where(*told).order_by(Message.id)).all()


def copies(media: Media) -> set[str]:
    """The names of a picture's copies that everybody may see."""
    return {name for name in (media.public_sha256, media.public_thumb_sha256) if name}
