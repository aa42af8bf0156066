"""An application as agencies read it: row, detail, ledger, clocks, findings, letters."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.serializers import ReservedWords
from accounts.rules import viewer_of
from letters.enums import LetterState
from licensing.domain.eligibility import masked_name
from licensing.domain.status_lines import status_label
from licensing.domain.workflow import available
from licensing.enums import (
    Action,
    ApplicationKind,
    ClockName,
    ClockState,
    DocumentState,
    FindingLevel,
    Holder,
    LegalEra,
    State,
)
from licensing.models import Application
from licensing.rules import actor_of

CITY_PARTS = 3  # 16.74.02 is a kecamatan


class ApplicationSerializer(serializers.Serializer[Application]):
    """One row of the list."""

    number = serializers.CharField()
    type = serializers.CharField(source="type.code")
    type_name = serializers.CharField(source="type.label")
    kind = serializers.ChoiceField(choices=ApplicationKind.choices)
    slot = serializers.IntegerField()
    state = serializers.ChoiceField(choices=State.choices)
    state_label = serializers.SerializerMethodField()
    version = serializers.IntegerField(help_text="Send it back with a change.")
    applicant_name = serializers.SerializerMethodField()
    place_name = serializers.CharField()
    region = serializers.CharField(source="region_id")
    kecamatan = serializers.SerializerMethodField()
    external_reference = serializers.CharField()
    register_number = serializers.CharField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    verified_at = serializers.DateTimeField(allow_null=True)
    registered_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True, help_text="The earliest promise that runs.")
    due_clock = serializers.CharField(help_text="Its clock; empty while none runs.")
    correct_by = serializers.DateField(allow_null=True)
    deemed = serializers.BooleanField()
    available_actions = serializers.SerializerMethodField(
        help_text="Verbs the table opens to the caller now; duties and readiness are judged when one is called."
    )

    def get_state_label(self, row: Application) -> str:
        """The state in words."""
        return status_label(row)

    def get_applicant_name(self, row: Application) -> str:
        """Initials where the matrix masks."""
        return masked_name(row.applicant_name) if self.context.get("masked") else row.applicant_name

    def get_kecamatan(self, row: Application) -> str:
        """Code of the kecamatan; empty when only the city is known."""
        parts = row.region_id.split(".")
        return ".".join(parts[:CITY_PARTS]) if len(parts) >= CITY_PARTS else ""

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=Action.choices)))
    def get_available_actions(self, row: Application) -> list[str]:
        """From the one table of moves."""
        actor = self.context["actor"]
        return [str(verb) for verb in available(State(row.state), actor.roles, delegated=row.type.delegated)]


class CorrectionSerializer(serializers.Serializer[Any]):
    """One thing the applicant must redo."""

    requirement = serializers.CharField(source="requirement.code")
    label = serializers.CharField(source="requirement.label")  # type: ignore[assignment]  # a member of the answer
    reason = serializers.CharField(source="reason_id")
    instruction = serializers.CharField()
    round = serializers.IntegerField()
    asked_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)


class DocumentSerializer(serializers.Serializer[Any]):
    """The current file of one requirement."""

    requirement = serializers.CharField(source="requirement_code")
    version = serializers.IntegerField()
    name = serializers.CharField(source="display_name")
    state = serializers.ChoiceField(choices=DocumentState.choices)
    refusal = serializers.CharField(source="refusal_code", help_text="Why it was refused; empty otherwise.")
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField(source="original_sha256", help_text="Of the file as sent.")
    unscanned = serializers.BooleanField()
    valid_until = serializers.DateField(allow_null=True)
    uploaded_at = serializers.DateTimeField()


class LicenceBriefSerializer(serializers.Serializer[Any]):
    """The licence that came out."""

    id = serializers.CharField(source="public_id")
    number = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    issued_elsewhere = serializers.BooleanField()


class StatusSerializer(serializers.Serializer[Any]):
    """The state and its three explaining lines."""

    label = serializers.CharField()  # type: ignore[assignment]  # a member of the answer
    means = serializers.CharField()
    who = serializers.CharField()
    you = serializers.CharField()


class ApplicationDetailSerializer(ApplicationSerializer):
    """One application whole."""

    legal_era = serializers.ChoiceField(choices=LegalEra.choices)
    status = serializers.SerializerMethodField()
    corrections = serializers.SerializerMethodField()
    documents = serializers.SerializerMethodField()
    licence = serializers.SerializerMethodField()

    @extend_schema_field(StatusSerializer)
    def get_status(self, row: Application) -> Mapping[str, Any]:  # noqa: ARG002  # DRF's signature
        """Words computed by the view, which has read the clocks."""
        return StatusSerializer(self.context["status"]).data

    @extend_schema_field(CorrectionSerializer(many=True))
    def get_corrections(self, row: Application) -> Any:
        """All rounds."""
        rows = row.corrections.select_related("requirement").order_by("round", "id")
        return CorrectionSerializer(rows, many=True).data

    @extend_schema_field(DocumentSerializer(many=True))
    def get_documents(self, row: Application) -> Any:
        """Current versions."""
        rows = row.documents.filter(superseded_at__isnull=True).order_by("requirement_code")
        return DocumentSerializer(rows, many=True).data

    @extend_schema_field(LicenceBriefSerializer(allow_null=True))
    def get_licence(self, row: Application) -> Any:
        """None before there is one."""
        licence = getattr(row, "licence", None)
        return LicenceBriefSerializer(licence).data if licence is not None else None


class EventSerializer(ReservedWords, serializers.Serializer[Any]):
    """One line of the ledger. Officers' names stay inside the office."""

    seq = serializers.IntegerField()
    at = serializers.DateTimeField()
    action = serializers.ChoiceField(choices=Action.choices)
    from_ = serializers.ChoiceField(source="from_state", choices=State.choices, allow_blank=True)
    to = serializers.ChoiceField(source="to_state", choices=State.choices)
    actor_role = serializers.CharField()
    client_id = serializers.CharField(help_text="The system that acted; empty for a person.")
    reason = serializers.CharField(source="reason_id", allow_null=True)
    note = serializers.CharField()


