"""The shipped kinds of papers of networks, the commitments of the ILP roll-out and its trial provinces."""

from core.refdata import Boolean, Integer, Pattern, Sheet, Text, register as register_sheet
from spm.enums import NetworkStage

PAPERS = "network-papers.csv"
COMMITMENTS = "ilp-commitments.csv"
PROVINCES = "ilp-trial-provinces.csv"
CODE = Pattern("code", form=r"[A-Z0-9-]{1,12}")


def register() -> None:
    """Tell the loader about these files."""
    for sheet in (_papers(), _commitments(), _provinces()):
        register_sheet(sheet)


def _papers() -> Sheet:
    return Sheet(
        app="spm",
        file=PAPERS,
        key=("code",),
        columns=(
            CODE,
            Integer("stage", least=1, most=len(NetworkStage)),
            Integer("position", least=1, most=99),
            Text("name_id", longest=120),
            Text("name_en", longest=120),
            Boolean("opens_next"),
            Text("source", longest=120),
        ),
        model="spm.PaperKind",
        values=lambda row, data: {  # noqa: ARG005  # the loader's signature
            **{name: row[name] for name in ("code", "stage", "position", "name_en", "opens_next", "source")},
            "name": row["name_id"],
            "is_active": True,
        },
        retire={"is_active": False},
    )


def _commitments() -> Sheet:
    return Sheet(
        app="spm",
        file=COMMITMENTS,
        key=("code",),
        columns=(
            CODE,
            Integer("position", least=1, most=99),
            Text("name_id", longest=200),
            Text("name_en", longest=200),
            Text("proof_id", longest=200),
            Text("proof_en", longest=200),
            Text("source", longest=120),
        ),
        model="spm.Commitment",
        values=lambda row, data: {  # noqa: ARG005  # the loader's signature
            **{name: row[name] for name in ("code", "position", "name_en", "proof_en", "source")},
            "name": row["name_id"],
            "proof": row["proof_id"],
            "is_active": True,
        },
        retire={"is_active": False},
    )


def _provinces() -> Sheet:
    return Sheet(
        app="spm",
        file=PROVINCES,
        key=("code",),
        columns=(
            Pattern("code", form=r"\d{2}"),
            Integer("position", least=1, most=99),
            Text("name", longest=80),
            Text("source", longest=120),
        ),
        model="spm.TrialProvince",
        values=lambda row, data: {  # noqa: ARG005  # the loader's signature
            **{name: row[name] for name in ("code", "position", "name", "source")},
            "is_active": True,
        },
        retire={"is_active": False},
    )
