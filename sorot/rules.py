"""What `sorot routing` prints."""

from sqlalchemy import func, select

from routing.city.catalogue import catalogue
from routing.city.rule_versions import export as exported
from routing.reports import explaining
from storage import db
from storage.models import Report


def explain(number: str) -> str:
    """Why the report lies where it lies, in lines; "" where there is none of this number."""
    with db.reading() as session:
        found = select(Report).where(func.upper(Report.number) == number.strip().upper())
        report = session.scalars(found).one_or_none()
        return "\n".join(explaining.lines(session, report)) if report else ""


def export() -> str:
    """The rules that hold, as YAML."""
    with db.reading() as session:
        return exported(catalogue(session).rules.book)
