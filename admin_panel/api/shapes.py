"""What the doors of /api/v1 give and take, as their documentation shows it. Times carry their zone."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

Words = Annotated[str, Field(min_length=1, max_length=4000)]


class Named(BaseModel):
    """A code and its name."""

    code: str
    name: str


class ReportOut(BaseModel):
    """A report as its officers see it, without who reported it. point: [latitude, longitude]."""

    number: str
    kind: str
    status: str
    category: Named
    kelurahan: Named | None
    agency: Named
    unit: str | None
    channel: str
    privacy: str
    emergency: str | None
    needs_review: bool
    priority: int
    urgency: int
    created_at: str
    updated_at: str
    first_answer_due: str
    first_answered_at: str | None
    resolve_due: str
    resolved_at: str | None
    paused: bool
    supporters: int
    rating: int | None
    point: list[float] | None
    place: str
    text: str


class ReportPage(BaseModel):
    """Some reports. after: where the next page begins, "" at the end."""

    reports: list[ReportOut]
    after: str


class ReportStep(BaseModel):
    """Something that happened to a report. event: its number in the log."""

    event: int
    type: str
    words: str
    at: str


class Steps(BaseModel):
    """A report's history, oldest first."""

    steps: list[ReportStep]


class EventData(BaseModel):
    """What happened, by number, in words, with the report as it stands now."""

    event: int
    words: str
    report: ReportOut


class EventOut(BaseModel):
    """An event as webhooks carry it."""

    type: str
    timestamp: str
    data: EventData


class EventPage(BaseModel):
    """Some events. after: ask from here next time; more: whether there may be more already."""

    events: list[EventOut]
    after: int
    more: bool


class Me(BaseModel):
    """As whom the program works."""

    username: str
    name: str
    role: str
    agency: str | None
    scopes: list[str]


class WordsIn(BaseModel):
    """Words for the resident, or for colleagues."""

    text: Words


class StatusIn(BaseModel):
    """A new status. reason: the resident reads it where the move needs one."""

    to: Annotated[str, Field(max_length=30)]
    reason: Annotated[str, Field(max_length=4000)] = ""


class ForwardIn(BaseModel):
    """Another agency."""

    agency: Annotated[str, Field(max_length=60)]
    reason: Annotated[str, Field(max_length=4000)] = ""


class TokenOut(BaseModel):
    """An access token (RFC 6749, 5.1)."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"
    expires_in: int
    scope: str


class Problem(BaseModel):
    """Why something was refused (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


class TokenRefused(BaseModel):
    """Why no token is given (RFC 6749, 5.2)."""

    error: str
