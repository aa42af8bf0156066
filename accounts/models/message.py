"""Inbox rows are the truth; channels are deliveries of them (UX 4.7)."""

import re

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Channel, DeliveryState
from core.crypto import EncryptedCharField, EncryptedJSONField, EncryptedTextField
from core.formats import language


class MessageTemplate(models.Model):
    """One event's texts, from `messages.csv`."""

    code = models.CharField(_("kode"), max_length=40, primary_key=True)
    audience = models.CharField(_("penerima"), max_length=60)
    channels = models.JSONField(_("saluran"), default=list)
    urgent = models.BooleanField(_("mendesak"), default=False)
    reminder = models.BooleanField(_("pengingat, paling banyak satu sehari"), default=False)
    dedupe_rule = models.CharField(_("aturan ganda"), max_length=200, blank=True, default="")
    text_id = models.TextField(_("teks Indonesia"))
    text_en = models.TextField(_("teks Inggris"))
    wa_category = models.CharField(max_length=20, blank=True, default="")
    wa_text_id = models.TextField(_("teks WhatsApp"), blank=True, default="")
    wa_params = models.JSONField(default=list, blank=True)
    source = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering = ("code",)
        verbose_name = _("teks pesan")
        verbose_name_plural = _("teks pesan")

    def __str__(self) -> str:
        return self.code


class InboxMessage(models.Model):
    """What a person was told, once per `dedupe_key`."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="inbox"
    )
    template = models.ForeignKey("accounts.MessageTemplate", on_delete=models.PROTECT, related_name="+")
    dedupe_key = models.CharField(max_length=160, unique=True)
    params = models.JSONField(default=dict)
    text = models.TextField(_("isi"))
    text_en = models.TextField(blank=True, default="")
    link = models.CharField(_("tautan"), max_length=200, blank=True, default="")
    created_at = models.DateTimeField(_("dibuat pada"), db_index=True)
    read_at = models.DateTimeField(_("dibaca pada"), null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("pesan")
        verbose_name_plural = _("pesan")

    def __str__(self) -> str:
        return f"{self.template_id} {self.created_at:%Y-%m-%d}"

    @property
    def said(self) -> str:
        """The text in the active language, without its closing "Lihat: address": a page draws that as a button."""
        text = self.text_en if language() == "en" and self.text_en else self.text
        if not self.link:
            return text
        return re.sub(rf"\s[^.]*?:?\s*\S+{re.escape(self.link)}$", "", text)


class Delivery(models.Model):
    """One channel's attempt to bring an inbox row to a person."""

    message = models.ForeignKey("accounts.InboxMessage", on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.PENDING)
    # Encrypted, and empty is NULL: a text may hold a code or a name, an address always is personal.
    recipient = EncryptedCharField(max_length=500, null=True, blank=True)
    text = EncryptedTextField(null=True, blank=True)
    variables = EncryptedJSONField(default=list, blank=True)
    language = models.CharField(max_length=2, default="id")
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    provider_id = models.CharField(max_length=120, blank=True, default="")
    not_before = models.DateTimeField(null=True, blank=True)
    not_after = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ("id",)
        verbose_name = _("pengiriman pesan")
        verbose_name_plural = _("pengiriman pesan")
        constraints = [models.UniqueConstraint(fields=("message", "channel"), name="delivery_once_per_channel")]

    def __str__(self) -> str:
        return f"{self.message_id} {self.channel} {self.state}"
