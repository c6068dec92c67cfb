"""Entities as JSON: one, a page of them, expanded ones within, observations as arrays."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased, raiseload

from sensors.sta import filters, packed, paths, times
from sensors.sta.faults import bad
from sensors.sta.model import SETS, EntityType, earliest
from sensors.sta.options import Options
from storage.models import Datastream, Observation

MOST_LOOKS = 2000  # statements of one request: what is expanded within expanded within…
GENERATED = "sta-"  # codes of things that were made at this door
_STREAM = aliased(Datastream)
_FIRST = select(earliest(_STREAM)).select_from(_STREAM).where(_STREAM.id == bindparam("number"))
Where = Callable[[Any], Sequence[Any]]


class StaReader:
    """Answers one request. `base`: the service's address, without a slash at its end."""

    def __init__(self, session: Session, *, base: str, now: datetime) -> None:
        self._session, self.base, self._now = session, base, now
        self._looks = 0

    def page(
        self, of: EntityType, where: Where, options: Options, *, path: str, query: str
    ) -> dict[str, Any]:
        """A page of the set, with the link to the next one."""
        body, found = self._found(of, where, options, path=path, query=query)
        body["value"] = [self.entity(of, one, options) for one in found]
        return body

    def _found(
        self, of: EntityType, where: Where, options: Options, *, path: str, query: str
    ) -> tuple[dict[str, Any], list[Any]]:
        """What is said of a page (how many there are in all, where it goes on), and its rows."""
        row = aliased(of.model)
        body: dict[str, Any] = {}
        conditions = [*where(row), *self._filter(of, row, options)]
        if options.count:
            counted = select(func.count()).select_from(row).where(*conditions)
            body["@iot.count"] = self._look().scalar(counted)
        if of.plural == "Observations":
            conditions += packed.for_page(self._look(), row, where, options)
        found = self._rows(of, row, conditions, options)
        if len(found) > options.page > 0:
            body["@iot.nextLink"] = self._next(path, query, options)
        return body, found[: options.page]

    def _filter(self, of: EntityType, row: Any, options: Options) -> list[Any]:
        if not options.filter:
            return []
        return [filters.condition(self._session, options.filter, of, row, now=self._now)]

    def _rows(self, of: EntityType, row: Any, conditions: Sequence[Any], options: Options) -> list[Any]:
        query = select(row).where(*conditions).options(raiseload("*"))
        for path, down in options.orderby:
            by = filters.order(self._session, path, of, row, now=self._now)
            query = query.order_by(by.desc() if down else by.asc())
        query = query.order_by(row.id).offset(options.skip).limit(options.page + 1)
        return list(self._look().scalars(query))

    def _look(self) -> Session:
        self._looks += 1
        if self._looks > MOST_LOOKS:
            raise bad("Too much is expanded in one request: ask for fewer with $top")
        return self._session

    def _next(self, path: str, query: str, options: Options) -> str:
        """The same address, further on."""
        kept = [part for part in query.split("&") if part and not part.startswith(("$skip=", "%24skip="))]
        return f"{self.base}/{path}?" + "&".join([*kept, f"$skip={options.skip + options.page}"])

    def link(self, of: EntityType, row: Any) -> str:
        """An entity's own address."""
        return f"{self.base}/{of.plural}({row.id})"

    def entity(self, of: EntityType, row: Any, options: Options) -> dict[str, Any]:
        """One entity with what is selected and expanded of it."""
        chosen = {"@iot.id" if name == "id" else name for name in options.select}
        if unknown := chosen - of.properties.keys() - of.navs.keys() - {"@iot.id", "@iot.selfLink"}:
            raise bad(f"{sorted(unknown)[0][:60]} is no property of {of.single}")
        body = {"@iot.id": row.id, "@iot.selfLink": self.link(of, row), **self.properties(of, row)}
        if chosen:
            body = {name: value for name, value in body.items() if name in chosen}
        for name in of.navs:
            if name in options.expand:
                self._expand(body, of, row, name, options.expand[name])
            elif not chosen or name in chosen:
                body[f"{name}@iot.navigationLink"] = f"{self.link(of, row)}/{name}"
        if unknown := options.expand.keys() - of.navs.keys():
            raise bad(f"{of.single} leads to no {sorted(unknown)[0][:60]}")
        return body

    def _expand(self, body: dict[str, Any], of: EntityType, row: Any, name: str, options: Options) -> None:
        nav = of.navs[name]
        to, path = SETS[nav.target], f"{of.plural}({row.id})/{name}"
        if not nav.many:
            self._look()
            found = paths.one(self._session, to, nav.link, row)
            body[name] = self.entity(to, found, options) if found is not None else None
            return
        inner = self.page(to, lambda its: [nav.link(row, its)], options, path=path, query=_written(options))
        body[name] = inner["value"]
        for extra in ("@iot.count", "@iot.nextLink"):
            if extra in inner:
                body[f"{name}{extra}"] = inner[extra]

    def properties(self, of: EntityType, row: Any) -> dict[str, Any]:
        """The entity's properties by their names in SensorThings."""
        return {name: self._value(of, row, name) for name in of.properties}

    def _value(self, of: EntityType, row: Any, name: str) -> Any:
        kind, value = of.properties[name].kind, getattr(row, of.properties[name].column)
        if name == "phenomenonTime":
            return times.write_span(self._first(row), row.newest_at) if kind == "span" else _measured(row)
        if kind == "time":
            return times.write(value)
        if kind == "unit":
            return {"name": row.unit_name or None, "symbol": row.unit or None,
                    "definition": row.unit_definition or None}  # fmt: skip
        if kind == "result":
            return _number(float(value)) if value is not None else row.result
        if name == "resultQuality":
            return {"status": value, "alasan": row.doubts} if row.doubts else value
        return _registered(row) if of.plural == "Things" and name == "properties" else value

    def _first(self, stream: Datastream) -> datetime | None:
        if stream.newest_at is None:
            return None
        return self._look().scalar(_FIRST, {"number": stream.id})

    def data_array(self, where: Where, options: Options, *, path: str, query: str) -> dict[str, Any]:
        """A page of observations as arrays."""
        of = SETS["Observations"]
        if options.expand:
            raise bad("dataArray holds properties alone: nothing can be expanded in it")
        body, found = self._found(of, where, options, path=path, query=query)
        components = tuple("id" if name == "@iot.id" else name for name in options.select)
        components = components or ("id", *of.properties)
        if unknown := set(components) - {"id"} - of.properties.keys():
            raise bad(f"{sorted(unknown)[0][:60]} is no property of Observation")
        rows = [
            {
                "link": f"{self.base}/Datastreams({one.datastream_id})",
                "id": one.id,
                **self.properties(of, one),
            }
            for one in found
        ]
        body["value"] = _grouped(rows, components)
        return body


