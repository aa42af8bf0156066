"""The shipped catalogue by type code, applications and licences.

`catalogue("SIPP-PERAWAT")` makes a whole type: version, requirement set with its requirements, allowances.
Applications are rows as they would stand; verbs of `licensing.domain.transitions` move them.
"""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory

from accounts.enums import Role
from accounts.models import Office
from licensing.enums import (
    Action,
    ApplicationKind,
    ClockName,
    DocumentState,
    FilingState,
    LegalEra,
    LicenceState,
    Proposal,
    ReportKind,
    State,
    Verdict,
)
from licensing.models import (
    Allowance,
    AnswerPromise,
    Application,
    ApplicationEvent,
    Assessment,
    Coordination,
    Correction,
    Document,
    FilingBatch,
    FindingText,
    Judgement,
    Licence,
    LicenceStatus,
    PublicReport,
    Reason,
    RecommendationType,
    Regulation,
    Requirement,
    RequirementSet,
    SurveyElement,
    SurveyResponse,
    SurveyScore,
)
from tests.factories.accounts import CITY, LicensingOfficeFactory, OfficeFactory, RegionFactory, UserFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.reference_rows import number, row, rows, yes
from tests.factories.workforce import PersonFactory, ProfessionFactory

NURSE = "SIPP-PERAWAT"
TYPES = "licensing/reference/recommendation-types.csv"
FIRST_FINDING = rows("licensing/reference/findings.csv")[0]["code"]
FIRST_DAY = date(2013, 1, 1)
MONDAY = datetime(2026, 1, 12, 2, 0, tzinfo=UTC)  # 09.00 WIB


def _type(code: str) -> dict[str, str]:
    return row(TYPES, code)


class RecommendationTypeFactory(factory.django.DjangoModelFactory[RecommendationType]):
    """Version 1 of a shipped type by its code."""

    class Meta:
        model = RecommendationType
        django_get_or_create = ("code", "version")

    code = NURSE
    version = 1
    valid_from = FIRST_DAY
    name = factory.LazyAttribute(lambda kind: _type(kind.code)["name_id"])
    name_en = factory.LazyAttribute(lambda kind: _type(kind.code)["name_en"])
    category = factory.LazyAttribute(lambda kind: _type(kind.code)["category"])
    subject = factory.LazyAttribute(lambda kind: _type(kind.code)["subject"])
    product = factory.LazyAttribute(lambda kind: _type(kind.code)["product"])
    delegated = factory.LazyAttribute(lambda kind: yes(_type(kind.code)["delegated_to_dpmptsp"]))
    delegated_since = factory.LazyAttribute(
        lambda kind: date.fromisoformat(since) if (since := _type(kind.code)["delegated_since"]) else None
    )
    coordination = factory.LazyAttribute(lambda kind: _type(kind.code)["coordination"])
    sla_working_days = factory.LazyAttribute(lambda kind: number(_type(kind.code)["sla_working_days"]))
    recommendation_days = factory.LazyAttribute(lambda kind: number(_type(kind.code)["recommendation_days"]))
    deemed_days = factory.LazyAttribute(lambda kind: number(_type(kind.code)["deemed_days"]))
    product_letter = factory.LazyAttribute(lambda kind: _type(kind.code)["product_letter"])
    product_series = factory.LazyAttribute(lambda kind: _type(kind.code)["product_series"])
    validity_years = factory.LazyAttribute(lambda kind: number(_type(kind.code)["validity_years"]))
    renewable = factory.LazyAttribute(lambda kind: yes(_type(kind.code)["renewable"]))
    inspection_required = factory.LazyAttribute(lambda kind: yes(_type(kind.code)["inspection_required"]))
    legal_basis = factory.LazyAttribute(lambda kind: _type(kind.code)["legal_basis"])
    notes = factory.LazyAttribute(lambda kind: _type(kind.code)["notes"])


class RequirementSetFactory(factory.django.DjangoModelFactory[RequirementSet]):
    """Version 1 of a type's requirements, still empty."""

    class Meta:
        model = RequirementSet
        django_get_or_create = ("type_code", "version")

    type_code = NURSE
    version = 1
    valid_from = FIRST_DAY


