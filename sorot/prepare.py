"""What every role does before it serves: tables, the city's configuration, the model of understanding."""

import logging
from collections.abc import Callable

from sqlalchemy import select

from bot import warming
from nlu.cli import train
from nlu.engine import load_engine
from nlu.types import Engine
from routing.city import areas
from routing.city.loading import load_city
from sensors import indicators
from sensors.feeds.loading import load_feeds
from sensors.gauges import load_gauges
from sorot import city_kept, starting, wiring
from sorot.settings import Settings
from storage import clock, db, drill, erased
from storage.models import Category
from storage.trace import catching_up
from storage.trace.chain import Missing

Say = Callable[[str], None]
OLD_EVENTS_AT_START = 20  # steps of `catching_up`, about a second; the worker does the rest

log = logging.getLogger(__name__)


def open_database(settings: Settings) -> None:
    """Connect, bring the tables to the newest schema, and put the city's configuration where none is.

    CannotStart, which says what to do, when the home, the database or a file of the city does not allow it.
    """
    starting.check_home(settings)
    wiring.wire()
    erased.keep_in((settings.home, settings.backup_folder))
    _ = settings.signing  # made at the first start, whoever needs it first
    starting.check_places(settings)
    with starting.said_plainly(settings):
        starting.check_not_lost(settings)
        starting.check_integrity(db.configure(settings.database))
        db.create_schema()
        chained(most=OLD_EVENTS_AT_START)
        folder, gauges = settings.city_folder, settings.gauges_folder
        if settings.begins_empty and not city_kept.put_back(folder):
            raise starting.CannotStart(
                "the city is not there yet (SOROT_CITY=new).",
                "Start `sorot up` or `sorot web` and fill in the page it names; then start the others.",
            )
        areas.use(folder)
        indicators.use(gauges)
        drill.use(settings.drill)
        with db.transaction() as tx:
            load_city(tx, folder, now=clock.now())
            load_gauges(tx, gauges)
            load_feeds(tx, gauges, now=clock.now())


def chained(*, most: int | None = None) -> None:
    """Chain events of a release without the chain; a gap in them is for the audit to name."""
    try:
        catching_up.run(most=most)
    except Missing as gap:
        log.error("the event log cannot be chained: %s (sorot audit verify)", gap)


def engine_for(settings: Settings, say: Say) -> Engine:
    """The engine that understands messages; trains the embedded model where there is none yet."""
    train(settings.home, if_missing=True, say=say)
    embedded = load_engine(settings.home)
    warming.warm(embedded)  # the first resident must not wait out the time limit
    if not settings.rasa_url:
        return embedded
    from nlu.rasa import RasaClient, RasaEngine

    with db.reading() as session:
        codes = list(session.scalars(select(Category.code)))
    return RasaEngine(RasaClient(settings.rasa_url), embedded, codes=codes)
