"""/open311/v2: the addresses of the standard."""

import logging
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from portal.open311 import asked, posting, services, told, updates
from portal.open311.posting import LARGEST_PICTURE, MOST_PICTURES, Posted
from portal.open311.tree import JSON, XML, Declined, Open311Route, answer
from routing.city.catalogue import Catalogue, catalogue
from routing.reports import everybody, from_programs, public_list
from routing.reports.from_programs import Handed, OtherRequest
from storage import clock, limits, media
from storage.db import reading, transaction
from storage.models import ApiClient
from storage.pictures import PictureRefused, sanitise
from web.pool import Busy, Pool

log = logging.getLogger(__name__)
router = APIRouter(prefix="/open311/v2", route_class=Open311Route, max_body_size=100_000)
Line = Annotated[str, Query(max_length=4000)]
Once = Annotated[str, Header(alias="Idempotency-Key", max_length=200)]
UNBOUNDED = 2**40  # here: `posting.posted` ends a large body itself, in the standard's words
# Pictures of programs wait in a line of their own, behind nobody's page.
decoding = Pool("open311", workers=1, queue=4)


def _known(form: str) -> str:
    if form not in (XML, JSON):
        raise Declined(404, "The formats are xml and json.")
    return form


def _site(request: Request) -> str:
    return str(request.app.state.public_url).rstrip("/")


def _here(city: Catalogue, jurisdiction: str) -> None:
    """Refuse (404) what asks for another city."""
    ours = city.settings.public.jurisdiction
    if jurisdiction.strip() and ours and jurisdiction.strip().lower() != ours.lower():
        raise Declined(404, "jurisdiction_id provided was not found.")


@router.get("/discovery")
@router.get("/discovery.{form}")
def discovery(request: Request, form: str = XML) -> Response:
    """Where the service is and in which forms; the Content-Type stands without a charset."""
    with reading() as session:
        content = services.discovery(catalogue(session), site=_site(request))
    return answer(_known(form), content, root="discovery", exact=True)


@router.get("/services.{form}")
def service_list(form: str, jurisdiction_id: Line = "") -> Response:
    """What can be reported."""
    with reading() as session:
        city = catalogue(session)
    _here(city, jurisdiction_id)
    content = [services.service(one) for one in services.listed(city)]
    return answer(_known(form), content, root="services", item="service")


@router.get("/services/{service_code}.{form}")
def service_definition(service_code: str, form: str, jurisdiction_id: Line = "") -> Response:
    """What is asked about one kind of matter."""
    with reading() as session:
        city = catalogue(session)
    _here(city, jurisdiction_id)
    content = services.definition(services.service_of(city, service_code))
    return answer(_known(form), content, root="service_definition")


@router.get("/requests.{form}")
def request_list(  # noqa: PLR0913 - the standard's parameters
    request: Request, form: str, *, service_request_id: Line = "", service_code: Line = "",
    start_date: Line = "", end_date: Line = "", status: Line = "", updated_after: Line = "",
    updated_before: Line = "", page: Line = "", page_size: Line = "", bbox: Line = "", lat: Line = "",
    long: Line = "", radius: Line = "", jurisdiction_id: Line = "",
) -> Response:  # fmt: skip
    """Public reports, the newest first; with updated_after, the one unchanged for longest first."""
    given = {
        "service_request_id": service_request_id, "service_code": service_code, "start_date": start_date,
        "end_date": end_date, "status": status, "updated_after": updated_after,
        "updated_before": updated_before, "page": page, "page_size": page_size, "bbox": bbox, "lat": lat,
        "long": long, "radius": radius,
    }  # fmt: skip
    _paced(request, "listing")
    with reading() as session:
        city = catalogue(session)
        _here(city, jurisdiction_id)
        wanted = asked.requests_wanted(city, given, now=clock.now())
        found = public_list.page(
            session, wanted.search, limit=wanted.limit, offset=wanted.offset, by_update=wanted.by_update
        )
        content = _told(request, session, city, found)
    return answer(_known(form), content, root="service_requests", item="request")


def _told(
    request: Request, session: Any, city: Catalogue, found: list[everybody.PublicView]
) -> list[dict[str, Any]]:
    seen = everybody.with_answers(session, found)
    shown = told.pictures(session, seen, site=_site(request))
    return [told.request_of(city, one, shown.get(one.id, [])) for one in seen]


@router.get("/requests/{service_request_id}.{form}")
def one_request(request: Request, service_request_id: str, form: str, jurisdiction_id: Line = "") -> Response:
    """One public report; what is not public is not there."""
    with reading() as session:
        city = catalogue(session)
        _here(city, jurisdiction_id)
        seen = everybody.find(session, service_request_id[:40])
        if seen is None:
            raise Declined(404, f"service_request_id {service_request_id[:40]!r} was not found.")
        content = _told(request, session, city, [seen])
    return answer(_known(form), content, root="service_requests", item="request")


@router.get("/tokens/{token}.{form}")
def token(token: str, form: str) -> Response:
    """The number of the report a token was given for; no number while it is still on its way."""
    with reading() as session:
        known, number = from_programs.number_of(session, token[:64])
    if not known:
        raise Declined(404, "token was not found.")
    content = [{"service_request_id": number or "", "token": token}]
    return answer(_known(form), content, root="service_requests", item="request")


