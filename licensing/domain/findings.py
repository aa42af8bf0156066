"""Gathers the facts of a stored application for the eligibility rules, and puts their findings into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language, gettext as _

from accounts.enums import Role
from accounts.models import Membership, Region
from core.exceptions import Finding as Refusal
from core.formats import plain_date
from facilities.enums import ClosureKind
from facilities.models import Facility, FacilityPerson
from licensing.domain import eligibility
from licensing.domain.answers import section, section_done
from licensing.domain.licences.place_limits import place_limit
from licensing.domain.requirements import era_of
from licensing.domain.rulebook.catalogue import requirements_of, sections_of
from licensing.enums import (
    OPEN_STATES,
    ApplicationKind,
    FindingLevel,
    LicenceState,
    State,
    Subject,
)
from licensing.exceptions import NotEligible
from licensing.models import Application, Document, FindingText, Licence, LicenceStatus
from licensing.querysets import FACILITY_CHANNEL
from workforce.models import Education, Person, Practitioner, Profession, SkpRecord


@dataclass(frozen=True)
class EligibilityFinding:
    """A finding in words: what is wrong, how to mend it, and the rule it rests on."""

    code: str
    level: str
    requirement: str
    section: str
    params: Mapping[str, str]
    label: str
    remedy: str
    rule: str

    @property
    def blocks(self) -> bool:
        """True when the file cannot be sent before this is mended."""
        return self.level == FindingLevel.BLOCK


def eligibility_of(application: Application, *, at: datetime) -> list[EligibilityFinding]:
    """Return every finding on the file as it stands, in words of the reader's language."""
    texts = {row.code: row for row in FindingText.objects.all()}
    facts = facts_of(application, at=at)
    laws = {row.code: str(getattr(row, "citation", "")) for row in facts.requirements}
    return [
        _worded(each, texts[each.code], law=laws.get(each.requirement, "").removeprefix("jenis:").strip())
        for each in eligibility.findings(facts)
        if each.code in texts
    ]


def _worded(found: eligibility.Finding, text: FindingText, *, law: str) -> EligibilityFinding:
    english = get_language() == "en"
    params = {name: _shown(value) for name, value in found.params.items()}
    return EligibilityFinding(
        code=found.code,
        level=text.level,
        requirement=found.requirement,
        section=found.section,
        params=params,
        label=_filled(text.label_en if english else text.label_id, params),
        remedy=_filled(text.remedy_en if english else text.remedy_id, params),
        rule=cited_rules(text.rule) or law,
    )


# Parts of `findings.csv` rules that name our own papers, not a law a person could look up.
_OWN_PAPERS = ("requirements", "portal rule", "ux ", "product ", "roles.md", "professions", "recommendation-types")


def cited_rules(rule: str) -> str:
    """Return the laws a finding rests on, without references to the portal's own papers."""
    parts = (part.strip() for part in rule.split(";"))
    return "; ".join(part for part in parts if part and not part.lower().startswith(_OWN_PAPERS))


def _shown(value: object) -> str:
    return plain_date(value) if isinstance(value, date) else str(value)


