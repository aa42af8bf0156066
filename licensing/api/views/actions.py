"""`/applications/{number}/actions/{action}/`: one verb of the move table each, with its own body."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import UPLOAD_LIMIT, ApiView
from accounts.domain.reauthentication import needs_password, require_password
from accounts.rules import may
from core.exceptions import StaleVersion
from core.idempotency import respond_once
from core.parsers import StrictJSONParser
from licensing.api import verbs
from licensing.api.scope import ApplicationView
from licensing.api.serializers import actions as bodies
from licensing.api.serializers.applications import ApplicationDetailSerializer
from licensing.domain.licences.reported import require_right_system
from licensing.domain.workflow import MOVES
from licensing.enums import Action, State
from licensing.exceptions import NotYourMove
from licensing.models import Application

WRITE, ACT = "applications:write", "applications:act"
# A signed PDF in base64 is a third longer.
BASE64_LIMIT = UPLOAD_LIMIT * 4 // 3


@dataclass(frozen=True)
class Verb:
    """How a verb is served: body, what it does, row of the matrix, scope of a token."""

    body: type[bodies.VerbInput]
    run: verbs.Run
    policy: str
    scope: str = ACT
    signs: bool = False


VERBS: dict[str, Verb] = {
    Action.SUBMIT: Verb(bodies.VerbInput, verbs.submit, "application_edit", WRITE),
    Action.RESUBMIT: Verb(bodies.VerbInput, verbs.resubmit, "application_edit", WRITE),
    Action.WITHDRAW: Verb(bodies.NoteInput, verbs.withdraw, "application_withdraw", WRITE),
    Action.VERIFY: Verb(bodies.VerifyInput, verbs.verify, "application_verify"),
    Action.RETURN: Verb(bodies.ReturnInput, verbs.return_, "application_verify"),
    Action.REGISTER: Verb(bodies.VerbInput, verbs.register, "application_register"),
    Action.START_ASSESSMENT: Verb(bodies.VerbInput, verbs.start_assessment, "application_assess"),
    Action.REQUEST_VISIT: Verb(bodies.VisitInput, verbs.request_visit, "application_assess"),
    verbs.RECORD_VISIT: Verb(bodies.VisitResultInput, verbs.record_visit, "application_assess"),
    Action.REQUIRE_REPAIR: Verb(bodies.RepairInput, verbs.require_repair, "application_assess"),
    Action.REPAIRED: Verb(bodies.NoteInput, verbs.repaired, "application_assess"),
    Action.REQUEST_COORDINATION: Verb(bodies.CoordinationInput, verbs.request_coordination, "application_assess"),
    Action.ANSWER_COORDINATION: Verb(bodies.CoordinationAnswerInput, verbs.answer_coordination, "coordination_answer"),
    Action.ASSESS: Verb(bodies.AssessInput, verbs.assess, "application_assess"),
    Action.APPROVE: Verb(bodies.NoteInput, verbs.approve, "application_approve"),
    Action.SEND_BACK: Verb(bodies.SendBackInput, verbs.send_back, "application_approve"),
    Action.SIGN: Verb(bodies.SignInput, verbs.sign, "application_sign", signs=True),
    Action.REFUSE: Verb(bodies.RefuseInput, verbs.refuse, "application_sign", signs=True),
    Action.ISSUE_LICENCE: Verb(bodies.IssueInput, verbs.issue_licence, "licence_issue", signs=True),
    Action.EXTEND: Verb(bodies.ExtendInput, verbs.extend, "application_sign"),
    Action.REOPEN: Verb(bodies.ReopenInput, verbs.reopen, "application_sign"),
}


class VerbView(ApplicationView):
    """Base of all verbs: see the file, may do the verb, right body, right version, do it."""

    name = ""
    verb: Verb

    @property
    def action(self) -> Action:
        """Row of the move table."""
        return verbs.verb_of(self.name)

    def call(self, request: Request, number: str) -> verbs.Call:
        """Check everything the rules of the verb itself do not; raise 404, 403, 400 or 409 in that order."""
        application = self.application(number)
        self.refuse_role(request, application)
        given = self.verb.body(data=request.data, context={"by_system": bool(self.actor.client_id)})
        given.is_valid(raise_exception=True)
        if given.validated_data["version"] != application.version:
            raise StaleVersion
        return verbs.Call(application, given.validated_data, self.actor, timezone.now())

    def refuse_role(self, request: Request, application: Application) -> None:
        """403 when matrix or move table do not give this verb to the caller, whatever the state."""
        actor = self.actor
        if not (may(request.user, self.verb.policy) and actor.role_for(MOVES[self.action].actors)):
            raise NotYourMove(params={"action": self.action.label})
        if actor.client_id:
            office = getattr(request.user, "office_id", 0)
            require_right_system(application, self.action, client_id=actor.client_id, office_id=office)


class PlainVerbView(VerbView, ApiView):
    """A verb that is one transaction."""

    def post(self, request: Request, number: str) -> Response:
        """Do the verb; answers the application as it stands after it."""
        call = self.call(request, number)
        self.verb.run(call)
        return self.detail(call.application, at=call.at)


class SigningVerbView(VerbView):
    """A verb that signs: outside any transaction, so a failed signature keeps its number (DECISIONS 16)."""

    def post(self, request: Request, number: str) -> Response:
        """Ask for the password again where the matrix wants it, sign, move; answers the application."""
        return respond_once(request, lambda: self._signed(request, number))

    def _signed(self, request: Request, number: str) -> Response:
        call = self.call(request, number)
        if not call.by.client_id:
            self._confirm(request, call)
        self.verb.run(call)
        return self.detail(call.application, at=call.at)

    def _confirm(self, request: Request, call: verbs.Call) -> None:
        asked: HttpRequest = request._request  # noqa: SLF001  # the session lives on Django's request
        if needs_password(asked, self.verb.policy, at=call.at):
            require_password(asked, call.data["password"], at=call.at)


class IssueView(SigningVerbView):
    """Signing by a person, or a report of a licence signed elsewhere, with its PDF."""

    parser_classes = (StrictJSONParser, MultiPartParser)
    largest_body = BASE64_LIMIT


def verb_view(name: str) -> Any:
    """Return the view function of one verb."""
    verb = VERBS[name]
    base: Any = PlainVerbView
    if verb.signs:
        base = IssueView if name == Action.ISSUE_LICENCE else SigningVerbView
    title = f"{name.title().replace('_', '')}View"
    made = type(title, (base,), {"name": str(name), "verb": verb, "write_scope": verb.scope, "__doc__": base.__doc__})
    described = extend_schema(
        operation_id=f"applications_{name}",
        summary=str(name),
        description=_told(name, verb),
        request=verb.body,
        responses=ApplicationDetailSerializer,
        tags=["actions"],
    )
    return extend_schema_view(post=described)(made).as_view()  # type: ignore[attr-defined]


def _told(name: str, verb: Verb) -> str:
    """The row of the move table in words, for the OpenAPI document."""
    move = MOVES[verbs.verb_of(name)]
    sources = ", ".join(f"`{state}`" for state in State if state in move.sources)
    target = "stays" if name == verbs.RECORD_VISIT or move.target is None else f"becomes `{move.target}`"
    return f"{verb.body.__doc__} From {sources}; {target}. By {', '.join(sorted(move.actors))}."


class OtherVerb(VerbView, ApiView):
    """Verbs that nobody calls: those of the system are 403, unknown ones 404."""

    schema = None

    def post(self, request: Request, number: str, action: str) -> Response:  # noqa: ARG002  # DRF's signature
        """Never does anything."""
        self.application(number)
        if action not in Action.values:
            raise Http404
        raise NotYourMove(params={"action": Action(action).label})
