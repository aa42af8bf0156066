"""What one run over a file remembers: things looked up once, and what stood in the rows above.

The second kind must outlive the worker, so each chunk keeps what it added (`news`, encrypted like its rows), and
whoever goes on with the file recalls it instead of reading those rows again. Values are what JSON gives back.
"""

from collections import defaultdict
from typing import Any


class Memory:
    """The memory of a run; `looked_up` is a plain dict for what any worker can look up anew."""

    def __init__(self) -> None:
        self.looked_up: dict[str, Any] = {}
        self._first: dict[str, dict[str, Any]] = defaultdict(dict)
        self._each: dict[str, dict[str, list[Any]]] = defaultdict(dict)
        self._news: list[list[Any]] = []

    def first(self, name: str, key: str, value: Any) -> Any:
        """Remember `value` unless a row above gave one for `key`; returns the first."""
        known = self._first[name]
        if key in known:
            return known[key]
        known[key] = value
        self._news.append([name, key, value])
        return value

    def known(self, name: str) -> dict[str, Any]:
        """Every first value by key."""
        return self._first[name]

    def add(self, name: str, key: str, value: Any) -> None:
        """Remember one more value for `key`."""
        self._each[name].setdefault(key, []).append(value)
        self._news.append([name, key, value, 1])

    def each(self, name: str, key: str) -> list[Any]:
        """The values added for `key`, in order."""
        return self._each[name].get(key, [])

    def news(self) -> list[list[Any]]:
        """What was added since this was last asked."""
        found, self._news = self._news, []
        return found

    def recall(self, news: list[list[Any]]) -> None:
        """Take over what an earlier run learned from a chunk."""
        for name, key, value, *several in news:
            if several:
                self._each[name].setdefault(key, []).append(value)
            else:
                self._first[name].setdefault(key, value)
