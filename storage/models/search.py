"""By which words a report is found."""

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class ReportWords(Base):
    """The words of a report and of all that was said about it; written and asked for by `storage.search`.

    PostgreSQL keeps them as a tsvector, SQLite as text beside an FTS5 index that triggers keep in step.
    """

    __tablename__ = "report_words"
    __table_args__ = (
        Index("ix_report_words_words", "words", postgresql_using="gin").ddl_if(dialect="postgresql"),
    )

    report_id: Mapped[int] = mapped_column(
        ForeignKey("report.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    words: Mapped[str] = mapped_column(TSVECTOR().with_variant(Text(), "sqlite"))
