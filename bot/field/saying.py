"""What officers read in their chat: sentences of `words.ftl`, a report as a card with its buttons. Pure."""

from functools import cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

from bot.dialogue.types import Button, Link, Reply
from bot.field.known import MARK, FieldDeed, FieldKnown, Task
from bot.messages.times import moment
from routing.domain.answers import Concern, Doubt

WORDS = Path(__file__).with_name("words.ftl")
EXCERPT = 600  # letters of a story on a card


@cache
def _bundle() -> FluentBundle:
    bundle = FluentBundle(["id"], use_isolating=False)
    bundle.add_resource(FluentResource(WORDS.read_text(encoding="utf-8")))
    return bundle


def tell(key: str, **args: Any) -> str:
    """A sentence; KeyError where there is no such key."""
    pattern = _bundle().get_message(key).value
    assert pattern is not None
    text, _ = _bundle().format_pattern(pattern, args)
    return str(text).strip()


def button(what: str, arg: str = "", title: str = "") -> Button:
    """A button of the officers'; its title is a sentence of the same name unless given."""
    return Button(f"{MARK}{what}:{arg}" if arg else f"{MARK}{what}", title or tell(f"btn-{what}"))


def reply(key: str, *buttons: Button, **args: Any) -> Reply:
    """A sentence with buttons under it."""
    return Reply(tell(key, **args), buttons)


def menu(known: FieldKnown) -> Reply:
    """The officer's reports, one a line and a button; then those nobody holds."""
    text = "\n".join([tell("tasks"), *map(line, known.mine)]) if known.mine else tell("none-mine")
    if known.free:
        text += "\n\n" + "\n".join([tell("free"), *map(line, known.free)])
    chosen = [button("lihat", task.number, task.number) for task in (*known.mine, *known.free)]
    return Reply(text, (*chosen[:8], button("warga")))


def line(task: Task) -> str:
    """A report in one line."""
    due = tell("target", due=moment(task.due, "id")) if task.due else ""
    return " · ".join(filter(None, (task.number, task.category, task.place, due)))


def card(task: Task) -> tuple[Reply, ...]:
    """The report whole: what, where, until when; the way there; what can be done with it."""
    story = task.text if len(task.text) <= EXCERPT else task.text[:EXCERPT].rstrip() + "…"
    lines = [f"{task.number} · {task.category}", "", f"“{story}”"]
    lines += [tell("said-last", said=task.said)] if task.said else []
    lines += ["", tell("place", place=task.place) if task.place else tell("no-place")]
    lines.append(tell("standing", standing=task.standing))
    lines += [tell("holder", holder=task.holder)] if task.holder else []
    lines += [tell("due", due=moment(task.due, "id"))] if task.due else []
    lines += [tell("photos", photos=task.photos)] if task.photos else []
    link = Link(tell("way"), task.way) if task.way else None
    return (Reply("\n".join(lines), deeds(task), link=link, picture=task.shown or None),)


def deeds(task: Task) -> tuple[Button, ...]:
    """A button for each thing this officer can do with it now."""
    if not task.is_open:
        return (button("daftar"),)
    wanted = []
    if "hold" in task.may and (not task.mine or (task.status == "menunggu" and "status" in task.may)):
        wanted.append(FieldDeed.ACCEPT)
    if task.told and "answer" in task.may:
        wanted += [FieldDeed.ANSWER, *([] if task.checked else [FieldDeed.ASK])]
    if "status" in task.may and not task.checked:
        wanted += [FieldDeed.FINISH, FieldDeed.REFUSE]
    if task.mine:
        wanted.append(FieldDeed.DROP)
    return (*(button(deed.value, task.number) for deed in wanted), button("daftar"))


def sure(kind: str, text: str, when: str, doubts: tuple[Doubt, ...]) -> str:
    """The words as they go out, what of them is promised, and what to look at again."""
    parts = [tell("sure-lepas" if kind == FieldDeed.DROP else "sure"), f"“{text}”"]
    parts += [tell("promise", when=when)] if when else []
    found = [tell(f"doubt-{doubt.concern.value}") for doubt in doubts]
    parts += ["\n".join([tell("look-again"), *found])] if found else []
    return "\n\n".join(parts)


def discloses(doubts: tuple[Doubt, ...]) -> bool:
    """Whether the words tell who reported."""
    return any(doubt.concern is Concern.DISCLOSES for doubt in doubts)
