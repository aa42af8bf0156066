"""`/ilp/networks/`, `/ilp/network-counts/`, `/ilp/commitments/…`: IQ-Care and the roll-out, to read."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ApiView
from accounts.rules import viewer_of
from core.hiding import FEW
from spm.api.network_serializers import (
    EvaluationSerializer,
    MemberSerializer,
    NetworkCountSerializer,
    NetworkDetailSerializer,
    NetworkPaperSerializer,
    NetworkSerializer,
    TaskSerializer,
    TrialRegionSerializer,
)
from spm.domain import commitments
from spm.domain.networks.reading import Standing, by_stage, opening_kinds, standing_of, standings
from spm.enums import CommitmentState, NetworkStage
from spm.exceptions import NetworkUnknown
from spm.models import Network

TAG = "ilp"
LETTERS = "DWFS"  # those of the pages, and agencies' systems


class NetworkList(ApiView, GenericAPIView[Network]):
    """Networks."""

    policy = "network_read"
    scope = "spm:read"
    serializer_class = NetworkSerializer
    queryset = Network.objects.none()
    ordering = ("name", "id")

    def get_queryset(self) -> Any:
        """Those the caller may open one by one."""
        return Network.objects.visible_to(self.request.user, letters=LETTERS).whole()

    @extend_schema(operation_id="ilp_networks", responses=NetworkSerializer(many=True), tags=[TAG])
    def get(self, request: Request) -> Response:
        """IQ-Care networks in the caller's region by name; a province and the country have `/ilp/network-counts/`."""
        page = self.paginate_queryset(self.get_queryset()) or []
        opening, on = opening_kinds(), timezone.localdate()
        rows = [_network(Standing(each, opening, on), request.user) for each in page]
        return self.get_paginated_response(rows)

    def refuse_unknown_parameters(self, request: Request) -> None:
        """A list leaves it to its filters."""
        self.query_parameters = ("page_size", "cursor", "count")
        super().refuse_unknown_parameters(request)


class NetworkDetail(ApiView):
    """One network."""

    policy = "network_read"
    scope = "spm:read"

    @extend_schema(operation_id="ilp_network", responses=NetworkDetailSerializer, tags=[TAG])
    def get(self, request: Request, public_id: str) -> Response:
        """One network with its members, papers, pathway, months and evaluations; 404 outside the caller's region."""
        found = Network.objects.visible_to(request.user, letters=LETTERS).filter(public_id=public_id).first()
        if found is None:
            raise NetworkUnknown
        standing = standing_of(found, on=timezone.localdate())
        evaluations = standing.evaluations if _may_count(standing.network, request.user) else []
        return Response(
            {
                **_network(standing, request.user),
                "facilities": MemberSerializer(standing.members, many=True).data,
                "papers": NetworkPaperSerializer(standing.papers, many=True).data,
                "pathway": TaskSerializer(standing.tasks, many=True).data,
                "months": [_month(each) for each in sorted(standing.months)],
                "months_open": [_month(each) for each in standing.open_months],
                "evaluations": EvaluationSerializer(evaluations, many=True).data,
            }
        )


class NetworkCounts(ApiView):
    """Networks in numbers."""

    policy = "network_read"
    scope = "spm:read"

    @extend_schema(operation_id="ilp_network_counts", responses=NetworkCountSerializer(many=True), tags=[TAG])
    def get(self, request: Request) -> Response:
        """How many networks stand at each stage, by regency and city; for a province and the country too."""
        rows = Network.objects.countable_by(request.user)
        by_region: dict[Any, list[Standing]] = defaultdict(list)
        for each in standings(rows, on=timezone.localdate()):
            by_region[each.network.region].append(each)
        return Response([_counts(region, found) for region, found in sorted(by_region.items(), key=_code)])


