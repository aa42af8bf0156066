"""Versions, items and differences of checklists as tables."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from core import formats
from core.components import Cell, Column, Fact, Kind, Row, Table
from core.refdata import Flaw
from inspections.domain.checklist_lines import Line, Pair
from inspections.domain.scoring import Result
from inspections.enums import ItemSeverity, Scoring, VersionState
from inspections.forms.checklists import ItemForm
from inspections.models import ChecklistKind, ChecklistVersion
from inspections.views.visit_tables import CONCLUSION_TONES, sentence_case

TONES = {VersionState.DRAFT: Kind.NONE, VersionState.PROPOSED: Kind.WAIT, VersionState.PUBLISHED: Kind.OK}
CHANGE_TONES = {"added": Kind.OK, "removed": Kind.BAD, "changed": Kind.FIX, "moved": Kind.WAIT, "same": Kind.NONE}


def state_words(version: ChecklistVersion) -> str:
    """The state with a capital letter."""
    return sentence_case(version.get_state_display())


def versions_table(rows: Sequence[ChecklistVersion], caption: str, *, detail: str) -> Table:
    """Drafts and proposals, or the versions of one kind."""
    columns = (_("Daftar tilik"), _("Berlaku mulai"), _("Keadaan"), _("Oleh"))
    return Table(
        caption,
        [Column(name) for name in columns],
        [
            Row(
                (
                    Cell(
                        _("%(name)s, versi %(version)s") % {"name": row.kind.label, "version": row.version},
                        note=row.decree,
                        url=reverse(detail, args=[row.public_id]),
                    ),
                    Cell(formats.plain_date(row.valid_from) if row.valid_from else formats.NOTHING, whole=True),
                    Cell(state_words(row), kind=TONES[VersionState(row.state)]),
                    Cell(row.created_by.name if row.created_by else _("acuan bawaan")),
                )
            )
            for row in rows
        ],
        hide_caption=True,
    )


def kinds_table(kinds: Sequence[ChecklistKind], current: dict[str, ChecklistVersion], *, detail: str) -> Table:
    """Every checklist with the version in force today."""
    columns = (
        Column(_("Daftar tilik")),
        Column(_("Versi")),
        Column(_("Berlaku mulai")),
        Column(_("Butir"), numeric=True),
    )
    rows = []
    for kind in kinds:
        version = current.get(kind.code)
        url = reverse(detail, args=[version.public_id]) if version else ""
        day = version.valid_from if version else None
        rows.append(
            Row(
                (
                    Cell(kind.label, note=kind.legal_basis, url=url),
                    Cell(version.version if version else formats.NOTHING),
                    Cell(formats.plain_date(day) if day else formats.NOTHING, whole=True),
                    Cell(formats.number(version.item_count) if version else formats.NOTHING),  # type: ignore[attr-defined]  # annotated
                )
            )
        )
    return Table(_("Semua daftar tilik"), columns, rows)


def line_facts(line: Line) -> str:
    """What holds of an item beside its question, in one quiet line."""
    parts = [_("bobot %(n)s") % {"n": line.weight}]
    parts += [_("kritis")] if line.critical else []
    parts += [str(ItemSeverity(line.severity).label)] if line.severity else []
    parts += [_("foto bila tidak")] if line.photo_when_no else []
    parts += [_("bila %(condition)s") % {"condition": line.applies_when}] if line.applies_when else []
    return ", ".join(parts)


def items_table(lines: Sequence[Line]) -> Table:
    """All items of a version."""
    columns = (Column(_("Butir")), Column(_("Pertanyaan")), Column(_("Sifat")), Column(_("Aturan")))
    rows = [
        Row((Cell(line.code, note=line.part), Cell(line.question, note=line.hint), Cell(line_facts(line)),
             Cell(line.rule or formats.NOTHING)))
        for line in lines
    ]  # fmt: skip
    return Table(_("Butir"), columns, rows, hide_caption=True)


def difference_table(pairs: Sequence[Pair], before: str, after: str) -> Table | None:
    """Items that differ, with the word for what changed; None when none does."""
    words = {
        "added": _("Ditambah"),
        "removed": _("Dihapus"),
        "changed": _("Diubah"),
        "moved": _("Dipindah"),
    }
    columns = (Column(_("Butir")), Column(before), Column(after), Column(_("Perubahan")))
    rows = []
    for pair in pairs:
        if pair.change == "same":
            continue
        either = pair.after or pair.before
        fields = ", ".join(str(ItemForm.base_fields[name].label).lower() for name in pair.changed)
        rows.append(
            Row(
                (
                    Cell(either.code if either else "", note=either.part if either else ""),
                    _side(pair.before),
                    _side(pair.after),
                    Cell(words[pair.change], note=fields, kind=None),
                )
            )
        )
    return Table(_("Butir yang berbeda"), columns, rows, hide_caption=True) if rows else None


def _side(line: Line | None) -> Cell:
    if line is None:
        return Cell(formats.NOTHING)
    return Cell(line.question, note=". ".join(part for part in (line_facts(line), line.hint, line.rule) if part))


def whole_differences(before: ChecklistVersion | None, after: ChecklistVersion) -> list[Fact]:
    """What differs of the versions as a whole."""
    if before is None:
        return []
    found = []
    for name, words in (("scoring", _("Cara menilai")), ("pass_threshold", _("Batas lulus"))):
        if getattr(before, name) != getattr(after, name):
            pair = {"before": _value(name, before), "after": _value(name, after)}
            found.append(Fact(words, _("%(before)s menjadi %(after)s") % pair))
    if before.grading_rule != after.grading_rule:
        found.append(Fact(_("Cara menilai dengan kata"), after.grading_rule))
    return found


def _value(name: str, version: ChecklistVersion) -> str:
    return str(Scoring(version.scoring).label) if name == "scoring" else formats.number(version.pass_threshold)


def version_facts(version: ChecklistVersion, zone: str) -> list[Fact]:
    """What the version says as a whole, and who did what when."""
    day = formats.plain_date(version.valid_from) if version.valid_from else _("belum diisi")
    facts = [
        Fact(_("Berlaku mulai"), day),
        Fact(_("Dasar penetapan"), version.decree or version.kind.legal_basis),
        Fact(_("Cara menilai"), _("%(way)s, batas lulus %(mark)s") % {
            "way": Scoring(version.scoring).label, "mark": version.pass_threshold}),
        Fact(_("Cara menilai dengan kata"), version.grading_rule),
    ]  # fmt: skip
    if version.reason:
        facts.append(Fact(_("Alasan"), version.reason))
    people = (
        (_("Disusun"), version.created_by, version.created_at),
        (_("Diusulkan"), version.proposed_by, version.proposed_at),
        (_("Ditetapkan"), version.confirmed_by, version.confirmed_at),
    )
    facts += [
        Fact(label, f"{person.name}, {formats.full_moment(at, zone)}") for label, person, at in people if person and at
    ]
    return facts


def flaws_table(flaws: Sequence[Flaw]) -> Table:
    """Everything wrong with a file, by line and column."""
    columns = (Column(_("Baris")), Column(_("Kolom")), Column(_("Yang perlu diperbaiki")))
    rows = [
        Row(
            (
                Cell(_("Baris %(number)s") % {"number": flaw.line} if flaw.line else _("Seluruh berkas"), whole=True),
                Cell(flaw.column or formats.NOTHING),
                Cell(flaw.reason),
            ),
            testid="flaw",
        )
        for flaw in flaws
    ]
    return Table(_("Kesalahan per baris dan kolom"), columns, rows, hide_caption=True)


def result_facts(result: Result) -> list[Fact]:
    """What a trial comes to."""
    facts = [
        Fact(_("Dihitung"), _("%(n)s butir: %(yes)s sesuai, %(no)s tidak") % {
            "n": result.counted, "yes": result.yes, "no": result.no}),
        Fact(_("Belum dijawab"), formats.number(len(result.unanswered))),
    ]  # fmt: skip
    if result.shown_percent is not None:
        facts.insert(0, Fact(_("Nilai"), f"{formats.number(result.shown_percent)} %"))
    if result.level_name:
        facts.insert(0, Fact(_("Tingkat"), result.level_name))
    if result.failed:
        facts.append(Fact(_("Tidak sesuai"), ", ".join(result.failed)))
    if result.critical_failed:
        facts.append(Fact(_("Kritis tidak sesuai"), ", ".join(result.critical_failed)))
    return facts


def result_words(result: Result) -> tuple[str, str]:
    """The conclusion and its tone; a word of its own while nothing is counted."""
    if result.conclusion is None:
        return _("Belum ada hasil"), Kind.NONE.value
    return sentence_case(result.conclusion.label), CONCLUSION_TONES[result.conclusion].value
