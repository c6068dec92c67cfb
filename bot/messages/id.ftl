### Semua kalimat yang diucapkan bot kepada warga. Singkat, sopan, tanpa istilah teknis; dibacakan dulu sebelum disimpan.

## Sapaan dan bantuan

greeting-hello = Halo
greeting-salam = Wa’alaikumsalam
greeting =
    { greeting-hello }{ $name ->
        [none] {""}
       *[other] , { $name }
    }! Saya Sorot, penerima laporan warga Kota { $city }.

    Ceritakan saja masalahnya dengan kata-kata Anda sendiri. Contoh: “Lampu jalan di depan SDN Kayuringin mati sejak Senin.”
greeting-again =
    { $times ->
        [1] Halo! Ada yang bisa saya bantu?
       *[2] Ya, saya di sini. Mau melapor, atau menengok laporan Anda?
    }
greeting-more =
    { $times ->
        [1] Halo juga! Silakan, ceritakan apa yang rusak atau mengganggu, dan di mana.
       *[2] Ya, saya di sini. Apa yang bisa saya catat? Tulis saja masalahnya dan tempatnya.
    }
ask-away = Silakan, mau tanya apa? Kalau soal jalan, lampu, sampah, surat, atau layanan kota, tulis saja langsung.
how-to = Caranya mudah: tulis di sini apa masalahnya dan di mana, boleh dengan foto. Saya teruskan ke dinas yang tepat, dan Anda dapat nomor laporan.
greeting-draft = Halo! Kita lanjutkan laporan Anda, ya.
welcome-thanks = Sama-sama. Kalau ada hal lain, tulis saja di sini.
for-a-driver = Sepertinya ini untuk pengemudi atau penjual. Di sini layanan laporan warga; kalau ada yang rusak atau mengganggu di sekitar Anda, tulis saja.
glad-mended = Syukurlah kalau sudah beres. Kalau ada yang lain, tulis saja di sini.
praise-thanks = Terima kasih sudah menghargai kerja mereka. Kalau nanti ada yang perlu dibereskan, tulis saja di sini.
seen-on-screen = Semoga mereka selamat. Kalau hal seperti itu terjadi di dekat Anda, telepon 112, lalu tulis di sini.
rumour-of-matter =
    { $times ->
        [1] Kabar yang diteruskan orang tidak bisa saya pastikan. Kalau Anda mengalaminya sendiri, ceritakan di sini: apa, di mana, sejak kapan.
       *[2] Yang itu juga belum bisa saya pastikan. Mau ditanyakan ke orang? Tulis “petugas”.
    }
rumour =
    { $times ->
        [1] Kabar yang diteruskan orang tidak bisa saya pastikan, dan sebaiknya jangan disebarkan dulu. Kalau Anda melihat atau mengalaminya sendiri, segera telepon { $dial } (24 jam), lalu ceritakan di sini: apa, di mana, kapan.
       *[2] Yang itu juga belum bisa saya pastikan. Ada bahaya di depan mata: { $dial } atau 112. Selain itu, tulis apa yang Anda lihat sendiri dan tempatnya.
    }
help =
    Yang bisa saya bantu:
    • Melapor: ceritakan masalahnya, boleh dengan foto dan lokasi.
    • Cek laporan: tulis “laporan saya” atau nomor laporannya.
    • Menambah keterangan: tulis atau kirim foto kapan saja.
    • Menarik laporan: tulis “batal”.
    • Peringatan banjir: tulis “peringatan”.
    • Data Anda: tulis “data saya” atau “hapus data saya”.

    Keadaan darurat? Telepon 112, gratis, 24 jam.
not-understood =
    { $times ->
        [1] Maaf, saya belum menangkap maksudnya. Ceritakan masalah yang ingin dilaporkan, atau pilih di bawah ini.
       *[2] Saya belum paham juga. Coba satu kalimat: apa yang rusak atau mengganggu, dan di mana? Mau dibantu orang? Tulis “petugas”.
    }
no-report-fine = Tidak apa-apa, tidak saya jadikan laporan. Kalau nanti ada yang perlu dibereskan, tulis saja di sini.
nothing-then = Baik. Kapan saja perlu, tulis di sini.
one-matter = Yang saya tangkap satu hal, jadi satu laporan saja. Kalau ada hal lain, ceritakan setelah yang ini terkirim.
small-talk =
    { $times ->
        [1] Terima kasih sudah bercerita. Tugas saya menerima laporan warga: kalau ada yang rusak atau mengganggu di sekitar Anda, tulis saja.
       *[2] Saya senang diajak ngobrol, tapi saya paling berguna untuk laporan. Ada yang perlu dibereskan di sekitar Anda?
    }
maybe-report = Apakah ini ingin Anda laporkan ke kota?

## Mengumpulkan laporan

ask-what = Apa yang ingin Anda laporkan? Tulis dengan kata-kata Anda sendiri.
ask-what-photo = Fotonya sudah saya terima. Apa yang terjadi di sana?
ask-what-place = Lokasinya sudah saya terima: { $place }. Apa yang terjadi di sana?
ask-what-more = Mohon ceritakan sedikit lebih jelas, supaya petugas paham masalahnya.
ask-category = Ini paling dekat dengan urusan yang mana?
ask-category-open = Supaya sampai ke dinas yang tepat, ceritakan sedikit lagi: apa yang rusak, terjadi, atau mengganggu? Kalau bingung, pilih “{ btn-none-fits }”.
ask-category-again = Silakan pilih salah satu. Kalau tidak ada yang cocok, pilih “{ btn-none-fits }”.
ask-place = Di mana lokasinya? Kirim lokasi Anda, atau tulis nama jalan, perumahan, atau kelurahannya.
ask-place-again = Lokasinya belum jelas bagi saya. Tulis nama jalan, perumahan, atau kelurahannya, atau pilih kecamatannya.
ask-place-kept = “{ $place }” saya catat. Lokasinya di kecamatan mana?
ask-kecamatan = Lokasinya di kecamatan mana?
ask-kelurahan = Tepatnya di kelurahan mana?
ask-kelurahan-for = “{ $place }”: tepatnya di kelurahan mana?
ask-kelurahan-one = “{ $place }”: di Kelurahan { $area }, betul?
ask-photo = Ada fotonya? Kirim di sini supaya petugas lebih mudah menemukannya. Kalau tidak ada, pilih “{ btn-skip }”.
ask-photo-more = Silakan kirim fotonya.
photo-kept =
    { $count ->
        [1] Foto sudah saya terima.
       *[other] { $count } foto sudah saya terima.
    }
photo-limit = Sudah ada { $count } foto, itu sudah cukup. Foto yang terakhir tidak saya simpan.
noted-ahead = Baik, itu saya catat.
place-noted = Lokasi: { $place }.
place-either = { $one } atau { $other }
place-of-report = tempat laporan { $number }
outside =
    Maaf, tempat itu di luar Kota { $city }, jadi dinas kami tidak bisa menanganinya. Sampaikan lewat SP4N-LAPOR! (lapor.go.id, atau SMS ke 1708), nanti diteruskan ke pemerintah daerah yang berwenang.

    Kalau saya keliru, beri tahu lokasi yang benar.
confirm =
    Saya catat begini:

    “{ $text }”

    { $kind ->
        [aspirasi] Jenis: usulan, { $category }
        [permintaan] Jenis: pertanyaan, { $category }
       *[pengaduan] Jenis: { $category }
    }
    Ditangani: { $agency }
    Lokasi: { $place }
    { $more ->
        [none] {""}
       *[other] { $more }
    }

    Sudah benar?
place-none = tidak disebutkan
place-unknown = { $place } (kelurahan belum diketahui)
category-review = akan dipilihkan petugas
confirm-external =
    Ini bukan urusan dinas Kota { $city }. { $contact ->
        [none] Yang berwenang: { $agency }.
       *[other] { $contact }
    }

    “{ $text }”
    { $more ->
        [none] {""}
       *[other] { $more }
    }

    Mau saya catat juga, supaya kota ikut memantau?
ask-change = Bagian mana yang mau diubah?
ask-change-text = Baik. Tulis lagi keterangannya.
confirm-send-first = Silakan pilih “{ btn-send }” kalau sudah benar, atau “{ btn-edit }” kalau ada yang keliru.
confirm-needless = Kalau maksudnya tidak ada yang perlu diubah, tekan “{ btn-send }”. Kalau laporannya tidak usah dikirim, tekan “{ btn-cancel }”.

## Tombol

btn-report = Buat laporan
btn-my-reports = Laporan saya
btn-help = Bantuan
btn-send = Kirim
btn-record = Catat
btn-edit = Ubah
btn-cancel = Batalkan
btn-skip = Lewati
btn-none-fits = Lainnya
btn-pick-kecamatan = Pilih kecamatan
btn-no-place = Tidak tahu
btn-other-place = Tulis lokasi lain
btn-not-this = Bukan soal itu
btn-text = Keterangan
btn-category = Jenis
btn-place = Lokasi
btn-photo = Foto
btn-back = Tidak jadi
btn-yes = Ya
btn-no = Tidak
btn-yes-report = Ya, laporkan
btn-new-report = Laporan baru
btn-same-report = Bagian laporan ini
btn-addition = Tambahan
btn-file-too = Catat laporannya
btn-no-need = Tidak perlu
btn-withdraw = Ya, tarik
btn-keep = Jangan
btn-done = Sudah beres
btn-not-done = Belum beres
btn-officer-accept = Terima
btn-officer-see = Lihat
btn-track = Pantau laporan

## Keadaan darurat

