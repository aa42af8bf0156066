"""Who may inspect: cards with their decree and dates, declared interests."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from inspections.enums import InterestKind
from inspections.querysets import InspectorCardQuerySet


class InspectorCard(models.Model):
    """The card of an inspector: appointed by decree, valid from–to (both inclusive). Without one nobody writes."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="inspector_cards", verbose_name=_("pengawas")
    )
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, related_name="+", verbose_name=_("perangkat daerah")
    )
    number = models.CharField(_("nomor kartu pengawas"), max_length=40)
    name_with_degrees = models.CharField(_("nama dengan gelar"), max_length=160, blank=True, default="")
    nip = models.CharField(_("NIP"), max_length=24, blank=True, default="")
    rank = models.CharField(_("pangkat/golongan"), max_length=60, blank=True, default="")
    title = models.CharField(_("jabatan"), max_length=120, blank=True, default="")
    decree_number = models.CharField(_("nomor keputusan"), max_length=80)
    decree_date = models.DateField(_("tanggal keputusan"))
    starts_on = models.DateField(_("berlaku mulai"))
    ends_on = models.DateField(_("berlaku sampai"))
    withdrawn_on = models.DateField(_("ditarik pada"), null=True, blank=True)
    training_hours = models.PositiveSmallIntegerField(_("jam pelatihan"), default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = InspectorCardQuerySet.as_manager()

    class Meta:
        ordering = ("user", "-starts_on")
        verbose_name = _("kartu pengawas")
        verbose_name_plural = _("kartu pengawas")
        constraints = [
            models.UniqueConstraint(fields=("office", "number", "starts_on"), name="inspector_card_once"),
            models.CheckConstraint(
                name="inspector_card_ends_after_start", condition=models.Q(ends_on__gte=models.F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def is_valid(self, on: date) -> bool:
        """True from the first to the last day, unless it was withdrawn on or before `on`."""
        gone = self.withdrawn_on is not None and self.withdrawn_on <= on
        return self.starts_on <= on <= self.ends_on and not gone


class InspectorInterest(models.Model):
    """A facility an inspector must not inspect: works there, owns it, or family does (risk-factors.csv KONFLIK)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="inspection_interests")
    facility = models.ForeignKey("facilities.Facility", on_delete=models.CASCADE, related_name="inspector_interests")
    kind = models.CharField(_("kepentingan"), max_length=10, choices=InterestKind.choices)
    note = models.CharField(_("keterangan"), max_length=200, blank=True, default="")
    declared_at = models.DateTimeField(_("dinyatakan pada"))
    ended_at = models.DateTimeField(_("berakhir pada"), null=True, blank=True)

    class Meta:
        ordering = ("user", "facility")
        verbose_name = _("kepentingan pengawas")
        verbose_name_plural = _("kepentingan pengawas")
        constraints = [
            models.UniqueConstraint(
                fields=("user", "facility", "kind"),
                condition=models.Q(ended_at__isnull=True),
                name="inspector_interest_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.facility_id} {self.kind}"
