"""One filled-in content per letter and variant, as long as real ones get: for tests, the bench, and the eye."""

from datetime import date
from typing import Any

from accounts.models import Office
from inspections.letters.activity_plan import KerangkaAcuan, TargetKegiatan
from inspections.letters.assignment_letter import PetugasTugas, SuratTugasTPK, TempatTugas
from inspections.letters.inspection_record import BeritaAcara, Butir, Pemeriksa, Tangan, Temuan
from letters.content import Correspondence, LetterBody, LetterContent, LetterHead, SignatureBlock
from licensing.letters.compliance_list import (
    DaftarIzinFasilitas,
    DaftarKepatuhan,
    DaftarPerluTindakan,
    IzinTercatat,
    TenagaTercatat,
)
from licensing.letters.coordination_request import Koordinasi
from licensing.letters.facility_licence import IzinFasilitas, IzinStpt, IzinUsaha
from licensing.letters.home_food_certificate import SertifikatSppIrt
from licensing.letters.hygiene_certificate import SertifikatLaikHigiene
from licensing.letters.licence_acts import (
    KeteranganPencabutanSip,
    Pembekuan,
    PemberlakuanKembali,
    Pencabutan,
    PencabutanPermintaanSendiri,
    SaranSanksi,
)
from licensing.letters.practice_licence import Sip
from licensing.letters.promise_report import BarisJenis, BerkasLewat, LaporanJanji
from licensing.letters.receipt import DokumenDiterima, TandaTerima
from licensing.letters.recommendation import (
    RekomendasiFasilitas,
    RekomendasiKegiatan,
    RekomendasiPraktisi,
    RekomendasiUsaha,
    Syarat,
)
from licensing.letters.recommendation_request import PermintaanRekomendasi
from licensing.letters.refusal import Alasan, Penolakan
from licensing.letters.return_letter import Kekurangan, Pengembalian
from licensing.letters.training_certificate import Materi, SertifikatPelatihan
from licensing.letters.warning import Pelanggaran, Teguran, TeguranLanjutan
from outreach.letters.month_report import BarisJemput, RekapJemput
from spm.letters.report import BarisKejadian, BarisLayanan, BarisTahap, LaporanSpm, Perhitungan

CITY = "Kota Prabumulih"
COMPLAINTS = "sejaras.example.go.id/lapor"
LAW = "Undang-Undang Nomor 17 Tahun 2023 tentang Kesehatan"
RULE = (
    "Peraturan Pemerintah Nomor 28 Tahun 2024 tentang Peraturan Pelaksanaan "
    "Undang-Undang Nomor 17 Tahun 2023 tentang Kesehatan"
)
PLACE = {
    "alamat_tempat": "Jalan Melati Nomor 00",
    "kelurahan": "Kelurahan Karang Raja",
    "kecamatan": "Kecamatan Prabumulih Timur",
}
RECORD = {"nomor_berita_acara": "400.7.22/0033/BA/DINKES/2026", "tanggal_berita_acara": "24 Januari 2026"}
RECOMMENDATION = {"nomor_rekomendasi": "400.7.22/0187/REK/DINKES/2026", "tanggal_rekomendasi": "26 Januari 2026"}
CONDITIONS = (
    Syarat(syarat="melengkapi tempat cuci tangan di ruang tindakan", batas_syarat="26 Februari 2026"),
    Syarat(syarat="memasang papan nama praktik", batas_syarat="9 Februari 2026"),
)
SHORT_RULE = "PP 28/2024"
ACT: dict[str, Any] = {
    "nama_daerah": CITY,
    "nama_produk": "Izin Klinik Pratama",
    "nomor_izin": "500.16.7/0044/KLINIK/DPMPTSP/2026",
    "nama_pemegang": "Klinik Contoh Medika",
    "nama_tempat": "Klinik Contoh Medika",
    "daftar_dasar": (LAW, RULE),
}
ADVICE = {"nomor_saran": "400.7.22/0051/SS/DINKES/2026", "tanggal_saran": "26 Januari 2026"}
BREACHES = (
    Pelanggaran(uraian_pelanggaran="Obat kedaluwarsa disimpan di ruang tindakan.", ketentuan=RULE),
    Pelanggaran(uraian_pelanggaran="Limbah medis tidak dipilah.", ketentuan="Permenkes 10/2018"),
)
OBJECTION = {"pejabat_keberatan": "Kepala DPMPTSP Kota Prabumulih", "tanggal_keberatan": "24 Februari 2026"}
WARNING: dict[str, Any] = {
    "sebutan": "Teguran I",
    "sebutan_tempat": "fasilitas",
    "nomor_izin": "500.16.7/0044/KLINIK/DPMPTSP/2026",
    "daftar_dasar": (LAW, RULE),
    "daftar_pelanggaran": BREACHES,
    "hari_pembenahan": "14",
    "hari_pembenahan_terbilang": "empat belas",
    "batas_pembenahan": "9 Februari 2026",
    "langkah_berikut": "akan diterbitkan Teguran II",
}