# Setiap kalimat di bagian ini dibaca sebagai satu kumpulan di docs/bahasa-darurat.md, lengkap dengan sumber nomornya.
danger-kebakaran = Ini keadaan darurat. Segera telepon { $dial } (gratis, 24 jam) untuk pemadam kebakaran. Jauhi api dan asap.
danger-terjebak =
    { $whose ->
        [locked] Segera telepon { $dial } (gratis, 24 jam), sebutkan tempatnya. Petugas kami juga sudah saya beri tahu. Ajak bicara dari luar dan cari siapa pun yang bisa membuka pintunya. Kalau dia lemas atau tidak bergerak, ambulans 119.
        [other] Segera telepon { $dial } (gratis, 24 jam), sebutkan tempatnya. Petugas kami juga sudah saya beri tahu. Jangan ikut masuk ke air, api, atau reruntuhan; lemparkan tali atau apa pun yang mengapung kalau bisa dari tempat aman.
       *[own] Segera telepon { $dial } (gratis, 24 jam), sebutkan posisi Anda. Petugas kami juga sudah saya beri tahu. Cari tempat yang paling aman, dan hemat baterai.
    }
danger-tenggelam = Ini keadaan darurat. Segera telepon { $dial } (gratis, 24 jam). Jangan masuk ke air yang deras.
danger-kejahatan = Utamakan keselamatan Anda. Segera telepon polisi di { $dial } (24 jam).
danger-kecelakaan = Ini keadaan darurat. Segera telepon ambulans di { $dial } (24 jam). Jangan pindahkan korban kalau tidak terpaksa.
danger-gawat_medis = Ini gawat. Segera telepon ambulans di { $dial } (24 jam), atau bawa ke IGD terdekat: IGD mana pun wajib menolong dulu, tanpa uang muka. Kalau kejang atau pingsan, miringkan badannya dan jangan masukkan apa pun ke mulutnya.
danger-listrik = Berbahaya: jangan sentuh kabel atau genangan di dekatnya. Segera telepon { $dial } (gratis, 24 jam).
danger-gas = Segera keluar dan menjauh. Jangan nyalakan api, jangan sentuh saklar. Dari tempat yang aman, telepon { $dial } (gratis, 24 jam). Kalau bisa tanpa bahaya, buka pintu dan jendela.
danger-keracunan = Segera telepon ambulans di { $dial } (24 jam), atau 112. Simpan sisa makanan atau kemasannya untuk diperiksa. Jangan paksa muntah, dan jangan beri minum orang yang tidak sadar.
danger-anak_hilang = Segera telepon polisi di { $dial } atau 112. Tidak perlu menunggu 24 jam. Sebutkan nama, umur, pakaian, dan tempat terakhir terlihat. Minta ada yang tetap menunggu di tempat itu dan di rumah.
danger-anak_ditemukan = Segera telepon 112 (gratis, 24 jam), atau polisi 110. Temani dia di tempat itu sampai petugas datang, jaga tetap hangat, dan jangan serahkan kepada siapa pun selain petugas. Sakit atau terluka: ambulans 119.
danger-penculikan = Pastikan anak atau korbannya bersama orang yang dikenal, dan jangan kejar pelakunya sendirian. Segera telepon polisi di { $dial } (24 jam) atau 112: sebutkan tempatnya, ciri orang dan kendaraannya, juga pelatnya kalau terlihat.
danger-gigitan = Cuci lukanya sekarang dengan sabun dan air mengalir selama 15 menit, jangan ditutup rapat. Lalu segera ke puskesmas atau IGD terdekat untuk diperiksa dan divaksin rabies, walau lukanya kecil. Kalau luka parah atau di kepala dan leher: ambulans { $dial } (24 jam).
danger-tersesat = Tenang, jangan ke mana-mana dulu. Cari petugas keamanan, polisi, atau ibu penjaga warung di dekat situ, dan minta ditemani. Telepon 112 (gratis, 24 jam) atau polisi 110. Kirim lokasi di sini, atau tulis nama pasar, toko, atau masjid yang terlihat.
danger-kdrt =
    Tidak ada yang berhak menyakiti siapa pun. Kalau bahayanya sekarang, telepon polisi { $dial } atau 112. Ada yang terluka: ambulans 119.

    Untuk didampingi: SAPA 129, atau DP3A lewat laporan ini.
danger-kekerasan_seksual =
    Terima kasih sudah berani bercerita. Ini bukan salah korban. Kalau bahayanya sekarang, telepon polisi { $dial } atau 112. Perlu pertolongan medis: 119.

    Untuk didampingi: SAPA 129, atau DP3A lewat laporan ini.
danger-what-now-victim = Yang pertama: cari tempat yang aman. SAPA 129 (24 jam) mendengarkan dan memandu Anda; kalau bahayanya sekarang, telepon polisi 110 atau 112.
danger-what-now-file = Telepon dulu { $dial }: petugasnya memandu langkah demi langkah. Utamakan keselamatan.
danger-other = Ini keadaan darurat. Segera telepon { $dial } (gratis, 24 jam).
danger-tolong = Kalau ada bahaya, segera telepon { $dial } (gratis, 24 jam). Apa yang terjadi, dan di mana?
danger-tolong-again = Telepon { $dial } sekarang, ya; petugas kami juga sudah saya beri tahu. Kalau bisa, tulis satu dua kata: kebakaran, banjir, sakit, kejahatan? Atau kirim lokasi Anda.
danger-tolong-draft = Kalau ada bahaya, segera telepon { $dial } (gratis, 24 jam).
# Words that may tell of danger, half surely: asked about, the number in front.
danger-doubt-bunuh_diri =
    { $whose ->
        [other] Kalau dia sedang ingin menyakiti diri, telepon 119 ext. 8 (119, lalu tekan 8); kalau bahayanya sekarang, 112. Jangan tinggalkan dia sendirian.

            Saya ingin memastikan dia baik-baik saja. Apa yang terjadi? Kalau ini soal lain, tulis “bukan”.
       *[own] Kalau hidup sedang terasa terlalu berat, ada yang siap mendengarkan di 119 ext. 8 (119, lalu tekan 8); kalau bahayanya sekarang, 112.

            Saya ingin memastikan Anda baik-baik saja. Mau cerita? Tulis saja di sini. Kalau ini soal lain, tulis “bukan”.
    }
danger-doubt-terjebak = Kalau ada yang terjebak atau tidak bisa keluar, segera telepon { $dial } (gratis, 24 jam). Apakah ada orang dalam bahaya sekarang?
danger-doubt-kebakaran = Kalau ada yang terbakar, jauhi api dan asap, lalu segera telepon 112 (gratis, 24 jam). Apakah ada kebakaran sekarang?
danger-doubt-gas = Kalau tercium gas bocor, segera keluar, jangan nyalakan api, lalu telepon { $dial } (gratis, 24 jam). Apakah itu yang terjadi?
danger-doubt-keracunan = Kalau ada yang keracunan, segera telepon ambulans di { $dial }, atau 112. Apakah ada yang sakit setelah makan, minum, atau menghirup sesuatu?
danger-doubt-anak_hilang = Kalau ada anak atau lansia yang hilang, segera telepon polisi di { $dial } atau 112. Apakah ada yang belum ditemukan?
danger-doubt-kdrt = Kalau ada yang disakiti di rumah, telepon polisi { $dial } atau 112; SAPA 129 siap mendampingi. Apakah itu yang terjadi? Ceritanya dijaga rahasia.
danger-doubt-kekerasan_seksual = Kalau ada yang dilecehkan atau dipaksa, itu bukan salah korban. Telepon polisi { $dial } atau 112; SAPA 129 siap mendampingi. Apakah itu yang terjadi? Ceritanya dijaga rahasia.
danger-in-case = Kalau ada yang sedang dalam bahaya, jangan menunggu petugas: telepon { $dial } kapan saja.
danger-doubt-no = Baik. Kalau nanti ada bahaya, 112 siap kapan saja.
danger-bunuh_diri-own =
    Terima kasih sudah mau bercerita. Kedengarannya berat sekali, dan Anda tidak harus menanggungnya sendirian.

    Tolong telepon 119 ext. 8 (119, lalu tekan 8); ada orang yang siap mendengarkan. Kalau bahayanya sekarang, telepon 112.

    Petugas kami sudah saya beri tahu supaya bisa menemani Anda di sini. Kalau tidak mau, tulis saja “jangan”. Sambil menunggu, ceritakan: apa yang paling berat saat ini?
danger-bunuh_diri-other =
    Terima kasih sudah peduli. Kalau bahayanya sekarang, segera telepon 112. Jangan tinggalkan dia sendirian, dengarkan tanpa menyalahkan, dan jauhkan benda berbahaya kalau aman bagi Anda.

    Anda berdua juga bisa menelepon 119 ext. 8 (119, lalu tekan 8).

    Petugas kami sudah saya beri tahu. Kalau tidak mau, tulis saja “jangan”. Di mana dia sekarang, dan siapa yang bersamanya?
listen-1 =
    { $whose ->
        [other] Saya catat. Tetap dampingi dia, dan ajak bicara pelan-pelan. Kalau dia bergerak untuk menyakiti diri, telepon 112. Untuk dibantu bicara: 119 ext. 8. Bagaimana keadaannya sekarang?
       *[own] Saya di sini, dan saya baca semuanya. Adakah orang dekat yang bisa menemani Anda sekarang? Suara manusia di 119 ext. 8 juga siap mendengarkan; kalau bahayanya sekarang, 112.
    }
listen-2 =
    { $whose ->
        [other] Anda sudah melakukan hal yang benar dengan mencari bantuan. Kalau keadaan memburuk: 112. Teman bicara: 119 ext. 8. Apa ada keluarganya yang bisa datang?
       *[own] Tidak apa-apa bercerita pelan-pelan. Kalau ada benda yang bisa melukai, tolong jauhkan dulu, ya. Anda boleh menelepon 119 ext. 8 kapan saja, atau 112. Apa yang membuat hari ini terasa begitu berat?
    }
listen-3 =
    { $whose ->
        [other] Saya catat. Kalau dia sulit dihubungi atau pergi, telepon 112 dan sebutkan tempat terakhirnya. 119 ext. 8 tetap bisa dihubungi. Ada kabar baru?
       *[own] Terima kasih masih mau menulis. Rasa seberat ini bisa berkurang, dan Anda layak ditolong. Mau mencoba menelepon 119 ext. 8 sekarang? Kalau bahayanya sekarang, 112. Saya tetap di sini.
    }
