"""What can go wrong with a letter; each has a stable code and a text for the officer."""

from django.utils.translation import gettext_lazy as _

from core.exceptions import Conflict, NotFound, RuleBroken, Unavailable


class BlankPlaceholder(RuleBroken):
    """A text the letter needs is blank. `params["field"]` names it."""

    code = "letter_incomplete"
    message = _("Isian surat “%(field)s” masih kosong, jadi surat belum dapat dibuat.")

    def __init__(self, field: str) -> None:
        super().__init__(params={"field": field})


class LetterUnknown(NotFound):
    code = "letter_unknown"
    message = _("Surat tidak ditemukan.")


class LetterMoved(Conflict):
    """Another request issued or voided the letter in the meantime."""

    code = "letter_moved"
    message = _("Surat ini sudah terbit atau sudah dibatalkan.")


class LetterFileChanged(Conflict):
    """The stored file no longer has the hash recorded when it was issued."""

    code = "letter_file_changed"
    message = _("Berkas surat tidak sama dengan yang diterbitkan. Hubungi administrator.")


class ReasonMissing(RuleBroken):
    code = "reason_required"
    message = _("Tuliskan alasan pembatalan nomor.")


class PassphraseWrong(RuleBroken):
    code = "passphrase_wrong"
    message = _("Frasa sandi tidak cocok. Surat belum ditandatangani; nomornya tetap disimpan.")


class CertificateExpired(RuleBroken):
    code = "certificate_expired"
    message = _("Sertifikat elektronik Anda sudah berakhir. Perbarui pada BSrE, lalu tanda tangani lagi.")


class SignerUnknown(RuleBroken):
    code = "signer_unknown"
    message = _(
        "Penanda tangan ini belum terdaftar pada layanan tanda tangan elektronik. Periksa NIK penanda tangan di Profil."
    )


class SignerRefused(RuleBroken):
    """The signing service refused for a reason it put in words (`params["reason"]`)."""

    code = "signer_refused"
    message = _("Layanan tanda tangan menolak: %(reason)s")


class SignerAway(Unavailable):
    """No answer in time. Asking again is safe: the service is asked for the document's hash first."""

    code = "signer_away"
    message = _("Layanan tanda tangan belum menjawab. Nomor surat tetap disimpan; coba lagi beberapa menit lagi.")
    retry_after = 60
