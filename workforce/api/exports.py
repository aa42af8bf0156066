"""Exports of practitioners and placements: the list of practitioners in two flat tables."""

from collections.abc import Sequence

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Concat, Substr
from django.utils.translation import get_language, gettext_lazy as _

from accounts.domain.exports.kinds import POLICY as TAKE, ExportKind, Reader, register
from core.exporting import Cells, Column
from workforce.api.filters import PlacementFilter, PractitionerFilter
from workforce.models import Placement, Practitioner

READ = "people_read"
KECAMATAN = 8  # letters of 16.74.02


def _practitioners(reader: Reader) -> QuerySet[Practitioner]:
    return Practitioner.objects.visible_to(reader.user, READ).visible_to(reader.user, TAKE)


def _practitioner_columns(_reader: Reader) -> Sequence[Column]:
    name = Case(
        When(person__degrees="", then=F("person__name")),
        default=Concat(F("person__name"), Value(", "), F("person__degrees")),
    )
    profession = "profession__name_en" if get_language() == "en" else "profession__name"
    return (
        Column("id", _("Id"), "public_id"),
        Column("name", _("Nama"), name),
        Column("profession", _("Kode profesi"), "profession_id"),
        Column("profession_name", _("Profesi"), profession),
        Column("str_number", _("Nomor STR"), "str_number"),
        Column("str_valid_until", _("STR berlaku sampai"), "str_valid_until", Cells.DAY),
        Column("str_lifetime", _("STR seumur hidup"), "str_lifetime", Cells.FLAG),
        Column("merged_into", _("Digabung ke"), "merged_into__public_id"),
        Column("updated_at", _("Diubah"), "updated_at", Cells.INSTANT),
    )


def _placements(reader: Reader) -> QuerySet[Placement]:
    return Placement.objects.visible_to(reader.user, READ).visible_to(reader.user, TAKE)


def _placement_columns(_reader: Reader) -> Sequence[Column]:
    return (
        Column("practitioner", _("Id tenaga"), "practitioner__public_id"),
        Column("profession", _("Kode profesi"), "practitioner__profession_id"),
        Column("facility", _("Id fasilitas"), "facility__public_id"),
        Column("facility_name", _("Fasilitas"), "facility__name"),
        Column("kecamatan", _("Kode kecamatan"), Substr("facility__region_id", 1, KECAMATAN)),
        Column("starts_on", _("Mulai"), "starts_on", Cells.DAY),
        Column("ends_on", _("Sampai"), "ends_on", Cells.DAY),
        Column("employment", _("Kepegawaian"), "employment"),
        Column("needs_sip", _("Wajib SIP"), "needs_sip", Cells.FLAG),
        Column("updated_at", _("Diubah"), "updated_at", Cells.INSTANT),
    )


def register_exports() -> None:
    """Tell accounts of both."""
    scope = "workforce:read"
    for code, label, rows, columns, filters in (
        ("practitioners", _("Tenaga kesehatan"), _practitioners, _practitioner_columns, PractitionerFilter),
        ("placements", _("Penempatan tenaga"), _placements, _placement_columns, PlacementFilter),
    ):
        register(ExportKind(code, label, READ, scope, rows, columns, filters))
