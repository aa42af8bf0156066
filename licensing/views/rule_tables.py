"""Two rules side by side, as tables."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core import formats
from core.components import Cell, Column, Kind, Row, Table
from licensing.domain.licences.place_limits import place_limit
from licensing.domain.rulebook import changes
from licensing.domain.rulebook.comparing_sets import Pair, paired
from licensing.enums import LegalEra, RequirementKind, RuleChangeKind, RuleChangeState
from licensing.forms.rules import APPLIES, ERAS, TypeForm
from licensing.models import RecommendationType, RequirementSet, RuleChange
from workforce.models import Profession

CHANGE_WORDS = {"added": Kind.OK, "removed": Kind.BAD, "changed": Kind.FIX, "same": Kind.NONE}


def version_words(row: RequirementSet) -> str:
    return _("Versi %(n)s, mulai %(date)s") % {"n": row.version, "date": formats.plain_date(row.valid_from)}


def pair_table(pairs: list[Pair], left: str, right: str) -> Table:
    """Both sides, with a word for what changed; a change never stands in colour alone."""
    words = {"added": _("Ditambah"), "removed": _("Dihapus"), "changed": _("Diubah"), "same": _("Tetap")}
    columns = (Column(_("Persyaratan")), Column(left), Column(right), Column(_("Perubahan")))
    rows = []
    for pair in pairs:
        either: Any = pair.after or pair.before
        case = ", ".join(_case_words(either))
        rows.append(
            Row(
                (
                    Cell(either["code"], note=case),
                    _side(pair.before),
                    _side(pair.after),
                    Cell(words[pair.change], kind=CHANGE_WORDS[pair.change]),
                )
            )
        )
    return Table(_("Persyaratan, dua versi"), columns, rows, hide_caption=True)


def _case_words(row: Any) -> list[str]:
    return [
        str(dict(choices)[row[name]])
        for name, choices in (("applies_to", APPLIES), ("legal_era", ERAS))
        if row[name] != "both" and row[name] in dict(choices)
    ]


def _side(row: Any) -> Cell:
    if row is None:
        return Cell(formats.NOTHING)
    kind = RequirementKind(row["kind"]).label
    must = _("wajib") if row["mandatory"] else _("bila ada")
    return Cell(row["label_id"], note=f"{kind}, {must}. {row['citation']}")


def difference_table(change: RuleChange) -> Table:
    """What holds the day before, and what the change makes of it."""
    match change.kind:
        case RuleChangeKind.REQUIREMENTS:
            before = RequirementSet.objects.in_force(change.type_code, change.valid_from)
            if change.state == RuleChangeState.CONFIRMED:
                earlier = RequirementSet.objects.filter(type_code=change.type_code, valid_from__lt=change.valid_from)
                before = earlier.order_by("-version").first()
            pairs = [pair for pair in paired(changes.rows_of(before), change.content["rows"]) if pair.change != "same"]
            return pair_table(pairs, version_words(before) if before else _("Sekarang"), _("Rancangan"))
        case RuleChangeKind.ALLOWANCE:
            now = changes.current_days(change.clock, change.type_code, _day_before(change.valid_from))
            return _two_cells(
                formats.working_days(now) if now is not None else formats.NOTHING,
                formats.working_days(float(change.content["days"])),
                changes.words_of(change),
            )
        case RuleChangeKind.TYPE:
            return _type_difference(change)
        case _:
            profession = Profession.objects.filter(code=change.profession_code).first()
            limit = place_limit(profession, LegalEra.NEW, _day_before(change.valid_from))
            return _two_cells(
                formats.NOTHING if limit is None else formats.number(limit),
                formats.number(change.content["limit"]),
                changes.words_of(change),
            )


def _type_difference(change: RuleChange) -> Table:
    """Columns of a type that differ from the version before."""
    rows = RecommendationType.objects.filter(code=change.type_code, valid_from__lt=change.valid_from)
    before = changes.type_facts(rows.order_by("-version").first())
    columns = (Column(_("Aturan")), Column(_("Sekarang")), Column(_("Rancangan")))
    found = [
        Row((Cell(label), Cell(fact_words(name, before.get(name))), Cell(fact_words(name, after), strong=True)))
        for name, label in type_labels().items()
        if before.get(name) != (after := change.content[name])
    ]
    return Table(_("Yang berubah"), columns, found, hide_caption=True)


def type_labels() -> dict[str, str]:
    """Return what people may alter of a type, with the words of its form."""
    return {name: str(TypeForm.base_fields[name].label) for name in changes.TYPE_FIELDS}


def fact_words(name: str, value: Any) -> str:
    """Return one column of a type in words."""
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    if name == "validity_years":
        return _("%(n)s tahun") % {"n": value} if value else _("tanpa batas waktu")
    if name == "recommendation_days":
        return formats.working_days(value or 0)
    return str(value or formats.NOTHING)


def type_table(kinds: list[RecommendationType], on: date) -> Table:
    """Every version of a type, newest first, with what people may alter of it."""
    labels = {name: label for name, label in type_labels().items() if name not in ("name_en", "legal_basis")}
    return Table(
        _("Versi jenis layanan"),
        (Column(_("Versi")), *(Column(label) for label in labels.values())),
        [
            Row(
                (
                    Cell(
                        _("%(n)s, mulai %(date)s") % {"n": kind.version, "date": formats.plain_date(kind.valid_from)},
                        note=_("akan berlaku") if kind.valid_from > on else "",
                    ),
                    *(Cell(fact_words(name, getattr(kind, name))) for name in labels),
                )
            )
            for kind in kinds
        ],
    )


def _day_before(on: date) -> date:
    return date.fromordinal(on.toordinal() - 1)


def _two_cells(before: str, after: str, words: str) -> Table:
    columns = (Column(_("Aturan")), Column(_("Sekarang")), Column(_("Rancangan")))
    return Table(
        _("Yang berubah"), columns, [Row((Cell(words), Cell(before), Cell(after, strong=True)))], hide_caption=True
    )