listen-4 =
    { $whose ->
        [other] Tetap di dekatnya kalau aman. 112 untuk bahaya, 119 ext. 8 untuk teman bicara. Tulis saja apa pun yang perlu diketahui.
       *[own] Apa pun yang Anda tulis, saya tidak menghakimi. 119 ext. 8 atau 112 siap kapan saja. Anda sedang di mana sekarang?
    }
listen-now =
    { $whose ->
        [other] Ini bahaya sekarang. Telepon 112 atau ambulans 119 sekarang juga, jangan tinggalkan dia, dan jauhkan benda berbahaya kalau aman bagi Anda. Petugas kami saya beri tahu lagi. Di mana dia sekarang?
       *[own] Saya khawatir dengan Anda. Tolong telepon 112 atau ambulans 119 sekarang juga, atau panggil orang terdekat dan buka pintunya. Kalau ada obat, pisau, atau tali di dekat Anda, menjauhlah dulu. Petugas kami saya beri tahu lagi. Anda di mana sekarang?
    }
listen-unanswered = Maaf tidak tersambung. Coba sekali lagi, atau 112 (gratis, 24 jam), atau minta orang terdekat menemani. Petugas kami juga sudah diberi tahu. Saya tetap di sini.
listen-who = Saya Sorot, asisten otomatis, dan semua yang Anda tulis saya teruskan ke petugas kami; begitu ada yang membalas, jawabannya masuk ke sini. Suara manusia sekarang juga ada di 119 ext. 8; kalau bahayanya sekarang, 112.
listen-no-call = Baik, petugas tidak kami hubungkan.
listen-not-them = Baik, mereka tidak kami beri tahu. Yang membaca ini hanya petugas yang menemani Anda.
listen-place = Terima kasih, tempatnya saya teruskan ke petugas.
listen-better = Terima kasih sudah memberi tahu. Kapan saja terasa berat lagi, tulis di sini, atau telepon 119 ext. 8 dan 112.
rescue-where = Di mana posisi Anda? Kirim lokasi, atau tulis alamat dan patokannya.
rescue-where-again = Saya catat. Satu hal lagi supaya cepat ditemukan: jalan, RT/RW, atau kelurahannya apa? Bisa juga kirim lokasi. Sambil itu, tetap hubungi { $dial }.
rescue-safe = Syukurlah sudah aman. Kalau ada yang berubah, telepon 112 atau tulis di sini.
rescue-more-1 = Sudah saya teruskan ke petugas. Tetap hubungi { $dial }, dan tulis kalau ada perubahan.
rescue-more-2 = Saya tambahkan, petugas membacanya. Kalau belum tersambung, coba lagi { $dial }.
rescue-more-3 = Diterima dan diteruskan. Usahakan tetap di tempat yang terlihat, dan hubungi { $dial } lagi kalau keadaan memburuk.
filed-quiet =
    Laporan Anda sudah masuk{ $secret ->
        [yes] {" "}dan dijaga rahasia: hanya dibaca petugas yang menangani
       *[no] {""}
    }.

    Nomor: { $number }
    Ditangani: { $agency }
    Dijawab paling lambat: { $first }

    Setiap perkembangan saya kabarkan di sini. Mau menambah keterangan? Tulis saja.
filed-rescue =
    Posisi dan keterangan Anda sudah diteruskan ke petugas (nomor { $number }). Tetap hubungi 112.

    Apa pun yang Anda tulis sesudah ini langsung ikut terbaca petugas.
emergency-file = Setelah Anda menelepon dan aman, saya bisa mencatat laporannya juga. Mau dicatat?
emergency-file-secret = Mau saya teruskan ke petugas yang mendampingi? Laporannya rahasia: hanya dibaca petugas yang menangani, tidak tampil di halaman umum. Tidak perlu foto.
link-unread = Tautan petanya belum bisa saya buka.
nothing-open = Siap. Kalau ada yang perlu dilaporkan, tulis saja di sini.
missing-found = Syukurlah sudah ketemu. Kalau masih ada yang perlu dibantu, tulis saja di sini.
danger-not-over = Saya catat dan saya teruskan ke petugas. Kalau belum tertolong, telepon { $dial } sekali lagi.
help-called = Baik, syukurlah. Itu saya catat dan saya teruskan ke petugas.
victim-comfort = Tidak perlu malu, dan ini bukan salah Anda. Ceritakan sejauh yang Anda mau saja; yang membacanya hanya petugas yang mendampingi.
danger-was-none = Syukurlah bukan. Petugas juga saya beri tahu.
emergency-no-file = Baik. Utamakan keselamatan Anda. Kalau nanti perlu, tulis saja di sini.
secret-by-nature = Laporan ini saya jadikan rahasia: hanya dibaca petugas yang menangani, tidak tampil di halaman umum.
grief-help = Kalau ada yang perlu diurus, misalnya akta kematian, KK, atau pemakaman, tulis saja di sini.
condolence = Saya turut berduka cita. Semoga keluarga yang ditinggalkan diberi kekuatan.
notice-officer = { $text }
notice-operator =
    Petugas ({ $name }):

    “{ $text }”
btn-safe = Sudah aman

## Setelah terkirim

filed =
    Terima kasih, laporan Anda sudah masuk.

    Nomor: { $number }
    Ditangani: { $agency }
    Dijawab paling lambat: { $first }
    Target selesai: { $due }

    Setiap perkembangan saya kabarkan di sini. Mau menambah keterangan atau foto? Kirim saja.
filed-aspirasi =
    Terima kasih, usulan Anda sudah dicatat dengan nomor { $number } dan disampaikan ke { $agency }. Tanggapan paling lambat { $first }.
    { $others ->
        [0] {""}
       *[other] Bulan ini sudah ada { $others } warga lain yang mengusulkan hal serupa.
    }
filed-permintaan =
    Terima kasih, pertanyaan Anda sudah diteruskan ke { $agency } dengan nomor { $number }. Dijawab paling lambat { $first }.
filed-referred =
    Sudah saya catat dengan nomor { $number }, supaya kota ikut memantau. { $contact ->
        [none] Yang berwenang: { $agency }.
       *[other] { $contact }
    }
filed-already = Laporan itu sudah terkirim dengan nomor { $number }. Tidak perlu dikirim lagi.
parked-next = Sekarang kita lanjutkan laporan Anda yang satu lagi: “{ $text }”.
parked-kept = Laporan yang satu lagi saya simpan dulu. Kita selesaikan yang ini, sesudah itu kita lanjutkan.
other-report = Sepertinya ini soal lain. Laporan baru, atau bagian dari laporan yang sedang kita isi?
same-report-kept = Baik, saya tambahkan ke keterangannya.
story-too-long = Ceritanya panjang sekali: { $limit } huruf pertama saya simpan, sisanya belum. Kirim bagian terpentingnya lagi setelah laporan ini terkirim, nanti saya tambahkan.
draft-dropped = Baik, laporan yang belum terkirim itu saya batalkan. Kapan saja boleh tulis lagi.
draft-resumed = Baik, kita lanjutkan laporan yang tadi.
ask-drop = Laporan yang sedang diisi mau dibatalkan?
wrong-chat = Tidak apa-apa. Kalau nanti ada yang perlu dilaporkan, tulis saja di sini.
maybe-over = Syukurlah kalau sudah beres.
photo-later = Baik, fotonya boleh menyusul kapan saja.
never-mind = Baik, tidak jadi. Tulis saja kalau ada yang lain.
nothing-to-cancel = Tidak ada laporan yang sedang diisi. Tulis saja kalau ada yang ingin dilaporkan.

## Menambah keterangan

added = Sudah saya tambahkan ke laporan { $number }. { $agency } bisa langsung membacanya.
added-referred = Sudah saya tambahkan ke catatan laporan { $number }. Yang menangani { $agency }; sampaikan juga ke sana, ya.
added-answer = Terima kasih, jawaban Anda sudah saya teruskan ke { $agency } (laporan { $number }).
ask-add = Ini tambahan untuk laporan { $number } ({ $category }), atau laporan baru?
ask-add-which = Ini tambahan untuk laporan yang mana?
add-closed = Laporan { $number } sudah { $status }, jadi tidak bisa ditambah. Kalau masalahnya masih ada, buat laporan baru saja.

## Mengecek laporan

status-report =
    Laporan { $number }: { $category }{ $area ->
        [none] {""}
       *[other] , { $area }
    }
    Keadaan: { $status }
    Ditangani: { $agency }
    { $stage ->
        [wait] Dijawab paling lambat: { $when }
        [work] Target selesai: { $when }
        [ask] Petugas menunggu jawaban Anda. Tulis saja jawabannya di sini.
        [check] Petugas melaporkan pekerjaannya selesai. Hasilnya kami periksa dulu, nanti kami kabari di sini.
        [done] Selesai: { $when }
       *[end] {""}
    }
status-why = Keterangan petugas: { $why }
status-promised = { $over ->
    [yes] Petugas menjanjikan { $when }. Waktunya sudah lewat, dan belum ada kabar bahwa janji itu ditepati.
   *[no] Petugas menjanjikan: { $when }
}
status-line = • { $number }, { $category }: { $status }
status-list = Laporan Anda:
status-list-more = Tulis nomornya untuk melihat rinciannya.
status-none-urged = Belum ada laporan Anda di sini, jadi belum bisa saya lihat. Punya nomornya (BKS-…)? Tulis di sini. Kalau tidak, ceritakan masalahnya, langsung saya catat.
report-elsewhere = Laporan lewat saluran lain tidak masuk ke sini, jadi belum bisa saya lihat. Ceritakan masalahnya sekali lagi di sini, langsung saya teruskan ke dinasnya.
status-none = Anda belum punya laporan di sini. Ceritakan saja masalahnya kalau mau melapor.
status-not-here = Belum ada laporan Anda di sini, jadi laporan yang dulu belum bisa saya lihat.
status-none-sent = Belum ada laporan Anda yang terkirim. Yang ini masih kita isi:
status-unknown = Saya tidak menemukan laporan { $number } di antara laporan Anda. Mohon periksa lagi nomornya. Laporan warga lain hanya terbuka dengan tautannya.
status-menunggu = Menunggu
status-diproses = Diproses
status-koordinasi = Dikoordinasikan antar dinas
status-menunggu_warga = Menunggu jawaban Anda
status-diperiksa = Hasilnya sedang diperiksa
status-selesai = Selesai
status-ditutup = Selesai dan ditutup
status-dirujuk = Dirujuk ke instansi lain
status-ditolak = Tidak dapat ditindaklanjuti
status-duplikat = Digabung dengan laporan yang sama
status-ditarik = Ditarik oleh pelapor

