"""Which office a machine client speaks for, and who asked for it. Secret and tokens are the OAuth provider's rows."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import ClientRequestState
from core.identifiers import public_id


class ApiClient(models.Model):
    """An agency's system, by the `client_id` of its OAuth application; sees the region of `office` only.

    `scopes` (DECISIONS 28) is the most a token of this client may carry.
    """

    client_id = models.CharField(_("id klien"), max_length=100, unique=True)
    name = models.CharField(_("nama sistem"), max_length=120)
    office = models.ForeignKey(
        "accounts.Office",
        on_delete=models.PROTECT,
        related_name="api_clients",
        verbose_name=_("perangkat daerah"),
    )
    scopes = models.JSONField(_("cakupan izin akses"), default=list)
    is_active = models.BooleanField(_("aktif"), default=True)
    off_reason = models.CharField(_("dimatikan karena"), max_length=300, blank=True, default="")
    # When somebody last saw a new secret, and when a token was last given for it.
    secret_at = models.DateTimeField(_("rahasia dibuat pada"), null=True, blank=True)
    last_token_at = models.DateTimeField(_("token terakhir pada"), null=True, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("client_id",)
        verbose_name = _("sistem instansi lain")
        verbose_name_plural = _("sistem instansi lain")

    def __str__(self) -> str:
        return self.name


class ClientRequest(models.Model):
    """A person of an office asks for a client; another person approves, maybe with fewer scopes, or refuses."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, related_name="client_requests", verbose_name=_("perangkat daerah")
    )
    name = models.CharField(_("nama sistem"), max_length=120)
    organisation = models.CharField(_("instansi pemilik sistem"), max_length=150)
    purpose = models.CharField(_("keperluan"), max_length=1000)
    scopes = models.JSONField(_("cakupan yang diminta"), default=list)
    contact_name = models.CharField(_("nama penghubung"), max_length=120)
    contact_email = models.EmailField(_("pos-el penghubung"))
    state = models.CharField(
        _("keadaan"), max_length=9, choices=ClientRequestState.choices, default=ClientRequestState.WAITING
    )
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("diajukan pada"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("diputuskan pada"), null=True, blank=True)
    reason = models.CharField(_("alasan"), max_length=300, blank=True, default="")
    client = models.OneToOneField(
        "accounts.ApiClient", on_delete=models.PROTECT, null=True, blank=True, related_name="request"
    )

    class Meta:
        ordering = ("-requested_at", "-id")
        verbose_name = _("permohonan akses API")
        verbose_name_plural = _("permohonan akses API")

    def __str__(self) -> str:
        return f"{self.name} {self.state}"

    @property
    def is_waiting(self) -> bool:
        """Whether nobody decided yet."""
        return self.state == ClientRequestState.WAITING