class FindingSerializer(serializers.Serializer[Any]):
    """One finding: what is wrong and how to mend it."""

    code = serializers.CharField()
    level = serializers.ChoiceField(choices=FindingLevel.choices)
    requirement = serializers.CharField()
    section = serializers.CharField()
    params = serializers.DictField(child=serializers.CharField())
    detail = serializers.CharField(source="label")
    remedy = serializers.CharField()
    rule = serializers.CharField()


class ExplanationSerializer(ReservedWords, serializers.Serializer[Any]):
    """A stretch of time and what it counts."""

    kind = serializers.CharField()
    from_ = serializers.DateTimeField(source="start", allow_null=True)
    to = serializers.DateTimeField(source="end", allow_null=True)
    fraction = serializers.FloatField(source="working_days", help_text="Of a working day.")
    minutes = serializers.FloatField()
    note = serializers.CharField()
    holder = serializers.ChoiceField(choices=Holder.choices, allow_null=True)


class SegmentSerializer(ReservedWords, serializers.Serializer[Any]):
    """A part of a clock's life in one pair of hands."""

    from_ = serializers.DateTimeField(source="start")
    to = serializers.DateTimeField(source="end")
    holder = serializers.ChoiceField(choices=Holder.choices)
    kind = serializers.CharField(help_text="running, paused, stopped or extension.")
    used = serializers.FloatField(help_text="Working days.")
    granted = serializers.FloatField(help_text="Working days an extension added.")


class ClockSerializer(serializers.Serializer[Any]):
    """One clock; amounts are working days."""

    name = serializers.ChoiceField(choices=ClockName.choices)
    state = serializers.ChoiceField(choices=ClockState.choices)
    counted = serializers.BooleanField(help_text="False when the file stays out of the figures.")
    allowance = serializers.FloatField()
    started_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    outer_limit_at = serializers.DateTimeField(allow_null=True)
    stopped_at = serializers.DateTimeField(allow_null=True)
    used = serializers.FloatField()
    remaining = serializers.FloatField(help_text="Negative when over.")
    on_time = serializers.BooleanField(allow_null=True)
    provisional = serializers.BooleanField()
    holder = serializers.ChoiceField(choices=Holder.choices)
    segments = SegmentSerializer(many=True)
    explanation = ExplanationSerializer(many=True)


class ClockListSerializer(serializers.Serializer[Any]):
    """All clocks of one application at one moment."""

    number = serializers.CharField()
    at = serializers.DateTimeField()
    clocks = ClockSerializer(many=True)


class LetterSerializer(serializers.Serializer[Any]):
    """What is known of a letter; the PDF stands at `file`."""

    id = serializers.CharField(source="public_id")
    kind = serializers.CharField(source="kind_id")
    number = serializers.CharField()
    date = serializers.DateField(source="number_date")
    subject = serializers.CharField()
    state = serializers.ChoiceField(choices=LetterState.choices)
    issued_at = serializers.DateTimeField(allow_null=True)
    sha256 = serializers.CharField(help_text="Of the issued file; empty before.")
    size = serializers.IntegerField(allow_null=True)
    verify_code = serializers.CharField(source="code_grouped")
    is_trial = serializers.BooleanField()
    file = serializers.SerializerMethodField()

    def get_file(self, row: Any) -> str | None:
        """Address of the PDF, or null before it is issued."""
        return reverse("api_letter_file", args=[row.public_id]) if row.is_issued else None


def context_for(user: Any) -> dict[str, Any]:
    """Return what the serializers need to know of the reader."""
    scopes = viewer_of(user).scopes("application_read")
    return {"actor": actor_of(user), "masked": bool(scopes) and all(scope.cell.masked for scope in scopes)}
