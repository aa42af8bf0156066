"""Vocabulary of persons and professions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IdentityKind(models.TextChoices):
    NIK = "nik", _("NIK")
    PASSPORT = "passport", _("Paspor")


class Sex(models.TextChoices):
    MALE = "L", _("Laki-laki")
    FEMALE = "P", _("Perempuan")


class EmploymentStatus(models.TextChoices):
    ASN = "asn", _("PNS")
    PPPK = "pppk", _("PPPK")
    CONTRACT = "kontrak", _("Kontrak")
    BLUD = "blud", _("Pegawai BLUD")
    MILITARY = "tni_polri", _("TNI/Polri")
    PRIVATE = "swasta", _("Pegawai swasta")
    VOLUNTEER = "sukarela", _("Tenaga sukarela")
    INTERN = "internsip", _("Internsip/peserta didik")
    INDEPENDENT = "mandiri", _("Praktik mandiri")


class EducationLevel(models.TextChoices):
    SECONDARY = "smk", _("SMK/SPK")
    D1 = "d1", _("D-1")
    D3 = "d3", _("D-3")
    D4 = "d4", _("D-4/Sarjana terapan")
    S1 = "s1", _("S-1")
    PROFESSION = "profesi", _("Profesi")
    S2 = "s2", _("S-2")
    SPECIALIST = "sp1", _("Spesialis")
    SUBSPECIALIST = "sp2", _("Subspesialis")
    S3 = "s3", _("S-3")


class CorrectionField(models.TextChoices):
    """What of the own data a person may ask to be changed."""

    NAME = "name", _("Nama")
    DEGREES = "degrees", _("Gelar")
    BIRTH_PLACE = "birth_place", _("Tempat lahir")
    BIRTH_DATE = "birth_date", _("Tanggal lahir")
    SEX = "sex", _("Jenis kelamin")
    ADDRESS = "address", _("Alamat rumah")
    STR_NUMBER = "str_number", _("Nomor STR")
    STR_ISSUED_ON = "str_issued_on", _("Tanggal terbit STR")
    STR_VALID_UNTIL = "str_valid_until", _("Masa berlaku STR")
    OTHER = "other", _("Lainnya (pendidikan, SKP, penempatan)")


class CorrectionState(models.TextChoices):
    OPEN = "open", _("Menunggu")
    ACCEPTED = "accepted", _("Diterima")
    REFUSED = "refused", _("Ditolak")
    WITHDRAWN = "withdrawn", _("Ditarik")


class EvidenceState(models.TextChoices):
    """Where the file beside a correction request stands; only a clean copy is ever served."""

    NONE = "none", _("Tanpa berkas")
    PENDING = "pending_scan", _("Sedang diperiksa")
    CLEAN = "clean", _("Siap dibuka")
    REFUSED = "refused", _("Ditolak")
