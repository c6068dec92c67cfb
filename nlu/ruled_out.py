"""What no danger is though it is felt: words that rule one kind out, or say that it is long over."""

import re

from nlu.found_again import found_outright
from nlu.subjects import happens_to_nobody

_POISON, _MISSING, _TRAPPED, _BITTEN = "keracunan", "anak_hilang", "terjebak", "gigitan"
# "Dipalak kakak kelas di sekolah": robbed and teased, and nobody was touched.
TOUCHED = frozenset(("kekerasan_seksual", "kdrt"))
_AT_SCHOOL = re.compile(
    r"^(?!.*\b(?:di|ke|me\w{0,2}|nge?|ny)?(?:raba|pegang|megang|cium|peluk|telanjang|bugil|cabul|lecehk?|perkosa|paha|dada|kelamin"
    r"|buka baju)\w*)"
    r".*\b(?:(?:di)?palak\w*|(?:di)?bull(?:y|i)\w*|perundungan|dirundung|diejek\w*|ngejek\w*|dikucilin|dikucilkan"
    r"|dimintain (?:duit|uang))\b",
    re.IGNORECASE | re.DOTALL,
)
# "Belum makan dari kemarin, anak saya 3": in need, and nobody is missing.
_HUNGRY = re.compile(
    r"\b(?:belum makan|kelaparan|lapar|laper"
    r"|(?:ga|gak|tidak|tdk|nggak) (?:ada|punya|kebeli) (?:beras|makanan|uang buat makan|duit buat makan))\b",
    re.IGNORECASE,
)
# "Saya ketipu, seller nya ngilang": who took the money is gone, and nobody is missed.
_ABSCONDED = re.compile(
    r"\b(?:ketipu|tertipu|kena tipu|penipuan|nipu|scam\w*)\b"
    r"|\b(?:seller|penjual|toko|olshop|kontraktor|pemborong|developer|pengembang|tukang|bandar|arisan|pinjol|calo|agen"
    r"|pelaku|bos|mandor|pengelola|admin)(?:nya)?\s+(?:nya\s+)?(?:\w+\s+){0,2}?(?:ng)?(?:hilang|ilang|kabur|lari|menghilang)",
    re.IGNORECASE,
)
# "Bocah pada ngelem sama minum tiap malem": a nuisance, and nobody has fallen ill.
_REVELS = re.compile(
    r"^(?!.*\b(?:muntah|pingsan|kejang|tewas|mati|meninggal|sekarat|sadar|sesak|sakit|kritis|tumbang|buta|rs|igd"
    r"|tepar|kolaps)\w*)"
    r".*\b(?:ngelem|mabo?k\w*|mabuk\w*|miras|ciu|tuak|minum-minum)\b",
    re.IGNORECASE | re.DOTALL,
)
# Of what somebody may be poisoned, or how it shows: "ujan es, pohon pada tumbang" names none of it.
_SICKENED = re.compile(
    r"(?:makan|minum|mabok|mabuk|muntah|mual|pusing|racun|hirup|gas\b|diare|mencret|pingsan|busa|sakit|telan|nelen|obat"
    r"|katering|catering|jajan|mbg|sesak|sesek|kejang|lemes|lemas"
    r"|mules|melilit|perut|utah|murus|ngising|kelenger|semaput|beuteung|weteng|tepar|bensin|baygon|cairan|deterjen"
    r"|sabun|jamur|kimia"
    r"|poison|vomit|drank|drink|swallow|ate\b|eat|food|sick|pills?\b|gatal|keringat|biru|kolaps)",
    re.IGNORECASE,
)
# "Nenek tidak tahu nomor nomoran, nak": who writes is old, and nobody is lost.
_OLD_ONESELF = re.compile(
    r"^\W*(?:(?:nak|nduk|cu|le|maaf|pak|bu)\W+)?(?:nenek|kakek|mbah|ibu|bapak|eyang|emak|opa|oma)\s+"
    r"(?:tidak|tdk|ga|gak|nggak|ngga|kurang|belum|ora|teu)\s+(?:bisa|tau|tahu|ngerti|mengerti|paham|punya|biasa)\b"
    r"(?!.*\b(?:pulang|jalan|rumah|arah|di ?mana|nyasar|tersesat)\b)",
    re.IGNORECASE,
)
# "Mobil parkir depan pager saya ga bisa keluar": a car is blocked, and nobody trapped.
_BLOCKED = re.compile(
    r"^(?!.*\b(?:kebakar\w*|api|asap|banjir|air|kebanjiran|lift|bayi|balita|kekunci|terkunci|runtuh|roboh|tertimbun|kejepit|terjepit|sesak|pingsan)\b)"
    r"(?=.*\b(?:mobil|motor|truk|kendaraan|angkot|gerobak)(?:ku|nya)?\b)"
    r".*\b(?:parkir\w*|portal|gerbang|garasi|plat|nutup\w*|ditutup\w*|lapak|pagar|pager)\b",
    re.IGNORECASE | re.DOTALL,
)
# "Kemarin ada anak tenggelam, tolong dipagerin": what shall not happen again.
_PREVENTS = re.compile(
    r"\b(?:kemarin|kemaren|kmrn|semalam|semalem|lusa|minggu|bulan|tahun|pernah"
    r"|udah \d+ ?(?:kali|x|orang|anak|korban))\b.*"
    r"\b(?:dipag[ae]r\w*|dipasang\w*|pasangin|diuruk|ditimbun|dikasih (?:pagar|pager|rambu|lampu)|rambu"
    r"|pengaman|pembatas"
    r"|jangan sampai|biar (?:ga|gak|tidak))\b",
    re.IGNORECASE | re.DOTALL,
)
# "Tadi kejebak lift tapi udah keluar, tolong dicek"
_GOT_OUT = re.compile(
    r"\b(?:tadi|kemarin|kemaren|barusan)\b.*\b(?:udah|sudah|udh|alhamdulillah|akhirnya)\s+(?:bisa\s+)?"
    r"(?:keluar|selamat|aman|bebas|ditolong|dievakuasi|dikeluarin)\b",
    re.IGNORECASE | re.DOTALL,
)
# What is over by weeks is nobody's danger now, unless it is one that stays.
_OVER = frozenset((_POISON, _TRAPPED, "gas"))
_WEEKS_AGO = re.compile(
    r"\b(?:minggu|bulan|tahun) (?:lalu|kemarin|kemaren|kmrn)\b|\blast (?:week|month|year)\b", re.IGNORECASE
)
_WELL = r"(?:sehat|sembuh|baik\w*|mendingan|pulih|selamat|aman|pulang|normal|fine|better|well)"
_STILL = re.compile(
    r"\b(?:masih|barusan|lagi|sampai|still|sejak|dari|makin|tambah|terus|since|keeps?"
    rf"|(?:sekarang|skrg|now)(?!\W+(?:(?:dia|anaknya|semua\w*|alhamdulillah)\W+)?(?:udah|sudah|udh|dah)?\W*{_WELL}\b))\b",
    re.IGNORECASE,
)
# "Kejebak macet sejam": in a jam, and in no danger.
_IN_A_JAM = re.compile(
    r"^(?!.*\b(?:melahirkan|lahiran|hamil|pingsan|sesak|kejang|sakit|ambulan\w*|banjir|api|kebakar\w*)\b)"
    r".*\b(?:ke|ter)je?bak\w*\W+(?:(?:di|sama|ama|ku)\W+)?(?:ke)?macet\w*|\bstuck in (?:\w+\W+)?traffic\b",
    re.IGNORECASE | re.DOTALL,
)
# "Anak tetangga kepeleset di situ": a fall, and nobody is caught.
_SLIPPED = re.compile(
    r"^(?!.*\b(?:got|selokan|sumur|kali|sungai|danau|kolam|lubang|lobang|jurang|septic\w*|air|masih|dalam|dalem|keluar"
    r"|nyangkut|sadar|darah|berdarah|patah|pingsan)\b)"
    r".*\b(?:ke|ter)(?:peleset|pleset|sandung|serimpet|seleo)\b|\bkeseleo\b|\bslipped\b",
    re.IGNORECASE | re.DOTALL,
)
_LEFT_BEHIND = re.compile(
    r"^(?!.*\b(?:bayi|balita|anak\w*|adi?k\w*|nenek|kakek|orang|[kt]e\w*jebak|banjir|api|baby|child|kid)\b)"
    r".*\b(?:kunci|hp|hape|dompet|tas|laptop|helm|keys?|wallet|phone)(?:ku|nya)?\b.{0,20}\b(?:ketinggalan|tertinggal|left)\b",
    re.IGNORECASE | re.DOTALL,
)
# "Tapi udah bisa sampe rumah"
_HOME_AGAIN = re.compile(
    r"\b(?:udah|sudah|udh|dah|alhamdulillah|akhirnya|untung\w*)\W+(?:(?:bisa|pada|semua|udah|sudah)\W+)*"
    r"(?:pulang\b|(?:sampe|sampai|nyampe|di|ada di|balik)\b(?:\W+(?:ke|di))?\W+"
    r"(?:rumah|kantor|tujuan|kos\w*|kontrakan)\b)",
    re.IGNORECASE,
)
# "Ibu udah keluar, bapak belum": somebody is not out.
_NOT_OUT = re.compile(
    r"\b(?:belum|blm|blom|belom|masih|msh|tinggal"
    r"|(?:ga|gak|g|tidak|tdk|nggak|ngga|ora|teu) ?(?:bisa|bs|iso|tiasa)"
    r"|gabisa|gakbisa|can.?t|cannot|still|not yet|durung|tacan|acan|kejebak lagi|terjebak lagi)\b",
    re.IGNORECASE,
)


