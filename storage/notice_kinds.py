"""Every notice that is queued under a key of the catalogue (bot/messages), with what is asked of it."""

from enum import StrEnum
from typing import Self


class Notice(StrEnum):
    """notice = key of the sentence, what it is about as officers read it, [key for those who joined].

    supporters: what those who support a report are told when its reporter is told this, "" where it is the
    reporter's alone. urgent: goes out before other news.
    """

    about: str
    supporters: str
    urgent: bool

    def __new__(cls, code: str, about: str, supporters: str = "", urgent: bool = False) -> Self:
        """A member whose value is its key, as stored."""
        made = str.__new__(cls, code)
        made._value_ = code
        made.about, made.supporters, made.urgent = about, supporters, urgent
        return made

    @classmethod
    def of(cls, key: str) -> "Notice":
        """The one stored as `key`; KeyError where there is none."""
        return _BY_CODE[key]

    # to the reporter; an officer's question and answer are theirs alone, whether it is done is theirs to say
    ANSWER = "notice-answer", "Jawaban petugas"
    QUESTION = "notice-question", "Pertanyaan petugas"
    REMINDER = "notice-reminder", "Pengingat pertanyaan"
    STATUS = "notice-status", "Perubahan status", "notice-supporter-status"
    FORWARDED = "notice-forwarded", "Diteruskan ke instansi lain", "notice-supporter-forwarded"
    MOVED = "notice-moved", "Tenggat dimundurkan", "notice-supporter-moved"
    CATEGORY = "notice-category", "Kategori diperbaiki", "notice-supporter-category"
    DONE = "notice-done", "Pekerjaan selesai", "notice-supporter-done"
    RESULT = "notice-result", "Foto hasil pekerjaan"
    CLOSED = "notice-closed", "Laporan ditutup"
    PHOTO_REFUSED = "photo-refused", "Foto tidak dapat dibuka"
    PHOTO_REFUSED_EARLY = "photo-refused-early", "Foto tidak dapat dibuka"
    VOICE_REFUSED = "voice-refused", "Pesan suara tidak dapat dibuka"
    VOICE_REFUSED_EARLY = "voice-refused-early", "Pesan suara tidak dapat dibuka"
    # to those who joined
    SUPPORTER_STATUS = "notice-supporter-status", "Perubahan status"
    SUPPORTER_FORWARDED = "notice-supporter-forwarded", "Diteruskan ke instansi lain"
    SUPPORTER_MOVED = "notice-supporter-moved", "Tenggat dimundurkan"
    SUPPORTER_CATEGORY = "notice-supporter-category", "Kategori diperbaiki"
    SUPPORTER_DONE = "notice-supporter-done", "Pekerjaan selesai"
    SUPPORTER_REOPENED = "notice-supporter-reopened", "Laporan dibuka lagi"
    SUPPORTER_WITHDRAWN = "notice-supporter-withdrawn", "Laporan ditarik pelapornya"
    NEIGHBOUR = "notice-neighbour", "Pertanyaan kepada warga sekitar"
    # of what belongs together
    JOINED = "notice-joined", "Digabung dengan laporan yang sama"
    PARTED = "notice-parted", "Ditangani tersendiri lagi"
    SPLIT = "notice-split", "Dipecah menjadi beberapa laporan"
    BUNDLE = "notice-bundle", "Kabar pekerjaan atau kejadian", "notice-supporter-bundle"
    SUPPORTER_BUNDLE = "notice-supporter-bundle", "Kabar pekerjaan atau kejadian"
    # to whom it concerns
    WARNING = "notice-warning", "Peringatan air naik", "", True
    WARNING_OVER = "notice-warning-over", "Air kembali normal"
    WARNING_WITHDRAWN = "notice-warning-withdrawn", "Peringatan ditarik", "", True
    EARLY = "notice-early", "Peringatan dini", "", True
    EARLY_CLEAR = "notice-early-clear", "Sudah aman"
    OPERATOR = "notice-operator", "Pesan operator", "", True
    UNBLOCKED = "unblocked", "Blokir dibuka"
    OFFICER = "notice-officer", "Kabar untuk petugas"
    BLOCKED = "blocked", "Pemberitahuan blokir"
    TOO_FAST = "too-fast", "Diminta menunggu"
    FAREWELL = "data-erased", "Data dihapus"
    GROUP = "telegram-group", "Bukan untuk grup"


URGENT = tuple(notice.value for notice in Notice if notice.urgent)
_BY_CODE = {str(kind): kind for kind in Notice}
