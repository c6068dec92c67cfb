"""Codes as people read them: statuses, channels, priorities, roles. Each has an icon beside its colour."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """What a code is called, and the Lucide icon that goes with it."""

    name: str
    icon: str


STATUS = {
    "menunggu": Word("Menunggu", icon="inbox"),
    "diproses": Word("Diproses", icon="hammer"),
    "koordinasi": Word("Koordinasi", icon="users"),
    "menunggu_warga": Word("Menunggu warga", icon="message-circle-question-mark"),
    "diperiksa": Word("Sedang diperiksa", icon="clipboard-check"),
    "selesai": Word("Selesai", icon="circle-check"),
    "ditutup": Word("Ditutup", icon="archive"),
    "dirujuk": Word("Dirujuk", icon="external-link"),
    "ditolak": Word("Ditolak", icon="circle-x"),
    "duplikat": Word("Digabung", icon="git-merge"),
    "ditarik": Word("Ditarik warga", icon="undo-2"),
}
CHANNEL = {
    "telegram": Word("Telegram", icon="send"),
    "whatsapp": Word("WhatsApp", icon="phone"),
    "web": Word("Obrolan web", icon="globe"),
    "open311": Word("Program lain", icon="plug"),
    "sensor": Word("Sensor", icon="radio-tower"),
    "data": Word("Data instansi", icon="database"),
}
PRIVACY = {
    "anonim": Word("Anonim", icon="venetian-mask"),
    "rahasia": Word("Rahasia", icon="eye-off"),
}
PRIORITY = {0: "Biasa", 1: "Tinggi", 2: "Darurat"}
ROLE = {
    "petugas": "Petugas dinas",
    "kepala": "Kepala dinas atau unit",
    "lurah": "Lurah",
    "pemantau": "Pemantau",
    "operator": "Operator POC",
    "pimpinan": "Pimpinan",
    "admin": "Admin",
}
# By these names pages find them.
ON_PAGES = {"STATUS": STATUS, "CHANNEL": CHANNEL, "PRIVACY": PRIVACY, "PRIORITY": PRIORITY, "ROLE": ROLE}
