"""Shapes of IQ-Care networks and of the commitments of the ILP roll-out."""

from typing import Any

from rest_framework import serializers

from spm.enums import CommitmentState, EvaluationDecision, NetworkStage

STAGES = [(stage.value, str(stage.value)) for stage in NetworkStage]
Row = serializers.Serializer[Any]


class ProblemSerializer(Row):
    """The priority problem with its figure as the portal knew it when it was chosen."""

    indicator = serializers.CharField()
    name = serializers.CharField()
    reason = serializers.CharField()
    numerator = serializers.IntegerField(allow_null=True, help_text="Null where a small count is hidden.")
    denominator = serializers.IntegerField(allow_null=True)
    until = serializers.CharField(help_text="Last month of the figure, 2026-01.")


class NetworkSerializer(Row):
    """One network: its stage is worked out from members, papers, problem, pathway and start."""

    id = serializers.CharField()
    name = serializers.CharField()
    region = serializers.CharField()
    lead = serializers.CharField(help_text="Public id of the Puskesmas that leads.")
    stage = serializers.ChoiceField(choices=STAGES, help_text="The furthest open stage, 1 to 5.")
    waits_for = serializers.ListField(child=serializers.CharField(), help_text="What the open stage still needs.")
    members = serializers.IntegerField()
    problem = ProblemSerializer(allow_null=True)
    delivery_from = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    monitoring_due = serializers.DateField(allow_null=True)
    evaluation_due = serializers.DateField(allow_null=True)
    late = serializers.BooleanField(help_text="A monthly sheet or an evaluation is past its day.")


class MemberSerializer(Row):
    """A facility of the network."""

    facility = serializers.CharField(source="facility.public_id")
    name = serializers.CharField(source="facility.name")
    joined_on = serializers.DateField()


class NetworkPaperSerializer(Row):
    """A paper by its reference; files are opened in the portal."""

    kind = serializers.CharField(source="kind.code")
    title = serializers.CharField()
    number = serializers.CharField()
    dated_on = serializers.DateField(allow_null=True)
    complete = serializers.BooleanField(source="is_there", help_text="It counts for its stage.")


class TaskSerializer(Row):
    """A step of the care pathway with the facility that does it."""

    facility = serializers.CharField(source="facility.public_id")
    moment = serializers.CharField()
    effort = serializers.CharField()
    title = serializers.CharField()
    team = serializers.CharField()


class EvaluationSerializer(Row):
    """What the health office decided after half a year or a year."""

    held_on = serializers.DateField()
    numerator = serializers.IntegerField(source="served", allow_null=True)
    denominator = serializers.IntegerField(source="due", allow_null=True)
    decision = serializers.ChoiceField(choices=EvaluationDecision.choices)


class NetworkDetailSerializer(NetworkSerializer):
    """One network with its members, papers, pathway, watched months and evaluations."""

    facilities = MemberSerializer(many=True)
    papers = NetworkPaperSerializer(many=True)
    pathway = TaskSerializer(many=True)
    months = serializers.ListField(child=serializers.CharField(), help_text="Months with a sheet, 2026-01.")
    months_open = serializers.ListField(child=serializers.CharField(), help_text="Months that still wait for one.")
    evaluations = EvaluationSerializer(many=True)


class NetworkCountSerializer(Row):
    """How many networks of a regency or city stand at each stage."""

    region = serializers.CharField()
    name = serializers.CharField()
    stages = serializers.ListField(child=serializers.IntegerField(), help_text="Stage 1 to 5.")
    ended = serializers.IntegerField()
    late = serializers.IntegerField()


class CommitmentSerializer(Row):
    """One thing asked of a trial region, and how far it is."""

    code = serializers.CharField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=CommitmentState.choices)
    since = serializers.DateField(allow_null=True)
    proof = serializers.CharField()


class TrialRegionSerializer(Row):
    """A region on trial with its commitments; of a province how many of its regencies and cities met each."""

    region = serializers.CharField()
    name = serializers.CharField()
    commitments = CommitmentSerializer(many=True)
    below = serializers.IntegerField(help_text="Regencies and cities of the province.")
    met_below = serializers.DictField(child=serializers.IntegerField())
