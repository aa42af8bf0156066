"""Risk per facility: the factors as data, facts lent from above, the score with its reasons."""

from django.db import models
from django.utils.translation import get_language, gettext_lazy as _

from inspections.enums import RiskBand


class RiskFactor(models.Model):
    """One row of risk-factors.csv: points and words of a factor; `formula` tells people how it is reckoned."""

    code = models.CharField(_("kode"), max_length=30, primary_key=True)
    kind = models.CharField(_("jenis"), max_length=10)
    label_id = models.CharField(_("faktor"), max_length=200)
    label_en = models.CharField(_("faktor Inggris"), max_length=200, default="")
    points = models.SmallIntegerField(_("nilai"), null=True, blank=True)
    formula = models.CharField(_("rumus"), max_length=200)
    source = models.CharField(_("sumber"), max_length=120)
    reason = models.CharField(_("alasan"), max_length=200)
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        ordering = ("position",)
        verbose_name = _("faktor risiko")
        verbose_name_plural = _("faktor risiko")

    def __str__(self) -> str:
        return self.label_id

    @property
    def label(self) -> str:
        """The factor in the reader's language."""
        return self.label_en if get_language() == "en" else self.label_id


class RiskFacts(models.Model):
    """What only apps above know of a facility; they push it down in the transaction it changes in (DECISIONS 2)."""

    facility = models.OneToOneField("facilities.Facility", on_delete=models.CASCADE, related_name="risk_facts")
    complaints_confirmed = models.PositiveSmallIntegerField(_("pengaduan terbukti 12 bulan"), default=0)
    complaints_open = models.PositiveSmallIntegerField(_("pengaduan terbuka"), default=0)
    licence_ends_on = models.DateField(_("izin berakhir"), null=True, blank=True)
    staff_without_sip = models.PositiveSmallIntegerField(_("tenaga tanpa SIP"), default=0)
    under_sanction = models.BooleanField(_("dalam tangga sanksi"), default=False)
    urgent_reason = models.CharField(_("alasan segera"), max_length=200, blank=True, default="")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("facility",)
        verbose_name = _("bahan nilai risiko")
        verbose_name_plural = _("bahan nilai risiko")

    def __str__(self) -> str:
        return str(self.facility_id)


class RiskScore(models.Model):
    """The last score of a facility, an indexed copy for lists. `reasons`: [{"code", "points", "params"}]."""

    facility = models.OneToOneField("facilities.Facility", on_delete=models.CASCADE, related_name="risk_score")
    total = models.PositiveSmallIntegerField(_("nilai"), db_index=True)
    band = models.CharField(_("pita"), max_length=8, choices=RiskBand.choices)
    urgent = models.BooleanField(_("segera"), default=False)
    reasons = models.JSONField(_("alasan"), default=list)
    computed_on = models.DateField(_("dihitung untuk"))

    class Meta:
        ordering = ("-urgent", "-total", "facility")
        verbose_name = _("nilai risiko")
        verbose_name_plural = _("nilai risiko")

    def __str__(self) -> str:
        return f"{self.facility_id} {self.total}"
