"""IQ-Care networks: facilities of first contact that work on one health problem together, stage by stage."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import formats
from core.identifiers import public_id
from core.uploads import FileState
from spm.enums import Effort, Moment, NetworkStage
from spm.querysets import NetworkQuerySet

HALF_YEAR, YEAR = 6, 12


class Network(models.Model):
    """One network, led by a Puskesmas and its health office (seed 004).

    The problem is an indicator with its figure as the portal knew it when it was chosen (`measured_until`, a first
    day of a month). `evaluate_every` is in months. The stage is not kept: `domain.networks.stages` works it out.
    """

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    region = models.ForeignKey(
        "accounts.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("kabupaten/kota")
    )
    lead = models.ForeignKey(
        "facilities.Facility", on_delete=models.PROTECT, related_name="+", verbose_name=_("Puskesmas pembina")
    )
    name = models.CharField(_("nama jejaring"), max_length=120)
    evaluate_every = models.PositiveSmallIntegerField(
        _("evaluasi setiap"),
        choices=[(HALF_YEAR, _("6 bulan")), (YEAR, _("12 bulan"))],
        default=HALF_YEAR,
    )
    problem = models.ForeignKey(
        "spm.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("masalah")
    )
    problem_reason = models.CharField(_("mengapa diutamakan"), max_length=500, blank=True, default="")
    problem_served = models.BigIntegerField(null=True, blank=True)
    problem_due = models.BigIntegerField(null=True, blank=True)
    measured_until = models.DateField(_("angka sampai bulan"), null=True, blank=True)
    problem_at = models.DateTimeField(_("masalah ditetapkan pada"), null=True, blank=True)
    delivery_from = models.DateField(_("pelaksanaan mulai"), null=True, blank=True)
    ended_on = models.DateField(_("diakhiri"), null=True, blank=True)
    created_at = models.DateTimeField(_("dibuat pada"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("jejaring IQ-Care")
        verbose_name_plural = _("jejaring IQ-Care")
        constraints = [
            models.CheckConstraint(
                name="network_problem_measured",
                condition=Q(problem__isnull=True)
                | Q(problem_served__isnull=False, measured_until__isnull=False, problem_at__isnull=False),
            ),
            models.CheckConstraint(
                name="network_delivers_a_problem", condition=Q(delivery_from__isnull=True) | Q(problem__isnull=False)
            ),
            models.CheckConstraint(name="network_evaluation_rhythm", condition=Q(evaluate_every__in=(HALF_YEAR, YEAR))),
        ]

    def __str__(self) -> str:
        return self.name


class NetworkMember(models.Model):
    """A facility in a network from `joined_on` to `left_on` (its last day; null while it stays)."""

    network = models.ForeignKey("spm.Network", on_delete=models.PROTECT, related_name="members")
    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    joined_on = models.DateField(_("bergabung"))
    left_on = models.DateField(_("keluar"), null=True, blank=True)

    class Meta:
        ordering = ("joined_on", "id")
        verbose_name = _("anggota jejaring")
        verbose_name_plural = _("anggota jejaring")
        constraints = [
            models.UniqueConstraint(
                fields=("network", "facility"), condition=Q(left_on__isnull=True), name="network_member_once"
            ),
            models.CheckConstraint(
                name="network_member_leaves_later", condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network_id} {self.facility_id}"


class PaperKind(models.Model):
    """A kind of paper of a stage, as data: where a stage has kinds that open the next, one of them must be there."""

    code = models.CharField(_("kode"), max_length=12, unique=True)
    stage = models.PositiveSmallIntegerField(_("tahap"), choices=NetworkStage.choices)
    position = models.PositiveSmallIntegerField(_("urutan"))
    name = models.CharField(_("nama"), max_length=120)
    name_en = models.CharField(_("nama Inggris"), max_length=120)
    opens_next = models.BooleanField(_("membuka tahap berikutnya"), default=False)
    source = models.CharField(_("dasar"), max_length=120)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("stage", "position")
        verbose_name = _("jenis dokumen jejaring")
        verbose_name_plural = _("jenis dokumen jejaring")

    def __str__(self) -> str:
        return self.code

    @property
    def label(self) -> str:
        """The name in the active language."""
        return self.name_en if formats.language() == "en" else self.name


class NetworkPaper(models.Model):
    """A paper of a network: a letter by number and date, a file, or both. One put in by mistake is withdrawn."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    network = models.ForeignKey("spm.Network", on_delete=models.PROTECT, related_name="papers")
    kind = models.ForeignKey("spm.PaperKind", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("perihal"), max_length=160)
    number = models.CharField(_("nomor"), max_length=80, blank=True, default="")
    dated_on = models.DateField(_("tanggal"), null=True, blank=True)
    file = models.OneToOneField("spm.Evidence", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(_("dicatat pada"))
    withdrawn_at = models.DateTimeField(_("ditarik pada"), null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("kind", "id")
        verbose_name = _("dokumen jejaring")
        verbose_name_plural = _("dokumen jejaring")
        constraints = [
            models.CheckConstraint(
                name="network_paper_is_there",
                condition=Q(file__isnull=False) | (~Q(number="") & Q(dated_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_there(self) -> bool:
        """True for a reference with number and date, or a file that was found clean."""
        if self.withdrawn_at is not None:
            return False
        return bool(self.number and self.dated_on) or (self.file is not None and self.file.state == FileState.CLEAN)


class CareTask(models.Model):
    """A step of the care pathway with the facility that does it; one taken off the pathway keeps `removed_on`."""

    network = models.ForeignKey("spm.Network", on_delete=models.PROTECT, related_name="tasks")
    facility = models.ForeignKey(
        "facilities.Facility", on_delete=models.PROTECT, related_name="+", verbose_name=_("FKTP pelaksana")
    )
    moment = models.CharField(_("waktu"), max_length=8, choices=Moment.choices)
    effort = models.CharField(_("upaya"), max_length=14, choices=Effort.choices)
    title = models.CharField(_("tugas"), max_length=200)
    team = models.CharField(_("tim"), max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField(_("dicatat pada"))
    removed_on = models.DateField(_("dikeluarkan"), null=True, blank=True)

    class Meta:
        ordering = ("network", "id")
        verbose_name = _("tugas alur layanan")
        verbose_name_plural = _("tugas alur layanan")

    def __str__(self) -> str:
        return self.title