## Menarik laporan

mended = Syukurlah. Sudah saya catat di laporan { $number }; { $agency } membacanya.
ask-withdraw = Laporan { $number } ({ $category }) mau ditarik? Setelah ditarik, laporan tidak ditangani lagi.
ask-withdraw-which = Laporan mana yang mau ditarik?
withdrawn = Laporan { $number } sudah ditarik. Terima kasih sudah memberi tahu.
not-withdrawn = Baik, laporan { $number } tetap berjalan.
cannot-withdraw = Laporan { $number } sudah { $status }, jadi tidak bisa ditarik lagi.

## Sudah beres?

accepted = Terima kasih sudah memastikan. Laporan { $number } kami tutup. Kalau dalam { $days } hari ternyata rusak lagi, tulis “buka lagi”.
ask-reopen = Maaf kalau belum beres. Apa yang masih kurang? Tulis di sini, nanti diteruskan ke petugas.
reopened = Baik, laporan { $number } dibuka lagi dan { $agency } sudah diberi tahu.
reopen-late = Laporan { $number } sudah lewat { $days } hari sejak selesai. Buat laporan baru saja, nanti kami tangani dari awal.
already-answered = Terima kasih, jawaban Anda untuk laporan { $number } sudah kami catat sebelumnya.

## Pesan yang tidak bisa diproses

only-signs = Terima kasih. Saya belum bisa membaca emoji; tulis dengan kata-kata, ya.
only-sticker = Terima kasih. Saya belum mengerti stiker; tulis saja masalahnya, ya.
only-voice = Maaf, pesan suara itu tidak bisa saya simpan. Mohon tulis dengan kata-kata, ya.
only-video = Maaf, saya belum bisa menerima video. Kirim foto atau tulis saja, ya.
only-contact = Terima kasih, tapi nomor kontak tidak perlu dikirim. Tulis saja masalahnya, ya.
only-document = Maaf, saya hanya bisa menerima foto, belum dokumen. Kirim sebagai foto atau tulis isinya, ya.
only-edited = Perubahan pesan belum terbaca oleh saya. Kalau ada yang perlu diperbaiki, tulis lagi sebagai pesan baru, ya.
caption-read = { $kind ->
    [video] Maaf, videonya
    [document] Maaf, berkasnya
    [voice] Maaf, suaranya
   *[other] Maaf, kiriman itu
 } belum bisa saya terima. Tulisannya saya baca, ya.
only-other = Maaf, pesan jenis ini belum bisa saya baca. Tulis saja dengan kata-kata, ya.
old-button = Tombol itu dari percakapan sebelumnya, jadi tidak saya jalankan.
went-wrong = Maaf, pesan Anda yang tadi gagal kami proses. Petugas kami akan memeriksanya. Anda boleh menulis lagi, atau telepon 112 kalau darurat.
something-changed = Laporan { $number } baru saja berubah, jadi permintaan itu tidak bisa dijalankan. Tulis “{ $number }” untuk melihat keadaannya.

## Kabar dari petugas

notice-answer =
    Jawaban dari { $agency } untuk laporan { $number }:

    “{ $text }”
notice-question =
    { $agency } bertanya tentang laporan { $number }:

    “{ $text }”

    Balas saja di sini; jawaban Anda langsung sampai ke petugas.
notice-status =
    Kabar laporan { $number }: sekarang { $status }. Ditangani { $agency }.
    { $reason ->
        [none] {""}
       *[other] Keterangan: { $reason }
    }
notice-forwarded =
    Laporan { $number } diteruskan dari { $from_agency } ke { $agency }.
    { $reason ->
        [none] {""}
       *[other] Alasannya: { $reason }
    }
notice-moved =
    Mohon maaf, laporan { $number } belum bisa selesai sesuai janji. { $agency } sekarang menargetkan selesai { $date }.
    { $reason ->
        [none] {""}
       *[other] { $reason }
    }
    Kabar berikutnya tetap kami kirim ke sini, ya.
notice-category =
    Jenis laporan { $number } kami perbaiki menjadi { $category }. Sekarang ditangani { $agency }.
    { $contact ->
        [none] {""}
       *[other] { $contact }
    }
notice-joined =
    Laporan { $number } tentang hal yang sama dengan laporan yang sudah ada, jadi kami tangani bersama supaya lebih cepat. Nomor Anda tetap berlaku, dan setiap perkembangannya kami kabarkan di sini.

    Keadaan: { $status }
    Ditangani: { $agency }
notice-parted = Laporan { $number } sekarang kami tangani tersendiri lagi. Keadaannya { $status }, ditangani { $agency }.
notice-split =
    Laporan { $number } berisi beberapa hal, jadi kami pisahkan supaya masing-masing sampai ke yang menangani:

    { $list }

    Tidak ada yang perlu Anda kirim ulang. Setiap perkembangannya kami kabarkan di sini.
notice-bundle =
    Kabar dari { $agency } tentang { $title }, yang menyangkut laporan { $number }:

    “{ $text }”
notice-supporter-bundle =
    Kabar dari { $agency } tentang { $title }, yang menyangkut laporan { $number } yang Anda dukung:

    “{ $text }”
notice-result = Ini foto hasil pekerjaan { $agency } untuk laporan { $number }.
notice-reminder =
    Mengingatkan saja: { $agency } masih menunggu jawaban Anda untuk laporan { $number }.

    “{ $text }”

    Balas saja di sini, supaya pekerjaannya bisa dilanjutkan.
notice-closed = Laporan { $number } kami tutup, karena sudah dua minggu selesai. Kalau masalahnya muncul lagi, buat laporan baru saja.
notice-done =
    Laporan { $number } sudah diselesaikan oleh { $agency }.
    { $reason ->
        [none] {""}
       *[other] Keterangan: { $reason }
    }

    Apakah benar sudah beres?

## Obrolan web

web-too-big = Fotonya terlalu besar. Paling besar 10 MB.
web-not-picture = Berkas itu bukan foto. Kirim foto JPG, PNG, WebP, atau HEIC.
web-broken-picture = Fotonya rusak dan tidak bisa dibuka. Coba kirim foto lain.
web-moving-picture = Gambar bergerak belum bisa diterima. Kirim foto biasa.
web-empty = Pesannya kosong. Tulis sesuatu dulu, ya.
web-bad-message = Pesan itu tidak bisa dibaca. Muat ulang halaman lalu coba lagi.
web-message-too-big = Pesannya terlalu panjang. Tolong tulis lebih singkat.
web-same-id = Maaf, pesan ini belum tersimpan. Tulis sekali lagi, ya.
web-too-fast = Pesan Anda masuk terlalu cepat. Tunggu sebentar lalu kirim lagi.
web-foreign = Permintaan ini tidak berasal dari halaman kami, jadi tidak dijalankan.
web-no-session = Obrolan ini belum dimulai di perangkat ini. Buka halaman depan lalu mulai lagi.
web-bad-link = Tautan obrolan itu sudah dipakai atau sudah lewat waktunya. Minta tautan baru di perangkat lama, ya.
web-photo-gone = Fotonya tidak ditemukan. Mohon kirim ulang.
web-photos-busy = Sedang banyak foto yang masuk. Foto Anda belum terkirim, coba lagi sebentar lagi, ya.
web-busy = Sedang ramai sekali. Tunggu sebentar lalu coba lagi.
web-chat-here = Di perangkat ini sudah ada obrolan lain, jadi tidak kami ganti. Kalau memang mau pindah, keluar dulu dari obrolan yang ini.
web-no-device = Perangkat itu sudah tidak tersambung ke obrolan ini.
web-push-ready = Ada jawaban untuk Anda. Buka obrolan untuk membacanya.
web-push-unknown = Peramban ini memakai layanan pemberitahuan yang tidak kami kenal.

## Telegram

telegram-share-location = 📍 Kirim lokasi saya
telegram-or-location = Sedang di tempatnya? Tekan “{ telegram-share-location }” di bawah.
telegram-group = Maaf, saya hanya menerima laporan lewat obrolan pribadi. Buka profil saya, lalu kirim pesan langsung, ya.
photo-refused = Foto yang Anda kirim untuk laporan { $number } tidak bisa dibuka. Mohon kirim ulang fotonya di sini.
photo-refused-early = Foto yang Anda kirim tadi tidak bisa dibuka, jadi belum ikut tersimpan. Mohon kirim ulang fotonya di sini.
voice-refused = Pesan suara untuk laporan { $number } tidak bisa dibuka. Mohon kirim ulang atau tuliskan isinya.
voice-refused-early = Pesan suara tadi tidak bisa dibuka, jadi belum ikut tersimpan. Mohon kirim ulang atau tuliskan isinya.
telegram-menu-laporan = Lihat laporan saya
telegram-menu-peringatan = Ikuti peringatan banjir
telegram-menu-privasi = Data pribadi saya
telegram-menu-batal = Batalkan yang sedang diisi
telegram-menu-bantuan = Cara melapor

whatsapp-choose = Pilih
whatsapp-more = Pilihan lainnya:
whatsapp-no-picture = Fotonya bisa dilihat di halaman laporan.
whatsapp-or-location = Sedang di tempatnya? Tekan tombol kirim lokasi di bawah ini.

## Yang tak terduga

