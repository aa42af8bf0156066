"""A health office, its kinds of letters, a signer, and one recommendation ready to be written."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from accounts.models import Office, User
from core import refdata
from letters.content import Correspondence, LetterContent, LetterHead, SignatureBlock
from letters.signing import Passphrase
from licensing.letters.recommendation import RekomendasiPraktisi
from tests.factories.accounts import LicensingOfficeFactory, OfficeFactory, UserFactory

# Monday 26 January 2026, 13.42 WIB
AT = datetime(2026, 1, 26, 6, 42, tzinfo=UTC)
PASSPHRASE = Passphrase("sejaras-demo")

BODY: dict[str, Any] = {
    "nama_daerah": "Kota Prabumulih",
    "daftar_dasar": ("Undang-Undang Nomor 17 Tahun 2023 tentang Kesehatan",),
    "nomor_surat_permintaan": "500.16.7/0211/PR/DPMPTSP/2026",
    "tanggal_surat_permintaan": "23 Januari 2026",
    "nama_lengkap": "Sari Wulandari, A.Md.Kep.",
    "profesi": "Perawat vokasi",
    "nomor_str": "00 00 0 0 0 26-0000000",
    "masa_str": "seumur hidup",
    "nama_tempat": "Klinik Contoh Medika",
    "alamat_tempat": "Jalan Melati Nomor 00",
    "kelurahan": "Kelurahan Karang Raja",
    "kecamatan": "Kecamatan Prabumulih Timur",
    "urutan_tempat": "2 (dua)",
    "batas_tempat": "3 (tiga)",
    "jam_praktik": "Senin–Jumat, 16.00–20.00 WIB",
    "nama_produk": "Surat Izin Praktik Perawat (SIPP)",
    "berlaku_sampai": "26 Januari 2031",
}


@pytest.fixture
def kinds(db: None) -> None:
    refdata.load([sheet for sheet in refdata.sheets() if sheet.app == "letters"], at=AT)


@pytest.fixture
def office(kinds: None) -> Office:
    return OfficeFactory()


@pytest.fixture
def licensing_office(kinds: None) -> Office:
    return LicensingOfficeFactory()


@pytest.fixture
def head(db: None) -> User:
    return UserFactory(name="drg. Tirta Anggraini, M.K.M.")


@pytest.fixture
def recommendation(office: Office) -> Callable[..., LetterContent]:
    """Content of one recommendation; keywords change its body."""

    def make(**changes: Any) -> LetterContent:
        return LetterContent(
            kop=LetterHead.of(office),
            isi=RekomendasiPraktisi(**{**BODY, **changes}),
            surat=Correspondence(
                hal="Rekomendasi Surat Izin Praktik Perawat",
                penerima=("Kepala Dinas Penanaman Modal dan", "Pelayanan Terpadu Satu Pintu Kota Prabumulih"),
                tempat_penerima="Prabumulih",
            ),
            ttd=SignatureBlock(
                sebutan_jabatan="Kepala Dinas Kesehatan Kota Prabumulih",
                nama_penanda_tangan="drg. Tirta Anggraini, M.K.M.",
                pangkat_golongan="Pembina Tingkat I (IV/b)",
                nip="00000000 000000 0 000",
            ),
            tembusan=("Wali Kota Prabumulih (sebagai laporan)", "Arsip"),
            jenis="Rekomendasi Surat Izin Praktik Perawat",
            pemegang="S. W.",
            berlaku_mulai=date(2026, 1, 26),
            berlaku_sampai=date(2031, 1, 26),
        )

    return make
