"""`/fhir/r4/`: practitioners, roles, organisations and locations for systems that speak FHIR R4.

Read by id, and search by `identifier` and `_lastUpdated` with pages of `_count`. Refusals are problems, as everywhere.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import DateTimeField, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import cached_property
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ApiView
from accounts.domain.offices import home_office
from accounts.models import Office
from accounts.rules import viewer_of
from core.pagination import CursorPagination
from facilities.domain import kinds
from facilities.models import Facility
from licensing.domain.fhir import resources as fhir
from licensing.domain.licences.standing import with_status
from licensing.models import Licence
from workforce.models import Placement, Practitioner

SINCE = re.compile(r"(?P<prefix>ge|gt|le|lt)?(?P<moment>\d.*)")
COMPARED = {"ge": "gte", "gt": "gt", "le": "lte", "lt": "lt"}
SEARCH = [
    OpenApiParameter("identifier", str, description="`system|value`, or the value alone."),
    OpenApiParameter("_lastUpdated", str, many=True, description="ge, gt, le or lt and a date or an instant."),
    OpenApiParameter("_count", int, description="Rows a page, up to 200."),
    OpenApiParameter("cursor", str, description="From the link `next`."),
]


class FhirRenderer(JSONRenderer):
    """JSON under FHIR's own media type."""

    media_type = "application/fhir+json"


class FhirPages(CursorPagination):
    """Newest row first. FHIR lets a server answer fewer rows than `_count` asks for."""

    page_size_query_param = "_count"

    def get_page_size(self, request: Request) -> int:
        """As asked, 200 where it is more."""
        text = request.query_params.get("_count", "")
        many = text.isascii() and text.isdigit() and int(text[:4]) > self.max_page_size
        return self.max_page_size if many else super().get_page_size(request)


class FhirView(ApiView):
    """One kind of resource: its rows in the caller's scope, and how a row is written."""

    policy = "people_read"
    scope = "fhir:read"
    renderer_classes = (FhirRenderer,)
    request: Request
    # Column that tells when what is shown changed last.
    updated = "updated_at"

    def rows(self) -> QuerySet[Any]:
        """What the caller may read."""
        raise NotImplementedError

    def written(self, row: Any) -> fhir.Resource:
        """One row as a resource."""
        raise NotImplementedError

    def by_id(self, text: str) -> Q:
        """Condition on the row of an id."""
        return Q(public_id=fhir.own_id(text))

    def by_identifier(self, system: str, value: str) -> Q:
        """Condition on rows with an identifier; an empty system is any."""
        raise NotImplementedError

    def elsewhere(self, text: str) -> fhir.Resource | None:  # noqa: ARG002  # for kinds with rows of two tables
        """A resource that is no row of `rows`; None when there is none."""
        return None

    @cached_property
    def today(self) -> date:
        """By the clock of the installation's office."""
        return timezone.now().astimezone(home_office().zone).date()


class FhirRead(FhirView):
    """One resource."""

    def get(self, request: Request, fhir_id: str) -> Response:  # noqa: ARG002  # DRF's signature
        """The resource, or 404."""
        row = self.rows().filter(self.by_id(fhir_id)).first()
        found = self.written(row) if row is not None else self.elsewhere(fhir_id)
        if found is None:
            raise Http404
        return Response(found)


class FhirSearch(FhirView):
    """A Bundle."""

    query_parameters = ("identifier", "_lastUpdated", "_count", "cursor")

    def get(self, request: Request) -> Response:
        """Resources in the caller's region, as a `searchset`."""
        rows = self.rows()
        if identifier := request.query_params.get("identifier", ""):
            system, bar, value = identifier.rpartition("|")
            rows = rows.filter(self.by_identifier(system if bar else "", value))
        for text in request.query_params.getlist("_lastUpdated"):
            rows = rows.filter(_since(self.updated, text))
        pages = FhirPages()
        found: list[Any] = pages.paginate_queryset(rows, request, view=self) or []
        return Response(self._bundle(found, pages))

    def _bundle(self, rows: list[Any], pages: FhirPages) -> fhir.Resource:
        base = self.request.build_absolute_uri("/api/v1/fhir/r4/")
        links = [{"relation": "self", "url": self.request.build_absolute_uri()}]
        if url := pages.get_next_link():
            links.append({"relation": "next", "url": url})
        found = [self.written(row) for row in rows]
        entries = [
            {
                "fullUrl": f"{base}{each['resourceType']}/{each['id']}",
                "resource": each,
                "search": {"mode": "match"},
            }
            for each in found
        ]
        # FHIR knows no empty lists.
        return {"resourceType": "Bundle", "type": "searchset", "link": links, **({"entry": entries} if entries else {})}


def _since(column: str, text: str) -> Q:
    """`ge2026-01-26` or an instant with offset; a day is the office's, and without a prefix it is that whole day."""
    found = SINCE.fullmatch(text.strip().replace(" ", "+"))
    prefix, moment = (found["prefix"] or "", found["moment"]) if found else ("", "")
    first, after = _span(moment)
    if first is None or after is None:
        detail = _("Tulis ge, gt, le, atau lt diikuti tanggal atau waktu, misalnya ge2026-01-26.")
        raise ValidationError({"_lastUpdated": [ErrorDetail(detail, code="last_updated")]})
    match prefix:
        case "ge":
            return Q(**{f"{column}__gte": first})
        case "lt":
            return Q(**{f"{column}__lt": first})
        case "gt":
            return Q(**{f"{column}__gte": after})
        case "le":
            return Q(**{f"{column}__lt": after})
        case _:
            return Q(**{f"{column}__gte": first, f"{column}__lt": after})


