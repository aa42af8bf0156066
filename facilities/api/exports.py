"""Export of facilities: the rows of their list."""

from collections.abc import Sequence

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from accounts.domain.exports.kinds import POLICY as TAKE, ExportKind, Reader, register
from core.exporting import Cells, Column
from facilities.api.filters import FacilityFilter
from facilities.models import Facility

READ = "people_read"
KECAMATAN = 8  # letters of 16.74.02


def _facilities(reader: Reader) -> QuerySet[Facility]:
    return Facility.objects.visible_to(reader.user, READ).visible_to(reader.user, TAKE)


def _columns(reader: Reader) -> Sequence[Column]:
    parents = _facilities(reader).filter(pk=OuterRef("parent"))  # one the reader may not read is none
    return (
        Column("id", _("Id"), "public_id"),
        Column("code", _("Kode"), "code"),
        Column("name", _("Nama"), "name"),
        Column("kind", _("Jenis"), "kind"),
        Column("ownership", _("Kepemilikan"), "ownership"),
        Column("address", _("Alamat"), "address"),
        Column("region", _("Kode wilayah"), "region_id"),
        Column("kecamatan", _("Kode kecamatan"), Substr("region_id", 1, KECAMATAN)),
        Column("latitude", _("Lintang"), "latitude", Cells.NUMBER),
        Column("longitude", _("Bujur"), "longitude", Cells.NUMBER),
        Column("parent_facility", _("Id induk"), Subquery(parents.values("public_id"))),
        Column("obligatory_types", _("Izin wajib"), "obligatory_types", Cells.CODES),
        Column("active_from", _("Beroperasi sejak"), "active_from", Cells.DAY),
        Column("active_until", _("Hari terakhir beroperasi"), "active_until", Cells.DAY),
        Column("updated_at", _("Diubah"), "updated_at", Cells.INSTANT),
    )


def register_exports() -> None:
    """Tell accounts of it."""
    register(ExportKind("facilities", _("Fasilitas"), READ, "facilities:read", _facilities, _columns, FacilityFilter))