@router.get("/servicerequestupdates.{form}")
def update_list(
    request: Request, form: str, *, service_request_id: Line = "", start_date: Line = "", end_date: Line = "",
    jurisdiction_id: Line = "",
) -> Response:  # fmt: skip
    """What happened to public reports, step by step."""
    given = {"service_request_id": service_request_id, "start_date": start_date, "end_date": end_date}
    _paced(request, "listing")
    with reading() as session:
        city = catalogue(session)
        _here(city, jurisdiction_id)
        content = updates.rows(session, city, updates.wanted(given, now=clock.now()))
    return answer(_known(form), content, root="service_request_updates", item="request_update")


def _paced(request: Request, door: str, person: str | None = None) -> None:
    address = request.client.host if request.client else None
    with transaction() as tx:
        limits.take(tx, door, now=clock.now(), person=person, address=address)


@router.post("/requests.{form}", max_body_size=UNBOUNDED, status_code=201)
async def hand_in(request: Request, form: str, once: Once = "") -> Response:
    """A new report from a program with a key: stored, then filed; its number, or a token if that takes long.

    The same Idempotency-Key is the same report, however often it comes.
    """
    _known(form)
    given = await posting.posted(request)
    client = await run_in_threadpool(_client, request, given)
    kept = await _pictures(request, given.files)
    content = await run_in_threadpool(_handed, client, given, kept, once.strip())
    return answer(form, content, root="service_requests", item="request", status=201)


def _client(request: Request, form: Posted) -> ApiClient:
    """Whose key it is; Declined (403) for none of ours."""
    with reading() as session:
        found = from_programs.client_of(session, posting.key_of(request, form))
    _paced(request, "program", person=str(found.id) if found else None)
    if found is None:
        raise Declined(403, "api_key is missing or not valid.")
    return found


async def _pictures(request: Request, files: Sequence[UploadFile]) -> list[str]:
    if len(files) > MOST_PICTURES:
        raise Declined(400, f"media takes at most {MOST_PICTURES} pictures.")
    if not files:
        return []
    try:
        decoding.enter()
    except Busy as busy:
        raise Declined(429, "Too many pictures wait to be looked at.", retry_after=busy.wait) from None
    return await decoding.run(_keep, request.app.state.media, files)


def _keep(store: media.MediaStore, files: Sequence[UploadFile]) -> list[str]:
    """Make the pictures safe and keep them; Declined, and none kept in the database, when one is none."""
    try:
        pictures = [sanitise(file.file.read(LARGEST_PICTURE + 1)) for file in files]
    except PictureRefused as refused:
        raise Declined(
            400, f"media holds something that is no picture, or too large ({refused.code})."
        ) from None
    names = [media.put(store, picture) for picture in pictures]
    with transaction() as tx:
        for name, picture in zip(names, pictures, strict=True):
            media.note(tx, name, picture, now=clock.now())
    return names


def _handed(client: ApiClient, form: Posted, kept: Sequence[str], once: str) -> list[dict[str, Any]]:
    now = clock.now()
    with transaction() as tx:
        city = catalogue(tx)
        _here(city, form.one("jurisdiction_id"))
        handed: Handed = posting.checked(city, form, kept)
        try:
            row = from_programs.take_in(tx, client, handed, once=once, now=now)
        except OtherRequest:
            raise Declined(422, "Idempotency-Key was used for another request.") from None
        row_id, token = row.inbox_id, row.token
    try:
        with transaction() as tx:
            from_programs.file(tx, row_id, now=now)
    # It is stored: whatever hinders filing now, the worker's sweeper files it, and the token leads to it.
    except Exception:
        log.exception("a report of program %d waits for the worker", client.id)
    with reading() as session:
        return posting.told(from_programs.number_of(session, token)[1], token)


@router.post("/servicerequestupdates.{form}", max_body_size=UNBOUNDED, status_code=201)
async def hand_in_update(request: Request, form: str) -> Response:
    """Something to add to a report that the same program handed in; the same update_id is the same words."""
    _known(form)
    given = await posting.posted(request)
    client = await run_in_threadpool(_client, request, given)
    update_id = await run_in_threadpool(_updated, client, given)
    content = [{"update_id": update_id}]
    return answer(form, content, root="service_request_updates", item="request_update", status=201)


def _updated(client: ApiClient, form: Posted) -> str:
    number, update_id, text = (form.one(name) for name in ("service_request_id", "update_id", "description"))
    if not update_id or not text:
        raise Declined(400, "update_id and description must be provided.")
    if len(update_id) > 100 or len(text) > 4000:
        raise Declined(400, "update_id takes 100 characters, description 4000.")
    asked.moment(form.one("updated_datetime"), "updated_datetime")
    now = clock.now()
    with transaction() as tx:
        _here(catalogue(tx), form.one("jurisdiction_id"))
        report = from_programs.own_report(tx, client, number[:40], lock=True)
        if report is None:
            raise Declined(404, "service_request_id was not found among the requests of this api_key.")
        from_programs.add_update(tx, client, report, update_id=update_id, text=text, now=now)
    return update_id
