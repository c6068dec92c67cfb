"""Reports, what is said about them, their pictures and their events."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId

_URGENT = (text("urgency DESC"), "resolve_due", "id")
# Of `routing.domain.lifecycle.OPEN`. A statement that spells them out like this finds these small indexes.
_OPEN = text("status IN ('diperiksa', 'diproses', 'koordinasi', 'menunggu', 'menunggu_warga')")
_COUNTED = (
    "agency_code", "status", "kind", "resolve_due", "first_answer_due", "first_answered_at", "holder_id",
    "needs_review", "category_code", "priority", "kelurahan_code", "id",
)  # fmt: skip
_UNCHAINED = text("trace IS NULL")
_RATED = text("rated_at IS NOT NULL")


class Report(Base):
    """One matter in the one queue: a resident's report or a sensor's alert."""

    __tablename__ = "report"
    __table_args__ = (
        Index("ix_report_queue", "agency_code", "status", "resolve_due"),
        # lists by date: of a part of the map, of a kelurahan, of a category
        Index("ix_report_newest", "created_at", "id", "lat", "lon"),
        Index("ix_report_area_newest", "kelurahan_code", "created_at", "id"),
        Index("ix_report_category_newest", "category_code", "created_at", "id"),
        Index("ix_report_weighed", "status", "weighed_at"),
        # `routing.reports.paging` goes along these, from whatever place in the list
        Index("ix_report_urgent", *_URGENT),
        Index("ix_report_supported", text("supporters DESC"), *_URGENT),
        Index("ix_report_office_urgent", "agency_code", *_URGENT),
        Index("ix_report_same", "kelurahan_code", "category_code", "created_at"),
        Index("ix_report_updated", "updated_at", "id"),
        # what everybody sees of a kelurahan: what is open in it, and what changed in it this month
        Index(
            "ix_report_open_area",
            "kelurahan_code",
            "created_at",
            "id",
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
        Index("ix_report_area_updated", "kelurahan_code", "updated_at"),
        Index("ix_report_open", *_URGENT, postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index("ix_report_open_office", "agency_code", *_URGENT, postgresql_where=_OPEN, sqlite_where=_OPEN),
        # all that is counted of open reports, so that they are counted in the index alone
        Index("ix_report_open_counted", *_COUNTED, postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index("ix_report_open_point", "lat", "lon", postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index("ix_report_office_newest", "agency_code", "id"),
        Index("ix_report_category_urgent", "category_code", *_URGENT),
        Index("ix_report_status", "status", "kind"),  # how many stand where, counted in the index alone
        Index("ix_report_kind", "kind", "created_at", "id"),
        Index("ix_report_answer_due", "first_answer_due"),
        Index("ix_report_resolved", "resolved_at"),
        Index("ix_report_rated", "rated_at", postgresql_where=_RATED, sqlite_where=_RATED),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)  # BKS-2611-00042
    kind: Mapped[str] = mapped_column(default="pengaduan")  # pengaduan | aspirasi | permintaan | peringatan
    channel: Mapped[str]  # telegram | whatsapp | web | sensor
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str]  # masked: no phone, NIK or e-mail
    category_code: Mapped[str] = mapped_column(ForeignKey("category.code"))
    category_by: Mapped[str]  # the model's name, "warga", or "petugas"
    confidence: Mapped[float | None]
    needs_review: Mapped[bool] = mapped_column(default=False)  # perlu ditinjau: a person decides
    emergency: Mapped[str | None]
    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"))
    unit_code: Mapped[str | None]  # the bidang or UPTD in it (the rules' `units`)
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), index=True)  # an officer's hands
    kelurahan_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    place: Mapped[str] = mapped_column(default="")  # the place as the resident named it
    track_key: Mapped[str | None]  # opens the whole story on the tracking page; only the reporter is told
    status: Mapped[str]
    priority: Mapped[int] = mapped_column(default=0)  # 0 biasa, 1 tinggi, 2 darurat
    urgency: Mapped[int] = mapped_column(default=0, server_default="0")  # 0 to 100, behind the priority
    urgency_why: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")  # [code, points, said]
    weighed_at: Mapped[datetime | None]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    first_answer_due: Mapped[datetime]
    first_answered_at: Mapped[datetime | None]
    resolve_due: Mapped[datetime]
    delivered_at: Mapped[datetime | None]  # the work was done, as its doer says; the end's clock stops here
    returned_at: Mapped[datetime | None]  # who checks sent the work back; None again once it is accepted
    resolved_at: Mapped[datetime | None]  # the resident was told that it is done
    paused_at: Mapped[datetime | None]  # the clock stands still while the resident is asked
    promised_at: Mapped[datetime | None]  # the next moment an officer has promised (`promise`)
    moved: Mapped[int] = mapped_column(default=0, server_default="0")  # how often its end got another date
    reminded_at: Mapped[datetime | None]  # when the resident was last reminded of the officer's question
    # biasa | anonim (the name hidden from everyone) | rahasia (the report hidden from the public)
    privacy: Mapped[str] = mapped_column(default="biasa", server_default="biasa")
    # it accuses somebody or tells of a victim: not public unless its reporter says so
    shielded: Mapped[bool] = mapped_column(default=False, server_default=false())
    words_shown: Mapped[str | None]  # the seal of the words an officer ticked as fit for everybody
    theme: Mapped[str | None]  # of an aspirasi: what it is about, so that like ones are counted together
    supporters: Mapped[int] = mapped_column(default=0, server_default="0")  # residents who joined it
    rating: Mapped[int | None]  # 1 to 5, by the resident once it is done
    rated_at: Mapped[datetime | None]
    demo: Mapped[bool] = mapped_column(default=False)


class ReportTally(Base):
    """So many more (or fewer) reports of this status and kind; written by triggers (`storage.tallies`)."""

    __tablename__ = "report_tally"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    status: Mapped[str]
    kind: Mapped[str]
    many: Mapped[int]


class Accusation(Base):
    """A report complains of this office or its staff: it never lies there, and nobody of it reads it.

    agency_code: "kelurahan" or "kecamatan" where nobody knows which one.
    """

    __tablename__ = "accusation"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    agency_code: Mapped[str] = mapped_column(primary_key=True, index=True)


class Message(Base):
    """Something said about a report. direction: masuk (resident) | keluar (officer) | catatan (internal)."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    direction: Mapped[str]
    text: Mapped[str]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    inbox_id: Mapped[int | None] = mapped_column(ForeignKey("inbox.id"))
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
    shown: Mapped[bool] = mapped_column(default=False, server_default=false())  # an answer fit for everybody
    created_at: Mapped[datetime]
    send_at: Mapped[datetime | None] = mapped_column(index=True)  # of one that waits (`terjadwal`)


