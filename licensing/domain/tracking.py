"""Following a file without an account: number and the last four digits of the phone, on the page and in the API.

The work is the same for a wrong pair and for a number that does not exist.
"""

from core.crypto import keyed_hash
from core.uses import count_use
from licensing.domain.drafts import phone_checks
from licensing.enums import State
from licensing.models import Application

TRIES = 20
WINDOW = 15 * 60
PURPOSE = "track-throttle"
_LOOKALIKES = str.maketrans("OIL", "011")


def normal_number(typed: str) -> str:
    """Return a number as stored: capital letters, no spaces, letters people confuse read as digits."""
    text = typed.upper().replace(" ", "")
    return text[:8] + text[8:].translate(_LOOKALIKES)


def tracked(number: str, last4: str) -> Application | None:
    """Return the submitted application this pair opens, or None; the work is the same either way."""
    # Every key in use is tried, so tracking goes on while keys are being changed.
    rows = Application.objects.for_detail().filter(number=number, phone_last4_hash__in=phone_checks(number, last4))
    return rows.exclude(state=State.DRAFT).first()


def too_many(number: str, *, address: str) -> bool:
    """Count one try per number and per address, in `WINDOW` seconds; the pair that fits is not told apart."""
    keys = (f"track:n:{keyed_hash(number, PURPOSE)}", f"track:a:{keyed_hash(address, PURPOSE)}")
    return max([count_use(key, seconds=WINDOW) for key in keys]) > TRIES
