"""One human being, once in the whole database; belongs to no office (DECISIONS 3)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedCharField, EncryptedTextField, keyed_hash
from core.identifiers import public_id
from core.names import NameKeyField
from workforce.enums import IdentityKind, Sex
from workforce.querysets import PersonQuerySet


class Person(models.Model):
    """A person by NIK or passport; the number is encrypted and looked up by keyed hash."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    identity_kind = models.CharField(
        _("jenis identitas"), max_length=8, choices=IdentityKind.choices, default=IdentityKind.NIK
    )
    identity_number = EncryptedCharField(_("nomor identitas"), max_length=255)
    identity_hash = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField(_("nama"), max_length=120, db_index=True)
    # What searches compare: filled from the name whenever a row is written, in bulk too.
    name_key = NameKeyField(max_length=150, db_index=True, editable=False, default="")
    degrees = models.CharField(_("gelar"), max_length=60, blank=True, default="")
    birth_date = models.DateField(_("tanggal lahir"), null=True, blank=True)
    birth_place = models.CharField(_("tempat lahir"), max_length=80, blank=True, default="")
    sex = models.CharField(_("jenis kelamin"), max_length=1, choices=Sex.choices, blank=True, default="")
    # The encrypted columns store an empty text as NULL.
    address = EncryptedTextField(_("alamat rumah"), null=True, blank=True)
    phone = EncryptedCharField(_("telepon"), max_length=255, null=True, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("akun"),
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_rows",
        verbose_name=_("digabung ke"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(_("diubah pada"), auto_now=True, db_index=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("orang")
        verbose_name_plural = _("orang")

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def hash_of(kind: str, number: str) -> str:
        """Look-up key of an identity number, for example `hash_of("nik", "99…0000")`."""
        return keyed_hash(f"{kind}:{number}", "identity")

    def set_identity(self, kind: str, number: str) -> None:
        """Store the number and its look-up key together."""
        self.identity_kind = kind
        self.identity_number = number
        self.identity_hash = self.hash_of(kind, number)

    @property
    def full_name(self) -> str:
        """Name with degrees, as letters print it."""
        return f"{self.name}, {self.degrees}" if self.degrees else self.name
