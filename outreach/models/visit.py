"""What a visit found, and what is done about it until it is closed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from core.identifiers import public_id
from outreach.enums import FindingKind, Partner
from outreach.querysets import HomeFindingQuerySet


class Visit(models.Model):
    """The doctor's or midwife's note of one pickup; a later note is a further row."""

    pickup = models.ForeignKey("outreach.Pickup", on_delete=models.PROTECT, related_name="visits")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = EncryptedTextField(_("catatan kesehatan"), null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("catatan kunjungan")
        verbose_name_plural = _("catatan kunjungan")

    def __str__(self) -> str:
        return str(self.pickup_id)


class Finding(models.Model):
    """One finding, open until the head of the Puskesmas closes it with its result."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    pickup = models.ForeignKey("outreach.Pickup", on_delete=models.PROTECT, related_name="findings")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(_("temuan"), max_length=16, choices=FindingKind.choices)
    note = EncryptedTextField(_("keterangan"), null=True, blank=True)
    found_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = HomeFindingQuerySet.as_manager()

    class Meta:
        ordering = ("closed_at", "found_at", "pk")
        verbose_name = _("temuan kunjungan")
        verbose_name_plural = _("temuan kunjungan")
        constraints = [models.UniqueConstraint(fields=("visit", "kind"), name="finding_once_a_visit")]

    def __str__(self) -> str:
        return self.public_id


class FollowUp(models.Model):
    """Who does what by when about a finding, and what came of it."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="follow_ups")
    partner = models.CharField(_("bersama"), max_length=14, choices=Partner.choices)
    task = models.CharField(_("yang dilakukan"), max_length=200)
    due_on = models.DateField(_("paling lambat"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    result = models.CharField(_("hasil"), max_length=300, blank=True, default="")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("done_at", "due_on", "pk")
        verbose_name = _("tindak lanjut")
        verbose_name_plural = _("tindak lanjut")
        constraints = [
            models.CheckConstraint(
                name="follow_up_result_has_moment",
                condition=models.Q(result="", done_at__isnull=True)
                | (~models.Q(result="") & models.Q(done_at__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.partner}"
