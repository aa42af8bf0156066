"""The monthly report as a letter: its words, and the signature of the head in two transactions (DECISIONS 16)."""

from collections.abc import Iterable
from datetime import datetime

from babel.dates import format_date
from django.db import transaction
from django.utils import translation
from django.views.decorators.debug import sensitive_variables

from accounts.domain.officials import Signatory, signatories
from accounts.enums import Position, Role
from accounts.models import Office
from core import audit, formats
from core.months import Month
from letters.content import LetterContent, LetterHead
from letters.domain import issuing as letters
from letters.models import Letter
from letters.signing import Passphrase
from letters.wording import long_date, moment
from licensing.domain.reports.promise_month import FinishedFile, PromiseReport, Share, promise_report, share_of
from licensing.domain.surveys.index import printed
from licensing.enums import Holder
from licensing.exceptions import MonthNotOver, NoSignatory
from licensing.letters.particulars import signature_of
from licensing.letters.promise_report import BarisJenis, BerkasLewat, LaporanJanji
from licensing.letters.signing import require_signatory
from licensing.models import PromiseReportLetter
from licensing.rules import Actor

# A letter of two pages: the worst files by name of type, the rest in one sentence; the busiest types.
SHOWN_LATE = 10
SHOWN_TYPES = 15


def month_name(month: Month) -> str:
    """Return for instance "Januari 2026"."""
    return format_date(month.start.date(), "MMMM y", locale="id")


def preview(office: Office, month: Month, *, at: datetime) -> bytes:
    """Return the report as it would be signed, marked as a concept. Raises NoSignatory."""
    on = at.astimezone(office.zone).date()
    usual = signatories(office, Position.HEALTH_HEAD, on)
    if not usual:
        raise NoSignatory(params={"date": long_date(on)})
    return letters.preview(content_of(promise_report(office, month, at=at), office, usual[0]), office=office, at=at)


@sensitive_variables("passphrase")
def sign_report(
    office: Office, month: Month, *, by: Actor, passphrase: Passphrase, at: datetime
) -> PromiseReportLetter:
    """Sign the report of a month that is over; one signed before is replaced by this one.

    Raises MonthNotOver, NoSignatory, and the signer's own errors (wrong passphrase, away).
    """
    if month.end > at:
        raise MonthNotOver
    who = require_signatory(by, office, Position.HEALTH_HEAD, at.astimezone(office.zone).date())
    before = PromiseReportLetter.objects.filter(office=office, month=month.start.date())
    last = before.select_related("letter").first()
    letter = letters.reserve(
        content_of(promise_report(office, month, at=at), office, who),
        office=office,
        key=f"promise-report:{office.code}:{month}:{before.count()}",
        at=at,
        by=by.user,
        replaces=last.letter if last else None,
    )
    signed = letters.sign(letter, by=by.user, passphrase=passphrase, at=at)
    with transaction.atomic():
        stored: Letter = letters.store(letter, signed=signed, at=at)
        report = PromiseReportLetter.objects.create(
            office=office, month=month.start.date(), letter=stored, signed_at=at
        )
        payload = {"month": str(month), "letter": stored.number}
        audit.record(action="promise_report.sign", by=by.user, obj=report, office=office, payload=payload, at=at)
    return report


def content_of(report: PromiseReport, office: Office, who: Signatory) -> LetterContent:
    """Return the letter of a report, in Indonesian whatever the page speaks."""
    with translation.override("id"):
        return LetterContent(
            kop=LetterHead.of(office),
            isi=_body(report, office),
            ttd=signature_of(who),
            tembusan=(
                f"Wali {office.region.name}",
                "Kepala Bagian Organisasi Sekretariat Daerah",
                "Kepala DPMPTSP",
            ),
            jenis=f"Laporan bulanan janji layanan, {month_name(report.month)}",
        )


def _body(report: PromiseReport, office: Office) -> LaporanJanji:
    total, apart = report.total, share_of(report.coordinated)
    held = report.held_minutes()
    late = report.late
    survey = report.survey
    return LaporanJanji(
        periode=month_name(report.month),
        kosong=total.finished == 0,
        jumlah_selesai=formats.number(total.finished),
        jumlah_tepat=formats.number(total.on_time),
        persen_tepat=formats.percent(formats.share(total.on_time, total.finished)),
        median_jam=_hours(total.median_minutes),
        p90_jam=_hours(total.ninetieth_minutes),
        jumlah_koordinasi=formats.number(apart.finished),
        jumlah_koordinasi_tepat=formats.number(apart.on_time),
        daftar_lewat=tuple(_late(row) for row in late[:SHOWN_LATE]),
        lewat_lain=f"Berkas lewat lainnya: {len(late) - SHOWN_LATE}." if len(late) > SHOWN_LATE else None,
        daftar_jenis=tuple(_bars(report)),
        waktu_pemohon=_duration(held[Holder.APPLICANT]),
        waktu_dpmptsp=_duration(held[Holder.DPMPTSP]),
        waktu_dinkes=_duration(held[Holder.DINKES]),
        waktu_luar=_duration(held[Holder.OUTSIDE]),
        jumlah_laporan_integritas=formats.number(report.complaints.integrity),
        jumlah_pengaduan=formats.number(report.complaints.received),
        jumlah_pengaduan_dijawab=formats.number(report.complaints.answered),
        nilai_ikm=formats.fixed_number(printed(survey.index), 2) if survey.index is not None else formats.NOTHING,
        mutu_ikm=survey.band or formats.NOTHING,
        jumlah_responden=formats.number(survey.respondents),
        waktu_data=moment(report.at, zone=office.time_zone),
        versi_kalender=str(report.calendar_number),
    )


def _hours(minutes: int | None) -> str:
    return formats.NOTHING if minutes is None else formats.fixed_number(minutes / 60, 1)


def _duration(minutes: int) -> str:
    return formats.duration(minutes) if minutes else "0 menit"


def _late(row: FinishedFile) -> BerkasLewat:
    ended = long_date(row.ended_at.date())
    return BerkasLewat(
        jenis_permohonan=row.type_name,
        lama_lewat=_duration(row.over_minutes),
        pemegang=desk_name(row.desk),
        sebab_lewat=(row.reason[:1].lower() + row.reason[1:]).rstrip(".") or "tidak dicatat",
        tindak_lanjut=f"{'ditolak' if row.refused else 'diselesaikan'} {ended}",
    )


def desk_name(role: str) -> str:
    """The name of the desk that held a late file, or "tidak dicatat"."""
    return str(Role(role).label) if role else "tidak dicatat"


def _bars(report: PromiseReport) -> Iterable[BarisJenis]:
    names = {row.type_code: row.type_name for row in report.files}
    for code, share in list(report.by_type().items())[:SHOWN_TYPES]:
        yield _bar(names[code], share)


def _bar(name: str, share: Share) -> BarisJenis:
    part = formats.share(share.on_time, share.finished)
    return BarisJenis(
        jenis=name,
        selesai=formats.number(share.finished),
        tepat=formats.number(share.on_time),
        persen=formats.percent(part),
        median=_hours(share.median_minutes),
        p90=_hours(share.ninetieth_minutes),
        lebar=f"{part or 0:.1f}%",
    )
