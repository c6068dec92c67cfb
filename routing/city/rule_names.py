"""What the rules' codes are called in this city."""

from routing.city.catalogue import Catalogue
from routing.domain.rule_book import Book
from routing.domain.rule_sentences import Names


def names_of(city: Catalogue, book: Book) -> Names:
    """Names for sentences about the rules of this book; units with their agency's short name."""
    kecamatan = {area.kecamatan_code: area.kecamatan for area in city.kelurahan.values()}
    return Names(
        categories={code: info.name for code, info in city.categories.items()},
        agencies={code: agency.name for code, agency in city.agencies.items()},
        short={code: agency.short_name for code, agency in city.agencies.items()},
        kelurahan={code: area.name for code, area in city.kelurahan.items()}, kecamatan=kecamatan,
        zones={area.code: area.name for area in book.areas},
        roads={road.code: road.name for road in book.roads},
        units={unit.code: unit.name for unit in book.units},
    )  # fmt: skip
