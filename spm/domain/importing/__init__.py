"""ILP figures from the spreadsheets of SIP-Puskesmas, ASIK and the like: a line is one number of one group.

A line replaces the cell it names, and cells of the same figure that are divided otherwise, for cells add up. Cells it
does not name stay: an empty line says nothing.
"""

from django.utils.translation import gettext_lazy as _

from core import imports
from core.imports import Kind
from spm.domain.importing.columns import COLUMNS, REASONS
from spm.domain.importing.lines import against_undo, check, facts, plan
from spm.domain.recording import DIMENSIONS

KIND = Kind(
    code="ilp_values",
    label=_("Angka ILP"),
    about=_("Rekap bulanan SIP-Puskesmas atau ASIK: unit, bulan, indikator, pembilang, penyebut, kelompok."),
    columns=COLUMNS,
    key=lambda row: tuple(str(row[name] or "") for name in ("unit", "month", "indicator", *DIMENSIONS)),
    facts=facts,
    check=check,
    plan=plan,
    page="ilp_entry_list",
    policy="spm_write",
    against_undo=against_undo,
)


def register() -> None:
    """Tell the importer about this app's kind; called once the models are there."""
    imports.register_reasons(REASONS)
    imports.register(KIND)
