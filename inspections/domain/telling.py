"""Who is told what about visits and findings. Texts are messages.csv; rows go out after commit."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.domain.messages import tell
from accounts.enums import Role
from accounts.models import Membership, Office, User
from facilities.models import Facility, FacilityPerson
from inspections.domain.concluding import local_day
from inspections.models import Visit, VisitFinding


def people_of(facility: Facility | None, on: date) -> list[User]:
    """Persons in charge of a place on a day."""
    if facility is None:
        return []
    rows = FacilityPerson.objects.in_force(on).filter(facility=facility).select_related("user")
    return [row.user for row in rows]


def tell_of_record(visit: Visit, findings: int, *, at: datetime) -> None:
    """The place gets its berita acara at once."""
    _tell(
        "VISIT_RECORD",
        people_of(visit.facility, local_day(visit, at)),
        key=f"{visit.public_id}",
        link=reverse("visit_detail", args=[visit.public_id]),
        at=at,
        office=visit.office,
        fasilitas=visit.place_name,
        tanggal=local_day(visit, visit.held_at or at),
        jumlah=findings,
    )


def tell_of_finding(finding: VisitFinding, what: str, *, at: datetime) -> None:
    """The inspector hears of an answer, the place of the judgement."""
    visit = finding.visit
    link = reverse("finding_detail", args=[finding.public_id])
    key = f"{finding.public_id}:{finding.version}"
    if what == "answer":
        _tell(
            "FINDING_ANSWERED", [visit.inspector], key=key, link=link, at=at, office=visit.office,
            fasilitas=visit.place_name, tanggal=finding.found_on,
        )  # fmt: skip
    elif what in ("accept", "reject"):
        _tell(
            "FINDING_JUDGED", people_of(finding.facility, local_day(visit, at)), key=key, link=link, at=at,
            office=visit.office, fasilitas=visit.place_name,
            hasil=_("diterima") if what == "accept" else _("belum cukup"),
        )  # fmt: skip


def tell_of_due(facility: Facility, count: int, due_on: date, *, on: date, at: datetime, office: Office | None) -> None:
    """Remind the place of findings whose day is near; once a day."""
    _tell(
        "FINDINGS_DUE", people_of(facility, on), key=f"{facility.public_id}:{on}", link=reverse("finding_list"), at=at,
        office=office, fasilitas=facility.name, jumlah=count, tanggal=due_on,
    )  # fmt: skip


def tell_of_overdue(finding: VisitFinding, count: int, *, on: date, at: datetime) -> None:
    """Tell inspector and head of division of findings past their day; once a day and place."""
    visit = finding.visit
    heads = Membership.objects.in_force(on).filter(
        Q(office=visit.office_id), role=Role.DIVISION_HEAD, user__is_active=True
    )
    people = {visit.inspector_id: visit.inspector, **{row.user_id: row.user for row in heads.select_related("user")}}
    _tell(
        "FINDINGS_OVERDUE", people.values(), key=f"{visit.public_id}:{on}",
        link=reverse("finding_detail", args=[finding.public_id]), at=at, office=visit.office,
        fasilitas=visit.place_name, jumlah=count, tanggal=finding.due_on,
    )  # fmt: skip


def _tell(
    code: str, people: Iterable[User], *, key: str, link: str, at: datetime, office: Office | None, **params: object
) -> None:
    for user in people:
        tell(
            code,
            user=user,
            params=params,
            dedupe_key=f"{code}:{key}:{user.pk}",
            at=at,
            link=link,
            zone=office.zone if office is not None else None,
        )
