"""Every kind of event, with what is asked of it: one place for the log's vocabulary.

A new kind is one line here; history, public page and log read their sentences from it.
"""

from enum import StrEnum
from typing import Self


class EventKind(StrEnum):
    """kind = code, sentence in the office's history, [sentence on the public page].

    history: what an officer reads. public: what everybody reads on the report's page, "" where it is the
    office's own. Neither code nor data of an event holds personal data.
    """

    history: str
    public: str

    def __new__(cls, code: str, history: str, public: str = "") -> Self:
        """A member whose value is its code, as stored."""
        made = str.__new__(cls, code)
        made._value_ = code
        made.history, made.public = history, public
        return made

    @classmethod
    def of(cls, code: str) -> "EventKind":
        """The one stored as `code`; KeyError where there is none."""
        return _BY_CODE[code]

    # a report's life
    REPORT_FILED = "report_filed", "Laporan dibuat", "Laporan diterima"
    REPORT_STATUS = "report_status", "Status diubah", "Keadaan berubah"
    REPORT_FORWARDED = "report_forwarded", "Diteruskan ke instansi lain", "Diteruskan ke instansi lain"
    REPORT_CATEGORY = "report_category", "Kategori diperbaiki", "Jenis laporan diperbaiki"
    REPORT_ANSWERED = "report_answered", "Menjawab warga", "Petugas menjawab"
    REPORT_ASKED = "report_asked", "Bertanya kepada warga", "Petugas bertanya"
    ANSWER_SCHEDULED = "answer_scheduled", "Menjadwalkan jawaban untuk jam kantor"
    ANSWER_UNSCHEDULED = "answer_unscheduled", "Membatalkan jawaban terjadwal"
    ANSWER_NOT_SENT = "answer_not_sent", "Jawaban terjadwal tidak dikirim"
    ANSWER_HELD = "answer_held", "Menitipkan jawaban untuk diperiksa kepala"
    ANSWER_GIVEN_BACK = "answer_given_back", "Mengembalikan jawaban titipan"
    REPORT_NOTED = "report_noted", "Menulis catatan internal"
    REPORT_GIVEN = "report_given", "Dipegang seorang petugas"
    REPORT_LET_OUT = "report_let_out", "Tidak dipegang siapa pun lagi"
    REPORT_ADDED = "report_added", "Warga menambah keterangan", "Pelapor menambah keterangan"
    REPORT_WITHDRAWN = "report_withdrawn", "Warga menarik laporan", "Ditarik oleh pelapor"
    REPORT_ACCEPTED = "report_accepted", "Warga menyatakan sudah beres", "Pelapor memastikan sudah beres"
    REPORT_REOPENED = "report_reopened", "Warga membuka kembali laporan", "Dibuka lagi oleh pelapor"
    REPORT_RESULT = "report_result", "Foto hasil ditambahkan"
    REPORT_RESULT_WITHDRAWN = "report_result_withdrawn", "Foto hasil ditarik"
    REPORT_PHOTO = "report_photo", "Foto dari warga masuk"
    REPORT_VOICE = "report_voice", "Pesan suara dari warga masuk"
    PHOTO_REFUSED = "photo_refused", "Satu foto dari warga tidak bisa dibuka"
    REPORT_DELIVERED = (
        "report_delivered", "Hasil diserahkan untuk diperiksa", "Hasil pekerjaan sedang diperiksa"
    )  # fmt: skip
    REPORT_PASSED = "report_passed", "Hasil diperiksa dan diterima", "Hasil pekerjaan sudah diperiksa"
    REPORT_SENT_BACK = "report_sent_back", "Hasil dikembalikan pemeriksa", "Dikerjakan lagi"
    NEIGHBOURS_ASKED = "neighbours_asked", "Warga sekitar ditanya apakah sudah beres"
    NEIGHBOUR_CONFIRMED = (
        "neighbour_confirmed", "Satu warga sekitar: sudah beres", "Satu warga sekitar memastikan sudah beres"
    )  # fmt: skip
    NEIGHBOUR_DENIED = (
        "neighbour_denied", "Satu warga sekitar: belum beres", "Satu warga sekitar menyatakan belum beres"
    )  # fmt: skip
    # of no report, or its resident would read it in what is handed out about theirs
    PROOF_FLAGGED = "proof_flagged", "Foto hasil ditandai untuk pemeriksa"
    REPORT_RATED = "report_rated", "Warga memberi penilaian"
    REPORT_SUPPORTED = "report_supported", "Satu warga ikut mendukung"
    REPORT_UNSUPPORTED = "report_unsupported", "Satu warga berhenti mendukung"
    REPORT_PRIVACY = "report_privacy", "Pelapor mengubah identitas laporan"
    REPORT_REMINDED = "report_reminded", "Warga diingatkan tentang pertanyaan"
    REPORT_CORRECTED = "report_corrected", "Warga membetulkan laporannya", "Pelapor membetulkan laporannya"
    REPORT_URGED = "report_urged", "Warga menanyakan kelanjutan laporannya"
    REPORT_UNNAMED = "report_unnamed", "Pelapor menghapus datanya; laporan tetap berjalan"
    REPORT_CLOSED = "report_closed", "Laporan ditutup"
    REPORT_ACCUSES = "report_accuses", "Tambahan warga mengadukan kantor; laporan dijaga"
    REPORT_ROUTED = "report_routed", "Ditentukan siapa yang menangani"
    DEADLINE_NEARER = "deadline_nearer", "Tenggat dimajukan karena lebih mendesak", "Target dimajukan"
    DEADLINE_MOVED = "deadline_moved", "Tenggat dimundurkan", "Target selesai dimundurkan"
    DEADLINE_WARNED = "deadline_warned", "Peringatan tenggat"
    PROMISE_MADE = "promise_made", "Menjanjikan waktu kepada warga", "Petugas menjanjikan waktu"
    PROMISE_NEAR = "promise_near", "Petugas diingatkan akan janjinya"
    PROMISE_KEPT = "promise_kept", "Janji waktu ditepati", "Janji waktu ditepati"
    PROMISE_BROKEN = "promise_broken", "Waktu yang dijanjikan lewat", "Waktu yang dijanjikan lewat"
    PROMISE_DROPPED = "promise_dropped", "Janji waktu dibatalkan"
    REPORT_ACQUITTED = "report_acquitted", "Dinyatakan bukan pengaduan tentang kantor"
    REPORT_JOINED = (
        "report_joined", "Digabung ke laporan lain", "Digabung dengan laporan lain tentang hal yang sama"
    )  # fmt: skip
    REPORT_GAINED = "report_gained", "Satu laporan digabung ke sini"
    REPORT_PARTED = "report_parted", "Dipisahkan lagi dari gabungannya", "Ditangani tersendiri lagi"
    REPORT_LET_GO = "report_let_go", "Satu laporan dipisahkan lagi dari sini"
    REPORT_SPLIT = "report_split", "Dipecah menjadi beberapa laporan", "Dipecah menjadi beberapa laporan"
    REPORT_BUNDLED = "report_bundled", "Dimasukkan ke pekerjaan atau kejadian"
    REPORT_SHOWN = "report_shown", "Ditentukan apa yang boleh tampil untuk umum"
    REPORT_UNBUNDLED = "report_unbundled", "Dikeluarkan dari pekerjaan atau kejadian"
    BULK_ORDERED = "bulk_ordered", "Satu perintah untuk banyak laporan diberikan"
    BULK_UNDONE = "bulk_undone", "Perintah untuk banyak laporan diurungkan"
    TABLE_ORDERED = "table_ordered", "Unduhan tabel diminta"
    TABLE_TAKEN = "table_taken", "Tabel diunduh"
    BUNDLE_MADE = "bundle_made", "Pekerjaan atau kejadian dibuat"
    BUNDLE_TOLD = "bundle_told", "Kabar pekerjaan atau kejadian dikirim"
    BUNDLE_DONE = "bundle_done", "Pekerjaan atau kejadian selesai"
    # happenings
    INCIDENT_PROPOSED = "incident_proposed", "Kejadian diusulkan"
    INCIDENT_CONFIRMED = "incident_confirmed", "Kejadian dipastikan"
    INCIDENT_DISMISSED = "incident_dismissed", "Usulan kejadian ditolak"
    INCIDENT_RESTORED = "incident_restored", "Usulan kejadian dikembalikan"
    INCIDENT_GREW = "incident_grew", "Laporan atau peringatan masuk ke kejadian"
    INCIDENT_SHRANK = "incident_shrank", "Laporan dikeluarkan dari kejadian"
    INCIDENT_JOINED = "incident_joined", "Kejadian digabung ke kejadian lain"
    INCIDENT_PARTED = "incident_parted", "Gabungan kejadian dipisahkan lagi"
    INCIDENT_SPLIT = "incident_split", "Kejadian dipecah"
    INCIDENT_DRAWN = "incident_drawn", "Batas wilayah kejadian digambar"
    INCIDENT_CLOSED = "incident_closed", "Kejadian selesai"
    INCIDENT_REOPENED = "incident_reopened", "Kejadian dibuka lagi"
    INCIDENT_TICKED = "incident_ticked", "Daftar periksa dicentang"
    INCIDENT_UNTICKED = "incident_unticked", "Centang daftar periksa dibatalkan"
    INCIDENT_EVIDENCE = "incident_evidence", "Bukti ditambahkan ke kejadian"
    # gauges
    ALERT_OPENED = "alert_opened", "Peringatan dari alat pantau"
    ALERT_RAISED = "alert_raised", "Tingkat peringatan naik"
    ALERT_CLOSED = "alert_closed", "Air kembali normal"
    SENSOR_READING = "sensor_reading", "Bacaan alat pantau"
    ALERT_CONFIRMED = "alert_confirmed", "Peringatan dipastikan; warga diberi tahu"
    ALERT_LOWERED = "alert_lowered", "Lonjakan tidak terulang; tingkat peringatan turun"
    SENSOR_RULE_HELD = "sensor_rule_held", "Aturan alat pantau terpenuhi"
    SENSOR_RULE_ENDED = "sensor_rule_ended", "Keadaan yang dilaporkan alat pantau sudah berakhir"
    SENSOR_RULES_SAVED = "sensor_rules_saved", "Aturan alat pantau diubah"
    SENSOR_KEY_MADE = "sensor_key_made", "Kunci alat dibuat"
    SENSOR_KEY_REVOKED = "sensor_key_revoked", "Kunci alat dicabut"
    SENSOR_FLAGGED = "sensor_flagged", "Bacaan alat dinilai petugas"
    PROGRAM_KEY_MADE = "program_key_made", "Kunci program lain dibuat"
    PROGRAM_KEY_REVOKED = "program_key_revoked", "Kunci program lain dicabut"
    TOKEN_MADE = "token_made", "Membuat token untuk programnya sendiri"
    TOKEN_ENDED = "token_ended", "Mencabut token programnya sendiri"
    WEBHOOK_MADE = "webhook_made", "Webhook dibuat"
    WEBHOOK_RENEWED = "webhook_renewed", "Kunci webhook diganti"
    WEBHOOK_ENDED = "webhook_ended", "Webhook dicabut"
    WEBHOOK_RESUMED = "webhook_resumed", "Webhook dikirim lagi dari satu nomor peristiwa"
    WALL_LINK_MADE = "wall_link_made", "Tautan layar dibuat"
    WALL_LINK_REVOKED = "wall_link_revoked", "Tautan layar dicabut"
    READER_DEAF = "reader_deaf", "Pembaca alat pantau tidak mendengar"
    READER_HEARS = "reader_hears", "Pembaca alat pantau mendengar lagi"
    # feeds of agencies
    DATA_MATTER_RAISED = "data_matter_raised", "Masalah data instansi"
    DATA_MATTER_CHANGED = "data_matter_changed", "Masalah data berubah"
    DATA_MATTER_OVER = "data_matter_over", "Masalah data selesai"
    FEED_DESCRIBED = "feed_described", "Sumber data diatur"
    FEED_HANDED_IN = "feed_handed_in", "Berkas data diserahkan"
    OUTSIDE_WARNING = "outside_warning", "Peringatan resmi dari luar diterima atau berakhir"
    # cameras
    CAMERA_SET = "camera_set", "Kamera didaftarkan atau diubah"
    CAMERA_LOOKED = "camera_looked", "Kamera dilihat"
    CAMERA_STILL_KEPT = "camera_still_kept", "Gambar kamera disimpan sebagai bukti"
    # early warnings
    EARLY_DRAFTED = "early_drafted", "Rancangan peringatan dini dibuat"
    EARLY_SIGNED = "early_signed", "Peringatan dini ditandatangani orang pertama"
    EARLY_SENT = "early_sent", "Peringatan dini dikirim"
    EARLY_CANCELLED = "early_cancelled", "Rancangan peringatan dini dibatalkan"
    CAP_WITHDRAWN = "cap_withdrawn", "Peringatan yang terbit untuk program lain ditarik"
    EARLY_REPEATED = "early_repeated", "Peringatan dini dikirim ulang kepada yang belum tercapai"
    EARLY_CLEAR = "early_clear", "Kabar sudah aman dikirim"
    # people
    PERSON_FLAGGED = "person_flagged", "Ditandai karena kata-kata kasar"
    PERSON_UNFLAGGED = "person_unflagged", "Tanda dihapus"
    PERSON_BLOCKED = "person_blocked", "Diblokir"
    PERSON_UNBLOCKED = "person_unblocked", "Blokir dibuka"
    PERSON_LOOKED_UP = "person_looked_up", "Data pribadi dibuka"
    PERSON_SEARCHED = "person_searched", "Data pribadi dicari"
    DATA_EXPORTED = "data_exported", "Data diekspor"
    DATA_CASE_OPENED = "data_case_opened", "Permintaan atau pelanggaran data dicatat"
    DATA_CASE_LATE = "data_case_late", "Permintaan atau pelanggaran data mendekati batas 72 jam"
    DATA_CASE_CLOSED = "data_case_closed", "Permintaan atau pelanggaran data selesai"
    BELL_RUNG = "bell_rung", "Petugas diberi tahu tenggat di lonceng"
    # the mayor's questions to heads of offices
    ATTENTION_ASKED = "attention_asked", "Pimpinan meminta atensi kepala kantor"
    ATTENTION_READ = "attention_read", "Kepala kantor membaca permintaan atensi"
    ATTENTION_ANSWERED = "attention_answered", "Kepala kantor menjawab atensi pimpinan"
    ATTENTION_AGAIN = "attention_again", "Pimpinan meminta atensi sekali lagi"
    ATTENTION_CLOSED = "attention_closed", "Pimpinan menutup atensi"
    SHIFT_GIVEN = "shift_given", "Jaga diserahkan"
    SHIFT_TAKEN = "shift_taken", "Jaga diterima"
    DESK_TAKEN = "desk_taken", "Satu baris meja operator diambil"
    DESK_GIVEN_BACK = "desk_given_back", "Satu baris meja operator dilepas"
    AGREED = "agreed", "Kesepakatan rapat dicatat"
    AGREED_DONE = "agreed_done", "Kesepakatan rapat selesai"
    # calls to the operator
    CALL_PLACED = "call_placed", "Warga dalam bahaya atau meminta petugas"
    CALL_MORE = "call_more", "Warga menambah keterangan pada panggilan"
    CALL_CANCELLED = "call_cancelled", "Warga tidak ingin dihubungi"
    CALL_TAKEN = "call_taken", "Panggilan diambil operator"
    CALL_HANDED_OVER = "call_handed_over", "Panggilan diserahkan ke 112"
    CALL_CLOSED = "call_closed", "Panggilan diselesaikan operator"
    # delivery
    INBOX_DEAD = "inbox_dead", "Pesan masuk tidak bisa diproses"
    OUTBOX_DEAD = "outbox_dead", "Satu pesan tidak sampai"
    # officers and settings
    OFFICER_CREATED = "officer_created", "Akun petugas dibuat"
    OFFICER_PASSWORD_SET = "officer_password_set", "Kata sandi petugas diganti"
    OFFICER_PASSWORD_CHANGED = "officer_password_changed", "Mengganti kata sandinya sendiri"
    OFFICER_LINK_MADE = "officer_link_made", "Tautan kata sandi dibuat"
    OFFICER_LINK_USED = "officer_link_used", "Memilih kata sandi lewat tautan"
    OFFICER_SIGNED_IN = "officer_signed_in", "Masuk"
    OFFICER_SIGNED_OUT = "officer_signed_out", "Keluar"
    OFFICER_NAMED = "officer_named", "Ditunjuk untuk kategori yang dijaga"
    OFFICER_UNNAMED = "officer_unnamed", "Tidak lagi ditunjuk untuk kategori yang dijaga"
    OFFICER_EMAIL_SET = "officer_email_set", "Alamat e-mail petugas diubah"
    OFFICER_POSTED = "officer_posted", "Nama, peran, atau kantor petugas diubah"
    SECOND_FACTOR_SET = "second_factor_set", "Memasang langkah kedua"
    SECOND_FACTOR_OFF = "second_factor_off", "Melepas langkah keduanya sendiri"
    SECOND_FACTOR_RESET = "second_factor_reset", "Langkah kedua petugas dihapus"
    RECOVERY_CODE_USED = "recovery_code_used", "Masuk dengan kode cadangan"
    PASSKEY_ADDED = "passkey_added", "Memasang passkey"
    PASSKEY_REMOVED = "passkey_removed", "Menghapus passkey"
    SIGN_ON_LINKED = "sign_on_linked", "Akun dihubungkan dengan layanan masuk kota"
    LEAVE_MADE = "leave_made", "Pengganti selama cuti ditetapkan"
    LEAVE_ENDED = "leave_ended", "Pengganti selama cuti diakhiri"
    SHARING_SET = "sharing_set", "Cara membagi laporan kantor diubah"
    OFFICER_CHAT_LINKED = "officer_chat_linked", "Menautkan chat petugas"
    OFFICER_CHAT_ENDED = "officer_chat_ended", "Chat petugas dilepas"
    OFFICER_SESSIONS_ENDED = "officer_sessions_ended", "Mengakhiri sesi masuknya"
    SIGN_IN_HELD = "sign_in_held", "Percobaan masuk ditahan"
    OFFICER_ACTIVATED = "officer_activated", "Akun petugas diaktifkan"
    OFFICER_DEACTIVATED = "officer_deactivated", "Akun petugas dinonaktifkan"
    CATEGORY_TERMS_SET = "category_terms_set", "Tenggat kategori diubah"
    DEADLINES_SET = "deadlines_set", "Tenggat, jam kantor atau peringatan diubah"
    READY_ANSWER_SAVED = "ready_answer_saved", "Jawaban siap disimpan"
    READY_ANSWER_REMOVED = "ready_answer_removed", "Jawaban siap dihapus"
    LEARNING_ORDERED = "learning_ordered", "Latihan pemahaman diminta"
    CONFIG_SAVED = "config_saved", "Pengaturan kota diubah"
    RULES_SAVED = "rules_saved", "Aturan siapa yang menangani diubah"
    RULE_OFF = "rule_off", "Satu aturan tidak berlaku lagi"
    RULE_ON = "rule_on", "Satu aturan berlaku lagi"
    DEMO_GONE = "demo_gone", "Peristiwa contoh, sudah dihapus"
    DEMO_CLEARED = "demo_cleared", "Data contoh dihapus"
    TRACE_BROKEN = "trace_broken", "Rantai peristiwa tidak utuh"
    WORDS_ERASED = "words_erased", "Kata-kata dihapus dari riwayat"
    THEME_ANSWERED = "theme_answered", "Jawaban kota untuk satu tema aspirasi diubah"
    POLL_MADE = "poll_made", "Jajak pendapat dibuka"
    POLL_CLOSED = "poll_closed", "Jajak pendapat ditutup"
    CATEGORY_QUESTIONS_SET = "category_questions_set", "Pertanyaan kategori diubah"


PUBLIC = tuple(kind for kind in EventKind if kind.public)
_BY_CODE = {str(kind): kind for kind in EventKind}
