"""Refusals about persons, practitioners and placements."""

from django.utils.translation import gettext_lazy as _

from core.exceptions import Conflict, RuleBroken


class NikInvalid(RuleBroken):
    """Not a NIK, or not a passport number (422)."""

    code = "identity_invalid"
    message = _("Nomor identitas tidak benar. NIK terdiri atas 16 angka.")


class IdentityKnown(RuleBroken):
    """The identity number is another person's (422)."""

    code = "identity_known"
    message = _(
        "Orang dengan nomor identitas ini sudah tercatat sebagai %(name)s. Buka datanya, atau gabungkan data ganda."
    )


class PractitionerKnown(RuleBroken):
    """The person is in the register with this profession (422)."""

    code = "practitioner_known"
    message = _("%(name)s sudah tercatat sebagai %(profession)s. Tambahkan penempatan pada data itu.")


class StrTaken(RuleBroken):
    """The STR number is another practitioner's (422)."""

    code = "str_taken"
    message = _("Nomor STR ini sudah tercatat untuk %(name)s. Bila orangnya sama, gabungkan data ganda.")


class PeriodRefused(RuleBroken):
    """A period that ends before it starts, or lies outside another (422)."""

    code = "period_refused"
    message = _("Tanggal akhir tidak boleh sebelum tanggal mulai.")


class PlacementOverlaps(RuleBroken):
    """The practitioner works there already in these days (422)."""

    code = "placement_overlaps"
    message = _("Sudah ada penempatan di fasilitas ini sejak %(date)s. Ubah atau akhiri penempatan itu.")


class FacilityShut(RuleBroken):
    """The facility does not work on that day (422)."""

    code = "facility_shut"
    message = _("%(name)s tidak beroperasi pada tanggal itu.")


class SamePerson(RuleBroken):
    """A row cannot be merged with itself, or was merged before (422)."""

    code = "same_person"
    message = _("Pilih dua data yang berbeda dan belum digabung.")


class TwoAccounts(RuleBroken):
    """Both rows are tied to an account (422)."""

    code = "two_accounts"
    message = _("Kedua data terikat pada akun yang berbeda. Tutup salah satu akun dahulu.")


class CorrectionOpen(RuleBroken):
    """There is an open request about the same field (422)."""

    code = "correction_open"
    message = _("Permintaan koreksi untuk bagian ini masih menunggu jawaban.")


class CorrectionClosed(Conflict):
    """The request was answered or withdrawn (409)."""

    code = "correction_closed"
    message = _("Permintaan koreksi ini sudah dijawab atau ditarik.")


class ValueRefused(RuleBroken):
    """The wanted value does not fit its field (422)."""

    code = "value_refused"
    message = _("Isian tidak sesuai untuk %(field)s.")


class NotTied(RuleBroken):
    """The account is not tied to a person of the register yet (422)."""

    code = "not_tied"
    message = _("Akun Anda belum terhubung dengan data register. Data muncul sesudah permohonan pertama diverifikasi.")


class EvidenceNotReady(Conflict):
    """The file is not clean yet, or was refused (409)."""

    code = "evidence_not_ready"
    message = _("Berkas bukti belum selesai diperiksa.")
