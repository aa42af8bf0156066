"""Vocabulary of visits."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitConclusion(models.TextChoices):
    FIT = "fit", _("memenuhi persyaratan")
    FIT_WITH_REPAIR = "fit_with_repair", _("memenuhi persyaratan dengan syarat perbaikan")
    UNFIT = "unfit", _("belum memenuhi persyaratan")
    NOT_INSPECTED = "not_inspected", _("tidak dapat diperiksa")
