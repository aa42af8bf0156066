"""Vocabulary of the outreach service: who is poor and where, what is asked for, how far help has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Need(models.TextChoices):
    """Who needs help first; the groups of the register."""

    PREGNANT = "pregnant", _("Ibu hamil")
    UNDER_FIVE = "under_five", _("Balita")
    OLDER_ALONE = "older_alone", _("Lansia hidup sendiri")
    DISABLED = "disabled", _("Penyandang disabilitas")
    OTHER = "other", _("Lainnya")


class Terrain(models.TextChoices):
    """How the house is reached."""

    ROAD = "road", _("Jalan yang dapat dilalui mobil")
    FOREST = "forest", _("Tengah hutan")
    FIELD = "field", _("Tengah persawahan")
    RIVER = "river", _("Bantaran sungai")
    RAILWAY = "railway", _("Tepi rel kereta api")


class PickupKind(models.TextChoices):
    PICK_UP = "pick_up", _("Jemput ke Puskesmas")
    HOME_VISIT = "home_visit", _("Kunjungan ke rumah")
    ANTENATAL = "antenatal", _("Antar jemput periksa hamil")
    REFERRAL = "referral", _("Antar ke rumah sakit rujukan")
    RETURN = "return", _("Antar pulang")


class PickupChannel(models.TextChoices):
    """How the call for help came. The radio community is never abbreviated (worked example D)."""

    CADRE = "cadre", _("Kader")
    VILLAGE = "village", _("Perangkat desa")
    RADIO = "radio", _("Radio komunitas")
    MIDWIFE = "midwife", _("Bidan")
    FAMILY = "family", _("Keluarga")
    PHONE = "phone", _("Telepon")
    WHATSAPP = "whatsapp", _("WhatsApp")
    WEB = "web", _("Formulir di portal")
    KENTHONGAN = "kenthongan", _("Kenthongan")


class PickupState(models.TextChoices):
    REPORTED = "reported", _("Menunggu diterima")
    ACCEPTED = "accepted", _("Diterima")
    DEPARTED = "departed", _("Dalam perjalanan")
    ARRIVED = "arrived", _("Sudah tiba")
    FINISHED = "finished", _("Selesai")
    MERGED = "merged", _("Digabung")
    CANCELLED = "cancelled", _("Dibatalkan")


class PickupVerb(models.TextChoices):
    REPORT = "report", _("Lapor")
    ACCEPT = "accept", _("Terima")
    JOIN = "join", _("Ikut")
    RELEASE = "release", _("Alihkan")
    DEPART = "depart", _("Catat berangkat")
    ARRIVE = "arrive", _("Catat tiba")
    FINISH = "finish", _("Catat selesai")
    MERGE = "merge", _("Gabungkan")
    CANCEL = "cancel", _("Batalkan")


class WarningLevel(models.TextChoices):
    EARLY = "early", _("Peringatan dini")
    MISSED = "missed", _("Lewat janji")
    COMPENSATION_LATE = "compensation_late", _("Santunan lewat batas")


class ProofState(models.TextChoices):
    NONE = "none", _("Belum ada foto")
    PENDING = "pending", _("Foto sedang diperiksa")
    CLEAN = "clean", _("Foto tersimpan")
    REFUSED = "refused", _("Foto ditolak")


class FindingKind(models.TextChoices):
    """What a visit may find: three of people, three of the home (seed 002)."""

    REFERRAL = "referral", _("Perlu rujukan")
    PREGNANCY = "pregnancy", _("Kehamilan perlu dipantau")
    CHILD_GROWTH = "child_growth", _("Tumbuh kembang anak terganggu")
    UNHEALTHY_HOUSE = "unhealthy_house", _("Rumah tidak sehat")
    NO_LATRINE = "no_latrine", _("Belum ada jamban")
    NUTRITION = "nutrition", _("Kebutuhan gizi")


HOME_FINDINGS = (FindingKind.UNHEALTHY_HOUSE, FindingKind.NO_LATRINE, FindingKind.NUTRITION)


class Partner(models.TextChoices):
    """With whom the head of the Puskesmas coordinates."""

    VILLAGE = "village", _("Pemerintah kelurahan atau desa")
    SOCIAL = "social", _("Dinas Sosial")
    SANITARIAN = "sanitarian", _("Tenaga sanitasi Puskesmas")
    MIDWIFE = "midwife", _("Bidan desa")
    NUTRITIONIST = "nutritionist", _("Tenaga gizi Puskesmas")
    HOSPITAL = "hospital", _("Rumah sakit rujukan")
