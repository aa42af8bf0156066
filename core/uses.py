"""Counts of uses in the cache, for limits: how often an address searched within the last minutes."""

import time

from django.core.cache import cache


def count_use(key: str, *, seconds: int) -> int:
    """Count one use of `key` in a window of `seconds` that begins with its first; returns how many it has now.

    The window has a key of its own: `incr` of the cache in files gives a count another life with every use.
    """
    begun = cache.get_or_set(f"{key}:begun", time.time, seconds)
    counter = f"{key}:{begun}"
    cache.add(counter, 0, seconds)
    try:
        used = cache.incr(counter)
    except ValueError:  # it ended between the two calls
        return 1
    cache.touch(counter, seconds)
    return used