def _grouped(rows: Sequence[dict[str, Any]], components: Sequence[str]) -> list[dict[str, Any]]:
    groups: dict[str, list[list[Any]]] = {}
    for row in rows:
        groups.setdefault(row["link"], []).append([row.get(name) for name in components])
    return [
        {"Datastream@iot.navigationLink": link, "components": list(components),
         "dataArray@iot.count": len(found), "dataArray": found}
        for link, found in groups.items()
    ]  # fmt: skip


def _measured(row: Observation) -> str | None:
    return times.write_span(row.at, row.until)


def _number(value: float) -> float | int:
    """Whole numbers as such: 40, not 40.0."""
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _registered(thing: Any) -> dict[str, Any]:
    """A thing's properties; those of the city's register say its code and river too."""
    if thing.code.startswith(GENERATED):
        return dict(thing.properties)
    known = {"kode": thing.code} | ({"sungai": thing.river} if thing.river else {})
    return known | thing.properties


def _written(options: Options) -> str:
    """The options of an expanded set as a query of its own, for the link to its next page."""
    given = {name: text for name, text in _given(options).items() if name != "$skip"}
    return urlencode(given, quote_via=quote, safe="$")


def _expanded(options: Options) -> str:
    """What is expanded, as it is asked for."""
    return ",".join(f"{name}({within})" if (within := _within(one)) else name
                    for name, one in options.expand.items())  # fmt: skip


def _within(options: Options) -> str:
    return ";".join(f"{name}={text}" for name, text in _given(options).items())


def _given(options: Options) -> dict[str, str]:
    """The options as they are written."""
    orders = ",".join(f"{path} {'desc' if down else 'asc'}" for path, down in options.orderby)
    made = {
        "$top": "" if options.top is None else str(options.top), "$skip": str(options.skip or ""),
        "$filter": options.filter, "$select": ",".join(options.select), "$orderby": orders,
        "$count": "true" if options.count else "", "$expand": _expanded(options),
    }  # fmt: skip
    return {name: text for name, text in made.items() if text}
