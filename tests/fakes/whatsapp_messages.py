"""POST /{phone}/messages over a `World`: what the Cloud API checks of a message before it takes it."""

import re

from tests.fakes.whatsapp_world import GraphError, Json, World


def bad(details: str) -> GraphError:
    """131009 with what is wrong."""
    return GraphError(131009, details)


def check(ok: bool, details: str) -> None:
    """Refuse the message unless `ok`."""
    if not ok:
        raise bad(details)


def text_of(value: object, limit: int, what: str) -> None:
    """A text of 1 to `limit` characters, counted in UTF-16 units."""
    check(isinstance(value, str) and bool(value.strip()), f"{what} is required")
    check(len(str(value).encode("utf-16-le", "surrogatepass")) // 2 <= limit, f"{what} is over {limit}")


def receive(world: World, body: Json) -> str:
    """Take one message; its id. GraphError when it breaks a rule."""
    check(body.get("messaging_product") == "whatsapp", "messaging_product")
    to = str(body.get("to") or body.get("recipient") or "")
    if to not in world.people:
        raise GraphError(131026)
    kind = body.get("type")
    if kind == "template":
        template(world, body["template"])
    elif not world.window_open(to):
        raise GraphError(131047)
    elif kind == "text":
        text_of(body["text"].get("body"), 4096, "text.body")
    elif kind == "image":
        check(str(body["image"].get("id")) in world.files, "image.id is not a file of yours")
        if "caption" in body["image"]:
            text_of(body["image"]["caption"], 1024, "image.caption")
    elif kind == "interactive":
        interactive(body["interactive"])
    else:
        raise GraphError(131051)
    world.pay(to)
    wamid = world.wamid()
    world.inbox.setdefault(to, []).append({**body, "id": wamid})
    return wamid


def template(world: World, body: Json) -> None:
    """An approved name with as many values as it has places, none empty or with a line break."""
    if body["name"] not in world.templates:
        raise GraphError(132001, body["name"], status=404)
    parts = [part for part in body["components"] if part["type"] == "body"]
    values = [value["text"] for value in parts[0]["parameters"]]
    if len(values) != world.templates[body["name"]]:
        raise GraphError(132000)
    if any(not value or re.search(r"[\n\t]| {4}", value) for value in values):
        raise GraphError(132012)
    check(sum(map(len, values)) <= 1024, "template body too long")


def interactive(body: Json) -> None:
    """The four kinds the product uses, each within its limits."""
    text_of(body.get("body", {}).get("text"), 1024, "body")
    {"button": buttons, "list": rows, "location_request_message": location, "cta_url": link}[body["type"]](
        body["action"]
    )


def buttons(action: Json) -> None:
    """1 to 3 reply buttons of 20 characters, ids and titles unlike one another."""
    replies = [button["reply"] for button in action["buttons"]]
    check(1 <= len(replies) <= 3, "buttons: 1 to 3")
    unlike(replies, 256)
    check(len({reply["title"] for reply in replies}) == len(replies), "duplicate button titles")
    for reply in replies:
        text_of(reply["title"], 20, "button title")


def rows(action: Json) -> None:
    """Up to 10 rows over all sections; titles 24, descriptions 72."""
    text_of(action.get("button"), 20, "list button")
    found = [row for section in action["sections"] for row in section["rows"]]
    check(1 <= len(found) <= 10, "rows: 1 to 10 in all")
    check(
        len(action["sections"]) == 1 or all("title" in part for part in action["sections"]), "section title"
    )
    unlike(found, 200)
    for row in found:
        text_of(row["title"], 24, "row title")
        if "description" in row:
            text_of(row["description"], 72, "row description")


def location(action: Json) -> None:
    """The button that sends the place."""
    check(action == {"name": "send_location"}, "action.name")


def link(action: Json) -> None:
    """One button that opens an address."""
    text_of(action["parameters"]["display_text"], 20, "display_text")
    check(str(action["parameters"]["url"]).startswith(("https://", "http://")), "url")


def unlike(items: list[Json], limit: int) -> None:
    """Ids of at most `limit` characters, none twice."""
    ids = [item["id"] for item in items]
    check(len(set(ids)) == len(ids), "duplicate ids")
    for identity in ids:
        text_of(identity, limit, "id")
