"""People who sign in, by phone or e-mail. Personal keys are encrypted and looked up by keyed hash."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.querysets import UserManager
from core.crypto import EncryptedCharField, keyed_hash
from core.identifiers import public_id


class User(AbstractBaseUser, PermissionsMixin):
    """An account. `phone` is E.164; `phone_hash` and `email_key` are the unique look-up columns."""

    public_id = models.CharField(_("id publik"), max_length=24, unique=True, default=public_id, editable=False)
    name = models.CharField(_("nama"), max_length=120)
    email = models.EmailField(_("pos-el"), null=True, blank=True, unique=True)
    phone = EncryptedCharField(_("nomor WhatsApp"), max_length=255, null=True, blank=True)
    phone_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    phone_last4 = models.CharField(max_length=4, blank=True, default="", editable=False)
    phone_verified_at = models.DateTimeField(_("nomor dikonfirmasi pada"), null=True, blank=True)
    email_verified_at = models.DateTimeField(_("pos-el dikonfirmasi pada"), null=True, blank=True)
    # An e-mail that was given but not confirmed yet: it opens nothing and blocks nobody.
    pending_email = EncryptedCharField(_("pos-el yang belum dikonfirmasi"), max_length=400, null=True, blank=True)
    # What BSrE knows a signer by; typed by the officer, shown to nobody else, sent with a signature and nowhere else.
    signing_nik = EncryptedCharField(_("NIK penanda tangan"), max_length=255, null=True, blank=True)
    language = models.CharField(_("bahasa"), max_length=2, default="id")
    channels = models.JSONField(_("saluran pesan"), default=list, blank=True)
    consent_at = models.DateTimeField(_("persetujuan pada"), null=True, blank=True)
    messages_stopped_at = models.DateTimeField(_("pesan dihentikan pada"), null=True, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)
    is_staff = models.BooleanField(_("boleh membuka administrasi"), default=False)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    is_demo = models.BooleanField(_("akun demo"), default=False)
    date_joined = models.DateTimeField(_("terdaftar pada"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ("id",)
        verbose_name = _("pengguna")
        verbose_name_plural = _("pengguna")
        constraints = [
            models.CheckConstraint(
                name="user_has_phone_or_email",
                condition=models.Q(email__isnull=False) | models.Q(phone_hash__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(",")[0].split(" ")[0]

    def set_phone(self, e164: str | None) -> None:
        """Store the number and the columns derived from it; `e164` like +628000000123 or None."""
        self.phone = e164 or None
        self.phone_hash = keyed_hash(e164, "phone") if e164 else None
        self.phone_last4 = e164[-4:] if e164 else ""

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions die with the password and with `session_epoch`, raised when roles change (SECURITY 1)."""
        salt = "accounts.models.User.get_session_auth_hash"
        value = f"{self.password}|{self.session_epoch}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.lower() if self.email else None
        super().save(*args, **kwargs)
