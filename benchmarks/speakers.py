"""How a resident's message looks at each channel's own door: what `benchmarks` posts there."""

import itertools
import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

import httpx2

from sorot.web_resident import HEADERS
from storage.clock import now
from tests.fakes.whatsapp_webhook import SIGNATURE_HEADER, batch, signature

TELEGRAM_SECRET = "rahasia-patokan-webhook-01234567"  # noqa: S105 - of a product that lives a minute
APP_SECRET, VERIFY_WORD = "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "kata-rahasia-kota"  # noqa: S105
SETTINGS = {
    "SOROT_TELEGRAM_SECRET": TELEGRAM_SECRET,
    "SOROT_WHATSAPP_APP_SECRET": APP_SECRET,
    "SOROT_WHATSAPP_VERIFY_TOKEN": VERIFY_WORD,
    # The whole city writes from one address here.
    "SOROT_LIMITS": json.dumps(
        {
            f"{name}.{of}": "1000000/0.0001"
            for name in ("session", "message", "report", "support")
            for of in ("address", "all")
        }
    ),
}
Said = Mapping[str, Any]  # one of text, button (with title), point {lat, lon}
Post = tuple[str, dict[str, str], bytes]  # path, headers, body
_number = itertools.count(1)


def web_key(site: str) -> str:
    """The private key of a browser whose chat has begun at the product's address."""
    answer = httpx2.post(f"{site}/chat/session", json={}, headers=HEADERS, timeout=60).raise_for_status()
    return answer.cookies["sorot_chat"]


def telegram(key: str, said: Said) -> Post:
    """An update of a private chat; `key` is the chat's id."""
    number = next(_number)
    person = {"id": int(key), "is_bot": False, "first_name": "Warga", "language_code": "id"}
    about = {
        "message_id": number,
        "date": int(now().timestamp()),
        "chat": {"id": int(key), "type": "private"},
    }
    update: dict[str, Any] = {"update_id": 700_000_000 + number}
    if "button" in said:
        query = {"id": str(number), "from": person, "message": about, "data": said["button"]}
        update["callback_query"] = {**query, "chat_instance": key}
    elif "point" in said:
        point = {"latitude": said["point"]["lat"], "longitude": said["point"]["lon"]}
        update["message"] = {**about, "from": person, "location": point}
    else:
        update["message"] = {**about, "from": person, "text": said["text"]}
    headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET}
    return "/hook/telegram", headers, json.dumps(update).encode()


def whatsapp(key: str, said: Said) -> Post:
    """A delivery with one message; `key` is the person's number."""
    message: dict[str, Any] = {
        "from": key, "id": f"wamid.patokan{next(_number)}", "timestamp": str(int(now().timestamp()))
    }  # fmt: skip
    if "button" in said:
        reply = {"id": said["button"], "title": said["title"]}
        message |= {"type": "interactive", "interactive": {"type": "button_reply", "button_reply": reply}}
    elif "point" in said:
        point = {"latitude": said["point"]["lat"], "longitude": said["point"]["lon"]}
        message |= {"type": "location", "location": point}
    else:
        message |= {"type": "text", "text": {"body": said["text"]}}
    contacts = [{"wa_id": key, "profile": {"name": "Warga"}}]
    value = {"messaging_product": "whatsapp", "contacts": contacts, "messages": [message]}
    body = batch([{"field": "messages", "value": value}])
    headers = {"Content-Type": "application/json", SIGNATURE_HEADER: signature(body, APP_SECRET)}
    return "/hook/whatsapp", headers, body


def web(key: str, said: Said) -> Post:
    """A message of a browser; `key` is its private key."""
    headers = {**HEADERS, "Content-Type": "application/json", "Cookie": f"sorot_chat={key}"}
    body = json.dumps({"id": f"patokan-{next(_number):08}", **said}).encode()
    return "/chat/messages", headers, body


def address_of(channel: str, key: str) -> str:
    """The person's address as the product keeps it."""
    return sha256(key.encode()).hexdigest() if channel == "web" else key


def key_of(channel: str, index: int, site: str = "") -> str:
    """A new resident of this channel; `site` is the product's address, for browsers."""
    if channel == "web":
        return web_key(site)
    return str(600_000_000 + index) if channel == "telegram" else f"62813{10_000_000 + index}"


SPEAKERS: dict[str, Callable[[str, Said], Post]] = {"telegram": telegram, "whatsapp": whatsapp, "web": web}
ACCEPTED = {"telegram": 200, "whatsapp": 200, "web": 202}