voice-kept = Pesan suaranya saya simpan untuk petugas. Tolong tulis singkat juga, ya.
voice-added = Pesan suaranya saya tambahkan ke laporan { $number }.
voice-heard = Saya dengar: “{ $text }”
voice-says = Isi pesan suara: “{ $text }”
ask-what-voice = Pesan suaranya saya simpan untuk petugas. Tolong tulis singkat: apa yang terjadi, dan di mana?
edited-draft = Perubahannya sudah saya catat.
edited-report = Perubahannya saya tambahkan ke laporan { $number }.
correction = Koreksi: { $text }

## Tata krama dan batas

rude = Saya mengerti kalau Anda kesal. Saya tetap siap membantu: ceritakan saja apa yang perlu dibereskan, dengan kata-kata yang baik, ya.
door-limit = Saat ini banyak sekali kiriman datang sekaligus, jadi yang ini belum saya kirim. Isinya tetap tersimpan; coba kirim lagi sekitar { $minutes } menit lagi. Kalau darurat, telepon 112.
day-limit = Hari ini Anda sudah mengirim { $count } laporan. Yang berikutnya bisa dikirim besok. Kalau darurat, telepon 112.
too-fast = Pelan-pelan, ya. Pesan Anda banyak sekali, jadi tidak saya jawab satu per satu. Semuanya tetap tersimpan; tunggu sekitar { $minutes } menit, lalu tulis lagi. Kalau darurat, telepon 112.
blocked =
    Maaf, akun ini kami blokir, jadi pesannya tidak kami proses.
    { $reason ->
        [none] {""}
       *[other] Alasannya: { $reason }
    }

    Keberatan? { $appeal } Kalau darurat, telepon 112.
unblocked = Blokir akun ini sudah dibuka. Anda bisa melapor lagi seperti biasa.

## Menyimpulkan laporan

confirm-photos = Foto: { $count }
confirm-photo-welcome = Punya fotonya? Boleh dikirim sekarang.
identity-anonim = Identitas: anonim (nama dan kontak tidak terlihat siapa pun)
identity-rahasia = Identitas: rahasia (laporan tidak tampil di halaman umum)
identity-called = Atas nama: { $name }
ask-identity =
    Laporan ini mau dikirim sebagai apa?

    • Anonim: nama dan kontak Anda tidak terlihat oleh siapa pun, petugas pun tidak.
    • Rahasia: laporan Anda hanya dibaca petugas, tidak tampil di halaman umum.
ask-name = Siapa nama Anda?
ask-name-again = Tulis namanya saja, misalnya “Siti Aminah”.
noted-anonim = Baik, laporan ini anonim: nama dan kontak Anda tidak terlihat oleh siapa pun, petugas pun tidak.
noted-rahasia = Baik, laporan ini rahasia: hanya dibaca petugas, tidak tampil di halaman umum.
noted-biasa = Baik, laporan ini dikirim seperti biasa.
noted-called = Baik, laporan ini atas nama { $name }.
noted-number = { $noted } (laporan { $number })
btn-identity = Identitas
btn-name = Nama
btn-anonim = Anonim
btn-rahasia = Rahasia
btn-biasa = Biasa

## Pertanyaan sesuai jenisnya

detail-gone = Pertanyaan itu sudah tidak diperlukan. Pilih “{ btn-skip }” untuk melanjutkan.
detail-again-choice = Silakan pilih salah satu, atau “{ btn-skip }” kalau tidak tahu.
detail-again-number = Jawabannya cukup dengan angka, atau pilih “{ btn-skip }” kalau tidak tahu.
detail-again-text = Maaf, saya belum menangkap jawabannya. Kalau tidak tahu, pilih “{ btn-skip }”.
ask-photo-place = Dari fotonya, lokasinya di { $place }. Betul?
btn-right-place = Betul
btn-wrong-place = Bukan

## Sudah ada yang melapor

ask-similar =
    Sepertinya ini sudah dilaporkan warga lain:

    Laporan { $number }: { $category }
    { $metres ->
        [-1] Tempatnya sama
       *[other] Jaraknya sekitar { $metres } m dari lokasi Anda
    }
    Keadaan: { $status }
    Masuk: { $days ->
        [0] hari ini
        [1] kemarin
       *[other] { $days } hari yang lalu
    }

    Kalau memang sama, dukung saja laporan itu: keterangan Anda ikut dibaca petugas, dan setiap perkembangannya saya kabarkan.
ask-similar-own =
    Sepertinya Anda sudah melaporkan ini:

    Laporan { $number }: { $category }
    { $metres ->
        [-1] Tempatnya sama
       *[other] Jaraknya sekitar { $metres } m dari lokasi tadi
    }
    Keadaan: { $status }
    Masuk: { $days ->
        [0] hari ini
        [1] kemarin
       *[other] { $days } hari yang lalu
    }

    Mau ditambahkan ke laporan itu?
supported =
    Terima kasih, Anda ikut mendukung laporan { $number }. { $count ->
        [1] Anda pendukung pertamanya.
       *[other] Sudah { $count } warga yang mendukung.
    }

    Keadaan: { $status }
    Ditangani: { $agency }

    Setiap perkembangannya saya kabarkan di sini. Kalau tidak mau lagi, tulis “berhenti mendukung”.
added-there = Baik, sudah saya tambahkan ke laporan { $number }.
support-line = • { $number }, { $category }: { $status } (Anda dukung)
support-list = Laporan warga lain yang Anda dukung:
support-card = Laporan ini dari warga lain, dan Anda mendukungnya.
support-stopped = Baik, Anda tidak lagi mendukung laporan { $number }, jadi tidak saya kabari lagi.
support-none = Anda tidak sedang mendukung laporan { $number }.
support-nothing = Anda tidak sedang mendukung laporan warga lain.
support-which = Anda mendukung beberapa laporan: { $numbers }. Tulis “berhenti mendukung” dan nomornya.
btn-join = Dukung laporan ini
btn-apart = Buat laporan sendiri
btn-add-there = Tambahkan ke sana
btn-unsup = Berhenti mendukung
notice-supporter-status =
    Kabar laporan { $number } yang Anda dukung: sekarang { $status }. Ditangani { $agency }.
    { $reason ->
        [none] {""}
       *[other] Keterangan: { $reason }
    }
notice-supporter-forwarded = Laporan { $number } yang Anda dukung diteruskan dari { $from_agency } ke { $agency }.
notice-supporter-moved =
    Laporan { $number } yang Anda dukung belum bisa selesai sesuai janji. { $agency } sekarang menargetkan selesai { $date }.
    { $reason ->
        [none] {""}
       *[other] { $reason }
    }
notice-supporter-category = Jenis laporan { $number } yang Anda dukung diperbaiki menjadi { $category }. Sekarang ditangani { $agency }.
notice-supporter-done =
    Laporan { $number } yang Anda dukung sudah diselesaikan oleh { $agency }.
    { $reason ->
        [none] {""}
       *[other] Keterangan: { $reason }
    }

    Kalau menurut Anda belum beres, buat laporan baru saja di sini.
notice-supporter-reopened = Laporan { $number } yang Anda dukung dibuka lagi karena belum beres. Ditangani { $agency }.
notice-supporter-withdrawn = Laporan { $number } yang Anda dukung ditarik oleh pelapornya. Kalau masalahnya masih ada, buat laporan baru saja di sini.

## Tanya warga sekitar

notice-neighbour =
    { $own ->
        [ya] Laporan Anda { $number }
       *[other] Laporan { $number } yang Anda dukung
    }, { $category }{ $place ->
        [none] {""}
       *[other] {" "}di { $place }
    }, menurut { $agency } sudah dikerjakan.

    Sebelum dinyatakan selesai: menurut Anda, sudah beres? Nama Anda tidak ditampilkan.
btn-near-stop = Jangan tanya lagi
near-done = Terima kasih, jawaban Anda untuk laporan { $number } saya catat: sudah beres.
near-not-done = Terima kasih, jawaban Anda untuk laporan { $number } saya catat: belum beres. Petugas memeriksanya lagi.
near-kept = Terima kasih, jawaban Anda untuk laporan { $number } saya teruskan: belum beres. Petugas memeriksanya lagi.
near-skipped = Baik, terima kasih. Petugas memeriksanya lagi.
near-over = Terima kasih. Pertanyaan tentang laporan { $number } sudah ditutup, jadi jawaban ini tidak dihitung lagi. Kalau masalahnya masih ada, buat laporan baru saja di sini.
near-stopped = Baik, Anda tidak akan ditanya lagi tentang hasil laporan warga lain.
ask-neighbour-why = Terima kasih, jawaban Anda untuk laporan { $number } saya catat: belum beres. Apa yang masih kurang? Tulis singkat atau kirim fotonya, supaya petugas tahu apa yang harus diperiksa.
again-neighbour-why =
    { $times ->
        [1] Bagian mana yang belum beres? Boleh juga “{ btn-skip }”.
       *[2] Satu kalimat atau satu foto cukup, atau tekan “{ btn-skip }”.
    }

## Beberapa hal sekaligus

ask-matters =
    Saya tangkap { $count ->
        [2] dua hal
        [3] tiga hal
        [4] empat hal
       *[other] { $count } hal
    }:

    { $lines }

    Dibuat laporan sendiri-sendiri, supaya masing-masing langsung sampai ke dinasnya?
btn-split = Ya, pisahkan
btn-one-report = Satu laporan saja

## Di luar kota, tetangga

outside-neighbour =
    Tempat itu di luar Kota { $city }, jadi dinas kami tidak bisa menanganinya. { $contact }

    Mau saya catat juga, supaya kota ikut memantau? Kalau saya keliru, beri tahu lokasi yang benar.

## Peringatan banjir

