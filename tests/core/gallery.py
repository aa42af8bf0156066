"""One invented day in every component: what the tests draw, and what a person looks at when a template changes."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import forms

from core.components import (
    Action,
    Bar,
    BarChart,
    Cell,
    Chip,
    Choice,
    ClockCard,
    ClockState,
    Column,
    Confirmation,
    Decision,
    Edge,
    Fact,
    Filters,
    Finding,
    FindingLevel,
    Findings,
    FixItem,
    Kind,
    Kpi,
    LineChart,
    Point,
    Promise,
    ReviewItem,
    Row,
    Slice,
    StackedBar,
    Stage,
    StageState,
    Status,
    SummaryRow,
    Table,
    Task,
    TaskList,
    TaskState,
    Tile,
    TileMap,
    Upload,
    UploadState,
)
from core.components.clock import parts_of, pause
from core.workdays import Snapshot, WorkCalendar

WIB = ZoneInfo("Asia/Jakarta")


def _hours(weekday: int, *spans: tuple[str, str]) -> list[dict[str, object]]:
    shared = {"pattern": "normal", "label": "", "valid_from": "2020-01-01", "valid_until": None, "weekday": weekday}
    return [{**shared, "open": opens, "close": closes} for opens, closes in spans]


SNAPSHOT: Snapshot = {
    "holidays": [
        {"date": "2026-01-16", "kind": "libur_nasional", "name": "Isra Mikraj"},
        {"date": "2026-02-16", "kind": "cuti_bersama", "name": "Cuti bersama Imlek"},
        {"date": "2026-02-17", "kind": "libur_nasional", "name": "Tahun Baru Imlek"},
    ],
    "hours": [
        *(row for day in range(1, 5) for row in _hours(day, ("07:30", "12:00"), ("13:00", "16:00"))),
        *_hours(5, ("07:30", "11:30"), ("13:00", "16:30")),
    ],
    "confirmed_years": [2026],
}
CALENDAR = WorkCalendar.from_snapshot(SNAPSHOT, WIB)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


NOW = at("2026-01-26T10:15")
REGISTERED = at("2026-01-23T15:00")
DUE = at("2026-01-26T14:30")

RUNNING = ClockCard(
    state=ClockState.RUNNING,
    used_minutes=255,
    left_minutes=195,
    started_at=REGISTERED,
    due_at=DUE,
    outer_at=at("2026-01-26T16:00"),
    now=NOW,
    parts=parts_of(CALENDAR.stretches(REGISTERED, DUE), now=NOW),
    holder="Tenaga Pengawas Kesehatan",
    holder_name="Rahma Dwi Lestari",
    held_since=at("2026-01-23T15:20"),
    intro="Terdaftar Jumat pukul 15.00. Yang dihitung hanya jam kerja kantor, sampai genap satu hari kerja.",
    deemed_on=date(2026, 1, 30),
    deemed_rule="PP 28/2024",
    open=True,
)
NOT_STARTED = ClockCard(state=ClockState.NOT_STARTED)
PAUSED = ClockCard(
    state=ClockState.PAUSED,
    used_minutes=60,
    left_minutes=390,
    since=at("2026-01-13T11:00"),
    waiting_for="Anda",
    parts=[
        *parts_of(CALENDAR.stretches(at("2026-01-13T10:00"), at("2026-01-13T11:00")), now=NOW),
        pause(at("2026-01-13T11:00"), at("2026-01-22T09:00"), note="menunggu Anda"),
        *parts_of(CALENDAR.stretches(at("2026-01-22T09:00"), at("2026-01-23T08:00")), now=at("2026-01-22T09:00")),
    ],
    due_at=at("2026-01-23T08:00"),
    open=True,
)
STOPPED = ClockCard(state=ClockState.STOPPED, used_minutes=402, left_minutes=48)
STOPPED_LATE = ClockCard(state=ClockState.STOPPED_LATE, used_minutes=520, left_minutes=0, over_minutes=70)
OVER = ClockCard(
    state=ClockState.OVER,
    used_minutes=450,
    over_minutes=70,
    since=DUE,
    due_at=DUE,
    now=at("2026-01-26T15:40"),
    parts=parts_of(CALENDAR.stretches(REGISTERED, at("2026-01-26T15:40")), now=at("2026-01-26T15:40")),
)
COORDINATION = ClockCard(
    state=ClockState.COORDINATION,
    allowance=Decimal(5),
    agency="Dinas Kesehatan Provinsi",
    used_minutes=450,
    left_minutes=1800,
    due_at=at("2026-02-19T10:00"),
    now=at("2026-02-11T10:00"),
    parts=parts_of(CALENDAR.stretches(at("2026-02-10T10:00"), at("2026-02-19T10:00")), now=at("2026-02-11T10:00")),
)
CLOCKS = [NOT_STARTED, RUNNING, PAUSED, STOPPED, STOPPED_LATE, OVER, COORDINATION]

STATUS = Status(
    label="Sedang dinilai",
    kind=Kind.WAIT,
    means="Kelayakan permohonan dinilai menurut peraturan.",
    who="Tenaga Pengawas Kesehatan: Rahma Dwi Lestari.",
    you="Tidak ada. Kami memberi tahu Anda lewat WhatsApp …0123.",
)
TASKS = TaskList(
    tasks=[
        Task("person", "Data diri", TaskState.DONE, "#"),
        Task("str", "STR dan profesi", TaskState.FIX, "#", "Nama pada STR berbeda dengan KTP"),
        Task("place", "Tempat dan jadwal praktik", TaskState.DONE, "#"),
        Task("documents", "Dokumen", TaskState.STARTED, "#", "2 dari 3 terunggah; pas foto belum"),
        Task("statement", "Pernyataan", TaskState.EMPTY, "#"),
    ],
    send=Task(
        "send",
        "Periksa jawaban dan kirim",
        TaskState.BLOCKED,
        note="Selesaikan Dokumen dan Pernyataan, lalu perbaiki 1 hal pada STR.",
    ),
    minutes_left=4,
    saved_at=at("2026-01-26T09:14"),
)
SUMMARY = [
    SummaryRow("nik", "NIK", "9974••••••••0000", "#"),
    SummaryRow("name", "Nama", "Sari Wulandari", "#"),
    SummaryRow("email", "Pos-el", "", "#"),
    SummaryRow("type", "Jenis", "SIP Perawat"),
]
FACTS = [
    Fact("Pemeriksaan berkas", "Selesai dalam 5 jam 50 menit, tepat waktu", Kind.OK),
    Fact("Penerbitan SIP", "1 hari kerja setelah rekomendasi terbit"),
    Fact("Sidik isi", "3f9a 51c0 7be2 04d8", code=True),
]
CONFIRMATION = Confirmation(
    title="Permohonan terkirim",
    number="2026-01-K7QD4M",
    next_steps=[
        "Tim Teknis memeriksa setiap persyaratan.",
        "Bila sesuai, berkas dicatat di register. Janji 1 hari kerja mulai dihitung saat terdaftar.",
    ],
    promises=[Promise("Pemeriksaan berkas selesai paling lambat", DUE)],
    receipt_url="#",
    sent_to=["WhatsApp …0123", "kotak masuk"],
    next_url="#",
    next_label="Lihat permohonan",
)
TIMELINE = [
    Stage(
        "Diajukan", StageState.DONE, "Kam 22 Jan, 16.10", "Anda mengirim dari ponsel. Tanda terima dikirim ke …0123."
    ),
    Stage(
        "Lolos verifikasi",
        StageState.DONE,
        "Jum 23 Jan, 14.50",
        "Tim Teknis DPMPTSP, Dimas Arianto.",
        "Di sini 5 jam 50 menit kerja.",
    ),
    Stage(
        "Sedang dinilai",
        StageState.NOW,
        "sejak Jum 23 Jan, 15.20",
        "Tenaga Pengawas Kesehatan, Rahma Dwi Lestari.",
        "Sudah 3 jam 55 menit kerja.",
    ),
    Stage("Menunggu tanda tangan", StageState.NEXT, text="Kepala Bidang, lalu Kepala Dinas Kesehatan"),
    Stage("Rekomendasi terbit", StageState.NEXT, "paling lambat Sen 26 Jan, 14.30"),
]
FINDINGS = Findings(
    [
        Finding(FindingLevel.MET, "STR aktif, seumur hidup", code="str-active"),
        Finding(
            FindingLevel.WARN,
            "jeda jadwal hanya 30 menit",
            "Praktik di Puskesmas Contoh Timur selesai 14.00, di tempat baru mulai 14.30. Tidak menghalangi kirim.",
            law="PP 28/2024",
            code="gap",
        ),
        Finding(
            FindingLevel.BLOCK,
            "nama pada STR berbeda",
            "Di KTP “Sari Wulandari”, di STR “Sari Wulandary”. Ubah nama bila salah ketik.",
            url="#",
            link="Perbaiki di STR dan profesi",
            law="UU 17/2023 Ps. 260",
            code="name-mismatch",
        ),
        Finding(FindingLevel.MET, "NIK 16 angka, tanggal lahir cocok", code="nik"),
    ]
)
FIX = FixItem(
    "str",
    "STR seumur hidup",
    "Nama berbeda dengan KTP.",
    "Nama pada STR tertulis “Gilang Ramadhani”. Unggah STR yang sudah dibetulkan.",
    "#",
    "Ganti dokumen",
)
UPLOADS = [
    Upload(
        "str",
        "Surat Tanda Registrasi (STR)",
        UploadState.READY,
        "#",
        "#",
        file_name="STR.pdf",
        size=421_900,
        file_url="#",
    ),
    Upload("photo", "Pas foto berwarna 4 × 6", UploadState.CHECKING, file_name="Pas-foto.jpg", size=812_000),
    Upload(
        "place",
        "Surat keterangan tempat praktik",
        UploadState.FAILED,
        "#",
        "#",
        hint="Dari pimpinan fasilitas kesehatan.",
        law="PP 28/2024",
        file_name="Tempat-praktik.pdf",
        error="Berkas PDF ini dikunci sandi. Simpan ulang tanpa sandi, lalu unggah lagi.",
    ),
    Upload("skp", "Bukti kecukupan SKP", UploadState.EMPTY, "#", optional=True),
]
TABLE = Table(
    caption="Menunggu verifikasi, 1–3 dari 9",
    columns=[
        Column("Permohonan", sort_url="?sort=number"),
        Column("Pemohon"),
        Column("Sisa waktu kerja", sort_url="?sort=-due", sorted="ascending", short="Sisa waktu"),
        Column("Batas"),
        Column("Keadaan"),
        Column("Tindakan", hidden_label=True),
    ],
    rows=[
        Row(
            [
                Cell("SIP Apoteker", "2026-01-N8TX2R", "#", strong=True),
                Cell("Bayu Kertajaya", "Apotek Contoh Sehat"),
                Cell("lewat 3 jam 25 menit", alarm=True, used=1, bar=Kind.BAD),
                Cell("Jum 23 Jan, 15.50", whole=True),
                Cell("Dilihat, belum lengkap", kind=Kind.FIX),
                Cell("Lanjutkan", url="#", action=True, context="SIP Apoteker N8TX2R"),
            ],
            Edge.LATE,
        ),
        Row(
            [
                Cell("SIP Bidan", "2026-01-D4HM9C", "#", strong=True),
                Cell("Wening Pratiwi", "Puskesmas Contoh Timur"),
                Cell("35 menit", strong=True, used=0.92, bar=Kind.FIX),
                Cell("hari ini, 10.50", whole=True),
                Cell("Milik Intan Permata", kind=Kind.WAIT),
                Cell("Lihat", url="#", action=True, context="SIP Bidan D4HM9C"),
            ],
            Edge.SOON,
        ),
        Row(
            [
                Cell("SIP Dokter", "2026-01-H1CG8S", "#", strong=True),
                Cell("dr. Nadia Larasati", "RS Contoh Sejahtera"),
                Cell("4 jam 45 menit", "Diajukan Sabtu, mulai dihitung hari ini 07.30", strong=True, used=0.37),
                Cell("hari ini, 16.00", whole=True),
                Cell("Belum dilihat", kind=Kind.NONE),
                Cell("Ambil", url="#", action=True, context="SIP Dokter H1CG8S"),
            ],
        ),
    ],
)
FIGURES = Table(
    caption="Fasilitas dengan cakupan terendah",
    columns=[
        Column("Fasilitas"),
        Column("Wajib", numeric=True),
        Column("Ber-SIP", numeric=True),
        Column("Cakupan", numeric=True),
    ],
    rows=[
        Row([Cell("Apotek Contoh Sehat", url="#"), Cell("5"), Cell("3"), Cell("60,0 %", strong=True)]),
        Row([Cell("RSUD Contoh Kota", url="#"), Cell("388"), Cell("381"), Cell("98,2 %", strong=True)]),
    ],
    tight=True,
    total=[Cell("Jumlah"), Cell("393"), Cell("384"), Cell("97,7 %")],
)


class FilterForm(forms.Form):
    type = forms.ChoiceField(label="Jenis izin", choices=[("", "Semua jenis")])
    q = forms.CharField(label="Cari", widget=forms.TextInput(attrs={"placeholder": "Nama atau nomor"}))


def filters() -> Filters:
    return Filters(
        form=FilterForm(),
        chips=[
            Chip("Semua", "?", 9, current=True),
            Chip("Lewat waktu", "?late=1", 1, tone="hot"),
            Chip("< 2 jam", "?soon=1", 2, tone="warm"),
            Chip("Milik saya", "?mine=1", 2),
        ],
        keep={"sort": "due"},
    )


class PersonForm(forms.Form):
    name = forms.CharField(label="Nama lengkap", help_text="Seperti pada KTP.")
    nik = forms.CharField(label="NIK", help_text="16 angka pada KTP. Kami simpan tersandi.")
    email = forms.EmailField(label="Pos-el", required=False)
    kind = forms.ChoiceField(
        label="Tempat praktik",
        choices=[("facility", "Di fasilitas kesehatan"), ("own", "Praktik mandiri")],
        widget=forms.RadioSelect,
    )
    consent = forms.BooleanField(label="Saya menyetujui pemrosesan data pribadi untuk permohonan ini.")

    def clean_nik(self) -> str:
        nik = str(self.cleaned_data["nik"])
        if len(nik) != 16:
            message = f"NIK harus 16 angka; yang Anda ketik {len(nik)}."
            raise forms.ValidationError(message)
        return nik


def refused_form() -> PersonForm:
    return PersonForm({"name": "Sari Wulandari", "nik": "997401019000000"})


KPIS = [
    Kpi("hlc", "Orang dengan semua SIP berlaku", "91,4 %", "3.642 dari 3.986", "#", "Lihat 344 yang belum"),
    Kpi("city", "Milik kota saja, dihitung terpisah", "98,1 %", "1.874 dari 1.910", "#", "Lihat 36 yang belum"),
    Kpi("facilities", "Fasilitas berizin lengkap", "94,1 %", "412 dari 438", "#", "Lihat 26 fasilitas"),
    Kpi("ending", "SIP berakhir dalam 90 hari", "187", "orang, 112 sudah mengajukan", "#", "Lihat 75 yang belum"),
]
BARS = BarChart(
    "kecamatan",
    "Cakupan per kecamatan",
    [
        Bar("Prabumulih Barat", 812, 858),
        Bar("Prabumulih Timur", 1196, 1268),
        Bar("Rambang Kapak Tengah", 231, 300),
        Bar("Wilayah tanpa data", 0, 0),
        Bar("Wilayah kecil", 3, 4, hidden=True),
    ],
    note="Garis tegak: target 100 %; hijau: 90 % ke atas.",
    target=100,
    good_from=90,
)
STACK = StackedBar(
    "permits",
    "42 dari 45 tenaga ber-SIP",
    [Slice("Ber-SIP", 42, Kind.OK), Slice("Diproses", 2, Kind.WAIT), Slice("Belum", 1, Kind.BAD)],
)
LINE = LineChart(
    "trend",
    "Perkembangan dan perkiraan",
    [
        Point("Januari 2025", 84.1, "Jan 25"),
        Point("Maret 2025", 85.6),
        Point("Mei 2025", 86.9),
        Point("Juli 2025", 87.9, "Jul"),
        Point("September 2025", 89.2),
        Point("November 2025", 90.4),
        Point("Januari 2026", 91.4, "hari ini"),
        Point("April 2026", 86.7, forecast=True),
        Point("Juli 2026", 82.9, "Jul 26", forecast=True),
    ],
    low=80,
    high=100,
    step=5,
    target=100,
    target_label="target 100 %",
    note="Garis putus: bila tidak ada yang memperpanjang.",
)
TILES = TileMap(
    "tiles",
    "Peta ubin kecamatan",
    [
        Tile("Cambai", 1, 0, 85.9, "85,9 %", "66 belum"),
        Tile("Utara", 2, 0, 92.7, "92,7 %", "54 belum"),
        Tile("Barat", 0, 1, 94.6, "94,6 %", "46 belum"),
        Tile("Timur", 2, 1, 94.3, "94,3 %", "72 belum"),
        Tile("Selatan", 1, 2, 90.9, "90,9 %", "37 belum"),
        Tile("Rambang KT", 2, 2, 77.0, "77,0 %", "69 belum"),
    ],
    edges=(80, 85, 90, 93),
)
CHOICES = [Choice("ok", "Sesuai"), Choice("fix", "Perlu perbaikan", "n")]
REASONS = [Choice("name", "Nama berbeda dengan KTP"), Choice("unclear", "Tidak terbaca")]
REVIEWS = [
    ReviewItem("photo", "Pas foto berwarna 4 × 6", "Standar pelayanan", "r1", CHOICES, "ok", REASONS),
    ReviewItem(
        "str",
        "STR seumur hidup",
        "UU 17/2023 Ps. 260–266; SE Menkes 6/2024",
        "r2",
        CHOICES,
        "fix",
        REASONS,
        "name",
        "Nama pada STR tertulis “Gilang Ramadhani”. Unggah STR yang sudah dibetulkan.",
        document_url="#",
        document_name="STR.pdf",
    ),
    ReviewItem(
        "count", "Jumlah SIP aktif", "1 SIP aktif, batas perawat 2 tempat.", "r3", settled="Sesuai, dari register"
    ),
    ReviewItem(
        "done", "Surat keterangan", "PP 28/2024", "r4", CHOICES, "fix", readonly=True, note="Belum bertanda tangan."
    ),
]
DECISION = Decision(
    actions=[
        Action("verify", "Loloskan", disabled_because="Belum bisa diloloskan: 1 hal perlu perbaikan"),
        Action("return", "Kembalikan (1 hal)", primary=True),
    ],
    previous="#",
    following="#",
)
STATES = [
    ("Draf", "none"),
    ("Diajukan", "wait"),
    ("Perlu perbaikan", "fix"),
    ("Rekomendasi terbit", "ok"),
    ("Ditolak", "bad"),
]

SITE = {
    "name": "SEJARAS",
    "government": "Pemerintah Kota Prabumulih",
    "offices": "Dinas Kesehatan dan DPMPTSP Kota Prabumulih",
    "address": "Jalan Contoh Nomor 1, Prabumulih",
    "hours": ["Senin–Kamis 07.30–16.00", "Jumat 07.30–16.30 WIB"],
    "whatsapp_url": "#",
    "complaint_url": "#",
    "version": "1.0",
}
NAV = [
    {"label": "Beranda saya", "url": "#"},
    {"label": "Permohonan", "url": "#", "current": True},
    {"label": "Pesan", "url": "#", "count": 2},
]
PERSON = {"name": "Sari Wulandari", "role": "Pemohon", "url": "#"}
