"""Sets of applications and licences, scoped to what a person may see."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from accounts.enums import Role
from accounts.rules import Scope, Viewer, in_region, viewer_of
from core.trigrams import TrigramIndex
from facilities.querysets import own_facilities
from licensing.enums import OPEN_STATES, Action, ApplicationKind, LegalEra, LicenceState, ReportKind, State, Subject
from workforce.querysets import spoken_for

if TYPE_CHECKING:
    from licensing.models import (  # noqa: F401  # named in strings
        Application,
        Coordination,
        Licence,
        PublicReport,
        RecommendationType,
        RequirementSet,
        RuleChange,
        Sanction,
        SurveyResponse,
    )

# Files "of one's desk" (`C` in the matrix): states in which the desk of a role holds the file.
DESK_STATES: dict[str, frozenset[str]] = {
    Role.FRONT_OFFICE: frozenset(State.values),
    Role.TECHNICAL: frozenset({State.SUBMITTED, State.NEEDS_CORRECTION}),
    Role.REGISTER_CLERK: frozenset({State.VERIFIED, State.REGISTERED}),
    Role.TPK: frozenset({State.REGISTERED, State.ASSESSING, State.REPAIRING, State.COORDINATING}),
    Role.DIVISION_HEAD: frozenset(State.values) - {State.DRAFT},
    Role.HEALTH_HEAD: frozenset(State.values) - {State.DRAFT},
    Role.LICENCE_HEAD: frozenset({State.RECOMMENDED, State.LICENSED}),
}
NOTHING = Q(pk__in=[])
LICENCE_NUMBERS = TrigramIndex("licensing_licence", "number")
# An organisation reads files for its own verb only; a new-era file is none of its business (roles.md section 1).
MEMBER_ACTION = "member_recommend"
# The requirement an organisation answers, and where an old-era file (verified before the law of 2023) may still wait
# for it: before the inspectors conclude.
ORGANISATION_CODES = frozenset({"REKOM-OP", "REKOM-ORG"})
RECOMMENDABLE = frozenset({State.VERIFIED, State.REGISTERED, State.ASSESSING, State.REPAIRING, State.COORDINATING})
# A file a facility enters for one of its staff, with the person's recorded consent.
FACILITY_CHANNEL = "pj"
# A facility reads what was sent for it; it edits and withdraws only what it files itself (SECURITY section 6).
FILING_ACTIONS = frozenset({"application_edit", "application_withdraw"})


class RecommendationTypeQuerySet(models.QuerySet["RecommendationType"]):
    """Versions of recommendation types."""

    def in_force(self, on: date) -> Self:
        """The versions that hold on `on` and may be applied for."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), valid_from__lte=on, is_active=True)


