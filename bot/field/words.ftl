### Yang dibaca petugas di chat mereka sendiri.

## Menautkan
linked = Chat ini sekarang tertaut dengan akun { $officer }. Laporan yang diberikan kepada Anda dikabarkan di sini; pilihan lain ada di halaman Kabar pada panel.

    Tulis “tugas” untuk melihat tugas, “/warga” untuk berbicara sebagai warga, “/lepas” untuk melepas tautan.
link-wait = Terlalu banyak percobaan. Tunggu beberapa menit, lalu kirim kode yang baru.
unlink-ask = Lepas tautan chat ini dari akun petugas Anda? Tugas tidak lagi dikabarkan di sini.
unlinked = Tautan dilepas. Chat ini sekarang chat warga biasa.

## Berganti peran
as-resident = Sekarang Anda berbicara sebagai warga. Tulis “/petugas” untuk kembali ke tugas; tombol pada tugas tetap bisa ditekan.
as-officer = Anda kembali sebagai petugas.
only-news = Di chat ini akun Anda hanya menerima kabar. Pekerjaan ada di panel. Tulis “/warga” untuk berbicara sebagai warga.

## Daftar dan laporan
tasks = Tugas Anda:
free = Belum ada yang pegang:
none-mine = Belum ada laporan yang Anda pegang.
target = target { $due }
said-last = Kata warga terakhir: “{ $said }”
place = Tempat: { $place }
no-place = Tempat: belum jelas
standing = Keadaan: { $standing }
holder = Dipegang: { $holder }
due = Target selesai: { $due }
photos = Foto hasil: { $photos }
way = Petunjuk jalan
not-there = Laporan { $number } tidak ditemukan, atau bukan urusan kantor Anda.
help = Tulis “tugas” untuk daftar tugas, atau nomor laporan untuk membukanya. Foto yang Anda kirim menjadi foto hasil laporan yang sedang dibuka. Tulis “/warga” untuk berbicara sebagai warga.
edited = Perubahan pada pesan lama tidak saya ikuti. Tulis sekali lagi yang dimaksud.
only-words = Di sini hanya tulisan, foto, dan tombol yang bisa dipakai.

## Mengerjakan
held-by-other = Laporan { $number } sedang dipegang { $holder }. Ambil alih?
ask-jawab = Tulis jawaban untuk warga laporan { $number }.
ask-tanya = Tulis pertanyaan untuk warga laporan { $number }.
ask-selesai = Tulis apa yang sudah dikerjakan untuk laporan { $number }. Kata-kata ini yang dibaca warga.
ask-lepas = Tulis mengapa laporan { $number } dilepas. Hanya rekan kantor yang membacanya.
ask-tolak = Tulis tambahan alasan untuk laporan { $number }. Warga membacanya sesudah: “{ $refusal }”
ask-tolak-own = Tulis alasan menolak laporan { $number }. Kata-kata ini yang dibaca warga.
which-reason = Mengapa laporan { $number } ditolak?
photo-first = Laporan { $number } perlu foto hasil sebelum selesai. Ambil fotonya di tempat, lalu kirim ke sini.
which-photo = Foto hasil ini untuk laporan mana?
photo-coming = Foto untuk laporan { $number } sedang saya simpan.
photo-kept = Foto hasil laporan { $number } tersimpan.
photo-not-kept = Foto untuk laporan { $number } tidak tersimpan. { $why }
photo-left = Foto tadi belum masuk laporan mana pun. Buka laporannya, lalu kirim lagi fotonya.
photo-broken = Berkasnya tidak bisa dibuka sebagai foto. Ambil ulang, lalu kirim lagi.
sure = Warga akan membaca:
sure-lepas = Rekan kantor akan membaca:
promise = Tercatat sebagai janji: { $when }
look-again = Periksa sekali lagi:
nothing-to-send = Tidak ada yang menunggu dikirim.
unsent = Belum terkirim, kata-kata Anda tadi: “{ $text }”
stopped = Baik, dibatalkan. Tidak ada yang dikirim.
doubt-membuka_pelapor = – Menyebut nama, nomor, atau alamat pelapor. Sapa saja “Bapak/Ibu”.
doubt-tanpa_alasan = – Menolak tanpa alasan. Warga perlu tahu sebabnya.
doubt-tanpa_tanggal = – Menjanjikan sesuatu tanpa tanggal. Kapan paling lambat?
doubt-salinan = – Kalimat ini sudah Anda kirim persis sama ke banyak warga dalam satu jam.
discloses = Tulisan ini menyebut nama, nomor, atau alamat pelapor, jadi belum bisa dikirim. Tulis lagi tanpa itu, atau titipkan kepada kepala kantor lewat panel.
changed = Laporan { $number } berubah sejak Anda membukanya; belum ada yang disimpan. Ini keadaannya sekarang. Kata-kata Anda tadi: “{ $text }”
changed-plain = Laporan { $number } berubah sejak Anda membukanya; belum ada yang disimpan. Ini keadaannya sekarang.

## Sudah
did-terima = Laporan { $number } Anda pegang. Keadaannya: { $standing }.
did-jawab = Jawaban untuk laporan { $number } masuk antrean kirim.
did-tanya = Pertanyaan untuk laporan { $number } masuk antrean kirim. Jam penyelesaian berhenti sampai warga membalas; balasannya dikabarkan di sini.
did-selesai = Laporan { $number } selesai dan warga dikabari. Terima kasih.
did-diserahkan = Hasil laporan { $number } diserahkan untuk diperiksa. Warga dikabari setelah diterima.
did-tolak = Laporan { $number } ditolak dan warga dikabari alasannya.
did-lepas = Laporan { $number } Anda lepas. Alasannya ada di catatan.

## Tombol
btn-terima = Terima
btn-ambil = Ambil alih
btn-jawab = Jawab warga
btn-tanya = Tanya warga
btn-selesai = Selesai
btn-tolak = Tolak
btn-lepas = Lepas
btn-lihat = Lihat
btn-daftar = Tugas saya
btn-kirim = Kirim
btn-bukan_janji = Kirim, bukan janji
btn-ubah = Ubah
btn-batal = Batal
btn-warga = Jadi warga
btn-petugas = Kembali ke tugas
btn-putus = Ya, lepas
btn-sendiri = Alasan lain
btn-tanpa = Tanpa tambahan
