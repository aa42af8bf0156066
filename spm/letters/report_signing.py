"""The report as a letter: its words, and the head's signature in two transactions (DECISIONS 16)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils import translation
from django.views.decorators.debug import sensitive_variables

from accounts.domain.officials import Signatory, signatories, signatory_of
from accounts.enums import ActingKind, OfficeKind, Position
from accounts.models import Office, User
from core.formats import inside_sentence
from letters.content import LetterContent, LetterHead, SignatureBlock
from letters.domain import issuing as letters
from letters.enums import SignatureForm
from letters.signing import Passphrase
from letters.wording import long_date, moment
from spm.domain import figures_text as words
from spm.domain.event_rows import PLACE, event_rows
from spm.domain.reports import Reading, check_lockable, lock, read
from spm.enums import Programme
from spm.exceptions import NoSignatory
from spm.letters.report import BarisKejadian, BarisLayanan, BarisTahap, LaporanSpm, Perhitungan
from spm.models import Report

NOT_YET = "(belum)"
_FORMS = {
    ActingKind.PLT.value: SignatureForm.ACTING_VACANT,
    ActingKind.PLH.value: SignatureForm.ACTING_ABSENT,
    ActingKind.AN.value: SignatureForm.ON_BEHALF,
}


def office_of(report: Report) -> Office | None:
    """The office whose head signs: of the province, or of the city; None where none is set up."""
    kind = OfficeKind.PROVINCE if report.programme == Programme.SPM_PROVINCE else OfficeKind.HEALTH
    return Office.objects.filter(kind=kind, region=report.region_id).select_related("region").order_by("id").first()


def who_signs(report: Report, by: User, *, at: datetime) -> tuple[Office, Signatory]:
    """The office and how `by` may sign for it today; raises NoSignatory."""
    office = office_of(report)
    on = (at.astimezone(office.zone) if office else at).date()
    who = signatory_of(by.pk, office, Position.HEALTH_HEAD, on) if office else None
    if office is None or who is None:
        raise NoSignatory(params={"date": long_date(on)})
    return office, who


def preview(report: Report, *, at: datetime) -> bytes:
    """The report as it would be signed, marked as a concept. Raises NoSignatory where no office has a head."""
    office = office_of(report)
    usual = signatories(office, Position.HEALTH_HEAD, at.astimezone(office.zone).date()) if office else []
    if office is None or not usual:
        raise NoSignatory(params={"date": long_date(at.date())})
    return letters.preview(letter_of(read(report, at=at), office, usual[0], at=at), office=office, at=at)


@sensitive_variables("passphrase")
def sign_report(report: Report, *, by: User, passphrase: Passphrase, at: datetime) -> Report:
    """Sign and lock: number first, signature outside any lock, then file and lock in one transaction.

    Raises what `check_lockable` raises, NoSignatory, and the signer's own errors (wrong passphrase, away).
    """
    reading = check_lockable(report, by=by, at=at)
    office, who = who_signs(report, by, at=at)
    before = report.replaces.letter if report.replaces else None
    letter = letters.reserve(
        letter_of(reading, office, who, at=at),
        office=office,
        key=f"spm-report:{report.public_id}",
        at=at,
        by=by,
        replaces=before,
    )
    signed = letters.sign(letter, by=by, passphrase=passphrase, at=at)
    with transaction.atomic():
        stored = letters.store(letter, signed=signed, at=at)
        return lock(report, by=by, at=at, letter=stored)


def letter_of(reading: Reading, office: Office, who: Signatory, *, at: datetime) -> LetterContent:
    """The letter of a report, in Indonesian whatever the page speaks."""
    with translation.override("id"):
        return LetterContent(
            kop=LetterHead.of(office),
            isi=body_of(reading, office, at=at),
            ttd=_signature(who),
            tembusan=("Sekretaris Daerah", "Kepala Bagian yang membidangi SPM"),
            jenis=f"Laporan SPM bidang kesehatan {reading.report.region.name}, "
            f"{words.period(reading.report.year, reading.report.until)}, versi {reading.report.version}",
        )


def body_of(reading: Reading, office: Office, *, at: datetime) -> LaporanSpm:
    """The text of the report."""
    report, content, zone = reading.report, reading.content, office.time_zone
    definitions = {each["code"]: each for each in reading.basis["indicators"]}
    index = content.get("index") or {}
    bands = {band["code"]: band["name"] for band in reading.basis["bands"]}
    old = report.replaces
    methods = dict.fromkeys(words.short_method(each["method"]) for each in content["services"])
    return LaporanSpm(
        nama_daerah=report.region.name,
        periode=words.period(report.year, report.until),
        versi=str(report.version),
        status_laporan=str(report.get_state_display()).lower(),
        nama_perangkat_daerah=office.name,
        tempat_surat=office.city or office.region.name,
        tahun=str(report.year),
        waktu_data=moment(datetime.fromisoformat(content["data_at"]), zone=zone),
        nama_pemeriksa=report.checked_by.name if report.checked_by else NOT_YET,
        waktu_kunci=moment(at, zone=zone),
        indeks_spm=words.index(index.get("value")) if index.get("value") else None,
        kategori_spm=bands.get(index.get("band", "")),
        metode_penggabungan=", ".join(methods) or "-",
        sidik=report.sha256 or NOT_YET,
        baris=tuple(_row(each, definitions[each["code"]]) for each in content["services"]),
        tahap=tuple(_steps(content["services"])),
        kejadian=tuple(_events(content["services"], reading.basis["regions"])),
        perhitungan=tuple(_workings(content["services"])),
        versi_lama=str(old.version) if old else None,
        tanggal_versi_lama=long_date(old.locked_at.date()) if old and old.locked_at else None,
        alasan_perubahan=report.change_reason.rstrip(".") or None,
    )


def _row(service: Mapping[str, Any], definition: Mapping[str, Any]) -> BarisLayanan:
    plan = service["follow_up"] or {}
    reasons = [reason for place in service["places"] for reason in place["reasons"]]
    reasons += [event["reason"] for event in service["events"] if event["reason"]]
    value = Fraction(service["value"] or 0)
    return BarisLayanan(
        kode=service["code"],
        layanan=definition["name"],
        definisi=f"{definition['numerator']} dibagi {inside_sentence(definition['denominator'])}",
        dilayani=words.count(service["served"]),
        sasaran=words.count(service["due"]),
        capaian=words.percent(service["value"]),
        target=f"{definition['target'] or '100'} %",
        belum=words.count(service["gap"]),
        metode=words.short_method(service["method"]),
        sumber=words.sources(service["sources"]),
        lebar=f"{float(min(value, Fraction(100))):.1f}%",
        alasan="; ".join(dict.fromkeys(reasons)) or None,
        sebab=(plan.get("cause") or "").rstrip(".") or None,
        rencana=(plan.get("plan") or "").rstrip(".") or None,
    )


def _steps(services: Iterable[Mapping[str, Any]]) -> Iterable[BarisTahap]:
    for service in services:
        for step in service["steps"]:
            yield BarisTahap(
                kode=service["code"],
                tahap=words.step_name(step["name"]),
                dilayani=words.count(step["served"]),
                sasaran=words.count(step["due"]),
                capaian=words.percent(step["percent"]),
            )


def _events(services: Iterable[Mapping[str, Any]], regions: Mapping[str, str]) -> Iterable[BarisKejadian]:
    for service in services:
        for row in event_rows(service, regions):
            yield BarisKejadian(
                kode=service["code"],
                kejadian=(row.name or "Setahun") + ("" if row.declared else " (belum menyatakan KLB)"),
                tempat=row.kind == PLACE,
                terinfeksi=words.count(row.infected),
                berisiko=words.count(row.at_risk),
                kasus_dilayani=words.count(row.cases_served),
                kontak_dilayani=words.count(row.contacts_served),
                dilayani=words.count(row.served),
                sasaran=words.count(row.due),
                capaian=words.percent(row.percent),
            )


def _workings(services: Iterable[Mapping[str, Any]]) -> Iterable[Perhitungan]:
    for service in services:
        if not service["mean"]:
            continue
        by_mean = service["method"] == "mean_of_stages"
        pair = (words.mean_working(service), words.pooled_working(service))
        yield Perhitungan(
            kode=service["code"],
            metode=words.short_method(service["method"]),
            hitungan=pair[0] if by_mean else pair[1],
            pembanding=pair[1] if by_mean else None,
        )


def _signature(who: Signatory) -> SignatureBlock:
    on_behalf = who.acting == ActingKind.AN
    return SignatureBlock(
        bentuk=_FORMS.get(who.acting, SignatureForm.DEFINITIVE).value,
        sebutan_jabatan=who.own_title if on_behalf and who.own_title else who.title,
        sebutan_jabatan_pemberi=who.title if on_behalf else None,
        nama_penanda_tangan=who.name,
        pangkat_golongan=who.rank or None,
        nip=who.nip or None,
        nomor_penunjukan=who.decree or None,
    )