class RequirementFactory(factory.django.DjangoModelFactory[Requirement]):
    """A mandatory document for every kind and era."""

    class Meta:
        model = Requirement

    requirement_set = factory.SubFactory(RequirementSetFactory)
    seq = factory.Sequence(lambda n: 1000 + n)
    code = factory.Sequence(lambda n: f"DOKUMEN-{n}")
    label_id = "Surat contoh"
    label_en = "Sample document"
    citation = "UU 25/2009 Ps. 21"
    citation_confidence = "high"
    kind = "document"
    mandatory = True
    applies_to = "both"
    legal_era = "both"


class AllowanceFactory(factory.django.DjangoModelFactory[Allowance]):
    """One working day for a clock of every type."""

    class Meta:
        model = Allowance
        django_get_or_create = ("clock", "type_code", "valid_from")

    clock = ClockName.RECOMMENDATION
    type_code = ""
    working_days = Decimal(1)
    valid_from = FIRST_DAY


class RegulationFactory(factory.django.DjangoModelFactory[Regulation]):
    """A shipped regulation by its code."""

    class Meta:
        model = Regulation
        django_get_or_create = ("code",)

    code = "UU-25-2009"
    title = factory.LazyAttribute(lambda rule: row("licensing/reference/regulations.csv", rule.code)["title"])
    issuer = factory.LazyAttribute(lambda rule: row("licensing/reference/regulations.csv", rule.code)["issuer"])


class ReasonFactory(factory.django.DjangoModelFactory[Reason]):
    """A shipped reason by its code."""

    class Meta:
        model = Reason
        django_get_or_create = ("code",)

    code = "RET_DOC_MISSING"
    kind = factory.LazyAttribute(lambda reason: _reason(reason.code)["kind"])
    label_id = factory.LazyAttribute(lambda reason: _reason(reason.code)["label_id"])
    label_en = factory.LazyAttribute(lambda reason: _reason(reason.code)["label_en"])
    instruction_id = factory.LazyAttribute(lambda reason: _reason(reason.code)["instruction_id"])
    rule_hint = factory.LazyAttribute(lambda reason: _reason(reason.code)["rule_hint"])


def _reason(code: str) -> dict[str, str]:
    return row("licensing/reference/reasons.csv", code)


class FindingTextFactory(factory.django.DjangoModelFactory[FindingText]):
    """A shipped finding text by its code."""

    class Meta:
        model = FindingText
        django_get_or_create = ("code",)

    code = factory.LazyFunction(lambda: FIRST_FINDING)
    level = factory.LazyAttribute(lambda text: _finding(text.code)["level"])
    label_id = factory.LazyAttribute(lambda text: _finding(text.code)["label_id"])
    label_en = factory.LazyAttribute(lambda text: _finding(text.code)["label_en"])
    remedy_id = factory.LazyAttribute(lambda text: _finding(text.code)["remedy_id"])
    remedy_en = factory.LazyAttribute(lambda text: _finding(text.code)["remedy_en"])
    rule = factory.LazyAttribute(lambda text: _finding(text.code)["rule"])
    computed_when = factory.LazyAttribute(lambda text: _finding(text.code)["computed_when"])


def _finding(code: str) -> dict[str, str]:
    return row("licensing/reference/findings.csv", code)


class ApplicationFactory(factory.django.DjangoModelFactory[Application]):
    """A nurse's draft for a new SIP in a clinic; give `state` and its moments for a later one."""

    class Meta:
        model = Application

    number = factory.Sequence(lambda n: f"2026-01-{n:06d}")
    type = factory.SubFactory(RecommendationTypeFactory)
    requirement_set = factory.SubFactory(RequirementSetFactory, type_code=factory.SelfAttribute("..type.code"))
    kind = ApplicationKind.NEW
    state = State.DRAFT
    legal_era = LegalEra.NEW
    applicant = factory.SubFactory(UserFactory)
    filed_by = factory.SelfAttribute("applicant")
    applicant_name = factory.LazyAttribute(lambda row_: row_.applicant.name if row_.applicant else "")
    person = factory.SubFactory(PersonFactory)
    identity_hash = factory.LazyAttribute(lambda row_: row_.person.identity_hash if row_.person else "")
    profession = factory.SubFactory(ProfessionFactory)
    place = factory.SubFactory(FacilityFactory)
    place_name = factory.LazyAttribute(lambda row_: row_.place.name if row_.place else "")
    region = factory.SubFactory(RegionFactory, code=CITY)
    licensing_office = factory.SubFactory(LicensingOfficeFactory)
    health_office = factory.SubFactory(OfficeFactory)
    created_at = MONDAY
    submitted_at = factory.LazyAttribute(lambda row_: None if row_.state in (State.DRAFT, State.WITHDRAWN) else MONDAY)


