"""What a file asks for beside the licence its holder had last: only what differs, in words the page can print."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from licensing.models import Application, Licence


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was; an empty side means "none"."""

    label: str
    before: str
    now: str


def last_licence(application: Application) -> Licence | None:
    """Return the licence named in the file, else the newest of its holder for the same type; None at the first."""
    if application.previous_licence is not None:
        return application.previous_licence
    holder = Q(pk__in=[])
    if application.person_id:
        holder |= Q(holder_person_id=application.person_id)
    elif application.place_id:
        holder |= Q(holder_facility_id=application.place_id)
    rows = Licence.objects.filter(holder, type_code=application.type.code).exclude(application=application)
    return rows.select_related("place").order_by("-starts_on", "-id").first()


def differences(application: Application, before: Licence) -> list[Difference]:
    """Return what differs in place, slot and practice hours."""
    answers = (application.answers or {}).get("place") or {}
    pairs = [
        (_("Tempat"), before.place.name if before.place else "", application.place_name),
        (_("Tempat ke-"), str(before.slot), str(application.slot)),
        (_("Jam praktik"), hours_text(before.practice_hours), hours_text(answers.get("practice_hours") or [])),
    ]
    return [Difference(label, old, new) for label, old, new in pairs if old != new]


def hours_text(rows: list[dict[str, Any]]) -> str:
    """Return "Senin 08.00–12.00; Selasa …"; rows without a day are left out."""
    lines = (f"{row['day']} {row.get('open', '')}–{row.get('close', '')}" for row in rows if row.get("day"))
    return "; ".join(lines).replace(":", ".")
