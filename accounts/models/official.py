"""Who holds a signing post, and who acts for them (Plt., Plh., a.n.), with decree and dates."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import ActingKind, ChangeState, Position
from accounts.querysets import ActingQuerySet, OfficialQuerySet


class Official(models.Model):
    """The holder of a post; letters print name, rank and NIP as they were on the day of signing."""

    office = models.ForeignKey(
        "accounts.Office",
        on_delete=models.PROTECT,
        related_name="officials",
        verbose_name=_("perangkat daerah"),
    )
    position = models.CharField(_("jabatan"), max_length=16, choices=Position.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts", verbose_name=_("pejabat")
    )
    title = models.CharField(_("sebutan jabatan"), max_length=160)
    name_with_degrees = models.CharField(_("nama dengan gelar"), max_length=160)
    rank = models.CharField(_("pangkat/golongan"), max_length=60, blank=True, default="")
    nip = models.CharField(_("NIP"), max_length=24, blank=True, default="")
    starts_on = models.DateField(_("menjabat mulai"))
    ends_on = models.DateField(_("menjabat sampai"), null=True, blank=True)

    objects = OfficialQuerySet.as_manager()

    class Meta:
        ordering = ("office", "position", "-starts_on")
        verbose_name = _("pejabat")
        verbose_name_plural = _("pejabat")

    def __str__(self) -> str:
        return f"{self.title}: {self.name_with_degrees}"


class ActingAppointment(models.Model):
    """A written appointment to act for an official; the replaced holder can't sign in these dates."""

    official = models.ForeignKey(
        "accounts.Official",
        on_delete=models.PROTECT,
        related_name="acting",
        verbose_name=_("pejabat yang diganti"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="acting_for",
        verbose_name=_("pelaksana"),
    )
    kind = models.CharField(_("jenis"), max_length=4, choices=ActingKind.choices)
    title = models.CharField(_("sebutan jabatan sendiri"), max_length=160, blank=True, default="")
    name_with_degrees = models.CharField(_("nama dengan gelar"), max_length=160)
    rank = models.CharField(_("pangkat/golongan"), max_length=60, blank=True, default="")
    nip = models.CharField(_("NIP"), max_length=24, blank=True, default="")
    decree_number = models.CharField(_("nomor keputusan"), max_length=80)
    decree_date = models.DateField(_("tanggal keputusan"))
    starts_on = models.DateField(_("berlaku mulai"))
    ends_on = models.DateField(_("berlaku sampai"))
    # Pages propose; what a decree sheet or the demo city brings in is in force at once.
    state = models.CharField(_("keadaan"), max_length=10, choices=ChangeState.choices, default=ChangeState.CONFIRMED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(_("diusulkan pada"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("ditetapkan pada"), null=True, blank=True)

    objects = ActingQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on",)
        verbose_name = _("pelaksana tugas atau harian")
        verbose_name_plural = _("pelaksana tugas atau harian")
        constraints = [
            models.CheckConstraint(
                name="acting_ends_after_start", condition=models.Q(ends_on__gte=models.F("starts_on"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name_with_degrees}"


class Absence(models.Model):
    """Days on which an official is away. It hinders nobody by law; the page warns when nobody acts for them."""

    official = models.ForeignKey(
        "accounts.Official", on_delete=models.CASCADE, related_name="absences", verbose_name=_("pejabat")
    )
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"))
    note = models.CharField(_("keterangan"), max_length=120, blank=True, default="")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OfficialQuerySet.as_manager()

    class Meta:
        ordering = ("starts_on",)
        verbose_name = _("ketidakhadiran pejabat")
        verbose_name_plural = _("ketidakhadiran pejabat")
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_start", condition=models.Q(ends_on__gte=models.F("starts_on"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.official_id} {self.starts_on}"
