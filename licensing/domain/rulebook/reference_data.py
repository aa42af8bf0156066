"""The shipped catalogue: types, requirements, regulations, reasons, finding texts (`licensing/reference/*.csv`).

Types and requirements in use get a new version instead of a change (DECISIONS 23);
`licensing.domain.rulebook.catalogue_versions` writes those two files.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.refdata import (
    Boolean,
    Choice,
    Data,
    Day,
    Integer,
    Items,
    Pattern,
    Row,
    Sheet,
    Text,
    register as register_sheet,
)
from licensing.domain.rulebook.catalogue_versions import apply_requirements, apply_types
from licensing.enums import (
    ApplicationKind,
    FindingLevel,
    LegalEra,
    LicenceVerb,
    ReportKind,
    RequirementKind,
    Subject,
)

TYPES = "recommendation-types.csv"
REQUIREMENTS = "requirements.csv"
REGULATIONS = "regulations.csv"
REASONS = "reasons.csv"
FINDINGS = "findings.csv"
SANCTIONS = "sanctions.csv"
SURVEY_ELEMENTS = "skm-elements.csv"
ANSWER_PROMISES = "complaint-promises.csv"
COORDINATION_BODIES = "coordination-bodies.csv"
# The kinds of letters belong to the app of letters.
LETTER_KINDS = "letter-kinds.csv"

CODE = r"[A-Z0-9-]{2,40}"
YEAR_OR_DATE = r"\d{4}(-\d{2}-\d{2})?"
CONFIDENCE = ("high", "medium", "low")
CATEGORIES = (
    "farmasi_alkes", "fasyankes", "laik_higiene", "lainnya", "pangan",
    "tenaga_kesehatan", "tenaga_medis", "tenaga_tradisional",
)  # fmt: skip
REASON_KINDS = ("return", "refuse", "send_back", "pause", "suspend", "revoke", "void_number")
BOTH = "both"
SANCTION_VERBS = (LicenceVerb.WARN, LicenceVerb.SUSPEND, LicenceVerb.REVOKE, LicenceVerb.REINSTATE)


def _type_flaws(row: Row) -> Sequence[tuple[str, str]]:
    flaws = []
    if row["delegated_to_dpmptsp"] != (row["delegated_since"] is not None):
        flaws.append(("delegated_since", "must be given for delegated types and for no other"))
    if row["deemed_days"] and not row["delegated_to_dpmptsp"]:
        flaws.append(("deemed_days", "only a delegated type is deemed approved"))
    series = "DPMPTSP-" if row["delegated_to_dpmptsp"] else "DINKES-"
    if not row["product_series"].startswith(series):
        flaws.append(("product_series", f"{row['product_series']} does not start with {series}"))
    return flaws


def _regulation(row: Row, _data: Data) -> Mapping[str, Any]:
    return {"code": row["id"]} | {name: cell for name, cell in row.cells.items() if name != "id"}


def _same(row: Row, _data: Data) -> Mapping[str, Any]:
    return dict(row.cells)


def _revocation_flaws(row: Row) -> Sequence[tuple[str, str]]:
    begins, ends = row["in_force_from"], row["revoked_on"]
    # A year compares with a date by its four digits.
    if begins and ends and ends[:4] < begins[:4]:
        return [("revoked_on", f"{ends} is before {begins}")]
    return []


def register() -> None:
    """Tell the loader about this app's files; called once the models are there."""
    for make in SHEETS:
        register_sheet(make())


def _types_sheet() -> Sheet:
    return Sheet(
        app="licensing",
        file=TYPES,
        key=("code",),
        columns=(
            Pattern("code", form=CODE),
            Text("name_id", longest=160),
            Text("name_en", longest=160),
            Choice("category", options=CATEGORIES),
            Choice("subject", options=Subject.values),
            Choice("product", options=("SIP", "izin", "sertifikat", "rekomendasi")),
            Boolean("delegated_to_dpmptsp"),
            Day("delegated_since", blank=True),
            Choice("coordination", options=("none", "provinsi", "pusat")),
            Integer("sla_working_days", least=1, most=60),
            Integer("recommendation_days", least=1, most=60),
            Integer("deemed_days", blank=True, least=1, most=60),
            Pattern("product_letter", form=r"[A-Z_]{3,30}"),
            Pattern("product_series", form=r"[A-Z-]{3,30}"),
            Integer("validity_years", blank=True, least=1, most=30),
            Boolean("renewable"),
            Boolean("inspection_required"),
            Text("legal_basis", longest=400),
            Text("notes", blank=True),
        ),
        links={"product_letter": LETTER_KINDS},
        check=_type_flaws,
        apply=apply_types,
    )


def _requirements_sheet() -> Sheet:
    return Sheet(
        app="licensing",
        file=REQUIREMENTS,
        key=("type_code", "seq"),
        columns=(
            Pattern("type_code", form=CODE),
            Integer("seq", least=1, most=999),
            Pattern("code", form=CODE),
            Text("label_id", longest=250),
            Text("label_en", longest=250),
            Text("citation", longest=400),
            Choice("citation_confidence", options=(*CONFIDENCE, "type")),
            Choice("kind", options=RequirementKind.values),
            Boolean("mandatory"),
            Choice("applies_to", options=(BOTH, *ApplicationKind.values)),
            Choice("legal_era", options=(BOTH, *LegalEra.values)),
            Text("note", blank=True, longest=400),
        ),
        links={"type_code": TYPES},
        apply=apply_requirements,
    )


