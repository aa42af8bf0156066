"""Every address under every scope and role that may not: refused before any row is read.

Addresses come from the routes, expectations from the policy table. The view runs with the database shut, so an
answer cannot depend on anybody's rows, own or foreign.
"""

import logging
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from rest_framework.test import APIRequestFactory, force_authenticate

from accounts.enums import Role
from accounts.rules import Post, Viewer, matrix
from tests.api import ALL_SCOPES
from tests.contract.cities import AT
from tests.contract.routes import Call, calls
from tests.factories.accounts import CITY

pytestmark = [pytest.mark.slow, pytest.mark.unit]


@pytest.fixture(autouse=True, scope="module")
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def principal(role: str = Role.AGENCY, *, client_id: str = "") -> Any:
    """Somebody who needs no row of the database to be known."""
    post = Post(role=role, office_id=None, region_code=CITY)
    viewer = Viewer(user_id=None if client_id else 1, posts=(post,), client_id=client_id)
    return SimpleNamespace(viewer=viewer, pk=f"{role}{client_id}", client_id=client_id, is_authenticated=True,
                           is_active=True, zone=AT.tzinfo)  # fmt: skip


def refusal(call: Call, who: Any, token: Any) -> str:
    """The code of the answer, from the view itself; the database is shut, so a row read raises."""
    cache.clear()
    request = getattr(APIRequestFactory(), call.method)(call.url(None))
    force_authenticate(request, user=who, token=token)
    answer = call.view(request, **call.kwargs(None))
    return f"{answer.status_code} {answer.data['code']}"


@pytest.mark.parametrize("scope", [*ALL_SCOPES, ""])
def test_token_without_the_scope_is_refused_before_a_row_is_read(scope):
    closed = [call for call in calls() if not call.is_public and call.scope != scope]
    who, token = principal(client_id="sistem"), SimpleNamespace(scope=scope)

    answers = {f"{call.method} {call.path}": refusal(call, who, token) for call in closed}

    assert {name: said for name, said in answers.items() if said != "403 insufficient_scope"} == {}
    assert closed


@pytest.mark.parametrize("role", list(Role))
def test_role_without_a_cell_is_refused_before_a_row_is_read(role):
    """Also for tokens bound to a person: the scope opens no row of the matrix that the person's role does not."""
    closed = [call for call in calls() if not call.is_public and not matrix()[call.policy][role].allows]
    every = SimpleNamespace(scope=" ".join(ALL_SCOPES))

    answers = {f"{call.method} {call.path}": refusal(call, principal(role), every) for call in closed}

    assert {name: said for name, said in answers.items() if said != "403 permission_denied"} == {}


def test_every_address_names_row_scope_and_what_its_words_mean():
    """A new route lands in these tests by itself; one without policy, scope or explained words fails here."""
    without = [call.path for call in calls() if not call.is_public and (call.policy not in matrix() or not call.scope)]

    assert without == []
    assert all("<" not in call.url(None) for call in calls())
    assert len(calls()) > 80