STAFF = tuple(
    TenagaTercatat(
        nama_tenaga=f"Tenaga Contoh {number}, A.Md.Kep.",
        profesi="Perawat",
        nomor_izin=f"500.16.7/{number:04d}/SIPP/DPMPTSP/2026",
        berlaku_sampai="26 Januari 2031",
        keterangan="Berlaku",
    )
    for number in range(1, 6)
)
LACKING = TenagaTercatat(
    nama_tenaga="Maya Safitri, A.Md.Keb.",
    profesi="Bidan",
    nomor_izin="–",
    berlaku_sampai="–",
    keterangan="Belum memiliki SIP di sini; dalam proses",
)
LIST_OF: dict[str, Any] = {
    **PLACE,
    "nama_fasilitas": "RS Contoh Sejahtera",
    "waktu_data": "26 Januari 2026 pukul 09.14 WIB",
    "nama_daerah": CITY,
}
STAFF_FIGURES: dict[str, Any] = {
    "jumlah_tenaga": "6",
    "jumlah_berizin": "5",
    "persen_berizin": "83,3 %",
    "jumlah_proses": "1",
    "jumlah_tanpa": "1",
}


def _pickups(*names: str) -> tuple[BarisJemput, ...]:
    return tuple(
        BarisJemput(
            nama=name, permintaan="18", tepat="15", persen="88,2 %", lewat="2", median="2 jam 8 menit", santunan="2",
            lebar=f"{88 - position}.2%",
        )
        for position, name in enumerate(names)
    )  # fmt: skip


