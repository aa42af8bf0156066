"""What law and office ask: types, requirement sets, regulations, reasons, finding texts. Versions by date."""

from datetime import date

from django.db import models
from django.utils.translation import get_language, gettext_lazy as _

from licensing.enums import FindingLevel, RequirementKind, Subject
from licensing.querysets import RecommendationTypeQuerySet, RequirementSetQuerySet

# SEJARAS began in this year: the first version of a type, of its requirements and of a promise holds since then.
BEGINNING = date(2013, 1, 1)


class RecommendationType(models.Model):
    """One version of one of the 75 types; a version in use is never changed in place (DECISIONS 23)."""

    code = models.CharField(_("kode"), max_length=40, db_index=True)
    version = models.PositiveIntegerField(_("versi"), default=1)
    valid_from = models.DateField(_("berlaku mulai"), default=BEGINNING)
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    is_active = models.BooleanField(_("dapat diajukan"), default=True)
    name = models.CharField(_("nama"), max_length=160)
    name_en = models.CharField(_("nama Inggris"), max_length=160)
    category = models.CharField(_("kelompok"), max_length=30)
    subject = models.CharField(_("pemohon"), max_length=14, choices=Subject.choices)
    product = models.CharField(_("produk"), max_length=20)
    delegated = models.BooleanField(_("dilimpahkan ke DPMPTSP"))
    delegated_since = models.DateField(_("dilimpahkan sejak"), null=True, blank=True)
    coordination = models.CharField(_("koordinasi"), max_length=12, default="none")
    sla_working_days = models.PositiveSmallIntegerField(_("batas koordinasi (hari kerja)"), default=1)
    recommendation_days = models.PositiveSmallIntegerField(_("janji rekomendasi (hari kerja)"), default=1)
    deemed_days = models.PositiveSmallIntegerField(_("batas diam (hari kerja)"), null=True, blank=True)
    product_letter = models.CharField(_("jenis surat produk"), max_length=30)
    product_series = models.CharField(_("deret nomor"), max_length=30)
    validity_years = models.PositiveSmallIntegerField(_("masa berlaku (tahun)"), null=True, blank=True)
    renewable = models.BooleanField(_("dapat diperpanjang"), default=True)
    inspection_required = models.BooleanField(_("perlu pemeriksaan tempat"), default=False)
    legal_basis = models.CharField(_("dasar hukum"), max_length=400)
    notes = models.TextField(_("catatan"), blank=True, default="")

    objects = RecommendationTypeQuerySet.as_manager()

    class Meta:
        ordering = ("code", "version")
        verbose_name = _("jenis rekomendasi")
        verbose_name_plural = _("jenis rekomendasi")
        constraints = [models.UniqueConstraint(fields=("code", "version"), name="type_version_unique")]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """Name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name

    @property
    def is_recommendation(self) -> bool:
        """True when the end product is a recommendation: to another body, or for one activity (docs/adr/0011)."""
        return self.product == "rekomendasi"

    @property
    def needs_coordination(self) -> bool:
        """True when an outside body must answer; such files stay out of the one-day figure."""
        return self.coordination != "none"


class RequirementSet(models.Model):
    """A dated version of everything asked for one type; a running file keeps its set."""

    type_code = models.CharField(_("jenis"), max_length=40, db_index=True)
    version = models.PositiveIntegerField(_("versi"), default=1)
    valid_from = models.DateField(_("berlaku mulai"), default=BEGINNING)
    decree = models.CharField(_("dasar penetapan"), max_length=200, blank=True, default="")

    objects = RequirementSetQuerySet.as_manager()

    class Meta:
        ordering = ("type_code", "version")
        verbose_name = _("perangkat persyaratan")
        verbose_name_plural = _("perangkat persyaratan")
        constraints = [models.UniqueConstraint(fields=("type_code", "version"), name="requirement_set_unique")]

    def __str__(self) -> str:
        return f"{self.type_code} v{self.version}"


class Requirement(models.Model):
    """One requirement with the article it rests on; `applies_to` both|new|renewal|move, era or both."""

    requirement_set = models.ForeignKey(
        "licensing.RequirementSet",
        on_delete=models.CASCADE,
        related_name="requirements",
        verbose_name=_("perangkat"),
    )
    seq = models.PositiveSmallIntegerField(_("urutan"))
    code = models.CharField(_("kode"), max_length=40)
    label_id = models.CharField(_("nama"), max_length=250)
    label_en = models.CharField(_("nama Inggris"), max_length=250)
    citation = models.CharField(_("dasar"), max_length=400)
    citation_confidence = models.CharField(_("keyakinan dasar"), max_length=10)
    kind = models.CharField(_("jenis"), max_length=12, choices=RequirementKind.choices)
    mandatory = models.BooleanField(_("wajib"))
    applies_to = models.CharField(_("untuk"), max_length=12)
    legal_era = models.CharField(_("masa hukum"), max_length=14)
    note = models.CharField(_("catatan"), max_length=400, blank=True, default="")

    class Meta:
        ordering = ("requirement_set", "seq")
        verbose_name = _("persyaratan")
        verbose_name_plural = _("persyaratan")
        constraints = [
            models.UniqueConstraint(fields=("requirement_set", "seq"), name="requirement_seq_unique"),
        ]

    def __str__(self) -> str:
        return self.label_id

    @property
    def label(self) -> str:
        """Label in the reader's language."""
        return self.label_en if get_language() == "en" else self.label_id


