"""Words around a danger, each a pattern: who is lost or found alone, what is not over yet, what was none."""

import re

# A child that nobody misses yet: "nemu bayi di kardus", "ada anak kecil nangis sendirian".
LONE_CHILD = re.compile(
    r"\b(?:nemu|nemuin|menemukan|ditemukan|found)\s+(?:\w+\s+){0,2}?(?:bayi|orok|baby)\b(?!\s*(?:saya|ku|kami|my)\b)|"
    r"\b(?:bayi|orok|jabang bayi|baby)\b.{0,25}\b(?:di)?(?:buang|tinggal|taro|taruh|geletak|kardus"
    r"|abandoned)\w*"
    r"|\b(?:nemu|nemuin|menemukan|ketemu|found|ada|ono|aya|liat|lihat)\s+(?:\w+\s+){0,2}?"
    r"(?:anak|bocah|balita|bayi|budak|child|kid|baby)\b(?!.*\b(?:saya|ku|kami|my)\b).*"
    r"\b(?:sendiri\w*|nyasar|kesasar|tersesat|bingung|nangis|lost|alone|crying)\b"
    r"|\b(?:nemu|nemuin|menemukan|ketemu|found|ada)\s+(?:\w+\s+){0,2}?"
    r"(?:bapak|kakek|nenek|mbah|lansia|eyang|orang tua|ibu|old man)\b(?!.*\b(?:saya|ku|kami|my)\b).*"
    r"\b(?:pikun|nyasar|kesasar|tersesat|bingung|linglung|lupa (?:jalan|rumah|alamat)|jalan pulang|lost)\b"
    r"|\b(?:sampah|kardus|semak|got|selokan|mushola|masjid|kresek)\b.{0,25}\bada\s+(?:\w+\s+)?(?:bayi|orok|baby)\b",
    re.IGNORECASE,
)
# "Nak, ibu lupa jalan pulang", "saya nyasar ga tau ini di mana": who writes is lost.
LOST_ONESELF = re.compile(
    r"(?:^|\b(?:nak|nduk|cu|neng|dek|pak|bu|min|tolong|halo)\W+)"
    r"(?:saya|aku|gue|gw|i|(?:ibu|bapak|nenek|kakek|mbah|eyang|emak)"
    r"(?! (?:tetangga|saya|aku|kami|orang|itu)\b))\s+(?:\w+\s+){0,2}?"
    r"(?:lupa (?:jalan|arah|rumah|alamat)|(?:ny|ke|ter)sasar|nyasar|tersesat"
    r"|(?:ga|gak|tidak|nggak) tau (?:ini|jalan|arah)"
    r"|lost|can.t find my way)",
    re.IGNORECASE,
)
# "Damkarnya belum dateng", "masih belum sadar"
NOT_OVER = re.compile(
    r"\b(?:belum|blm|blom|durung|teu acan|not|haven.t)\b.{0,25}\b"
    r"(?:ketemu|ditemu\w*|padam|mati|dateng|datang|nyampe|sampe|sampai|keangkat|diangkat|keluar|sadar|siuman|ditolong|dievakuasi"
    r"|surut|kepanggil|nyambung|found|out|here|come)\b",
    re.IGNORECASE,
)
# What looked like danger was none.
TURNED_OUT = re.compile(
    r"^\W*(?:(?:oh|eh|ah|lho|loh|maaf|duh|aduh|ya ampun|wah|syukurlah|alhamdulillah)\W+)*"
    r"(?:(?:bukan|bkn|salah|no)\b.{0,20}\b(?:ternyata|cuma|cuman|hanya|orang|just)|ternyata|taunya"
    r"|it was just)\b"
    r"(?!.*\b(?:masih|beneran|benar benar|ada korban|parah|makin)\b)",
    re.IGNORECASE,
)
# What kills is at hand, or was taken already; the place from which it is meant.
_MEANS = r"(?:pisau|piso|silet|cutter|gunting|tali|racun|baygon|obat\w*|pil|golok|gas|knife|rope|pills)"
_TO_DIE = r"(?:lompat|loncat|gantung|mati|pergi|selesai|jump|die|do it)"
_SOON = r"(?:sekarang|skrg|skrng|malam ini|bentar lagi|abis ini|tonight|right now|now)"
AT_HAND = re.compile(
    r"\b(?:udah|sudah|udh|dah|barusan|baru|tadi|abis|habis|just|already)\W+(?:\w+\W+){0,2}?"
    r"(?:minum|nelan|nelen|telan|nenggak|makan|nyayat|sayat|nyilet|silet|motong|potong|took|swallowed|cut)\b"
    rf"|\b{_MEANS}\b.{{0,25}}\b(?:depan|tangan|genggam\w*|pegang|leher|siap|meja|sini|hand|ready|here)\b"
    rf"|\b(?:pegang|megang|bawa|holding)\W+(?:\w+\W+)?{_MEANS}\b"
    rf"|\b{_SOON}\b.{{0,20}}\b{_TO_DIE}\b|\b{_TO_DIE}\b.{{0,20}}\b{_SOON}\b"
    r"|\bdi\W+(?:atas |pinggir |tepi )*"
    r"(?:atap|rooftop|balkon|jembatan|flyover|rel|tower|gedung|lantai \d+)\b",
    re.IGNORECASE,
)
NO_ANSWER = re.compile(
    r"\b(?:112|119|telp\w*|telepon\w*|nelpon|nelfon)\b.*\b(?:ga|gak|tidak|nggak|ngga|belum|not)\W+"
    r"(?:\w+\W+)?(?:diangkat|nyambung|dijawab|aktif|bisa|kejawab|tersambung|answered)\b"
    r"|\bnobody (?:answers|picks)\b",
    re.IGNORECASE,
)
WHO_ARE_YOU = re.compile(
    r"\b(?:robot|bot|mesin|ai)\b|\b(?:ini|kamu|situ|anda) (?:siapa|orang|manusia)\b"
    r"|\bare you (?:human|real)\b|\b(?:kapan|mana)\b.*\b(?:petugas|orang)\w*\b",
    re.IGNORECASE,
)
# Somebody's life is spoken of, whatever else the words ask: "percuma lapor, mending aku ngilang aja".
AT_STAKE = re.compile(
    r"\b(?:mati\b|die\b|kill|(?:ng?e?|di|mem)?bunuh|(?:ng|meng)ilang\b|menghilang|lenyap|akhiri|mengakhiri"
    r"|nyusul|gantung diri"
    r"|(?:lon|lom)(?:cat|pat)|nyilet|(?:di)?(?:pukul|siksa|aniaya|tusuk|bacok|gebuk|hajar)|darah|berdarah"
    r"|nyawa|hurt (?:me|myself)|disappear)",
    re.IGNORECASE,
)
# "Tadi saya bilang kebakaran, ternyata cuma fogging": taken back, with nothing in hand any more.
TAKEN_BACK = re.compile(
    r"\b(?:ternyata|taunya|tau-taunya|turns out|turned out)\W+(?:\w+\W+)?"
    r"(?:cuma|cuman|hanya|bukan|latihan|simulasi|gladi|fogging|bakar sampah|salah li[ah]\w*|just|only)\b"
    r"(?!.*\b(?:masih|beneran|korban|parah|makin|tapi)\b)",
    re.IGNORECASE,
)
