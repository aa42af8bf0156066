"""`/licences/`, their verbs, and the public register."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ApiView, BaseView, PublicView
from accounts.domain.reauthentication import needs_password, require_password
from accounts.rules import may
from core.exceptions import StaleVersion
from core.idempotency import respond_once
from letters.signing import Passphrase
from licensing.api.filters import LicenceFilter, RegisterFilter, today
from licensing.api.serializers.licences import (
    ActInput,
    LicenceDetailSerializer,
    LicenceSerializer,
    RegisterSerializer,
    SurrenderInput,
)
from licensing.domain.licences import life
from licensing.domain.licences.moves import MOVES
from licensing.domain.licences.public_register import ORDER, Wanted, register_rows
from licensing.domain.licences.standing import with_status
from licensing.domain.sanctions import steps
from licensing.enums import LicenceVerb, SanctionState
from licensing.exceptions import AdviceMissing, NotYourMove
from licensing.letters import sanctioning
from licensing.models import Licence, Sanction
from licensing.rules import Actor, actor_of

READ, ACT = "licences:read", "licences:act"


class _ListMixin:
    """A list leaves unknown parameters to its filters."""

    def refuse_unknown_parameters(self, request: Request) -> None:
        """Nothing here: the filter backend names them."""


class RegisterList(_ListMixin, PublicView, GenericAPIView[Licence]):
    """The public register."""

    throttle_scope = "register"
    serializer_class = RegisterSerializer
    filterset_class = RegisterFilter
    ordering = ORDER
    queryset = Licence.objects.none()

    def get_queryset(self) -> Any:
        """As of today."""
        return register_rows(today(), Wanted()).select_related("office")

    @extend_schema(operation_id="register_licences", responses=RegisterSerializer(many=True), tags=["register"])
    def get(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """Licences of the city, newest first, with their status today."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class LicenceList(_ListMixin, ApiView, GenericAPIView[Licence]):
    """Licences in the caller's scope."""

    policy = "people_read"
    scope = READ
    serializer_class = LicenceSerializer
    filterset_class = LicenceFilter
    queryset = Licence.objects.none()

    def get_queryset(self) -> Any:
        """What the caller may read, with the status of today."""
        rows = Licence.objects.visible_to(self.request.user).select_related(
            "office", "place", "holder_person", "holder_facility"
        )
        return with_status(rows.prefetch_related("flags"), today())

    @extend_schema(operation_id="licences_list", responses=LicenceSerializer(many=True), tags=["licences"])
    def get(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """Newest entry first; `updated_after` for what changed since."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class LicenceView(BaseView):
    """For addresses below one licence."""

    policy = "people_read"
    scope = READ
    request: Request

    @property
    def actor(self) -> Actor:
        """Who acts in this request."""
        return actor_of(self.request.user)

    def licence(self, public_id: str) -> Licence:
        """The licence of the address within the caller's scope, or 404."""
        rows = Licence.objects.visible_to(self.request.user).filter(public_id=public_id)
        found = (
            rows.select_related("office", "place", "holder_person", "holder_facility", "letter")
            .prefetch_related("flags", "statuses__letter")
            .first()
        )
        if found is None:
            raise Http404
        return found

    def detail(self, public_id: str) -> Response:
        """Answer one licence whole, as it stands now."""
        return Response(LicenceDetailSerializer(self.licence(public_id)).data)


class LicenceDetail(LicenceView, ApiView):
    """One licence."""

    @extend_schema(operation_id="licences_read", responses=LicenceDetailSerializer, tags=["licences"])
    def get(self, request: Request, public_id: str) -> Response:  # noqa: ARG002  # DRF's signature
        """The licence with its whole history of statuses, those to come too."""
        return self.detail(public_id)


@dataclass(frozen=True)
class Call:
    """One verb called: on what, with which checked body, by whom, when."""

    licence: Licence
    data: dict[str, Any]
    by: Actor
    at: datetime


def surrender(call: Call) -> None:
    """The holder gives it back."""
    data = call.data
    life.surrender(call.licence, by=call.by, at=call.at, on=data["on"], note=data["why"], version=data["version"])


def _act(verb: LicenceVerb) -> Callable[[Call], None]:
    def run(call: Call) -> None:
        if life.is_delegated(call.licence):
            sanction = steps.advised(call.licence, verb)
            if call.by.client_id:
                sanctioning.execute_by_system(sanction, by=call.by, at=call.at)
                return
            sanctioning.sign_execution(sanction, by=call.by, passphrase=_passphrase(call), at=call.at)
            return
        own = Sanction.objects.with_people().filter(licence=call.licence, verb=verb, state=SanctionState.PROPOSED)
        proposed = own.first()
        if proposed is None:
            raise AdviceMissing(_("Belum ada usul untuk tindakan ini."))
        sanctioning.sign_decision(proposed, by=call.by, passphrase=_passphrase(call), at=call.at)

    return run


def _passphrase(call: Call) -> Passphrase:
    return Passphrase(call.data["passphrase"])


@dataclass(frozen=True)
class Verb:
    """How a verb is served: body, what it does, rows of the matrix for delegated types and for own products."""

    body: type[serializers.Serializer[Any]]
    run: Callable[[Call], None]
    policy: str
    own_policy: str


_ACTS = (LicenceVerb.SUSPEND, LicenceVerb.REINSTATE, LicenceVerb.REVOKE)
VERBS: dict[str, Verb] = {
    **{verb.value: Verb(ActInput, _act(verb), "licence_sanction", "sanction_decide") for verb in _ACTS},
    LicenceVerb.SURRENDER.value: Verb(SurrenderInput, surrender, "application_withdraw", "application_withdraw"),
}


class LicenceVerbView(LicenceView):
    """See the licence, may do the verb, right body, right version, do it; a signature stands outside transactions."""

    write_scope = ACT
    name = ""
    verb: Verb

    def post(self, request: Request, public_id: str) -> Response:
        """Do the verb once per key; answers the licence as it stands after it."""
        return respond_once(request, lambda: self._done(request, public_id))

    def _done(self, request: Request, public_id: str) -> Response:
        licence = self.licence(public_id)
        self._refuse_role(request, licence)
        given = self.verb.body(data=request.data)
        given.is_valid(raise_exception=True)
        if given.validated_data["version"] != licence.version:
            raise StaleVersion
        now = timezone.now()
        if not self.actor.client_id and self.verb.body is ActInput:
            policy = self._policy(licence)
            asked = request._request  # noqa: SLF001  # the session lives on Django's request
            if needs_password(asked, policy, at=now):
                require_password(asked, given.validated_data["password"], at=now)
        self.verb.run(Call(licence, given.validated_data, self.actor, now))
        return self.detail(public_id)

    def _policy(self, licence: Licence) -> str:
        return self.verb.policy if life.is_delegated(licence) else self.verb.own_policy

    def _refuse_role(self, request: Request, licence: Licence) -> None:
        """403 when matrix or table do not give the verb to the caller, or the system speaks for another office."""
        allowed = MOVES[LicenceVerb(self.name)].allowed_to(delegated=life.is_delegated(licence))
        actor = self.actor
        other_office = bool(actor.client_id) and getattr(request.user, "office_id", 0) != licence.office_id
        if not may(request.user, self._policy(licence)) or not actor.role_for(allowed) or other_office:
            raise NotYourMove(params={"action": LicenceVerb(self.name).label})


def verb_view(name: str) -> Any:
    """Return the view function of one verb."""
    verb = VERBS[name]
    made = type(f"Licence{name.title()}View", (LicenceVerbView,), {"name": name, "verb": verb})
    described = extend_schema(
        operation_id=f"licences_{name}",
        summary=name,
        description=f"{verb.body.__doc__} Needs `{ACT}`.",
        request=verb.body,
        responses=LicenceDetailSerializer,
        tags=["licences"],
    )
    return extend_schema_view(post=described)(made).as_view()  # type: ignore[attr-defined]
