"""The query options of a request: $filter, $orderby, $top, $skip, $select, $expand, $count, $resultFormat."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sensors.sta.faults import bad

USUAL_TOP, MOST = 100, 1000
LONGEST = 4000  # characters of one option
KNOWN = {"$filter", "$orderby", "$top", "$skip", "$select", "$expand", "$count", "$resultFormat"}
_ITEM = re.compile(r"([A-Za-z]+(?:/[A-Za-z]+)*)\s*(?:\((.*)\))?", re.DOTALL)


@dataclass
class Options:
    """What is asked for, read but not yet looked up."""

    top: int | None = None
    skip: int = 0
    count: bool = False
    select: tuple[str, ...] = ()
    expand: "dict[str, Options]" = field(default_factory=dict)
    filter: str = ""
    orderby: tuple[tuple[str, bool], ...] = ()  # (path, descending)
    data_array: bool = False

    @property
    def page(self) -> int:
        """How many rows a page holds."""
        return min(USUAL_TOP if self.top is None else self.top, MOST)


def read(given: Mapping[str, str]) -> Options:
    """The options of one level; StaFault (400) names what cannot be read."""
    made = Options()
    for name, text in given.items():
        if name not in KNOWN:
            if name.startswith("$"):
                raise bad(f"Unknown query option {name}")
            continue
        if len(text) > LONGEST:
            raise bad(f"{name} is longer than {LONGEST} characters")
        _take(made, name, text.strip())
    return made


def _take(made: Options, name: str, text: str) -> None:
    if name == "$top":
        made.top = _number(name, text)
    elif name == "$skip":
        made.skip = _number(name, text)
    elif name == "$count":
        made.count = _truth(text)
    elif name == "$select":
        made.select = tuple(part.strip() for part in text.split(",") if part.strip())
    elif name == "$filter":
        made.filter = text
    elif name == "$orderby":
        made.orderby = tuple(_order(part) for part in split(text, ","))
    elif name == "$expand":
        for part in split(text, ","):
            _expand(made, part)
    elif text != "dataArray":
        raise bad(f"Unknown $resultFormat {text!r}: dataArray is known")
    else:
        made.data_array = True


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise bad(f"{name} takes a whole number that is not negative, not {text[:40]!r}")
    return int(text)


def _truth(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise bad(f"$count is true or false, not {text[:40]!r}")
    return text.lower() == "true"


def _order(part: str) -> tuple[str, bool]:
    path, _, direction = part.strip().rpartition(" ")
    if direction.lower() not in ("asc", "desc"):
        path, direction = part.strip(), "asc"
    if not path.strip():
        raise bad("$orderby names nothing to order by")
    return path.strip(), direction.lower() == "desc"


def _expand(made: Options, part: str) -> None:
    found = _ITEM.fullmatch(part.strip())
    if not found:
        raise bad(f"$expand cannot be read at {part[:60]!r}")
    *above, name = found[1].split("/")
    level = made
    for one in above:
        level = level.expand.setdefault(one, Options())
    known = level.expand.setdefault(name, Options())
    if found[2]:
        deeper = read(dict(_pair(item) for item in split(found[2], ";")))
        deeper.expand = known.expand | deeper.expand
        level.expand[name] = deeper


def _pair(item: str) -> tuple[str, str]:
    name, equals, text = item.strip().partition("=")
    if not equals or name.strip() not in KNOWN - {"$resultFormat"}:
        raise bad(f"$expand cannot be read at {item[:60]!r}")
    return name.strip(), text


def split(text: str, by: str) -> Iterator[str]:
    """The parts of `text`, quotes and parentheses kept whole."""
    depth, quoted, start = 0, False, 0
    for at, sign in enumerate(text):
        if sign == "'":
            quoted = not quoted
        elif quoted:
            continue
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        elif sign == by and depth == 0:
            yield text[start:at]
            start = at + 1
    if quoted or depth:
        raise bad(f"Quotes or parentheses do not close in {text[:60]!r}")
    yield text[start:]