class CommitmentList(ApiView):
    """Trial provinces."""

    policy = "commitment_read"
    scope = "spm:read"

    @extend_schema(operation_id="ilp_commitments", responses=TrialRegionSerializer(many=True), tags=[TAG])
    def get(self, request: Request) -> Response:
        """The trial provinces in the caller's reach with the five commitments and how many below met each."""
        viewer = viewer_of(request.user)
        scopes = viewer.scopes(self.policy)
        own = [scope.region_code.partition(".")[0] for scope in scopes if scope.region_code]
        if viewer.client_id:  # a city's system has its own row below; a province's row tells of other cities
            own = [code for code in own if code in {scope.region_code for scope in scopes}]
        everywhere = any(scope.role == "national" for scope in scopes)
        asked = commitments.commitments()
        rows = commitments.summary(None if everywhere else own)
        return Response([_province(row, asked) for row in rows])


class CommitmentDetail(ApiView):
    """One region on trial."""

    policy = "commitment_read"
    scope = "spm:read"

    @extend_schema(operation_id="ilp_commitment", responses=TrialRegionSerializer, tags=[TAG])
    def get(self, request: Request, code: str) -> Response:
        """One province, regency or city with state, day and proof of each; 404 outside the caller's reach."""
        region = commitments.region_for(request.user, code)
        states = commitments.states_of(region)
        children = [found for _child, found in commitments.children_of(region)]
        asked = commitments.commitments()
        met = {row.code: sum(each.get(row.code) == CommitmentState.MET for each in children) for row in asked}
        return Response(
            {
                "region": region.code,
                "name": region.name,
                "commitments": [_commitment(row, states.get(row.code)) for row in asked],
                "below": len(children),
                "met_below": met if children else {},
            }
        )


def _network(standing: Standing, user: Any) -> dict[str, Any]:
    network = standing.network
    return {
        "id": network.public_id,
        "name": network.name,
        "region": network.region_id,
        "lead": network.lead.public_id,
        "stage": standing.stage,
        "waits_for": list(standing.missing),
        "members": len(standing.members),
        "problem": _problem(network, user),
        "delivery_from": network.delivery_from,
        "ended_on": network.ended_on,
        "monitoring_due": standing.monitoring_due,
        "evaluation_due": standing.evaluation_due,
        "late": standing.is_late,
    }


def _problem(network: Network, user: Any) -> dict[str, Any] | None:
    if network.problem is None or network.measured_until is None:
        return None
    shown = _may_count(network, user)
    return {
        "indicator": network.problem.code,
        "name": network.problem.label,
        "reason": network.problem_reason,
        "numerator": network.problem_served if shown else None,
        "denominator": network.problem_due if shown else None,
        "until": _month(network.measured_until),
    }


def _may_count(network: Network, user: Any) -> bool:
    """Small counts of a sensitive problem are for people of its places alone."""
    problem, served = network.problem, network.problem_served or 0
    letters = {scope.cell.scope for scope in viewer_of(user).scopes("network_read")}
    return problem is None or not problem.is_sensitive or not 0 < served < FEW or "W" in letters


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _code(pair: Any) -> str:
    return str(pair[0].code)


def _counts(region: Any, found: list[Standing]) -> dict[str, Any]:
    running = [each for each in found if each.network.ended_on is None]
    stages = by_stage(running)
    return {
        "region": region.code,
        "name": region.name,
        "stages": [stages.get(stage.value, 0) for stage in NetworkStage],
        "ended": len(found) - len(running),
        "late": sum(each.is_late for each in running),
    }


def _province(row: commitments.ProvinceRow, asked: Any) -> dict[str, Any]:
    return {
        "region": row.province.code,
        "name": row.province.name,
        "commitments": [
            {"code": each.code, "name": each.label, "state": row.own.get(each.code, CommitmentState.NOT_STARTED),
             "since": None, "proof": ""}
            for each in asked
        ],
        "below": row.below,
        "met_below": {each.code: row.met_below.get(each.code, 0) for each in asked},
    }  # fmt: skip


def _commitment(row: Any, status: Any) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.label,
        "state": status.state if status else CommitmentState.NOT_STARTED,
        "since": status.since if status else None,
        "proof": status.proof if status else "",
    }
