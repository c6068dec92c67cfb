"""Each question as one expression. Days are the city's; nothing here knows which engine answers."""

from collections.abc import Callable, Mapping

import ibis
from ibis.expr.types import Column, Table

from analysis.lake import Lake

YEAR, SEASONS, HEAT, WEEK = 365, 730, 90, 7
WET = ("banjir_genangan", "drainase", "sungai_tanggul")
OFTEN = 3  # times a year at one place
FEWEST = 3  # reports below which a hexagon is not told
BEFORE = 56  # days: of words, and on either side of a finished work
HEARD = 5  # reports of a week that a word must be in
LEVEL, RAIN, GOOD, POPULATION, MOVED = (
    "tinggi_muka_air", "curah_hujan", "baik", "penduduk", "report_forwarded",
)  # fmt: skip
AREA_CODE = 13  # signs of a kelurahan's code


def _first(day: Column, span: str) -> Column:
    return day.truncate(span).cast("date")


def trends(lake: Lake) -> Table:
    """Reports of each month and category, of the last two years."""
    mine = lake.lately(SEASONS)
    grouped = mine.group_by(_first(mine.day, "M").name("month"), mine.category)
    return grouped.agg(came=mine.count()).order_by("month", "category")


def seasons(lake: Lake) -> Table:
    """Reports of each weekday (0: Monday) and hour, of the last year."""
    mine = lake.lately(YEAR)
    grouped = mine.group_by(mine.day.day_of_week.index().cast("int64").name("weekday"), mine.hour)
    return grouped.agg(came=mine.count()).order_by("weekday", "hour")


def heat(lake: Lake) -> Table:
    """Reports of each hexagon, where there were at least FEWEST."""
    mine = lake.lately(HEAT).filter(ibis._.cell.notnull())
    found = mine.group_by("cell").agg(came=mine.count(), open=mine.end_day.isnull().sum())
    return found.filter(found.came >= FEWEST).order_by("cell")


def recurring(lake: Lake) -> Table:
    """Places (a square of 50 m) with reports of one category on at least OFTEN days of the last year."""
    mine = lake.lately(YEAR).filter(ibis._.lat.notnull())
    found = mine.group_by("lat", "lon", "category").agg(
        times=mine.count(), days=mine.day.nunique(), first=mine.day.min(), last=mine.day.max(),
        kelurahan=mine.kelurahan.max(), latest=mine.id.max(),
    )  # fmt: skip
    return found.filter(found.days >= OFTEN).order_by(ibis.desc("days"), "lat", "lon", "category")


def words(lake: Lake) -> Table:
    """Words in clearly more reports of the last seven days than of a usual week before.

    before: reports of a week, the mean of the eight before. Clearly: by three standard deviations of a count.
    """
    mine, week = lake.terms, lake.since(WEEK)
    mine = mine.filter(mine.day >= lake.since(WEEK + BEFORE), mine.day < lake.today)
    now, then = mine.day >= week, mine.day < week
    found = mine.group_by("term").agg(
        now=mine.reports.sum(where=now).fill_null(0),
        before=mine.reports.sum(where=then).fill_null(0) * float(WEEK) / BEFORE,
    )
    found = found.filter(found.now >= HEARD, found.now > found.before + 3 * (found.before + 1).sqrt())
    return found.order_by(ibis.desc(found.now / (found.before + 1)), "term")


def weather(lake: Lake) -> Table:
    """Each day of the last year with readings: reports of water, rain (mm), level (0 to 1).

    rain: the mean, over what measures it, of the day's sum. level: the mean, over gauges, of the day's top
    as a share of the gauge's highest of the year.
    """
    mine = lake.lately(YEAR)
    mine = mine.filter(mine.category.isin(WET))
    told = mine.group_by("day").agg(came=mine.count())
    good = lake.observations
    good = good.filter(good.quality == GOOD, good.day >= lake.since(YEAR), good.day < lake.today)
    rain, level = _rain(good.filter(good.kind == RAIN)), _level(good.filter(good.kind == LEVEL))
    days = level.select("day").union(rain.select("day"), distinct=True)
    both = days.left_join(level, "day").select("day", "level")
    both = both.left_join(rain, "day").select("day", "level", "rain")
    both = both.left_join(told, "day").select("day", "came", "rain", "level")
    return both.mutate(came=both.came.fill_null(0)).order_by("day")


def _rain(mine: Table) -> Table:
    sums = mine.group_by("thing", "day").agg(fell=mine.value.sum())
    return sums.group_by("day").agg(rain=sums.fell.mean())


