"""Registers of cluster 1: one list per register, unit and month, its lines, its CSV, and staff as it is."""

from io import StringIO
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from accounts.models import User
from core import formats, sheets
from core.components import Cell, Column, Row, Table
from core.web import ActFormMixin, DomainErrorMixin
from facilities.models import Facility
from spm.domain.locking import is_locked
from spm.domain.places import unit_for, units_for
from spm.domain.registers import REGISTERS, Register, rows_of, save_line, withdraw_line
from spm.domain.staff import StaffLine, staff_of
from spm.enums import Programme, RegisterGroup, RegisterKind
from spm.forms.registers import LineForm
from spm.models import RegisterRow
from spm.views.entry import MonthMixin, month_words

STAFF = "sdm"


class RegisterMixin(MonthMixin):
    """Gives the register, the unit and the month of the address; 404 outside the own network."""

    kwargs: dict[str, Any]

    @property
    def user(self) -> User:
        """Who is signed in."""
        assert isinstance(self.request.user, User)  # noqa: S101  # the policy checked it
        return self.request.user

    @cached_property
    def kind(self) -> str:
        """The register; staff is the first."""
        asked = self.request.GET.get("jenis", STAFF)
        if asked != STAFF and asked not in RegisterKind.values:
            raise Http404
        return str(asked)

    @cached_property
    def units(self) -> list[Facility]:
        """Units in reach, each Puskesmas before its network."""
        rows = units_for(self.request.user).select_related("parent", "region")
        return sorted(rows, key=lambda each: ((each.parent or each).code, each.parent is not None, each.code))

    @cached_property
    def unit(self) -> Facility | None:
        """The unit asked for, else the first; None where nobody has any."""
        asked = self.request.GET.get("unit", "")
        return unit_for(self.request.user, asked) if asked else next(iter(self.units), None)

    def url(self, name: str, *args: Any, **changed: Any) -> str:
        """The address of another page about the same register, unit and month."""
        unit = self.unit
        query = {"jenis": self.kind, "bulan": f"{self.month:%Y-%m}", "unit": unit.public_id if unit else "", **changed}
        return f"{reverse(name, args=args)}?{urlencode(query)}"


class RegisterListView(RegisterMixin, DomainErrorMixin, TemplateView):
    """The lines of one register, unit and month."""

    policy = "spm_write"
    template_name = "spm/register_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unit = self.unit
        closed = unit is not None and is_locked(Programme.ILP, unit.region_id, self.month, unit.pk)
        return super().get_context_data(
            unit=unit,
            units=self.units,
            month=self.month,
            month_words=month_words(self.month),
            neighbours=self.neighbours,
            kind=self.kind,
            kinds=[(key, label, self.url("ilp_register_list", jenis=key)) for key, label in _kinds()],
            label=dict(_kinds())[self.kind],
            table=self._table() if unit else None,
            is_staff=self.kind == STAFF,
            is_closed=closed,
            create_url=self.url("ilp_register_create") if unit and self.kind != STAFF and not closed else "",
            csv_url=self.url("ilp_register_csv"),
            **kwargs,
        )

    def _table(self) -> Table | None:
        assert self.unit is not None  # noqa: S101  # the caller looked
        if self.kind == STAFF:
            lines = staff_of([self.unit.pk], on=timezone.localdate())
            return _staff_table(lines) if lines else None
        rows = list(rows_of([self.unit.pk], self.kind, self.month))
        return self._rows_table(rows) if rows else None

    def _rows_table(self, rows: list[RegisterRow]) -> Table:
        register = REGISTERS[RegisterKind(self.kind)]
        names = _amounts(self.kind, register)
        columns = (
            Column(register.item),
            *(Column(label, numeric=True) for _name, label in names),
            Column(_("Dicatat")),
        )
        return Table(
            str(RegisterKind(self.kind).label),
            columns,
            [
                Row(
                    (
                        Cell(row.item, note=_about(row), url=self.url("ilp_register_edit", row.public_id), strong=True),
                        *(Cell(_number(getattr(row, name)), alarm=_is_short(row, name)) for name, _label in names),
                        Cell(formats.short_moment(row.recorded_at), note=row.author.name if row.author else ""),
                    )
                )
                for row in rows
            ],
            hide_caption=True,
        )


def _kinds() -> list[tuple[str, str]]:
    return [(STAFF, _("SDM")), *((kind.value, str(kind.label)) for kind in RegisterKind)]


def _amounts(kind: str, register: Register) -> list[tuple[str, Any]]:
    """What a register shows: what it asks for, and of a medicine what is left."""
    left = [("available", _("Sisa stok"))] if kind == RegisterKind.MEDICINE else []
    return [*register.amounts, *left]


def _number(value: int | None) -> str:
    return formats.NOTHING if value is None else formats.number(value)


def _about(row: RegisterRow) -> str:
    group = str(RegisterGroup(row.group).label) if row.group else ""
    return ", ".join(word for word in (group, row.measure, row.note) if word)


def _is_short(row: RegisterRow, name: str) -> bool:
    """True for a stock below what is needed."""
    return name == "available" and None not in (row.need, row.available) and (row.available or 0) < (row.need or 0)


