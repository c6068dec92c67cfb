"""Flood warnings in chat: following a kelurahan, the list, stopping."""

import re
from dataclasses import replace

from bot.dialogue.commands import ListWatched, Turn, Unwatch, Watch
from bot.dialogue.hear import Heard, plain
from bot.dialogue.known import Known, PointArea, Watched
from bot.dialogue.readings import Reading
from bot.dialogue.state import Conversation, Held, Step
from bot.dialogue.steps import again, ask, go_on, missed
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.types import Button, Point, Reply
from bot.dialogue.wording import button, held_of
from bot.messages import say
from nlu.types import Intent

STEPS = (Step.WATCH, Step.WATCH_AREA)
LISTED = 8  # kelurahan with a button to stop

_POLITE = r"(?:(?:tolong|mohon|saya|aku|mau|ingin|minta|boleh|bisa|dong|please)\s+)*"
_WARNING = r"(?:info\s+)?peringatan(?:\s+dini)?(?:\s+(?:banjir|air))?"
_START = re.compile(
    rf"{_POLITE}(?P<verb>ikuti|ikut|langganan|berlangganan|daftar|aktifkan|nyalakan|dapat|tambah|kirim(?:i|kan)?)?"
    rf"\s*{_WARNING}(?:\s+(?P<rest>.+))?"
)
# "Kabari saya kalau mau banjir di jatirasa"
_TELL_ME = re.compile(
    rf"{_POLITE}(?P<verb>kabari|kabarin|kabarkan|kasih (?:tau|tahu|kabar)|ingatkan|ingetin|infoin|beri ?tahu)"
    r"(?:\s+(?:saya|aku|gue|gw|kami|dong|ya|juga|ke saya))*\s+(?:kalau|kalo|klo|jika|bila|pas)\s+"
    r"(?:mau |akan |ada |air |sungai |kali |bakal )*(?:banjir|meluap|naik)(?:\s+(?P<rest>.+))?"
)
_STOP = re.compile(
    rf"{_POLITE}(?:berhenti|stop|hentikan|matikan|setop|akhiri)(?:\s+(?:ikuti|ikut|langganan|berlangganan))?"
    rf"(?:\s+semua)?\s+{_WARNING}(?:\s+(?P<rest>.+))?"
)
_STOP_ALL = re.compile(rf"{_POLITE}(?:berhenti|stop|hentikan)\s+semua(?:nya)?(?:\s+{_WARNING})?")
_BEFORE = re.compile(r"^(?:(?:di|untuk|daerah|wilayah|kelurahan|kel|banjir)\.?\s+)+")
_DISTRICT = re.compile(r"^(?:kecamatan|kec)\.?\s+")
_BETWEEN = re.compile(r"\s*(?:,|;|&|\bdan\b|\bserta\b)\s*")


def _which_kecamatan(c: Conversation, known: Known) -> Reply:
    names = known.catalogue.kecamatan()
    choices = tuple(Button(f"{c.nonce}:wkec:{i}", name) for i, name in enumerate(names))
    back = button(c, known, "aside-back", "btn-back")
    return Reply(say(known.locale, "ask-watch"), (*choices, back), ask_location=True)


def _which_kelurahan(c: Conversation, known: Known) -> Reply:
    areas = known.catalogue.kelurahan
    choices = tuple(
        Button(f"{c.nonce}:wkel:{code}", areas[code].name) for code in held_of(c).numbers if code in areas
    )
    back = button(c, known, "aside-back", "btn-back")
    return Reply(say(known.locale, "ask-watch-kelurahan"), (*choices, back), ask_location=True)


