"""`/health`: is this role fit to serve? 503 when the database is away or the inbox grows old."""

from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy.exc import SQLAlchemyError

from storage import clock, db, inbox

router = APIRouter()

TOO_OLD = timedelta(minutes=2)


@router.get("/health")
def health(response: Response) -> dict[str, Any]:
    """200 `{"status": "ok", …}` or 503 with the reason; waiting = updates received but not yet handled."""
    try:
        with db.reading() as session:
            waiting, oldest = inbox.waiting(session)
    except SQLAlchemyError:
        response.status_code = 503
        return {"status": "database away"}
    stale = oldest is not None and clock.now() - oldest > TOO_OLD
    response.status_code = 503 if stale else 200
    return {"status": "inbox grows old" if stale else "ok", "waiting": waiting}
