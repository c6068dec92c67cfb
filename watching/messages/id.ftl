# Apa yang salah dengan layanan ini, dan apa yang harus dilakukan. Dibaca petugas TI kota.
about-masuk = pesan masuk
about-foto = foto dan suara
about-kabar = kabar untuk petugas
about-hapus = berkas yang harus dihapus
about-worker = pekerja (worker)
about-web = web
about-timetable = jadwal rutin (beat)
about-data = data
about-cadangan = cadangan
about-telegram = Telegram
about-whatsapp = WhatsApp

database-away = Basis data tidak menjawab.
database-away-do = Periksa server PostgreSQL atau berkas SQLite. Pesan warga ditolak sementara dan dikirim ulang oleh platform setelah basis data kembali.
database-away-name = basis data

role-silent = Bagian { $about } diam sejak { $since }.
role-silent-do = Lihat catatannya dan nyalakan ulang; aman kapan saja. Di satu mesin: systemctl restart sorot.
role-silent-name = bagian { $about }

queue-old = Antrean { $about } tertahan sejak { $since }: { $many } menunggu.
queue-old-do = Pekerja mati, macet, atau kewalahan. Nyalakan ulang pekerja, atau tambah satu lagi.
queue-old-name = antrean { $about }

outbox-stuck = Tidak ada yang terkirim lewat { $about } sejak { $since }: { $many } menunggu.
outbox-stuck-do = Periksa token dan sambungan internet ke { $about }. Tidak ada yang hilang: pesan dicoba lagi sampai 24 jam.
outbox-stuck-name = pengiriman lewat { $about }

dead-letters = { $many } pesan ({ $about }) sudah menyerah.
dead-letters-do = Buka Pesan gagal, perbaiki penyebabnya, lalu tekan Coba lagi.

gauges-deaf = Pembacaan alat tidak terdengar sejak { $since }.
gauges-deaf-do = Periksa broker MQTT dan bagian sensors. Peringatan air tidak keluar selama ini.
gauges-deaf-name = pembacaan alat

gauges-silent = { $many } alat diam dari { $all } aliran data.
gauges-silent-do = Buka Alat pantau untuk melihat yang mana, lalu periksa listrik dan jaringannya.

disk-full = Ruang untuk { $about } tinggal { $mb } MB.
disk-full-do = Kosongkan ruang sekarang (catatan lama, cadangan lama). Di bawah 20 MB layanan tidak mau mulai.
disk-full-name = ruang untuk { $about }

disk-nearly-full = Ruang untuk { $about } tinggal { $mb } MB.
disk-nearly-full-do = Rencanakan disk yang lebih besar, atau pindahkan cadangan lama.

backup-none = Belum ada cadangan, dan tidak ada yang terjadwal.
backup-none-do = Buat kunci di mesin lain (sorot backup key), lalu isi SOROT_BACKUP_RECIPIENT dan SOROT_BACKUP_FOLDER.

backup-failed = Cadangan terakhir gagal dibuat.
backup-failed-do = Periksa folder SOROT_BACKUP_FOLDER: ada, bisa ditulisi, dan ruangnya cukup. Dicoba lagi setiap 15 menit.
backup-failed-name = cadangan

backup-old = Cadangan terakhir dibuat { $since }.
backup-old-do = Pekerja yang membuat cadangan mungkin mati. Lihat catatannya, atau jalankan sorot backup dengan tangan.
backup-old-name = cadangan

rules-off = { $many } aturan penanggung jawab tidak berlaku karena yang disebutnya sudah tidak ada.
rules-off-do = Buka Aturan: yang tidak berlaku ditandai, beserta apa yang hilang.
rules-off-name = aturan penanggung jawab

log-broken = Catatan kejadian tidak utuh mulai kejadian nomor { $number }.
log-broken-do = Buka Jejak. Jangan hapus apa pun; simpan salinan basis data dan cari siapa yang menulis ke dalamnya.
log-broken-name = catatan kejadian