class _Keep(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _filled(text: str, params: Mapping[str, str]) -> str:
    return text.format_map(_Keep(params))


def require_eligible(application: Application, *, at: datetime) -> None:
    """Raise NotEligible with every blocking finding and unfinished section; warnings do not stop."""
    refusals = [
        Refusal(each.code, f"{each.label}. {each.remedy}", f"/{each.section}")
        for each in eligibility_of(application, at=at)
        if each.blocks
    ]
    refusals += [
        Refusal("section_incomplete", _("Lengkapi bagian ini lebih dahulu."), f"/{name}")
        for name in sections_of(application)
        if not section_done(application.answers, name)
    ]
    if refusals:
        raise NotEligible(findings=refusals)


def facts_of(application: Application, *, at: datetime) -> eligibility.Facts:
    """Gather what the rules look at; the era is that of the filing day."""
    on = at.astimezone(application.health_office.zone).date()
    answers = application.answers or {}
    filed = (
        application.submitted_at.astimezone(application.health_office.zone).date() if application.submitted_at else on
    )
    era = era_of(filed, None)
    identity, profession = section(answers, "identity"), section(answers, "profession")
    person = application.person or _person(application)
    kind = application.type
    return eligibility.Facts(
        on=on,
        subject=Subject(kind.subject),
        kind=ApplicationKind(application.kind),
        era=era,
        delegated=kind.delegated,
        coordination=kind.coordination,
        coordination_days=kind.sla_working_days,
        type_code=kind.code,
        is_foreign_type=kind.code == "SIP-NAKES-WNA",
        slot=application.slot,
        requirements=tuple(requirements_of(application)),
        identity=identity,
        profession=profession,
        place_answers=section(answers, "place"),
        business=section(answers, "business"),
        details=section(answers, "details"),
        statements=frozenset(code for code, agreed in section(answers, "statements").items() if agreed),
        documents=_documents(application),
        place=_place(application, on),
        professions_of_type=frozenset(Profession.objects.filter(type_code=kind.code).values_list("code", flat=True)),
        regions=_city_codes(),
        nik_name_on_register=person.name if person else "",
        is_own_record=person is not None and person.user_id is not None and person.user_id == application.applicant_id,
        str_used_by_other=_str_used(profession, person),
        held=_held(application, person, on),
        held_of_other_types=_held_of_other_types(application, person, on),
        old_licence=_as_held(application.previous_licence, application) if application.previous_licence else None,
        place_limit=place_limit(application.profession, era, filed),
        skp_target=application.profession.skp_target_5y if application.profession else None,
        skp_points=_skp(application, person, profession, on),
        responsible_elsewhere=_responsible_elsewhere(application, on),
        open_duplicate=_duplicate(application),
        consent_missing_of=_consent_missing(application),
        sanction_until=_sanction(person, on),
        education=_education(application, person),
        officer_is_tied=_officer_is_tied(application, on),
        phone_verified=application.applicant is None or application.applicant.phone_verified_at is not None,
    )


def _education(application: Application, person: Person | None) -> frozenset[str]:
    if person is None or application.profession_id is None:
        return frozenset()
    rows = Education.objects.filter(practitioner__person=person, practitioner__profession=application.profession_id)
    return frozenset(rows.values_list("level", flat=True))


# Desks that look into a file; whoever signs is refused by the guards when the time comes.
_DESKS = (Role.TECHNICAL, Role.TPK, Role.DIVISION_HEAD)


def _officer_is_tied(application: Application, on: date) -> bool:
    """Whether an officer of these desks is the applicant, or in charge of the applicant's facility."""
    people = {application.applicant_id} - {None}
    if application.place_id:
        people |= set(
            FacilityPerson.objects.in_force(on).filter(facility=application.place_id).values_list("user", flat=True)
        )
    if not people:
        return False
    offices = (application.licensing_office_id, application.health_office_id)
    desks = Membership.objects.in_force(on).of_role(*(role.value for role in _DESKS)).filter(office__in=offices)
    return desks.filter(user__in=people).exists()


def _person(application: Application) -> Person | None:
    if not application.identity_hash:
        return None
    return Person.objects.filter(identity_hash=application.identity_hash).first()


def _documents(application: Application) -> tuple[eligibility.DocumentFacts, ...]:
    current: list[Document] = list(application.documents.filter(superseded_at__isnull=True).order_by("id"))
    return tuple(
        eligibility.DocumentFacts(
            code=row.requirement_code,
            label=row.requirement_code,
            state=row.state,
            refusal=row.refusal_code,
            sha256=row.original_sha256,
            valid_until=row.valid_until,
            uploaded_on=row.uploaded_at.date(),
        )
        for row in current
    )


def _place(application: Application, on: date) -> eligibility.PlaceFacts:
    region = str(section(application.answers, "place").get("region") or "")
    place: Facility | None = application.place
    home = application.health_office.region_id
    if place is None:
        return eligibility.PlaceFacts(known=False, inside_region=not region or region.startswith(home))
    own = Licence.objects.filter(holder_facility=place)
    needed = set(place.obligatory_types) - {application.type.code}
    licensed = set(own.in_force(on).values_list("type_code", flat=True))
    suspended = LicenceStatus.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        licence__in=own,
        status=LicenceState.SUSPENDED,
        valid_from__lte=on,
    ).exists()
    shut = _shut(place, on)
    return eligibility.PlaceFacts(
        known=True,
        place_id=place.pk,
        name=place.name,
        inside_region=place.region_id.startswith(home),
        needs_licence=bool(needed),
        licensed=not needed or bool(needed & licensed),
        suspended=suspended or ClosureKind.SUSPENDED in shut,
        closed=(place.active_until is not None and place.active_until < on) or ClosureKind.CLOSED in shut,
        other_responsible=_other_responsible(application, place, on),
    )


def _shut(place: Facility, on: date) -> set[str]:
    """Kinds of closure that hold on a day; one called back before its first day never did."""
    rows = place.closures.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on, withdrawn_at__isnull=True
    )
    return set(rows.values_list("kind", flat=True))


