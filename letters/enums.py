"""Vocabulary of letters. Values are stored and, where API.md names them, part of the wire format."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterState(models.TextChoices):
    """queued: waits for the worker. numbered: waits for its signer. issued: file stored for good."""

    QUEUED = "queued", _("Menunggu dibuat")
    NUMBERED = "numbered", _("Menunggu tanda tangan")
    ISSUED = "issued", _("Terbit")
    VOID = "void", _("Batal")


class Method(models.TextChoices):
    """How a letter is authenticated."""

    PERSONAL = "personal", _("Tanda tangan elektronik pejabat")
    SEAL = "seal", _("Segel elektronik portal")
    ELSEWHERE = "elsewhere", _("Ditandatangani di sistem lain")


class Standing(models.TextChoices):
    """Present effect of an issued letter. Expired is derived from the end date, never stored."""

    VALID = "valid", _("Berlaku")
    SUSPENDED = "suspended", _("Dibekukan")
    REVOKED = "revoked", _("Dicabut")
    SURRENDERED = "surrendered", _("Dikembalikan")
    REPLACED = "replaced", _("Diganti")
    VOID = "void", _("Batal")


class Verdict(models.TextChoices):
    """What the check page and `/verify/{code}/` answer."""

    VALID = "valid", _("Berlaku")
    SUSPENDED = "suspended", _("Dibekukan")
    REVOKED = "revoked", _("Dicabut")
    SURRENDERED = "surrendered", _("Dikembalikan")
    REPLACED = "replaced", _("Diganti")
    EXPIRED = "expired", _("Habis masa berlaku")
    VOID = "void", _("Batal")
    UNKNOWN = "unknown", _("Tidak dikenal")


class CheckMethod(models.TextChoices):
    CODE = "code", _("Kode")
    QR = "qr", _("Kode QR")
    UPLOAD = "upload", _("Unggah PDF")


class Paper(models.TextChoices):
    """A4 is 210 × 297 mm, F4 215 × 330 mm."""

    A4 = "A4", _("A4")
    F4 = "F4", _("F4")
    A4_LANDSCAPE = "A4-landscape", _("A4 mendatar")
    F4_LANDSCAPE = "F4-landscape", _("F4 mendatar")


class SignatureForm(models.TextChoices):
    """Shape of the signature block (Permendagri 1/2023)."""

    DEFINITIVE = "definitif", _("Definitif")
    ON_BEHALF = "atas_nama", _("a.n.")
    FOR_ATTENTION = "untuk_beliau", _("u.b.")
    ACTING_VACANT = "plt", _("Plt.")
    ACTING_ABSENT = "plh", _("Plh.")