class Support(Base):
    """A resident who joined somebody else's report and is told of every change."""

    __tablename__ = "support"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    created_at: Mapped[datetime]
    wrote: Mapped[bool] = mapped_column(server_default=true())  # in their own words: counts towards urgency


def _band(number: int) -> str:
    """SQL: a quarter of the perceptual hash, every fourth of its digits, so that no quarter is all sky."""
    return " || ".join(f"substr(phash, {at}, 1)" for at in range(number, 17, 4))


PHASH_BANDS = tuple(_band(number) for number in range(1, 5))


class Media(Base):
    """A stored, sanitised picture (or a voice note), named by the SHA-256 of its bytes.

    The picture itself is for officers; `public_sha256` names the copy with faces and plates blurred.
    """

    __tablename__ = "media"
    __table_args__ = tuple(
        Index(f"ix_media_phash_{number}", text(f"({band})"))
        for number, band in enumerate(PHASH_BANDS, start=1)
    )

    sha256: Mapped[str] = mapped_column(primary_key=True)
    content_type: Mapped[str]
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    thumb_sha256: Mapped[str | None]  # a small copy of the picture, for officers' lists
    public_sha256: Mapped[str | None]  # everybody may see this one
    public_thumb_sha256: Mapped[str | None]
    phash: Mapped[str | None]  # perceptual hash, 16 hexadecimal digits: like pictures differ in few bits
    created_at: Mapped[datetime]


class Deletion(Base):
    """A file that nobody wants any more and that the store has not yet deleted."""

    __tablename__ = "deletion"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    attempts: Mapped[int]
    next_try_at: Mapped[datetime] = mapped_column(index=True)
    created_at: Mapped[datetime]


class ReportMedia(Base):
    """A picture that belongs to a report. purpose: laporan (by the resident) | hasil (proof of work)."""

    __tablename__ = "report_media"
    __table_args__ = (UniqueConstraint("report_id", "sha256", "purpose"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("media.sha256"), index=True)
    purpose: Mapped[str] = mapped_column(default="laporan")
    lat: Mapped[float | None]  # where and when the camera says it was taken; for officers
    lon: Mapped[float | None]
    taken_at: Mapped[datetime | None]
    direction: Mapped[float | None]  # where it looked, degrees clockwise from north
    created_at: Mapped[datetime]


class ProofFlag(Base):
    """Something odd about a photo of finished work, for who checks it and nobody else.

    code: of `routing.domain.proof.Oddity`; said: metres, days, or the number of the other report.
    """

    __tablename__ = "proof_flag"

    media_id: Mapped[int] = mapped_column(ForeignKey("report_media.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    said: Mapped[str]


class MediaJob(Base):
    """A file to be fetched from a channel at once, and attached when its report is filed.

    status: new | done | dead. kind: foto | suara. Until the report is filed `report_id` is None.
    """

    __tablename__ = "media_job"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    channel: Mapped[str]
    file_ref: Mapped[str]  # the channel's own id of the file
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    kind: Mapped[str] = mapped_column(default="foto", server_default="foto")
    status: Mapped[str] = mapped_column(default="new", index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    error: Mapped[str | None]
    sha256: Mapped[str | None]  # once it is stored
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    taken_at: Mapped[datetime | None]
    direction: Mapped[float | None]
    created_at: Mapped[datetime | None]
    # of finished work, sent by this officer in their own chat
    officer_id: Mapped[int | None] = mapped_column(BigInteger)


class Event(Base):
    """One change, written once: who, what, when, why. `seq` has no gaps and commits in order."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_kind", "kind", "seq"),
        Index("ix_event_unchained", "seq", postgresql_where=_UNCHAINED, sqlite_where=_UNCHAINED),
    )

    seq: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    sensor_id: Mapped[int | None] = mapped_column(ForeignKey("thing.id"))
    agency_code: Mapped[str | None]  # whose queue it concerns
    actor: Mapped[str]  # warga | sistem | sensor | petugas:<id>
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # its leaf in the tree of storage/trace, then every perfect subtree it completed; None: not chained yet
    trace: Mapped[bytes | None] = mapped_column(deferred=True)


class EventReason(Base):
    """Why, in an officer's words. Beside the event, since words may have to go and an event never changes.

    The event's hash holds `mac`, the words' hash under `key`. Erased words take the key with them.
    """

    __tablename__ = "event_reason"

    event_seq: Mapped[int] = mapped_column(ForeignKey("event.seq"), primary_key=True, autoincrement=False)
    text: Mapped[str]
    key: Mapped[bytes | None]
    mac: Mapped[bytes | None]


class Counter(Base):
    """Numbers given out one by one: the event sequence and each month's report numbers."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]
    peaks: Mapped[bytes | None]  # of the event log's tree at `value`; None while older events wait for it
