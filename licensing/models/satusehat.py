"""What SATUSEHAT calls rows of ours, and how the last call about each went."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import JobState
from licensing.enums import SatusehatKind, SatusehatState


class SatusehatLink(models.Model):
    """One facility as organisation or location, or one practitioner. `remote_id` is theirs, empty while unknown.

    `source_at` is when our row had last changed as this was queued; `sent_hash` is of the resource they took last.
    """

    kind = models.CharField(_("jenis"), max_length=12, choices=SatusehatKind.choices)
    facility = models.ForeignKey(
        "facilities.Facility", on_delete=models.CASCADE, null=True, blank=True, related_name="satusehat_links"
    )
    practitioner = models.ForeignKey(
        "workforce.Practitioner", on_delete=models.CASCADE, null=True, blank=True, related_name="satusehat_links"
    )
    state = models.CharField(_("keadaan"), max_length=8, choices=SatusehatState.choices, default=SatusehatState.WAITING)
    remote_id = models.CharField(_("id SATUSEHAT"), max_length=64, blank=True, default="")
    sent_hash = models.CharField(max_length=64, blank=True, default="")
    source_at = models.DateTimeField()
    asked_at = models.DateTimeField(_("terakhir ditanyakan"), null=True, blank=True)
    turn = models.PositiveIntegerField(default=1)
    last_error = models.CharField(_("kesalahan terakhir"), max_length=300, blank=True, default="")
    job = models.ForeignKey("core.OutboxJob", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-id",)
        verbose_name = _("kaitan SATUSEHAT")
        verbose_name_plural = _("kaitan SATUSEHAT")
        constraints = [
            models.UniqueConstraint(
                fields=("kind", "facility"),
                condition=models.Q(facility__isnull=False),
                name="satusehat_facility_once",
            ),
            models.UniqueConstraint(
                fields=("practitioner",), condition=models.Q(practitioner__isnull=False), name="satusehat_person_once"
            ),
            models.CheckConstraint(
                name="satusehat_has_one_subject",
                condition=models.Q(kind="practitioner", practitioner__isnull=False, facility__isnull=True)
                | (~models.Q(kind="practitioner") & models.Q(practitioner__isnull=True, facility__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"

    @property
    def stands(self) -> SatusehatState:
        """The state, dead also where the worker died on every attempt."""
        dead = self.job is not None and self.job.state == JobState.DEAD
        return SatusehatState.DEAD if dead and self.state == SatusehatState.WAITING else SatusehatState(self.state)