def said(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Words about warnings, at any step; None for all else."""
    text = plain(heard.text)
    if text in ("/peringatan", "peringatan saya"):
        return _listed(c)
    if _STOP_ALL.fullmatch(text):
        return Turn(c, commands=(Unwatch(()),))
    if (stop := _STOP.fullmatch(text)) is not None:
        areas, _ = named(stop["rest"] or "", known)
        return Turn(c, commands=(Unwatch(areas),)) if areas or not stop["rest"] else _listed(c)
    start = _START.fullmatch(text) or _TELL_ME.fullmatch(text)
    if start is None:
        return None
    areas, options = named(start["rest"] or "", known)
    if not (start["verb"] or areas or options or not start["rest"]):
        return None  # "peringatan banjir di Kranji tidak berbunyi" is a complaint
    if areas:
        return Turn(c, commands=(Watch(areas),))
    if options or (options := _mentioned(heard, known)):
        return _choose(c, known, options)
    return _which(c, known) if start["verb"] else _listed(c)


def named(text: str, known: Known) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The kelurahan a list of names means, all of them or none; else those of the one kecamatan it names."""
    areas = known.catalogue.kelurahan.values()
    text = _BEFORE.sub("", text)
    district = plain(_DISTRICT.sub("", text))
    named_so = {area.kecamatan for area in areas if plain(area.kecamatan) == district}
    inside = tuple(code for name in named_so for code in known.catalogue.within(name))
    if _DISTRICT.match(text):
        return (), inside
    by_name = {plain(area.name): area.code for area in areas}
    found = [by_name.get(_BEFORE.sub("", plain(part))) for part in _BETWEEN.split(text) if part]
    codes = tuple(dict.fromkeys(code for code in found if code))
    return (codes, ()) if codes and None not in found else ((), inside)


def _mentioned(heard: Heard, known: Known) -> tuple[str, ...]:
    """The kelurahan the places in the words may mean."""
    found = (code for place in heard.places if place.kind != "luar" for code in place.kelurahan)
    return tuple(code for code in dict.fromkeys(found) if code in known.catalogue.kelurahan)


def _listed(c: Conversation) -> Turn:
    return Turn(c, commands=(ListWatched(),))


def _may_ask(c: Conversation) -> bool:
    """Whether a question of ours may be put without losing what another one holds."""
    return c.step in STEPS or c.held is None


def _which(c: Conversation, known: Known) -> Turn:
    if not _may_ask(c):
        return again(c, known, Reply(say(known.locale, "watch-later")))
    return ask(replace(c, held=Held(), misses=0), known, step=Step.WATCH)


def _choose(c: Conversation, known: Known, options: tuple[str, ...]) -> Turn:
    if len(options) == 1:
        return Turn(c, commands=(Watch(options),))
    if not _may_ask(c):
        return again(c, known, Reply(say(known.locale, "watch-later")))
    return ask(replace(c, held=Held(numbers=options), misses=0), known, step=Step.WATCH_AREA)


def answer(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Words said to the question which kelurahan; None when they are about something else."""
    text = plain(heard.text)
    areas, options = named(text, known)
    options = options or _mentioned(heard, known)
    if text.isdecimal() and 0 < int(text) <= len(held_of(c).numbers):
        areas = (held_of(c).numbers[int(text) - 1],)
    if areas:
        return Turn(c, commands=(Watch(areas),))
    if options and heard.words <= 6:
        return _choose(c, known, options)
    if heard.intent is Intent.TIDAK or c.misses >= 2:
        return leave(c, "", known)
    return missed(c, known) if heard.chit_chat or heard.words < 4 else None


def located(c: Conversation, point: Point, place: PointArea | None, known: Known) -> Turn:
    """A shared location answers the question."""
    if place is None or place.code is None:
        return missed(c, known, Reply(say(known.locale, "watch-outside", city=known.catalogue.city)))
    return Turn(c, commands=(Watch((place.code,)),))


def kecamatan(c: Conversation, value: str, known: Known) -> Turn:
    """A kecamatan was picked."""
    return _choose(c, known, known.catalogue.within(known.catalogue.kecamatan()[int(value)]))


def kelurahan(c: Conversation, value: str, known: Known) -> Turn:
    """A kelurahan was picked."""
    return Turn(c, commands=(Watch((value,)),))


def leave(c: Conversation, value: str, known: Known) -> Turn:
    """Never mind: whatever stood open before goes on."""
    return go_on(c, known, Reply(say(known.locale, "never-mind")))


def pressed(c: Conversation, value: str, known: Known) -> Turn:
    """Buttons that never grow old: on:CODE, off:CODE, off-all, more."""
    what, _, code = value.partition(":")
    if what == "more":
        return _which(c, known)
    if what == "off-all":
        return Turn(c, commands=(Unwatch(()),))
    if code not in known.catalogue.kelurahan or what not in ("on", "off"):
        return again(c, known, Reply(say(known.locale, "old-button")))
    return Turn(c, commands=(Watch((code,)) if what == "on" else Unwatch((code,)),))


def after_watched(decided: Turn, watched: Watched, known: Known) -> Turn:
    """What is said once it is known what the person follows; who knows of warnings is not offered them."""
    c = replace(decided.conversation, watch_offered=True)
    reply = _told(watched, known)
    if reply is None:
        return decided.then(_which(c, known))
    return decided.then(go_on(c, known, reply) if c.step in STEPS else again(c, known, reply))


def _told(watched: Watched, known: Known) -> Reply | None:
    areas = names(watched.changed, known)
    if watched.done == "on":
        if not watched.fresh:
            return Reply(say(known.locale, "watch-already", areas=areas))
        if not watched.covered:
            return Reply(say(known.locale, "watching-no-gauge", areas=areas))
        now = ", ".join(f"Siaga {level} ({gauge})" for gauge, level in watched.high)
        return Reply(say(known.locale, "watching", areas=areas, now=now))
    if watched.done == "off":
        if not watched.changed:
            return Reply(say(known.locale, "watch-none"))
        key = "watch-stopped" if watched.following else "watch-stopped-all"
        return Reply(say(known.locale, key, areas=areas))
    return _list(watched, known) if watched.following else None


def _list(watched: Watched, known: Known) -> Reply:
    areas = known.catalogue.kelurahan
    lines = "\n".join(f"• {names((code,), known)}" for code in watched.following)
    stops = tuple(
        Button(f"wrn:off:{code}", say(known.locale, "btn-watch-stop", area=areas[code].name))
        for code in watched.following[:LISTED]
        if code in areas
    )
    more = (Button("wrn:more", say(known.locale, "btn-watch-more")),)
    everything = (Button("wrn:off-all", say(known.locale, "btn-watch-stop-all")),)
    buttons = (*stops, *more, *(everything if len(watched.following) > 1 else ()))
    return Reply(say(known.locale, "watch-list", lines=lines), buttons)


def names(codes: tuple[str, ...], known: Known) -> str:
    """The kelurahan in words."""
    areas = known.catalogue.kelurahan
    return ", ".join(f"Kel. {areas[code].name}" for code in codes if code in areas)


def offer(c: Conversation, known: Known) -> tuple[Conversation, tuple[Reply, ...]]:
    """Once, after a report of high water: warnings for its kelurahan."""
    draft = c.draft
    wanted = (
        draft is not None
        and not draft.emergency
        and draft.category in known.catalogue.floods
        and draft.kelurahan in known.catalogue.kelurahan
    )
    if c.watch_offered or not wanted or draft is None or draft.kelurahan is None:
        return c, ()
    area = names((draft.kelurahan,), known)
    button = Button(f"wrn:on:{draft.kelurahan}", say(known.locale, "btn-watch"))
    return replace(c, watch_offered=True), (Reply(say(known.locale, "watch-offer", area=area), (button,)),)


_BACK = {"aside-back": leave}
_LEAVING = (Reading.NO, Reading.SKIP, Reading.DONT_KNOW, Reading.LATER, Reading.WRONG)
_LEAVE = dict.fromkeys(_LEAVING, "aside-back")
TOPIC = Topic(
    {
        Step.WATCH: Asked(_which_kecamatan, answer, {"wkec": kecamatan, **_BACK}, _LEAVE, spot=located),
        Step.WATCH_AREA: Asked(_which_kelurahan, answer, {"wkel": kelurahan, **_BACK}, _LEAVE, spot=located),
    },
    phrases=(said,),
    always={"wrn": pressed},
    told={Watched: after_watched},
)
