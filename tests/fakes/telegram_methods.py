"""The Bot API's methods over a `World`: each takes the call's parameters and returns the `result`.

Texts are taken as they are: `parse_mode` and given entities are kept in the log but not parsed.
"""

import time
from collections.abc import Callable
from typing import Any

from tests.fakes.telegram_shapes import BOT, Json, utf16_length, with_text
from tests.fakes.telegram_world import ApiError, Webhook, World

TEXT_LIMIT, CAPTION_LIMIT, CALLBACK_LIMIT = 4096, 1024, 64
DOWNLOAD_LIMIT = 20 * 1024 * 1024

Method = Callable[[World, Json], Any]


def bad(description: str) -> ApiError:
    """A 400 in the API's words."""
    return ApiError(400, f"Bad Request: {description}")


def get_updates(world: World, params: Json) -> list[Json]:
    """Long poll. Asking for `offset` confirms all updates before it; a newer poll ends an older one (409)."""
    if world.webhook.url:
        raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
    if params.get("allowed_updates") is not None:
        world.allowed = set(params["allowed_updates"]) or None
    offset, limit = int(params.get("offset", 0)), int(params.get("limit", 100))
    if offset < 0:
        world.updates = world.updates[offset:]
    world.confirm_before(offset)
    world.poll_turn += 1
    turn, end = world.poll_turn, time.monotonic() + min(float(params.get("timeout", 0)), 50)
    world.changed.notify_all()
    while not world.updates and time.monotonic() < end and turn == world.poll_turn:
        world.changed.wait(end - time.monotonic())
    if turn != world.poll_turn:
        raise ApiError(409, "Conflict: terminated by other getUpdates request; make sure that only one bot "
                       "instance is running")  # fmt: skip
    return world.updates[:limit]


def set_webhook(world: World, params: Json) -> bool:
    """Starts pushing; the secret may hold only A-Z, a-z, 0-9, `_` and `-`."""
    secret = str(params.get("secret_token", ""))
    if len(secret) > 256 or not all(c.isascii() and (c.isalnum() or c in "_-") for c in secret):
        raise bad("secret token contains unallowed characters")
    if params.get("allowed_updates") is not None:
        world.allowed = set(params["allowed_updates"]) or None
    if params.get("drop_pending_updates"):
        world.updates.clear()
    generation = world.webhook.generation + 1
    connections = int(params.get("max_connections") or 40)
    world.webhook = Webhook(str(params.get("url", "")), secret, connections, generation=generation)
    return True


def delete_webhook(world: World, params: Json) -> bool:
    """Back to polling."""
    return set_webhook(world, {"drop_pending_updates": params.get("drop_pending_updates")})


def webhook_info(world: World, params: Json) -> Json:
    """Where updates go, how many wait, and the last failure."""
    return {
        "url": world.webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
        "max_connections": world.webhook.max_connections,
        **world.webhook.last_error,
    }


def _chat(world: World, params: Json) -> int:
    try:
        chat = int(params["chat_id"])
    except (KeyError, ValueError):
        raise bad("chat_id is empty") from None
    if chat not in world.chats:
        raise bad("chat not found")
    if chat in world.migrated:
        words = "Bad Request: group chat was upgraded to a supergroup chat"
        raise ApiError(400, words, migrate_to_chat_id=world.migrated[chat])
    if chat in world.blocked:
        raise ApiError(403, "Forbidden: bot was blocked by the user")
    return chat


def _text(params: Json, name: str, limit: int) -> str:
    text = str(params.get(name, "")).strip()
    if utf16_length(text) > limit:
        raise bad("message is too long" if name == "text" else "message caption is too long")
    return text


def _markup(params: Json) -> Json:
    markup = params.get("reply_markup")
    if not markup:
        return {}
    for button in (button for row in markup.get("inline_keyboard", []) for button in row):
        if not button.get("text"):
            raise bad("inline keyboard button text is empty")
        data = button.get("callback_data")
        if data is None and not button.get("url"):
            raise bad("text buttons are unallowed in the inline keyboard")
        if data is not None and not 1 <= len(data.encode()) <= CALLBACK_LIMIT:
            raise bad("BUTTON_DATA_INVALID")
    # A reply keyboard is not part of the message the API returns; the call's log keeps it.
    return {"reply_markup": markup} if "inline_keyboard" in markup else {}


