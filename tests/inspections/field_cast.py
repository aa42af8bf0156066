"""An inspector with card and surat tugas for today, and a visit to make; and what their phone would send."""

import hashlib
from base64 import b64encode
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.utils import timezone
from PIL import Image

from accounts.enums import Role
from accounts.models import User
from inspections.models import ChecklistVersion, SuratTugas, Visit
from tests.factories.accounts import MembershipFactory, OfficeFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.inspections import (
    ChecklistVersionFactory,
    InspectorCardFactory,
    SuratTugasFactory,
    SuratTugasMemberFactory,
    VisitFactory,
)


def inspector(name: str = "Rahma Dwi Lestari") -> User:
    """Somebody who works as TPK of the health office, with a card for this year."""
    user: User = MembershipFactory(role=Role.TPK, office=OfficeFactory(), user__name=name).user
    today = timezone.localdate()
    InspectorCardFactory(user=user, starts_on=today - timedelta(days=30), ends_on=today + timedelta(days=300))
    return user


def tugas_for(*users: User, on: date | None = None) -> SuratTugas:
    """A signed surat tugas that holds today (or on `on`)."""
    day = on or timezone.localdate()
    tugas: SuratTugas = SuratTugasFactory(starts_on=day, ends_on=day, date=day)
    for user in users:
        SuratTugasMemberFactory(tugas=tugas, user=user)
    return tugas


def visit_for(
    user: User, *team: User, place: str = "Depot Tirta Contoh", checklist: ChecklistVersion | None = None, **values: Any
) -> Visit:
    """A visit of today led by `user`, with `team` beside."""
    given = {
        "inspector": user,
        "office": OfficeFactory(),
        "facility": FacilityFactory(name=place, phone="+628000000321"),
        "surat_tugas": tugas_for(user, *team),
        "checklist": checklist or ChecklistVersionFactory(),
        "scheduled_at": noon(),
    }
    visit: Visit = VisitFactory(**{**given, **values})
    for mate in team:
        visit.members.create(user=mate)
    return visit


def noon() -> datetime:
    """Midday of today in the city."""
    return timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)


def picture(shade: int = 120, *, kind: str = "JPEG") -> bytes:
    """A small picture; another shade is another picture."""
    file = BytesIO()
    Image.new("RGB", (64, 48), (shade, shade, shade)).save(file, kind)
    return file.getvalue()


DRAWN = b64encode(picture(kind="PNG")).decode()


def sha256(data: bytes) -> str:
    """Its address on the server."""
    return hashlib.sha256(data).hexdigest()


def sending(visit: Visit, *, answers: dict[str, str] | None = None, **values: Any) -> dict[str, Any]:
    """The JSON of a finished visit."""
    now = timezone.now().isoformat()
    said = answers or {"A01": "sesuai", "A02": "sesuai"}
    signed = [
        {"side": side, "way": "drawn", "name": "Contoh", "image": DRAWN, "signed_at": now}
        for side in ("inspector", "inspected")
    ]
    given: dict[str, Any] = {
        "base_version": visit.version,
        "finished": True,
        "held_at": now,
        "device_at": now,
        "device_id": "ponsel-1",
        "met_name": "Budi",
        "answers": [{"code": code, "value": value} for code, value in said.items()],
        "photos": [],
        "signatures": signed,
    }
    return {**given, **values}
