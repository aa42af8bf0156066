"""What can go wrong with people and offices."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from core.exceptions import Conflict, DomainError, NotAllowed, RuleBroken, Text, Unavailable


class OfficeMissing(DomainError):
    """No office of that kind is set up for a region."""

    code = "office_missing"
    message = _("Perangkat daerah %(kind)s belum diatur. Hubungi administrator.")


class PhoneUnreadable(RuleBroken):
    """The text is no phone number."""

    code = "phone_unreadable"
    message = _("Tulis nomor WhatsApp lengkap, misalnya 0800-0000-123.")


class CredentialsWrong(RuleBroken):
    """Contact and password do not belong together; which of the two is wrong stays unsaid."""

    code = "credentials_wrong"
    message = _("Nomor, pos-el, atau kata sandi tidak cocok. Periksa lalu coba lagi.")


class SignInLocked(DomainError):
    """Too many wrong passwords for this contact from this address."""

    code = "sign_in_locked"
    status = 429
    message = _("Terlalu banyak percobaan. Coba lagi setelah %(minutes)s menit, atau atur ulang kata sandi.")


class TooMany(DomainError):
    """A throttle of one address."""

    code = "too_many"
    status = 429
    message = _("Terlalu banyak permintaan dari perangkat ini. Coba lagi satu jam lagi.")


class CodeTooSoon(DomainError):
    """Less than a minute since the last code to this contact."""

    code = "code_too_soon"
    status = 429
    message = _("Tunggu %(seconds)s detik sebelum meminta kode baru.")


class CodesSpent(DomainError):
    """The contact got all the codes of a day."""

    code = "codes_spent"
    status = 429
    message = _("Sudah terlalu banyak kode hari ini. Coba lagi besok atau hubungi loket.")


class CodeWrong(RuleBroken):
    """The code is wrong, old or replaced; all alike."""

    code = "code_wrong"
    message = _("Kode salah atau sudah tidak berlaku. Periksa angka terakhir yang Anda terima.")


class CodeBlocked(RuleBroken):
    """Five wrong tries."""

    code = "code_blocked"
    message = _("Kode ini sudah lima kali salah. Minta kode baru.")


class AccountClosed(NotAllowed):
    """The number belongs to an account that an administrator closed."""

    code = "account_closed"
    message = _("Akun dengan nomor ini ditutup. Hubungi loket bila ini keliru.")


class ContactTaken(Conflict):
    """Another account has this contact; told only to somebody who proved to own it."""

    code = "contact_taken"
    message = _("Kontak ini sudah dipakai akun lain. Masuk dengan akun itu atau pakai kontak lain.")


class PasswordNeeded(RuleBroken):
    """A decision needs the password again (DECISIONS 6)."""

    code = "password_needed"
    message = _("Ketik kata sandi Anda sekali lagi untuk memutuskan.")


class PasswordWrong(RuleBroken):
    """The password typed again is wrong."""

    code = "password_wrong"
    message = _("Kata sandi salah. Isian Anda tidak hilang; ketik lagi.")


class RoleNotHeld(NotAllowed):
    """The person does not hold that role today."""

    code = "role_not_held"
    message = _("Anda tidak memegang peran itu hari ini.")


class SecondPersonNeeded(NotAllowed):
    """Who proposes does not confirm."""

    code = "second_person_needed"
    message = _("Usulan Anda sendiri harus ditetapkan orang lain.")


class HeadNeeded(NotAllowed):
    """Roles that decide or sign are confirmed by the head of the health office."""

    code = "head_needed"
    message = _("Peran yang memutus atau menandatangani ditetapkan oleh Kepala Dinas Kesehatan.")


class OwnRole(NotAllowed):
    """Nobody changes the own role."""

    code = "own_role"
    message = _("Anda tidak dapat mengubah peran Anda sendiri.")


class AlreadyDecided(Conflict):
    """Somebody confirmed or refused it before."""

    code = "already_decided"
    message = _("Usulan ini sudah diputuskan.")


class AlreadyRecorded(Conflict):
    """The same proposal is on its way."""

    code = "already_recorded"
    message = _("Usulan yang sama sudah tercatat.")


class InvitationEnded(Conflict):
    """The link was used, refused or is too old."""

    code = "invitation_ended"
    message = _("Undangan ini sudah dipakai atau sudah berakhir. Mintalah undangan baru kepada administrator.")


class ActingUnclear(RuleBroken):
    """A decree or an absence with dates or people that do not fit."""

    code = "acting_unclear"
    message = _("Penunjukan tidak dapat dicatat: %(why)s")


class CalendarUnclear(RuleBroken):
    """A proposed change of the calendar makes no sense."""

    code = "calendar_unclear"
    message = _("Perubahan kalender tidak dapat dibaca: %(why)s")


class ReasonNeeded(RuleBroken):
    """A typed reason is required."""

    code = "reason_needed"
    message = _("Tulis alasannya, paling sedikit %(least)s huruf.")


class ScannerAway(Unavailable):
    """A file cannot be scanned for viruses now, so it is not taken."""

    code = "scanner_away"
    message = _("Pemindai virus sedang tidak menjawab. Berkas Anda belum diterima; coba lagi sebentar lagi.")


class WebhookAddressRefused(RuleBroken):
    """The portal may not call this address; `refusal` says why (a code of `core.outgoing`)."""

    code = "webhook_address_refused"
    messages: ClassVar[dict[str, Text]] = {
        "scheme": _("Alamat harus diawali https://."),
        "host": _("Host ini belum diizinkan. Minta administrator menambahkannya ke WEBHOOK_ALLOWED_HOSTS."),
        "address": _("Alamat ini milik jaringan dalam dan tidak boleh dihubungi."),
    }

    def __init__(self, refusal: str) -> None:
        super().__init__(
            self.messages.get(refusal, _("Alamat ini tidak dapat dibaca. Tulis lengkap, tanpa kata sandi."))
        )


class WebhookTypeRefused(RuleBroken):
    """A type nobody sends, or one the system may not read."""

    code = "webhook_type_refused"
    message = _("Jenis peristiwa ini tidak ada, atau di luar cakupan izin sistem: %(types)s.")


class WebhookOff(Conflict):
    """The subscription is switched off."""

    code = "webhook_off"
    message = _("Langganan ini sedang mati. Nyalakan dulu.")


class WebhookWaiting(Conflict):
    """The message is on its way already."""

    code = "webhook_waiting"
    message = _("Pesan ini masih menunggu kirim; tidak perlu dikirim ulang.")


class WebhookTooMany(RuleBroken):
    """The system has as many subscriptions as one may have."""

    code = "webhook_too_many"
    message = _("Satu sistem paling banyak mempunyai %(most)s langganan. Akhiri yang tidak dipakai.")


class ClientScopeRefused(RuleBroken):
    """A scope nobody knows, or one that was not asked for."""

    code = "client_scope_refused"
    message = _("Pilih cakupan dari daftar yang diminta. Tidak dapat diberikan: %(scopes)s.")


class ClientTooMany(RuleBroken):
    """The office has as many open requests as one may have."""

    code = "client_too_many"
    message = _("Perangkat daerah ini sudah mempunyai %(most)s permohonan yang menunggu. Tunggu keputusannya.")


class ClientOff(Conflict):
    """The system is switched off."""

    code = "client_off"
    message = _("Sistem ini sedang dimatikan. Minta administrator menyalakannya dulu.")
