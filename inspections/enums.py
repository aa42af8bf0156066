"""Vocabulary of checklists, visits, surat tugas and findings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitConclusion(models.TextChoices):
    FIT = "fit", _("memenuhi persyaratan")
    FIT_WITH_REPAIR = "fit_with_repair", _("memenuhi persyaratan dengan syarat perbaikan")
    UNFIT = "unfit", _("belum memenuhi persyaratan")
    NOT_INSPECTED = "not_inspected", _("tidak dapat diperiksa")


class VisitState(models.TextChoices):
    """`checked_out`: one inspector's phone has it; `submitted`: results lie here, the berita acara does not yet."""

    PLANNED = "planned", _("direncanakan")
    CHECKED_OUT = "checked_out", _("dibawa pengawas")
    SUBMITTED = "submitted", _("menunggu berita acara")
    CONCLUDED = "concluded", _("selesai")
    CANCELLED = "cancelled", _("dibatalkan")


OPEN_VISITS = (VisitState.PLANNED, VisitState.CHECKED_OUT, VisitState.SUBMITTED)


class VisitKind(models.TextChoices):
    ROUTINE = "routine", _("pembinaan dan pengawasan berkala")
    APPLICATION = "application", _("penilaian permohonan")
    COMPLAINT = "complaint", _("menindaklanjuti pengaduan")
    FOLLOW_UP = "follow_up", _("pemeriksaan tindak lanjut")


class AnswerValue(models.TextChoices):
    YES = "sesuai", _("Sesuai")
    NO = "tidak", _("Tidak")
    NOT_APPLICABLE = "tb", _("T.B.")


class Scoring(models.TextChoices):
    """How a checklist turns answers into a conclusion; see `domain/scoring.py`."""

    PASS_ALL = "pass_all", _("semua butir sesuai")
    PERCENT = "percent", _("persentase bobot")
    SEVERITY = "severity", _("tingkat menurut kelas ketidaksesuaian")


class ItemSeverity(models.TextChoices):
    MINOR = "minor", _("minor")
    MAJOR = "mayor", _("mayor")
    SERIOUS = "serius", _("serius")
    CRITICAL = "kritis", _("kritis")


class VersionState(models.TextChoices):
    """Life of a checklist version: drafted, proposed by one person, confirmed by another."""

    DRAFT = "draft", _("draf")
    PROPOSED = "proposed", _("diusulkan")
    PUBLISHED = "published", _("ditetapkan")


class TugasState(models.TextChoices):
    DRAFT = "draft", _("draf")
    SIGNED = "signed", _("ditandatangani")
    CANCELLED = "cancelled", _("dibatalkan")


class Side(models.TextChoices):
    INSPECTOR = "inspector", _("Pemeriksa")
    INSPECTED = "inspected", _("Yang diperiksa")


class SignatureWay(models.TextChoices):
    DRAWN = "drawn", _("digambar di layar")
    PAPER = "paper", _("di atas kertas, dengan foto")
    REFUSED = "refused", _("menolak menandatangani")


class FindingState(models.TextChoices):
    OPEN = "open", _("harus diperbaiki")
    ANSWERED = "answered", _("jawaban menunggu diperiksa")
    CLOSED = "closed", _("selesai diperbaiki")


class InterestKind(models.TextChoices):
    WORKS = "works", _("bekerja di sana")
    OWNS = "owns", _("memiliki")
    FAMILY = "family", _("keluarga")


class RiskBand(models.TextChoices):
    VERY_HIGH = "PITA-A", _("Sangat tinggi")
    HIGH = "PITA-B", _("Tinggi")
    MEDIUM = "PITA-C", _("Sedang")
    LOW = "PITA-D", _("Rendah")


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
