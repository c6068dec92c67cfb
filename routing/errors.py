"""Why a request is refused: a type with a code, and the Indonesian sentence a person reads.

`status` is the HTTP status a route answers with. None of these is worth trying again as it was.
"""

SENTENCES = {
    "laporan_tidak_ada": "Laporan itu tidak ditemukan.",
    "bukan_pelapor": "Laporan itu tidak ditemukan.",  # the same words: numbers of others must not be probed
    "tidak_berwenang": "Akun Anda tidak berwenang melakukan ini.",
    "perlu_operator": "Langkah ini hanya bisa dilakukan operator POC.",
    "status_tidak_bisa": "Status laporan ini tidak bisa diubah ke sana.",
    "sudah_berakhir": "Laporan ini sudah berakhir, jadi tidak bisa diubah lagi.",
    "sudah_digabung": "Laporan ini digabung dengan laporan lain. Kerjakan induknya, atau pisahkan dulu.",
    "tidak_digabung": "Laporan ini tidak sedang digabung dengan laporan lain.",
    "gabung_diri": "Laporan tidak bisa digabung dengan dirinya sendiri.",
    "gabung_lain_jenis": "Pengaduan, permintaan dan usulan tidak bisa digabung satu sama lain.",
    "gabung_rahasia": "Laporan yang tidak tampil untuk umum tidak bisa digabung dengan laporan lain.",
    "lebih_mendesak": "Laporan ini lebih mendesak. Gabungkan laporan yang dituju ke laporan ini.",
    "pecah_kosong": "Pilih kalimat yang pindah, sisakan yang tetap di sini, lalu isi kategori yang baru.",
    "gabung_tidak_ada": "Nomor itu tidak ada di antrean Anda. Periksa angkanya.",
    "kumpulan_tidak_ada": "Pekerjaan atau kejadian itu tidak ditemukan.",
    "kumpulan_jenis": "Pilih dulu: pekerjaan atau kejadian.",
    "kumpulan_selesai": "Pekerjaan atau kejadian ini sudah selesai.",
    "kumpulan_kosong": "Belum ada laporan di sini yang bisa Anda kabari.",
    "sudah_di_kumpulan": "Laporan ini sudah masuk pekerjaan atau kejadian lain.",
    "tidak_di_kumpulan": "Laporan itu tidak ada di pekerjaan atau kejadian ini.",
    "kejadian_tidak_ada": "Kejadian itu tidak ditemukan.",
    "kejadian_jenis": "Pilih dulu jenis kejadiannya.",
    "kejadian_daftar": "Langkah itu tidak ada di daftar periksa kejadian ini. Muat ulang.",
    "kejadian_langkah": "Kejadian ini sudah berubah, jadi langkah itu tidak bisa lagi. Muat ulang.",
    "kejadian_lain_jenis": "Hanya dua kejadian sejenis yang bisa digabung.",
    "kejadian_pecah": "Pilih laporan yang dipisahkan; sedikitnya satu harus tinggal.",
    "kejadian_batas": "Batas wilayah itu tidak bisa dipakai: gambar tiga sampai 100 sudut.",
    "peringatan_dini_tidak_ada": "Peringatan dini itu tidak ditemukan.",
    "peringatan_dini_langkah": "Peringatan dini ini sudah berubah. Muat ulang halamannya.",
    "peringatan_dini_dua_orang": "Anda sudah menandatangani. Orang kedua harus orang lain.",
    "peringatan_dini_kosong": "Tidak ada warga yang bisa dikirimi peringatan ini.",
    "peringatan_tidak_terbit": "Peringatan itu tidak terbit, atau sudah berakhir. Muat ulang halamannya.",
    "perlu_alasan_tarik": "Tuliskan alasannya, 10 sampai 300 huruf: semua penerima peringatan membacanya.",
    "peringatan_dini_hilir": "Alat ini belum punya daftar kelurahan hilir.",
    "kedalaman_tidak_ada": "Jawaban itu tidak dikenal.",
    "suara_terlalu_panjang": "Catatan suara paling lama dua menit. Rekam lagi lebih pendek.",
    "kamera_tidak_ada": "Kamera itu tidak terdaftar, atau bukan untuk kantor Anda.",
    "kamera_kode": "Kode kamera: huruf kecil, angka dan tanda hubung, dan belum dipakai kamera lain.",
    "gambar_kamera_tidak_ada": "Gambar itu sudah tidak disimpan.",
    "alasan_tidak_ada": "Alasan penolakan itu tidak ada.",
    "perlu_foto_hasil": "Unggah foto hasil pekerjaannya dulu, lalu selesaikan.",
    "foto_hasil_penuh": "Paling banyak lima foto hasil untuk satu laporan.",
    "foto_sesudah_selesai": "Foto ini perlu diperiksa dulu. Buka kembali laporannya, lalu unggah lagi.",
    "sedang_diperiksa": "Hasil laporan ini sedang diperiksa. Tunggu keputusan pemeriksanya.",
    "tidak_diperiksa": "Hasil laporan ini tidak sedang menunggu diperiksa.",
    "bukan_pemeriksa": "Anda ikut mengerjakan laporan ini. Hasilnya diperiksa orang lain.",
    "perlu_alasan": "Mohon tuliskan alasannya, supaya pelapor mengerti.",
    "perlu_alasan_kembali": "Mohon tuliskan apa yang harus diperbaiki.",
    "perlu_alasan_lihat": "Pilih alasan membuka data pribadi.",
    "cari_terlalu_pendek": "Ketik sedikitnya tiga huruf nama, atau lima angka nomornya.",
    "waktu_kasus_salah": "Waktunya tidak bisa dipakai: jangan di masa depan, jangan lebih dari setahun lalu.",
    "kasus_data_tidak_ada": "Catatan itu tidak ditemukan.",
    "warga_tidak_ada": "Warga itu tidak ditemukan, atau datanya sudah dihapus.",
    "kasus_data_selesai": "Catatan itu sudah selesai.",
    "jawaban_siap_tidak_ada": "Jawaban siap itu tidak ditemukan.",
    "jawaban_siap_penuh": "Kantor Anda sudah punya 100 jawaban siap. Hapus yang tidak dipakai dulu.",
    "tanda_tidak_dikenal": "Ada tanda { } yang tidak dikenal. Pakai hanya tanda yang ada di daftar.",
    "cuti_tanggal": "Pilih tanggal mulai sampai tanggal akhir mulai hari ini, paling lama setengah tahun.",
    "cuti_pengganti": "Penggantinya harus rekan yang bekerja di kantor yang sama.",
    "cuti_bertabrakan": "Untuk hari-hari itu sudah ada pengganti. Akhiri yang itu dulu.",
    "cuti_tidak_ada": "Pengganti itu tidak ada, atau sudah berakhir.",
    "bagi_cara": "Pilih cara membagi dari daftarnya.",
    "bagi_petugas": "Pilih sedikitnya satu petugas kantor ini yang ikut dibagi.",
    "kode_chat_salah": "Kode itu salah, sudah dipakai, atau tidak berlaku lagi. Buat yang baru di panel.",
    "chat_bukan_di_sini": "Chat petugas hanya di Telegram dan WhatsApp.",
    "chat_dipakai": "Chat ini sudah tertaut dengan akun petugas lain. Lepas dulu yang itu.",
    "janji_tidak_ada": "Janji itu sudah tidak berjalan.",
    "janji_kepala": "Janji yang sudah dibaca warga hanya bisa dibatalkan kepala kantor.",
    "foto_tidak_ada": "Foto hasil itu sudah tidak ada.",
    "foto_sudah_dikirim": "Foto ini sudah dikirim kepada warga, jadi tidak bisa ditarik.",
    "perlu_alasan_foto": "Tuliskan mengapa foto ini ditarik.",
    "teks_kosong": "Mohon tuliskan isinya dulu.",
    "teks_terlalu_panjang": "Tulisannya terlalu panjang, mohon diringkas.",
    "kategori_tidak_ada": "Kategori itu tidak ada.",
    "instansi_tidak_ada": "Instansi itu tidak ada atau sudah tidak aktif.",
    "sudah_di_sana": "Laporan ini memang sudah ditangani instansi itu.",
    "instansi_diadukan": "Laporan ini mengadukan instansi itu, jadi tidak bisa diteruskan ke sana.",
    "perangkat_tidak_dikenal": "Peramban ini memakai layanan pemberitahuan yang tidak kami kenal.",
    "petugas_bukan_di_sini": "Petugas itu tidak bekerja di instansi yang menangani laporan ini.",
    "urusan_kantor_lain": "Laporan ini ditangani kantor lain. Anda bisa membaca dan meninggalkan catatan.",
    "kategori_sama": "Laporan ini sudah berkategori itu.",
    "tidak_ada_pelapor": "Laporan ini tidak punya pelapor yang bisa dihubungi.",
    "pelapor_anonim": "Pelapor memilih anonim. Namanya tidak ditampilkan kepada siapa pun.",
    "membuka_pelapor": "Tulisan ini menyebut nama, nomor, atau alamat pelapor. Ubah atau titipkan ke kepala.",
    "tema_tidak_ada": "Tema itu tidak ada.",
    "kata_berubah": "Kata-kata laporan ini berubah sejak halaman dibuka. Baca lagi, lalu centang ulang.",
    "tidak_untuk_umum": "Laporan kategori ini tidak pernah tampil untuk umum.",
    "jawaban_tidak_menunggu": "Jawaban titipan itu sudah dikirim atau dikembalikan.",
    "kelurahan_tidak_ada": "Kelurahan itu tidak ada.",
    "nilai_1_sampai_5": "Nilainya dari 1 sampai 5.",
    "sudah_dinilai": "Penilaian laporan ini sudah pernah diganti.",
    "batas_nilai": "Batas waktu memberi penilaian sudah lewat.",
    "batas_buka_kembali": "Batas waktu membuka kembali laporan ini sudah lewat, silakan buat laporan baru.",
    "sudah_diblokir": "Warga ini sudah diblokir.",
    "tidak_diblokir": "Warga ini tidak sedang diblokir.",
    "jaga_sudah_diserahkan": "Jaga sudah diserahkan dan menunggu diterima.",
    "jaga_tidak_diserahkan": "Tidak ada jaga yang menunggu diterima.",
    "jaga_orang_lain": "Yang menerima jaga harus orang lain, bukan yang menyerahkan.",
    "tanggal_sepakat_salah": "Pilih tanggal mulai hari ini, paling jauh setahun lagi.",
    "kesepakatan_tidak_ada": "Kesepakatan itu tidak ditemukan.",
    "atensi_tidak_ada": "Atensi itu tidak ditemukan.",
    "atensi_sudah_ada": "Untuk hal ini masih ada atensi yang berjalan. Buka itu, lalu tanya lagi di sana.",
    "atensi_bukan_giliran": "Atensi ini sudah dijawab atau ditutup. Muat ulang halamannya.",
    "panggilan_tidak_ada": "Panggilan itu tidak ditemukan.",
    "meja_sudah_diambil": "Baris ini sudah diambil petugas lain; namanya ada di barisnya.",
    "meja_tidak_ada": "Baris ini tidak ada lagi di antrean.",
    "panggilan_sudah_diambil": "Panggilan ini sudah diambil operator lain.",
    "panggilan_sudah_selesai": "Panggilan ini sudah selesai.",
    "perlu_alasan_aturan": "Mohon tuliskan alasannya, supaya kelak ada yang mengerti.",
    "tidak_ada_perubahan": "Belum ada perubahan yang bisa disimpan.",
    "aturan_sudah_diubah": "Aturan sudah diubah orang lain. Buang perubahan Anda, lalu susun lagi.",
    "latihan_sedang_jalan": "Masih ada permintaan yang berjalan, atau belum ada hasil latihan. Muat ulang.",
    "pengaturan_sudah_diubah": "Pengaturan ini baru saja diubah orang lain. Muat ulang, lalu ubah lagi.",
    "alasan_mundur_tidak_ada": "Pilih alasan memundurkan tenggat dari daftarnya.",
    "jam_tidak_berjalan": "Tenggat laporan ini sedang tidak berjalan, jadi tidak bisa dimundurkan.",
    "tidak_boleh_mundur": "Peran Anda tidak bisa memundurkan tenggat. Minta kepala kantor atau operator POC.",
    "sudah_terlalu_sering": "Tenggat ini sudah dimundurkan sesering yang boleh peran Anda. Minta atasan.",
    "tanggal_mundur_salah": "Tanggal barunya harus sesudah tenggat yang sekarang dan sesudah hari ini.",
    "tanggal_libur": "Kantor ini tidak bekerja pada tanggal itu. Pilih hari kerja.",
    "tanggal_terlalu_jauh": "Tanggal itu lebih jauh daripada yang boleh oleh peran Anda.",
    "pandangan_penuh": "Pandangan tersimpan Anda sudah penuh. Hapus satu yang tidak dipakai lagi.",
    "pandangan_tidak_ada": "Pandangan itu tidak ada, atau bukan milik Anda.",
    "pandangan_tidak_terbaca": "Saringan ini tidak terbaca, jadi tidak bisa disimpan.",
    "pandangan_kosong": "Pilih saringan atau kata pencarian dulu, lalu simpan sebagai pandangan.",
    "borongan_tidak_dikenal": "Pilih apa yang dikerjakan untuk laporan-laporan ini.",
    "borongan_kosong": "Pilih dulu laporan yang mau dikerjakan.",
    "borongan_terlalu_banyak": "Paling banyak 1.000 laporan sekali jalan. Persempit saringannya.",
    "borongan_tanpa_status": "Pilih status barunya.",
    "borongan_sudah_mulai": "Waktu untuk mengurungkan sudah lewat; perintahnya sudah mulai dijalankan.",
    "borongan_tidak_ada": "Perintah itu tidak ada, atau bukan milik Anda.",
    "angka_tidak_dikenal": "Pilih angkanya dirinci menurut apa dari daftarnya.",
    "angka_rentang": "Pilih tanggal mulai dan tanggal akhir, paling lama 92 hari.",
    "unduhan_penuh": "Sudah ada tiga unduhan Anda yang sedang dibuat. Tunggu salah satunya selesai.",
    "unduhan_tidak_ada": "Unduhan itu tidak ada, bukan milik Anda, atau sudah lewat 24 jam.",
    "unduhan_tidak_dikenal": "Tabel itu tidak bisa diunduh.",
    "unduhan_dengan_nomor": "Hapus dulu empat angka nomor WhatsApp dari saringan, lalu unduh.",
    "berubah_sementara": "Laporan ini berubah sejak Anda membukanya. Belum ada yang disimpan.",
    "versi_aturan_tidak_ada": "Versi aturan itu tidak ada.",
    "uraian_data_salah": "Uraian sumber data ini belum bisa dipakai.",
    "kode_data_salah": "Kode sumber data hanya huruf kecil, angka dan tanda hubung.",
    "kode_data_dipakai": "Kode itu sudah dipakai sumber data lain.",
    "data_belum_diuraikan": "Sumber data ini belum diuraikan. Minta admin mengaturnya dulu.",
    "data_tidak_ada": "Sumber data itu tidak ditemukan.",
    "jajak_pertanyaan": "Pertanyaannya 5 sampai 300 huruf.",
    "jajak_pilihan": "Isi dua sampai delapan pilihan yang berbeda, masing-masing paling banyak 60 huruf.",
    "jajak_tutup": "Tanggal tutupnya harus sesudah sekarang, paling lama tiga bulan lagi.",
    "jajak_tidak_ada": "Jajak pendapat itu tidak ada, atau sudah ditutup.",
    "webhook_alamat": "Alamatnya harus https:// ke server di internet, tanpa nama pengguna di dalamnya.",
    "webhook_peristiwa": "Pilih sedikitnya satu peristiwa.",
    "webhook_nomor": "Nomor peristiwa itu belum ada.",
    "webhook_tidak_ada": "Webhook itu tidak ada, atau sudah dicabut.",
    "webhook_penuh": "Sudah ada 50 webhook. Cabut yang tidak dipakai dulu.",
    "nama_program": "Nama program 1 sampai 60 huruf.",
    "berkas_wilayah_salah": "Berkas wilayah ini tidak bisa dipakai.",
}


class Refused(Exception):
    """A request the rules do not allow. `code` names the rule; `detail` is for the log only."""

    status = 409

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.sentence = SENTENCES[code]
        self.detail = detail
        super().__init__(f"{code}: {detail or self.sentence}")


class NotFound(Refused):
    """There is no such thing, or not for this person."""

    status = 404


class NotAllowed(Refused):
    """The role may not do this."""

    status = 403


class BadInput(Refused):
    """What was sent cannot be used as it is."""

    status = 422


class WrongSaid(BadInput):
    """What an admin says cannot be used; `wrong` says which of it and becomes the sentence."""

    rule = ""  # the code, of each kind

    def __init__(self, wrong: str) -> None:
        super().__init__(self.rule, wrong)
        self.sentence = f"{wrong[0].upper()}{wrong[1:]}."
