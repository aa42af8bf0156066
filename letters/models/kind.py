"""Reference rows: which letters exist, who signs them, how they are numbered and printed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from letters.enums import Paper


class LetterKind(models.Model):
    """One kind of letter, loaded from `letters/reference/letter-kinds.csv`."""

    code = models.CharField(_("kode"), max_length=30, primary_key=True)
    name_id = models.CharField(_("nama"), max_length=120)
    name_en = models.CharField(_("nama (Inggris)"), max_length=120)
    signer_role = models.CharField(_("penanda tangan"), max_length=30)
    series = models.CharField(_("seri nomor"), max_length=30)
    number_pattern = models.CharField(_("pola nomor"), max_length=100)
    paper = models.CharField(_("kertas"), max_length=15, choices=Paper.choices, default=Paper.A4)
    template = models.CharField(_("templat"), max_length=60)
    qr_fields = models.JSONField(_("isi kode QR"), default=list)
    retention_years = models.PositiveSmallIntegerField(_("masa simpan (tahun)"))
    confidence = models.CharField(_("keyakinan"), max_length=10, default="medium")

    class Meta:
        ordering = ("code",)
        verbose_name = _("jenis surat")
        verbose_name_plural = _("jenis surat")

    def __str__(self) -> str:
        return self.name_id

    @property
    def is_counted(self) -> bool:
        """False when the number comes from elsewhere (a request, OSS) and no counter moves."""
        return "{urut}" in self.number_pattern
