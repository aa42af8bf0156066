"""Which of the corrections asked for an edited section answers. A file answers its own when it is put."""

from datetime import datetime

from licensing.domain.answers import ANSWERED_BY_SECTION
from licensing.enums import RequirementKind
from licensing.models import Application, Correction


def answer(application: Application, section: str, *, at: datetime) -> None:
    """Mark what was asked of `section` as answered; the technical team judges whether it suffices."""
    asked = application.corrections.filter(answered_at__isnull=True).select_related("requirement")
    mended = [row.pk for row in asked if _section_of(row) == section]
    Correction.objects.filter(pk__in=mended).update(answered_at=at)


def _section_of(correction: Correction) -> str:
    row = correction.requirement
    if row.kind == RequirementKind.DOCUMENT:
        return "documents"
    if row.kind == RequirementKind.STATEMENT:
        return "statements"
    return ANSWERED_BY_SECTION.get(row.code, "details")
