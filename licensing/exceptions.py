"""Refusals of licensing; each has a stable code and says what to do."""

from django.utils.translation import gettext_lazy as _

from core.exceptions import Conflict, NotAllowed, RuleBroken


class MoveNotPossible(Conflict):
    """The table has no such move from the present state (409)."""

    code = "state_conflict"
    message = _("Permohonan sedang berada pada tahap “%(state)s”, jadi tindakan ini tidak dapat dilakukan.")


class NotYourMove(NotAllowed):
    """The role at work may not do this verb (403)."""

    code = "role_not_allowed"
    message = _("Peran Anda tidak dapat melakukan “%(action)s”.")


class SeparationOfDuties(NotAllowed):
    """Who verified or inspected a file does not sign it (PRODUCT 6)."""

    code = "separation_of_duties"
    message = _("%(reason)s Mintalah petugas lain melanjutkan berkas ini.")


class OwnFile(NotAllowed):
    """Nobody acts on their own file or that of their own facility (DECISIONS 12)."""

    code = "own_file"
    message = _("Anda pemohon atau penanggung jawab dalam berkas ini, jadi petugas lain yang harus menanganinya.")


class TakenByOther(Conflict):
    """Another officer holds the file (409)."""

    code = "taken_by_other"
    message = _("Berkas ini sedang dipegang %(name)s sejak %(since)s.")


class NoteMissing(RuleBroken):
    """The verb needs a reason or a note."""

    code = "note_missing"
    message = _("Isi alasan sedikitnya %(length)s huruf; pemohon dan atasan akan membacanya.")


class NotReady(RuleBroken):
    """Something is still open before the verb; `findings` list it."""

    code = "not_ready"
    message = _("Belum bisa dilanjutkan. Selesaikan hal berikut lebih dahulu.")


class NotEligible(RuleBroken):
    """Blocking findings stand against sending; `findings` list all of them with remedy."""

    code = "not_eligible"
    message = _("Permohonan belum bisa dikirim. Perbaiki hal berikut lebih dahulu.")


class SecondReturn(RuleBroken):
    """The gaps are listed once; a second return needs a fact nobody could know at the first check."""

    code = "second_return"
    message = _(
        "Berkas sudah pernah dikembalikan. Pengembalian kedua harus menyebut hal baru yang belum dapat diketahui."
    )


class NoSignatory(NotAllowed):
    """The person holds no post that may sign on that day."""

    code = "not_signatory"
    message = _("Anda bukan pejabat yang berwenang menandatangani pada %(date)s.")


class PasswordNeeded(NotAllowed):
    """The password must be entered again within five minutes (DECISIONS 6)."""

    code = "password_needed"
    message = _("Masukkan kata sandi Anda sekali lagi untuk melanjutkan.")


class NoAppointment(NotAllowed):
    """Desk assessment needs a valid appointment; a visit also a surat tugas and card (DECISIONS 11)."""

    code = "no_appointment"
    message = _("Penugasan Anda sebagai pengawas tidak berlaku pada %(date)s; Anda hanya dapat membaca.")


class VisitNeeded(RuleBroken):
    """The type or the kind of practice needs a visit with a result before the assessment ends."""

    code = "visit_needed"
    message = _("Jenis ini memerlukan pemeriksaan tempat. Catat hasil kunjungan sebelum menyelesaikan penilaian.")


class CoordinationNeeded(RuleBroken):
    """The type needs the answer of an outside body first."""

    code = "coordination_needed"
    message = _("Jenis ini memerlukan jawaban instansi lain sebelum penilaian diselesaikan.")


class LinkExpired(NotAllowed):
    """The limited link of a partner is used up or too old."""

    code = "link_expired"
    message = _("Tautan ini sudah tidak berlaku. Mintalah tautan baru kepada Dinas Kesehatan.")


class SurveyAnswered(Conflict):
    """One answer per application (409)."""

    code = "survey_answered"
    message = _("Penilaian untuk permohonan ini sudah kami terima. Terima kasih.")


class ReportAnswered(Conflict):
    """A complaint is answered once (409)."""

    code = "report_answered"
    message = _("Pengaduan ini sudah dijawab.")


class AnswerTooShort(RuleBroken):
    """An answer says something (422)."""

    code = "answer_too_short"
    message = _("Tulis jawaban sedikitnya 20 huruf, dengan kata-kata yang dimengerti pelapor.")