class Regulation(models.Model):
    """A rule of law and since when it holds. Both dates are ISO dates, or a year where only that is known."""

    code = models.CharField(_("kode"), max_length=40, primary_key=True)
    title = models.CharField(_("judul"), max_length=300)
    number = models.CharField(_("nomor"), max_length=60, blank=True, default="")
    year = models.PositiveSmallIntegerField(_("tahun"), null=True, blank=True)
    issuer = models.CharField(_("penerbit"), max_length=120)
    in_force_from = models.CharField(_("berlaku mulai"), max_length=10, blank=True, default="")
    revoked_by = models.CharField(_("dicabut oleh"), max_length=120, blank=True, default="")
    revoked_on = models.CharField(_("dicabut pada"), max_length=10, blank=True, default="")
    subject = models.CharField(_("pokok"), max_length=200, blank=True, default="")
    used_by = models.CharField(_("dipakai oleh"), max_length=300, blank=True, default="")
    confidence = models.CharField(_("keyakinan"), max_length=10, blank=True, default="")

    class Meta:
        ordering = ("code",)
        verbose_name = _("peraturan")
        verbose_name_plural = _("peraturan")

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Reason(models.Model):
    """A reason code: return, refuse, send_back, pause, suspend, revoke, void_number."""

    code = models.CharField(_("kode"), max_length=40, primary_key=True)
    kind = models.CharField(_("jenis"), max_length=12, db_index=True)
    label_id = models.CharField(_("alasan"), max_length=200)
    label_en = models.CharField(_("alasan Inggris"), max_length=200)
    instruction_id = models.CharField(_("petunjuk"), max_length=300)
    rule_hint = models.CharField(_("dasar"), max_length=300, blank=True, default="")

    class Meta:
        ordering = ("kind", "code")
        verbose_name = _("alasan")
        verbose_name_plural = _("alasan")

    def __str__(self) -> str:
        return self.label_id

    @property
    def label(self) -> str:
        """Label in the reader's language."""
        return self.label_en if get_language() == "en" else self.label_id


class FindingText(models.Model):
    """Words of one eligibility finding; the rule itself is `licensing.domain.eligibility`."""

    code = models.CharField(_("kode"), max_length=40, primary_key=True)
    level = models.CharField(_("tingkat"), max_length=6, choices=FindingLevel.choices)
    label_id = models.CharField(_("temuan"), max_length=300)
    label_en = models.CharField(_("temuan Inggris"), max_length=300)
    remedy_id = models.CharField(_("cara memperbaiki"), max_length=400)
    remedy_en = models.CharField(_("cara memperbaiki Inggris"), max_length=400)
    rule = models.CharField(_("dasar"), max_length=300)
    computed_when = models.CharField(_("dihitung saat"), max_length=10)

    class Meta:
        ordering = ("code",)
        verbose_name = _("teks temuan kelayakan")
        verbose_name_plural = _("teks temuan kelayakan")

    def __str__(self) -> str:
        return self.code
