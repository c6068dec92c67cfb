"""Under which name a report goes: what the resident says about it in their own words, and what a name is.

anonim: the name and the address are hidden from everyone, officers included. rahasia: the report is shown
on no public page. Tables of patterns, so that a wording that was missed is one line more.
"""

import re
from dataclasses import dataclass
from itertools import takewhile

from nlu.matters import begins_with_a_thing
from nlu.name_ends import ends_name
from nlu.place_words import vocabulary
from nlu.plain import key
from nlu.roots import stem
from nlu.word_kinds import words as known_words


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


PLAIN, ANONYMOUS, SECRET = "biasa", "anonim", "rahasia"
LONGEST_NAME = 60
_CUE = re.compile(
    r"anonim|anonymous|rahasia|sembunyi|samar|umpet|tutup|nama|identitas|data diri|kontak|publik|umum|sebar"
    r"|posting|viral|hamba|biasa|perkenal|takut|tkt|wedi|ajrih|sieun|khawatir|afraid|scared",
    re.IGNORECASE,
)

_I = r"(?:saya|aku|sy|gue|gw|kami|ku|pelapor)"
_WHO = rf"(?:nama|identitas|data diri|kontak)(?:ku|nya)?(?:\s+{_I})?"
_NOT = r"(?:jangan|jgn|tanpa|(?:tidak|tdk|gak|ga|nggak|enggak) (?:usah|perlu|mau))"
_HIDE = r"(?:di\s?)?(?:rahasia|sembunyi|samar|umpet|tutup)\w*"
_SHOW = (
    r"(?:di\s?)?(?:sebut|cantum|tampil|tulis|bocor|sebar|publik|umum|muncul|kasih tahu|kasih tau|ketahuan)\w*"
)
_NAMES = r"(?:sebut|tulis|pakai|pake|cantumkan|tampilkan)"
# At most six: more of them are no request, and would make the search slow.
_ASK = r"(?:(?:tolong|mohon|minta|harap|please|pls|agar|supaya|biar|semoga|bisa|boleh|mau|ya)\s+){0,6}"
_END = r"(?:\s+(?:saja|aja|ya|yah|dong|deh|pak|bu|kak|min|mas|mbak|tolong|please|makasih|terima kasih)){0,4}"
_REPORT = r"(?:laporan|aduan|pengaduan|keluhan|pesan)(?:nya|ku)?(?:\s+(?:ini|saya|itu|aku)){0,3}"

