"""Places named in a message: what the gazetteer knows, and RT/RW, streets and landmarks by their form."""

from collections.abc import Iterable, Iterator, Sequence

from nlu.address import listed, with_closing, with_streets_inside
from nlu.gazetteer import Gazetteer, Place
from nlu.name_ends import ends_name
from nlu.place_forms import neighbourhoods, points, without_points, without_slips
from nlu.place_words import announced, heads, trust, vocabulary, words
from nlu.plain import Plain, plain
from nlu.roles import DENIED, DIRECTION, Found, as_correction, with_roles
from nlu.types import PlaceMention

_LONGEST_NAME = 3  # words of a street or landmark the gazetteer does not know
_ALONE = 4  # words of a message that is nothing but a place
_SET_RIGHT = 9  # words of a message that puts right where something is
_WHOLE = frozenset({"jalan", "perumahan", "patokan", "luar"})  # places never part of another's name
_AREAS = frozenset({"kelurahan", "kecamatan", "luar"})  # whose names streets and schools bear
_MOST = 60  # mentions a message may carry; more is no address but a list
_SILENT = frozenset({"kota", "kodepos"})  # evidence about places, no places to name
_CALLED = {"kelurahan": "kelurahan", "lurah": "kelurahan", "kecamatan": "kecamatan", "camat": "kecamatan",
           "desa": "luar"}  # fmt: skip
_NUMBERED = frozenset({"rt", "rw", "no", "nomor", "blok"})
_CUTS = frozenset(",;!?\n\r()|")
_OFFICE = "kantor"
_SO_LONG = 5  # letters; a shorter word ends in -nya by itself
_DIGITS = 2  # of a school's number
_NEAR_HEAD = 4  # words before an area that ends an address in which a street or an estate is announced
_BETWEEN_HEAD = 2  # words like "negeri" or "raya" between what announces a place and its name


