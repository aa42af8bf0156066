"""Who may bring which spreadsheet for whom, and what they see of it afterwards.

Row `sheet_import` of the matrix opens the pages; for whom a sheet is brought says the row of its kind, `roster_edit`
for people and places.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.exceptions import ScannerAway
from accounts.models import Office, User
from accounts.rules import viewer_of
from core.imports import Kind, Scope, kinds, staging
from core.models import ImportBatch
from core.sheets import Limits, SheetFlaw, UnreadableSheet
from core.uploads import Clean, Infected, Refusal, UnsafeFile, scanner_from

POLICY = "sheet_import"
REGISTERS = "roster_edit"


@dataclass(frozen=True)
class Standing:
    """For whom somebody may import: an office (`key` is its code) or one facility (`key` is its public id).

    `policies` are the rows of the matrix that give the standing.
    """

    key: str
    label: str
    scope: Scope
    policies: frozenset[str] = frozenset({REGISTERS})

    @property
    def kinds(self) -> list[Kind]:
        """The kinds of sheets one may bring in this standing."""
        wanted = "by_employer" if self.scope.is_employer else "by_office"
        return [kind for kind in kinds() if getattr(kind, wanted) and (kind.policy or REGISTERS) in self.policies]


# Places of an employer are facilities, which this app does not know; (user id, day) → (public id, name, region).
Places = Callable[[int, date], Iterable[tuple[str, str, str]]]
_places: list[Places] = []


def register_places(places: Places) -> None:
    """Say which facilities a person answers for; the app that knows them calls it once."""
    _places[:] = [places]


def standings_of(user: User, *, on: date) -> list[Standing]:
    """Every standing the matrix gives `user` on that day: offices by `D` and `W`, own facilities by `F`."""
    found: dict[str, Standing] = {}
    viewer = viewer_of(user)
    if not viewer.may(POLICY):
        return []
    for policy in {REGISTERS, *(kind.policy for kind in kinds() if kind.policy)}:
        letters = "D" if policy == REGISTERS else "DW"
        for scope in viewer.scopes(policy):
            if scope.cell.scope in letters and scope.office_id is not None:
                office = Office.objects.get(pk=scope.office_id)
                code, region = office.code, scope.region_code or office.region_id
                rows = {policy} | (found[code].policies if code in found else set())
                own = Scope(on=on, office_code=code, region_code=region)
                found[code] = Standing(code, office.name, own, frozenset(rows))
            elif scope.cell.scope == "F" and policy == REGISTERS and user.pk is not None:
                for key, name, region in (place for places in _places for place in places(user.pk, on)):
                    found[key] = Standing(key, name, Scope(on=on, region_code=region, place=key))
    return list(found.values())


def imports_of(user: User) -> QuerySet[ImportBatch]:
    """Imports `user` may look at: those of the own offices and facilities, as long as the role lasts."""
    condition = Q(pk__in=[])
    for standing in standings_of(user, on=timezone.localdate()):
        if standing.scope.is_employer:
            condition |= Q(place=standing.key)
        else:
            own = [kind.code for kind in standing.kinds]
            condition |= Q(office_code=standing.key, place="", kind__in=own)
    return ImportBatch.objects.filter(condition)


def receive(
    chunks: Iterable[bytes], *, name: str, kind: str, standing: Standing, by: User, at: datetime
) -> ImportBatch:
    """Scan and stage a file that came over the web; nothing of it stays on the disk.

    Raises `UnreadableSheet`, `UnsafeFile` (infected), `ScannerAway`.
    """
    with scanned(chunks, staging.limits_of(kind)) as path:
        label = standing.label if standing.scope.is_employer else ""
        return staging.receive(path, kind=kind, name=name, scope=standing.scope, by=by, at=at, place_name=label)


@contextmanager
def scanned(chunks: Iterable[bytes], limits: Limits) -> Iterator[Path]:
    """Give a file that came over the web a place on the disk, once it is scanned; afterwards it is gone.

    Raises `UnreadableSheet` (empty or over the size), `UnsafeFile` (infected), `ScannerAway`.
    """
    with tempfile.NamedTemporaryFile(prefix="import-") as file:
        for chunk in _counted(chunks, limits):
            file.write(chunk)
        file.flush()
        path = Path(file.name)
        _scan(path)
        yield path


def _counted(chunks: Iterable[bytes], limits: Limits) -> Iterable[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limits.size:
            raise UnreadableSheet(SheetFlaw.SIZE, limits)
        yield chunk
    if not size:
        raise UnreadableSheet(SheetFlaw.EMPTY, limits)


def _scan(path: Path) -> None:
    demo: Any = settings.DEMO
    match scanner_from(settings.SCANNER, address=settings.CLAMD_SOCKET, demo=demo).scan(path):
        case Clean():
            return
        case Infected():
            raise UnsafeFile(Refusal.INFECTED)
        case _:
            raise ScannerAway
