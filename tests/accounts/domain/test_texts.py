"""The shipped texts of messages: short, without gaps, the same fields in both languages."""

import pytest

from accounts.domain.messages import LONGEST, fields_of
from tests.factories.reference_rows import rows

SHIPPED = rows("accounts/reference/messages.csv")


@pytest.mark.parametrize("row", SHIPPED, ids=lambda row: row["code"])
def test_both_languages_ask_for_the_same_fields(row: dict[str, str]):
    assert fields_of(row["text_id"]) == fields_of(row["text_en"])


@pytest.mark.parametrize("row", SHIPPED, ids=lambda row: row["code"])
def test_variables_of_whatsapp_are_fields_of_the_text(row: dict[str, str]):
    variables = {name for name in row["wa_params"].split(";") if name}

    assert variables <= fields_of(row["text_id"])


@pytest.mark.parametrize("row", SHIPPED, ids=lambda row: row["code"])
def test_texts_leave_room_for_what_is_filled_in(row: dict[str, str]):
    room = 30 * len(fields_of(row["text_id"]))

    assert max(len(row["text_id"]), len(row["text_en"])) + room <= LONGEST


@pytest.mark.parametrize("row", SHIPPED, ids=lambda row: row["code"])
def test_texts_begin_with_the_name_of_the_portal(row: dict[str, str]):
    assert row["text_id"].startswith("SEJARAS: ")
    assert row["text_en"].startswith("SEJARAS: ")
