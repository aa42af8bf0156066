import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db

PAGES = ["page_privacy", "page_accessibility", "page_help"]


@pytest.mark.parametrize("name", PAGES)
def test_anybody_may_read_it(client: Client, city: None, name: str) -> None:
    response = client.get(reverse(name))

    assert response.status_code == 200
    assert response.content.count(b"<h1>") == 1


@pytest.mark.parametrize("name", PAGES)
def test_it_stands_before_the_city_is_set_up(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_the_language_is_chosen_by_the_reader(client: Client, name: str) -> None:
    client.post(reverse("set_language"), {"language": "en", "next": reverse(name)})

    assert '<html lang="en"' in client.get(reverse(name)).content.decode()


def test_switching_the_language_returns_to_the_same_page(client: Client) -> None:
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/bantuan/?dari=surat"})

    assert answer["Location"] == "/bantuan/?dari=surat"


def test_the_footer_leads_to_every_page_of_this_kind(client: Client, city: None) -> None:
    html = client.get(reverse("page_help")).content.decode()

    assert all(f'href="{reverse(name)}"' in html for name in PAGES)


def test_a_page_that_is_not_there_says_so_in_the_frame(client: Client, city: None) -> None:
    response = client.get("/tidak-ada/")

    assert response.status_code == 404
    assert "Halaman ini tidak ditemukan" in response.content.decode()
    assert 'data-testid="request-id"' in response.content.decode()
