"""Rules about business data, documents, statements and the file as a whole."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations

from licensing.domain.eligibility.facts import DocumentFacts, Facts, Finding, date_of, masked_name
from licensing.domain.requirements import missing_documents, missing_statements
from licensing.enums import Subject
from workforce.domain.nik import digits_of

NIB_LENGTH = 13
WATER_TEST_MONTHS = 6


def nib_findings(facts: Facts) -> Iterator[Finding]:
    """NIB of a business: 13 digits (PP 28/2025)."""
    row = next((r for r in facts.requirements if r.code == "NIB"), None)
    if row is None or facts.subject == Subject.PRACTITIONER:
        return
    typed = str(facts.business.get("nib", "")).strip()
    if not typed:
        if row.mandatory:
            yield Finding("NIB_MISSING", {}, "NIB", "business")
    elif len(digits_of(typed)) != NIB_LENGTH:
        yield Finding("NIB_FORMAT", {"jumlah": len(digits_of(typed))}, "NIB", "business")


# Rows whose absence has a finding of its own, more helpful than the general one.
_OWN_FINDING = {"TEMPAT-PRAKTIK": "PLACE_LETTER_MISSING", "PKP": "PKP_MISSING"}


def document_findings(facts: Facts) -> Iterator[Finding]:
    """Files: missing, refused, still being checked, the same twice, too old."""
    by_code = {document.code: document for document in facts.documents}
    labels = {row.code: getattr(row, "label", row.code) for row in facts.requirements}
    for row in missing_documents(facts.requirements, uploaded=set(by_code)):
        own = _OWN_FINDING.get(row.code)
        params = {} if own else {"persyaratan": labels[row.code]}
        yield Finding(own or "DOC_MISSING", params, row.code, "documents")
    for document in facts.documents:
        if document.code in labels:
            yield from _document_findings(facts, document, str(labels[document.code]))
    for one, other in combinations(facts.documents, 2):
        if one.sha256 and one.sha256 == other.sha256:
            yield Finding("DOC_DUPLICATE", {}, other.code, "documents")
    if any(document.state == "pending_scan" for document in facts.documents):
        yield Finding("FILE_STILL_CHECKING", {}, "", "documents")


def _document_findings(facts: Facts, document: DocumentFacts, label: str) -> Iterator[Finding]:
    if document.state == "refused":
        code = "DOC_LOCKED" if "encrypted" in document.refusal else "DOC_UNREADABLE"
        yield Finding(code, {"persyaratan": label}, document.code, "documents")
    until = document.valid_until
    if until is not None and until < facts.on:
        yield Finding("DOC_EXPIRED", {"persyaratan": label, "tanggal": until}, document.code, "documents")
    elif until is not None and until < facts.on + timedelta(days=14):
        yield Finding("DOC_ENDS_SOON", {"persyaratan": label, "tanggal": until}, document.code, "documents")
    if document.code == "UJI-AIR" and (tested := date_of(facts.details.get("UJI-AIR-TANGGAL"))):
        months = (facts.on.year - tested.year) * 12 + facts.on.month - tested.month
        if months > WATER_TEST_MONTHS:
            yield Finding("WATER_TEST_OLD", {"bulan": WATER_TEST_MONTHS}, "UJI-AIR", "documents")


def statement_findings(facts: Facts) -> Iterator[Finding]:
    """Declarations the applicant must agree to."""
    if missing := missing_statements(facts.requirements, agreed=set(facts.statements)):
        yield Finding("STATEMENT_UNSIGNED", {}, missing[0].code, "statements")


def process_findings(facts: Facts) -> Iterator[Finding]:
    """What concerns the file as a whole."""
    if facts.open_duplicate:
        yield Finding("DUPLICATE_OPEN_REQUEST", {"nomor": facts.open_duplicate})
    if facts.consent_missing_of:
        yield Finding("CONSENT_MISSING", {"nama_samar": masked_name(facts.consent_missing_of)})
    if facts.sanction_until is not None:
        yield Finding("SANCTION_ACTIVE", {"tanggal": facts.sanction_until})
    if facts.officer_is_tied:
        yield Finding("OWN_FACILITY_CONFLICT")
    if not facts.delegated:
        yield Finding("TYPE_NOT_DELEGATED")
    if facts.coordination != "none":
        yield Finding("COORDINATION_NEEDED", {"instansi": facts.coordination, "hari_kerja": facts.coordination_days})
