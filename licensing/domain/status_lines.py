"""The three lines under every status (UX.md section 6): what it means, who works on it, what you must do.

`audience` public leaves officers' names and reasons out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from core import formats
from licensing.domain import sla
from licensing.enums import Action, ClockName, State
from licensing.models import Application

Readings = Mapping[ClockName, sla.ClockReading]
Text = str | Promise

# Tone of each state word; a tone always comes with the word.
TONES: dict[str, str] = {
    State.DRAFT: "none",
    State.SUBMITTED: "wait",
    State.NEEDS_CORRECTION: "fix",
    State.VERIFIED: "wait",
    State.REGISTERED: "wait",
    State.ASSESSING: "wait",
    State.REPAIRING: "fix",
    State.COORDINATING: "wait",
    State.ASSESSED: "wait",
    State.APPROVED: "wait",
    State.RECOMMENDED: "ok",
    State.LICENSED: "ok",
    State.REFUSED: "bad",
    State.WITHDRAWN: "none",
    State.LAPSED: "none",
}

COORDINATION_NAMES: dict[str, Text] = {
    "provinsi": gettext_lazy("Dinas Kesehatan Provinsi"),
    "pusat": gettext_lazy("instansi pusat"),
}

OBJECTION_DAYS = 21  # working days, UU 30/2014 Ps. 77


@dataclass(frozen=True)
class StatusLines:
    """A state in words; `tone` is ok|wait|fix|bad|none."""

    label: str
    tone: str
    means: str
    who: str
    you: str


def status_label(application: Application) -> str:
    """Return the state word; an undelegated file that is finished says "Surat terbit"."""
    state = State(application.state)
    if state == State.RECOMMENDED and not application.type.delegated:
        return _("Surat terbit")
    return str(state.label)


def status_lines(application: Application, readings: Readings, *, public: bool) -> StatusLines:
    """Return label, tone and the three lines for `application`; all slots are filled."""
    write = _LINES[State(application.state)]
    means, who, you = write(_Telling(application, readings, public=public))
    return StatusLines(label=status_label(application), tone=TONES[application.state], means=means, who=who, you=you)


class _Telling:
    """What the sentences may need, read only when they do."""

    def __init__(self, application: Application, readings: Readings, *, public: bool) -> None:
        self.application = application
        self.readings = readings
        self.public = public
        self.zone = application.health_office.time_zone

    def due(self, *names: ClockName) -> str:
        for name in names:
            reading = self.readings.get(name)
            if reading is not None and reading.due_at is not None:
                return formats.full_moment(reading.due_at, self.zone)
        return _("batas waktunya tampil setelah jam berjalan")

    def handler(self) -> str:
        row = self.application.handler
        return "" if self.public or row is None else f": {row.name}"

    def correct_by(self) -> str:
        on = self.application.correct_by
        return formats.full_date(on) if on else _("tanggal dalam surat")

    def open_corrections(self) -> int:
        return int(self.application.corrections.filter(answered_at__isnull=True).count())

    def days(self) -> str:
        return formats.working_days(self.application.type.recommendation_days)

    def last(self, *actions: Action) -> Any:
        return self.application.events.filter(action__in=actions).order_by("-seq").first()

    def day_of(self, *actions: Action) -> str:
        event = self.last(*actions)
        return formats.full_date(formats.local(event.at, self.zone).date()) if event else ""

    def agency(self) -> str:
        row = self.application.coordinations.order_by("-asked_at").first()
        if row is not None:
            return str(row.partner_name)
        return str(COORDINATION_NAMES.get(self.application.type.coordination, _("instansi lain")))


Lines = tuple[str, str, str]


def _draft(_tell: _Telling) -> Lines:
    return (
        _("Permohonan belum dikirim. Isian tersimpan dan belum dapat dilihat petugas."),
        _("Anda."),
        _("Lengkapi semua bagian, periksa jawaban, lalu pilih “Kirim permohonan”."),
    )


def _submitted(tell: _Telling) -> Lines:
    return (
        _("Permohonan sudah kami terima. Setiap persyaratan sedang diperiksa."),
        _("Tim Teknis Kesehatan di DPMPTSP, paling lambat %(due)s.") % {"due": tell.due(ClockName.VERIFICATION)},
        _("Tidak ada. Simpan tanda terima; kami memberi tahu Anda bila ada yang kurang."),
    )


def _needs_correction(tell: _Telling) -> Lines:
    return (
        _("Ada %(n)s hal yang harus diperbaiki supaya berkas lengkap. Penghitungan waktu dihentikan sementara.")
        % {"n": tell.open_corrections() or tell.application.corrections.count()},
        _("Anda."),
        _(
            "Perbaiki bagian yang ditandai saja, lalu kirim ulang paling lambat %(date)s. "
            "Lewat tanggal itu permohonan gugur."
        )
        % {"date": tell.correct_by()},
    )


def _verified(tell: _Telling) -> Lines:
    return (
        _("Semua persyaratan sudah diperiksa dan sesuai. Berkas diteruskan untuk dicatat dalam register."),
        _("Petugas register Dinas Kesehatan."),
        _("Tidak ada. Janji %(days)s mulai dihitung begitu nomor register diberikan.") % {"days": tell.days()},
    )


def _registered(tell: _Telling) -> Lines:
    return (
        _("Permohonan tercatat dengan nomor register %(number)s. Janji %(days)s mulai berjalan.")
        % {"number": tell.application.register_number, "days": tell.days()},
        _("Dinas Kesehatan; berkas akan diserahkan kepada petugas penilai."),
        _("Tidak ada. Batas waktunya %(due)s.") % {"due": tell.due(ClockName.RECOMMENDATION)},
    )


def _assessing(tell: _Telling) -> Lines:
    link = tell.application.visit_links.select_related("visit").filter(visit__held_at__isnull=True).first()
    you = _("Tidak ada.")
    if link is not None:
        you = _("Pastikan ada yang dapat ditemui pada %(when)s.") % {
            "when": formats.full_moment(link.visit.scheduled_at, tell.zone)
        }
    return (
        _("Kelayakan permohonan dinilai menurut peraturan. Untuk jenis tertentu, petugas memeriksa tempatnya."),
        _("Tenaga Pengawas Kesehatan%(name)s.") % {"name": tell.handler()},
        you,
    )


def _repairing(tell: _Telling) -> Lines:
    event = tell.last(Action.REQUIRE_REPAIR)
    count = len(event.payload.get("items", [])) if event else 0
    return (
        _("Pemeriksaan menemukan %(n)s hal yang harus dibenahi. Penghitungan waktu dihentikan sementara.")
        % {"n": count},
        _("Anda."),
        _("Benahi temuan, unggah buktinya, lalu kirim paling lambat %(date)s.") % {"date": tell.correct_by()},
    )


def _coordinating(tell: _Telling) -> Lines:
    agency = tell.agency()
    return (
        _("Jenis ini memerlukan jawaban %(agency)s. Janji waktu kami dihentikan sementara sampai jawaban diterima.")
        % {"agency": agency},
        _("%(agency)s; dipantau Dinas Kesehatan, batas %(due)s.")
        % {"agency": agency[:1].upper() + agency[1:], "due": tell.due(ClockName.COORDINATION)},
        _("Tidak ada. Kami memberi tahu Anda begitu jawaban diterima."),
    )


def _assessed(_tell: _Telling) -> Lines:
    return (
        _("Penilaian kelayakan selesai. Kepala bidang memeriksa hasilnya sebelum surat ditandatangani."),
        _("Kepala Bidang di Dinas Kesehatan."),
        _("Tidak ada. Bila perlu dinilai ulang, statusnya kembali dan alasannya tercatat."),
    )


def _approved(_tell: _Telling) -> Lines:
    return (
        _("Hasil penilaian sudah disetujui kepala bidang dan menunggu keputusan Kepala Dinas."),
        _("Kepala Dinas Kesehatan atau pejabat yang menggantikan."),
        _("Tidak ada. Bila perlu dinilai ulang, statusnya kembali dan alasannya tercatat."),
    )


def _recommended(tell: _Telling) -> Lines:
    event = tell.last(Action.SIGN)
    number = event.payload.get("letter_number", "") if event else ""
    if tell.application.type.delegated:
        return (
            _("Permohonan dinyatakan layak. Surat rekomendasi %(number)s sudah dikirim ke DPMPTSP.")
            % {"number": number},
            _("DPMPTSP menyiapkan izin, paling lambat %(due)s.") % {"due": tell.due(ClockName.LICENCE)},
            _("Tidak ada. Rekomendasi belum merupakan izin: tunggu izin terbit sebelum berpraktik atau membuka usaha."),
        )
    return (
        _("%(product)s nomor %(number)s sudah ditandatangani. Permohonan selesai.")
        % {"product": tell.application.type.label, "number": number},
        _("Selesai. Pertanyaan dijawab Dinas Kesehatan."),
        _("Unduh surat Anda."),
    )


def _licensed(tell: _Telling) -> Lines:
    licence = getattr(tell.application, "licence", None)
    if licence is None:
        return (
            _("Izin sudah terbit. Permohonan selesai."),
            _("Selesai. Pertanyaan dijawab DPMPTSP."),
            _("Unduh izin Anda."),
        )
    term = _("tanpa batas waktu")
    if licence.ends_on:
        term = _("sampai %(date)s") % {"date": formats.full_date(licence.ends_on)}
    means = _("Izin nomor %(number)s berlaku %(start)s %(term)s. Permohonan selesai.") % {
        "number": licence.number,
        "start": formats.full_date(licence.starts_on),
        "term": term,
    }
    return (
        means,
        _("Selesai. Pertanyaan dijawab DPMPTSP."),
        _("Unduh izin Anda. Perpanjangan tidak berjalan sendiri; izin lama tidak otomatis berlaku selama diproses."),
    )


def _refused(tell: _Telling) -> Lines:
    event = tell.last(Action.REFUSE)
    until = event.payload.get("objection_until", "") if event else ""
    return (
        _("Permohonan tidak dapat dikabulkan. Alasan dan dasar aturannya ada dalam surat penolakan."),
        _("Selesai; diputuskan Kepala Dinas Kesehatan."),
        _("Baca alasannya. Anda dapat mengajukan keberatan sampai %(date)s, atau mengajukan lagi dengan data ini.")
        % {"date": _iso_in_words(until) or _("tanggal dalam surat")},
    )


def _iso_in_words(text: str) -> str:
    return formats.full_date(datetime.fromisoformat(text).date()) if text else ""


def _withdrawn(tell: _Telling) -> Lines:
    return (
        _("Permohonan dihentikan atas permintaan Anda pada %(date)s.") % {"date": tell.day_of(Action.WITHDRAW)},
        _("Tidak ada."),
        _("Tidak ada. Bila berubah pikiran, ajukan lagi dengan data ini."),
    )


def _lapsed(tell: _Telling) -> Lines:
    return (
        _("Perbaikan belum kami terima sampai %(date)s, jadi permohonan berakhir tanpa keputusan.")
        % {"date": tell.correct_by()},
        _("Tidak ada."),
        _("Ajukan lagi dengan data ini; isian lama sudah terisi, tinggal lengkapi yang kurang."),
    )


_LINES = {
    State.DRAFT: _draft,
    State.SUBMITTED: _submitted,
    State.NEEDS_CORRECTION: _needs_correction,
    State.VERIFIED: _verified,
    State.REGISTERED: _registered,
    State.ASSESSING: _assessing,
    State.REPAIRING: _repairing,
    State.COORDINATING: _coordinating,
    State.ASSESSED: _assessed,
    State.APPROVED: _approved,
    State.RECOMMENDED: _recommended,
    State.LICENSED: _licensed,
    State.REFUSED: _refused,
    State.WITHDRAWN: _withdrawn,
    State.LAPSED: _lapsed,
}