def send_message(world: World, params: Json) -> Json:
    """A text message."""
    chat, text = _chat(world, params), _text(params, "text", TEXT_LIMIT)
    if not text:
        raise bad("message text is empty")
    return world.add_bot_message(chat, with_text(text) | _markup(params))


def send_photo(world: World, params: Json) -> Json:
    """A photo, uploaded or named by the file_id of one the server has."""
    chat, caption = _chat(world, params), _text(params, "caption", CAPTION_LIMIT)
    photo = params.get("photo")
    if isinstance(photo, bytes):
        sizes = world.add_photo(photo)
    elif photo in world.files:
        sizes = world.add_photo(world.files[photo][1])
    else:
        raise bad("wrong file identifier/HTTP URL specified")
    content: Json = {"photo": sizes} | ({"caption": caption} if caption else {})
    return world.add_bot_message(chat, content | _markup(params))


def send_location(world: World, params: Json) -> Json:
    """A point on the map."""
    chat = _chat(world, params)
    point = {"latitude": float(params["latitude"]), "longitude": float(params["longitude"])}
    return world.add_bot_message(chat, {"location": point} | _markup(params))


def send_chat_action(world: World, params: Json) -> bool:
    """`typing` and the like."""
    return _chat(world, params) is not None


def _own_message(world: World, params: Json) -> Json:
    message = world.messages.get((_chat(world, params), int(params.get("message_id", 0))))
    if message is None:
        raise bad("message to edit not found")
    if message["from"]["id"] != BOT["id"]:
        raise bad("message can't be edited")
    return message


def edit_text(world: World, params: Json) -> Json:
    """Replaces text and buttons; refused when nothing would change."""
    message, text = _own_message(world, params), _text(params, "text", TEXT_LIMIT)
    if not text:
        raise bad("message text is empty")
    return _edited(world, message, with_text(text) | _markup(params), "text", "entities")


def edit_markup(world: World, params: Json) -> Json:
    """Replaces the buttons only; refused when nothing would change."""
    return _edited(world, _own_message(world, params), _markup(params))


def _edited(world: World, message: Json, content: Json, *replaced: str) -> Json:
    dropped = {*replaced, "reply_markup", "edit_date"}
    changed = {k: v for k, v in message.items() if k not in dropped} | content
    if changed == {k: v for k, v in message.items() if k != "edit_date"}:
        raise bad("message is not modified: new content and reply markup are exactly the same")
    message.clear()
    message.update(changed, edit_date=world.now())
    return message


def delete_message(world: World, params: Json) -> bool:
    """Takes a message back."""
    if world.messages.pop((_chat(world, params), int(params.get("message_id", 0))), None) is None:
        raise bad("message to delete not found")
    return True


def answer_callback(world: World, params: Json) -> bool:
    """Stops the progress circle on a pressed button; each press can be answered once."""
    query = str(params.get("callback_query_id"))
    if query not in world.open_queries:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    world.open_queries.remove(query)
    return True


def get_file(world: World, params: Json) -> Json:
    """Where a file can be downloaded; refused above 20 MB."""
    file_id = str(params.get("file_id"))
    if file_id not in world.files:
        raise bad("wrong file_id or the file is temporarily unavailable")
    path, data = world.files[file_id]
    if len(data) > DOWNLOAD_LIMIT:
        raise bad("file is too big")
    unique = "AQAD" + file_id[-6:]
    return {"file_id": file_id, "file_unique_id": unique, "file_size": len(data), "file_path": path}


def set_commands(world: World, params: Json) -> bool:
    """The bot's menu."""
    world.commands = list(params.get("commands") or [])
    return True


METHODS: dict[str, Method] = {
    "getme": lambda world, params: BOT,
    "getupdates": get_updates,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": webhook_info,
    "sendmessage": send_message,
    "sendphoto": send_photo,
    "sendlocation": send_location,
    "sendchataction": send_chat_action,
    "editmessagetext": edit_text,
    "editmessagereplymarkup": edit_markup,
    "deletemessage": delete_message,
    "answercallbackquery": answer_callback,
    "getfile": get_file,
    "setmycommands": set_commands,
    "getmycommands": lambda world, params: world.commands,
    "leavechat": lambda world, params: True,
}
