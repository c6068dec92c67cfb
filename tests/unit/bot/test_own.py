"""What the panel teaches the bot holds at once: words for a kind of matter, places, another city's areas."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from bot import own
from nlu.types import Intent, Ranked, Understanding
from nlu.understand import assemble
from routing.city import catalogue as catalogues
from routing.city.areas import locate
from routing.city.catalogue import AreaInfo, Catalogue
from routing.city.settings import City, OwnPlace
from storage import db
from tests.factories import city as shipped

KRANJI = shipped.KRANJI_POINT


class Plain:
    """The engine with one kind of matter it is half sure of."""

    name = "plain"

    def understand(self, text: str) -> Understanding:
        return assemble(text, (Ranked("parkir", 0.6),), engine=self.name)


@pytest.fixture
def city(sqlite_url: str) -> Catalogue:
    db.configure(sqlite_url)
    with db.transaction() as tx:
        shipped.load(tx)
    with db.reading() as session:
        return _read(session)


def _read(session: Session) -> Catalogue:
    return catalogues.catalogue(session)


def test_a_city_that_added_nothing_keeps_the_engine(city: Catalogue) -> None:
    plain = Plain()
    assert own.engine_of(plain, city) is plain


def test_an_own_word_names_the_kind_and_the_longest_counts(city: Catalogue) -> None:
    words = {"pkl": ("skuter",), "lalu_lintas": ("skuter listrik",)}
    made = replace(city, settings=city.settings.model_copy(update={"own_words": words}))
    engine = own.engine_of(Plain(), made)
    found = engine.understand("Banyak SKUTER LISTRIK parkir sembarangan di trotoar")
    assert [one.code for one in found.categories] == ["lalu_lintas", "parkir"]
    assert found.intent is Intent.LAPOR
    assert engine.understand("parkir liar di depan toko").categories[0].code == "parkir"


def test_an_own_place_is_found_in_its_kelurahan(city: Catalogue) -> None:
    """Two seconds: the delivered places are read again with the city's own beside them."""
    text = "lampu jalan mati di depan Warung Mbah Gotrek"
    assert Plain().understand(text).where.kelurahan is None
    place = OwnPlace(code="gotrek", name="Warung Mbah Gotrek", kind="patokan", lat=KRANJI[0], lon=KRANJI[1])
    made = replace(city, settings=city.settings.model_copy(update={"own_places": (place,)}))
    found = own.engine_of(Plain(), made).understand(text)
    located = locate(*KRANJI)
    assert located is not None
    assert found.where.kelurahan == located.kelurahan_code == shipped.KRANJI


def test_another_city_has_its_own_areas_and_none_of_the_delivered(city: Catalogue) -> None:
    area = AreaInfo("11.22.01.1001", "Sukacita", "11.22.01", "Sukaraya", "40001", -7.0, 110.0)
    named = city.settings.model_copy(update={"city": City(name='Kota "Suka" Cita')})
    made = replace(city, kelurahan={area.code: area}, settings=named)
    engine = own.engine_of(Plain(), made)
    assert engine.understand("sampah menumpuk di kelurahan Sukacita").where.kelurahan == area.code
    assert engine.understand("sampah menumpuk di Kranji").where.kelurahan is None
