"""Vocabulary of indicators, figures and reports."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Programme(models.TextChoices):
    """Which duty an indicator belongs to; also the unit in which reports are made."""

    SPM_PROVINCE = "spm_province", _("SPM provinsi")
    SPM_CITY = "spm_city", _("SPM kabupaten/kota")
    ILP = "ilp", _("Integrasi layanan primer")
    NETWORK = "network", _("Jejaring IQ-Care")


class Measure(models.TextChoices):
    """What an indicator's figure is."""

    PERCENT = "percent", _("Persen")
    COUNT = "count", _("Jumlah")


class Aggregation(models.TextChoices):
    """How several figures become one."""

    POOLED = "pooled", _("Digabung: pembilang dan penyebut dijumlahkan dahulu")
    MEAN_OF_STAGES = "mean_of_stages", _("Rata-rata persentase tiap tahap")
    LAST = "last", _("Angka terakhir")
    SUM = "sum", _("Dijumlahkan")


class OverTime(models.TextChoices):
    """How the months of one place become one figure: added up, or the newest stands for all (a yearly target)."""

    SUM = "sum", _("Dijumlahkan antarbulan")
    LAST = "last", _("Angka bulan terakhir")


class Period(models.TextChoices):
    MONTH = "month", _("Bulan")
    QUARTER = "quarter", _("Triwulan")
    CALENDAR_YEAR = "calendar_year", _("Tahun kalender")
    SCHOOL_YEAR = "school_year", _("Tahun ajaran")


class Origin(models.TextChoices):
    """Where a definition comes from. A `seed_duplicate` is a misprint of its paper: loaded, marked, never used."""

    REGULATION = "regulation", _("Peraturan")
    SEED = "seed", _("Naskah acuan")
    SEED_DUPLICATE = "seed_duplicate", _("Salah cetak naskah acuan")
    PROPOSED = "proposed", _("Usulan pengganti")


class Source(models.TextChoices):
    """How a figure came into the portal."""

    ENTERED = "entered", _("Diisi")
    IMPORTED = "imported", _("Diimpor")
    COMPUTED = "computed", _("Dihitung dari catatan portal")


class Sex(models.TextChoices):
    MALE = "L", _("Laki-laki")
    FEMALE = "P", _("Perempuan")


class AgeGroup(models.TextChoices):
    """Life stages of the ILP forms; the code is stored with the figure."""

    NEONATAL = "0-28h", _("0–28 hari")
    INFANT = "1-11b", _("1–11 bulan")
    UNDER_FIVE = "1-4", _("1–4 tahun")
    CHILD = "5-9", _("5–9 tahun")
    ADOLESCENT = "10-18", _("10–18 tahun")
    ADULT = "19-59", _("19–59 tahun")
    OLDER = "60+", _("60 tahun ke atas")


class Disability(models.TextChoices):
    YES = "ya", _("Penyandang disabilitas")
    NO = "tidak", _("Bukan penyandang disabilitas")


class Cluster(models.TextChoices):
    """Clusters of the ILP forms; what several share has none."""

    GENERAL = "", _("Lintas klaster")
    MANAGEMENT = "1", _("Klaster 1: manajemen")
    MOTHER_AND_CHILD = "2", _("Klaster 2: ibu dan anak")
    ADULT_AND_OLDER = "3", _("Klaster 3: dewasa dan lansia")
    INFECTIOUS = "4", _("Klaster 4: penyakit menular")


class LifeStage(models.TextChoices):
    """The sections of the ILP forms, in their order; each is an entry sheet of its own."""

    SERVICE = "layanan_umum", _("Kunjungan layanan")
    MOTHER = "ibu_hamil_bersalin_nifas", _("Ibu hamil, bersalin, nifas")
    NEWBORN = "neonatal", _("Bayi baru lahir")
    INFANT = "bayi", _("Bayi")
    UNDER_FIVE = "balita_prasekolah", _("Balita dan anak prasekolah")
    SCHOOL_AGE = "usia_sekolah_remaja", _("Usia sekolah dan remaja")
    ADULT = "usia_dewasa", _("Usia dewasa")
    ADULT_AND_OLDER = "dewasa_lansia", _("Dewasa dan lansia bersama")
    OLDER = "lansia", _("Lansia")
    INFECTIOUS = "penyakit_menular", _("Penyakit menular")


