"""Production refuses to start with a missing or demo secret, the demo, or no scanner."""

import os
import re
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sejaras.settings.environment import flag, one_of, postgresql, postgresql_for_migrations, unsafe_in_production

GOOD = {
    "SECRET_KEY": "a" * 60,
    "SALT_KEY": ["b" * 60],
    "LOOKUP_KEY": "c" * 60,
    "ALLOWED_HOSTS": ["portal.example"],
    "SITE_URL": "https://portal.example",
    "SCANNER": "clamd",
    "WEBHOOK_LOCAL": False,
    "DEMO": False,
    "SIGNER": "local",
    "LOCAL_SIGNER_PASSPHRASE": "d" * 20,
}


def test_settings_of_its_own_are_safe() -> None:
    assert unsafe_in_production(GOOD) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "changeme"}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "django-insecure-" + "x" * 60}, "SECRET_KEY is missing"),
        ({"SALT_KEY": [""]}, "SALT_KEY is missing"),
        ({"LOOKUP_KEY": "c" * 20}, "LOOKUP_KEY is missing"),
        ({"LOOKUP_KEY": "a" * 60}, "must differ"),
        ({"DEMO": True}, "DEMO=1"),
        ({"SCANNER": "none"}, "SCANNER=none"),
        ({"WEBHOOK_LOCAL": True}, "WEBHOOK_LOCAL=1"),
        ({"ALLOWED_HOSTS": []}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": ["*"]}, "ALLOWED_HOSTS"),
        ({"LOCAL_SIGNER_PASSPHRASE": "sejaras-demo"}, "LOCAL_SIGNER_PASSPHRASE"),
        ({"SITE_URL": "http://portal.example"}, "SITE_URL"),
    ],
)
def test_unsafe_setting_is_named(changes: dict[str, Any], said: str) -> None:
    (reason,) = unsafe_in_production({**GOOD, **changes})

    assert said in reason


@pytest.mark.parametrize(("secret", "code"), [("", 1), ("a" * 60, 0)])
def test_production_starts_only_with_a_secret(secret: str, code: int) -> None:
    keys = {"SECRET_KEY": secret, "SALT_KEY": "b" * 60, "LOOKUP_KEY": "c" * 60}
    hosts = {
        "LOCAL_SIGNER_PASSPHRASE": "d" * 20,
        "ALLOWED_HOSTS": "portal.example",
        "SITE_URL": "https://portal.example",
    }
    environment = {"PATH": os.environ["PATH"], **keys, **hosts}
    command = [sys.executable, "-c", "import sejaras.settings.prod"]

    answer = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, check=False)

    assert (answer.returncode, b"refuse to start: SECRET_KEY is missing" in answer.stderr) == (code, code == 1)


def test_mistyped_value_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO", "fasle")
    monkeypatch.setenv("SCANNER", "other")

    with pytest.raises(ImproperlyConfigured, match="DEMO='fasle'"):
        flag("DEMO", default=False)
    with pytest.raises(ImproperlyConfigured, match="SCANNER='other' is not one of none, clamd"):
        one_of("SCANNER", choices=("none", "clamd"), default="clamd")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must start with postgres://"):
        postgresql("mysql://x@y/z")


def test_migrate_gives_up_a_lock_before_those_who_wait_behind_it() -> None:
    options = [made("postgres://x@y/z")["OPTIONS"]["options"] for made in (postgresql_for_migrations, postgresql)]

    assert [re.findall(r"lock_timeout=(\d+)s", each) for each in options] == [["2"], ["3"]]