class RequirementSetQuerySet(models.QuerySet["RequirementSet"]):
    """Versions of requirement sets."""

    def in_force(self, type_code: str, on: date) -> "RequirementSet | None":
        """The newest set of a type that holds on `on`, or None."""
        return self.filter(type_code=type_code, valid_from__lte=on).order_by("-valid_from", "-version").first()


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Applications; every page, endpoint, file and count starts from `visible_to`."""

    def visible_to(self, user: Any, action: str = "application_read") -> Self:
        """Applications `user` may read (or do `action` on), by that row of the permission matrix."""
        return self.filter(application_scope(viewer_of(user), action))

    def open(self) -> Self:
        """Submitted and not yet finished; undelegated files end in `recommended`."""
        return self.filter(state__in=OPEN_STATES).exclude(state=State.RECOMMENDED, type__delegated=False)

    def overdue(self, at: datetime) -> Self:
        """Open files whose earliest promise is over at `at`."""
        return self.open().filter(due_at__lt=at)

    def asking_organisation(self) -> Self:
        """Old-era files whose requirements ask for the recommendation of a professional organisation."""
        rows = apps.get_model("licensing", "Requirement").objects.filter(
            Q(applies_to="both") | Q(applies_to=OuterRef("kind")),
            requirement_set=OuterRef("requirement_set"),
            code__in=ORGANISATION_CODES,
            legal_era__in=("both", LegalEra.OLD),
        )
        proofs = (ApplicationKind.CHANGE, ApplicationKind.REPLACEMENT)
        return self.filter(Exists(rows), legal_era=LegalEra.OLD).exclude(kind__in=proofs)

    def recommended_by_organisation(self) -> Self:
        """Files that have it."""
        events = apps.get_model("licensing", "ApplicationEvent").objects
        return self.filter(Exists(events.filter(application=OuterRef("pk"), action=Action.RECOMMEND_MEMBER)))

    def awaiting_organisation(self) -> Self:
        """Files that ask for it, have none yet and are not concluded."""
        given = self.model._default_manager.all().recommended_by_organisation()
        return self.asking_organisation().filter(state__in=RECOMMENDABLE).exclude(pk__in=given.values("pk"))

    def for_list(self) -> Self:
        """With what a list row shows, and without what would have to be deciphered; constant queries."""
        rows = self.select_related("type", "handler", "place__region", "region", "licensing_office", "health_office")
        return rows.defer("answers", "handler__phone", "handler__pending_email", "handler__signing_nik")

    def with_clocks(self) -> Self:
        """With what the clocks of many files are computed from; three more queries, however many files."""
        clocks = apps.get_model("licensing", "ApplicationClock").objects.select_related("allowance")
        return self.prefetch_related("events", Prefetch("clocks", queryset=clocks))

    def for_detail(self) -> Self:
        """With what a detail page shows."""
        return self.select_related(
            "type",
            "requirement_set",
            "handler",
            "applicant",
            "filed_by",
            "person",
            "profession",
            "place",
            "place__region",
            "place__region__parent",
            "region",
            "licensing_office",
            "health_office",
            "previous_licence",
        )


class CoordinationQuerySet(models.QuerySet["Coordination"]):
    """Questions to outside bodies about applications."""

    def with_times(self) -> Self:
        """With what their used time is read from."""
        rows = self.select_related("application__type", "answer_document")
        return rows.prefetch_related("application__clocks__allowance", "application__events")


class LicenceQuerySet(models.QuerySet["Licence"]):
    """Licences."""

    def in_force(self, on: date) -> Self:
        """Start <= on <= end and `active` on that day (DECISIONS 20)."""
        active = apps.get_model("licensing", "LicenceStatus").objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=on),
            licence=OuterRef("pk"),
            status=LicenceState.ACTIVE,
            valid_from__lte=on,
        )
        return self.filter(Exists(active), Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)

    def visible_to(self, user: Any, action: str = "people_read") -> Self:
        """Licences `user` may read (or do `action` on), by that row of the matrix."""
        return self.filter(licence_scope(viewer_of(user), action))


class SanctionQuerySet(models.QuerySet["Sanction"]):
    """Steps taken or proposed against licences."""

    def visible_to(self, user: Any, action: str = "sanction_read") -> Self:
        """Sanctions `user` may read (or do `action` on), by that row of the matrix."""
        return self.filter(sanction_scope(viewer_of(user), action))

    def with_people(self) -> Self:
        """With what a row or a page shows."""
        return self.select_related(
            "licence__place",
            "licence__holder_person",
            "licence__holder_facility",
            "licence__office",
            "step",
            "reason",
            "proposed_by",
            "decided_by",
            "done_by",
            "advice",
            "letter",
            "previous__letter",
        )


def sanction_scope(viewer: Viewer, action: str) -> Q:
    """Turn the viewer's cells for `action` into a condition on sanctions: those of the own region."""
    condition = NOTHING
    for scope in viewer.scopes(action):
        if scope.cell.scope in ("C", "D", "S"):
            condition |= Q(licence__office__region__code__startswith=scope.region_code)
    return condition


class SurveyResponseQuerySet(models.QuerySet["SurveyResponse"]):
    """Sheets of the satisfaction survey."""

    def visible_to(self, user: Any) -> Self:
        """Sheets `user` may read one by one: those of the own region, by the `hlc_read` row."""
        condition = NOTHING
        for scope in viewer_of(user).scopes("hlc_read"):
            if scope.cell.scope == "D":
                condition |= in_region(scope.region_code)
        return self.filter(condition)


