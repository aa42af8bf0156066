from typing import Any

import pytest
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from core.problems import problem_of
from core.serializers import StrictSerializer


class Place(StrictSerializer):
    name = serializers.CharField()


class Draft(StrictSerializer):
    state = serializers.CharField(read_only=True)
    note = serializers.CharField()
    place = Place()


def pointers(body: Any) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as error:
        Draft(data=body).is_valid(raise_exception=True)
    problem = problem_of(error.value)
    assert problem is not None
    return [(finding.pointer, finding.code) for finding in problem.errors]


def test_known_members_are_read() -> None:
    draft = Draft(data={"note": "x", "place": {"name": "y"}})

    assert draft.is_valid(raise_exception=True)
    assert draft.validated_data == {"note": "x", "place": {"name": "y"}}


def test_unknown_and_read_only_members_are_refused_by_name() -> None:
    body = {"note": "x", "place": {"name": "y"}, "owner": 1, "state": "approved"}

    assert pointers(body) == [("/owner", "unknown_field"), ("/state", "unknown_field")]


def test_unknown_member_of_a_nested_object_is_refused() -> None:
    assert pointers({"note": "x", "place": {"name": "y", "id": 7}}) == [("/place/id", "unknown_field")]
