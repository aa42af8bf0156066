from base64 import urlsafe_b64decode
from typing import Any

import django_filters
import pytest
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.serializers import ModelSerializer
from rest_framework.test import APIRequestFactory

from accounts.models import Region
from core.crypto import unseal
from core.filters import StrictFilterBackend
from core.pagination import CursorPagination

pytestmark = pytest.mark.django_db

factory = APIRequestFactory()


class RegionFilter(django_filters.FilterSet):
    established = django_filters.RangeFilter("established_year")

    class Meta:
        model = Region
        fields = ("level", "current")


class RegionSerializer(ModelSerializer[Region]):
    class Meta:
        model = Region
        fields = ("code",)


class RegionList(ListAPIView[Region]):
    queryset = Region.objects.all()
    serializer_class = RegionSerializer
    filterset_class = RegionFilter
    filter_backends = (StrictFilterBackend,)
    pagination_class = CursorPagination
    authentication_classes: Any = ()
    permission_classes: Any = ()
    throttle_classes: Any = ()
    ordering = ("code",)
    query_parameters = ("on",)


@pytest.fixture(autouse=True)
def regions() -> None:
    Region.objects.bulk_create(
        Region(code=f"99.{n:02d}", name="x", level="kota", established_year=2000 + n) for n in range(5)
    )


def get(**parameters: Any) -> Response:
    return RegionList.as_view()(factory.get("/api/v1/regions/", parameters))


def codes(response: Response) -> list[str]:
    return [row["code"] for row in response.data["results"]]


def test_pages_follow_each_other_in_a_stable_order() -> None:
    first = get(page_size=2)
    second = RegionList.as_view()(factory.get(first.data["next"]))

    assert [codes(first), codes(second)] == [["99.00", "99.01"], ["99.02", "99.03"]]
    assert first.data["previous"] is None


def test_total_is_counted_only_when_asked() -> None:
    assert "count" not in get().data
    assert get(count="true", page_size=2).data["count"] == 5


NO_SIZES = [("page_size", size) for size in ("0", "201", "-1", "x", "")]


@pytest.mark.parametrize(("name", "value"), [*NO_SIZES, ("count", "x")])
def test_size_of_a_page_is_1_to_200_and_count_is_yes_or_no(name: str, value: str) -> None:
    response = get(**{name: value})

    assert (response.status_code, response.data["errors"][0]["pointer"]) == (400, f"/{name}")
    assert len(codes(get(page_size=200))) == 5


def test_cursor_tells_no_key_of_the_table() -> None:
    """From keys of two pages one could work out how many rows others have."""
    links = [get(page_size=size).data["next"].partition("cursor=")[2].partition("&")[0] for size in (1, 2)]

    assert len({len(link) for link in links}) == 1
    assert all(b"=" not in urlsafe_b64decode(f"{link}==") for link in links)
    assert unseal(links[0], "cursor").startswith("p=")


def test_known_parameters_filter() -> None:
    assert codes(get(level="kota", established_min=2003, on="2026-01-01")) == ["99.03", "99.04"]


def test_unknown_parameter_is_named() -> None:
    response = get(levle="kota")

    assert response.status_code == 400
    assert [(error["pointer"], error["code"]) for error in response.data["errors"]] == [("/levle", "unknown_parameter")]


@pytest.mark.parametrize("sent", [{"level": ""}, {"established_min": ""}, {"current": "maybe"}, {"current": ""}])
def test_value_that_would_be_left_out_is_refused(sent: dict[str, str]) -> None:
    response = get(**sent)

    assert (response.status_code, response.data["errors"][0]["pointer"]) == (400, f"/{next(iter(sent))}")


def test_wrong_value_of_a_parameter_is_400() -> None:
    assert get(level="planet").status_code == 400


def test_forged_cursor_is_404() -> None:
    assert get(cursor="bm9wZQ").status_code == 404
