import re

import pytest
from django.test import Client
from django.urls import reverse

from core.colours import TEXT, WHITE, contrast
from tests.factories.accounts import OfficeFactory

pytestmark = pytest.mark.django_db


def brand_of(css: str) -> str:
    found = re.search(r"--brand:(#[0-9a-f]{6});", css)
    assert found
    return found[1]


def style_sheet(client: Client) -> str:
    return client.get(reverse("brand_css")).content.decode()


def test_the_city_s_own_hue_colours_every_page(client: Client) -> None:
    OfficeFactory(brand_hex="#00634f")

    assert brand_of(style_sheet(client)) == "#00634f"


def test_a_hue_too_light_for_white_text_is_darkened(client: Client) -> None:
    OfficeFactory(brand_hex="#f2b705")

    assert contrast(brand_of(style_sheet(client)), WHITE) >= TEXT


@pytest.mark.parametrize("hue", ["", "teal", "#00;}*{"])
def test_a_value_that_is_no_colour_never_reaches_the_page(client: Client, hue: str) -> None:
    OfficeFactory(brand_hex=hue)

    assert brand_of(style_sheet(client)) == "#0a4d8c"


def test_without_an_office_the_portal_has_its_own_colour(client: Client) -> None:
    assert brand_of(style_sheet(client)) == "#0a4d8c"


def test_browsers_keep_the_style_sheet_and_get_it_as_css(client: Client) -> None:
    response = client.get(reverse("brand_css"))

    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "max-age=86400" in response["Cache-Control"]
    assert "Set-Cookie" not in response
