"""The contract: written from the code, committed, and true of every address."""

import re
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.urls import get_resolver
from openapi_spec_validator import OpenAPIV31SpecValidator
from rest_framework.test import APIClient

from accounts.api.permissions import PUBLIC_READ
from accounts.rules import matrix
from sejaras.api import urlpatterns

pytestmark = pytest.mark.slow

COMMITTED = Path("docs/openapi.yaml")
METHODS = ("get", "post", "put", "patch", "delete")


def operations():
    paths = yaml.safe_load(COMMITTED.read_text(encoding="utf-8"))["paths"]
    return [(method, path) for path, methods in paths.items() for method in METHODS if method in methods]


def views():
    for included in urlpatterns:
        for pattern in getattr(included, "url_patterns", [included]):
            yield pattern.name, pattern.callback.cls


def test_document_is_what_the_code_says():
    current = StringIO()

    call_command("spectacular", lang="id", validate=True, fail_on_warn=True, stdout=current)

    assert current.getvalue().strip() == COMMITTED.read_text(encoding="utf-8").strip()


def test_document_is_valid_openapi_3_1():
    document = yaml.load(COMMITTED.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)  # the safe one, in C

    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []
    assert document["openapi"] == "3.1.0"
    assert all(
        "default" in methods[method]["responses"]
        for path, methods in document["paths"].items()
        for method in METHODS
        if method in methods
    )


@pytest.mark.parametrize(("name", "view"), list(views()))
def test_every_view_names_a_row_of_the_matrix(name, view):
    assert view.policy in {PUBLIC_READ, *matrix()}


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path"), operations())
def test_nobody_without_token_passes_but_the_public(method, path, city):
    address = re.sub(r"\{\w+\}", "x", path.replace("{number}", "2026-01-ABCDEF").replace("{requirement_code}", "FOTO"))
    policy = get_resolver().resolve(address).func.cls.policy

    answer = getattr(APIClient(), method)(address)

    assert (answer.status_code == 401) is (policy != PUBLIC_READ)
    assert answer.headers["X-Request-ID"]
