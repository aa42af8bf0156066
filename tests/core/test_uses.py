"""Uses are counted from the first of a window to its end, in whatever cache there is."""

import time
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches

from core import uses
from core.uses import count_use

FILES = "django.core.cache.backends.filebased.FileBasedCache"
MEMORY = "django.core.cache.backends.locmem.LocMemCache"


@pytest.fixture(params=[FILES, MEMORY], ids=["files", "memory"])
def _cache(request: pytest.FixtureRequest, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The default life is far longer, or shorter, than any window: neither may show.
    settings.CACHES = {"default": {"BACKEND": request.param, "LOCATION": str(tmp_path), "TIMEOUT": 300}}
    monkeypatch.setattr(uses, "cache", caches.create_connection("default"))


@pytest.mark.parametrize(
    ("window", "moments"),
    [
        pytest.param(120, (0, 40, 80, 119, 121), id="used to its end"),
        pytest.param(3600, (0, 400, 900, 3500, 3700), id="longer than the default life"),
    ],
)
@pytest.mark.usefixtures("_cache")
def test_window_begins_with_its_first_use_and_ends(
    window: int, moments: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
):
    now = time.time()
    counts = []
    for second in moments:
        monkeypatch.setattr(time, "time", lambda second=second: now + second)
        counts.append(count_use("cari", seconds=window))

    assert counts == [1, 2, 3, 4, 1]


@pytest.mark.usefixtures("_cache")
def test_keys_are_counted_apart():
    assert [count_use(key, seconds=60) for key in ("a", "b", "a")] == [1, 1, 2]
