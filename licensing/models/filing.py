"""Applications that another system sends together: the batch, its rows, and the references it has used."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedJSONField
from core.identifiers import public_id
from licensing.enums import FilingMode, FilingOutcome, FilingState


class FilingBatch(models.Model):
    """One file or body, read by the adapter `adapter`, sent by a system (`client_id`) or an officer (`created_by`).

    `sender` is whose references the rows carry: the system, or the officer's office.
    """

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    adapter = models.CharField(_("jenis kiriman"), max_length=24)
    sender = models.CharField(_("pengirim"), max_length=120, db_index=True)
    client_id = models.CharField(_("id klien"), max_length=100, blank=True, default="")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("diterima"))
    file_name = models.CharField(_("berkas"), max_length=150, blank=True, default="")
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("keadaan"), max_length=8, choices=FilingState.choices, default=FilingState.CHECKING)
    mode = models.CharField(_("cara"), max_length=5, choices=FilingMode.choices, default=FilingMode.CHECK)
    submit = models.BooleanField(_("langsung diajukan"), default=False)
    row_count = models.PositiveIntegerField(_("baris"), default=0)
    problem = models.TextField(_("kendala"), blank=True, default="")
    checked_at = models.DateTimeField(null=True, blank=True)
    filed_at = models.DateTimeField(_("dibuat pada"), null=True, blank=True)
    # The bodies and errors of the rows are gone from then on.
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("kiriman permohonan")
        verbose_name_plural = _("kiriman permohonan")

    def __str__(self) -> str:
        return f"{self.adapter} {self.public_id}"

    @property
    def in_progress(self) -> bool:
        """True while a worker has it."""
        return self.state in (FilingState.CHECKING, FilingState.FILING)


class FilingRow(models.Model):
    """One application as it was sent. `number` is the line the sender knows it by."""

    batch = models.ForeignKey("licensing.FilingBatch", on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("baris"))
    reference = models.CharField(_("referensi pengirim"), max_length=80, blank=True, default="")
    # What `POST /applications/` takes; None once erased.
    body: Any = EncryptedJSONField(null=True)
    body_hash = models.CharField(max_length=64)
    outcome = models.CharField(_("hasil"), max_length=9, choices=FilingOutcome.choices, default=FilingOutcome.WAITING)
    # [{"pointer", "code", "level", "id", "en"}, …]: the API's own errors and findings, said in both languages.
    errors: Any = EncryptedJSONField(null=True)
    application = models.ForeignKey(
        "licensing.Application", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("batch", "id")
        verbose_name = _("baris kiriman")
        verbose_name_plural = _("baris kiriman")
        indexes = [models.Index(fields=("batch", "outcome"), name="filing_row_outcome")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"


class FilingReference(models.Model):
    """A sender's own reference is used once: the same content again is the same application."""

    sender = models.CharField(max_length=120)
    reference = models.CharField(max_length=80)
    body_hash = models.CharField(max_length=64)
    application = models.OneToOneField(
        "licensing.Application", on_delete=models.CASCADE, related_name="filing_reference"
    )

    class Meta:
        ordering = ("id",)
        verbose_name = _("referensi pengirim")
        verbose_name_plural = _("referensi pengirim")
        constraints = [models.UniqueConstraint(fields=("sender", "reference"), name="filing_reference_once")]

    def __str__(self) -> str:
        return f"{self.sender} {self.reference}"
