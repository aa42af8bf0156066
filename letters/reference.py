"""The shipped kinds of letters."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.refdata import Choice, Data, Integer, Items, Pattern, Row, Sheet, Text, register
from letters.enums import Paper
from letters.qr import KINDS

CONFIDENCE = ("high", "medium", "low")


def _values(row: Row, _data: Data) -> Mapping[str, Any]:
    return {
        "code": row["code"],
        "name_id": row["name_id"],
        "name_en": row["name_en"],
        "signer_role": row["signer_role"],
        "series": row["series"],
        "number_pattern": row["number_pattern"],
        "paper": row["paper"],
        "template": row["template"],
        "qr_fields": row["qr_fields"],
        "retention_years": row["retention_years"],
        "confidence": row["confidence"],
    }


def _flaws(row: Row) -> Iterable[tuple[str, str]]:
    """A kind the QR payload has no byte for could be printed but never proved."""
    if row["code"] not in KINDS:
        yield "code", "has no place in letters.qr.KINDS; append it there first"


register(
    Sheet(
        app="letters",
        file="letter-kinds.csv",
        model="letters.LetterKind",
        key=("code",),
        columns=(
            Pattern("code", form=r"[A-Z_]{3,30}"),
            Text("name_id", longest=120),
            Text("name_en", longest=120),
            Text("signer_role", longest=30),
            Text("series", longest=30),
            Pattern("number_pattern", form=r"([A-Z0-9./-]|\{[a-z_]+\})+", longest=100),
            Choice("paper", options=Paper.values),
            Pattern("template", form=r"[a-z_]+", longest=60),
            Items("qr_fields"),
            Integer("retention_years", least=0, most=100),
            Choice("confidence", options=CONFIDENCE),
        ),
        values=_values,
        check=_flaws,
    )
)
