"""Refusals of inspections."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.exceptions import Conflict, NotAllowed, RuleBroken, StaleVersion


class NoCard(NotAllowed):
    code = "no_inspector_card"
    message = _("Kartu pengawas Anda tidak berlaku pada %(date)s. Data hanya dapat dibaca.")


class NoTugas(NotAllowed):
    code = "no_surat_tugas"
    message = _(
        "Tidak ada surat tugas yang berlaku bagi Anda pada %(date)s untuk kunjungan ini. Data hanya dapat dibaca."
    )


class OwnFacility(NotAllowed):
    """`reason` says what ties the inspector to the place (DECISIONS 12)."""

    code = "own_facility"
    message = _("%(name)s tidak dapat ditugaskan ke %(place)s: %(reason)s.")


class PlanRefused(RuleBroken):
    code = "visit_plan_refused"
    message = _("Kunjungan belum dapat direncanakan.")


class VisitMoved(Conflict):
    code = "visit_moved"
    message = _("Kunjungan ini sudah %(state)s.")


class VisitCarried(Conflict):
    code = "visit_carried"
    message = _("Kunjungan ini sedang dibawa %(name)s. Anggota tim lain hanya membaca.")


class VisitIncomplete(RuleBroken):
    """Something is missing before the visit can be finished; each gap is a finding with its pointer."""

    code = "visit_incomplete"
    message = _("Pemeriksaan belum lengkap.")


@dataclass(frozen=True)
class Difference:
    """One value that differs: `field` is an item code or a field name, `label` what people call it."""

    field: str
    label: str
    mine: str
    theirs: str


class VisitConflict(StaleVersion):
    """The server holds other values than the phone started from. Nothing was written.

    `version` is what to send as base when the person has chosen; `differences` pairs both values.
    """

    code = "visit_conflict"
    message = _("Isian di server berbeda dengan isian Anda. Tinjau dan pilih nilainya.")

    def __init__(self, *, version: int, differences: Sequence[Difference], by_name: str) -> None:
        super().__init__(params={"version": version, "by": by_name})
        self.version = version
        self.differences = tuple(differences)
        self.by_name = by_name


class PhotoDiffers(RuleBroken):
    code = "photo_differs"
    message = _("Isi foto tidak sama dengan sidiknya; kirim ulang.")


class TugasRefused(RuleBroken):
    code = "surat_tugas_refused"
    message = _("Surat tugas belum dapat dibuat.")


class TugasMoved(Conflict):
    code = "surat_tugas_moved"
    message = _("Surat tugas ini sudah %(state)s.")


class TugasNoSignatory(NotAllowed):
    code = "surat_tugas_no_signatory"
    message = _("Anda bukan penanda tangan yang sah pada %(date)s.")


class TugasDrafter(NotAllowed):
    code = "surat_tugas_drafter"
    message = _("Petugas yang namanya ada dalam surat tugas tidak menandatanganinya.")


class FindingMoved(Conflict):
    code = "finding_moved"
    message = _("Temuan ini sudah %(state)s.")


class AnswerRefused(RuleBroken):
    code = "finding_answer_refused"
    message = _("Jawaban temuan belum lengkap.")


class ChecklistMoved(Conflict):
    code = "checklist_moved"
    message = _("Versi daftar tilik ini sudah %(state)s.")


class ChecklistRefused(RuleBroken):
    code = "checklist_refused"
    message = _("Daftar tilik belum dapat disimpan.")


class ChecklistNotAhead(RuleBroken):
    """`date` is the last day the version may not begin on."""

    code = "checklist_not_ahead"
    message = _("Tanggal berlaku harus sesudah %(date)s.")


class SamePerson(NotAllowed):
    code = "checklist_same_person"
    message = _("Pengusul tidak menetapkan usulnya sendiri.")


class PlanMoved(Conflict):
    """The plan is in another state than the verb needs (409)."""

    code = "plan_moved"
    message = _("Rencana ini sudah %(state)s.")


class PlanNeedsTarget(RuleBroken):
    """A plan without a target promises nothing (422)."""

    code = "plan_needs_target"
    message = _("Tambahkan sedikitnya satu target sebelum mengajukan.")


class PlanKnown(RuleBroken):
    """The same activity stands in the same period (422)."""

    code = "plan_known"
    message = _("Kegiatan dengan nama ini sudah ada pada periode yang sama.")


class OwnPlan(NotAllowed):
    """Who wrote or proposed a plan does not approve it (403)."""

    code = "own_plan"
    message = _("Yang menyusun atau mengajukan rencana tidak menyetujuinya.")


class TargetOutside(RuleBroken):
    """The dates of a target leave those of its plan (422)."""

    code = "target_outside"
    message = _("Masa target harus di dalam masa rencana: %(start)s sampai %(end)s.")


class NoSignatoryToday(RuleBroken):
    """The person may not sign for the post on that day (422)."""

    code = "no_signatory_today"
    message = _("Belum ada pejabat yang berwenang menandatangani pada %(date)s.")


class NoteTooShort(RuleBroken):
    """A sent-back plan tells what to mend (422)."""

    code = "note_too_short"
    message = _("Tulis yang perlu diperbaiki, sedikitnya %(length)s huruf.")


class CardKnown(RuleBroken):
    """The same number already holds from the same day (422)."""

    code = "card_known"
    message = _("Kartu dengan nomor dan tanggal mulai ini sudah tercatat.")


class TrainingKnown(RuleBroken):
    """The person finished this training on that day already (422)."""

    code = "training_known"
    message = _("Pelatihan ini sudah tercatat untuk pengawas tersebut.")


class SessionMoved(Conflict):
    """The session was held or cancelled (409)."""

    code = "session_moved"
    message = _("Pertemuan ini sudah %(state)s.")


class SessionRefused(RuleBroken):
    """Ends before it begins, or is said to be held before it began (422)."""

    code = "session_refused"
    message = _("Waktu pertemuan tidak cocok: selesai harus sesudah mulai, dan kehadiran dicatat setelah dimulai.")


class CampaignMoved(Conflict):
    """Sent once; it is never sent or changed again (409)."""

    code = "campaign_moved"
    message = _("Kampanye ini sudah terkirim dan tidak dapat diubah.")


class SegmentEmpty(RuleBroken):
    """Nobody of the segment can be reached (422)."""

    code = "segment_empty"
    message = _("Tidak ada penerima yang dapat dihubungi pada segmen ini.")


class ProposalMoved(Conflict):
    """Somebody decided the proposal (409)."""

    code = "proposal_moved"
    message = _("Usulan ini sudah diputuskan.")
