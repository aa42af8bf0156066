"""A call for help, what happened to it, and the warnings about it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedCharField
from core.identifiers import public_id
from outreach.enums import Need, PickupChannel, PickupKind, PickupState, PickupVerb, WarningLevel
from outreach.querysets import PickupQuerySet


class Pickup(models.Model):
    """One call for help. `reported_at` is when the portal received it; nobody writes it, or `due_at`, again.

    `noted_at` is the phone's own time of a report made without signal: shown, never counted (SECURITY, threat 18).
    Who helps is `driver` and `doctor`; one is enough to set out.
    """

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    client_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=24, unique=True)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey("accounts.Region", on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(
        "outreach.Household", on_delete=models.SET_NULL, null=True, blank=True, related_name="pickups"
    )
    kind = models.CharField(_("jenis"), max_length=12, choices=PickupKind.choices)
    need = models.CharField(_("siapa"), max_length=12, choices=Need.choices)
    channel = models.CharField(_("kanal"), max_length=12, choices=PickupChannel.choices)
    place = EncryptedCharField(_("siapa dan di mana"), max_length=200)
    place_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    phone = EncryptedCharField(_("telepon"), max_length=20, null=True, blank=True)
    phone_hash = models.CharField(max_length=64, blank=True, default="", db_index=True, editable=False)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reported_at = models.DateTimeField(_("dilaporkan pada"))
    noted_at = models.DateTimeField(_("dicatat di ponsel pada"), null=True, blank=True)
    warn_at = models.DateTimeField(_("peringatan dini pada"))
    due_at = models.DateTimeField(_("batas tiba"))
    state = models.CharField(_("keadaan"), max_length=10, choices=PickupState.choices, default=PickupState.REPORTED)
    version = models.PositiveIntegerField(default=1)
    driver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    doctor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    vehicle = models.ForeignKey(
        "outreach.Vehicle", on_delete=models.PROTECT, null=True, blank=True, related_name="pickups"
    )
    accepted_at = models.DateTimeField(_("diterima pada"), null=True, blank=True)
    departed_at = models.DateTimeField(_("berangkat pada"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("tiba pada"), null=True, blank=True)
    finished_at = models.DateTimeField(_("selesai pada"), null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    cancel_reason = models.CharField(_("alasan batal"), max_length=300, blank=True, default="")

    objects = PickupQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "pk")
        verbose_name = _("permintaan jemput")
        verbose_name_plural = _("permintaan jemput")
        constraints = [
            models.CheckConstraint(
                name="pickup_due_after_report", condition=models.Q(due_at__gt=models.F("reported_at"))
            ),
            models.CheckConstraint(
                name="pickup_arrival_has_moment",
                condition=~models.Q(state__in=("arrived", "finished")) | models.Q(arrived_at__isnull=False),
            ),
            models.CheckConstraint(
                name="pickup_merged_names_other",
                condition=models.Q(state="merged", merged_into__isnull=False)
                | (~models.Q(state="merged") & models.Q(merged_into__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=("office", "state", "due_at"), name="pickup_board"),
            models.Index(fields=("office", "reported_at"), name="pickup_month"),
            models.Index(fields=("region", "place_hash"), name="pickup_place"),
        ]

    def __str__(self) -> str:
        return self.number


class PickupEvent(models.Model):
    """One step in the life of a pickup; append-only. `at` is the portal's instant and the only one that counts.

    A step noted without signal has the phone's own id and time: `noted_at` is shown, never counted.
    """

    pickup = models.ForeignKey(Pickup, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=10, choices=PickupVerb.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    client_id = models.UUIDField(unique=True, null=True, blank=True, editable=False)
    noted_at = models.DateTimeField(_("dicatat di ponsel pada"), null=True, blank=True)
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ("pk",)
        verbose_name = _("langkah permintaan jemput")
        verbose_name_plural = _("langkah permintaan jemput")

    def __str__(self) -> str:
        return f"{self.pickup_id} {self.verb}"


class PickupWarning(models.Model):
    """A warning given once per level; append-only, so that no miss is ever unsaid."""

    pickup = models.ForeignKey(Pickup, on_delete=models.PROTECT, related_name="warnings")
    level = models.CharField(max_length=20, choices=WarningLevel.choices)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("peringatan layanan jemput")
        verbose_name_plural = _("peringatan layanan jemput")
        constraints = [models.UniqueConstraint(fields=("pickup", "level"), name="pickup_warning_once")]

    def __str__(self) -> str:
        return f"{self.pickup_id} {self.level}"
