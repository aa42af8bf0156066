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


class LicenceMoveNotPossible(Conflict):
    """The licence is in no status from which this verb leads on that day (409)."""

    code = "licence_state_conflict"
    message = _("Pada %(date)s izin berstatus “%(status)s”, jadi tindakan ini tidak dapat dilakukan.")


class LaterChangePlanned(Conflict):
    """Something later is planned already, and the verb would not overtake it (409)."""

    code = "later_change_planned"
    message = _("Sudah ada perubahan status yang dijadwalkan sesudah %(date)s. Selesaikan atau cabut itu lebih dahulu.")


class LicenceEnded(Conflict):
    """The last day of the licence has passed by the day the verb would hold (409)."""

    code = "licence_ended"
    message = _("Izin sudah berakhir pada %(date)s.")


class DayInPast(RuleBroken):
    """A verb holds from today or later, never from a day that is over."""

    code = "day_in_past"
    message = _("Tanggal berlaku tidak boleh sebelum hari ini, %(date)s.")


class AdviceMissing(RuleBroken):
    """DPMPTSP acts on the advice of the health office."""

    code = "advice_missing"
    message = _("Belum ada saran Dinas Kesehatan untuk tindakan ini. DPMPTSP bertindak atas saran itu.")


class SanctionOpen(Conflict):
    """Another step against the same licence waits for its decision (409)."""

    code = "sanction_open"
    message = _("Masih ada usul sanksi untuk izin ini yang belum selesai.")


class StepNotAllowed(RuleBroken):
    """The ladder has not come to this step."""

    code = "step_not_allowed"
    message = _("Langkah “%(step)s” belum dapat diambil: langkah sebelumnya belum dijalani atau belum lewat tenggat.")


class TwoPeopleNeeded(NotAllowed):
    """Who proposed a sanction does not decide it, and who decided does not carry it out."""

    code = "two_people"
    message = _("Anda sudah mengusulkan atau memutuskan langkah ini, jadi pejabat lain yang harus melanjutkan.")


class ActingMayNotSanction(NotAllowed):
    """A Plh. signs no suspension and no revocation unless the office says so (UU 30/2014 Ps. 14)."""

    code = "acting_may_not_sanction"
    message = _("Pelaksana harian tidak menandatangani pembekuan atau pencabutan izin.")


class SurveyAnswered(Conflict):
    """One answer per application (409)."""

    code = "survey_answered"
    message = _("Penilaian untuk permohonan ini sudah kami terima. Terima kasih.")


class NothingToFile(RuleBroken):
    """This person needs no filing now: the SIP is in force, or a file is on its way."""

    code = "nothing_to_file"
    message = _("Belum ada yang perlu diajukan: SIP masih berlaku, belum masuk masa perpanjangan, atau sudah diajukan.")


class AlreadyAsked(Conflict):
    """The person was asked and may still answer, or agreed already."""

    code = "already_asked"
    message = _("Sudah ditanya; tunggu jawabannya.")


class AlreadyRecommended(Conflict):
    """The professional organisation spoke already; a recommendation is given once (409)."""

    code = "already_recommended"
    message = _("Anggota ini sudah direkomendasikan untuk permohonan ini.")


class PersonUnreachable(RuleBroken):
    """Nobody can ask a person without an account and without a number on record."""

    code = "person_unreachable"
    message = _("Nomor WhatsApp orang ini belum tercatat. Mintalah ia membuat akun atau mengajukan sendiri.")


class ConsentAnswered(Conflict):
    """Somebody was faster: the question is answered or taken back."""

    code = "consent_answered"
    message = _("Permintaan persetujuan ini sudah dijawab.")


class ConsentEnded(NotAllowed):
    """The link is wrong, past its last day, or taken back (403)."""

    code = "consent_ended"
    message = _("Tautan ini tidak berlaku lagi. Mintalah penanggung jawab fasilitas Anda mengirim yang baru.")


class ConsentUsed(Conflict):
    """The file was sent; what was agreed to has happened."""

    code = "consent_used"
    message = _("Permohonan %(number)s sudah dikirim. Anda dapat membatalkan permohonannya, bukan persetujuannya.")


class ConsentMissing(RuleBroken):
    """There is no consent in force behind this filing."""

    code = "consent_missing"
    message = _("Persetujuan orangnya belum ada atau sudah ditarik kembali.")


class ReportAnswered(Conflict):
    """A complaint is answered once (409)."""

    code = "report_answered"
    message = _("Pengaduan ini sudah dijawab.")


class AnswerTooShort(RuleBroken):
    """An answer says something (422)."""

    code = "answer_too_short"
    message = _("Tulis jawaban sedikitnya 20 huruf, dengan kata-kata yang dimengerti pelapor.")


class PostCheckDone(Conflict):
    """The check after silence is concluded once (409)."""

    code = "post_check_done"
    message = _("Pemeriksaan susulan ini sudah selesai.")


class DeemedOnlyDelegated(RuleBroken):
    """Only a delegated type is deemed approved."""

    code = "deemed_only_delegated"
    message = _("Batas diam hanya untuk jenis yang dilimpahkan kepada DPMPTSP.")


class DeemedChangeOpen(Conflict):
    """Another change of the same type waits, or this one is confirmed already (409)."""

    code = "deemed_change_open"
    message = _("Perubahan batas diam jenis ini sudah diusulkan atau sudah ditetapkan.")


class MonthNotOver(RuleBroken):
    """The report of a month is signed when the month is over (422)."""

    code = "month_not_over"
    message = _("Laporan ditandatangani setelah bulannya berakhir.")


class RuleNotAhead(RuleBroken):
    """A new rule begins on a day to come (422)."""

    code = "rule_not_ahead"
    message = _("Aturan baru berlaku mulai hari yang akan datang; %(date)s sudah lewat atau hari ini.")


class RuleUnclear(RuleBroken):
    """The draft is about nothing known, or has no rule (422)."""

    code = "rule_unclear"
    message = _("Rancangan ini belum jelas: pilih jenis, jam, atau profesi yang ada, dan isi aturannya.")


class UnreadableBatch(RuleBroken):
    """A file no adapter reads, or one whose form is broken; nothing of it was kept."""

    code = "unreadable_batch"
    message = _("Kiriman ini tidak dapat dibaca: %(reason)s.")


class BatchTooLong(RuleBroken):
    """More rows than one batch may have."""

    code = "batch_too_long"
    message = _("Paling banyak %(most)s permohonan dalam satu kiriman. Bagi menjadi beberapa kiriman.")


class WrongFilingState(Conflict):
    """A step that was taken already, or cannot be taken yet."""

    code = "filing_state"
    message = _("Kiriman ini sedang dalam keadaan lain. Muat ulang untuk melihatnya.")


class FilingHasErrors(RuleBroken):
    """All or nothing was wanted, and some rows are wrong."""

    code = "filing_has_errors"
    message = _("%(count)s permohonan masih salah. Perbaiki, atau buat yang benar saja.")


class NothingToCreate(RuleBroken):
    """No row would make an application."""

    code = "nothing_to_create"
    message = _("Tidak ada permohonan baru yang dapat dibuat dari kiriman ini.")
