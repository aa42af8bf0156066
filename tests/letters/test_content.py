"""Content is refused at once when a text is blank, and frozen as plain JSON."""

import dataclasses
import importlib
import pkgutil

import pytest

import licensing.letters
from accounts.models import Office, Region
from letters.content import Correspondence, LetterBody, LetterHead, SignatureBlock
from letters.exceptions import BlankPlaceholder
from letters.qr import KINDS
from tests.letters.samples import BODIES

HEALTH = Office(
    code="DINKES-1674",
    name="Dinas Kesehatan Kota Prabumulih",
    government="Pemerintah Kota Prabumulih",
    address="Jalan Contoh Nomor 1",
    city="Prabumulih",
    postal_code="31121",
    email="dinkes@prabumulih.example",
    region=Region(code="16.74", name="Kota Prabumulih"),
)


def all_bodies() -> set[type[LetterBody]]:
    for module in pkgutil.iter_modules(licensing.letters.__path__, "licensing.letters."):
        importlib.import_module(module.name)
    pending, found = [LetterBody], set()
    while pending:
        for child in pending.pop().__subclasses__():
            pending.append(child)
            found.add(child)
    return {body for body in found if not body.__subclasses__()}


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_blank_text_is_refused(text: str) -> None:
    with pytest.raises(BlankPlaceholder, match=r"Correspondence\.hal"):
        Correspondence(hal=text, penerima=("Kepala",), tempat_penerima="Prabumulih")


def test_blank_line_of_a_list_is_refused() -> None:
    with pytest.raises(BlankPlaceholder, match=r"penerima\[2\]"):
        Correspondence(hal="Hal", penerima=("Kepala", ""), tempat_penerima="Prabumulih")


def test_forgotten_placeholder_is_refused() -> None:
    with pytest.raises(BlankPlaceholder, match="sebutan_jabatan"):
        SignatureBlock(sebutan_jabatan="Kepala Dinas Kesehatan {nama_daerah}")


@pytest.mark.parametrize("name", BODIES)
def test_every_required_text_of_every_letter_is_checked(name: str) -> None:
    body = BODIES[name]

    for field in dataclasses.fields(body):
        if field.type is str:
            with pytest.raises(BlankPlaceholder, match=field.name):
                dataclasses.replace(body, **{field.name: ""})


def test_every_body_has_a_sample_and_a_known_kind() -> None:
    assert all_bodies() == {type(body) for body in BODIES.values()}
    assert {body.kind for body in all_bodies()} <= set(KINDS)


def test_head_comes_from_the_office() -> None:
    head = LetterHead.of(HEALTH)

    assert (head.pemerintah, head.nama_perangkat_daerah) == ("Pemerintah Kota Prabumulih", "Dinas Kesehatan")
    assert (head.alamat, head.hubungan) == (
        "Jalan Contoh Nomor 1, Prabumulih 31121",
        "pos-el dinkes@prabumulih.example",
    )


def test_content_is_plain_json() -> None:
    plain = BODIES["REKOMENDASI fasilitas bersyarat"].to_json()

    assert plain["daftar_syarat"][0] == {
        "syarat": "melengkapi tempat cuci tangan di ruang tindakan",
        "batas_syarat": "26 Februari 2026",
    }
