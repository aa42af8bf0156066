"""Vocabulary of licensing: states, verbs, clocks. Codes as in API.md; labels are what a person reads."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """States of an application (DECISIONS 8); labels are the screen words of UX.md section 6."""

    DRAFT = "draft", _("Draf")
    SUBMITTED = "submitted", _("Diajukan")
    NEEDS_CORRECTION = "needs_correction", _("Perlu perbaikan")
    VERIFIED = "verified", _("Lolos verifikasi")
    REGISTERED = "registered", _("Terdaftar")
    ASSESSING = "assessing", _("Sedang dinilai")
    REPAIRING = "repairing", _("Perbaikan temuan")
    COORDINATING = "coordinating", _("Menunggu instansi lain")
    ASSESSED = "assessed", _("Menunggu persetujuan")
    APPROVED = "approved", _("Menunggu tanda tangan")
    RECOMMENDED = "recommended", _("Rekomendasi terbit")
    LICENSED = "licensed", _("Izin terbit")
    REFUSED = "refused", _("Ditolak")
    WITHDRAWN = "withdrawn", _("Dibatalkan")
    LAPSED = "lapsed", _("Gugur")


class Action(models.TextChoices):
    """Verbs of the move table (DECISIONS 8)."""

    CREATE = "create", _("Buat draf")
    SUBMIT = "submit", _("Kirim permohonan")
    RETURN = "return", _("Kembalikan")
    RESUBMIT = "resubmit", _("Kirim perbaikan")
    VERIFY = "verify", _("Loloskan dan teruskan ke Dinkes")
    REGISTER = "register", _("Catat dalam register")
    START_ASSESSMENT = "start_assessment", _("Mulai menilai")
    REQUEST_VISIT = "request_visit", _("Jadwalkan kunjungan")
    REQUIRE_REPAIR = "require_repair", _("Minta perbaikan temuan")
    REPAIRED = "repaired", _("Terima perbaikan temuan")
    REQUEST_COORDINATION = "request_coordination", _("Minta pertimbangan instansi lain")
    ANSWER_COORDINATION = "answer_coordination", _("Catat jawaban instansi")
    ASSESS = "assess", _("Selesaikan penilaian")
    APPROVE = "approve", _("Setujui")
    SEND_BACK = "send_back", _("Kembalikan untuk dinilai ulang")
    SIGN = "sign", _("Tanda tangani")
    REFUSE = "refuse", _("Tolak")
    ISSUE_LICENCE = "issue_licence", _("Terbitkan izin")
    WITHDRAW = "withdraw", _("Batalkan permohonan")
    LAPSE = "lapse", _("Gugurkan")
    EXTEND = "extend", _("Perpanjang batas waktu")
    REOPEN = "reopen", _("Buka kembali")
    DEEM = "deem", _("Terbit karena batas waktu")
    # Moves nothing, so the table has no row for it; old-era files only (roles.md section 1).
    RECOMMEND_MEMBER = "recommend_member", _("Rekomendasikan anggota")


class ClockName(models.TextChoices):
    VERIFICATION = "verification", _("Pemeriksaan berkas")
    INTAKE = "intake", _("Pencatatan register")
    RECOMMENDATION = "recommendation", _("Rekomendasi")
    COORDINATION = "coordination", _("Koordinasi")
    LICENCE = "licence", _("Penerbitan izin")
    DEEMED_APPROVAL = "deemed_approval", _("Batas menurut aturan")


class Holder(models.TextChoices):
    """Who holds the file; each stretch from submit to end product has exactly one holder."""

    APPLICANT = "applicant", _("Pemohon")
    DPMPTSP = "dpmptsp", _("DPMPTSP")
    DINKES = "dinkes", _("Dinas Kesehatan")
    OUTSIDE = "outside", _("Instansi lain")


class ApplicationKind(models.TextChoices):
    NEW = "new", _("Baru")
    RENEWAL = "renewal", _("Perpanjangan")
    MOVE = "move", _("Pindah tempat")
    CHANGE = "change", _("Perubahan data")
    REPLACEMENT = "replacement", _("Pengganti yang hilang")


class ClockState(models.TextChoices):
    NOT_STARTED = "not_started", _("Belum mulai")
    RUNNING = "running", _("Berjalan")
    PAUSED = "paused", _("Dihentikan sementara")
    STOPPED = "stopped", _("Selesai")


class LegalEra(models.TextChoices):
    """Era of a file, fixed by filing and verification dates (roles.md section 2)."""

    OLD = "pre_uu17_2023", _("Sebelum UU 17/2023")
    NEW = "uu17_2023", _("Sejak UU 17/2023")


class Subject(models.TextChoices):
    PRACTITIONER = "practitioner", _("Tenaga kesehatan")
    FACILITY = "facility", _("Fasilitas")
    BUSINESS = "business", _("Usaha")


class RequirementKind(models.TextChoices):
    DATA = "data", _("Data")
    DOCUMENT = "document", _("Dokumen")
    STATEMENT = "statement", _("Pernyataan")
    INSPECTION = "inspection", _("Pemeriksaan tempat")


class FindingLevel(models.TextChoices):
    BLOCK = "block", _("Harus diperbaiki")
    WARN = "warn", _("Perlu diketahui")


class Verdict(models.TextChoices):
    """Judgement of one requirement by the technical team."""

    FITS = "fits", _("Sesuai")
    NEEDS_FIX = "needs_fix", _("Perlu perbaikan")
    NOT_APPLICABLE = "not_applicable", _("Tidak berlaku untuk kasus ini")


class Proposal(models.TextChoices):
    GRANT = "grant", _("Layak")
    REFUSE = "refuse", _("Tidak layak")


class DocumentState(models.TextChoices):
    PENDING = "pending_scan", _("Sedang diperiksa")
    CLEAN = "clean", _("Siap")
    REFUSED = "refused", _("Ditolak")


class ConsentVerdict(models.TextChoices):
    """What becomes of the question whether a facility may file for a member of staff."""

    GRANTED = "granted", _("Disetujui")
    REFUSED = "refused", _("Ditolak")
    CANCELLED = "cancelled", _("Dibatalkan penanggung jawab")
    REVOKED = "revoked", _("Ditarik kembali")


class ComplianceVariant(models.TextChoices):
    """What a compliance list shows."""

    STAFF = "staff", _("Semua tenaga yang wajib ber-SIP")
    ACTION = "action", _("Hanya yang belum ber-SIP atau berakhir dalam 90 hari")
    PERMITS = "permits", _("Izin fasilitas itu sendiri")


class LicenceState(models.TextChoices):
    """Status of a licence over an interval; expired is derived from its end date (DECISIONS 20)."""

    ACTIVE = "active", _("Berlaku")
    SUSPENDED = "suspended", _("Dibekukan")
    REVOKED = "revoked", _("Dicabut")
    SURRENDERED = "surrendered", _("Dikembalikan")
    REPLACED = "replaced", _("Diganti")


class LicenceVerb(models.TextChoices):
    """What may happen to a licence; values are API paths and rows of the table in `domain.licences.moves`."""

    ISSUE = "issue", _("terbitkan")
    RENEW = "renew", _("perpanjang")
    MOVE = "move", _("pindah tempat")
    EXTRA_PLACE = "extra_place", _("tambah tempat")
    CHANGE = "change", _("ubah data")
    REPLACE_LOST = "replace_lost", _("ganti yang hilang")
    WARN = "warn", _("tegur")
    SUSPEND = "suspend", _("bekukan")
    REINSTATE = "reinstate", _("berlakukan kembali")
    REVOKE = "revoke", _("cabut")
    SURRENDER = "surrender", _("kembalikan")
    EXPIRE = "expire", _("berakhir")


class SanctionState(models.TextChoices):
    """proposed: waits for the head of the health office. advised: waits for DPMPTSP. Others are final."""

    PROPOSED = "proposed", _("Menunggu keputusan")
    ADVISED = "advised", _("Disarankan kepada DPMPTSP")
    DONE = "done", _("Dilaksanakan")
    REJECTED = "rejected", _("Tidak disetujui")


class FlagCode(models.TextChoices):
    """Why a licence needs a look although its own status did not change."""

    FACILITY_CLOSED = "facility_closed", _("Fasilitas tutup")
    FACILITY_SUSPENDED = "facility_suspended", _("Fasilitas dibekukan")
    FACILITY_LICENCE = "facility_licence", _("Izin fasilitas tidak berlaku")


class PostCheckResult(models.TextChoices):
    """How the check after a deemed approval ended."""

    KEEP = "keep", _("Izin dipertahankan")
    ADVISE_REVOKE = "advise_revoke", _("Usulkan pencabutan")


class ReportKind(models.TextChoices):
    COMPLAINT = "complaint", _("Pengaduan layanan")
    INTEGRITY = "integrity", _("Laporan permintaan uang")


class ReportChannel(models.TextChoices):
    """How a complaint came in."""

    PORTAL = "portal", _("Portal")
    DESK = "desk", _("Loket")
    PHONE = "phone", _("Telepon")
    WHATSAPP = "whatsapp", _("WhatsApp")
    LETTER = "letter", _("Surat")


class RuleChangeKind(models.TextChoices):
    """What a draft rule changes."""

    REQUIREMENTS = "requirements", _("Persyaratan")
    ALLOWANCE = "allowance", _("Batas waktu layanan")
    PLACE_LIMIT = "place_limit", _("Batas tempat praktik")
    TYPE = "type", _("Jenis layanan")


class RuleChangeState(models.TextChoices):
    DRAFT = "draft", _("Rancangan")
    PROPOSED = "proposed", _("Menunggu penetapan")
    CONFIRMED = "confirmed", _("Ditetapkan")
    REJECTED = "rejected", _("Ditolak")


class BacktestState(models.TextChoices):
    QUEUED = "queued", _("Menunggu giliran")
    RUNNING = "running", _("Berjalan")
    DONE = "done", _("Selesai")


OPEN_STATES = frozenset(State) - {State.DRAFT, State.LICENSED, State.REFUSED, State.WITHDRAWN, State.LAPSED}


class CoverageMeasure(models.TextChoices):
    """The three measures of coverage, never mixed (roles.md section 5)."""

    PERSONS = "persons", _("Orang")
    PLACEMENTS = "placements", _("Penempatan")
    FACILITIES = "facilities", _("Fasilitas")


class CoverageList(models.TextChoices):
    """A figure of the coverage page and the list behind it."""

    OBLIGED = "obliged", _("Semua yang wajib")
    HELD = "held", _("Berizin lengkap")
    LACKING = "lacking", _("Belum berizin lengkap")
    MISSING = "missing", _("Belum pernah berizin")
    EXPIRED = "expired", _("Izin tidak berlaku lagi")
    IN_PROCESS = "in_process", _("Belum berizin, sedang diproses")
    ENDING_30 = "ending_30", _("Berakhir dalam 30 hari")
    ENDING_60 = "ending_60", _("Berakhir dalam 60 hari")
    ENDING_90 = "ending_90", _("Berakhir dalam 90 hari")
    ENDING_180 = "ending_180", _("Berakhir dalam 180 hari")
    UNFILED_90 = "unfiled_90", _("Berakhir dalam 90 hari, belum diajukan")


ENDING_DAYS = {
    CoverageList.ENDING_30: 30,
    CoverageList.ENDING_60: 60,
    CoverageList.ENDING_90: 90,
    CoverageList.ENDING_180: 180,
    CoverageList.UNFILED_90: 90,
}


class SatusehatKind(models.TextChoices):
    """What SATUSEHAT is asked about or told of."""

    ORGANIZATION = "organization", _("Organisasi")
    LOCATION = "location", _("Lokasi")
    PRACTITIONER = "practitioner", _("Tenaga")


class SatusehatState(models.TextChoices):
    """How a row stands there. `absent`: nobody with that NIK is known there; asked again later."""

    WAITING = "waiting", _("Menunggu kirim")
    KNOWN = "known", _("Tercatat di SATUSEHAT")
    ABSENT = "absent", _("Belum tercatat di SATUSEHAT")
    DEAD = "dead", _("Gagal, perlu tindakan")


class FilingState(models.TextChoices):
    """How a batch from another system stands. `stopped` ended by a fault of ours or a role that ended."""

    CHECKING = "checking", _("Sedang diperiksa")
    CHECKED = "checked", _("Selesai diperiksa, belum dibuat")
    FILING = "filing", _("Sedang dibuat")
    DONE = "done", _("Selesai")
    DROPPED = "dropped", _("Dibuang")
    STOPPED = "stopped", _("Terhenti")


class FilingMode(models.TextChoices):
    CHECK = "check", _("Periksa saja")
    ALL = "all", _("Semua, atau tidak sama sekali bila ada yang salah")
    GOOD = "good", _("Hanya yang benar")


# Modes that create something.
CREATING = [(mode.value, mode.label) for mode in (FilingMode.ALL, FilingMode.GOOD)]


class FilingOutcome(models.TextChoices):
    """What became, or would become, of one row. `known` was filed before under the same reference."""

    WAITING = "waiting", _("Menunggu")
    GOOD = "good", _("Benar")
    REFUSED = "refused", _("Ditolak")
    KNOWN = "known", _("Sudah pernah dikirim")
    DRAFT = "draft", _("Menjadi draf")
    SUBMITTED = "submitted", _("Diajukan")
