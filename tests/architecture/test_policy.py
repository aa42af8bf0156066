"""No route without a policy row, and every page behind its row for every role (SECURITY section 6)."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.enums import Role
from accounts.rules import matrix

# Policies that are not rows of the matrix: any signed-in person, and pages that guard themselves by a secret link.
OTHER_POLICIES = {"public_read", "session", "link"}
# Routes of libraries, guarded by themselves; each with its reason.
LIBRARY_ROUTES = {
    "admin": "Django admin: configuration models, is_staff only",
    "oauth": "django-oauth-toolkit: the protocol's own checks",
    "healthz": "no data",
    "api/v1/schema": "the public contract",
    "api/v1/docs": "the public contract",
}


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route with its whole path."""
    for entry in patterns:
        path = prefix + str(entry.pattern).lstrip("^")
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, path)
        else:
            yield path, entry


OWN_ROUTES = [
    (path, entry) for path, entry in routes(get_resolver().url_patterns) if not path.startswith(tuple(LIBRARY_ROUTES))
]


def policy_of(entry: URLPattern) -> str:
    """The policy of a view: on the class, on the viewset's initkwargs, or on the function."""
    view = entry.callback
    for holder in (view, getattr(view, "view_class", None), getattr(view, "cls", None)):
        policy = getattr(holder, "policy", "")
        if policy:
            return str(policy)
    return ""


@pytest.mark.parametrize(("path", "entry"), OWN_ROUTES, ids=[path for path, _entry in OWN_ROUTES])
def test_route_has_a_policy_row(path, entry):
    assert policy_of(entry) in OTHER_POLICIES | set(matrix())


def test_matrix_has_a_column_for_every_role():
    columns = {role for row in matrix().values() for role in row}

    assert columns == {role.value for role in Role} | {"public"}
