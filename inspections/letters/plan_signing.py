"""The ToR of a plan as a letter: its words, and the approval of the head in two transactions (DECISIONS 16)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import translation
from django.views.decorators.debug import sensitive_variables

from accounts.domain.officials import Signatory, signatories, signatory_of
from accounts.enums import Position
from accounts.models import Office, User
from core import formats
from facilities.domain.kinds import labels
from inspections.domain import activity_plans
from inspections.exceptions import NoSignatoryToday
from inspections.letters.activity_plan import KerangkaAcuan, TargetKegiatan
from inspections.models import ActivityPlan, ActivityTarget
from letters.content import LetterContent, LetterHead, SignatureBlock
from letters.domain import issuing as letters
from letters.signing import Passphrase
from letters.wording import in_words, long_date, thousands

QUARTERS = ("I", "II", "III", "IV")


def require_head(by: User, office: Office, on: date) -> Signatory:
    """Return how the person may sign as head of the health office on a day. Raises NoSignatoryToday."""
    who = signatory_of(by.pk, office, Position.HEALTH_HEAD, on)
    if who is None:
        raise NoSignatoryToday(params={"date": long_date(on)})
    return who


def preview(plan: ActivityPlan, *, at: datetime) -> bytes:
    """Return the ToR as it would be approved, marked as a concept. Raises NoSignatoryToday."""
    on = at.astimezone(plan.office.zone).date()
    usual = signatories(plan.office, Position.HEALTH_HEAD, on)
    if not usual:
        raise NoSignatoryToday(params={"date": long_date(on)})
    return letters.preview(content_of(plan, usual[0]), office=plan.office, at=at)


@sensitive_variables("passphrase")
def approve(plan: ActivityPlan, *, by: User, passphrase: Passphrase, at: datetime) -> ActivityPlan:
    """Sign the ToR and approve the plan; a failed signature keeps its number for the next try.

    Raises PlanMoved, OwnPlan, NoSignatoryToday, and the signer's own errors (wrong passphrase, away).
    """
    activity_plans.check_approver(plan, by=by)
    who = require_head(by, plan.office, at.astimezone(plan.office.zone).date())
    letter = letters.reserve(
        content_of(plan, who), office=plan.office, key=f"activity-plan:{plan.public_id}:{plan.version}", at=at, by=by
    )
    signed = letters.sign(letter, by=by, passphrase=passphrase, at=at)
    with transaction.atomic():
        return activity_plans.approve(plan, letter=letters.store(letter, signed=signed, at=at), by=by, at=at)


def content_of(plan: ActivityPlan, who: Signatory) -> LetterContent:
    """Return the ToR, in Indonesian whatever the page speaks."""
    with translation.override("id"):
        return LetterContent(
            kop=LetterHead.of(plan.office),
            isi=_body(plan),
            ttd=SignatureBlock.of(who),
            jenis=f"Kerangka acuan kegiatan, {plan.name}",
        )


def _body(plan: ActivityPlan) -> KerangkaAcuan:
    kinds = labels()
    targets = plan.targets.select_related("region", "unit", "profession")
    known = plan.coverage_on is not None and plan.coverage_obliged
    amount = plan.budget_amount
    return KerangkaAcuan(
        nama_kegiatan=plan.name,
        jenis_kegiatan=str(plan.get_kind_display()),
        tahun_anggaran=str(plan.year),
        periode=period_words(plan),
        latar_belakang=plan.background,
        tanggal_data=long_date(plan.coverage_on) if known and plan.coverage_on else None,
        pembilang=formats.number(plan.coverage_held or 0) if known else None,
        penyebut=formats.number(plan.coverage_obliged or 0) if known else None,
        persentase=formats.percent(formats.share(plan.coverage_held or 0, plan.coverage_obliged or 0))
        if known
        else None,
        daftar_dasar=tuple(line.rstrip(";.") for line in plan.basis),
        maksud=plan.purpose,
        tujuan=plan.objective,
        sasaran=plan.beneficiaries,
        keluaran=plan.output,
        indikator=plan.indicator,
        target=plan.indicator_target,
        metode=plan.method,
        tempat_kegiatan=plan.place,
        pelaksana=plan.staff.rstrip("."),
        penanggung_jawab_kegiatan=plan.responsible,
        jumlah_biaya=thousands(amount) if amount else None,
        jumlah_biaya_terbilang=in_words(amount) if amount else None,
        sumber_dana=plan.budget_source,
        kode_rekening=plan.budget_line or None,
        periode_lapor="triwulan",
        daftar_jadwal=tuple(plan.schedule),
        daftar_target=tuple(_target(row, kinds) for row in targets),
        nama_penyusun=(plan.proposed_by or plan.drafted_by).name,
    )


def period_words(plan: ActivityPlan) -> str:
    """Return "tahun 2026" or "triwulan II tahun 2026"."""
    return f"triwulan {QUARTERS[plan.quarter - 1]} tahun {plan.year}" if plan.quarter else f"tahun {plan.year}"


def _target(row: ActivityTarget, kinds: dict[str, str]) -> TargetKegiatan:
    place = row.unit.name if row.unit else (f"Kecamatan {row.region.name}" if row.region else "Seluruh wilayah")
    if row.facility_kind:
        place = f"{place}, {kinds.get(row.facility_kind, row.facility_kind).lower()}"
    before = formats.NOTHING
    if row.base_obliged:
        part = formats.percent(formats.share(row.base_held or 0, row.base_obliged))
        before = f"{part} ({row.base_held} dari {row.base_obliged})"
    return TargetKegiatan(
        ukuran=str(row.get_measure_display()),
        unit=place,
        profesi=row.profession.name if row.profession else "Semua",
        masa=f"{long_date(row.starts_on)} sampai {long_date(row.ends_on)}",
        dasar_angka=before,
        target=f"{row.goal} %" if row.is_coverage else formats.number(row.goal),
    )