notice-warning =
    { $drill ->
        [1] LATIHAN. Ini bukan banjir sungguhan, Anda tidak perlu melakukan apa-apa.
       *[other] Peringatan banjir:
    } Siaga { $level } di { $gauge }. Tinggi air { $height } pada { $clock }.
    { $hours ->
        [none] Daerah yang perlu waspada: { $areas }.
       *[other] Air diperkirakan sampai di { $areas } paling cepat dalam { $hours } jam.
    }

    { $level ->
        [1] Segera pindah ke tempat yang lebih tinggi. Bawa surat penting dan obat.
        [2] Naikkan barang dan surat penting, siapkan tas darurat, dan bersiap mengungsi.
       *[other] Tetap waspada, dan pindahkan barang berharga ke tempat yang lebih tinggi.
    }

    Perlu bantuan? Telepon 112, gratis, 24 jam. Tidak mau dikabari lagi? Tulis “berhenti peringatan”.

    Apakah air sudah masuk di tempat Anda?
notice-warning-withdrawn =
    { $drill ->
        [1] LATIHAN. Peringatan latihan dari { $gauge } kami tarik: “{ $reason }”. Anda tidak perlu melakukan apa-apa. Pada banjir sungguhan, kalau ragu telepon 112.
       *[other] Peringatan banjir Siaga { $level } di { $gauge } tadi kami tarik, karena keliru: “{ $reason }”. Maaf sudah membuat Anda cemas. Kalau ada bahaya, Anda kami kabari lagi.

    Air memang naik di tempat Anda? Utamakan keselamatan, lalu tulis di sini atau telepon 112.
    }
notice-early =
    { $drill ->
        [1] LATIHAN. Ini bukan banjir sungguhan, Anda tidak perlu melakukan apa-apa.
       *[other] Peringatan dini banjir untuk Kel. { $area }.
    } Siaga { $level } di { $gauge }: tinggi air { $height } pada { $clock }.
    { $hours ->
        [none] {""}
       *[other] Air bisa sampai ke Kel. { $area } paling cepat dalam { $hours } jam.
    }

    { $level ->
        [1] Segera pindah ke tempat yang lebih tinggi. Bawa surat penting dan obat.
        [2] Naikkan barang dan surat penting, siapkan tas darurat, dan bersiap mengungsi.
       *[other] Tetap waspada, dan pindahkan barang berharga ke tempat yang lebih tinggi.
    }

    Perlu bantuan? Telepon 112, gratis, siang dan malam. Anda dikabari karena pernah melapor dari daerah ini. Tidak mau lagi? Tulis “berhenti peringatan”.

    Apakah air sudah masuk di tempat Anda?
notice-early-clear =
    { $drill ->
        [1] LATIHAN selesai. Terima kasih sudah ikut berlatih.
       *[other] Sudah aman: air di { $gauge } kembali normal ({ $height } pada { $clock }). Peringatan untuk Kel. { $area } berakhir. Hati-hati kalau membersihkan lumpur, dan pastikan listrik aman sebelum dinyalakan.
    }
btn-water-none = Belum
btn-water-low = Ya, di bawah lutut
btn-water-high = Ya, selutut lebih
water-none = Syukurlah. Tetap pantau air di sekitar Anda; kalau mulai masuk, tekan lagi tombolnya.
water-low = Terima kasih, sudah kami catat di peta. Matikan listrik di lantai bawah dan naikkan barang. Kalau bertambah tinggi, tekan lagi tombolnya.
water-high = Terima kasih, sudah kami catat di peta. Kalau Anda perlu dijemput atau ada yang dalam bahaya, telepon 112 sekarang, atau tulis “tolong” di sini.
notice-warning-over =
    { $drill ->
        [1] LATIHAN selesai. Terima kasih sudah ikut berlatih.
       *[other] Kabar baik: air di { $gauge } kembali normal ({ $height } pada { $clock }). Peringatan untuk { $areas } berakhir.
    }
ask-watch = Peringatan banjir untuk daerah mana? Tulis nama kelurahannya, kirim lokasi, atau pilih kecamatannya.
ask-watch-kelurahan = Tepatnya di kelurahan mana?
watch-outside = Maaf, tempat itu di luar Kota { $city }, jadi belum bisa saya pantau.
watching =
    Baik, Anda saya kabari kalau air bisa sampai ke { $areas }.
    { $now ->
        [none] {""}
       *[other] Saat ini: { $now }. Tetap waspada, dan telepon 112 kalau perlu bantuan.
    }
watching-no-gauge = Baik, { $areas } saya catat. Belum ada alat pantau air untuk daerah itu; begitu ada, Anda saya kabari.
watch-already = Anda sudah dikabari tentang banjir di { $areas }.
watch-list =
    Anda dikabari kalau air bisa sampai ke:
    { $lines }

    Tulis “ikuti peringatan” dan nama kelurahan untuk menambah, atau “berhenti semua” untuk mengakhiri.
poll-none = Saat ini tidak ada jajak pendapat. Punya usul? Tulis saja di sini.
poll-over = Jajak pendapat itu tidak ada, atau sudah ditutup. Hasilnya ada di halaman Aspirasi.
poll-list =
    Kota sedang bertanya:
    { $lines }

    Pilih yang mau Anda jawab.
poll-ask =
    { $question }
    { $lines }

    Satu orang satu suara. Pilihan Anda tidak ditampilkan kepada siapa pun. Ditutup { $closes }.
poll-taken = Terima kasih. Pilihan Anda: { $choice }. Sampai { $closes } masih bisa diganti; hasilnya tampil di halaman Aspirasi sesudah itu.
watch-none = Anda tidak mengikuti peringatan banjir, dan tidak akan saya kirimi.
watch-stopped = Baik, peringatan untuk { $areas } saya hentikan.
watch-stopped-all = Baik, semua peringatan banjir untuk Anda saya hentikan.
watch-later = Kita selesaikan yang ini dulu. Sesudah itu, tulis “peringatan” lagi.
watch-offer = Mau saya kabari kalau air sungai bisa sampai ke { $area }?
btn-watch = Ya, kabari saya
btn-watch-more = Tambah kelurahan
btn-watch-stop = Stop { $area }
btn-watch-stop-all = Berhenti semua

## Penilaian

ask-rating = Bagaimana hasil pekerjaan untuk laporan { $number }?
btn-star-5 = 5 Sangat baik
btn-star-4 = 4 Baik
btn-star-3 = 3 Cukup
btn-star-2 = 2 Kurang
btn-star-1 = 1 Buruk
rated =
    { $stars ->
        [1] Terima kasih, nilai Anda 1 dari 5. Maaf hasilnya mengecewakan. Penilaian ini kami teruskan ke dinasnya.
        [2] Terima kasih, nilai Anda 2 dari 5. Penilaian ini kami teruskan ke dinasnya.
       *[other] Terima kasih, nilai Anda { $stars } dari 5.
    }
rating-changed = Baik, nilai untuk laporan { $number } saya ganti menjadi { $stars } dari 5.
rating-skipped = Baik, tidak apa-apa. Terima kasih sudah melapor.
rated-before = Nilai Anda untuk laporan { $number } sudah tercatat.
rate-late = Laporan { $number } sudah lewat { $days } hari sejak selesai, jadi tidak bisa dinilai lagi.
rate-not-done = Laporan { $number } belum selesai, jadi belum bisa dinilai.
btn-reopen = Buka lagi
closed-already = Laporan { $number } memang sudah ditutup. Terima kasih.
verdict-half = Terima kasih sudah jujur. Jadi, boleh ditutup, atau masih ada yang perlu dirapikan? Kalau mau menilai, tulis “nilai 3”.
verdict-number = Kalau { $stars } itu nilainya, tulis “nilai { $stars }”. Kalau soal pekerjaannya: sudah beres, atau belum?
reopen-which = Laporan mana yang mau dibuka lagi: { $numbers }? Tulis “buka lagi” dan nomornya.

## Data pribadi

consent = Pesan, foto, dan lokasi yang Anda kirim kami simpan untuk menangani laporan dan mengabari Anda; dengan melanjutkan, Anda menyetujuinya. Kapan saja Anda boleh menulis “data saya” untuk melihatnya atau “hapus data saya” untuk menghapusnya.
privacy =
    Data Anda hanya dipakai untuk menangani laporan. Nama dan nomor Anda tidak pernah kami tampilkan kepada umum.

    • Tulis “data saya” untuk melihat semua yang kami simpan.
    • Tulis “hapus data saya” untuk menghapusnya.
data-held =
    Yang kami simpan tentang Anda:
    { $name ->
        [none] {""}
       *[other] • Nama: { $name }
    }
    • { $reports } laporan
    • { $messages } pesan
    • { $files } foto atau suara
    • { $supports } laporan warga lain yang Anda dukung
    • { $watched } kelurahan yang Anda ikuti peringatannya

    Semuanya ada di tautan ini. Tautannya berlaku satu jam dan sekali pakai; jangan dibagikan.
data-looks =
    { $count ->
        [0] Belum ada petugas yang membuka nama dan kontak Anda.
       *[other] Petugas membuka nama dan kontak Anda { $count } kali. Yang terakhir:
    }
data-look =
    • { $when }: { $role ->
        [kepala] kepala dinas
        [lurah] lurah
        [operator] operator POC
        [pimpinan] pimpinan
        [admin] admin
       *[petugas] petugas
    }{ $agency ->
        [none] {""}
       *[other] , { $agency }
    }
ask-erase =
    Semua data Anda mau dihapus? Nama, nomor, isi obrolan, pesan suara, dukungan, dan peringatan Anda dihapus, dan tidak bisa dikembalikan.

    Laporan Anda tetap ditangani, tetapi tanpa nama Anda; kabarnya tidak bisa lagi kami kirim ke sini.
not-erased = Baik, data Anda tetap disimpan.
data-erased = Data Anda sudah kami hapus. Pesan ini yang terakhir, dan sesudah terkirim ikut dihapus. Terima kasih sudah ikut menjaga kota. Kalau nanti menulis lagi, kita mulai dari awal.
btn-data = Unduh data saya
btn-privacy = Kebijakan privasi
btn-erase = Ya, hapus semua
btn-keep-data = Jangan

## Pertanyaan yang diulang, tidak pernah dengan kata-kata yang sama

again-what =
    { $times ->
        [1] Ceritakan dulu apa yang terjadi, satu kalimat saja cukup. Kalau tidak jadi, tulis “batal”.
       *[2] Saya siap mencatat: apa yang rusak atau mengganggu? Boleh ditulis seperti ngobrol biasa.
    }
