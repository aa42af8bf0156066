"""Counts per address for pages without sign-in. A courtesy: the proxy limits as well."""

from dataclasses import dataclass
from datetime import timedelta

from accounts.exceptions import TooMany
from core.crypto import keyed_hash
from core.uses import count_use


@dataclass(frozen=True)
class Throttle:
    """At most `limit` uses in each `window` by one address."""

    name: str
    limit: int
    window: timedelta

    def use(self, address: str) -> None:
        """Count one use. Raises TooMany beyond the limit."""
        key = f"throttle:{self.name}:{keyed_hash(address, 'address')}"
        if count_use(key, seconds=int(self.window.total_seconds())) > self.limit:
            raise TooMany


SIGN_UPS = Throttle("sign_up", 30, timedelta(hours=1))
CODES = Throttle("code", 60, timedelta(hours=1))
