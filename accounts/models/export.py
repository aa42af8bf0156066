"""A file of rows that a worker writes for somebody."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import ExportState
from core.crypto import EncryptedJSONField
from core.identifiers import public_id
from core.models import JobState


class ExportJob(models.Model):
    """Rows of `kind` as a file, for a person in `role` or for a system; only they see it.

    `query` holds the filters by name, each a list of texts, encrypted: they may hold a name.
    """

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    kind = models.CharField(_("isi"), max_length=24)
    file_format = models.CharField(_("format"), max_length=8)
    query: Any = EncryptedJSONField(default=dict)
    language = models.CharField(max_length=5, default="id")
    reason = models.CharField(_("alasan"), max_length=300, blank=True, default="")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="exports"
    )
    role = models.CharField(max_length=24, blank=True, default="")
    client = models.ForeignKey(
        "accounts.ApiClient", on_delete=models.CASCADE, null=True, blank=True, related_name="exports"
    )
    state = models.CharField(_("keadaan"), max_length=8, choices=ExportState.choices, default=ExportState.WAITING)
    row_count = models.PositiveIntegerField(_("baris"), null=True, blank=True)
    expected = models.PositiveIntegerField(_("perkiraan baris"), default=0)
    file_name = models.CharField(max_length=100, blank=True, default="")
    size = models.PositiveBigIntegerField(_("ukuran"), null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField(_("diminta"))
    done_at = models.DateTimeField(_("selesai"), null=True, blank=True)
    expires_at = models.DateTimeField(_("dihapus pada"), null=True, blank=True)
    job = models.ForeignKey("core.OutboxJob", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-id",)
        verbose_name = _("ekspor")
        verbose_name_plural = _("ekspor")
        constraints = [
            models.CheckConstraint(
                name="export_job_has_one_owner",
                condition=models.Q(user__isnull=False, client__isnull=True)
                | models.Q(user__isnull=True, client__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id} {self.state}"

    @property
    def stands(self) -> ExportState:
        """The state, stopped also where the worker died on every attempt."""
        dead = self.job is not None and self.job.state == JobState.DEAD
        open_ = self.state in (ExportState.WAITING, ExportState.WRITING)
        return ExportState.STOPPED if dead and open_ else ExportState(self.state)

    @property
    def in_progress(self) -> bool:
        """True while a worker has it, or will."""
        return self.stands in (ExportState.WAITING, ExportState.WRITING)

    @property
    def is_ready(self) -> bool:
        """True while there is a file to take."""
        return self.stands == ExportState.DONE