class _Reader:
    """Walks once over a text's words and collects mentions."""

    def __init__(self, known: Plain, gazetteer: Gazetteer) -> None:
        self._known = known
        self._gazetteer = gazetteer
        self._words = gazetteer.words(known.words)
        self._taken = [""] * len(self._words)  # the kind of the mention a word belongs to
        self._ends = self._part_ends()

    def _part_ends(self) -> list[int]:
        """For each word, where the part between commas ends that it stands in: no name goes on behind it."""
        text, spans = self._known.text, self._known.spans
        ends = [len(spans)] * len(spans)
        for i in range(len(spans) - 2, -1, -1):
            cut = set(text[spans[i][1] : spans[i + 1][0]]) & _CUTS
            ends[i] = i + 1 if cut else ends[i + 1]
        return ends

    def _mention(self, place: Place, start: int, end: int, sure: float) -> Found:
        for i in range(start, end):
            self._taken[i] = place.kind
        written = self._known.written(start, end)
        mention = PlaceMention(
            place.kind, written, place.name, place.kelurahan, place.point, sure=min(sure, 0.998)
        )
        return Found(start, end, mention)

    def _apart(self, i: int, end: int) -> bool:
        """Whether words i..end-1 stand between commas or at an end: a part of an address."""
        return (i == 0 or self._ends[i - 1] == i) and self._ends[i] == end

    def _hinted(self, i: int, end: int, *, strict: bool) -> bool:
        """Whether words i..end-1, everyday words as well as a name, are announced as a place.

        strict: of a place elsewhere, which few people here mean: only in an address, or called what it is.
        """
        before = self._words[i - 1] if i else ""
        if strict:
            beside = (i > 0 and self._taken[i - 1]) or self._gazetteer.at(self._words, end)[1]
            return bool(before in _CALLED or self._apart(i, end) or beside)
        if before.isdecimal() or before in words("hints") or (i > 0 and self._taken[i - 1]):
            return True
        if self._apart(i, end) or before in announced():
            return True
        if self._ends[i] == end and set(self._words[max(0, i - _NEAR_HEAD) : i - 1]) & announced().keys():
            return True  # "jl duta raya harapan baru": an address ends with the area it lies in
        listed = i > 1 and before in words("listing") and self._taken[i - 2] != ""
        told = [word for word in self._words if word not in _NUMBERED and not word.isdecimal()]
        alone = len(told) <= _ALONE and set(self._words[:i]) <= announced().keys() | words("before_name")
        righted = before in words("set_right") and len(told) <= _SET_RIGHT
        return listed or alone or righted or bool(self._gazetteer.at(self._words, end)[1])

    def _choose(self, places: Sequence[Place], i: int, end: int) -> Place | None:
        """Of places with one name, the kind the word before asks for; without one the widest."""
        allowed = [
            place
            for place in places
            if not place.needs_hint or self._hinted(i, end, strict=place.kind == "luar")
        ]
        before = self._words[i - 1] if i else ""
        for place in allowed:
            if place.kind == _CALLED.get(before):
                return place
        return max(allowed, key=lambda place: len(place.kelurahan), default=None)

    def _head(self, i: int) -> int | None:
        """The word that announces something which bears the name at word i ("sd negeri kranji 2")."""
        at = i - 1
        while at >= 0 and i - at <= _BETWEEN_HEAD and self._words[at] in words("before_name"):
            at -= 1
        if at < 0 or self._taken[at] or self._words[at] not in announced():
            return None
        if self._known.sentence[at] != self._known.sentence[i] and i - at > 1:
            return None
        office = self._office(at)
        return at if office is None else office

    def _office(self, i: int) -> int | None:
        """Where "kantor" stands right before word i: "kantor pos", "kantor kelurahan"."""
        beside = i > 0 and self._words[i - 1] == _OFFICE and not self._taken[i - 1]
        return i - 1 if beside and self._ends[i - 1] > i else None

    def _named_after(self, place: Place, i: int) -> tuple[Place, int, float]:
        """ "jalan kranji" is a street that bears the name, not the kelurahan itself; how sure it is there."""
        said = "called" if i and _CALLED.get(self._words[i - 1]) == place.kind else place.kind
        office = self._office(i - 1) if said == "called" else None
        sure = place.sure or trust().get(said if place.kind == "kelurahan" else place.kind, 0.9)
        at = self._head(i) if place.kind in _AREAS else None
        if at is None:
            return place, i if office is None else office, sure
        kind = announced()[self._words[at]]
        name = " ".join(word.title() for word in (*self._words[at:i], place.name))
        if place.kind == "luar" and kind != "jalan":
            return place, i, trust()["named"]
        bearer = Place(kind, name, place.kelurahan)
        return bearer, at, trust()["street_named" if kind == "jalan" else "named"]

    def known_places(self) -> Iterator[Found]:
        """What the gazetteer knows: exact names first, then names with a typing error."""
        i = 0
        while i < len(self._words):
            size, places = self._gazetteer.at(self._words, i, self._ends[i])
            place = self._choose(places, i, i + size) if places else None
            if place and place.kind not in _AREAS and self._overrun(i, i + size):
                place = None
            if place:
                found, start, sure = self._named_after(place, i)
                if place.kind == "kelurahan" and start == i and self._apart(i, i + size):
                    sure = max(sure, trust()["called"])
                size += self._numbered(start, i + size)
                yield self._mention(found, start, i + size, sure)
            i += size if place else 1
        yield from self._misspelled()

    def _overrun(self, i: int, end: int) -> bool:
        """Whether an area's name begins in words i..end-1 and goes on: "pasar bojong" in Bojong Menteng."""
        return any(
            at + size > end and any(place.kind in _AREAS for place in places)
            for at in range(i + 1, end)
            for size, places in [self._gazetteer.at(self._words, at, self._ends[at])]
        )

    def _numbered(self, head: int, end: int) -> int:
        """How many words behind a school's name are its number: one, in "SDN Jatiasih 2"."""
        if self._words[head] not in words("schools") or head + 1 == end or self._ends[end - 1] <= end:
            return 0
        behind = self._words[end + 1 : end + 2]
        number = self._words[end].isdecimal() and len(self._words[end]) <= _DIGITS
        return int(number and not self._taken[end] and not set(behind) & words("units"))

    def _misspelled(self) -> Iterator[Found]:
        ordinary = vocabulary()
        # A short form is no misspelling as well: "pd timer" says "on the timer", not Pondok Timur.
        strange = [
            not taken and word not in ordinary and word == written
            for word, written, taken in zip(self._words, self._known.words, self._taken, strict=True)
        ]
        for i, word in enumerate(self._words):
            if not strange[i] or not word.isalpha():
                continue
            for size in (3, 2, 1):
                last = i + size - 1
                if last >= self._ends[i] or not strange[last]:
                    continue  # a name neither begins nor ends with an everyday word
                place = self._choose(self._gazetteer.near(self._words[i : i + size]), i, last + 1)
                if place and not any(self._taken[i : i + size]):
                    found, start, sure = self._named_after(place, i)
                    yield self._mention(found, start, i + size, sure - 0.05)
                    break

    def _goes_on(self, start: int, i: int) -> bool:
        word = self._words[i]
        if i == start and word in words("school_words"):
            return True  # "SMA Negeri 1"
        if i > start and len(self._known.written(i, i + 1)) > _SO_LONG and self._of_it(i):
            return False  # "MAN 1 pagarnya roboh"
        return not ends_name(word) or (word == "raya" and i > start)

    def _in_full(self, i: int) -> bool:
        return self._known.written(i, i + 1).lower() == heads().get(self._words[i])

    def _of_it(self, i: int) -> bool:
        return self._known.written(i, i + 1).lower().endswith("nya")

    def _name_from(self, i: int, *, past_streets: bool) -> int:
        """Where a name that starts at word `i` ends: at an everyday word, a sign or after a few words."""
        end = i
        text, spans = self._known.text, self._known.spans
        if i < len(self._words) and "." in text[spans[i - 1][1] : spans[i][0]] and self._in_full(i - 1):
            return i  # "di pinggir jalan. Atas perhatiannya": only a short form has a full stop behind it
        if self._words[i + 1 : i + 2] and self._words[i].isdecimal() and self._words[i + 1] in words("units"):
            return i  # "uang gedung 2 juta"
        while end < len(self._words) and end - i < _LONGEST_NAME and self._goes_on(i, end):
            if self._taken[end] in _WHOLE or (self._words[end] in words("street") and not past_streets):
                break  # "pertigaan jalan melati": the street is a place of its own
            gap = text[spans[end - 1][1] : spans[end][0]] if end else ""
            if end and (set(gap) & _CUTS or (end > i and len(gap) > 3)):
                break  # "dekat masjid, gelap": no name begins behind a comma
            end += 1
        return self._before_area(i, end)

    def _before_area(self, start: int, end: int) -> int:
        """`end`, or where the area begins that it would cut in two ("jalan kemuning 5 | duren jaya")."""
        if not start < end < len(self._words) or self._taken[end] not in _AREAS:
            return end
        while end - 1 > start and self._taken[end - 1] == self._taken[end] and self._ends[end - 1] > end:
            end -= 1
        return end

    def by_form(self) -> Iterator[Found]:
        """Streets, perumahan and landmarks the gazetteer does not know, by the word that announces them."""
        for i, word in enumerate(self._words):
            kind = announced().get(word)
            if kind is None or self._taken[i] or self._announces_nothing(i):
                continue
            start = i + 1
            if kind == "jalan" and self._words[start : start + 1] == ["raya"]:
                start += 1
            end = self._name_from(start, past_streets=kind == "jalan")
            if end == start + 1 and self._words[start] in words("own_kin"):
                end = start  # "di gang nenek", of her own
            if end > start and all(word in words("nameless") for word in self._words[start:end]):
                end = start  # "nutup jalan gang kami"
            if kind == "jalan" and end == start + 1 and self._of_it(start):
                end = start  # "di atas jalan besinya"
            alone = word in words("alone") and i > 0 and self._words[i - 1] in words("beside")
            if end > start or alone:
                yield self._formed(kind, i, max(end, i + 1))

    def _announces_nothing(self, i: int) -> bool:
        """ "Ga bisa jalan", "di situ bawa celurit", "a man tried": such a word begins no name there."""
        word, before = self._words[i], self._words[i - 1] if i else ""
        if word == "situ":
            return before in words("points_at")
        return (word == "jalan" and before in words("walks")) or (
            word == "man" and before in words("english")
        )

    def _formed(self, kind: str, start: int, end: int) -> Found:
        kelurahan: tuple[str, ...] = ()
        for i in range(start, end):
            size, places = self._gazetteer.at(self._words[:end], i)
            if size and not kelurahan:
                kelurahan = places[0].kelurahan
        for i in range(start, end):
            self._taken[i] = kind
        head = heads().get(self._words[start], self._words[start])
        rest = [self._known.written(i, i + 1) for i in range(start + 1, end)]
        name = " ".join(word.title() for word in (head, *rest))
        sure = trust()["street_named" if kind == "jalan" else "named"]
        return Found(
            start, end, PlaceMention(kind, self._known.written(start, end), name, kelurahan, sure=sure)
        )

    def post_codes(self) -> Iterator[Found]:
        """A post code behind an address; one of another city speaks for a place beyond the border."""
        for i, word in enumerate(self._words):
            after = self._taken[i - 1] if i else ""
            told = after in ("kota", "luar") or (i and self._words[i - 1] in words("before_post_code"))
            if len(word) != 5 or not word.isdecimal() or not told:
                continue
            kelurahan = self._gazetteer.post_codes.get(word, ())
            if kelurahan or not self._gazetteer.own_post_code(word):
                sure = trust()["post_code" if kelurahan else "foreign_post_code"]
                yield Found(i, i + 1, PlaceMention("kodepos", word, word, kelurahan, sure=sure))

    def read(self) -> list[PlaceMention]:
        """All mentions in the order of the text, each with its role."""
        found = [*self.known_places(), *self.by_form(), *self.post_codes()]
        found.sort(key=lambda one: one.start)
        named = with_roles(self._words, found)
        if listed(self._words, named):
            return [one.mention for one in with_streets_inside(named)]
        closed = with_closing(
            with_streets_inside(named),
            named,
            apart=lambda one: self._apart(one.start, one.end),
            namesake=self._gazetteer.namesake,
        )
        return [one.mention for one in closed]


def read_places(text: str, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    """Everything the text says about places, in its order: also denied ones, directions, a city, a post code.

    Several kelurahan where a name is ambiguous.
    """
    known = plain(as_correction(without_slips(without_points(text))))
    found = [*points(text), *_Reader(known, gazetteer).read(), *neighbourhoods(known.text)]
    unique = list(dict.fromkeys(found))[:_MOST]
    return tuple(sorted(unique, key=lambda mention: text.find(mention.text)))


def named(mentions: Iterable[PlaceMention]) -> tuple[PlaceMention, ...]:
    """The mentions that name where it is: no denied ones, and directions only where nothing else is named."""
    said = [mention for mention in mentions if mention.role != DENIED and mention.kind not in _SILENT]
    spots = [mention for mention in said if mention.role != DIRECTION]
    return tuple(spots or said)


def find_places(text: str, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    """Every place the text names and does not deny, in its order."""
    return named(read_places(text, gazetteer))