well = Semua berjalan.
alarm-subject = Sorot: { $what }
alarm-subject-again = Sorot, masih: { $what }
alarm-subject-over = Sorot, pulih: { $what }
alarm-over = Sudah pulih. Berlangsung { $span }.
alarm-since = Sejak { $since }.
alarm-page = Kesehatan sistem: { $site }/admin/kesehatan

# sorot doctor
doctor-sum = { $bad ->
    [0] Tidak ada yang perlu ditangani.
   *[other] { $bad } hal perlu ditangani.
  }
doctor-settings = Pengaturan SOROT_* aman dan lengkap.
doctor-open = { $file } bisa dibaca pengguna lain di mesin ini.
doctor-open-do = chmod 600 { $file }
doctor-no-site = SOROT_PUBLIC_URL tidak diisi: sertifikat tidak diperiksa, dan hanya mesin ini yang bisa masuk.
doctor-site = { $host } tidak bisa dihubungi dengan TLS ({ $why }).
doctor-site-do = Periksa proxy TLS, nama domain, dan sertifikatnya.
doctor-certificate = Sertifikat situs berlaku { $days } hari lagi.
doctor-certificate-do = Perpanjang sekarang; setelah habis tidak ada warga maupun petugas yang bisa masuk.
doctor-newer = Tabel basis data berasal dari rilis yang lebih baru daripada yang terpasang di sini.
doctor-empty = Basis data masih kosong.
doctor-steps = Tabel tertinggal { $many } langkah dari rilis ini.
doctor-steps-do = Lihat sorot upgrade check, buat cadangan, lalu nyalakan layanan: tabel diperbarui sendiri.
doctor-same-disk = Cadangan ada di disk yang sama dengan data: satu disk rusak, keduanya hilang.
doctor-same-disk-do = Pasang disk atau mesin lain di SOROT_BACKUP_FOLDER.
doctor-clock = Jam mesin ini dan jam server basis data berselisih { $seconds } detik.
doctor-clock-do = Nyalakan NTP (timedatectl set-ntp true) di kedua mesin. Di atas 5 detik antrean bisa salah urut.
doctor-clocks = Jam mesin ini dan jam server basis data sama.
doctor-tallies = Catatan jumlah laporan per status sama dengan laporannya.
doctor-tallies-off = Catatan jumlah laporan per status tidak sama dengan laporannya (harus ditambah: { $told }).
doctor-tallies-do = Biarkan worker berjalan: sekali sehari, dan sesudah dinyalakan ulang, catatan itu dibetulkan. Bila besok salah lagi, pemicu basis datanya hilang: pulihkan skemanya dan laporkan.
doctor-database = Basis data tidak perlu dirawat sekarang.

advice-vacuum = Tabel { $table } menyimpan { $many } baris mati.
advice-vacuum-do = VACUUM ANALYZE { $table }; dan lihat apakah autovacuum mengejar.
advice-vacuum-file = Berkas basis data berisi { $mb } MB ruang kosong.
advice-vacuum-file-do = Hentikan layanan sebentar, lalu: sqlite3 sorot.db VACUUM
advice-analyze = Statistik { $table } belum pernah dihitung; rencana kueri bisa meleset.
advice-analyze-do = ANALYZE
advice-scans = Tabel { $table } sudah { $many } kali dibaca seluruhnya.
advice-scans-do = Laporkan kepada pengembang beserta kueri terlamanya (pg_stat_statements): mungkin kurang satu indeks.
advice-unused = Indeks { $index } ({ $mb } MB) belum pernah dipakai sejak statistik terakhir dinolkan.
advice-unused-do = Biarkan; bila setahun tetap tidak dipakai, laporkan kepada pengembang.
advice-invalid = Indeks { $index } rusak atau belum jadi.
advice-invalid-do = REINDEX INDEX CONCURRENTLY { $index }
advice-freeze = Nomor transaksi sudah { $many } juta; PostgreSQL berhenti di sekitar 2.000 juta.
advice-freeze-do = VACUUM FREEZE pada malam hari, dan cari tahu mengapa autovacuum tidak mengejar.
advice-off = autovacuum atau fsync dimatikan di server PostgreSQL.
advice-off-do = Nyalakan keduanya: tanpa fsync listrik padam merusak data, tanpa autovacuum tabel membengkak.
