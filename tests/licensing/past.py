"""Finished files with their ledger and clocks in one call: for reports and backtests over many files."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from accounts.enums import RegistrationMode
from licensing.domain.past_files import PastEvent, PastFile, enter_past_files
from licensing.enums import Action, ApplicationKind
from licensing.models import Application
from tests.factories.accounts import CITY, LicensingOfficeFactory, OfficeFactory

_numbers = count(1)
DELEGATED, COORDINATED = "SIPP-PERAWAT", "REK-RS-KELAS-B"
NOTHING = timedelta(0)


def past_file(
    at: datetime,
    *,
    end: Action = Action.SIGN,
    coordinated: bool = False,
    slow: timedelta = NOTHING,
    kind: ApplicationKind = ApplicationKind.NEW,
    answers: dict[str, Any] | None = None,
    type_code: str = "",
    **fields: Any,
) -> Application:
    """A file sent at `at`, registered ten minutes later and ended forty later; `slow` is added on the TPK's desk."""
    steps = [(Action.CREATE, 0), (Action.SUBMIT, 0), (Action.VERIFY, 10), (Action.REGISTER, 10)]
    steps += [(Action.START_ASSESSMENT, 20)]
    if coordinated:
        steps += [(Action.REQUEST_COORDINATION, 22), (Action.ANSWER_COORDINATION, 28)]
    if end == Action.WITHDRAW:
        steps += [(Action.WITHDRAW, 30)]
    else:
        steps += [(Action.ASSESS, 30), (Action.APPROVE, 40), (end, 50)]
    late = {Action.ASSESS, Action.APPROVE, Action.WITHDRAW, end}
    events = tuple(
        PastEvent(action, at + timedelta(minutes=minutes) + (slow if action in late else NOTHING), None, "tpk")
        for action, minutes in steps
    )
    file = PastFile(
        number=f"{at:%Y-%m}-T{next(_numbers):05d}",
        type_code=type_code or (COORDINATED if coordinated else DELEGATED),
        kind=kind,
        events=events,
        applicant_name="Sari Wulandari",
        identity_hash="",
        answers=answers or {},
        region_code=f"{CITY}.02.1007",
        **fields,
    )
    health = OfficeFactory(registration=RegistrationMode.AUTOMATIC)
    return enter_past_files([file], licensing=LicensingOfficeFactory(), health=health)[0]
