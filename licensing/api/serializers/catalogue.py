"""The public catalogue: types and what they ask for."""

from typing import Any

from rest_framework import serializers

from licensing.domain.rulebook.catalogue import kinds_of
from licensing.enums import ApplicationKind, LegalEra, RequirementKind, Subject
from licensing.models import RecommendationType, Requirement


class TypeSerializer(serializers.Serializer[RecommendationType]):
    """One type of recommendation as it may be applied for today."""

    code = serializers.CharField()
    name = serializers.CharField(help_text="Indonesian.")
    name_en = serializers.CharField()
    category = serializers.CharField()
    subject = serializers.ChoiceField(choices=Subject.choices)
    product = serializers.CharField()
    delegated = serializers.BooleanField(help_text="True when DPMPTSP issues the licence.")
    coordination = serializers.CharField(help_text="`none`, or the outside body that must answer.")
    sla_working_days = serializers.IntegerField(help_text="Working days of the coordination.")
    recommendation_days = serializers.IntegerField(help_text="Working days of the recommendation.")
    deemed_days = serializers.IntegerField(allow_null=True)
    validity_years = serializers.IntegerField(allow_null=True)
    renewable = serializers.BooleanField()
    inspection_required = serializers.BooleanField()
    legal_basis = serializers.CharField()
    kinds = serializers.SerializerMethodField()

    def get_kinds(self, row: RecommendationType) -> list[str]:
        """Kinds of application the type offers."""
        return [str(kind) for kind in kinds_of(row)]


class TypeListSerializer(serializers.Serializer[Any]):
    """The whole catalogue; it fits on one page."""

    results = TypeSerializer(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class RequirementSerializer(serializers.Serializer[Requirement]):
    """One requirement and the article it rests on."""

    code = serializers.CharField()
    label = serializers.CharField(help_text="In the language asked for.")  # type: ignore[assignment]  # a member of the answer
    kind = serializers.ChoiceField(choices=RequirementKind.choices)
    mandatory = serializers.BooleanField()
    citation = serializers.SerializerMethodField(help_text="The rule, as far as it is known.")
    legal_era = serializers.CharField(help_text="`both`, or the era it holds in.")
    note = serializers.CharField()

    def get_citation(self, row: Requirement) -> str:
        """A citation nobody has checked yet names the regulation without the article (DECISIONS 23)."""
        return row.citation.partition(" Ps.")[0] if row.citation_confidence == "low" else row.citation


class RequirementListSerializer(serializers.Serializer[Any]):
    """What a file of one kind, filed on one day, needs."""

    type = serializers.CharField()
    on = serializers.DateField()
    kind = serializers.ChoiceField(choices=ApplicationKind.choices)
    legal_era = serializers.ChoiceField(choices=LegalEra.choices)
    results = RequirementSerializer(many=True)


class RequirementQuery(serializers.Serializer[Any]):
    """Query of the requirements; the day is today's and the kind `new` when left out."""

    on = serializers.DateField(required=False)
    kind = serializers.ChoiceField(choices=ApplicationKind.choices, default=ApplicationKind.NEW)
