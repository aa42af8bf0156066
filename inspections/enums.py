"""Vocabulary of visits."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitConclusion(models.TextChoices):
    FIT = "fit", _("memenuhi persyaratan")
    FIT_WITH_REPAIR = "fit_with_repair", _("memenuhi persyaratan dengan syarat perbaikan")
    UNFIT = "unfit", _("belum memenuhi persyaratan")
    NOT_INSPECTED = "not_inspected", _("tidak dapat diperiksa")


class PlanKind(models.TextChoices):
    """What an activity is for (M3PMK); the method section of its ToR differs."""

    GUIDANCE = "guidance", _("pembinaan")
    SUPERVISION = "supervision", _("pengawasan")
    EMPOWERMENT = "empowerment", _("pemberdayaan SDM")
    COMMUNICATION = "communication", _("komunikasi sosial")
    COORDINATION = "coordination", _("koordinasi")


class PlanState(models.TextChoices):
    """Life of an activity plan: written, proposed, approved by the signature of the head."""

    DRAFT = "draft", _("draf")
    PROPOSED = "proposed", _("menunggu persetujuan")
    APPROVED = "approved", _("disetujui")


class TargetMeasure(models.TextChoices):
    """What a target counts; coverage measures are percentages of HLC (roles.md 5, never mixed)."""

    VISITS = "visits", _("kunjungan selesai")
    SESSIONS = "sessions", _("pertemuan pembinaan")
    PERSONS = "persons", _("cakupan tenaga (HLC)")
    PLACEMENTS = "placements", _("cakupan penempatan (HLC)")
    FACILITIES = "facilities", _("cakupan fasilitas (HLC)")


COVERAGE_MEASURES = (TargetMeasure.PERSONS, TargetMeasure.PLACEMENTS, TargetMeasure.FACILITIES)


class SessionState(models.TextChoices):
    PLANNED = "planned", _("direncanakan")
    HELD = "held", _("terlaksana")
    CANCELLED = "cancelled", _("dibatalkan")


class CampaignState(models.TextChoices):
    DRAFT = "draft", _("draf")
    SENT = "sent", _("terkirim")


class ProposalSource(models.TextChoices):
    """Why a visit is proposed beside the risk score."""

    COMPLAINT = "complaint", _("pengaduan")


class ProposalState(models.TextChoices):
    OPEN = "open", _("menunggu")
    PLANNED = "planned", _("dijadwalkan")
    DROPPED = "dropped", _("tidak dilanjutkan")
