"""One-time codes for sign-up, reset and contact change, and invitations for staff."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import CodePurpose, Role
from accounts.querysets import InvitationQuerySet
from core.crypto import EncryptedCharField
from core.identifiers import public_id


class SignUp(models.Model):
    """What a visitor typed at sign-up, until the code proves the number is theirs. Deleted after a day."""

    ticket = models.CharField(max_length=32, unique=True)
    name = models.CharField(_("nama"), max_length=120)
    phone = EncryptedCharField(_("nomor WhatsApp"), max_length=255)
    email = EncryptedCharField(_("pos-el"), max_length=400, null=True, blank=True)
    password = models.CharField(max_length=128)
    language = models.CharField(_("bahasa"), max_length=2, default="id")
    consent_at = models.DateTimeField(_("persetujuan pada"))
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("pendaftaran yang belum selesai")
        verbose_name_plural = _("pendaftaran yang belum selesai")

    def __str__(self) -> str:
        return f"{self.pk}"


class OneTimeCode(models.Model):
    """A six-digit code, stored as a keyed hash; only the newest of a `ticket` counts.

    `ticket` lives in the session that asked, so a code is of no use anywhere else. `user` is empty when nobody
    has that contact: such a row answers exactly like a real one.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="codes"
    )
    sign_up = models.ForeignKey(SignUp, on_delete=models.CASCADE, null=True, blank=True, related_name="codes")
    # The contact the code went to and, after a change of contact, the one it replaced (for the undo link).
    contact = EncryptedCharField(max_length=500, null=True, blank=True)
    previous = EncryptedCharField(max_length=500, null=True, blank=True)
    contact_hash = models.CharField(max_length=64, db_index=True, default="")
    ticket = models.CharField(max_length=32, db_index=True, default="")
    purpose = models.CharField(max_length=12, choices=CodePurpose.choices)
    code_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("kode sekali pakai")
        verbose_name_plural = _("kode sekali pakai")

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class Invitation(models.Model):
    """Staff join by invitation only: role, unit and region are set by the inviter, not the guest."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    email = models.EmailField(_("pos-el"))
    name = models.CharField(_("nama"), max_length=120)
    role = models.CharField(_("peran"), max_length=20, choices=Role.choices)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, verbose_name=_("perangkat daerah"))
    region = models.ForeignKey(
        "accounts.Region", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("wilayah kerja")
    )
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("undangan petugas")
        verbose_name_plural = _("undangan petugas")

    def __str__(self) -> str:
        return f"{self.email} {self.role}"
