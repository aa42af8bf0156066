"""What the city says back: survey sheets, complaints in several states, and a rule on its way."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from accounts.models import Office, User
from core.workdays import WorkCalendar
from licensing.domain.complaints import reports
from licensing.domain.complaints.reports import Complaint
from licensing.domain.rulebook import backtesting, changes
from licensing.enums import ReportChannel, ReportKind, RuleChangeKind
from licensing.models import Application, SurveyElement, SurveyResponse, SurveyScore
from workforce.models import Person, Placement

SEED = 1674
SHEETS = 60
DAYS = 170
FIRST_STAFF_PHONE = 628_000_000_301
RULE_TYPE = "SIPP-PERAWAT"
WORDS = (
    "Petugas ramah dan jelas.",
    "Kolom isian bisa dibuat lebih ringkas.",
    "Senang dapat memantau dari ponsel.",
    "Mohon ada loket pada hari Sabtu.",
)


def survey(office: Office, *, at: datetime) -> int:
    """Write sheets of the last months, of the types that were finished; good, not perfect."""
    chance = Random(SEED)  # noqa: S311  # demo data, the same each time
    finished = Application.objects.filter(health_office=office, submitted_at__isnull=False).order_by("pk")
    types = list(finished.values_list("type__code", flat=True)[:400]) or [RULE_TYPE]
    today = at.astimezone(office.zone).date()
    rows = SurveyResponse.objects.bulk_create(
        SurveyResponse(
            office=office,
            region_id=office.region_id,
            type_code=chance.choice(types),
            answered_on=today - timedelta(days=1 + round(DAYS * number / SHEETS)),
            words=chance.choice(WORDS) if number % 5 == 0 else None,
        )
        for number in range(SHEETS)
    )
    elements = list(SurveyElement.objects.all())
    SurveyScore.objects.bulk_create(
        SurveyScore(response=row, element=element, value=chance.choices((2, 3, 4), (4, 38, 58))[0])
        for row in rows
        for element in elements
    )
    return len(rows)


def complain(office: Office, users: Mapping[str, User], *, calendar: WorkCalendar, at: datetime) -> None:
    """File complaints: answered, waiting, past their promise, about a file, and one about money."""
    file = Application.objects.filter(health_office=office, submitted_at__isnull=False).order_by("-pk").first()

    def filed(days: int, text: str, **more: object) -> reports.Filed:
        written = at - timedelta(days=days)
        opened = calendar.add(written, 0)
        begun = opened if opened <= at else written  # on a Sunday the office opens again only tomorrow
        complaint = Complaint(**({"kind": ReportKind.COMPLAINT, "text": text} | more))  # type: ignore[arg-type]
        return reports.file_report(complaint, office=office, at=begun)

    answered = filed(12, "Loket tutup sebelum jam yang tertulis di pintu.", channel=ReportChannel.DESK)
    reports.answer_report(
        answered.report,
        "Jam loket sudah dikembalikan seperti yang tertulis, dan petugas pengganti disiapkan.",
        by=users["kabid"],
        at=min(calendar.add(answered.report.created_at, 1), at),
    )
    filed(20, "Nomor telepon bantuan tidak diangkat pada pagi hari.")
    filed(2, "Alamat tempat praktik pada surat salah ketik.", application_number=file.number if file else "")
    filed(1, "Mohon penjelasan mengapa pemeriksaan tempat ditunda.", contact="+628000000399")
    filed(3, "Ada yang menawarkan jalan cepat dengan imbalan.", kind=ReportKind.INTEGRITY)


def propose_rule(office: Office, by: User, *, at: datetime) -> None:
    """Draft one more document for nurses and try it on the files of half a year."""
    extra = {
        "code": "SURAT-SEHAT",
        "label_id": "Surat keterangan sehat",
        "label_en": "Health certificate",
        "citation": "Usul peragaan; belum ada dasar hukumnya",
        "citation_confidence": "low",
        "kind": "document",
        "mandatory": True,
        "applies_to": "both",
        "legal_era": "both",
        "note": "Contoh rancangan.",
    }
    draft = changes.Draft(
        kind=RuleChangeKind.REQUIREMENTS,
        content={"rows": [*changes.rows_of(changes.newest_set(RULE_TYPE)), extra]},
        valid_from=at.astimezone(office.zone).date() + timedelta(days=60),
        decree="Rancangan peragaan",
        reason="Melihat berapa berkas yang akan kurang bila surat sehat diminta lagi.",
        type_code=RULE_TYPE,
    )
    change = changes.save_draft(draft, office=office, by=by, at=at)
    run = backtesting.start(change, months=6, by=by, at=at)
    backtesting.run_slice(run.pk, after=0, at=at)


def give_phones(coordinator: User) -> None:
    """Let the staff of the coordinator's facility be asked for their consent."""
    places = coordinator.facilities.values("facility")
    staff = Placement.objects.filter(facility__in=places, ends_on=None).values("practitioner__person")
    people = list(Person.objects.filter(pk__in=staff, user=None).order_by("pk"))
    for number, person in enumerate(people):
        person.phone = f"+{FIRST_STAFF_PHONE + number}"
    Person.objects.bulk_update(people, ["phone"])
