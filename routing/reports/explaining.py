"""Why a report lies where it lies, in sentences: which rule, what it compared, why not the earlier ones."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue, catalogue
from routing.city.rule_names import names_of
from routing.city.rule_versions import book_of, with_book
from routing.domain import rule_sentences
from routing.domain.rules import Answered, Why
from routing.reports import deadline_reasons, deciding
from routing.texts import when_local
from storage.models import Report, RoutingDecision


@dataclass(frozen=True)
class Explanation:
    """One decision in sentences. handover: what happens when nothing is done, "" where nothing does.

    since: where the report lies now, when a person moved it since; "" where it lies where the rules put it.
    """

    headline: str
    rule: str
    compared: list[str]
    passed: list[str]
    handover: str
    since: str


def explain(session: Session, report: Report) -> Explanation | None:
    """The last decision of the rules about a report; None for a report older than they are."""
    kept = session.get(RoutingDecision, report.id)
    if kept is None:
        return None
    city = catalogue(session)
    book = city.rules.book if city.rules.version == kept.version else book_of(session, kept.version)
    names = names_of(city, book)
    facts, care, outside = deciding.read(kept.facts, city.overseers)
    ruler = with_book(city, book, kept.version).ruler
    ruler.gone = {str(code): str(what) for code, what in kept.gone.items()}  # as it was then
    _, answers = ruler.explain(facts, care, outside=outside)
    rule = ruler.by_code.get(kept.rule or "")
    number = ruler.rules.index(rule) + 1 if rule else 0
    because = rule_sentences.decided_by(rule, number, kept.version, Why(kept.why))
    return Explanation(
        headline=f"{_office(city, kept.agency_code, kept.unit_code)} {because}.",
        rule=rule_sentences.sentence(rule, names) if rule else "",
        compared=rule_sentences.compared(facts, names),
        passed=rule_sentences.passed_over(_before(answers, kept.rule), names, ruler.gone),
        handover=_handover(city, kept),
        since="" if report.agency_code == kept.agency_code else _office(city, report.agency_code, ""),
    )  # fmt: skip


def _before(answers: list[Answered], rule: str | None) -> list[Answered]:
    """Those asked before the one that decided; what is gone since must not change what is told."""
    codes = [answer.rule.code for answer in answers]
    return answers[: codes.index(rule)] if rule in codes else answers


def _office(city: Catalogue, code: str, unit: str) -> str:
    agency = city.agencies.get(code)
    name = agency.name if agency else code
    inside = city.rules.units.get(unit)
    return f"{name}, {inside.name}," if inside else name


def _handover(city: Catalogue, kept: RoutingDecision) -> str:
    if kept.next_due is None or kept.next_agency is None:
        return ""
    target = _office(city, kept.next_agency, "")
    return f"Bila belum ditindaklanjuti sampai {when_local(kept.next_due)}, laporan diteruskan ke {target}."


def lines(session: Session, report: Report) -> list[str]:
    """The explanation as it is printed, deadlines and priority included."""
    city, found = catalogue(session), explain(session, report)
    category = city.categories[report.category_code].name
    head = [f"{report.number}: {category}, {city.status_name(report.status)}"]
    if found is None:
        agency = city.agencies[report.agency_code].name
        head.append(f"{agency} yang menangani. Laporan ini lebih tua daripada catatan aturan.")
        return [*head, *_promises(session, report)]
    parts = [*head, found.headline]
    if found.rule:
        parts.append(f"Bunyi aturannya: {found.rule}")
    parts += [f"Yang dibandingkan: {'; '.join(found.compared)}."]
    if found.passed:
        parts += ["Aturan sebelumnya yang tidak dipakai:", *(f"  {line}." for line in found.passed)]
    parts += [found.handover] if found.handover else []
    parts += [f"Sekarang di {found.since}, karena sesudah itu dipindahkan."] if found.since else []
    return [*parts, *_promises(session, report)]


def _promises(session: Session, report: Report) -> list[str]:
    priority = rule_sentences.PRIORITY[min(max(report.priority, 0), 2)]
    told = [
        f"Tenggat: tanggapan pertama {when_local(report.first_answer_due)}, "
        f"selesai {when_local(report.resolve_due)}. Prioritas {priority}."
    ]
    for found in deadline_reasons.reasons(session, report):
        told += [f"{found.name}:", *(f"  {sentence}" for sentence in found.sentences)]
    return told
