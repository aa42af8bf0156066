"""Facilities and businesses in the city's register."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.identifiers import public_id
from core.names import NameKeyField
from facilities.enums import INDEPENDENT_KINDS, ClosureKind, FacilityKind, Ownership
from facilities.models.kind import Kind
from facilities.querysets import FacilityPersonQuerySet, FacilityQuerySet


class Facility(models.Model):
    """A place where health care is given or a health-related business is run."""

    public_id = models.CharField(_("id publik"), max_length=24, unique=True, default=public_id, editable=False)
    code = models.CharField(_("kode"), max_length=30, unique=True)
    name = models.CharField(_("nama"), max_length=150)
    name_key = NameKeyField(max_length=150, db_index=True, editable=False, default="")
    # A code of facility-kinds.csv; no choices, so a new kind is a row and no change of code.
    kind = models.CharField(_("jenis"), max_length=24)
    ownership = models.CharField(_("kepemilikan"), max_length=12, choices=Ownership.choices)
    region = models.ForeignKey(
        "accounts.Region",
        on_delete=models.PROTECT,
        related_name="facilities",
        verbose_name=_("kelurahan/desa"),
        help_text=_("Kelurahan atau desa tempat fasilitas berada."),
    )
    address = models.CharField(_("alamat"), max_length=200, blank=True, default="")
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="network",
        verbose_name=_("induk"),
    )
    owner_name = models.CharField(_("pemilik"), max_length=120, blank=True, default="")
    responsible_name = models.CharField(_("penanggung jawab"), max_length=120, blank=True, default="")
    nib = models.CharField(_("NIB"), max_length=13, blank=True, default="")
    phone = models.CharField(_("telepon"), max_length=30, blank=True, default="")
    latitude = models.DecimalField(_("lintang"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("bujur"), max_digits=9, decimal_places=6, null=True, blank=True)
    obligatory_types = models.JSONField(
        _("izin wajib"),
        default=list,
        blank=True,
        help_text=_("Kode jenis izin yang wajib dimiliki: yang berlaku bagi jenisnya dan tambahan fasilitas ini."),
    )
    checklist_kind = models.CharField(_("jenis daftar tilik"), max_length=30, blank=True, default="")
    active_from = models.DateField(_("beroperasi sejak"))
    active_until = models.DateField(_("hari terakhir beroperasi"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(_("diubah pada"), auto_now=True, db_index=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = FacilityQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        verbose_name = _("fasilitas")
        verbose_name_plural = _("fasilitas")
        indexes = [models.Index(fields=("kind", "ownership"), name="facility_kind_owner")]
        constraints = [
            models.CheckConstraint(
                name="facility_closes_after_opening",
                condition=models.Q(active_until__isnull=True) | models.Q(active_until__gte=models.F("active_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_kind_display(self) -> str:
        """Name of the kind; a kind the code does not name costs a query, so lists take `domain.kinds.labels()`."""
        if self.kind in FacilityKind.values:
            return str(FacilityKind(self.kind).label)
        row = Kind.objects.filter(code=self.kind).first()
        return row.label if row else self.kind

    @property
    def is_independent_practice(self) -> bool:
        """True for the practice of one professional, where a visit belongs to the assessment."""
        return self.kind in INDEPENDENT_KINDS


class FacilityPerson(models.Model):
    """A PJ fasyankes: may file for the facility and its staff, from `starts_on` to `ends_on`."""

    facility = models.ForeignKey(
        "facilities.Facility",
        on_delete=models.CASCADE,
        related_name="persons_in_charge",
        verbose_name=_("fasilitas"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="facilities",
        verbose_name=_("pengguna"),
    )
    starts_on = models.DateField(_("berlaku mulai"))
    ends_on = models.DateField(_("berlaku sampai"), null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("catatan"), max_length=200, blank=True, default="")

    objects = FacilityPersonQuerySet.as_manager()

    class Meta:
        ordering = ("facility", "user", "starts_on")
        verbose_name = _("penanggung jawab fasyankes")
        verbose_name_plural = _("penanggung jawab fasyankes")
        constraints = [
            models.UniqueConstraint(fields=("facility", "user", "starts_on"), name="facility_person_once"),
            models.UniqueConstraint(
                fields=("facility", "user"), condition=models.Q(ends_on__isnull=True), name="facility_person_open_once"
            ),
            models.CheckConstraint(
                name="facility_person_ends_after_start",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.facility_id}"


class FacilityClosure(models.Model):
    """Days on which a facility does not work: [starts_on, ends_on], `ends_on` null while nobody reopened it.

    A closure that has begun stays as history; one withdrawn before its first day keeps `withdrawn_at`.
    """

    facility = models.ForeignKey(
        "facilities.Facility", on_delete=models.CASCADE, related_name="closures", verbose_name=_("fasilitas")
    )
    kind = models.CharField(_("jenis"), max_length=10, choices=ClosureKind.choices)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)
    reason = models.CharField(_("alasan"), max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lift_reason = models.CharField(_("alasan dibuka"), max_length=300, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-starts_on", "-id")
        verbose_name = _("penutupan fasilitas")
        verbose_name_plural = _("penutupan fasilitas")
        constraints = [
            models.CheckConstraint(
                name="facility_closure_ends_after_start",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
            ),
            models.UniqueConstraint(
                fields=("facility",),
                condition=models.Q(ends_on__isnull=True, withdrawn_at__isnull=True),
                name="facility_one_open_closure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.kind} {self.starts_on}"
