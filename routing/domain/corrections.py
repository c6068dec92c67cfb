"""A story told right: the wrong value replaced by the right one."""

import re
from dataclasses import dataclass

# Values of one sort: said anew, they stand for the one of that sort in the story.
_SPAN = (
    r"(?:(?:sudah|udah|sejak|selama)\s+)?(?:\d+|se|satu|dua|tiga|empat|lima)"
    r"\s?(?:hari|minggu|bulan|tahun|jam)(?:an)?"
)
_SPAN_EN = r"(?:for\s+|since\s+)?(?:\d+|an?|one|two|three|four|five|six)\s+(?:hour|day|week|month|year)s?"
_SORTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        _SPAN,
        _SPAN_EN,
        r"\d+(?:[.,]\d+)?\s?(?:meter|m|cm|senti|centi|kilo"
        r"|km)\b",
        r"rt\s?\.?\s?\d+[\s/,]*rw\s?\.?\s?\d+",
        r"rt\s?\.?\s?\d+",
        r"rw\s?\.?\s?\d+",
        r"(?:no|nomor)\.?\s?\d+",
    )
)
_COUNTS = r"(?:\d+|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh)"
_COUNT = re.compile(_COUNTS, re.IGNORECASE)
# A number that counts something, and is no house, block, RT or time: "ada 5 lampu".
_NO_COUNT = r"(?<!rt )(?<!rw )(?<!no )(?<!blok )(?<!nomor )(?<!jam )"
_ALONE = re.compile(
    rf"(?<![\w.,/-]){_NO_COUNT}{_COUNTS}(?![\w.,/-])"
    r"(?!\s*(?:hari|minggu|bulan|tahun|jam|menit)\b)",
    re.IGNORECASE,
)
_DOUBLED = re.compile(
    r"\b(?:sudah|udah|udh|sdh|dah)\s+(?=(?:sudah|udah|udh|sdh|dah)\b)|\b(sejak|selama|di|rt|rw)\s+(?=\1\b)",
    re.IGNORECASE,
)

# Where something stands beside a place.
_SIDE = re.compile(
    r"^(?:di\s+)?(?:depan|belakang|samping|sebelah|seberang|sebrang|dekat|deket|atas|bawah|pinggir|ujung"
    r"|next to|behind|in front of|across from|opposite|near|beside)(?=nya\b|\b)",
    re.IGNORECASE,
)
_OF_IT = re.compile(r"\s*(?:of )?(?:it|that|nya|itu|situ|sana)?", re.IGNORECASE)
_ARTICLE = re.compile(r"(?<=\w{3})\s?nya$", re.IGNORECASE)


@dataclass(frozen=True)
class Correction:
    """What is put right: the new value, and the old one where it is said ("" where it is not).

    whole: all that was told was wrong: "bukan itu, maksud saya ...".
    """

    new: str
    old: str = ""
    whole: bool = False


def put_right(story: str, fix: Correction) -> str:
    """The story with the old value replaced wherever it stands; with the new one noted where it does not."""
    fix = _bare(story, _side_of_it(fix))
    counted = _COUNT.fullmatch(fix.old) is not None  # "bukan 3, 5" puts no house number right
    before = _NO_COUNT if counted else ""
    wrong = re.compile(rf"{before}(?<!\w){re.escape(fix.old)}(?:nya)?(?!\w)", re.IGNORECASE)
    if fix.old and wrong.search(story):
        story = _without_repeats(story, wrong, fix.new)
        return _DOUBLED.sub("", wrong.sub(lambda _: fix.new, story))
    if (sided := _of_sides(story, fix)) is not None:
        return sided
    alike = _alike(story, fix.new, named=not fix.old)
    if alike is not None:
        return story[: alike.start()] + fix.new + story[alike.end() :]
    return f"{story}\n{fix.new}"


def _of_sides(story: str, fix: Correction) -> str | None:
    """ "Behind the mall, not next to it": the side alone changes, of what the story names there."""
    wrong, right = _SIDE.match(fix.old), _SIDE.match(fix.new)
    if wrong is None or right is None or not _OF_IT.fullmatch(fix.old[wrong.end() :]):
        return None
    stands = re.compile(rf"\b{re.escape(wrong[0].removeprefix('di '))}\b", re.IGNORECASE)
    return stands.sub(right[0].removeprefix("di "), story) if len(stands.findall(story)) == 1 else None


def _side_of_it(fix: Correction) -> Correction:
    """ "Bukan depan kantor pos, sampingnya": beside the post office."""
    right, wrong = _SIDE.match(fix.new), _SIDE.match(fix.old)
    if right is None or wrong is None or not _OF_IT.fullmatch(fix.new[right.end() :]):
        return fix
    beside = fix.old[wrong.end() :]
    return fix if _OF_IT.fullmatch(beside) else Correction(f"{right[0]}{beside}", fix.old)


def without_sides(fix: Correction) -> Correction:
    """ "Apotek" in the place of "alfamidi", where "depan apotek, bukan depan alfamidi" was said."""
    fix = _side_of_it(fix)
    return Correction(_SIDE.sub("", fix.new).strip(), _SIDE.sub("", fix.old).strip())


def _bare(story: str, fix: Correction) -> Correction:
    """The values without "-nya" where the story has the wrong one so: "bukan lampu merahnya"."""
    old = _ARTICLE.sub("", fix.old)
    if old == fix.old or fix.old.lower() in story.lower() or old.lower() not in story.lower():
        return fix
    return Correction(_ARTICLE.sub("", fix.new), old)


def _without_repeats(story: str, wrong: re.Pattern[str], new: str) -> str:
    """The story without the words beside the wrong value that the right one brings: "pohon miring"."""
    brought = new.lower().split()
    found = wrong.search(story)
    if len(brought) < 2 or found is None:
        return story
    before, after = story[: found.start()], story[found.end() :]
    while (word := re.match(r"\s+(\w+)", after)) and word[1].lower() in brought:
        after = after[word.end() :]
    while (word := re.search(r"(?<!\w)(\w+)\s+$", before)) and word[1].lower() in brought:
        before = before[: word.start()]
    return f"{before}{found[0]}{after}"


def _counted(story: str, new: str) -> re.Match[str] | None:
    """ "5 tiang" stands for the one "3 tiang" of the story."""
    words = new.split()
    if len(words) != 2 or not _COUNT.fullmatch(words[0]):
        return None
    counted = list(re.finditer(rf"(?<!\w){_COUNTS}\s*{re.escape(words[1])}\b", story, re.IGNORECASE))
    return counted[0] if len(counted) == 1 else None


def stands_for(story: str, new: str) -> bool:
    """Whether the new value takes the place of one of its sort in the story."""
    return _alike(story, new) is not None


def _alike(story: str, new: str, *, named: bool = True) -> re.Match[str] | None:
    """What the new value stands for where the old one was not said: the one span of time or number, or the
    thing of the same name ("eh itu tiang kabel", where the story has "tiang lampu"); None when not clear.
    named: by its name too; where another thing was said to be wrong ("bukan kota"), a name is no sort.
    """
    if (count := _counted(story, new)) is not None:
        return count
    if _COUNT.fullmatch(new) and len(alone := list(_ALONE.finditer(story))) == 1:
        return alone[0]
    for pattern in _SORTS:
        if pattern.fullmatch(new) and len(every := list(pattern.finditer(story))) == 1:
            return every[0]
    words = new.split()
    if len(words) != 2 or not named:
        return None
    called = list(re.finditer(rf"(?<!\w){re.escape(words[0])}\s+\w+", story, re.IGNORECASE))
    return called[0] if len(called) == 1 else None