def _level(mine: Table) -> Table:
    tops = mine.group_by("thing", "day").agg(top=mine.value.max())
    years = tops.group_by("thing").agg(highest=tops.top.max())
    both = tops.join(years, "thing")
    both = both.filter(both.highest > 0)
    return both.group_by("day").agg(level=(both.top / both.highest).mean())


def flow(lake: Lake) -> Table:
    """From which office to which reports were handed, in the last year."""
    mine = _moves(lake)
    found = mine.group_by("from_code", "to_code").agg(moves=mine.count(), reports=mine.report_id.nunique())
    return found.order_by(ibis.desc("moves"), "from_code", "to_code")


def wandering(lake: Lake) -> Table:
    """How many reports were handed on once, twice, …"""
    mine = _moves(lake)
    each = mine.group_by("report_id").agg(times=mine.count())
    return each.group_by("times").agg(reports=each.count()).order_by("times")


def _moves(lake: Lake) -> Table:
    mine = lake.events
    mine = mine.filter(
        mine.kind == MOVED, mine.day >= lake.since(YEAR), mine.day < lake.today,
        mine.from_code.notnull(), mine.to_code.notnull(),
    )  # fmt: skip
    seen = lake.counted.select(report_id="id")
    return mine.semi_join(seen, "report_id")


def equity(lake: Lake) -> Table:
    """Of each kelurahan in the last year: reports, ended, in time, hours to the first answer; its population.

    population is NULL where nobody has delivered it: then nothing is told of it.
    """
    mine = lake.lately(YEAR).filter(ibis._.kelurahan.notnull())
    came = mine.group_by("kelurahan").agg(
        came=mine.count(),
        ended=mine.end_day.notnull().sum(),
        kept=mine.in_time.sum().fill_null(0),
        answer_hours=mine.answer_hours.mean(),
    )
    told = lake.indicators
    told = told.filter(told.indicator == POPULATION, told.place.length() == AREA_CODE, told.day < lake.today)
    newest = told.group_by("place").agg(day=told.day.max())
    told = told.join(newest, ["place", "day"]).select("place", population="value")
    both = came.outer_join(told, [("kelurahan", "place")])
    return both.select(
        kelurahan=both.kelurahan.coalesce(both.place), came=both.came.fill_null(0),
        ended=both.ended.fill_null(0), kept=both.kept.fill_null(0), answer_hours=both.answer_hours,
        population=both.population,
    ).order_by("kelurahan")  # fmt: skip


def effects(lake: Lake) -> Table:
    """Finished works: reports of their category there and in all other kelurahan, before and after."""
    works = lake.works
    works = works.filter(works.done < lake.since(BEFORE), works.done >= lake.since(YEAR))
    mine = lake.counted.filter(ibis._.kelurahan.notnull())
    both = works.join(
        mine.select("category", area="kelurahan", came_on="day"), "category"
    )  # fmt: skip
    span = ibis.interval(days=BEFORE)
    before = (both.came_on < both.begun) & (both.came_on >= both.begun - span)
    after = (both.came_on > both.done) & (both.came_on <= both.done + span)
    own = both.area == both.kelurahan
    found = both.group_by("id", "category", "kelurahan", "begun", "done").agg(
        own_before=(own & before).sum(), own_after=(own & after).sum(),
        others_before=(~own & before).sum(), others_after=(~own & after).sum(),
    )  # fmt: skip
    return found.filter(found.own_before > 0).order_by("id")


def weeks(lake: Lake) -> Table:
    """Reports of each week (its Monday), agency and category: what the forecast learns from."""
    mine = lake.counted
    mine = mine.filter(mine.day < ibis.date(lake.today).truncate("W").cast("date"))
    grouped = mine.group_by(_first(mine.day, "W").name("week"), mine.agency, mine.category)
    return grouped.agg(came=mine.count()).order_by("week", "agency", "category")


def pace(lake: Lake) -> Table:
    """What each agency ended a week, of the last eight full weeks, and what lies open with it."""
    mine = lake.counted
    monday = ibis.date(lake.today).truncate("W").cast("date")
    lately = (mine.end_day >= monday - ibis.interval(days=BEFORE)) & (mine.end_day < monday)
    found = mine.group_by("agency").agg(
        ended=lately.fill_null(False).sum() * float(WEEK) / BEFORE, open=mine.end_day.isnull().sum()
    )
    return found.order_by("agency")


QUESTIONS: Mapping[str, Callable[[Lake], Table]] = {
    "trends": trends, "seasons": seasons, "heat": heat, "recurring": recurring, "words": words,
    "weather": weather, "flow": flow, "wandering": wandering, "equity": equity, "effects": effects,
    "weeks": weeks, "pace": pace,
}  # fmt: skip
