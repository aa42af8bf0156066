"""Signed lists of a facility's staff and permits on a day, for accreditation (domain/letters.md section 22)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from licensing.enums import ComplianceVariant


class ComplianceList(models.Model):
    """One list as it was asked for; the letter holds what it says."""

    facility = models.ForeignKey(
        "facilities.Facility", on_delete=models.PROTECT, related_name="compliance_lists", verbose_name=_("fasilitas")
    )
    variant = models.CharField(_("isi"), max_length=16, choices=ComplianceVariant.choices)
    with_network = models.BooleanField(_("dengan jaringan"), default=False)
    letter = models.OneToOneField("letters.Letter", on_delete=models.PROTECT, related_name="compliance_list")
    as_of = models.DateTimeField(_("keadaan data"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("diminta oleh")
    )

    class Meta:
        ordering = ("-as_of", "-id")
        verbose_name = _("daftar kepatuhan")
        verbose_name_plural = _("daftar kepatuhan")

    def __str__(self) -> str:
        return f"{self.facility_id} {self.letter_id}"
