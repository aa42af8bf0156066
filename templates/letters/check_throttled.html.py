BBBBBBB BBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Terlalu sering') BBBBBBBB BBBBB
BBBBB BBBBBBB
  XXXX gettext(u'Pemeriksaan terlalu sering') XXXXX
  XXX gettext(u'Tunggu satu menit, lalu periksa lagi. Bila Anda memeriksa banyak surat, gunakan register publik atau hubungi loket.') XXXX
BBBBBBBB BBBBBBB
