"""A database that takes no writes for a while, as after a failover: pages can still be read, and say so.

Each process learns it from its own refused write and forgets it after a minute; a banner is worth no query a page.
"""

import time

from django.db import Error

KEEPS = 60.0
READ_ONLY_TRANSACTION = "25006"  # PostgreSQL, class 25
_noticed: list[float] = []


def is_refused_write(exception: BaseException) -> bool:
    """True for a write that failed because the database only reads now."""
    if not isinstance(exception, Error):
        return False
    code = getattr(exception.__cause__, "pgcode", "")
    return code == READ_ONLY_TRANSACTION or "readonly database" in str(exception)


def notice() -> None:
    """Remember that a write was refused just now."""
    _noticed[:] = [time.monotonic()]


def is_read_only() -> bool:
    """Whether a write of this process was refused within the last minute."""
    return bool(_noticed) and time.monotonic() - _noticed[0] < KEEPS


def forget() -> None:
    """Writes work again, or a test is over."""
    _noticed.clear()
