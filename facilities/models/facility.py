"""Facilities and businesses in the city's register."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.identifiers import public_id
from facilities.enums import INDEPENDENT_KINDS, FacilityKind, Ownership
from facilities.querysets import FacilityQuerySet


class Facility(models.Model):
    """A place where health care is given or a health-related business is run."""

    public_id = models.CharField(_("id publik"), max_length=24, unique=True, default=public_id, editable=False)
    code = models.CharField(_("kode"), max_length=30, unique=True)
    name = models.CharField(_("nama"), max_length=150)
    kind = models.CharField(_("jenis"), max_length=24, choices=FacilityKind.choices)
    ownership = models.CharField(_("kepemilikan"), max_length=12, choices=Ownership.choices)
    region = models.ForeignKey(
        "accounts.Region",
        on_delete=models.PROTECT,
        related_name="facilities",
        verbose_name=_("kelurahan/desa"),
        help_text=_("Kelurahan atau desa tempat fasilitas berada."),
    )
    address = models.CharField(_("alamat"), max_length=200, blank=True, default="")
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="network",
        verbose_name=_("induk"),
    )
    owner_name = models.CharField(_("pemilik"), max_length=120, blank=True, default="")
    responsible_name = models.CharField(_("penanggung jawab"), max_length=120, blank=True, default="")
    nib = models.CharField(_("NIB"), max_length=13, blank=True, default="")
    phone = models.CharField(_("telepon"), max_length=30, blank=True, default="")
    latitude = models.DecimalField(_("lintang"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("bujur"), max_digits=9, decimal_places=6, null=True, blank=True)
    obligatory_types = models.JSONField(
        _("izin wajib"), default=list, blank=True, help_text=_("Kode jenis izin yang wajib dimiliki.")
    )
    checklist_kind = models.CharField(_("jenis daftar tilik"), max_length=30, blank=True, default="")
    active_from = models.DateField(_("beroperasi sejak"))
    active_until = models.DateField(_("tutup pada"), null=True, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = FacilityQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        verbose_name = _("fasilitas")
        verbose_name_plural = _("fasilitas")
        indexes = [models.Index(fields=("kind", "ownership"), name="facility_kind_owner")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_independent_practice(self) -> bool:
        """True for the practice of one professional, where a visit belongs to the assessment."""
        return self.kind in INDEPENDENT_KINDS


class FacilityPerson(models.Model):
    """A PJ fasyankes: may file for the facility and its staff, from `starts_on` to `ends_on`."""

    facility = models.ForeignKey(
        "facilities.Facility",
        on_delete=models.CASCADE,
        related_name="persons_in_charge",
        verbose_name=_("fasilitas"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="facilities",
        verbose_name=_("pengguna"),
    )
    starts_on = models.DateField(_("berlaku mulai"))
    ends_on = models.DateField(_("berlaku sampai"), null=True, blank=True)

    class Meta:
        ordering = ("facility", "user")
        verbose_name = _("penanggung jawab fasyankes")
        verbose_name_plural = _("penanggung jawab fasyankes")
        constraints = [models.UniqueConstraint(fields=("facility", "user"), name="facility_person_unique")]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.facility_id}"
