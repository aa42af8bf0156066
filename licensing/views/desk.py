"""What officers' pages share: a desk of one's own, and pages that more than one function may open."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.rules import viewer_of
from core import formats
from licensing.enums import State
from licensing.models import Application
from licensing.views.scope import PolicyMixin

# What waits at the desk of each role; every other officer's queue is all open files in scope.
WORK_STATES: dict[str, frozenset[State]] = {
    Role.TECHNICAL: frozenset({State.SUBMITTED, State.NEEDS_CORRECTION}),
    Role.REGISTER_CLERK: frozenset({State.VERIFIED}),
    Role.TPK: frozenset({State.REGISTERED, State.ASSESSING, State.REPAIRING, State.COORDINATING}),
    Role.LICENCE_HEAD: frozenset({State.RECOMMENDED}),
}


def work_states(user: Any) -> frozenset[State]:
    """Return the states a person's desks work on; empty when the person watches rather than works."""
    found = [WORK_STATES[role] for role in viewer_of(user).roles if role in WORK_STATES]
    return frozenset().union(*found) if found else frozenset()


class DeskMixin(PolicyMixin):
    """Pages of officers."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Whoever is no officer has their own list of the same files.
        if request.user.is_authenticated and self.is_allowed(request) and not viewer_of(request.user).is_staff:
            return redirect("applicant_home")
        return super().dispatch(request, *args, **kwargs)


def number_line(application: Application) -> str:
    """The quiet line above a heading: number, register number, type and kind."""
    parts = [application.number, application.register_number, str(application.type.label)]
    return ", ".join(part for part in (*parts, str(application.get_kind_display()).lower()) if part)


def heading(application: Application) -> str:
    """Whom or what the file is about."""
    return application.applicant_name or application.place_name or application.number


def left_words(minutes: int | None) -> str:
    """`1 jam 20 menit`, `lewat 3 jam`, or nothing while no clock runs."""
    if minutes is None:
        return ""
    if minutes < 0:
        return _("lewat %(time)s") % {"time": formats.duration(-minutes)}
    return formats.duration(minutes)