again-category-open =
    { $times ->
        [1] Satu kalimat lagi cukup: apa yang rusak, bau, bising, atau tidak jalan? Kalau bingung, tekan “{ btn-none-fits }”.
       *[2] Tidak apa-apa kalau sulit dijelaskan: tekan “{ btn-none-fits }”, nanti petugas yang membacanya.
    }
again-category =
    { $times ->
        [1] Pilih saja yang paling dekat, atau “{ btn-none-fits }”; nanti petugas yang memastikan.
       *[2] Kalau ragu jenisnya, tekan “{ btn-none-fits }”, laporannya tetap jalan.
    }
again-place =
    { $times ->
        [1] Jadi, lokasinya di mana? Nama kelurahan atau perumahannya sudah cukup. Kalau tidak tahu, tekan “{ btn-pick-kecamatan }”.
       *[2] Supaya petugas tidak salah datang, saya perlu tempatnya. Sebut kelurahan, jalan, atau patokan terdekat.
    }
again-kecamatan =
    { $times ->
        [1] Pilih kecamatannya di bawah ini, atau “{ btn-no-place }” kalau tidak yakin.
       *[2] Kecamatan mana yang paling mungkin? Kalau tidak tahu juga tidak apa-apa, tekan “{ btn-no-place }”.
    }
again-kelurahan =
    { $times ->
        [1] Kelurahan yang mana? Pilih di bawah ini, atau “{ btn-no-place }”.
       *[2] Tinggal kelurahannya. Kalau tidak yakin, tekan “{ btn-no-place }” dan laporannya tetap jalan.
    }
again-outside =
    { $times ->
        [1] Tempat itu masih saya baca di luar kota. Kalau salah, tulis lokasi yang benar.
       *[2] Kalau lokasinya memang di kota ini, sebut kelurahannya. Kalau tidak, tekan “{ btn-cancel }”.
    }
again-photo-place =
    { $times ->
        [1] Jadi, tempatnya sesuai dengan fotonya? Jawab “betul” atau “bukan”.
       *[2] Tekan “{ btn-right-place }” kalau di situ, atau tulis lokasi yang benar.
    }
again-detail =
    { $times ->
        [1] Yang tadi belum terjawab: { $question } Tidak tahu? Tekan “{ btn-skip }”.
       *[2] Boleh dilewati kalau tidak tahu. { $question }
    }
again-photo =
    { $times ->
        [1] Fotonya boleh dikirim sekarang, atau tekan “{ btn-skip }”.
       *[2] Tanpa foto juga bisa: tekan “{ btn-skip }” untuk lanjut.
    }
again-similar =
    { $times ->
        [1] Jadi, ini hal yang sama dengan laporan tadi, atau mau dibuat sendiri?
       *[2] Kalau ragu, tekan “{ btn-apart }” saja, tidak apa-apa.
    }
again-confirm =
    { $times ->
        [1] Laporannya masih seperti tadi. Kalau sudah benar, tekan “{ btn-send }”.
       *[2] Tinggal dikirim. Ada yang keliru? Tekan “{ btn-edit }”.
    }
again-change =
    { $times ->
        [1] Yang mau diganti apanya? Kalau tidak ada, tekan “{ btn-back }”.
       *[2] Pilih satu: keterangan, jenis, lokasi, foto, atau identitas.
    }
again-identity =
    { $times ->
        [1] Pilih salah satu: nama, anonim, rahasia, atau biasa.
       *[2] Kalau tidak perlu diubah, tekan “{ btn-back }”.
    }
again-name =
    { $times ->
        [1] Nama siapa yang dipakai? Kalau tidak mau menyebut, tekan “{ btn-back }”.
       *[2] Cukup nama panggilan juga boleh, atau tekan “{ btn-back }”.
    }
again-listen = Saya masih di sini. 119 ext. 8 untuk didengarkan, 112 kalau bahayanya sekarang. Tulis saja apa pun.
again-doubt =
    { $times ->
        [1] Apakah Anda atau orang lain dalam bahaya? Kalau ya, telepon 112 sekarang. Kalau tidak, tulis “tidak”.
       *[2] 112 siap 24 jam. Tulis “ya” kalau ada bahaya, atau “tidak”; ceritanya tetap saya simpan.
    }
again-cry =
    { $times ->
        [1] Telepon 112 kalau ada bahaya. Tulis singkat saja: apa yang terjadi?
       *[2] Saya siap membantu. Satu dua kata cukup, misalnya “kebakaran” atau “lampu mati”. Bahaya: 112.
    }
again-rescue =
    { $times ->
        [1] Posisi Anda di mana? Kirim lokasi, atau sebut jalan dan kelurahannya. Tetap hubungi 112.
       *[2] Nama jalan atau patokan terdekat pun cukup. Kalau tidak tahu, tekan “{ btn-no-place }”. 112 tetap siap.
    }
again-emergency =
    { $times ->
        [1] Kalau sudah menelepon dan aman: mau dicatat juga laporannya?
       *[2] Keselamatan dulu. Laporannya saya catat kalau Anda tekan “{ btn-file-too }”.
    }
again-other =
    { $times ->
        [1] Jadi, yang tadi itu laporan baru, atau bagian dari laporan ini?
       *[2] Pilih “{ btn-new-report }” kalau soalnya beda, atau “{ btn-same-report }”.
    }
again-maybe =
    { $times ->
        [1] Mau saya jadikan laporan ke kota? Jawab “ya” atau “tidak”.
       *[2] Kalau ini perlu ditangani dinas, tekan “{ btn-yes-report }”.
    }
again-add =
    { $times ->
        [1] Yang tadi mau ditambahkan ke laporan lama, atau jadi laporan baru?
       *[2] Pilih salah satu di bawah ini; kata-kata Anda sudah saya simpan.
    }
again-withdraw =
    { $times ->
        [1] Jadi ditarik, atau dibiarkan jalan? Jawab “ya” atau “jangan”.
       *[2] Kalau ragu, tekan “{ btn-keep }”; laporannya tetap ditangani.
    }
again-drop =
    { $times ->
        [1] Jadi dibatalkan? Jawab “ya” atau “tidak”.
       *[2] Tekan “{ btn-no }” kalau mau lanjut melapor.
    }
again-reopen =
    { $times ->
        [1] Ceritakan sedikit apa yang belum beres, supaya petugas tahu. Kalau tidak jadi, tekan “{ btn-back }”.
       *[2] Apa yang masih rusak atau kurang? Satu kalimat cukup, atau tekan “{ btn-back }”.
    }
again-rate =
    { $times ->
        [1] Nilainya berapa, dari 1 sampai 5? Boleh juga dilewati.
       *[2] Tekan salah satu angka, atau “{ btn-skip }”.
    }
again-watch =
    { $times ->
        [1] Kelurahan mana yang mau dipantau airnya? Kalau tidak jadi, tekan “{ btn-back }”.
       *[2] Sebut kelurahannya atau pilih kecamatan di bawah ini; boleh juga “{ btn-back }”.
    }
again-watch-area =
    { $times ->
        [1] Pilih kelurahannya di bawah ini, atau “{ btn-back }”.
       *[2] Kelurahan yang mana? Kalau tidak jadi, tekan “{ btn-back }”.
    }
again-erase =
    { $times ->
        [1] Yakin semua data Anda dihapus? Jawab “ya, hapus” atau “jangan”.
       *[2] Kalau ragu, tekan “{ btn-keep-data }”; tidak ada yang dihapus.
    }
again-matters =
    { $times ->
        [1] Dipisah jadi laporan sendiri-sendiri, atau satu laporan saja?
       *[2] Tekan “{ btn-split }” atau “{ btn-one-report }”.
    }

## Pertanyaan di tengah percakapan

later-wait =
    { $times ->
        [1] Baik, saya tunggu. Yang sudah diceritakan tidak hilang; lanjutkan kapan saja di sini, atau tulis “batal” kalau tidak jadi.
       *[2] Tidak usah buru-buru, laporan ini saya simpan. Kalau ternyata tidak jadi, tulis “batal”.
    }
later-idle = Baik. Kapan saja siap, tulis saja di sini.
officer-called =
    Baik, petugas sudah saya beri tahu supaya membaca obrolan ini. Jawabannya masuk ke sini juga.{ $number ->
        [none] {""}
       *[other] {" "}Laporan { $number } ikut saya sebutkan.
    }
urged = Maaf sudah menunggu. { $agency } saya ingatkan soal laporan { $number }. Keadaannya sekarang:
urged-early = Laporannya baru saja masuk. { $agency } saya ingatkan juga, dan setiap kabar saya kirim ke sini. Keadaannya sekarang:
span = { $unit ->
        [hari_kerja] { $amount } hari kerja
        [jam_kerja] { $amount } jam kerja
       *[jam] { $amount } jam
    }
aside-how-long =
    { $promise ->
        [none] Lamanya tergantung masalahnya. Setelah laporan masuk, batas waktunya saya tuliskan dan setiap kabar saya kirim ke sini.
       *[other] Targetnya { $promise } sejak laporan masuk, dan setiap kabar saya kirim ke sini.
    }
aside-outside =
    { $contact ->
        [none] Tempat itu di luar kota, jadi pemerintah daerah di sanalah yang menangani.
       *[other] { $contact }
    }
aside-who =
    { $agency ->
        [none] Laporannya dibaca dinas yang berwenang; begitu jenisnya jelas, saya sebutkan namanya.
       *[other] Yang menangani: { $agency }.
    }
ahead-how-long =
    { $promise ->
        [none] Lamanya tergantung masalahnya. Begitu laporan masuk, saya tuliskan siapa yang menangani dan paling lambat kapan dijawab. Mau melapor? Ceritakan apa yang terjadi dan di mana.
       *[other] Targetnya { $promise } sejak laporan masuk, dan setiap kabar saya kirim ke sini. Yang menangani: { $agency }. Mau melapor? Tulis di mana tempatnya.
    }
