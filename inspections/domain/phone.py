"""What a phone takes along: the visits of one inspector's day with all that is needed where there is no signal."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.domain.calendars import work_calendar
from accounts.models import Office, User
from core import formats
from core.exceptions import DomainError
from inspections.domain.checklists import conditions_of
from inspections.domain.guards import refuse_interest, require_card, require_tugas
from inspections.domain.repair_terms import known_terms
from inspections.enums import OPEN_VISITS
from inspections.models import ChecklistItem, Visit, VisitPhoto
from inspections.querysets import VisitQuerySet

ACTION = "application_assess"


def visits_of_day(user: User, on: date, *, office: Office) -> VisitQuerySet:
    """Open visits of the team of `user`: those of the local day `on`, and what the person carries from other days."""
    start = datetime.combine(on, datetime.min.time(), office.zone)
    today = Q(scheduled_at__gte=start, scheduled_at__lt=start + timedelta(days=1))
    rows = Visit.objects.visible_to(user, ACTION).led_by(user.pk).filter(today | Q(carrier=user))
    return rows.open().for_detail().order_by("scheduled_at", "id")


def pack(visit: Visit, *, for_user: User, at: datetime) -> dict[str, Any]:
    """One visit in the shape `static/offline/visit.js` reads; texts are in the reader's language."""
    zone = visit.office.zone if visit.office is not None else at.tzinfo
    today = at.astimezone(zone).date()
    facility = visit.facility
    refusal = _refusal(visit, for_user, today)
    return {
        "id": str(visit.uuid),
        "version": visit.version,
        "at": visit.scheduled_at.isoformat(),
        "place": visit.place_name,
        "when": _when(visit.scheduled_at.astimezone(zone), today),
        "address": _address(visit),
        "phone": facility.phone if facility is not None else "",
        "map": _map(visit),
        "tugas": visit.surat_tugas_number,
        "purpose": visit.purpose,
        "state_label": str(visit.get_state_display()),
        "readonly": _why_locked(visit, for_user) or refusal,
        "may_carry": visit.carrier_id is None and not refusal,
        "may_take_over": visit.carrier_id not in (None, for_user.pk) and not refusal,
        "checklist": visit.checklist.kind.label if visit.checklist is not None else "",
        "conditions": conditions_of(visit.checklist) if visit.checklist is not None else [],
        "parts": parts_of(visit),
        "repair_options": repair_options(visit, today),
        "facts": _facts(visit),
        "filled": filled(visit),
    }


def why_readonly(visit: Visit, user: User, on: date) -> str:
    """Return in words why `user` may only read this visit on `on`; empty when writing is allowed."""
    return _why_locked(visit, user) or _refusal(visit, user, on)


def _why_locked(visit: Visit, user: User) -> str:
    if visit.state not in OPEN_VISITS:
        return _("Kunjungan ini sudah %(state)s.") % {"state": visit.get_state_display()}
    if visit.carrier is not None and visit.carrier_id != user.pk:
        return _("Sedang dibawa %(name)s. Anggota tim lain hanya membaca.") % {"name": visit.carrier.name}
    return ""


def _refusal(visit: Visit, user: User, on: date) -> str:
    try:
        require_card(user, on)
        require_tugas(visit, user, on)
        refuse_interest((user,), visit.facility, on)
    except DomainError as error:
        return error.detail
    return ""


def parts_of(visit: Visit) -> list[dict[str, Any]]:
    """The questions by part, in the order of the checklist; empty without a checklist."""
    parts: dict[str, list[dict[str, Any]]] = {}
    for item in visit.checklist.items.all() if visit.checklist is not None else ():
        parts.setdefault(item.part, []).append(_item(item))
    return [{"title": title, "items": items} for title, items in parts.items()]


def _item(item: ChecklistItem) -> dict[str, Any]:
    return {
        "code": item.code,
        "question": item.question,
        "hint": item.hint,
        "photo": item.photo_when_no,
        "critical": item.critical,
        "when": item.applies_when,
    }


def repair_options(visit: Visit, on: date) -> list[dict[str, str]]:
    """Days to choose a repair deadline from, counted in working days after `on`; none while no terms are loaded."""
    terms = known_terms()
    if visit.office is None or terms is None:
        return []
    calendar = work_calendar(visit.office)
    start = datetime.combine(on + timedelta(days=1), datetime.min.time(), visit.office.zone)
    days = [(calendar.add(start, count).astimezone(visit.office.zone).date(), count) for count in terms.offered]
    label = _("%(date)s (%(n)s hari kerja)")
    return [
        {"value": day.isoformat(), "label": label % {"date": formats.weekday_date(day), "n": count}}
        for day, count in days
    ]


def filled(visit: Visit) -> dict[str, Any]:
    """What the server holds of the answers, in the shape of a draft on the phone."""
    answers = {
        row.item.code: {
            "value": row.value,
            "note": row.note,
            "repair_until": row.repair_until.isoformat() if row.repair_until else "",
        }
        for row in visit.answers.all()
    }
    return {
        "answers": answers,
        "photos": [_photo(row, visit) for row in visit.photos.all()],
        "conditions": list(visit.conditions),
        "met_name": visit.met_name,
        "met_position": visit.met_position,
        "statement": visit.statement,
        "not_inspected_reason": visit.not_inspected_reason,
        "conclusion": visit.conclusion_given,
        "signatures": {
            row.side: {
                "way": row.way,
                "name": row.name,
                "position": row.position,
                "image": row.image,
                "refusal_reason": row.refusal_reason,
                "witness": row.witness,
            }
            for row in visit.signatures.all()
        },
    }


def _photo(photo: VisitPhoto, visit: Visit) -> dict[str, str]:
    signed = [row.side for row in visit.signatures.all() if row.photo_sha256 == photo.original_sha256]
    item = photo.item.code if photo.item is not None else next(iter(signed), "")
    taken = photo.taken_at.isoformat() if photo.taken_at else ""
    return {"sha256": photo.original_sha256, "item": item, "taken_at": taken}


def _when(at: datetime, today: date) -> str:
    """The hour; with its day for what is carried from another one."""
    return formats.clock_time(at) if at.date() == today else formats.short_moment(at)


def _address(visit: Visit) -> str:
    if visit.facility is None:
        return ""
    region = visit.facility.region
    address = visit.facility.address
    parts: Sequence[str] = (region.name, region.parent.name if region.parent else "")
    # Many registers write kelurahan and kecamatan into the address.
    return ", ".join(part for part in (address, *(name for name in parts if name not in address)) if part)


def _map(visit: Visit) -> str:
    facility = visit.facility
    if facility is None or facility.latitude is None or facility.longitude is None:
        return ""
    return f"geo:{facility.latitude},{facility.longitude}"


def _facts(visit: Visit) -> list[dict[str, str]]:
    facts = [(_("Surat tugas"), visit.surat_tugas_number), (_("Rangka"), visit.purpose), (_("Alamat"), _address(visit))]
    if visit.facility is not None:
        facts.append((_("Penanggung jawab"), visit.facility.responsible_name))
    if visit.checklist is not None:
        version = _("%(name)s, versi %(version)s")
        facts.append(
            (_("Daftar tilik"), version % {"name": visit.checklist.kind.label, "version": visit.checklist.version})
        )
    team = [member.user.name for member in visit.members.all()]
    facts.append((_("Tim"), ", ".join([visit.inspector.name, *team])))
    return [{"label": str(label), "value": str(value)} for label, value in facts if value]
