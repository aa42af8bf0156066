"""Every letter as it is printed: its text whole, on its paper, tagged, with the fonts we chose."""

import io
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from accounts.models import Office
from core.pdf import UnfilledPlaceholder
from letters import rendering
from letters.domain.issuing import preview, queue, reserve
from letters.models import Letter, LetterKind
from letters.rendering import letter_pdf, tidy
from tests.letters.conftest import AT
from tests.letters.samples import BODIES, NUMBER_PARTS, SEALED, sample

pytestmark = [pytest.mark.drawn, pytest.mark.slow]

TWO_PAGES = {"BERITA_ACARA utama", "SERT_PELATIHAN", "LAPORAN_JANJI", "LAPORAN_SPM", "KAK", "REKAP_JEMPUT"}
# Printed only where DPMPTSP sent no request of its own.
EITHER_OR = {"nomor_permohonan", "tanggal_permohonan"}


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.fixture
def letter_of(office: Office, licensing_office: Office) -> object:
    def make(name: str) -> Letter:
        kind = LetterKind.objects.get(pk=BODIES[name].kind)
        issuer = licensing_office if "DPMPTSP" in kind.series or name == "TANDA_TERIMA" else office
        write = queue if name in SEALED else reserve
        return write(sample(name, office=issuer), office=issuer, key=name, at=AT, number_parts=NUMBER_PARTS)

    return make


@pytest.mark.parametrize("name", BODIES)
def test_every_letter_is_printed_whole(letter_of: object, name: str) -> None:
    letter = letter_of(name)  # type: ignore[operator]
    pages = pages_of(letter_pdf(letter, at=AT))

    assert len(pages) == (2 if name in TWO_PAGES else 1)
    text = " ".join(pages)
    assert letter.number in text
    assert letter.code_grouped in text
    assert "{" not in text
    assert "None" not in text
    for field, value in letter.context["isi"].items():
        if isinstance(value, str) and len(value) < 40 and not (field in EITHER_OR and "fasilitas" in name):
            assert " ".join(tidy(value).split()) in text


@pytest.mark.parametrize("name", BODIES)
def test_every_letter_is_tagged_and_embeds_its_fonts(letter_of: object, name: str) -> None:
    document = PdfReader(io.BytesIO(letter_pdf(letter_of(name), at=AT)))  # type: ignore[operator]

    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in document.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts == {"TeX-Gyre-Bonum", "TeX-Gyre-Bonum-Bold", "Liberation-Sans", "Liberation-Sans-Bold"}
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert document.metadata is not None
    assert document.metadata.title


@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("F4", (609, 935))])
def test_office_chooses_its_paper(office: Office, paper: str, size: tuple[int, int]) -> None:
    office.letter_settings = {**office.letter_settings, "paper": paper}

    pdf = preview(sample("REKOMENDASI praktisi", office=office), office=office, at=AT)

    box = PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == size


def test_certificates_lie_on_their_side(letter_of: object) -> None:
    box = PdfReader(io.BytesIO(letter_pdf(letter_of("SERT_LAIK_HIGIENE"), at=AT))).pages[0].mediabox  # type: ignore[operator]

    assert box.width > box.height


def test_preview_is_marked_and_has_neither_number_nor_code(office: Office) -> None:
    [text] = pages_of(preview(sample("REKOMENDASI praktisi", office=office), office=office, at=AT))

    assert "KONSEP" in text
    assert "belum bernomor" in text
    assert "Kode periksa" not in text
    assert Letter.objects.count() == 0


def test_preview_differs_from_the_letter_only_in_number_code_and_signature(letter_of: object, office: Office) -> None:
    letter = letter_of("REKOMENDASI praktisi")  # type: ignore[operator]
    [issued] = pages_of(letter_pdf(letter, at=AT))
    [concept] = pages_of(preview(sample("REKOMENDASI praktisi", office=office), office=office, at=AT))

    body = slice("Dasar:", "mestinya.")
    between = [text[text.index(body.start) : text.index(body.stop)] for text in (issued, concept)]
    assert between[0] == between[1]


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        ("definitif", "Kepala Dinas Kesehatan Kota Prabumulih,"),
        ("plt", "Plt. Kepala Dinas Kesehatan Kota Prabumulih,"),
        ("plh", "Plh. Kepala Dinas Kesehatan Kota Prabumulih,"),
        ("atas_nama", "a.n. Wali Kota Prabumulih Kepala Dinas Kesehatan Kota Prabumulih,"),
        ("untuk_beliau", "a.n. Wali Kota Prabumulih Sekretaris Daerah u.b. Kepala Dinas Kesehatan Kota Prabumulih,"),
    ],
)
def test_signature_block_names_in_whose_name(office: Office, form: str, lines: str) -> None:
    from letters.content import SignatureBlock

    block = SignatureBlock(
        bentuk=form,
        sebutan_jabatan="Kepala Dinas Kesehatan Kota Prabumulih",
        sebutan_jabatan_pemberi="Wali Kota Prabumulih",
        sebutan_jabatan_atas_nama="Sekretaris Daerah",
        nama_penanda_tangan="drg. Tirta Anggraini, M.K.M.",
    )

    [text] = pages_of(preview(sample("PENOLAKAN", office=office, ttd=block), office=office, at=AT))

    assert lines in text


def test_content_that_lost_a_field_cannot_be_printed(letter_of: object) -> None:
    letter = letter_of("REKOMENDASI praktisi")  # type: ignore[operator]
    del letter.context["isi"]["nomor_str"]

    with pytest.raises(UnfilledPlaceholder, match="nomor_str"):
        letter_pdf(letter, at=AT)


def test_printed_moment_is_local(letter_of: object) -> None:
    letter = letter_of("REKOMENDASI praktisi")  # type: ignore[operator]
    letter.office.time_zone = "Asia/Jayapura"

    [text] = pages_of(letter_pdf(letter, at=datetime(2026, 1, 26, 15, 30, tzinfo=UTC)))

    assert "pada 27 Januari 2026 pukul 00.30 WIT" in text


def test_name_that_ends_in_a_title_ends_the_sentence() -> None:
    assert tidy("oleh Rahmat, S.Kep.. Layanan") == "oleh Rahmat, S.Kep. Layanan"
    assert tidy("dan seterusnya...") == "dan seterusnya..."
    assert tidy("Kota Prabumulih\n, karena") == "Kota Prabumulih, karena"


def test_dates_and_times_stay_on_one_line() -> None:
    assert tidy("26 Januari 2026 pukul 09.14 WIB") == "26\xa0Januari\xa02026 pukul 09.14\xa0WIB"


def test_fingerprint_moves_with_every_printed_fact() -> None:
    base = {"kind": "SIP", "number": "1", "number_date": date(2026, 1, 26), "context": {"isi": {"nama": "A"}}}
    variants = [
        base,
        {**base, "kind": "IZIN"},
        {**base, "number": "2"},
        {**base, "number_date": date(2026, 1, 27)},
        {**base, "context": {"isi": {"nama": "B"}}},
    ]

    assert len({rendering.content_fingerprint(**variant) for variant in variants}) == len(variants)  # type: ignore[arg-type]
