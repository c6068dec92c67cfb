"""The bot's sentences as a section of the configuration."""

from bot.messages import FOLDER
from routing.city.sections.sentences import Sentences

LONGEST = 1024  # of a message with buttons, on WhatsApp
LONGEST_BUTTON = 24  # of a row of a list there; the delivered titles keep 20 where they must

SENTENCES = Sentences(
    "own_messages", FOLDER, lambda key: LONGEST_BUTTON if key.startswith("btn-") else LONGEST,
    kept="drill", why="supaya latihan tidak dikira sungguhan",
)  # fmt: skip
SECTION = SENTENCES.section(
    "kalimat", "Kalimat bot",
    "Kalimat yang diucapkan bot kepada warga. Yang tidak ada di sini memakai kalimat bawaan; yang dihapus "
    "kembali ke sana.",
    "Tanda { $nama } diisi saat dikirim; pakai hanya yang ada di kalimat bawaannya.", most=LONGEST, order=60,
)  # fmt: skip