def _other_responsible(application: Application, place: Facility, on: date) -> bool:
    """True when another pharmacist's licence in force names them responsible for this pharmacy."""
    if application.type.code != eligibility.RESPONSIBLE_TYPE:
        return False
    rows = Licence.objects.filter(place=place, type_code=application.type.code, is_responsible=True).in_force(on)
    if application.identity_hash:
        rows = rows.exclude(holder_person__identity_hash=application.identity_hash)
    return rows.exclude(pk=application.previous_licence_id or 0).exists()


def _city_codes() -> frozenset[str]:
    return frozenset(Region.objects.filter(level="kota").values_list("code", flat=True))


def _str_used(profession: Mapping[str, Any], person: Person | None) -> bool:
    number = str(profession.get("str_number", "")).strip()
    if not number:
        return False
    owner = Practitioner.objects.filter(str_number=number).values_list("person_id", flat=True).first()
    return owner is not None and (person is None or owner != person.pk)


def _held(application: Application, person: Person | None, on: date) -> tuple[eligibility.HeldLicence, ...]:
    if person is None or application.type.subject != Subject.PRACTITIONER:
        return ()
    rows = (
        Licence.objects.filter(holder_person=person, type_code=application.type.code)
        .in_force(on)
        .select_related("place")
        .order_by("slot", "id")
    )
    return tuple(_as_held(row, application) for row in rows)


def _held_of_other_types(
    application: Application, person: Person | None, on: date
) -> tuple[eligibility.HeldLicence, ...]:
    if person is None or application.type.subject != Subject.PRACTITIONER:
        return ()
    rows = Licence.objects.filter(holder_person=person).exclude(type_code=application.type.code)
    return tuple(_as_held(row, application) for row in rows.in_force(on).select_related("place"))


def _as_held(row: Licence, application: Application) -> eligibility.HeldLicence:
    return eligibility.HeldLicence(
        number=row.number,
        place_id=row.place_id,
        place_name=_told(row.place, application) if row.place else "",
        slot=row.slot,
        ends_on=row.ends_on,
        practice_hours=tuple(row.practice_hours or ()),
    )


def _told(place: Facility, application: Application) -> str:
    """The name of a place; the law counts places in other cities (PP 28/2024 Art. 682), but does not name them."""
    city = application.health_office.region_id
    return place.name if f"{place.region_id}.".startswith(f"{city}.") else _("tempat praktik di kota lain")


def _skp(application: Application, person: Person | None, answers: Mapping[str, Any], on: date) -> int | None:
    typed = answers.get("skp_points")
    if typed not in (None, ""):
        return int(str(typed)) if str(typed).isdigit() else None
    if person is None or application.profession is None:
        return None
    record = (
        SkpRecord.objects.filter(
            practitioner__person=person, practitioner__profession=application.profession, period_end__gte=on
        )
        .order_by("-period_end")
        .first()
    )
    return record.points if record else None


def _responsible_elsewhere(application: Application, on: date) -> str:
    if application.type.code != eligibility.RESPONSIBLE_TYPE:
        return ""
    bound = Licence.objects.filter(is_responsible=True, holder_person__identity_hash=application.identity_hash)
    elsewhere = bound.in_force(on).exclude(place=application.place).exclude(pk=application.previous_licence_id or 0)
    licence = elsewhere.select_related("place").first() if application.identity_hash else None
    if licence is not None and licence.place is not None:
        return _told(licence.place, application)
    if application.applicant_id is None:
        return ""
    other = (
        FacilityPerson.objects.in_force(on)
        .filter(user_id=application.applicant_id, facility__kind="apotek")
        .exclude(facility=application.place)
        .select_related("facility")
        .first()
    )
    return _told(other.facility, application) if other else ""


def _duplicate(application: Application) -> str:
    if not application.identity_hash:
        return ""
    same_place = Q(place=application.place) if application.place_id else Q(place_name=application.place_name)
    other = (
        Application.objects.filter(
            same_place,
            licensing_office=application.licensing_office,
            identity_hash=application.identity_hash,
            type__code=application.type.code,
            state__in=OPEN_STATES,
        )
        .exclude(pk=application.pk)
        .exclude(state=State.RECOMMENDED, type__delegated=False)
        .order_by("id")
        .first()
    )
    return other.number if other else ""


def _consent_missing(application: Application) -> str:
    """A PJ who files for somebody else needs that person's recorded consent; the last row counts."""
    if application.channel != FACILITY_CHANNEL:
        return ""
    last = application.consents.order_by("pk").last()
    return "" if last is not None and last.granted else application.applicant_name


def _sanction(person: Person | None, on: date) -> date | None:
    if person is None:
        return None
    row = (
        LicenceStatus.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=on),
            licence__holder_person=person,
            status=LicenceState.SUSPENDED,
            valid_from__lte=on,
        )
        .order_by("-valid_to")
        .first()
    )
    return (row.valid_to or date.max) if row else None
