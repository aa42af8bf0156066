"""The trace of merged duplicates: both rows stay, the merged one points to the kept one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.identifiers import public_id


class PersonMerge(models.Model):
    """Two rows that were one human being. `moved` counts what changed its key, by model label."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    kept = models.ForeignKey("workforce.Person", on_delete=models.PROTECT, related_name="merges_kept")
    merged = models.OneToOneField("workforce.Person", on_delete=models.PROTECT, related_name="merge")
    reason = models.CharField(_("alasan"), max_length=300)
    merged_at = models.DateTimeField(_("digabung pada"))
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField(_("yang dipindahkan"), default=dict, blank=True)

    class Meta:
        ordering = ("-merged_at", "-id")
        verbose_name = _("penggabungan orang")
        verbose_name_plural = _("penggabungan orang")
        constraints = [
            models.CheckConstraint(name="person_merge_two_rows", condition=~models.Q(kept=models.F("merged"))),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"


class PractitionerMerge(models.Model):
    """Two rows of one person in one profession, found when their persons were merged."""

    person_merge = models.ForeignKey(PersonMerge, on_delete=models.PROTECT, related_name="practitioner_merges")
    kept = models.ForeignKey("workforce.Practitioner", on_delete=models.PROTECT, related_name="merges_kept")
    merged = models.OneToOneField("workforce.Practitioner", on_delete=models.PROTECT, related_name="merge")
    # The STR of the merged row: it is unique in the register, so only the kept row may go on holding one.
    merged_str_number = models.CharField(_("nomor STR yang digabung"), max_length=40, blank=True, default="")
    moved = models.JSONField(_("yang dipindahkan"), default=dict, blank=True)

    class Meta:
        ordering = ("id",)
        verbose_name = _("penggabungan tenaga kesehatan")
        verbose_name_plural = _("penggabungan tenaga kesehatan")
        constraints = [
            models.CheckConstraint(name="practitioner_merge_two_rows", condition=~models.Q(kept=models.F("merged"))),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"