BODIES: dict[str, LetterBody] = {
    "LAPORAN_SPM": LaporanSpm(
        nama_daerah="Kota Prabumulih",
        periode="Januari–Desember 2025",
        versi="1",
        status_laporan="Dikunci",
        nama_perangkat_daerah="Dinas Kesehatan Kota Prabumulih",
        tempat_surat="Prabumulih",
        tahun="2026",
        waktu_data="Senin, 26 Januari 2026 pukul 09.00 WIB",
        nama_pemeriksa="dr. Contoh Pemeriksa",
        waktu_kunci="Senin, 26 Januari 2026 pukul 10.15 WIB",
        indeks_spm="95,4",
        kategori_spm="Tuntas Utama",
        metode_penggabungan="gabungan",
        sidik="0" * 64,
        baris=(
            BarisLayanan(
                kode="KK-01",
                layanan="Pelayanan kesehatan ibu hamil",
                definisi="Ibu hamil yang mendapat pelayanan antenatal sesuai standar",
                dilayani="150",
                sasaran="165",
                capaian="90,9 %",
                target="100 %",
                belum="15",
                metode="gabungan",
                sumber="dicatat",
                lebar="90.9%",
                alasan=None,
                sebab="Kunjungan pertama terlambat",
                rencana="Kelas ibu hamil tiap bulan",
            ),
        ),
        tahap=(BarisTahap(kode="PROV-1", tahap="Pra krisis", dilayani="150", sasaran="165", capaian="90,9 %"),),
        kejadian=(
            BarisKejadian(
                kode="PROV-2",
                kejadian="Campak",
                tempat=False,
                terinfeksi="40",
                berisiko="410",
                kasus_dilayani="40",
                kontak_dilayani="375",
                dilayani="415",
                sasaran="450",
                capaian="92,2 %",
            ),
        ),
        perhitungan=(Perhitungan(kode="PROV-1", metode="rata-rata tahap", hitungan="95,4 %", pembanding="99,7 %"),),
        versi_lama=None,
        tanggal_versi_lama=None,
        alasan_perubahan=None,
    ),
    "DAFTAR_KEPATUHAN": DaftarKepatuhan(**LIST_OF, **STAFF_FIGURES, daftar_tenaga=(*STAFF, LACKING)),
    "DAFTAR_KEPATUHAN perlu tindakan": DaftarPerluTindakan(**LIST_OF, **STAFF_FIGURES, daftar_tenaga=(LACKING,)),
    "DAFTAR_KEPATUHAN izin": DaftarIzinFasilitas(
        **LIST_OF,
        jumlah_wajib="1",
        jumlah_berlaku="1",
        persen_berlaku="100 %",
        daftar_izin=(
            IzinTercatat(
                nama_izin="Izin Operasional Rumah Sakit",
                nomor_izin="500.16.7/0044/RS/DPMPTSP/2026",
                berlaku_sampai="26 Januari 2031",
                keterangan="Berlaku",
            ),
        ),
    ),
    "TANDA_TERIMA": TandaTerima(
        nomor_permohonan="2026-01-K7QD4M",
        hari_tanggal="Jumat, 23 Januari 2026",
        waktu="09.14 WIB",
        nama_pemohon="Sari Wulandari, A.Md.Kep.",
        jenis_permohonan="Surat Izin Praktik Perawat",
        sifat_permohonan="baru, tempat kedua",
        nama_tempat="Klinik Contoh Medika",
        saluran="portal",
        nama_petugas="sistem",
        daftar_dokumen=(
            DokumenDiterima(nama_dokumen="STR yang masih berlaku", jumlah_halaman_dokumen="1"),
            DokumenDiterima(nama_dokumen="Surat keterangan tempat praktik", jumlah_halaman_dokumen="2"),
            DokumenDiterima(nama_dokumen="Pas foto 4 × 6", jumlah_halaman_dokumen="1"),
        ),
        batas_verifikasi="Senin, 26 Januari 2026 pukul 08.44 WIB",
        hari_janji="1",
        hari_janji_terbilang="satu",
        tautan_lacak="sejaras.example.go.id/lacak",
        saluran_pengaduan=COMPLAINTS,
    ),
    "PENGEMBALIAN": Pengembalian(
        nomor_permohonan="2026-01-K7QD4M",
        tanggal_permohonan="23 Januari 2026",
        jenis_permohonan="Surat Izin Praktik Perawat",
        jumlah_kekurangan="2",
        jumlah_kekurangan_terbilang="dua",
        daftar_kekurangan=(
            Kekurangan(
                nama_persyaratan="Surat keterangan tempat praktik",
                uraian_kekurangan="Surat belum ditandatangani pimpinan klinik.",
                petunjuk="mintakan tanda tangan dan cap pimpinan klinik, lalu unggah ulang",
                dasar_aturan="PP 28/2024 Pasal 682",
            ),
            Kekurangan(
                nama_persyaratan="Pas foto 4 × 6",
                uraian_kekurangan="Wajah tertutup bayangan sehingga tidak dapat dikenali.",
                petunjuk="unggah foto terbaru dengan latar polos",
                dasar_aturan="dasar jenis izin",
            ),
        ),
        batas_perbaikan="Minggu, 22 Februari 2026",
        nama_petugas="Rahmat Hidayat, S.Kep.",
        saluran_pengaduan=COMPLAINTS,
    ),
    "PERMINTAAN_REKOMENDASI": PermintaanRekomendasi(
        nomor_permohonan="2026-01-K7QD4M",
        nama_pemohon="Sari Wulandari, A.Md.Kep.",
        jenis_permohonan="Surat Izin Praktik Perawat",
        sifat_permohonan="baru, tempat kedua",
        nama_tempat="Klinik Contoh Medika",
        alamat_tempat="Jalan Melati Nomor 00, Kelurahan Karang Raja",
        masa_hukum="Undang-Undang Nomor 17 Tahun 2023",
        jumlah_sesuai="3",
        jumlah_tidak_berlaku="2",
        nama_tim_teknis="Rahmat Hidayat, S.Kep.",
        waktu_verifikasi="Jumat, 23 Januari 2026 pukul 14.58 WIB",
    ),
    "KOORDINASI": Koordinasi(
        jenis_permohonan="Rekomendasi Rumah Sakit Kelas B",
        nama_pemohon="RS Contoh Merbau",
        nomor_permohonan="2026-01-R4T7XW",
        nomor_register="REG-2026-00211",
        daftar_pertanyaan=(
            "Apakah rencana peningkatan kelas sesuai dengan rencana kebutuhan tempat tidur provinsi?",
            "Apakah terdapat catatan pembinaan terhadap rumah sakit tersebut dalam dua tahun terakhir?",
        ),
        daftar_lampiran="salinan permohonan dan berita acara pemeriksaan",
        batas_jawaban="Jumat, 6 Februari 2026",
        tautan_terbatas="sejaras.example.go.id/koordinasi",
    ),
    "REKOMENDASI praktisi": RekomendasiPraktisi(
        nama_daerah=CITY,
        daftar_dasar=(LAW, RULE),
        nomor_surat_permintaan="500.16.7/0211/PR/DPMPTSP/2026",
        tanggal_surat_permintaan="23 Januari 2026",
        nama_lengkap="Sari Wulandari, A.Md.Kep.",
        profesi="Perawat vokasi",
        nomor_str="00 00 0 0 0 26-0000000",
        masa_str="seumur hidup",
        nama_tempat="Klinik Contoh Medika",
        urutan_tempat="2 (dua)",
        batas_tempat="3 (tiga)",
        jam_praktik="Senin–Jumat, 16.00–20.00 WIB",
        nama_produk="Surat Izin Praktik Perawat (SIPP)",
        berlaku_sampai="26 Januari 2031",
        **PLACE,
    ),
    "REKOMENDASI pengganti": RekomendasiPraktisi(
        nama_daerah=CITY,
        daftar_dasar=(LAW,),
        nomor_surat_lama="400.7.22/0102/REK/DINKES/2026",
        tanggal_surat_lama="12 Januari 2026",
        alasan_penggantian="kesalahan penulisan alamat tempat praktik",
        nomor_surat_permintaan="500.16.7/0211/PR/DPMPTSP/2026",
        tanggal_surat_permintaan="23 Januari 2026",
        nama_lengkap="Sari Wulandari, A.Md.Kep.",
        profesi="Perawat vokasi",
        nomor_str="00 00 0 0 0 26-0000000",
        masa_str="seumur hidup",
        nama_tempat="Klinik Contoh Medika",
        urutan_tempat="2 (dua)",
        batas_tempat="3 (tiga)",
        jam_praktik="Senin–Jumat, 16.00–20.00 WIB",
        nama_produk="Surat Izin Praktik Perawat (SIPP)",
        nomor_izin_lama="503/0093/SIPP/DPMPTSP/2021",
        nama_tempat_lama="Klinik Contoh Kenanga",
        berlaku_sampai="26 Januari 2031",
        **PLACE,
    ),
    "REKOMENDASI fasilitas bersyarat": RekomendasiFasilitas(
        nama_daerah=CITY,
        daftar_dasar=(LAW, RULE),
        daftar_syarat=CONDITIONS,
        nomor_surat_permintaan="500.16.7/0211/PR/DPMPTSP/2026",
        tanggal_surat_permintaan="23 Januari 2026",
        nomor_permohonan="2026-01-F2M9QA",
        tanggal_permohonan="22 Januari 2026",
        nama_fasilitas="Klinik Pratama Contoh Medika",
        jenis_fasilitas="Klinik Pratama Rawat Jalan",
        nama_pemilik="PT Contoh Sehat Sejahtera",
        nama_penanggung_jawab="dr. Bagus Prasetya",
        nomor_sip_penanggung_jawab="500.16.7/0042/SIP/DPMPTSP/2024",
        nib="0000000000000",
        nama_produk="Izin Operasional Klinik Pratama",
        masa_berlaku="5 (lima) tahun sejak izin diterbitkan",
        **RECORD,
        **PLACE,
    ),
    "REKOMENDASI usaha": RekomendasiUsaha(
        nama_daerah=CITY,
        daftar_dasar=(LAW, RULE),
        nomor_permohonan="2026-01-B7H3NC",
        nama_usaha="Depot Air Minum Contoh Tirta",
        jenis_usaha="Depot air minum",
        nama_pemilik="Hendra Saputra",
        nama_penanggung_jawab="Hendra Saputra",
        nib="0000000000000",
        nilai_pemeriksaan="86",
        hasil_uji="memenuhi baku mutu",
        nama_produk="Sertifikat Laik Higiene Sanitasi Depot Air Minum",
        masa_berlaku="3 (tiga) tahun",
        **RECORD,
        **PLACE,
    ),
    "REKOMENDASI kegiatan": RekomendasiKegiatan(
        nama_daerah=CITY,
        nomor_permohonan="2026-01-S5K8VD",
        tanggal_permohonan="19 Januari 2026",
        uraian_kegiatan="bakti sosial pemeriksaan kesehatan gratis",
        tanggal_mulai="7 Februari 2026",
        tanggal_selesai="8 Februari 2026",
        tempat_kegiatan="Balai Kelurahan Majasari",
        daftar_ketentuan=(
            "melibatkan Puskesmas setempat",
            "tenaga kesehatan yang bertugas memiliki SIP",
            "melaporkan hasil kegiatan paling lambat 7 (tujuh) hari kerja setelah kegiatan selesai",
        ),
    ),
    "PENOLAKAN": Penolakan(
        jenis_permohonan="Surat Izin Praktik Perawat",
        nomor_permohonan="2026-01-K7QD4M",
        tanggal_permohonan="23 Januari 2026",
        daftar_dasar=(LAW, RULE),
        daftar_alasan=(
            Alasan(
                uraian_alasan="Saudara telah memiliki tiga SIP yang masih berlaku di tiga tempat praktik.",
                ketentuan="Pasal 264 Undang-Undang Nomor 17 Tahun 2023",
            ),
        ),
        pejabat_keberatan="Kepala Dinas Kesehatan Kota Prabumulih",
        hari_keberatan="21",
        hari_keberatan_terbilang="dua puluh satu",
        tanggal_keberatan="25 Februari 2026",
        pejabat_banding="Wali Kota Prabumulih",
        hari_banding="10",
        hari_banding_terbilang="sepuluh",
    ),
    "SIP": Sip(
        judul_sip="SURAT IZIN PRAKTIK PERAWAT (SIPP)",
        dasar_hukum=f"{LAW} dan {RULE}",
        nama_daerah=CITY,
        penerbit=f"Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu {CITY}",
        nama_lengkap="Sari Wulandari, A.Md.Kep.",
        tempat_lahir="Prabumulih",
        tanggal_lahir="17 Agustus 1996",
        alamat_rumah="Jalan Kenanga Nomor 00 RT 001 RW 002, Kelurahan Gunung Ibul, Kecamatan Prabumulih Timur",
        profesi="Perawat vokasi",
        nomor_str="00 00 0 0 0 26-0000000",
        masa_str="seumur hidup",
        nama_tempat="Klinik Contoh Medika",
        urutan_tempat="2 (dua)",
        jam_praktik="Senin–Jumat, 16.00–20.00 WIB",
        berlaku_sampai="26 Januari 2031",
        **RECOMMENDATION,
        **PLACE,
    ),
    "IZIN fasilitas": IzinFasilitas(
        judul_izin="IZIN OPERASIONAL KLINIK PRATAMA",
        dasar_hukum=f"{LAW} dan {RULE}",
        nama_daerah=CITY,
        nib="0000000000000",
        nama_pemilik="PT Contoh Sehat Sejahtera",
        nama_fasilitas="Klinik Pratama Contoh Medika",
        jenis_fasilitas="Klinik Pratama Rawat Jalan",
        nama_penanggung_jawab="dr. Bagus Prasetya",
        nomor_sip_penanggung_jawab="500.16.7/0042/SIP/DPMPTSP/2024",
        jenis_layanan="Poliklinik umum, poliklinik gigi, dan laboratorium sederhana",
        masa_berlaku="sampai dengan 26 Januari 2031",
        daftar_syarat=CONDITIONS,
        **RECOMMENDATION,
        **PLACE,
    ),
    "IZIN usaha": IzinUsaha(
        judul_izin="IZIN PENYELENGGARAAN OPTIKAL",
        dasar_hukum=LAW,
        nama_daerah=CITY,
        nama_pemilik="Hendra Saputra",
        nama_usaha="Optik Contoh Terang",
        jenis_usaha="Optikal",
        nama_penanggung_jawab="Dewi Anjani, A.Md.RO.",
        masa_berlaku="selama kegiatan berlangsung dan tidak dicabut",
        **RECOMMENDATION,
        **PLACE,
    ),
    "IZIN stpt": IzinStpt(
        dasar_hukum=RULE,
        nama_daerah=CITY,
        nama_lengkap="Mbah Karto Suwito",
        tempat_lahir="Prabumulih",
        tanggal_lahir="1 Mei 1962",
        metode_layanan="Pijat urut tradisional",
        berlaku_sampai="26 Januari 2028",
        **RECOMMENDATION,
        **PLACE,
    ),
    "SERT_LAIK_HIGIENE": SertifikatLaikHigiene(
        judul_sertifikat="SERTIFIKAT LAIK HIGIENE SANITASI",
        jenis_usaha="DEPOT AIR MINUM",
        dasar_hukum=LAW,
        nama_usaha="Depot Air Minum Contoh Tirta",
        nama_pemilik="Hendra Saputra",
        nama_penanggung_jawab="Hendra Saputra",
        golongan_usaha="Depot air minum isi ulang",
        nilai_pemeriksaan="86",
        hasil_uji="memenuhi baku mutu",
        tanggal_uji="20 Januari 2026",
        berlaku_sampai="26 Januari 2029",
        objek_uji="contoh air hasil olahan",
        periode_uji="6 (enam) bulan",
        **RECORD,
        **PLACE,
    ),
    "SERT_SPP_IRT": SertifikatSppIrt(
        nomor_pirt="2 06 1674 01 0001 31",
        dasar_hukum="Peraturan Badan Pengawas Obat dan Makanan Nomor 4 Tahun 2024",
        nama_usaha="IRT Contoh Kemplang Bunda",
        nama_pemilik="Yuliana Sari",
        nib="0000000000000",
        jenis_pangan="Kerupuk ikan (kemplang)",
        nama_dagang="Kemplang Bunda Contoh",
        jenis_kemasan="Plastik",
        nomor_sertifikat_pkp="400.7.22/0012/PKP/DINKES/2026",
        berlaku_sampai="26 Januari 2031",
        **RECORD,
        **PLACE,
    ),
    "SERT_PELATIHAN": SertifikatPelatihan(
        judul_pelatihan="PENYULUHAN KEAMANAN PANGAN",
        nama_lengkap="Yuliana Sari",
        nama_usaha="IRT Contoh Kemplang Bunda",
        tanggal_kegiatan="20–21 Januari 2026",
        tempat_kegiatan="Aula Dinas Kesehatan Kota Prabumulih",
        jumlah_jam="16",
        nilai_akhir="85",
        daftar_materi=(
            Materi(nama_materi="Peraturan perundang-undangan di bidang pangan", jam_pelajaran="3"),
            Materi(nama_materi="Keamanan dan mutu pangan", jam_pelajaran="4"),
            Materi(nama_materi="Cara produksi pangan yang baik untuk industri rumah tangga", jam_pelajaran="6"),
            Materi(nama_materi="Label dan iklan pangan", jam_pelajaran="3"),
        ),
    ),
    "KAK": KerangkaAcuan(
        nama_kegiatan="Pembinaan dan Pengawasan Depot Air Minum",
        jenis_kegiatan="pengawasan",
        tahun_anggaran="2026",
        periode="triwulan II tahun 2026",
        latar_belakang=(
            "Depot air minum melayani sebagian besar rumah tangga di kota ini. Pada tahun sebelumnya seperempat depot "
            "yang diperiksa belum memenuhi syarat sanitasi, dan sertifikat sebagian depot berakhir pada tahun ini."
        ),
        tanggal_data="26 Januari 2026",
        pembilang="3.642",
        penyebut="3.986",
        persentase="91,4 %",
        daftar_dasar=(
            LAW,
            RULE,
            "Peraturan Menteri Kesehatan Nomor 10 Tahun 2018 tentang Pengawasan di Bidang Kesehatan",
        ),
        maksud="memastikan air minum depot aman bagi warga.",
        tujuan="semua depot air minum diperiksa dan yang kurang memperbaiki diri dalam 14 hari kerja.",
        sasaran="seluruh depot air minum di dua kecamatan.",
        keluaran="berita acara setiap depot dan daftar temuan dengan batas perbaikan.",
        indikator="depot yang diperiksa",
        target="100 %",
        metode="Kunjungan dengan daftar tilik, pengambilan sampel, dan pertemuan pembinaan di setiap kecamatan.",
        tempat_kegiatan="Kecamatan Prabumulih Timur dan Prabumulih Utara",
        pelaksana="empat Tenaga Pengawas Kesehatan dan dua petugas Labkesda",
        penanggung_jawab_kegiatan="Kepala Bidang Kesehatan Masyarakat",
        jumlah_biaya="24.500.000",
        jumlah_biaya_terbilang="dua puluh empat juta lima ratus ribu",
        sumber_dana="APBD Kota Prabumulih Tahun Anggaran 2026",
        kode_rekening="1.02.02.2.02.0000",
        periode_lapor="triwulan",
        daftar_jadwal=("April: pemberitahuan dan surat tugas", "Mei: kunjungan", "Juni: pemeriksaan ulang dan laporan"),
        daftar_target=(
            TargetKegiatan(
                ukuran="kunjungan selesai",
                unit="Kecamatan Prabumulih Timur, depot air minum",
                profesi="Semua",
                masa="1 April 2026 sampai 30 Juni 2026",
                dasar_angka="–",
                target="34",
            ),
            TargetKegiatan(
                ukuran="cakupan tenaga (HLC)",
                unit="Puskesmas Prabumulih Timur",
                profesi="Perawat",
                masa="1 April 2026 sampai 30 Juni 2026",
                dasar_angka="91,4 % (32 dari 35)",
                target="100 %",
            ),
        ),
        nama_penyusun="Rina Contoh, S.K.M.",
    ),
    "REKAP_JEMPUT": RekapJemput(
        periode="Januari 2026",
        nama_puskesmas="Puskesmas Prabumulih Timur",
        kosong=False,
        janji="4 jam",
        jumlah_permintaan="60",
        jumlah_didatangi="58",
        jumlah_tepat="51",
        persen_tepat="87,9 %",
        median="2 jam 14 menit",
        persentil_90="4 jam 12 menit",
        jumlah_lewat="7",
        jumlah_menunggu="1",
        jumlah_batal="1",
        isi_santunan="beras 5 kg",
        jumlah_santunan="7",
        jumlah_diserahkan="6",
        jumlah_disahkan="5",
        keluarga_terdaftar="1.666",
        keluarga_dilayani="57",
        persen_dilayani="3,4 %",
        menurut_kelurahan=_pickups("Gunung Ibul", "Karang Raja", "Prabu Jaya", "Mangga Besar"),
        menurut_kelompok=_pickups("Lansia hidup sendiri", "Ibu hamil", "Balita", "Penyandang disabilitas", "Lainnya"),
        enam_bulan=_pickups(*(f"{name} 2026" for name in ("Januari", "Februari", "Maret", "April", "Mei", "Juni"))),
        waktu_data="2 Februari 2026 pukul 08.10 WIB",
    ),
    "LAPORAN_JANJI": LaporanJanji(
        periode="Januari 2026",
        kosong=False,
        jumlah_selesai="312",
        jumlah_tepat="297",
        persen_tepat="95,2 %",
        median_jam="3,4",
        p90_jam="6,8",
        jumlah_koordinasi="9",
        jumlah_koordinasi_tepat="8",
        daftar_lewat=tuple(
            BerkasLewat(
                jenis_permohonan="Surat Izin Praktik Perawat",
                lama_lewat="2 jam 10 menit",
                pemegang="Tenaga Pengawas Kesehatan",
                sebab_lewat="tidak dicatat",
                tindak_lanjut=f"diselesaikan {day} Januari 2026",
            )
            for day in (13, 19, 27)
        ),
        daftar_jenis=tuple(
            BarisJenis(
                jenis=name,
                selesai=str(count),
                tepat=str(count - late),
                persen=f"{100 - late} %",
                median="3,4",
                p90="6,8",
                lebar=f"{100 - late}%",
            )
            for name, count, late in (
                ("Surat Izin Praktik Perawat", 120, 6),
                ("Surat Izin Praktik Bidan", 84, 4),
                ("Surat Izin Praktik Apoteker", 41, 3),
                ("Sertifikat Laik Higiene Sanitasi Depot Air Minum", 38, 2),
                ("Izin Operasional Klinik", 29, 0),
            )
        ),
        lewat_lain="Berkas lewat lainnya: 12.",
        waktu_pemohon="410 jam",
        waktu_dpmptsp="220 jam",
        waktu_dinkes="980 jam",
        waktu_luar="0 menit",
        jumlah_laporan_integritas="0",
        jumlah_pengaduan="7",
        jumlah_pengaduan_dijawab="6",
        nilai_ikm="91,35",
        mutu_ikm="A",
        jumlah_responden="148",
        waktu_data="2 Februari 2026 pukul 08.00 WIB",
        versi_kalender="3",
    ),
    "SURAT_TUGAS utama": SuratTugasTPK(
        daftar_dasar=(LAW, "Permenkes 10/2018"),
        daftar_petugas=(
            PetugasTugas(
                nama_petugas="Andi Contoh, S.K.M.",
                nip_petugas="00000000 000000 0 000",
                pangkat_petugas="Penata (III/c)",
                jabatan_petugas="Tenaga Pengawas Kesehatan",
                nomor_kartu="TPK-0001",
            ),
        ),
        uraian_tugas="pembinaan dan pengawasan berkala",
        daftar_tempat=(TempatTugas(nama_tempat="Depot Air Contoh", alamat_tempat="Jalan Melati Nomor 00"),),
        tanggal_mulai="26 Januari 2026",
        tanggal_selesai="27 Januari 2026",
        hari_lapor="3",
        hari_lapor_terbilang="tiga",
    ),
    "BERITA_ACARA utama": BeritaAcara(
        hari="Senin",
        tanggal_terbilang="dua puluh enam",
        bulan="Januari",
        tahun_terbilang="dua ribu dua puluh enam",
        pukul="09.14 WIB",
        nomor_surat_tugas="400.7.22/0007/ST/DINKES/2026",
        tanggal_surat_tugas="23 Januari 2026",
        daftar_petugas=(
            Pemeriksa(
                nama_petugas="Andi Contoh, S.K.M.",
                jabatan_petugas="Tenaga Pengawas Kesehatan",
                nomor_kartu="TPK-0001",
            ),
        ),
        nama_tempat="Depot Air Contoh",
        **PLACE,
        nama_penanggung_jawab="Budi Contoh",
        nama_ditemui="Budi Contoh",
        kedudukan_ditemui="pemilik",
        rangka_pemeriksaan="pembinaan dan pengawasan berkala",
        nomor_ba_lama=None,
        nama_daftar_tilik="Depot air minum",
        versi_daftar_tilik="1.0",
        daftar_butir=(
            Butir(bagian="Bangunan", butir="Lantai kedap air", hasil="sesuai", catatan_butir=None),
            Butir(bagian=None, butir="Tempat cuci tangan bersabun", hasil="tidak sesuai", catatan_butir="Sabun habis"),
        ),
        jumlah_butir="2",
        jumlah_sesuai="1",
        jumlah_tidak="1",
        jumlah_tidak_berlaku="0",
        nilai="87,6 %",
        daftar_temuan=(
            Temuan(
                uraian_temuan="Tempat cuci tangan bersabun: sabun habis.",
                dasar_aturan="Permenkes 17/2024",
                batas_perbaikan="13 Februari 2026",
            ),
        ),
        keterangan_pihak="Segera kami lengkapi.",
        kesimpulan="memenuhi persyaratan dengan syarat perbaikan sebagaimana huruf B",
        daftar_foto=(),
        tangan_pihak=Tangan(nama="Budi Contoh", kedudukan="pemilik", keterangan="Menolak menandatangani."),
        tangan_petugas=Tangan(nama="Andi Contoh, S.K.M."),
        alasan_menolak="belum sependapat",
        nama_saksi="Ketua RT 02",
        pukul_serah="10.02 WIB",
    ),
    "TEGURAN pertama": Teguran(**WARNING, **RECORD),
    "TEGURAN lanjutan": TeguranLanjutan(
        **{**WARNING, "sebutan": "Teguran III"},
        nomor_teguran_sebelumnya="400.7.22/0049/TG/DINKES/2026",
        tanggal_teguran_sebelumnya="12 Januari 2026",
        sebutan_sebelumnya="Teguran II",
        batas_pembenahan_sebelumnya="19 Januari 2026",
        terakhir=True,
    ),
    "SARAN_SANKSI": SaranSanksi(
        **ACT,
        **RECORD,
        tindakan="dibekukan",
        alasan="Teguran ketiga tidak diindahkan.",
        uraian="Limbah medis tetap tidak dipilah pada kunjungan ulang.",
        ketentuan=RULE,
        tanggal_mulai="2 Februari 2026",
        surat_sebelumnya=("surat nomor 400.7.22/0049/TG/DINKES/2026 tanggal 12 Januari 2026",),
    ),
    "PEMBEKUAN": Pembekuan(
        **ACT,
        **ADVICE,
        **RECORD,
        **OBJECTION,
        alasan="teguran ketiga tidak diindahkan",
        nomor_teguran="400.7.22/0050/TG/DINKES/2026",
        tanggal_teguran="19 Januari 2026",
        tanggal_mulai_beku="2 Februari 2026",
        hal_pembenahan="limbah medis dipilah dan diangkut pihak berizin",
        batas_pembenahan="4 Maret 2026",
    ),
    "PEMBEKUAN seketika": Pembekuan(
        **ACT,
        **OBJECTION,
        alasan="membahayakan keselamatan masyarakat",
        uraian_bahaya="tindakan dilakukan tanpa alat steril.",
        tanggal_mulai_beku="26 Januari 2026",
        hal_pembenahan="alat disterilkan dan diperiksa",
        batas_pembenahan="29 Januari 2026",
    ),
    "PENCABUTAN": Pencabutan(
        **ACT,
        **ADVICE,
        **OBJECTION,
        alasan_pencabutan="pembekuan lewat waktu tanpa pembenahan",
        nomor_pembekuan="500.16.7/0003/PB/DPMPTSP/2026",
        tanggal_pembekuan="2 Februari 2026",
        tanggal_mulai_cabut="5 Maret 2026",
        batas_pengembalian="12 Maret 2026",
    ),
    "PENCABUTAN permintaan sendiri": PencabutanPermintaanSendiri(
        **ACT, tanggal_permohonan="26 Januari 2026", tanggal_mulai_cabut="1 Februari 2026"
    ),
    "PEMBERLAKUAN_KEMBALI": PemberlakuanKembali(
        **ACT,
        **ADVICE,
        **RECORD,
        nomor_pembekuan="500.16.7/0003/PB/DPMPTSP/2026",
        tanggal_pembekuan="2 Februari 2026",
        uraian_pembenahan="limbah medis sudah dipilah dan diangkut pihak berizin.",
        tanggal_berlaku_kembali="16 Februari 2026",
        berlaku_sampai="sampai dengan 26 Januari 2031",
    ),
    "KET_PENCABUTAN_SIP": KeteranganPencabutanSip(
        nama_daerah=CITY,
        nama_lengkap="Sari Wulandari, A.Md.Kep.",
        profesi="Perawat",
        nomor_str="XX00000000000000",
        nomor_izin="500.16.7/0120/SIPP/DPMPTSP/2024",
        nama_tempat="Klinik Contoh Medika",
        alamat_tempat="Jalan Melati Nomor 00",
        tanggal_mulai_cabut="26 Januari 2026",
        alasan_pindah="pindah tempat praktik di daerah yang sama",
        keterangan_sanksi="tidak sedang dikenai sanksi administratif",
        jumlah_sip_lain="1 (satu)",
    ),
}

