"""Which office a machine client speaks for. The secret and the tokens are the OAuth provider's own rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("client_id",)
        verbose_name = _("sistem instansi lain")
        verbose_name_plural = _("sistem instansi lain")

    def __str__(self) -> str:
        return self.name