def blocked(text: str) -> bool:
    """Whether a parked car or a jam keeps somebody, and no danger does."""
    return bool(_BLOCKED.match(text) or _IN_A_JAM.search(text))


def long_over(text: str, kind: str) -> bool:
    """Whether the danger of that kind is told as over."""
    out = kind == _TRAPPED and not _NOT_OUT.search(text)
    out = out and bool(_GOT_OUT.search(text) or _HOME_AGAIN.search(text))
    over = _WEEKS_AGO.search(text) or _PREVENTS.search(text) or out
    if kind == _BITTEN:  # the animal may still be there; the wound was looked after long ago
        return bool(_WEEKS_AGO.search(text))
    return kind in _OVER and bool(over) and not _STILL.search(text)


def ruled_out(text: str, kind: str) -> bool:
    """Whether the words rule out a danger that no rule told of and the sense feels."""
    if happens_to_nobody(text, kind) or long_over(text, kind):
        return True
    if kind == _MISSING:
        not_missed = _HUNGRY.search(text) or _ABSCONDED.search(text) or _OLD_ONESELF.match(text)
        return bool(not_missed) or found_outright(text)
    if kind == _TRAPPED:
        return blocked(text) or bool(_SLIPPED.search(text) or _LEFT_BEHIND.search(text))
    if kind == _POISON and not _SICKENED.search(text):
        return True
    pattern = _REVELS if kind == _POISON else _AT_SCHOOL if kind in TOUCHED else None
    return pattern is not None and bool(pattern.search(text))