def _span(text: str) -> tuple[datetime | None, datetime | None]:
    """The first instant a text means, and the first one after it. A written instant is exact to a millisecond."""
    try:
        day, at = parse_date(text), parse_datetime(text)
    except ValueError:
        return None, None
    if day is not None:
        zone = home_office().zone
        midnight = datetime.combine(day, time.min, tzinfo=zone)
        return midnight, datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)
    if at is None or not is_aware(at):
        return None, None
    return at, at + timedelta(milliseconds=1)


class _Practitioners(FhirView):
    updated = "changed_at"

    def rows(self) -> QuerySet[Any]:
        """With the licences the caller may read; whatever of them changed last counts."""
        seen = Licence.objects.visible_to(self.request.user)
        own = seen.filter(holder_person=OuterRef("person"), profession=OuterRef("profession")).order_by()
        newest = own.values("holder_person").annotate(last=Max("updated_at")).values("last")
        shown = with_status(seen, self.today).select_related("office").order_by("starts_on", "pk")
        return (
            Practitioner.objects.visible_to(self.request.user)
            .current()
            .select_related("person", "profession")
            .prefetch_related(Prefetch("person__licences", queryset=shown, to_attr="seen_licences"))
            .annotate(
                changed_at=Greatest(
                    F("updated_at"),
                    F("person__updated_at"),
                    Coalesce(Subquery(newest, output_field=DateTimeField()), F("updated_at")),
                )
            )
        )

    def written(self, row: Any) -> fhir.Resource:
        licences = [each for each in row.person.seen_licences if each.profession_id == row.profession_id]
        return fhir.practitioner(row, licences, updated_at=row.changed_at.astimezone(UTC))

    def by_identifier(self, system: str, value: str) -> Q:
        held = Licence.objects.visible_to(self.request.user).filter(number=value)
        by_sip = Q(person__in=held.values("holder_person"), profession__in=held.values("profession"))
        return _either(system, {fhir.STR: Q(str_number=value), fhir.SIP: by_sip})


class _Roles(FhirView):
    def rows(self) -> QuerySet[Any]:
        """Placements inside the caller's region."""
        return (
            Placement.objects.visible_to(self.request.user)
            .filter(practitioner__merged_into=None)
            .select_related("practitioner__person", "practitioner__profession", "facility")
        )

    def written(self, row: Any) -> fhir.Resource:
        return fhir.practitioner_role(row, on=self.today)

    def by_id(self, text: str) -> Q:
        key = fhir.placement_key(text)
        if key is None:
            return Q(pk__in=[])
        return Q(practitioner__public_id=key[0], facility__public_id=key[1], starts_on=key[2])

    def by_identifier(self, system: str, value: str) -> Q:
        return _either(system, {fhir.STR: Q(practitioner__str_number=value), fhir.FACILITY: Q(facility__code=value)})


class _Facilities(FhirView):
    write: Callable[..., fhir.Resource]

    def rows(self) -> QuerySet[Any]:
        """Facilities of the caller's region; a parent outside it is none."""
        seen = Facility.objects.visible_to(self.request.user)
        return seen.select_related("region").prefetch_related(Prefetch("parent", queryset=seen))

    def written(self, row: Any) -> fhir.Resource:
        return type(self).write(row, on=self.today, kind=self.labels.get(row.kind, row.kind))

    @cached_property
    def labels(self) -> dict[str, str]:
        """What kinds are called."""
        return kinds.labels()

    def by_identifier(self, system: str, value: str) -> Q:
        return _either(system, {fhir.FACILITY: Q(code=value)})


class _Organizations(_Facilities):
    write = staticmethod(fhir.organization)

    def elsewhere(self, text: str) -> fhir.Resource | None:
        """An office that issues licences, in the caller's region or above it."""
        regions = {scope.region_code for scope in viewer_of(self.request.user).scopes(self.policy) if scope.region_code}
        office = Office.objects.select_related("region").filter(code=fhir.own_id(text)).first()
        near = office is not None and any(_related(office.region_id, code) for code in regions)
        return fhir.office_organization(office) if office is not None and near else None


def _related(one: str, other: str) -> bool:
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


class _Locations(_Facilities):
    write = staticmethod(fhir.location)


def _either(system: str, choices: dict[str, Q]) -> Q:
    """The condition of a system; of any without one; nothing for a system nobody uses here."""
    if system:
        return choices.get(system, Q(pk__in=[]))
    found = Q(pk__in=[])
    for each in choices.values():
        found |= each
    return found


RESOURCES: dict[str, type[FhirView]] = {
    "Practitioner": _Practitioners,
    "PractitionerRole": _Roles,
    "Organization": _Organizations,
    "Location": _Locations,
}


def search_view(name: str) -> Any:
    """The view that searches resources of a kind."""
    schema = extend_schema(
        operation_id=f"fhir_{name}_search", parameters=SEARCH, responses=OpenApiTypes.OBJECT, tags=["fhir"]
    )
    made = type(f"{name}Search", (RESOURCES[name], FhirSearch), {"__doc__": f"Search {name}."})
    return extend_schema_view(get=schema)(made).as_view()  # type: ignore[attr-defined]


def read_view(name: str) -> Any:
    """The view that reads one resource of a kind."""
    schema = extend_schema(operation_id=f"fhir_{name}_read", responses=OpenApiTypes.OBJECT, tags=["fhir"])
    made = type(f"{name}Read", (RESOURCES[name], FhirRead), {"__doc__": f"Read one {name}."})
    return extend_schema_view(get=schema)(made).as_view()  # type: ignore[attr-defined]
