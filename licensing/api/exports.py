"""Exports of applications and licences: the rows of their lists, flat, with the same names."""

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, Case, CharField, ExpressionWrapper, F, Q, QuerySet, Value, When
from django.db.models.functions import Concat, Length, Substr
from django.utils.translation import get_language, gettext_lazy as _

from accounts.domain.exports.kinds import POLICY as TAKE, ExportKind, Reader, is_masked, register
from core.exporting import Cells, Column
from licensing.api.filters import ApplicationFilter, LicenceFilter
from licensing.domain.eligibility import masked_name
from licensing.domain.licences import moves
from licensing.domain.licences.flags import flagged
from licensing.domain.licences.standing import EXPIRED, NOT_YET, with_status
from licensing.models import Application, Licence

READ_FILES, READ_LICENCES = "application_read", "people_read"
KECAMATAN = 8  # letters of 16.74.02


def _applications(reader: Reader) -> QuerySet[Application]:
    rows = Application.objects.visible_to(reader.user, READ_FILES).visible_to(reader.user, TAKE)
    return rows.annotate(region_length=Length("region_id"))


def _application_columns(reader: Reader) -> Sequence[Column]:
    masked = masked_name if is_masked(reader.viewer, READ_FILES) else None
    type_name = "type__name_en" if get_language() == "en" else "type__name"
    within = Case(
        When(region_length__gte=KECAMATAN, then=Substr("region_id", 1, KECAMATAN)),
        default=Value(""),
        output_field=CharField(),
    )
    instants = (
        ("created_at", _("Dibuat")),
        ("updated_at", _("Diubah")),
        ("submitted_at", _("Diajukan")),
        ("verified_at", _("Diverifikasi")),
        ("registered_at", _("Terdaftar")),
        ("decided_at", _("Diputuskan")),
        ("closed_at", _("Selesai")),
        ("due_at", _("Batas waktu")),
    )
    return (
        Column("number", _("Nomor"), "number"),
        Column("type", _("Kode jenis"), "type__code"),
        Column("type_name", _("Jenis"), type_name),
        Column("kind", _("Sifat"), "kind"),
        Column("slot", _("Tempat ke-"), "slot", Cells.NUMBER),
        Column("state", _("Keadaan"), "state"),
        Column("version", _("Versi"), "version", Cells.NUMBER),
        Column("applicant_name", _("Pemohon"), "applicant_name", shown=masked),
        Column("place_name", _("Tempat"), "place_name"),
        Column("region", _("Kode wilayah"), "region_id"),
        Column("kecamatan", _("Kode kecamatan"), within),
        Column("external_reference", _("Rujukan luar"), "external_reference"),
        Column("register_number", _("Nomor register"), "register_number"),
        *(Column(name, label, name, Cells.INSTANT) for name, label in instants),
        Column("due_clock", _("Janji"), "due_clock"),
        Column("correct_by", _("Perbaikan paling lambat"), "correct_by", Cells.DAY),
        Column("deemed", _("Terbit karena batas waktu"), "deemed", Cells.FLAG),
    )


def _licences(reader: Reader) -> QuerySet[Licence]:
    rows = Licence.objects.visible_to(reader.user, READ_LICENCES).visible_to(reader.user, TAKE)
    return with_status(rows, reader.at.date())


def _licence_columns(reader: Reader) -> Sequence[Column]:
    on = reader.at.date()
    person = Case(
        When(holder_person__degrees="", then=F("holder_person__name")),
        default=Concat(F("holder_person__name"), Value(", "), F("holder_person__degrees")),
    )
    holder = Case(When(holder_person__isnull=True, then=F("holder_facility__name")), default=person)
    whose = Case(When(holder_person__isnull=True, then=Value("facility")), default=Value("person"))
    # As `standing.code_of` says it of one row.
    status = Case(
        When(Q(status_now__isnull=True) | Q(starts_on__gt=on), then=Value(NOT_YET)),
        When(Q(ends_on__lt=on) & ~Q(status_now__in=list(moves.ENDED)), then=Value(EXPIRED)),
        default=F("status_now"),
        output_field=CharField(),
    )
    return (
        Column("id", _("Id"), "public_id"),
        Column("number", _("Nomor izin"), "number"),
        Column("type", _("Kode jenis"), "type_code"),
        Column("office", _("Penerbit"), "office__code"),
        Column("holder_kind", _("Pemegang"), whose),
        Column("holder_name", _("Nama pemegang"), holder),
        Column("profession", _("Kode profesi"), "profession_id"),
        Column("place", _("Id tempat"), "place__public_id"),
        Column("place_name", _("Tempat"), "place__name"),
        Column("region", _("Kode wilayah"), "place__region_id"),
        Column("slot", _("Tempat ke-"), "slot", Cells.NUMBER),
        Column("valid_from", _("Berlaku mulai"), "starts_on", Cells.DAY),
        Column("valid_until", _("Berlaku sampai"), "ends_on", Cells.DAY),
        Column("status", _("Status"), status),
        Column("deemed", _("Terbit karena batas waktu"), "deemed", Cells.FLAG),
        Column("flagged", _("Ditandai"), _yes_no(flagged(on)), Cells.FLAG),
        Column("version", _("Versi"), "version", Cells.NUMBER),
        Column("updated_at", _("Diubah"), "updated_at", Cells.INSTANT),
    )


def _yes_no(condition: Q) -> Any:
    return ExpressionWrapper(condition, output_field=BooleanField())


def register_exports() -> None:
    """Tell accounts of both."""
    register(
        ExportKind(
            "applications",
            _("Permohonan"),
            READ_FILES,
            "applications:read",
            _applications,
            _application_columns,
            ApplicationFilter,
        )
    )
    register(
        ExportKind("licences", _("Izin"), READ_LICENCES, "licences:read", _licences, _licence_columns, LicenceFilter)
    )
