"""Body of each verb. Every change carries the `version` that was read."""

import base64
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from core.serializers import StrictSerializer
from inspections.enums import VisitConclusion
from licensing.enums import ClockName, Proposal, Verdict

NOTE = 2000


class VerbInput(StrictSerializer):
    """Verbs that need nothing but the version."""

    version = serializers.IntegerField(min_value=1)


class NoteInput(VerbInput):
    """A verb with a word on it."""

    note = serializers.CharField(required=False, allow_blank=True, max_length=NOTE, default="")


class JudgementInput(StrictSerializer):
    """The verdict on one requirement; `needs_fix` asks for reason and instruction."""

    requirement = serializers.CharField(max_length=40)
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=40, default="")
    instruction = serializers.CharField(required=False, allow_blank=True, max_length=NOTE, default="")


class VerifyInput(VerbInput):
    """Verdicts of this round, one by one, or `all_fit`; those stored before count as well."""

    judgements = JudgementInput(many=True, required=False)
    all_fit = serializers.BooleanField(required=False, default=False, help_text="Every requirement was judged to fit.")


class GapInput(StrictSerializer):
    """One thing to correct, in the officer's own words."""

    requirement = serializers.CharField(max_length=40)
    reason = serializers.CharField(max_length=40, help_text="A reason of kind `return`.")
    instruction = serializers.CharField(max_length=NOTE)


class ReturnInput(VerbInput):
    """Every gap at once; a second return names the fact nobody could know at the first."""

    items = GapInput(many=True, allow_empty=False)
    new_fact = serializers.CharField(required=False, allow_blank=True, max_length=NOTE, default="")


class VisitInput(VerbInput):
    """A visit under a surat tugas."""

    surat_tugas_number = serializers.CharField(max_length=80)
    surat_tugas_date = serializers.DateField()
    scheduled_at = serializers.DateTimeField()
    purpose = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class VisitFindingInput(StrictSerializer):
    """Something to repair."""

    text = serializers.CharField(max_length=500)
    rule = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")
    repair_by = serializers.DateField(required=False)


class VisitResultInput(VerbInput):
    """What the visit found."""

    held_at = serializers.DateTimeField()
    conclusion = serializers.ChoiceField(choices=VisitConclusion.choices)
    berita_acara_number = serializers.CharField(required=False, allow_blank=True, max_length=80, default="")
    met_name = serializers.CharField(required=False, allow_blank=True, max_length=120, default="")
    met_position = serializers.CharField(required=False, allow_blank=True, max_length=120, default="")
    notes = serializers.CharField(required=False, allow_blank=True, max_length=NOTE, default="")
    score = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=100, default=None)
    findings = VisitFindingInput(many=True, required=False)


class RepairInput(VerbInput):
    """What must be repaired, and by when."""

    items = serializers.ListField(child=serializers.CharField(max_length=500), allow_empty=False)
    repair_by = serializers.DateField()


class CoordinationInput(VerbInput):
    """To whom, and what is asked."""

    partner_name = serializers.CharField(max_length=150)
    partner_title = serializers.CharField(required=False, allow_blank=True, max_length=150, default="")
    partner_email = serializers.EmailField()
    questions = serializers.ListField(child=serializers.CharField(max_length=NOTE), allow_empty=False)


class CoordinationAnswerInput(VerbInput):
    """A paper answer, entered by the TPK."""

    answer = serializers.CharField(max_length=NOTE)
    favourable = serializers.BooleanField()
    number = serializers.CharField(max_length=80)
    date = serializers.DateField()
    by_name = serializers.CharField(max_length=120)


class DeskCheckInput(StrictSerializer):
    """One answer of the desk checklist."""

    code = serializers.CharField(max_length=40)
    ok = serializers.BooleanField()


class ConditionInput(StrictSerializer):
    """A condition of the recommendation."""

    text = serializers.CharField(max_length=500)
    until = serializers.DateField(required=False)


class AssessInput(VerbInput):
    """The TPK's conclusion."""

    proposal = serializers.ChoiceField(choices=Proposal.choices)
    summary = serializers.CharField(required=False, allow_blank=True, max_length=NOTE, default="")
    reason = serializers.CharField(required=False, allow_blank=True, max_length=40, default="")
    desk_checks = DeskCheckInput(many=True)
    conditions = ConditionInput(many=True, required=False)
    facts = serializers.DictField(
        child=serializers.CharField(max_length=NOTE), required=False, help_text="What the product prints, by key."
    )


class SendBackInput(VerbInput):
    """Why it must be assessed again."""

    reason = serializers.CharField(required=False, allow_blank=True, max_length=40, default="")
    note = serializers.CharField(max_length=NOTE)


class SignInput(VerbInput):
    """The password again (five minutes), and the passphrase of the certificate; neither is kept."""

    password = serializers.CharField(
        required=False, allow_blank=True, max_length=200, write_only=True, trim_whitespace=False, default=""
    )
    passphrase = serializers.CharField(max_length=200, write_only=True, trim_whitespace=False)


class RefuseInput(SignInput):
    """Reason, rule and words; the way of appeal is added by the portal."""

    reason = serializers.CharField(max_length=40)
    note = serializers.CharField(max_length=NOTE)
    rule = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class IssueInput(VerbInput):
    """A person signs with `passphrase`; a system reports `number`, `issued_on` and the PDF signed elsewhere."""

    password = serializers.CharField(
        required=False, allow_blank=True, max_length=200, write_only=True, trim_whitespace=False, default=""
    )
    passphrase = serializers.CharField(required=False, max_length=200, write_only=True, trim_whitespace=False)
    number = serializers.CharField(required=False, max_length=120)
    issued_on = serializers.DateField(required=False)
    file = serializers.FileField(required=False, write_only=True)
    file_base64 = serializers.CharField(required=False, write_only=True, help_text="The PDF, where the body is JSON.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What each kind of caller must bring; the other's members are refused."""
        by_system = bool(self.context.get("by_system"))
        wanted, foreign = (SYSTEM_MEMBERS, PERSON_MEMBERS) if by_system else (PERSON_MEMBERS, SYSTEM_MEMBERS)
        missing = [name for name in wanted if name in NEEDED and name not in attrs]
        refused = [name for name in foreign if attrs.get(name)]
        if by_system and ("file" in attrs) == ("file_base64" in attrs):
            missing.append("file")
        if missing or refused:
            raise ValidationError(
                {name: [ErrorDetail(str(_("Isian ini wajib diisi.")), code="required")] for name in missing}
                | {name: [ErrorDetail(str(_("Isian ini tidak dikenal.")), code="unknown_field")] for name in refused}
            )
        return attrs

    def validate_file_base64(self, text: str) -> bytes:
        """The bytes."""
        try:
            return base64.b64decode(text, validate=True)
        except ValueError as broken:  # characters that are none, or none of ASCII
            raise ValidationError(_("Bukan base64 yang sah."), code="base64_invalid") from broken


PERSON_MEMBERS = ("passphrase", "password")
SYSTEM_MEMBERS = ("number", "issued_on", "file", "file_base64")
NEEDED = ("passphrase", "number", "issued_on")


class ExtendInput(VerbInput):
    """More time for one clock, by decree or reason."""

    clock = serializers.ChoiceField(choices=ClockName.choices)
    days = serializers.DecimalField(max_digits=6, decimal_places=3)
    note = serializers.CharField(max_length=NOTE)


class ReopenInput(VerbInput):
    """The objection that was granted."""

    note = serializers.CharField(max_length=NOTE)