def _staff_table(lines: list[StaffLine]) -> Table:
    heads = (_("Jumlah"), _("PNS dan PPPK"), _("Kurang dari setahun"), _("Lima tahun atau lebih"), _("Wajib SIP"))
    counted = [(line.people, line.permanent, line.under_a_year, line.over_five_years, line.needs_sip) for line in lines]
    return Table(
        _("SDM menurut profesi"),
        (Column(_("Profesi")), *(Column(head, numeric=True) for head in heads)),
        [
            Row((Cell(line.profession, strong=True), *(Cell(formats.number(n)) for n in numbers)))
            for line, numbers in zip(lines, counted, strict=True)
        ],
        total=(Cell(_("Semua")), *(Cell(formats.number(sum(each))) for each in zip(*counted, strict=True))),
        hide_caption=True,
    )


class RegisterCsvView(RegisterMixin, DomainErrorMixin, View):
    """The same lines as CSV; no cell of it can become a formula."""

    policy = "spm_write"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002  # in `self`
        """The file."""
        text = StringIO(newline="")
        heads, lines = self._lines()
        sheets.write_csv(text, heads, lines)
        answer = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="ilp-{self.kind}-{self.month:%Y-%m}.csv"'
        return answer

    def _lines(self) -> tuple[list[str], list[list[Any]]]:
        units = [self.unit.pk] if self.unit else []
        if self.kind == STAFF:
            staff = staff_of(units, on=timezone.localdate())
            heads = [_("Profesi"), _("Jumlah"), _("PNS dan PPPK"), _("Kurang dari setahun"),
                     _("Lima tahun atau lebih"), _("Wajib SIP")]  # fmt: skip
            return heads, [
                [each.profession, each.people, each.permanent, each.under_a_year, each.over_five_years, each.needs_sip]
                for each in staff
            ]
        register = REGISTERS[RegisterKind(self.kind)]
        names = _amounts(self.kind, register)
        heads = [_("Unit"), _("Bulan"), _("Kelompok"), str(register.item), _("Satuan"),
                 *(str(label) for _name, label in names), _("Keterangan")]  # fmt: skip
        return heads, [
            [row.facility.name, f"{row.month:%Y-%m}", str(RegisterGroup(row.group).label) if row.group else "",
             row.item, row.measure, *(getattr(row, name) for name, _label in names), row.note]
            for row in rows_of(units, self.kind, self.month)
        ]  # fmt: skip


class LineView(RegisterMixin, ActFormMixin, FormView[LineForm]):
    """A line of a register: a new one, or one that replaces another."""

    policy = "spm_write"
    template_name = "spm/register_line.html"
    form_class = LineForm

    @cached_property
    def row(self) -> RegisterRow | None:
        """The line that is replaced; None for a new one, 404 outside the own network."""
        public_id = self.kwargs.get("public_id")
        return _row_for(self.request.user, public_id) if public_id else None

    @cached_property
    def kind(self) -> str:
        """Of the line; of a new one as asked. Staff is not written."""
        kind = self.row.kind if self.row else self.request.GET.get("jenis", RegisterKind.LOGISTICS)
        if kind not in RegisterKind.values:
            raise Http404
        return str(kind)

    @cached_property
    def unit(self) -> Facility | None:
        """Of the line; of a new one as asked."""
        return self.row.facility if self.row else super().unit

    @cached_property
    def month(self) -> Any:
        """Of the line; of a new one as asked."""
        return self.row.month if self.row else super().month

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kind": RegisterKind(self.kind)}

    def get_initial(self) -> dict[str, Any]:
        row = self.row
        names = ("item", "group", "measure", "note", *(name for name, _l in REGISTERS[RegisterKind(self.kind)].amounts))
        return {name: getattr(row, name) for name in names} if row else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            row=self.row,
            unit=self.unit,
            label=RegisterKind(self.kind).label,
            month_words=month_words(self.month),
            list_url=self.url("ilp_register_list"),
            has_errors=bool(kwargs.get("form") and kwargs["form"].errors),
            **kwargs,
        )

    def act(self, form: Any) -> HttpResponse:
        """Write the line."""
        if self.unit is None:
            raise Http404
        save_line(
            form.line, unit=self.unit, kind=self.kind, month=self.month, by=self.user, at=self.at, replaces=self.row
        )
        messages.success(self.request, _("Baris tersimpan."))
        return redirect(self.url("ilp_register_list"))


class LineWithdrawView(DomainErrorMixin, View):
    """Take a line back."""

    policy = "spm_write"

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Withdraw."""
        assert isinstance(request.user, User)  # noqa: S101  # the policy checked it
        row = _row_for(request.user, public_id)
        withdraw_line(row, by=request.user, at=timezone.now())
        messages.success(request, _("Baris ditarik; riwayatnya tetap tersimpan."))
        query = urlencode({"jenis": row.kind, "bulan": f"{row.month:%Y-%m}", "unit": row.facility.public_id})
        return redirect(f"{reverse('ilp_register_list')}?{query}")


def _row_for(user: Any, public_id: str) -> RegisterRow:
    rows = RegisterRow.objects.current().filter(facility__in=units_for(user)).select_related("facility", "author")
    found = rows.filter(public_id=public_id).first()
    if not isinstance(found, RegisterRow):
        raise Http404
    return found