ahead-hours =
    { $agency ->
        [none] Kantor layanan kota bekerja { $hours }.
       *[other] { $agency } bekerja { $hours }.
    } Loket, puskesmas, dan layanan keliling bisa punya jam sendiri; perlu kepastian dari petugasnya? Tekan “{ btn-report }”, pertanyaan Anda saya sampaikan. Melapor di sini bisa 24 jam.
aside-readers = Laporannya dibaca petugas dinas yang menangani, bukan hanya mesin. Nama dan nomor Anda tidak ditampilkan ke umum.
aside-typing = Tidak apa-apa, satu dua kata saja cukup, misalnya “lampu mati, Kranji”. Mau dibantu orang? Tulis “petugas”.
aside-unanswered = Maaf sudah membuat Anda menunggu. Coba lagi beberapa saat, atau 112 (gratis, 24 jam) kalau berbahaya. Yang Anda tulis di sini tetap saya catat.
aside-lost-vehicle-told = Semoga lekas ketemu. Karena sudah dilaporkan ke polisi, perkembangannya bisa ditanyakan di polsek itu dengan nomor laporannya, atau lewat 110.
kind-is-so = Ya, jenisnya itu.
aside-needs = Tidak perlu KTP dan tidak perlu mendaftar. Cukup ceritakan apa yang terjadi dan di mana.
aside-cost = Melapor di sini gratis, tidak ada biaya apa pun.
aside-privacy =
    { $privacy ->
        [rahasia] Laporan ini rahasia: hanya dibaca petugas yang menangani, tidak tampil di halaman umum. Kalau mau petugas pun tidak melihat nama Anda, tulis “anonim”.
        [anonim] Aman. Laporan ini anonim: nama dan kontak Anda tidak terlihat oleh siapa pun, petugas pun tidak.
       *[biasa] Nama dan nomor Anda tidak ditampilkan ke umum. Kalau mau petugas pun tidak melihatnya, tulis “anonim”.
    }
aside-accused =
    Kantor atau orang yang Anda laporkan tidak bisa membaca laporan ini, hanya petugas yang menangani. { $privacy ->
        [anonim] Nama dan kontak Anda juga tidak terlihat oleh siapa pun.
       *[other] Kalau mau petugas itu pun tidak melihat nama Anda, tulis “anonim”.
    }
filed-ok = Siap. Setiap kabar laporan { $number } saya kirim ke sini.
after-page = Kalau halamannya sedang tidak terbuka, keadaannya bisa dilihat di sini kapan saja: tulis “laporan saya”.
aside-grade = Terima kasih. Begitu pekerjaannya selesai, penilaian Anda saya minta di sini.
aside-wish = Baik. Laporan { $number } ada batas waktunya, dan setiap kabar saya kirim ke sini.
aside-more = Silakan kirim di sini, langsung saya tambahkan ke laporan { $number }.
aside-office = Urusan seperti ini dipegang { $agency }. Kalau ternyata tugas dinas lain, laporannya diteruskan petugas ke sana, dan Anda saya kabari.
aside-threatened = Itu tidak boleh terjadi. Kalau merasa terancam, telepon polisi { $dial } (24 jam). Laporan { $number } saya jadikan anonim: nama Anda tidak terlihat siapa pun. Ancaman ini saya tambahkan, dan petugas kami saya beri tahu.
danger-victim-no-police = Baik, saya tuliskan bahwa Anda tidak mau polisi dilibatkan. Yang membaca hanya petugas yang menangani. Kalau nyawa terancam, 110 atau 112 tetap siap.
danger-victim-alone = Anda tidak sendirian. SAPA 129 (24 jam) mendengarkan dan mendampingi; kalau bahayanya sekarang, telepon polisi 110 atau 112.
danger-victim-shelter = Untuk tempat yang aman, telepon SAPA 129 (24 jam) dan katakan Anda tidak bisa pulang; kalau bahayanya sekarang, telepon polisi 110 atau 112. Ini juga saya teruskan ke petugas.
danger-victim-who = DP3A adalah dinas kota yang mendampingi korban kekerasan, gratis. Petugasnya membaca laporan ini dan menjawab di chat ini.
danger-victim-choice = Tidak apa-apa, Anda yang memutuskan. Laporannya belum dikirim ke dinas mana pun; yang sudah melihat pesan Anda hanya petugas siaga kami. SAPA 129 (24 jam) mau mendengarkan kapan saja; kalau bahayanya sekarang, 110 atau 112.
aside-may = Boleh, memang di sini tempatnya. Ceritakan saja, nanti diteruskan ke dinas yang menangani.
aside-pet = Semoga lekas sembuh. Untuk hewan peliharaan yang sakit, dokter hewan terdekat yang bisa memeriksa. Kalau ada hewan liar yang menggigit atau banyak hewan mati mendadak, laporkan di sini.
aside-lost-pet = Semoga lekas ketemu. Hewan peliharaan yang hilang belum bisa kami carikan; coba tanya tetangga, satpam, dan grup warga sekitar. Kalau dia terjebak dan perlu diselamatkan, tulis saja di sini.
aside-lost-thing = Semoga lekas ketemu. Barang yang hilang belum bisa kami carikan; coba tanya petugas di tempat itu. Surat kehilangan diurus di polsek terdekat. Kalau KTP atau KK ikut hilang, tulis “KTP saya hilang” di sini.
aside-lost-vehicle = Kehilangan kendaraan ditangani polisi: segera telepon 110, lalu buat laporan di polsek terdekat dengan membawa STNK atau BPKB. Kalau ada kamera di tempat itu, minta pengelolanya menyimpan rekamannya.
aside-robot = Saya Sorot, asisten otomatis Kota { $city }. Laporannya dibaca petugas sungguhan. Mau bicara dengan petugas? Tulis “petugas”.
aside-photo = Foto tidak wajib. Kalau ada, petugas lebih mudah menemukan tempatnya; kalau tidak, lewati saja.
aside-optional = Tidak wajib. Kalau tahu, petugas lebih cepat menemukannya; kalau tidak, lewati saja.
aside-track = Setelah terkirim, setiap kabar masuk ke sini. Bisa juga dicek kapan saja: tulis “laporan saya”.
aside-next = Setelah terkirim, Anda dapat nomor laporan, lalu petugas membacanya dan kabarnya saya kirim ke sini.
aside-hours = Laporan bisa dikirim 24 jam. Petugas membalas pada jam kerja; yang darurat, telepon 112.
aside-not-sent = Yang ini belum terkirim. Begitu Anda tekan “{ btn-send }”, laporannya langsung sampai ke dinasnya, dan saya catat batas waktunya.
aside-why = Supaya laporannya sampai ke petugas yang tepat dan tidak perlu ditanya dua kali.
aside-wrong-office = Kalau ternyata tugas dinas lain, laporannya diteruskan petugas ke sana, dan Anda saya kabari.
aside-quake = Info gempa yang pasti ada di BMKG (bmkg.go.id, aplikasi Info BMKG). Kalau terasa lagi: lindungi kepala, jauhi kaca, lalu keluar ke tempat terbuka. Ada yang luka atau bangunan rusak? Telepon 112, dan tulis tempatnya di sini.
aside-misread = Maaf, saya memang bisa salah tangkap. Coba satu kalimat: apa yang rusak atau mengganggu, dan di mana. Mau dibantu orang? Tulis “petugas”.
aside-numbers = Darurat apa saja: 112 (gratis, 24 jam). Ambulans: 119. Polisi: 110.
aside-other-filed = Yang itu belum bisa saya jawab. Mau dijawab petugas? Tulis “petugas”.
no-photo-fine = Tidak apa-apa, tanpa foto pun bisa.
told-so-far = Yang sudah saya catat: “{ $text }”.
vented =
    { $number ->
        [none] { $times ->
            [1] Saya mengerti Anda kecewa. Ceritakan saja masalahnya; setiap laporan punya batas waktu, dan kabarnya saya kirim ke sini.
           *[2] Wajar kalau kesal. Kalau mau bicara dengan orang, tulis “petugas”.
        }
       *[other] { $times ->
            [1] Saya mengerti Anda kecewa. Laporan { $number } tetap jalan dan ada batas waktunya. Mau bicara dengan petugas? Tulis “petugas”.
           *[2] Wajar kalau kesal. Tulis “{ $number }” untuk melihat keadaannya, atau “petugas” kalau mau bicara dengan orang.
        }
    }
aside-other = Yang itu belum bisa saya jawab. Setelah laporan ini terkirim, tanyakan di sini, petugas yang menjawab.
answer-location = Lokasi dari pelapor: { $lat }, { $lon }{ $place ->
        [none] {""}
       *[other] {" "}({ $place })
    }
ask-rating-why = Apa yang kurang? Tulis singkat saja, supaya dinas tahu apa yang harus dibenahi.
rating-why-kept = Terima kasih, catatan Anda untuk laporan { $number } saya teruskan.
again-rate-why =
    { $times ->
        [1] Bagian mana yang mengecewakan? Boleh juga “{ btn-skip }”.
       *[2] Satu kalimat cukup, atau tekan “{ btn-skip }”.
    }

## Membetulkan

place-before-send = Sebelum dikirim, saya perlu tempatnya dulu.
place-dropped = Baik, lokasi yang tadi saya buang.
place-corrected = Baik, lokasinya saya ganti: { $place }.
corrected = Baik, saya betulkan: “{ $text }”.
corrected-report = Baik, laporan { $number } saya betulkan: “{ $text }”. { $agency } membaca yang baru.
corrected-report-kind = Baik, laporan { $number } saya betulkan: “{ $text }”. { $agency } membaca yang baru, dan petugas memeriksa apakah ini perlu dialihkan ke dinas lain.
again-record =
    { $times ->
        [1] Mau dicatat juga, supaya kota ikut memantau? Tekan “{ btn-record }”.
       *[2] Kalau ini bukan soal itu, tekan “{ btn-not-this }”; kalau sudah benar, “{ btn-record }”.
    }
