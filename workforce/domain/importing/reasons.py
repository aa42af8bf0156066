"""What the importer says of persons and placements."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "nik_letters": _("NIK hanya berisi angka."),
    "nik_length": _("NIK harus 16 angka; di sini %(count)s."),
    "nik_birth": _("Angka tanggal lahir di dalam NIK tidak mungkin."),
    "nik_birth_differs": _("Tanggal lahir tidak cocok dengan NIK."),
    "nik_sex_differs": _("Jenis kelamin tidak cocok dengan NIK."),
    "nik_other_person": _("NIK ini tercatat atas nama lain di register. Periksa NIK dan nama."),
    "nik_two_names": _("NIK yang sama memakai nama lain di baris %(row)s."),
    "phone": _("Bukan nomor telepon. Contoh yang benar: 0800 0000 123."),
    "str_ends_before_start": _("STR berakhir sebelum terbit."),
    "str_without_profession": _("Ada STR, tetapi profesi kosong."),
    "str_number_missing": _("Masa STR diisi, tetapi nomor STR kosong."),
    "str_taken": _("Nomor STR ini tercatat pada orang lain."),
    "str_two_people": _("Nomor STR ini juga ada di baris %(row)s."),
    "person_unknown": _("NIK ini belum ada di register tenaga. Impor tenaganya lebih dahulu."),
    "profession_needed": _("Orang ini punya beberapa profesi. Isi kolom profesi."),
    "profession_of_nobody": _("Orang ini tidak tercatat dengan profesi itu."),
    "no_profession": _("Orang ini tidak tercatat dengan profesi apa pun."),
    "facility_unknown": _("Kode fasilitas tidak ada di register."),
    "facility_outside": _("Fasilitas ini di luar wilayah kerja Anda."),
    "ends_before_start": _("Berakhir sebelum mulai."),
    "before_opening": _("Mulai sebelum fasilitas beroperasi (%(opened)s)."),
    "while_closed": _("Fasilitas ini tutup pada hari itu (sejak %(since)s)."),
    "after_closing": _("Mulai setelah fasilitas tutup (%(closed)s)."),
    "placement_overlaps": _("Orang ini sudah ditempatkan di fasilitas yang sama pada masa itu (sejak %(since)s)."),
    "hours": _("Jam praktik tidak terbaca. Contoh yang benar: Senin-Kamis 08:00-14:00; Sabtu 09:00-12:00."),
}
