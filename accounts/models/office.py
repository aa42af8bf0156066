"""Offices: who runs which clock, in which zone, under which letterhead. All that differs by city is here."""

from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import OfficeKind, RegistrationMode


def letter_settings_default() -> dict[str, Any]:
    """Archive classes and marks used by number patterns; a city changes them as data."""
    return {}


class Office(models.Model):
    """A unit with working hours, a time zone and a letterhead."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    kind = models.CharField(_("jenis"), max_length=12, choices=OfficeKind.choices)
    region = models.ForeignKey(
        "accounts.Region", on_delete=models.PROTECT, related_name="offices", verbose_name=_("wilayah")
    )
    name = models.CharField(_("nama"), max_length=150)
    short_name = models.CharField(_("nama pendek"), max_length=40)
    government = models.CharField(_("pemerintah daerah"), max_length=100, blank=True, default="")
    time_zone = models.CharField(_("zona waktu"), max_length=40, default="Asia/Jakarta")
    registration = models.CharField(
        _("pencatatan register"),
        max_length=10,
        choices=RegistrationMode.choices,
        default=RegistrationMode.AUTOMATIC,
    )
    address = models.CharField(_("alamat"), max_length=200, blank=True, default="")
    city = models.CharField(_("kota surat"), max_length=60, blank=True, default="")
    postal_code = models.CharField(_("kode pos"), max_length=10, blank=True, default="")
    phone = models.CharField(_("telepon"), max_length=30, blank=True, default="")
    email = models.EmailField(_("pos-el"), blank=True, default="")
    website = models.CharField(_("laman"), max_length=100, blank=True, default="")
    help_whatsapp = models.CharField(_("WhatsApp loket"), max_length=30, blank=True, default="")
    brand_hex = models.CharField(_("warna daerah"), max_length=7, default="#0a4d8c")
    crest = models.CharField(_("berkas lambang"), max_length=200, blank=True, default="")
    letter_settings = models.JSONField(_("pengaturan surat"), default=letter_settings_default, blank=True)

    class Meta:
        ordering = ("code",)
        verbose_name = _("perangkat daerah")
        verbose_name_plural = _("perangkat daerah")

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """Time zone of the office, for example Asia/Jakarta (WIB)."""
        return ZoneInfo(self.time_zone)
