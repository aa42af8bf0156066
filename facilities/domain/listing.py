"""What pages of both registers share: counts instead of rows, what is filtered, tables of licences and history."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.rules import viewer_of
from core import formats
from core.components import ActiveFilter, Cell, Column, Kind as Tone, Row, Table
from core.models import AuditEvent
from facilities.domain.licence_register import HeldLicence


def counts_only(user: Any) -> bool:
    """Tell whether the viewer's cells give counts and no rows (`N`, `A`)."""
    scopes = viewer_of(user).scopes("people_read")
    return bool(scopes) and all(scope.cell.scope in ("N", "A") for scope in scopes)


def active_filters(
    form: Any, query: QueryDict, path: str, *, names: Mapping[str, str] | None = None
) -> list[ActiveFilter]:
    """Return what is set, each with the address that takes it off; `names` words values that are no choice."""
    found = []
    for name, value in form.chosen.items():
        rest = query.copy()
        rest.pop("page", None)
        rest.pop(name, None)
        choices = {str(key): label for key, label in getattr(form.fields[name], "choices", ())}
        label = form.fields[name].label
        word = (names or {}).get(name) or choices.get(str(value), value)
        found.append(ActiveFilter(f"{label}: {word}", f"{path}?{rest.urlencode()}" if rest else path))
    return found


def inside(field: str, codes: list[str]) -> Q:
    """Return the condition that `field`, a key to a region, lies in any of `codes`; the whole country for none."""
    wanted = Q()
    for code in codes:
        wanted |= Q(**{f"{field}_id": code}) | Q(**{f"{field}__code__startswith": f"{code}."})
    return wanted


def caption(page: Page[Any]) -> str:
    """Return "Baris 1–25 dari 260"."""
    if not page.paginator.count:
        return _("Tidak ada data")
    numbers = {"first": page.start_index(), "last": page.end_index(), "count": formats.number(page.paginator.count)}
    return _("Baris %(first)s–%(last)s dari %(count)s") % numbers


def licence_table(rows: list[HeldLicence], caption: str) -> Table:
    """Return licences as a table, newest first."""
    columns = (Column(_("Jenis")), Column(_("Nomor")), Column(_("Tempat")), Column(_("Berlaku")), Column(_("Keadaan")))
    return Table(caption, columns, [_licence_row(row) for row in rows], hide_caption=True)


def _licence_row(row: HeldLicence) -> Row:
    until = formats.plain_date(row.ends_on) if row.ends_on else _("tanpa batas waktu")
    return Row(
        (
            Cell(row.type_name, strong=True),
            Cell(row.number),
            Cell(row.place or "–"),
            Cell(_("%(start)s sampai %(end)s") % {"start": formats.plain_date(row.starts_on), "end": until}),
            Cell(row.state, kind=Tone(row.tone)),
        )
    )


def history_table(events: list[AuditEvent], words: dict[str, Any]) -> Table:
    """Return audit events of a row as a table; an action without words shows its code."""
    columns = (Column(_("Waktu")), Column(_("Tindakan")), Column(_("Oleh")), Column(_("Alasan")))
    return Table(_("Riwayat"), columns, [_event_row(event, words) for event in events], hide_caption=True)


def _event_row(event: AuditEvent, words: dict[str, Any]) -> Row:
    role = str(Role(event.role).label) if event.role in Role.values else ""
    return Row(
        (
            Cell(formats.short_moment(event.at), whole=True),
            Cell(str(words.get(event.action, event.action))),
            Cell(event.actor.name if event.actor else _("Sistem"), note=role),
            Cell(event.reason or "–"),
        )
    )