SEALED = {
    "REKAP_JEMPUT",
    "DAFTAR_KEPATUHAN",
    "TANDA_TERIMA",
    "PENGEMBALIAN",
    "PERMINTAAN_REKOMENDASI",
    "KET_PENCABUTAN_SIP",
    "PENCABUTAN permintaan sendiri",
}
_HOLDER = ("Klinik Contoh Medika",)
LETTERS_TO: dict[str, tuple[str, tuple[str, ...], str]] = {
    "TEGURAN": ("Teguran I", _HOLDER, "Prabumulih"),
    "SARAN_SANKSI": (
        "Saran pembekuan izin nomor 500.16.7/0044/KLINIK/DPMPTSP/2026",
        ("Kepala Dinas Penanaman Modal dan", "Pelayanan Terpadu Satu Pintu Kota Prabumulih"),
        "Prabumulih",
    ),
    "PEMBEKUAN": ("Pembekuan izin nomor 500.16.7/0044/KLINIK/DPMPTSP/2026", _HOLDER, "Prabumulih"),
    "PENCABUTAN": ("Pencabutan izin nomor 500.16.7/0044/KLINIK/DPMPTSP/2026", _HOLDER, "Prabumulih"),
    "PEMBERLAKUAN_KEMBALI": (
        "Pemberlakuan kembali izin nomor 500.16.7/0044/KLINIK/DPMPTSP/2026",
        _HOLDER,
        "Prabumulih",
    ),
    "PENGEMBALIAN": (
        "Pengembalian berkas permohonan Surat Izin Praktik Perawat",
        ("Sdr. Sari Wulandari, A.Md.Kep.",),
        "Prabumulih",
    ),
    "PERMINTAAN_REKOMENDASI": (
        "Permintaan rekomendasi Surat Izin Praktik Perawat",
        ("Kepala Dinas Kesehatan Kota Prabumulih",),
        "Prabumulih",
    ),
    "KOORDINASI": (
        "Permintaan pertimbangan atas permohonan Rekomendasi Rumah Sakit Kelas B",
        ("Kepala Dinas Kesehatan Provinsi Sumatera Selatan",),
        "Palembang",
    ),
    "REKOMENDASI": (
        "Rekomendasi Surat Izin Praktik Perawat",
        ("Kepala Dinas Penanaman Modal dan", "Pelayanan Terpadu Satu Pintu Kota Prabumulih"),
        "Prabumulih",
    ),
    "PENOLAKAN": (
        "Penolakan permohonan Surat Izin Praktik Perawat",
        ("Sdr. Sari Wulandari, A.Md.Kep.",),
        "Prabumulih",
    ),
}
COPIES: dict[str, tuple[str, ...]] = {
    "PERMINTAAN_REKOMENDASI": ("Sdr. Sari Wulandari, A.Md.Kep.",),
    "KOORDINASI": ("Wali Kota Prabumulih (sebagai laporan)",),
    "REKOMENDASI": ("Wali Kota Prabumulih (sebagai laporan)", "Sdr. Sari Wulandari, A.Md.Kep.", "Arsip"),
    "PENOLAKAN": ("Kepala DPMPTSP Kota Prabumulih", "Arsip"),
    "SIP": ("Kepala Dinas Kesehatan Kota Prabumulih", "Pimpinan Klinik Contoh Medika"),
    "IZIN": ("Kepala Dinas Kesehatan Kota Prabumulih", "Camat Prabumulih Timur"),
    "SERT_SPP_IRT": ("Kepala Dinas Kesehatan Kota Prabumulih", "Balai Besar/Balai POM setempat"),
}
COPIES |= dict.fromkeys(
    ("PEMBEKUAN", "PENCABUTAN", "PEMBERLAKUAN_KEMBALI"),
    ("Wali Kota Prabumulih", "Kepala Dinas Kesehatan Kota Prabumulih", "Pimpinan Klinik Contoh Medika"),
)
DECISIONS = {"SIP", "IZIN", "SERT_LAIK_HIGIENE", "SERT_SPP_IRT", "SERT_PELATIHAN"}
NUMBER_PARTS = {"kode_sip": "SIPP", "kode_izin": "KLINIK", "kode_unit": "PKM01"}