class IndicatorGroup(models.TextChoices):
    """What an ILP indicator tells of: the burden of illness, how far a service reached, or work done."""

    MORBIDITY = "morbiditas", _("Beban penyakit")
    COVERAGE = "cakupan", _("Cakupan pelayanan")
    PROCESS = "process", _("Kegiatan pelayanan")


class RegisterKind(models.TextChoices):
    """The registers of cluster 1. Staff is none of them: it is counted from placements."""

    LOGISTICS = "logistik", _("Logistik dan perbekalan")
    MEDICINE = "obat", _("Stok obat")
    QUALITY = "mutu", _("Manajemen mutu")
    PLANNING = "rencana", _("Perencanaan")
    FINANCE = "keuangan", _("Keuangan")
    OTHER = "lain", _("Data lainnya")


class RegisterGroup(models.TextChoices):
    """What an item of a register belongs to; which of them a register has, `domain.registers` says."""

    EQUIPMENT = "alat", _("Alat kesehatan")
    INFRASTRUCTURE = "prasarana", _("Infrastruktur")
    SUPPLIES = "bahan", _("Bahan pendukung")
    CAPITATION = "kapitasi", _("Kapitasi JKN")
    NON_CAPITATION = "nonkapitasi", _("Nonkapitasi JKN")
    BOK = "bok", _("BOK Puskesmas")
    CITY_BUDGET = "apbd", _("APBD kabupaten/kota")
    OTHER_FUNDS = "dana_lain", _("Dana lain")


def every_sex() -> list[str]:
    """Codes of all sexes."""
    return list(Sex.values)


def every_age_group() -> list[str]:
    """Codes of all age groups."""
    return list(AgeGroup.values)


class CrisisStage(models.TextChoices):
    """Stages of PROV-1; the value is the `part` of its figures."""

    PRE_CRISIS = "pre_crisis", _("Sebelum krisis (edukasi pengurangan risiko)")
    EMERGENCY = "emergency", _("Tanggap darurat")


class StandardKind(models.TextChoices):
    GOODS = "goods", _("Barang dan jasa")
    PERSONNEL = "personnel", _("Personel")


class Funding(models.TextChoices):
    """Who pays a cost line. JKN and the centre pay by themselves: their lines are listed, never counted again."""

    PROVINCE = "province", _("APBD provinsi")
    CITY = "city", _("APBD kabupaten/kota")
    CENTRE = "centre", _("Pemerintah pusat")
    JKN = "jkn", _("JKN")


# Budgets whose need a cost sheet adds up (seed 001, chapter I: no double counting).
COUNTED_FUNDING = frozenset({Funding.PROVINCE, Funding.CITY})


class Step(models.TextChoices):
    """The four stages of meeting a standard (Permendagri 59/2021)."""

    DATA = "data", _("Pengumpulan data")
    NEED = "need", _("Penghitungan kebutuhan")
    PLAN = "plan", _("Penyusunan rencana")
    DELIVERY = "delivery", _("Pelaksanaan")


class ReportState(models.TextChoices):
    DRAFT = "draft", _("Draf")
    CHECKED = "checked", _("Diperiksa")
    LOCKED = "locked", _("Dikunci")


class Dashboard(models.TextChoices):
    """The five ILP dashboards; the value is the word of their address."""

    MAIN = "utama", _("Utama")
    CLUSTER_1 = "klaster-1", _("Klaster 1: manajemen")
    CLUSTER_2 = "klaster-2", _("Klaster 2: ibu dan anak")
    CLUSTER_3 = "klaster-3", _("Klaster 3: dewasa dan lansia")
    CLUSTER_4 = "klaster-4", _("Klaster 4: penyakit menular")


class Shape(models.TextChoices):
    """How the panels of one drawing are drawn."""

    COUNTS = "counts", _("Jumlah")
    SHARES = "shares", _("Cakupan")
    STEPS = "steps", _("Langkah berurutan")
    PARTS = "parts", _("Bagian dari satu jumlah")
    REGISTER = "register", _("Register")


class Level(models.TextChoices):
    """Levels of access, the deepest first."""

    PUSKESMAS = "puskesmas", _("Puskesmas")
    CITY = "city", _("Dinas Kesehatan kabupaten/kota")
    PROVINCE = "province", _("Dinas Kesehatan provinsi")
    NATIONAL = "national", _("Nasional")