# The first pattern that is found decides. Most of them name what is to be hidden, since complaints tell of
# secrets too ("lurah merahasiakan data bansos").
WISHES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (privacy, re.compile(rf"\b{_ASK}\b{pattern}{_END}", re.IGNORECASE))
    for privacy, pattern in (
        (PLAIN, rf"(?:{_NOT}|bukan|batal)\s+(?:lapor\s+|secara\s+|pakai\s+)?(?:anonim|rahasia)\w*"),
        (PLAIN, r"(?:identitas|nama)\s+biasa\b"),
        (PLAIN, r"(?:ga|gak|tidak|tdk|nggak)\s?jadi\s+(?:anonim|rahasia)\w*"),
        (PLAIN, rf"(?<!\w)(?:gpp|gapapa|ga ?papa|boleh|silakan|oke)\s+(?:(?:kok|deh|aja|saja)\s+)*"
                rf"{_NAMES}(?:in)?\s+{_WHO}"),
        (PLAIN, rf"(?<!jangan )(?<!jgn )(?<!usah )(?<!perlu )(?<!mau ){_NAMES}\s+{_WHO}(?:\s+juga)?"
                r"\s+(?:aja|saja|asli|lengkap|boleh|(?:ga|gak|tidak|nggak)\s?(?:papa|apa-?apa)|gpp|gapapa)"),
        (PLAIN, rf"(?:sebut|tulis|pakai|pake|cantumkan|tampilkan)\s+(?:aja|saja)\s+{_WHO}"
                r"(?:\s+(?:ga|gak|tidak)\s?(?:papa|apa-?apa))?"),
        (ANONYMOUS, rf"{_NOT}\s+(?:ada|pakai|pake|bawa)\s+{_WHO}"),
        (SECRET, rf"{_REPORT}\s+{_ASK}(?:(?:bersifat|sifatnya|jadi|dibuat|dijadikan|adalah)\s+)?{_HIDE}"),
        (SECRET, rf"(?:rahasiakan|sembunyikan)\s+{_REPORT}"),
        (SECRET, rf"{_REPORT}\s+{_ASK}{_NOT}\s+(?:di\s?)?(?:publik|umum|tampil|sebar|posting|viral)\w*"
                 r"(?:\s+(?:ke|di)\s+(?:umum|publik|halaman umum|internet))?"),
        (SECRET, rf"{_NOT}\s+(?:di\s?)?(?:publikasi|umumkan|posting|viralkan|sebarkan)\w*"
                 rf"(?:\s+{_REPORT})?(?:\s+ke\s+(?:umum|publik))?"),
        (SECRET, r"(?:lapor(?:an)?|mengadu|kirim)\s+(?:secara\s+)?rahasia\b"),
        (ANONYMOUS, rf"(?:hapus|ilang|hilang|copot|buang|tarik|cabut)(?:in|kan|no)?\s+{_WHO}"
                    r"(?!.*\b(?:kk|dtks|dtsen|daftar|bansos|kartu|ktp|bpjs|sertifikat|data|waris|sekolah)\b)"),
        (ANONYMOUS, rf"{_WHO}\s+{_ASK}{_HIDE}"),
        (ANONYMOUS, rf"(?:rahasiakan|sembunyikan|samarkan|tutupi)\s+{_WHO}"),
        (ANONYMOUS, rf"{_NOT}\s+{_SHOW}\s+{_WHO}"),
        (ANONYMOUS, rf"{_WHO}\s+{_ASK}{_NOT}\s+{_SHOW}"),
        (ANONYMOUS, r"(?:(?:saya|aku|sy|secara|sebagai|ingin|pengen|lapor|pelapor|dibuat|jadi|bikin|buat"
                    r"|pakai|mode|tetap|identitas|nama|identitasnya|namanya|mau|tapi|minta|tolong|mohon)"
                    r"\s+){1,6}anonim\w*"),
        (ANONYMOUS, r"(?:lapor|melapor|kirim|secara)\s+tanpa\s+nama\b"),
        (ANONYMOUS, r"(?:(?:can|could|please|you|i|want|would|like|make|change|set|keep|put|hide|report|it"
                    r"|this|me|my|name|to|be|stay|remain|as|rather|prefer|it.s)\s+){1,8}(?:anonymous(?:ly)?|nameless)\b"),
        (ANONYMOUS, r"(?:don.?t|do not|please don.?t|without|never)\s+(?:show|use|put|write|include|mention"
                    r"|publish|tell|share"
                    r"|showing|using|mentioning)\s+(?:them\s+|anyone\s+)?my\s+name\b"),
        (ANONYMOUS, r"(?:hide|remove|leave out|keep)\s+my\s+name(?:\s+(?:out|private|hidden|secret))?\b"),
    )
)  # fmt: skip
# Fear and nothing else, where a question of a report stands open.
_FEAR = (
    r"(?:(?:saya|aku|gue|gw|i|i.?m|tapi|jadi|masih|agak|rada|sebenernya|sebenarnya)\s+){0,3}"
    r"(?:takut|tkt|wedi|ajrih|sieun|khawatir|afraid|scared)"
    r"(?:\s+(?:saya|aku|gue|gw|banget|bgt|sih|euy|soalnya|lapornya|ngelapor|lapor|ngomong|ngomongnya)){0,3}"
)
# A whole short message that says it without naming what.
ALONE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (privacy, re.compile(rf"(?:{_ASK}(?:secara |yang |mode )?(?:{words}){_END})\W*", re.IGNORECASE))
    for privacy, words in (
        (SECRET, r"(?:di)?rahasia(?:kan|in)?"),
        (
            ANONYMOUS,
            r"anonim|anonymous|tanpa nama|hamba allah|(?:gak|ga|tidak|nggak) (?:mau|usah) sebut nama",
        ),
        (PLAIN, r"biasa|identitas biasa"),
        (SECRET, _FEAR),
        (
            SECRET,
            rf"(?:{_I}\s+)?(?:mau|pengen|pengin|ingin|want to)\s+(?:nge|me)?(?:lapor\w*|ngadu|report)\W+"
            rf"(?:tapi|tp|cuma|but)\s+{_FEAR}",
        ),
    )
)