class ApplicationEventFactory(factory.django.DjangoModelFactory[ApplicationEvent]):
    """The submission of an application."""

    class Meta:
        model = ApplicationEvent

    application = factory.SubFactory(ApplicationFactory)
    seq = factory.Sequence(lambda n: n + 1)
    at = MONDAY
    action = Action.SUBMIT
    from_state = State.DRAFT
    to_state = State.SUBMITTED
    actor = factory.SelfAttribute("application.applicant")
    actor_role = Role.APPLICANT


class DocumentFactory(factory.django.DjangoModelFactory[Document]):
    """A clean one-page PDF; no file stands behind it."""

    class Meta:
        model = Document

    application = factory.SubFactory(ApplicationFactory)
    requirement_code = "STR"
    display_name = "STR.pdf"
    state = DocumentState.CLEAN
    content_type = "application/pdf"
    size = 12_345
    pages = 1
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    uploaded_at = MONDAY


class JudgementFactory(factory.django.DjangoModelFactory[Judgement]):
    """A requirement found fitting."""

    class Meta:
        model = Judgement

    application = factory.SubFactory(ApplicationFactory)
    requirement = factory.SubFactory(RequirementFactory)
    verdict = Verdict.FITS
    by = factory.SubFactory(UserFactory)
    at = MONDAY


class CorrectionFactory(factory.django.DjangoModelFactory[Correction]):
    """A missing document asked for."""

    class Meta:
        model = Correction

    application = factory.SubFactory(ApplicationFactory)
    requirement = factory.SubFactory(RequirementFactory)
    reason = factory.SubFactory(ReasonFactory)
    instruction = "Unggah surat contoh yang masih berlaku."
    asked_by = factory.SubFactory(UserFactory)
    asked_at = MONDAY


class AssessmentFactory(factory.django.DjangoModelFactory[Assessment]):
    """A desk assessment that proposes to grant."""

    class Meta:
        model = Assessment

    application = factory.SubFactory(ApplicationFactory)
    by = factory.SubFactory(UserFactory)
    at = MONDAY
    proposal = Proposal.GRANT
    summary = "Memenuhi syarat."


class CoordinationFactory(factory.django.DjangoModelFactory[Coordination]):
    """A question to the provincial health office."""

    class Meta:
        model = Coordination

    application = factory.SubFactory(ApplicationFactory)
    partner_name = "Dinas Kesehatan Provinsi Sumatera Selatan"
    partner_title = "Kepala Dinas Kesehatan Provinsi Sumatera Selatan"
    partner_email = "dinkesprov@contoh.example"
    questions = factory.LazyFunction(lambda: ["Apakah permohonan ini dapat didukung?"])
    token_hash = factory.Sequence(lambda n: f"{n:064x}")
    token_expires_at = datetime(2026, 2, 12, 2, 0, tzinfo=UTC)
    asked_by = factory.SubFactory(UserFactory)
    asked_at = MONDAY


class LicenceStatusFactory(factory.django.DjangoModelFactory[LicenceStatus]):
    """Active from the licence's first day, without end."""

    class Meta:
        model = LicenceStatus

    licence = factory.SubFactory("tests.factories.licensing.LicenceFactory", active=None)
    status = LicenceState.ACTIVE
    valid_from = factory.SelfAttribute("licence.starts_on")
    recorded_at = MONDAY


class LicenceFactory(factory.django.DjangoModelFactory[Licence]):
    """A nurse's SIP at a clinic, active 2024 to 2028."""

    class Meta:
        model = Licence
        skip_postgeneration_save = True

    type_code = NURSE
    number = factory.Sequence(lambda n: f"500.16.7/{n + 1:04d}/SIPP/DPMPTSP/2024")
    office = factory.SubFactory(LicensingOfficeFactory)
    holder_person = factory.SubFactory(PersonFactory)
    profession = factory.SubFactory(ProfessionFactory)
    place = factory.SubFactory(FacilityFactory)
    starts_on = date(2024, 1, 2)
    ends_on = date(2029, 1, 1)
    active = factory.RelatedFactory(LicenceStatusFactory, factory_related_name="licence")