class RuleChangeQuerySet(models.QuerySet["RuleChange"]):
    """Changes of rules on their way."""

    def visible_to(self, user: Any, *actions: str) -> Self:
        """Changes of the own region by any of the rows `actions`; another's draft is nobody else's yet."""
        viewer = viewer_of(user)
        condition = NOTHING
        for action in actions:
            for scope in viewer.scopes(action):
                if scope.cell.scope == "D" and scope.region_code:
                    condition |= Q(office__region_id=scope.region_code)
                    condition |= Q(office__region__code__startswith=f"{scope.region_code}.")
        return self.filter(condition).exclude(~Q(proposed_by_id=viewer.user_id or 0), state="draft")


class PublicReportQuerySet(models.QuerySet["PublicReport"]):
    """Complaints and integrity reports. Every page, count, search and export of officers starts from `visible_to`."""

    def visible_to(self, user: Any, action: str) -> Self:
        """Reports `user` may read by the row `action`, without those that concern the user.

        `complaint_answer` opens complaints, `integrity_read` reports about money.
        """
        viewer = viewer_of(user)
        condition = NOTHING
        for scope in viewer.scopes(action):
            if scope.cell.scope == "D":
                condition |= in_region(scope.region_code)
        kind = ReportKind.INTEGRITY if action == "integrity_read" else ReportKind.COMPLAINT
        return self.filter(condition, kind=kind).exclude(concerns(viewer.user_id or 0))

    def concerned(self, report: "PublicReport") -> set[int]:
        """Users whom `report` concerns; the same rule as `concerns`, from the other side."""
        users = apps.get_model("accounts", "User")
        about = Q(pk=report.reporter_id)
        if report.application_id is not None:
            about |= Q(pk__in=_actors("ApplicationEvent", "actor_id", report.application_id))
            about |= Q(pk__in=_actors("Judgement", "by_id", report.application_id))
            about |= Q(pk__in=_actors("Assessment", "by_id", report.application_id))
            about |= Q(pk__in=_actors("ApplicationVisit", "visit__inspector_id", report.application_id))
            about |= Q(handled_applications=report.application_id) | Q(applications=report.application_id)
        if report.letter_id is not None:
            about |= Q(signed_letters=report.letter_id)
        return set(users.objects.filter(about).values_list("pk", flat=True))


def _actors(model: str, field: str, application_id: int) -> models.QuerySet[Any, Any]:
    rows = apps.get_model("licensing", model).objects.filter(application_id=application_id)
    found: models.QuerySet[Any, Any] = rows.exclude(**{field: None}).values(field)
    return found


def concerns(user_id: int) -> Q:
    """Reports that concern a user: about a file they acted on or hold, a letter they signed, or filed by them.

    Read anew each time: who takes the file after the complaint is concerned from then on.
    """
    acted = Q()
    for model, field in (
        ("ApplicationEvent", "actor_id"),
        ("Judgement", "by_id"),
        ("Assessment", "by_id"),
        ("ApplicationVisit", "visit__inspector_id"),
    ):
        rows = apps.get_model("licensing", model).objects.filter(**{field: user_id})
        acted |= Q(application__in=rows.values("application_id"))
    own = Q(application__handler_id=user_id) | Q(application__applicant_id=user_id)
    return acted | own | Q(letter__signed_by_id=user_id) | Q(reporter_id=user_id)


def application_scope(viewer: Viewer, action: str) -> Q:
    """Turn the viewer's cells for `action` into a condition on applications; denied gives nothing."""
    condition = NOTHING
    for scope in viewer.scopes(action):
        narrow = _APPLICATION_SCOPES.get(scope.cell.scope)
        if scope.cell.scope == "F" and action in FILING_ACTIONS:
            narrow = _filed_by_facility
        if scope.cell.scope == "P" and action == MEMBER_ACTION:
            narrow = _members
        if narrow is not None:
            condition |= narrow(viewer, scope)
    return condition


def _members(viewer: Viewer, scope: Scope) -> Q:
    """OP: files of the professions the organisation stands for, in its region; drafts are nobody else's."""
    theirs = Q(profession_id__in=spoken_for(viewer, scope)) & ~Q(state=State.DRAFT)
    return theirs & in_region(scope.region_code)


