"""Rows of the list of applications as PostgreSQL writes them; a test holds them against the serializer."""

import json
from collections.abc import Callable, Mapping
from datetime import tzinfo
from types import SimpleNamespace
from typing import Any, cast

from django.db.models import Case, CharField, F, JSONField, QuerySet, Value, When
from django.db.models.functions import Cast, Length, Substr
from django.utils.translation import get_language

from core.exporting import InstantText
from licensing.domain.status_lines import status_label
from licensing.domain.workflow import available
from licensing.enums import State
from licensing.models import Application
from licensing.rules import Actor

KECAMATAN = 8  # letters of 16.74.02
INSTANTS = (
    "created_at", "updated_at", "submitted_at", "verified_at", "registered_at", "decided_at", "closed_at", "due_at",
)  # fmt: skip


def application_members(
    rows: QuerySet[Application], *, actor: Actor, zone: tzinfo
) -> tuple[QuerySet[Application], Mapping[str, Any]]:
    """The members of a row for a system, which reads names whole, in the active language."""
    type_name = "type__name_en" if get_language() == "en" else "type__name"

    def verbs(state: State, delegated: bool) -> str:  # noqa: FBT001  # a case of the table
        return json.dumps([str(verb) for verb in available(state, actor.roles, delegated=delegated)])

    def label(state: State, delegated: bool) -> str:  # noqa: FBT001  # as above
        row = SimpleNamespace(state=state, type=SimpleNamespace(delegated=delegated))
        return status_label(cast("Application", row))

    kecamatan = Case(
        When(region_length__gte=KECAMATAN, then=Substr("region_id", 1, KECAMATAN)),
        default=Value(""),
        output_field=CharField(),
    )
    plain = {
        "number": F("number"),
        "type": F("type__code"),
        "type_name": F(type_name),
        "kind": F("kind"),
        "slot": F("slot"),
        "state": F("state"),
        "state_label": _by_state(label),
        "version": F("version"),
        "applicant_name": F("applicant_name"),
        "place_name": F("place_name"),
        "region": F("region_id"),
        "kecamatan": kecamatan,
        "external_reference": F("external_reference"),
        "register_number": F("register_number"),
    }
    moments = {name: InstantText(F(name), zone) for name in INSTANTS}
    rest = {
        "due_clock": F("due_clock"),
        "correct_by": F("correct_by"),
        "deemed": F("deemed"),
        "available_actions": Cast(_by_state(verbs), JSONField()),
    }
    return rows.annotate(region_length=Length("region_id")).select_related(None), {**plain, **moments, **rest}


def _by_state(text: Callable[[State, bool], str]) -> Case:
    """What `text` says of each state, of delegated types and of the others, where these differ."""
    cases = []
    for state in State:
        given, own = text(state, True), text(state, False)  # as above
        if own != given:
            cases.append(When(state=state, type__delegated=False, then=Value(own)))
        cases.append(When(state=state, then=Value(given)))
    return Case(*cases, default=Value(""), output_field=CharField())