def catalogue(code: str = NURSE) -> RecommendationType:
    """Make a shipped type with its requirement set, all its requirements and its allowances."""
    kind: RecommendationType = RecommendationTypeFactory(code=code)
    asked: RequirementSet = RequirementSetFactory(type_code=code)
    if not asked.requirements.exists():
        Requirement.objects.bulk_create(_requirement(asked, line) for line in _requirements(code))
    for clock, days in _promises(kind):
        AllowanceFactory(clock=clock, type_code=code, working_days=days)
    return kind


def _requirements(code: str) -> list[dict[str, str]]:
    return [line for line in rows("licensing/reference/requirements.csv") if line["type_code"] == code]


def _requirement(asked: RequirementSet, line: dict[str, str]) -> Requirement:
    taken = ("code", "label_id", "label_en", "citation", "citation_confidence", "kind", "applies_to")
    return Requirement(
        requirement_set=asked,
        seq=int(line["seq"]),
        mandatory=yes(line["mandatory"]),
        legal_era=line["legal_era"],
        note=line["note"],
        **{name: line[name] for name in taken},
    )


def _promises(kind: RecommendationType) -> list[tuple[ClockName, Decimal]]:
    promises = [
        (ClockName.VERIFICATION, Decimal(1)),
        (ClockName.INTAKE, Decimal("0.25")),
        (ClockName.RECOMMENDATION, Decimal(kind.recommendation_days)),
        (ClockName.LICENCE, Decimal(1)),
    ]
    if kind.needs_coordination:
        promises.append((ClockName.COORDINATION, Decimal(kind.sla_working_days)))
    if kind.deemed_days:
        promises.append((ClockName.DEEMED_APPROVAL, Decimal(kind.deemed_days)))
    return promises


def survey_sheet(
    *, on: date, score: int = 4, type_code: str = NURSE, office: Office | None = None, words: str = ""
) -> SurveyResponse:
    """A filled-in survey sheet with the same score for all nine elements."""
    asked = office or OfficeFactory()
    sheet = SurveyResponse.objects.create(
        office=asked, region=asked.region, type_code=type_code, answered_on=on, words=words or None
    )
    for line in rows("licensing/reference/skm-elements.csv"):
        element, _new = SurveyElement.objects.get_or_create(
            code=line["code"], defaults={"label_id": line["element_id"], "label_en": line["element_en"]}
        )
        SurveyScore.objects.create(response=sheet, element=element, value=score)
    return sheet


class AnswerPromiseFactory(factory.django.DjangoModelFactory[AnswerPromise]):
    """The shipped answer time of a kind of report."""

    class Meta:
        model = AnswerPromise
        django_get_or_create = ("kind",)

    kind = ReportKind.COMPLAINT
    working_days = factory.LazyAttribute(
        lambda promise: int(row("licensing/reference/complaint-promises.csv", promise.kind)["working_days"])
    )
    source = "standar pelayanan"


class PublicReportFactory(factory.django.DjangoModelFactory[PublicReport]):
    """An anonymous complaint about nothing in particular, waiting for its answer."""

    class Meta:
        model = PublicReport

    number = factory.Sequence(lambda n: f"P-1674-2026-{n + 9000:04d}")
    kind = ReportKind.COMPLAINT
    office = factory.SubFactory(OfficeFactory)
    region = factory.SelfAttribute("office.region")
    text = "Loket tutup sebelum waktunya."
    created_at = MONDAY
    due_at = datetime(2026, 1, 20, 2, 0, tzinfo=UTC)


class FilingBatchFactory(factory.django.DjangoModelFactory[FilingBatch]):
    """A checked batch of an officer of the DPMPTSP, without rows."""

    class Meta:
        model = FilingBatch

    adapter = "sheet"
    office = factory.SubFactory(LicensingOfficeFactory)
    sender = factory.LazyAttribute(lambda batch: f"office:{batch.office.code}")
    created_by = factory.SubFactory(UserFactory)
    created_at = MONDAY
    file_name = "kiriman.xlsx"
    sha256 = "0" * 64
    state = FilingState.CHECKED