def licence_scope(viewer: Viewer, action: str = "people_read") -> Q:
    """Turn the viewer's cells of `action` into a condition on licences."""
    condition = NOTHING
    for scope in viewer.scopes(action):
        if scope.cell.scope == "O":
            condition |= Q(pk__in=_own_licences(viewer.user_id or 0))
        elif scope.cell.scope == "F":
            condition |= Q(place__in=_own_facilities(viewer)) | Q(holder_facility__in=_own_facilities(viewer))
        elif scope.cell.scope in ("C", "D", "S"):
            condition |= Q(office__region__code__startswith=scope.region_code)
    return condition


def _own_licences(user_id: int) -> models.QuerySet[Any, Any]:
    """Of the own person and of what somebody applied for: each by its index, which one condition on both is not."""
    licences = apps.get_model("licensing", "Licence").objects.order_by()
    held = licences.filter(holder_person__user_id=user_id).values("pk")
    found: models.QuerySet[Any, Any] = held.union(licences.filter(application__applicant_id=user_id).values("pk"))
    return found


def _own_facilities(viewer: Viewer) -> models.QuerySet[Any, Any]:
    ids: models.QuerySet[Any, Any] = own_facilities(viewer.user_id, timezone.localdate())
    return ids


def _own(viewer: Viewer, scope: Scope) -> Q:  # noqa: ARG001  # one shape for every scope letter
    entered = Q(filed_by_id=viewer.user_id, applicant_id__isnull=True) & ~Q(channel=FACILITY_CHANNEL)
    return Q(applicant_id=viewer.user_id) | entered


def _facility(viewer: Viewer, scope: Scope) -> Q:
    """PJ: what was sent for the own facility, and what the facility itself files; own files as well."""
    sent = Q(place__in=_own_facilities(viewer)) & ~Q(state=State.DRAFT)
    return _filed_by_facility(viewer, scope) | sent


def _filed_by_facility(viewer: Viewer, scope: Scope) -> Q:
    """PJ: files about the facility, and those of staff who agreed; a draft of somebody's own is theirs alone."""
    about = ~Q(type__subject=Subject.PRACTITIONER) | Q(channel=FACILITY_CHANNEL)
    return _own(viewer, scope) | Q(place__in=_own_facilities(viewer)) & about


def _region(viewer: Viewer, scope: Scope) -> Q:
    """Every file of the region that was sent; a system's own drafts as well."""
    ours = Q(client_id=viewer.client_id) if viewer.client_id else NOTHING
    return Q(region__code__startswith=scope.region_code) & (~Q(state=State.DRAFT) | ours)


def _desk(viewer: Viewer, scope: Scope) -> Q:
    """Files at one's desk, and files one has handled; drafts only when one filed them."""
    here = Q(state__in=DESK_STATES.get(scope.role, frozenset())) & ~Q(state=State.DRAFT)
    mine = Q(handler_id=viewer.user_id) | Q(filed_by_id=viewer.user_id) | Q(pk__in=_handled(viewer))
    if scope.role == Role.TPK:
        # What silence issued was on nobody's desk; whoever checks it afterwards reads its file.
        mine |= Q(deemed=True, pk__in=_to_check(viewer))
    return (here | mine) & Q(region__code__startswith=scope.region_code)


def _to_check(viewer: Viewer) -> models.QuerySet[Any, int]:
    checks = apps.get_model("licensing", "PostCheck").objects
    return checks.filter(Q(done_at=None) | Q(done_by_id=viewer.user_id)).values_list(
        "licence__application_id", flat=True
    )


def _handled(viewer: Viewer) -> models.QuerySet[Any, int]:
    events = apps.get_model("licensing", "ApplicationEvent")
    return events.objects.filter(actor_id=viewer.user_id).values_list("application_id", flat=True)


_APPLICATION_SCOPES: dict[str, Callable[[Viewer, Scope], Q]] = {
    "O": _own,
    "F": _facility,
    "D": _region,
    "C": _desk,
    "S": _region,
}