def _regulations_sheet() -> Sheet:
    return Sheet(
        app="licensing",
        file=REGULATIONS,
        model="licensing.Regulation",
        key=("id",),
        fields_key=("code",),
        columns=(
            Text("id", longest=40),
            Text("title", longest=300),
            Text("number", blank=True, longest=60),
            Integer("year", blank=True, least=1945, most=2100),
            Text("issuer", longest=120),
            Pattern("in_force_from", blank=True, form=YEAR_OR_DATE),
            Text("revoked_by", blank=True, longest=120),
            Pattern("revoked_on", blank=True, form=YEAR_OR_DATE),
            Text("subject", blank=True, longest=200),
            Text("used_by", blank=True, longest=300),
            Choice("confidence", options=CONFIDENCE),
        ),
        check=_revocation_flaws,
        values=_regulation,
    )


def _reasons_sheet() -> Sheet:
    return Sheet(
        app="licensing",
        file=REASONS,
        model="licensing.Reason",
        key=("code",),
        columns=(
            Pattern("code", form=r"[A-Z0-9_]+", longest=40),
            Choice("kind", options=REASON_KINDS),
            Text("label_id", longest=200),
            Text("label_en", longest=200),
            Text("instruction_id", longest=300),
            Text("rule_hint", blank=True, longest=300),
        ),
        values=_same,
    )


def _findings_sheet() -> Sheet:
    return Sheet(
        app="licensing",
        file=FINDINGS,
        model="licensing.FindingText",
        key=("code",),
        columns=(
            Pattern("code", form=r"[A-Z0-9_]+", longest=40),
            Choice("level", options=FindingLevel.values),
            Text("label_id", longest=300),
            Text("label_en", longest=300),
            Text("remedy_id", longest=400),
            Text("remedy_en", longest=400),
            Text("rule", longest=300),
            Choice("computed_when", options=("live", "submit", "assess")),
        ),
        values=_same,
    )


def _sanction_step(row: Row, data: Data) -> Mapping[str, Any]:
    values = {name: cell for name, cell in row.cells.items() if name not in ("step", "next_step")}
    position = [each["step"] for each in data.rows(SANCTIONS)].index(row["step"]) + 1
    return values | {"code": row["step"], "next_code": row["next_step"], "position": position}


def _sanctions_sheet() -> Sheet:
    return Sheet(
        app="licensing",
        file=SANCTIONS,
        model="licensing.SanctionStep",
        key=("step",),
        fields_key=("code",),
        columns=(
            Pattern("step", form=CODE, longest=30),
            Text("label_id", longest=160),
            Text("label_en", longest=160),
            Text("trigger", longest=300),
            Integer("repair_days", blank=True, least=1, most=365),
            Pattern("next_step", blank=True, form=CODE, longest=30),
            Choice("verb", blank=True, options=SANCTION_VERBS),
            Items("types"),
            Text("basis", longest=300),
            Choice("confidence", options=CONFIDENCE),
        ),
        values=_sanction_step,
    )


def _element(row: Row, _data: Data) -> Mapping[str, Any]:
    return {"code": row["code"], "label_id": row["element_id"], "label_en": row["element_en"]}


def _survey_elements_sheet() -> Sheet:
    # Weight and scale are checked, not kept: the law gives all nine 1/9, from 1 to 4 (survey_index).
    return Sheet(
        app="licensing",
        file=SURVEY_ELEMENTS,
        model="licensing.SurveyElement",
        key=("code",),
        columns=(
            Pattern("code", form=r"U[1-9]"),
            Text("element_id", longest=120),
            Text("element_en", longest=120),
            Choice("weight", options=("1/9",)),
            Choice("scale", options=("1-4",)),
        ),
        values=_element,
    )


def _answer_promises_sheet() -> Sheet:
    return Sheet(
        app="licensing",
        file=ANSWER_PROMISES,
        model="licensing.AnswerPromise",
        key=("kind",),
        columns=(
            Choice("kind", options=ReportKind.values),
            Integer("working_days", least=1, most=60),
            Text("source", longest=200),
        ),
        values=_same,
    )


def _body(row: Row, data: Data) -> Mapping[str, Any]:
    position = [each["code"] for each in data.rows(COORDINATION_BODIES)].index(row["code"]) + 1
    return dict(row.cells) | {"position": position}


def _coordination_bodies_sheet() -> Sheet:
    return Sheet(
        app="licensing",
        file=COORDINATION_BODIES,
        model="licensing.CoordinationBody",
        key=("code",),
        columns=(
            Pattern("code", form=r"[A-Z0-9-]{2,20}"),
            Text("name", longest=150),
            Text("official", longest=150),
            Integer("working_days", least=1, most=60),
            Text("source", longest=200),
        ),
        values=_body,
    )


SHEETS: tuple[Callable[[], Sheet], ...] = (
    _types_sheet,
    _requirements_sheet,
    _regulations_sheet,
    _reasons_sheet,
    _findings_sheet,
    _sanctions_sheet,
    _survey_elements_sheet,
    _answer_promises_sheet,
    _coordination_bodies_sheet,
)
