"""A letter: its number, its frozen content, who signed it, its file, and whether it still has effect."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.identifiers import crockford, public_id
from letters.enums import LetterState, Method, Standing
from letters.querysets import LetterQuerySet

# 28 Crockford characters are 140 random bits.
CODE_LENGTH = 28
CODE_GROUP = 4


def random_code() -> str:
    """Return a check code of 140 random bits, ungrouped."""
    return crockford(CODE_LENGTH)


def empty_content() -> dict[str, Any]:
    """Return the content of a letter that is not written yet."""
    return {}


class Letter(models.Model):
    """One numbered paper. Points only down: the app that asked for it keeps the link.

    An issued row keeps number, content, file and hash for ever; only `standing` and what belongs to it change.
    """

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    key = models.CharField(_("kunci"), max_length=120, unique=True)
    kind = models.ForeignKey("letters.LetterKind", on_delete=models.PROTECT, related_name="+", verbose_name=_("jenis"))
    variant = models.CharField(_("varian"), max_length=30)
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, related_name="letters", verbose_name=_("penerbit")
    )
    method = models.CharField(_("cara pengesahan"), max_length=10, choices=Method.choices)
    state = models.CharField(_("keadaan"), max_length=10, choices=LetterState.choices)

    series = models.CharField(_("seri"), max_length=30)
    year = models.PositiveSmallIntegerField(_("tahun"))
    running = models.PositiveIntegerField(_("nomor urut"), null=True, blank=True)
    number = models.CharField(_("nomor"), max_length=120)
    number_date = models.DateField(_("tanggal surat"))

    subject = models.CharField(_("perihal"), max_length=200)
    holder = models.CharField(_("pemegang (inisial atau nama fasilitas)"), max_length=160, blank=True, default="")
    place = models.CharField(_("tempat atau produk"), max_length=160, blank=True, default="")
    valid_from = models.DateField(_("berlaku mulai"), null=True, blank=True)
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    context = models.JSONField(_("isi"), default=empty_content)
    fingerprint = models.CharField(_("sidik isi"), max_length=64)

    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signed_letters",
        verbose_name=_("penanda tangan"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_trial = models.BooleanField(_("uji coba"), default=True)

    verify_code = models.CharField(_("kode periksa"), max_length=CODE_LENGTH, unique=True, default=random_code)
    qr_payload = models.TextField(_("isi kode QR"), blank=True, default="")

    draft_name = models.CharField(max_length=120, blank=True, default="")
    draft_sha256 = models.CharField(max_length=64, blank=True, default="")
    drafted_at = models.DateTimeField(null=True, blank=True)
    # Set before the signing service is called: after a lost answer it is asked for the draft's hash first.
    sign_attempted_at = models.DateTimeField(null=True, blank=True)

    file_name = models.CharField(_("berkas"), max_length=120, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="", db_index=True)
    size = models.PositiveIntegerField(_("ukuran (bita)"), null=True, blank=True)
    issued_at = models.DateTimeField(_("terbit pada"), null=True, blank=True)

    standing = models.CharField(_("status"), max_length=12, choices=Standing.choices, default=Standing.VALID)
    standing_since = models.DateField(_("status sejak"), null=True, blank=True)
    # [{"since": "2026-01-31", "standing": "suspended"}, ...] in order of days; before the first one it is valid.
    effects = models.JSONField(_("status menurut tanggal"), default=list, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("mengganti")
    )
    void_reason = models.CharField(_("alasan batal"), max_length=300, blank=True, default="")
    created_at = models.DateTimeField(_("dibuat pada"))

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("surat")
        verbose_name_plural = _("surat")
        constraints = [
            models.UniqueConstraint(
                fields=("office", "series", "year", "running"),
                condition=models.Q(running__isnull=False),
                name="letter_running_number_unique",
            ),
            models.CheckConstraint(
                name="letter_issued_has_file",
                condition=~models.Q(state=LetterState.ISSUED)
                | (~models.Q(sha256="") & ~models.Q(file_name="") & models.Q(issued_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="letter_void_has_reason",
                condition=~models.Q(state=LetterState.VOID) | ~models.Q(void_reason=""),
            ),
            models.CheckConstraint(
                name="letter_personal_has_signer",
                condition=~models.Q(state=LetterState.ISSUED, method=Method.PERSONAL)
                | models.Q(signed_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=("created_at",), condition=models.Q(state=LetterState.QUEUED), name="letter_queued_oldest"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def code_grouped(self) -> str:
        """The check code as printed, in groups of four."""
        code = self.verify_code
        return "-".join(code[start : start + CODE_GROUP] for start in range(0, len(code), CODE_GROUP))

    @property
    def is_issued(self) -> bool:
        return self.state == LetterState.ISSUED

    def standing_on(self, on: date) -> str:
        """Return the standing in force on a day; one that begins later does not count yet."""
        return str(self._effect_on(on).get("standing", Standing.VALID))

    def since_on(self, on: date) -> date | None:
        """Return the first day of the standing in force on a day; None when it was valid from the beginning."""
        since = self._effect_on(on).get("since")
        return date.fromisoformat(since) if since else None

    def _effect_on(self, on: date) -> dict[str, str]:
        begun = [row for row in self.effects if row["since"] <= on.isoformat()]
        return begun[-1] if begun else {}
