"""Which person holds which role, in which office and for which region."""

from django.conf import settings
from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.querysets import MembershipQuerySet


class Membership(models.Model):
    """A role held from `starts_on` to `ends_on` (inclusive, null = open). Applicants need none."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("pengguna"),
    )
    role = models.CharField(_("peran"), max_length=20, choices=Role.choices)
    office = models.ForeignKey(
        "accounts.Office",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("perangkat daerah"),
    )
    region = models.ForeignKey(
        "accounts.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("wilayah kerja"),
    )
    # Codes of workforce.Profession an organisation stands for (cell P of the matrix); by string, imports point down.
    profession_codes = models.JSONField(_("profesi"), default=list, blank=True)
    decree_number = models.CharField(_("nomor keputusan"), max_length=80, blank=True, default="")
    decree_date = models.DateField(_("tanggal keputusan"), null=True, blank=True)
    card_number = models.CharField(_("nomor kartu pengawas"), max_length=40, blank=True, default="")
    starts_on = models.DateField(_("berlaku mulai"))
    ends_on = models.DateField(_("berlaku sampai"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("user", "role")
        verbose_name = _("penugasan peran")
        verbose_name_plural = _("penugasan peran")
        constraints = [
            # Roles without an office are unique too; SQLite knows no "nulls not distinct".
            models.UniqueConstraint(
                "user", "role", Coalesce("office", Value(0)), "starts_on", name="membership_unique"
            ),
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
