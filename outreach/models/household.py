"""Poor households and who of them needs help first. Names, phone, card and place are encrypted."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedCharField
from core.identifiers import public_id
from outreach.enums import Need, Terrain
from outreach.querysets import HouseholdQuerySet


class Household(models.Model):
    """One household. `card_hash` finds it by its family card, `phone_hash` by its phone; neither is needed."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey("accounts.Region", on_delete=models.PROTECT, related_name="+")
    head_name = EncryptedCharField(_("kepala keluarga"), max_length=120)
    card = EncryptedCharField(_("nomor kartu keluarga"), max_length=16, null=True, blank=True)
    card_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    phone = EncryptedCharField(_("telepon"), max_length=20, null=True, blank=True)
    phone_hash = models.CharField(max_length=64, blank=True, default="", db_index=True, editable=False)
    address = EncryptedCharField(_("alamat atau patokan"), max_length=200)
    terrain = models.CharField(_("cara mencapai"), max_length=10, choices=Terrain.choices, default=Terrain.ROAD)
    sticker = models.BooleanField(_("stiker terpasang"), default=False)
    kenthongan = models.BooleanField(_("kenthongan terpasang"), default=False)
    consent_on = models.DateField(_("setuju pada"))
    consent_withdrawn_at = models.DateTimeField(_("persetujuan ditarik pada"), null=True, blank=True)
    left_on = models.DateField(_("pindah atau tidak lagi miskin pada"), null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        ordering = ("region", "pk")
        verbose_name = _("keluarga miskin")
        verbose_name_plural = _("keluarga miskin")
        indexes = [models.Index(fields=("office", "region"), name="household_area")]

    def __str__(self) -> str:
        return self.public_id


class Member(models.Model):
    """Somebody of a household who belongs to one of the groups; `name` may stay empty."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members")
    need = models.CharField(_("kelompok"), max_length=12, choices=[c for c in Need.choices if c[0] != Need.OTHER])
    name = EncryptedCharField(_("nama"), max_length=120, null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("tahun lahir"), null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("anggota keluarga")
        verbose_name_plural = _("anggota keluarga")
        indexes = [models.Index(fields=("need", "household"), name="member_need")]

    def __str__(self) -> str:
        return f"{self.household_id} {self.need}"
