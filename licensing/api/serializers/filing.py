"""Batches on the wire."""

from typing import Any

from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.serializers import StrictSerializer
from licensing.domain.filing.adapters import MOST_ROWS
from licensing.domain.filing.batches import counts_of
from licensing.enums import CREATING, FilingMode, FilingOutcome, FilingState, FindingLevel
from licensing.models import FilingBatch, FilingRow


class HowInput(StrictSerializer):
    """What becomes of the rows."""

    mode = serializers.ChoiceField(
        choices=FilingMode.choices,
        default=FilingMode.CHECK,
        help_text="check: tell what would happen. good: create what is right. all: create only if every row is right.",
    )
    submit = serializers.BooleanField(default=False, help_text="Also submit what is created; else it stays a draft.")


class BatchInput(HowInput):
    """Applications by their bodies, or a file that an adapter reads."""

    applications = serializers.ListField(
        child=serializers.DictField(),
        min_length=1,
        max_length=MOST_ROWS,
        help_text="Bodies of POST /applications/, each with an external_reference of its own.",
    )


class BatchFileInput(HowInput):
    """A spreadsheet (XLSX, ODS, CSV) or a JSON file; its name says which."""

    file = serializers.FileField()


class CreateBatchInput(StrictSerializer):
    """Go on after the check."""

    mode = serializers.ChoiceField(choices=CREATING)
    submit = serializers.BooleanField(default=False)


class CountsSerializer(serializers.Serializer[Any]):
    """Rows by outcome."""

    waiting = serializers.IntegerField()
    good = serializers.IntegerField()
    refused = serializers.IntegerField()
    known = serializers.IntegerField()
    draft = serializers.IntegerField()
    submitted = serializers.IntegerField()


class BatchSerializer(serializers.Serializer[FilingBatch]):
    """One batch and how far it is."""

    id = serializers.CharField(source="public_id")
    adapter = serializers.CharField()
    file_name = serializers.CharField()
    state = serializers.ChoiceField(choices=FilingState.choices)
    mode = serializers.ChoiceField(choices=FilingMode.choices)
    submit = serializers.BooleanField()
    row_count = serializers.IntegerField()
    problem = serializers.CharField()
    created_at = serializers.DateTimeField()
    checked_at = serializers.DateTimeField(allow_null=True)
    filed_at = serializers.DateTimeField(allow_null=True)


class BatchDetailSerializer(BatchSerializer):
    """With its counts."""

    counts = serializers.SerializerMethodField()

    @extend_schema_field(CountsSerializer)
    def get_counts(self, batch: FilingBatch) -> dict[str, int]:
        """Rows by outcome."""
        return counts_of(batch)


class RowErrorSerializer(serializers.Serializer[Any]):
    """One error or finding: those of `POST /applications/`, of `submit` and of `eligibility`."""

    pointer = serializers.CharField()
    code = serializers.CharField()
    level = serializers.ChoiceField(choices=FindingLevel.choices)
    detail = serializers.CharField()


class RowSerializer(serializers.Serializer[FilingRow]):
    """One application of a batch."""

    number = serializers.IntegerField(help_text="Row of the sheet, or place in the list from 1.")
    external_reference = serializers.CharField(source="reference")
    outcome = serializers.ChoiceField(choices=FilingOutcome.choices)
    application = serializers.CharField(source="application.number", allow_null=True, default=None)
    errors = serializers.SerializerMethodField()  # type: ignore[assignment]  # a member of the answer

    @extend_schema_field(RowErrorSerializer(many=True))
    def get_errors(self, row: FilingRow) -> list[dict[str, str]]:
        """In the reader's language."""
        language = "en" if get_language() == "en" else "id"
        return [
            {"pointer": each["pointer"], "code": each["code"], "level": each["level"], "detail": each[language]}
            for each in row.errors or []
        ]
