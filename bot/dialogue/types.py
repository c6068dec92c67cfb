"""What a channel hands in and what it is handed to send: the contract between channels and the dialogue.

Plain frozen values. A channel translates its platform's update to `Incoming`, and a `Reply` to its platform.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

KINDS = frozenset(
    [
        "text",
        "photo",
        "location",
        "button",
        "sticker",
        "voice",
        "video",
        "contact",
        "document",
        "edited",
        "left",  # the person closed the chat to us
        "returned",  # and opened it again
        "moved",  # the platform knows them under another address from now on
        "photo_point",  # not the resident's words: where a picture of theirs says it was taken
        "transcript",  # what an engine heard in a voice message of theirs
        "result_photo",  # an officer's photo of finished work was fetched, or (in `text`) why it is not kept
        "other",
    ]
)  # of Incoming.kind; anything a platform may add later arrives as "other"


@dataclass(frozen=True)
class Point:
    """WGS84 degrees."""

    lat: float
    lon: float


@dataclass(frozen=True)
class FileRef:
    """A picture or voice message the resident sent.

    `id` is the channel's own; `sha256` is set when it is already stored. kind: foto | suara.
    """

    id: str
    mime: str = "image/jpeg"
    size: int | None = None  # bytes, when the platform says so
    sha256: str | None = None
    kind: str = "foto"


@dataclass(frozen=True)
class Incoming:
    """One message. `text` also carries a caption; `files` holds images, also those sent as documents.

    group: the album it is a part of, as the platform names it. forwarded: somebody else wrote it first.
    edits: the platform's id of the message whose words it corrects.
    quoted: the platform's id of the message it replies to, or whose button it presses; of ours when
    `storage.outbox.report_behind` knows it. quoted_text: what stands there, where the platform repeats it.
    network: a name for the network address it came from, where there is one. moved_to: the address of a
    `moved` person from now on. order: the platform's own count, where it has one.
    about: the number of the report a job of ours speaks of.
    """

    channel: str
    external_id: str
    sender: str
    at: datetime
    kind: str = "text"
    text: str = ""
    sender_name: str | None = None
    button: str | None = None  # the id of the pressed Button
    point: Point | None = None
    files: tuple[FileRef, ...] = ()
    group: str | None = None
    forwarded: bool = False
    edits: str | None = None
    quoted: str | None = None
    quoted_text: str = ""
    moved_to: str | None = None
    about: str = ""
    order: int = 0
    network: str = ""


@dataclass(frozen=True)
class Button:
    """A quick answer. `id` comes back in Incoming.button; at most 64 bytes (Telegram's callback limit)."""

    id: str
    title: str


@dataclass(frozen=True)
class Link:
    """A link, shown as a button where the channel can. A `url` that begins with `/` is on our own site."""

    title: str
    url: str


@dataclass(frozen=True)
class Reply:
    """One outgoing message, the same for every channel.

    ask_location: offer the platform's "share my location". dial: a telephone number to offer as a call.
    remove_keyboard: an earlier location keyboard has served its purpose.
    answers: the platform's id of the message it answers, which a channel may then mark as read.
    picture: the SHA-256 of a stored picture, shown with the text under it.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    ask_location: bool = False
    link: Link | None = None
    dial: str | None = None
    remove_keyboard: bool = False
    answers: str | None = None
    picture: str | None = None

    def extras(self) -> dict[str, Any]:
        """Everything but the text, as the JSON of `Outbox.extras`; only what is set."""
        extras: dict[str, Any] = {}
        if self.buttons:
            extras["buttons"] = [[button.id, button.title] for button in self.buttons]
        if self.link:
            extras["link"] = [self.link.title, self.link.url]
        if self.dial:
            extras["dial"] = self.dial
        if self.ask_location:
            extras["ask_location"] = True
        if self.remove_keyboard:
            extras["remove_keyboard"] = True
        if self.answers:
            extras["answers"] = self.answers
        if self.picture:
            extras["picture"] = self.picture
        return extras

    @classmethod
    def from_row(cls, text: str, extras: Mapping[str, Any]) -> "Reply":
        """The reply an outbox row holds: the inverse of `extras()`."""
        link = extras.get("link")
        return cls(
            text=text,
            buttons=tuple(Button(str(id_), str(title)) for id_, title in extras.get("buttons", ())),
            ask_location=bool(extras.get("ask_location")),
            link=Link(str(link[0]), str(link[1])) if link else None,
            dial=extras.get("dial"),
            remove_keyboard=bool(extras.get("remove_keyboard")),
            answers=extras.get("answers"),
            picture=extras.get("picture"),
        )
