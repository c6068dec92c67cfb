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