def sample(name: str, *, office: Office, **changes: Any) -> LetterContent:
    """Return the content of one sample; `changes` replace fields of the content."""
    body = BODIES[name]
    values: dict[str, Any] = {
        "kop": LetterHead.of(office),
        "isi": body,
        "surat": _correspondence(body.kind),
        "ttd": _signature(body.kind, office),
        "tembusan": COPIES.get(body.kind, ()),
        "jenis": "Surat Izin Praktik Perawat",
        "pemegang": "S. W.",
        "berlaku_mulai": date(2026, 1, 26),
        "berlaku_sampai": date(2031, 1, 26),
    }
    return LetterContent(**{**values, **changes})


def _correspondence(kind: str) -> Correspondence | None:
    if kind not in LETTERS_TO:
        return None
    subject, recipient, place = LETTERS_TO[kind]
    return Correspondence(hal=subject, penerima=recipient, tempat_penerima=place)


def _signature(kind: str, office: Office) -> SignatureBlock | None:
    if kind == "TANDA_TERIMA":
        return None
    if kind in SEALED or kind == "KET_PENCABUTAN_SIP":
        return SignatureBlock(sebutan_jabatan=office.name)
    if kind in DECISIONS:
        return SignatureBlock(sebutan_jabatan=f"Kepala {office.name}", nama_penanda_tangan="Tirta Anggraini")
    return SignatureBlock(
        sebutan_jabatan=f"Kepala {office.name}",
        nama_penanda_tangan="drg. Tirta Anggraini, M.K.M.",
        pangkat_golongan="Pembina Tingkat I (IV/b)",
        nip="00000000 000000 0 000",
    )
