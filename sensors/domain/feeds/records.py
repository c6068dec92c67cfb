"""JSON and XML as one table: the longest list of records, each with what stands above it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sensors.domain.feeds.cells import Cell

DEEPEST = 12
MOST_CELLS = 5_000_000  # of all records together; an honest file of what is taken has fewer
USUAL = ("records", "data", "features", "items", "value", "results", "rows")


class TooDeep(ValueError):
    """Nobody makes tables nested so deep; the text says so in Indonesian."""


class TooWide(ValueError):
    """Few bytes that would be a giant of a table; the text says so in Indonesian."""


def rows_of(document: Any, *, most_columns: int) -> Iterator[list[Cell]]:
    """The names of the columns, then a row a record. No row at all where there is no record.

    Of more names than `most_columns` the first. TooDeep, TooWide.
    """
    records: list[dict[str, Cell]] = []
    names: dict[str, None] = {}
    cells = 0
    for record in _walk(document, {}, 0):
        cells += len(record) + 1
        if cells > MOST_CELLS:
            raise TooWide("catatannya terlalu banyak untuk JSON atau XML; simpan sebagai CSV")
        records.append(record)
        names.update(dict.fromkeys(islice(record, most_columns - len(names))))
    if not names:
        return
    short = _short(list(names))
    yield [short[name] for name in names]
    for record in records:
        yield [record.get(name) for name in names]


def _walk(node: Any, above: Mapping[str, Cell], depth: int) -> Iterator[dict[str, Cell]]:
    if depth > DEEPEST:
        raise TooDeep("isinya bersarang terlalu dalam")
    if isinstance(node, list):
        for inner in node:
            yield from _walk(inner, above, depth + 1)
        return
    if not isinstance(node, Mapping):
        return
    own = dict(above)
    lists: dict[str, list[Any]] = {}
    _gather(node, "", own, lists, depth)
    if not lists:
        yield own
        return
    chosen = max(lists, key=lambda name: (_size(lists[name]), name.rpartition(".")[2] in USUAL))
    for inner in lists[chosen]:
        yield from _walk(_prefixed(inner, chosen), own, depth + 1)


def _gather(
    node: Mapping[str, Any], prefix: str, own: dict[str, Cell], lists: dict[str, list[Any]], depth: int
) -> None:
    """Split what a record says itself from the lists of records in it."""
    if depth > DEEPEST:
        raise TooDeep("isinya bersarang terlalu dalam")
    for name, value in node.items():
        path = f"{prefix}{name}"
        if isinstance(value, Mapping):
            _gather(value, f"{path}.", own, lists, depth + 1)
        elif isinstance(value, list) and _holds_records(value):
            lists[path] = value
        elif isinstance(value, list):
            own.update({f"{path}.{place}": _cell(one) for place, one in enumerate(value[:10])})
        else:
            own[path] = _cell(value)


def _prefixed(inner: Any, path: str) -> Any:
    """Records keep the name of their list, so that names of theirs and of what is above never clash."""
    if isinstance(inner, list):
        return [_prefixed(one, path) for one in inner]
    return {f"{path}.{name}": value for name, value in inner.items()} if isinstance(inner, Mapping) else inner


def _holds_records(value: Sequence[Any]) -> bool:
    return any(isinstance(one, Mapping) or (isinstance(one, list) and _holds_records(one)) for one in value)


def _size(value: Sequence[Any]) -> int:
    return sum(_size(one) if isinstance(one, list) else 1 for one in value)


def _cell(value: Any) -> Cell:
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _short(names: Sequence[str]) -> dict[str, str]:
    """The last part of each name, where no other ends in the same; the whole otherwise."""
    last = [name.rpartition(".")[2] for name in names]
    often = Counter(last)
    return {
        name: end if often[end] == 1 and not end.isdecimal() else name
        for name, end in zip(names, last, strict=True)
    }
