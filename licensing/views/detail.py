"""One application as its readers see it: clock, three lines, journey, letters, documents, who looked."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.rules import viewer_of
from core import formats
from core.components import Fact, Kind
from core.models import AuditEvent
from licensing.domain.clocks import read_clocks
from licensing.domain.status_lines import status_lines
from licensing.domain.workflow import available
from licensing.enums import Action, State
from licensing.models import Application, ApplicationEvent
from licensing.rules import actor_of, is_withheld
from licensing.views.answers import answer_groups
from licensing.views.cards import clock_card, journey, main_clock, other_clocks, status_of
from licensing.views.scope import ApplicationMixin

# Where an officer does a verb; the page shows the button only when the table and the matrix allow it.
ACTION_PAGES: dict[Action, str] = {
    Action.VERIFY: "application_review",
    Action.REGISTER: "application_register",
    Action.START_ASSESSMENT: "application_assess",
    Action.ASSESS: "application_assess",
    Action.REPAIRED: "application_assess",
    Action.ANSWER_COORDINATION: "application_assess",
    Action.APPROVE: "application_decide",
    Action.SIGN: "application_decide",
    Action.ISSUE_LICENCE: "licence_issue",
    Action.EXTEND: "application_extend",
    Action.REOPEN: "application_reopen",
}


class ApplicationDetailView(ApplicationMixin, TemplateView):
    """The detail page of everybody who may read the file; what one may do comes from the move table."""

    policy = "application_read"
    template_name = "licensing/application_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application = self.application
        now = timezone.now()
        readings = read_clocks(application, at=now)
        main = main_clock(readings) if application.submitted_at else None
        events = list(application.events.select_related("actor", "reason").order_by("seq"))
        viewer = viewer_of(self.request.user)
        return super().get_context_data(
            application=application,
            is_staff=viewer.is_staff,
            status=status_of(status_lines(application, readings, public=False)),
            clock=clock_card(application, main, now=now) if main else None,
            clocks=other_clocks(application, readings, main=main) if application.submitted_at else [],
            stages=journey(application, events, public=False, by=self.actor),
            letters=_letters(application),
            events=events,
            facts=_facts(application, events),
            actions=_actions(application, self.request.user),
            can_withdraw=Action.WITHDRAW in _verbs(application, self.request.user),
            can_copy=application.state in (State.REFUSED, State.WITHDRAWN, State.LAPSED) and not viewer.is_staff,
            can_edit=application.state in (State.DRAFT, State.NEEDS_CORRECTION, State.REPAIRING)
            and not viewer.is_staff,
            receipt=application.letter_links.filter(letter__kind_id="TANDA_TERIMA").select_related("letter").last(),
            refusal=_refusal(events),
            repair=_repair(application, events),
            visits=[link.visit for link in application.visit_links.select_related("visit__inspector")],
            **kwargs,
        )


def _verbs(application: Application, user: Any) -> list[Action]:
    roles = actor_of(user).roles
    return available(State(application.state), roles, delegated=application.type.delegated)


def _actions(application: Application, user: Any) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for verb in _verbs(application, user):
        name = ACTION_PAGES.get(verb)
        if name is None or name in found:
            continue
        found[name] = {"label": str(verb.label), "url": reverse(name, args=[application.number]), "verb": str(verb)}
    return list(found.values())


def _letters(application: Application) -> list[dict[str, Any]]:
    rows = application.letter_links.select_related("letter", "letter__kind").order_by("id")
    return [
        {
            "title": row.letter.kind.name_id,
            "number": row.letter.number,
            "date": row.letter.number_date,
            "issued": row.letter.is_issued,
            "void": row.letter.state == "void",
            "url": reverse("letter_file", args=[row.letter.public_id]) if row.letter.is_issued else "",
            "check_url": reverse("letter_verify", args=[row.letter.verify_code]) if row.letter.is_issued else "",
        }
        for row in rows
    ]


def _facts(application: Application, events: list[ApplicationEvent]) -> list[Fact]:
    place = application.place_name or "–"
    facts = [
        Fact(_("Pemohon"), application.applicant_name or "–"),
        Fact(_("Sifat"), str(application.get_kind_display())),
        Fact(_("Tempat"), place),
    ]
    if application.register_number:
        facts.append(Fact(_("Nomor register"), application.register_number))
    spoken = next((each for each in events if each.action == Action.RECOMMEND_MEMBER), None)
    if spoken is not None:
        when = formats.short_moment(spoken.at, application.health_office.time_zone)
        facts.append(Fact(_("Rekomendasi organisasi profesi"), when, Kind.OK))
    return facts


def _refusal(events: list[ApplicationEvent]) -> dict[str, Any] | None:
    event = next((each for each in reversed(events) if each.action == Action.REFUSE), None)
    if event is None:
        return None
    return {
        "reason": event.reason.label if event.reason else "",
        "note": event.note,
        "rule": event.payload.get("rule", ""),
    }


def _repair(application: Application, events: list[ApplicationEvent]) -> list[str]:
    if application.state != State.REPAIRING:
        return []
    event = next((each for each in reversed(events) if each.action == Action.REQUIRE_REPAIR), None)
    return list(event.payload.get("items", [])) if event else []


class AnswersView(ApplicationMixin, TemplateView):
    """What was answered, read only; the NIK stays masked."""

    policy = "application_read"
    template_name = "licensing/application_answers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            application=self.application,
            groups=answer_groups(
                self.application, editable=False, withheld=is_withheld(self.application, self.request.user)
            ),
            **kwargs,
        )


class DocumentHistoryView(ApplicationMixin, TemplateView):
    """Every version of every document; old ones stay."""

    policy = "application_read"
    template_name = "licensing/application_documents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        from licensing.domain.rulebook.catalogue import requirements_of  # one look-up

        labels = {row.code: row.label for row in requirements_of(self.application)}
        rows = self.application.documents.select_related("uploaded_by").order_by("requirement_code", "-version")
        return super().get_context_data(
            application=self.application,
            documents=[
                {
                    "label": labels.get(row.requirement_code, row.requirement_code),
                    "row": row,
                    "url": reverse("document_open", args=[row.public_id]) if row.state == "clean" else "",
                }
                for row in rows
            ],
            **kwargs,
        )


class AccessLogView(ApplicationMixin, TemplateView):
    """Who opened my file: every opening of a document, by whom and when."""

    policy = "application_read"
    template_name = "licensing/application_access.html"

    OPENINGS = ("document.open", "coordination.open", "nik.read")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        zone = self.application.health_office.time_zone
        rows = (
            AuditEvent.objects.filter(
                object_type="licensing.Application", object_id=str(self.application.pk), action__in=self.OPENINGS
            )
            .select_related("actor")
            .order_by("-at")[:200]
        )
        return super().get_context_data(
            application=self.application,
            openings=[
                {
                    "at": formats.short_moment(row.at, zone),
                    "who": row.actor.name if row.actor else _("Instansi lain"),
                    "role": row.role,
                    "what": row.payload.get("requirement") or row.payload.get("what", ""),
                }
                for row in rows
            ],
            **kwargs,
        )
