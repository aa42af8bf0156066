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
    ASN = "asn", _("ASN")
    CONTRACT = "kontrak", _("Kontrak")
    PRIVATE = "swasta", _("Pegawai swasta")
    INDEPENDENT = "mandiri", _("Praktik mandiri")
