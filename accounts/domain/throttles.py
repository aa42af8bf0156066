"""Counts per address for pages without sign-in. A courtesy: the proxy limits as well."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache

from accounts.exceptions import TooMany
from core.crypto import keyed_hash


@dataclass(frozen=True)
class Throttle:
    """At most `limit` uses in each `window` by one address."""

    name: str
    limit: int
    window: timedelta

    def use(self, address: str) -> None:
        """Count one use. Raises TooMany beyond the limit."""
        key = f"throttle:{self.name}:{keyed_hash(address, 'address')}"
        cache.add(key, 0, int(self.window.total_seconds()))
        try:
            used = cache.incr(key)
        except ValueError:  # it ended between the two calls
            return
        if used > self.limit:
            raise TooMany


SIGN_UPS = Throttle("sign_up", 30, timedelta(hours=1))
CODES = Throttle("code", 60, timedelta(hours=1))
