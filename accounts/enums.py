"""Vocabulary of people, offices and roles. Role values are the columns of the permission matrix."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegionLevel(models.TextChoices):
    PROVINCE = "provinsi", _("Provinsi")
    CITY = "kota", _("Kabupaten/kota")
    DISTRICT = "kecamatan", _("Kecamatan")
    VILLAGE = "kelurahan", _("Kelurahan")
    RURAL_VILLAGE = "desa", _("Desa")


class OfficeKind(models.TextChoices):
    HEALTH = "dinkes", _("Dinas Kesehatan")
    LICENSING = "dpmptsp", _("Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu")
    PUSKESMAS = "puskesmas", _("Puskesmas")
    PROVINCE = "province", _("Dinas Kesehatan Provinsi")
    NATIONAL = "national", _("Kementerian Kesehatan")
    SECRETARIAT = "setda", _("Sekretariat Daerah")


class RegistrationMode(models.TextChoices):
    AUTOMATIC = "automatic", _("Otomatis setelah verifikasi")
    BY_HAND = "by_hand", _("Oleh petugas register")


class Role(models.TextChoices):
    """One per column of SECURITY.md section 6; `licence_head` is DECISIONS 29."""

    APPLICANT = "applicant", _("Pemohon")
    PJ = "pj", _("Penanggung jawab fasyankes")
    ORGANISATION = "organisation", _("Organisasi profesi")
    INSTITUTION = "institution", _("Institusi")
    PARTNER = "partner", _("Mitra koordinasi")
    FRONT_OFFICE = "front_office", _("Petugas depan DPMPTSP")
    TECHNICAL = "technical", _("Tim Teknis Kesehatan DPMPTSP")
    REGISTER_CLERK = "register_clerk", _("Petugas register Dinas Kesehatan")
    TPK = "tpk", _("Tenaga Pengawas Kesehatan")
    DIVISION_HEAD = "division_head", _("Kepala Bidang")
    HEALTH_HEAD = "health_head", _("Kepala Dinas Kesehatan")
    LICENCE_HEAD = "licence_head", _("Kepala DPMPTSP")
    PLANNER = "planner", _("Subbagian Program dan Evaluasi")
    ORG_BUREAU = "org_bureau", _("Bagian Organisasi")
    LEGAL = "legal", _("Bagian Hukum")
    AUDITOR = "auditor", _("Auditor")
    DPO = "dpo", _("Pejabat pelindungan data pribadi")
    ADMIN = "admin", _("Administrator")
    CADRE = "cadre", _("Kader atau perangkat desa")
    DRIVER = "driver", _("Pengemudi Puskesmas")
    PUSKESMAS_DOCTOR = "puskesmas_doctor", _("Dokter atau bidan Puskesmas")
    PUSKESMAS_HEAD = "puskesmas_head", _("Kepala Puskesmas")
    PUSKESMAS_RECORDER = "puskesmas_recorder", _("Pencatat Puskesmas")
    CITY_HEALTH = "city_health", _("Pengelola data Dinas Kesehatan")
    PROVINCE = "province", _("Dinas Kesehatan Provinsi")
    NATIONAL = "national", _("Kementerian Kesehatan")
    AGENCY = "agency", _("Sistem instansi lain")


# Roles that decide or sign: they need the password again within five minutes (DECISIONS 6).
DECIDING_ROLES = frozenset({Role.HEALTH_HEAD, Role.LICENCE_HEAD})

# Roles of officers, as against the public and facilities.
STAFF_ROLES = frozenset(Role) - {
    Role.APPLICANT,
    Role.PJ,
    Role.ORGANISATION,
    Role.INSTITUTION,
    Role.PARTNER,
    Role.AGENCY,
}


class CalendarState(models.TextChoices):
    PROPOSED = "proposed", _("Diusulkan")
    CONFIRMED = "confirmed", _("Berlaku")
    REJECTED = "rejected", _("Ditolak")


class ChangeState(models.TextChoices):
    """A change of reference data that two people make (matrix rows change_propose and change_confirm)."""

    PROPOSED = "proposed", _("Diusulkan")
    CONFIRMED = "confirmed", _("Berlaku")
    REJECTED = "rejected", _("Ditolak")


class Position(models.TextChoices):
    """A post that signs; `domain/letters.md` 0.3."""

    HEALTH_HEAD = "health_head", _("Kepala Dinas Kesehatan")
    LICENCE_HEAD = "licence_head", _("Kepala DPMPTSP")
    DIVISION_HEAD = "division_head", _("Kepala Bidang")


class ActingKind(models.TextChoices):
    PLT = "plt", _("Plt. (jabatan kosong)")
    PLH = "plh", _("Plh. (pejabat berhalangan sementara)")
    AN = "an", _("a.n. (pelimpahan tertulis)")


class Channel(models.TextChoices):
    INBOX = "inbox", _("Kotak pesan")
    WHATSAPP = "whatsapp", _("WhatsApp")
    EMAIL = "email", _("Pos-el")
    SMS = "sms", _("SMS")


# What reaches a person outside the portal; the inbox itself needs no delivery.
OUTSIDE_CHANNELS = (Channel.WHATSAPP, Channel.EMAIL, Channel.SMS)


class DeliveryState(models.TextChoices):
    PENDING = "pending", _("Menunggu")
    SENDING = "sending", _("Sedang dikirim")
    SENT = "sent", _("Terkirim")
    DELIVERED = "delivered", _("Sampai")
    READ = "read", _("Dibaca")
    FAILED = "failed", _("Gagal")
    DROPPED = "dropped", _("Tidak dikirim")


class HookState(models.TextChoices):
    """How a message to another system stands. `dropped`: its subscription ended before it went out."""

    PENDING = "pending", _("Menunggu kirim")
    DELIVERED = "delivered", _("Terkirim")
    DEAD = "dead", _("Gagal, perlu tindakan")
    DROPPED = "dropped", _("Tidak dikirim")


class ExportState(models.TextChoices):
    """How a file of rows stands; `gone`: deleted after its day."""

    WAITING = "waiting", _("Menunggu")
    WRITING = "writing", _("Sedang ditulis")
    DONE = "done", _("Siap diunduh")
    STOPPED = "stopped", _("Terhenti")
    GONE = "gone", _("Sudah dihapus")


class OffReason(models.TextChoices):
    """Why a subscription sends nothing."""

    BY_HAND = "by_hand", _("Dimatikan petugas")
    GONE = "gone", _("Penerima menjawab 410: alamat ini sudah tidak dipakai")


class ClientRequestState(models.TextChoices):
    """How an office's wish for an API client stands."""

    WAITING = "waiting", _("Menunggu keputusan")
    APPROVED = "approved", _("Disetujui")
    REFUSED = "refused", _("Ditolak")
    TAKEN_BACK = "back", _("Ditarik kembali")


class CodePurpose(models.TextChoices):
    SIGN_UP = "sign_up", _("Pendaftaran")
    RESET = "reset", _("Atur ulang kata sandi")
    CONTACT = "contact", _("Ganti kontak")
    INVITATION = "invitation", _("Undangan petugas")
