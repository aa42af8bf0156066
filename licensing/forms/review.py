"""Verdicts as typed: one group of fields per requirement, read and shown again exactly as they were sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from core.exceptions import Finding
from core.forms import filled
from licensing.domain.judging import VerdictInput
from licensing.domain.transitions import MIN_NOTE
from licensing.enums import Verdict
from licensing.models import Judgement, Requirement

LONGEST_NOTE = 2000


def prefix_of(requirement_id: int) -> str:
    """Name prefix of one requirement's fields."""
    return f"r{requirement_id}"


@dataclass(frozen=True)
class TypedVerdict:
    """What stands in the fields of one requirement; an empty verdict is not judged yet."""

    verdict: str = ""
    reason: str = ""
    note: str = ""

    @classmethod
    def read(cls, data: Mapping[str, str], requirement_id: int) -> "TypedVerdict":
        """Read the fields of one requirement from a post."""
        prefix = prefix_of(requirement_id)
        verdict = data.get(f"{prefix}-verdict", "")
        return cls(
            verdict if verdict in Verdict.values else "",
            data.get(f"{prefix}-reason", "")[:40],
            data.get(f"{prefix}-note", "")[:LONGEST_NOTE],
        )

    @classmethod
    def stored(cls, row: Judgement | None) -> "TypedVerdict":
        """The fields as saved."""
        return cls(row.verdict, row.reason_id or "", row.note) if row else cls()

    def as_input(self, requirement_id: int) -> VerdictInput:
        """For the domain."""
        return VerdictInput(requirement_id, Verdict(self.verdict), self.reason, self.note)


def typed_verdicts(data: Mapping[str, str], requirements: Iterable[Requirement]) -> dict[int, TypedVerdict]:
    """Return what was typed for each requirement."""
    return {row.pk: TypedVerdict.read(data, row.pk) for row in requirements}


def errors_by_requirement(findings: Iterable[Finding]) -> dict[int, list[str]]:
    """Group the domain's findings by the requirement their pointer names (`/requirements/<id>/…`)."""
    found: dict[int, list[str]] = {}
    for finding in findings:
        parts = finding.pointer.split("/")
        if len(parts) > 2 and parts[1] == "requirements":  # noqa: PLR2004
            found.setdefault(int(parts[2]), []).append(str(finding.detail))
    return found


class NewFactForm(forms.Form):
    """Why a second return could not be said the first time."""

    new_fact = forms.CharField(
        label=_("Hal baru yang belum dapat diketahui pada pemeriksaan pertama"),
        help_text=filled(
            _("Wajib untuk pengembalian kedua, paling sedikit %(n)s huruf. Tercatat dan dibaca atasan."), n=MIN_NOTE
        ),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