_TITLE = r"(?P<title>(?:bapak|bpk|pak|ibu|bu|mas|mbak|mba|bang|kang|teh|haji|hj|h)\.?\s+)"
_NAME = r"(?P<name>[^\W\d_][\w'’.]*(?:[ ]+[^\W\d_][\w'’.]*){0,4})"
_A_NAME_ALONE, _SMALL_NAME = 6, 2  # words
_INTRODUCED = re.compile(
    rf"\b(?:nama\s+{_I}|namaku|nama\s+lengkap\s+{_I}|perkenalkan(?:,)?(?:\s+nama)?\s+{_I})\b"
    rf"\s*(?:adalah|itu|yaitu|ialah|:|=)?\s*{_TITLE}?{_NAME}",
    re.IGNORECASE,
)
# "Saya pak darmawan dari rw 4"
_FROM_WHERE = re.compile(
    rf"\b(?:perkenalkan[\s,]+)?(?:saya|aku)\s+{_TITLE}{_NAME}(?<=\w)(?=\s*,?\s+(?:dari|warga|rt|rw|tinggal|orang)\b)",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"\s*(?:[,.;\n(]|$|(?:dari|warga|mau|ingin|tinggal|umur|rt|rw|alamat|izin|ijin|numpang)\b)", re.IGNORECASE
)
# Where a name ends in running words, and what no name is.
_NO_NAME = _set(
    "di dari warga mau ingin lapor melapor melaporkan tinggal rt rw dan tapi yang ada jalan no nomor umur "
    "tolong mohon jangan tidak gak ga nggak enggak belum sudah udah hilang salah keluar masuk terdaftar "
    "beda kok dicoret dihapus dirahasiakan rahasia anonim disembunyikan disamarkan bukan ini itu sebagai "
    "selaku asal dengan karena untuk agar supaya biar juga sama saya aku kami pak bu bapak ibu mas mbak "
    "kak min admin ya dipakai dicatut digunakan tercantum muncul tertulis terima kasih apa siapa wkwk "
    "kelihatan keliatan terlihat kebaca terbaca tampil disimpan aman bocor tersebar kesebar diketahui "
    "ketahuan ketauan dijaga disebut disebutin nongol dilihat diliat dibuka terbuka "
    "wkwkwk haha hehe hihi hmm entah terserah bebas gatau lewati skip batal anu lah dong deh sih nih oke "
    "ok halo hai test tes aja saja gpp gapapa dobel double ganda tertukar ketuker terhapus kehapus typo "
    "nik ktp kk hp nohp wa telp telepon norek rekening pekerjaan "
    "ngaco keliru kurang ilang kosong eror error blm dipake jelek lengkap hamil rumah tangga warung kantin"
)
# What is done to a name or what it does, which is none: "nama saya kecoret", "nama saya nyangkut".
_INFLECTED = re.compile(r"(?:di|ke|ter|ber|me|ng|ny)[^\W\d_]{4,}", re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\W\d_][^\W\d_'’.]*[^\W\d_]?[.'’]?(?:['’-][^\W\d_]+)?")
_VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t]+")
_LOOSE = re.compile(
    r"(?:^|(?<=[.!?\n]))\s*[,;:.]+\s*|(?<=[,;])\s*[,;]+(?=\s)|\s*[,;]+\s*$|\s+(?=[,.;!?])", re.MULTILINE
)


@dataclass(frozen=True)
class Wish:
    """What a text says about the name: privacy (None: nothing), the name given, and the words that remain."""

    privacy: str | None
    name: str
    rest: str


def wish(text: str) -> Wish | None:
    """What the text says about the resident's name; None when nothing. `rest` no longer holds those words.

    Who asks to stay unnamed and gives a name in the same breath stays unnamed: the name goes nowhere.
    """
    if not _CUE.search(text) and not _FROM_WHERE.search(text):
        return None
    for privacy, pattern in ALONE:
        if pattern.fullmatch(text.strip()):
            return Wish(privacy, "", "")
    rest, name = _introduction(text)
    found = next(((p, m) for p, pattern in WISHES if (m := pattern.search(rest))), None)
    if found is not None:
        privacy, match = found
        return Wish(
            privacy, name if privacy == PLAIN else "", _tidy(rest[: match.start()] + rest[match.end() :])
        )
    return Wish(None, name, _tidy(rest)) if name else None


def afraid(text: str) -> bool:
    """Whether the text tells of fear and of nothing else."""
    return re.fullmatch(rf"{_FEAR}{_END}\W*", text.strip(), re.IGNORECASE) is not None


def _introduction(text: str) -> tuple[str, str]:
    """The text without "nama saya …", and that name; the text as it is when nobody is introduced."""
    match = _INTRODUCED.search(text) or _FROM_WHERE.search(text)
    if match is None:
        return text, ""
    words = []
    for word in match["name"].split():
        if word.lower().strip(".,") in _NO_NAME or not _VOWEL.search(word):
            break
        words.append(word.strip(",;:") if len(word) <= 2 else word.strip(",;:."))
    # In running words capitals tell a name: "nama saya terhapus dari daftar bansos" is none.
    sure = all(word[0].isupper() for word in words) and not text.isupper()
    if not sure and words and _INFLECTED.match(words[0]) and stem(key(words[0])) in known_words():
        words = []  # "nama saya diganti": what happens to it
    if not sure and len(text.split()) > _A_NAME_ALONE:
        words = _small_name(words, text[match.start("name") :], titled=bool(match["title"]))
    if not words:
        return text, ""
    end = match.start("name") + match["name"].index(words[-1]) + len(words[-1])
    return text[: match.start()] + text[end:], _written(words)


def _small_name(words: list[str], said: str, *, titled: bool) -> list[str]:
    """The words that are a name though nothing is written large: none of them tells of a matter, and a title
    stands before them, or a mark, what introduces people or the matter itself goes on behind them."""
    told = list(takewhile(lambda word: not _tells_something(word), words))[:_SMALL_NAME]
    if not told:
        return []
    behind = said[said.index(told[-1]) + len(told[-1]) :]
    plainly = titled or _AFTER_NAME.match(behind)
    a_matter = begins_with_a_thing(behind) and not any(map(_INFLECTED.match, told))
    return told if plainly or a_matter else []


def _tells_something(word: str) -> bool:
    """Whether a word in small letters is one of everyday talk, and no name."""
    plain = key(word)
    return plain in vocabulary() or stem(plain) in known_words() or ends_name(plain)


def name_in(text: str) -> str | None:
    """The name an answer to "siapa nama Anda?" gives, or None when it does not look like one."""
    said = wish(text)
    if said is not None and said.name:
        return said.name
    words = re.sub(r"^\s*(?:saya|aku|panggil(?:\s+saja)?|nama|namanya)\s+", "", text, flags=re.I).split()
    words = [word.strip(",;:!") for word in words if word.strip(",;:!.")]
    while words and words[0].lower().strip(".") in ("pak", "bu", "bapak", "ibu", "mas", "mbak", "kak"):
        words = words[1:]
    fits = 0 < len(words) <= 5 and sum(map(len, words)) <= LONGEST_NAME
    return _written(words) if fits and all(map(_could_be_name, words)) else None


def _could_be_name(word: str) -> bool:
    known = word.lower().strip(".")
    return (
        known not in _NO_NAME
        and bool(_NAME_WORD.fullmatch(word))
        and bool(_VOWEL.search(word) or word[-1] == ".")
    )


def _written(words: list[str]) -> str:
    """A name as names are written; capitals the person set stay."""
    return " ".join(
        word if word[:1].isupper() and not word.isupper() else word.capitalize() for word in words
    )[:LONGEST_NAME]


def _tidy(text: str) -> str:
    """The words without the marks and blanks that what was taken out leaves behind."""
    lines = (_BLANKS.sub(" ", line) for line in text.split("\n"))
    bare = "\n".join(_LOOSE.sub("", line).strip(" ,;:-") for line in lines)
    return bare.strip() if any(c.isalnum() for c in bare) else ""
