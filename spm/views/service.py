"""One service of a report: its rule, working steps, places, the records behind each figure, documents."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from core import formats
from core.components import Cell, Column, Row, Table
from core.uploads import FileState
from facilities.models import Facility
from spm.domain import evidence, figures_text as words
from spm.domain.event_rows import EVENT, YEAR, EventRow, event_rows
from spm.enums import Programme, Step
from spm.models import Evidence, Value
from spm.views.period import PeriodMixin
from spm.views.tables import label_of, places_table, service_rows, steps_table

PER_PAGE = 50


class ServiceMixin(PeriodMixin):
    """The service named in the address, of the report of the period; 404 where rows may not be read."""

    kwargs: dict[str, Any]

    @property
    def service(self) -> Any:
        """Its part of the content."""
        if self.view.only_counts and self.asked.programme != Programme.SPM_PROVINCE:
            raise Http404
        found = next((each for each in self.reading.content["services"] if each["code"] == self.kwargs["code"]), None)
        if found is None or self.view.is_public:
            raise Http404
        return found

    @property
    def definition(self) -> Any:
        """The definition it is worked out by."""
        return next(each for each in self.reading.basis["indicators"] if each["code"] == self.kwargs["code"])


class ServiceView(ServiceMixin, TemplateView):
    """The page of one service."""

    template_name = "spm/service.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        service, definition, asked, view = self.service, self.definition, self.asked, self.view
        row = next(each for each in service_rows(view, self.reading, asked) if each.code == service["code"])
        page = Paginator(self._records(definition["id"]), PER_PAGE).get_page(self.request.GET.get("page"))
        documents = self._documents()
        return super().get_context_data(
            asked=asked,
            service=service,
            row=row,
            name=label_of(definition),
            place=view.facility or view.region,
            period=words.period(asked.year, asked.until),
            report_url=asked.url("spm_report"),
            steps=steps_table(service),
            events=_events(service, self.reading),
            places=places_table(service, self.reading, asked),
            page=page,
            records=records_table(page),
            documents=steps_of(documents) if asked.programme == Programme.SPM_PROVINCE else [(_("Bukti"), documents)],
            is_province=asked.programme == Programme.SPM_PROVINCE,
            **kwargs,
        )

    def _records(self, indicator_id: int) -> Any:
        asked, view = self.asked, self.view
        rows = Value.objects.visible_to(self.request.user).filter(
            indicator=indicator_id, month__year=asked.year, month__month__lte=asked.until
        )
        if view.facility is not None:
            rows = rows.filter(Q(facility=view.facility) | Q(facility__parent=view.facility))
        else:
            rows = rows.inside(asked.region)
        return rows.select_related("facility", "region", "author").order_by("-month", "facility", "-version", "pk")

    def _documents(self) -> list[Evidence]:
        rows = Evidence.objects.visible_to(self.request.user).filter(
            indicator__code=self.kwargs["code"], year=self.asked.year
        )
        if self.view.facility is not None:
            rows = rows.filter(facility=self.view.facility)
        else:
            rows = rows.filter(region__code__startswith=self.asked.region)
        return list(rows.select_related("author", "facility"))


def _events(service: Any, reading: Any) -> Table | None:
    rows = event_rows(service, reading.basis["regions"])
    if not rows:
        return None
    struck = any(row.infected is not None for row in rows)
    heads = [_("Dilayani"), _("Sasaran"), _("Capaian")]
    if struck:
        heads = [_("Terinfeksi"), _("Berisiko"), _("Kasus dilayani"), _("Kontak dilayani"), *heads]
    return Table(
        _("Kejadian"),
        (
            Column(_("Kejadian dan tempat") if struck else _("Kejadian")),
            *(Column(head, numeric=True) for head in heads),
        ),
        [Row(_event_cells(row, struck=struck)) for row in rows if row.kind != YEAR],
        tight=True,
        total=next((_event_cells(row, struck=struck) for row in rows if row.kind == YEAR), ()),
    )


def _event_cells(row: EventRow, *, struck: bool) -> tuple[Cell, ...]:
    note = row.reason or ("" if row.declared else _("belum menyatakan KLB"))
    figures = (row.infected, row.at_risk, row.cases_served, row.contacts_served) if struck else ()
    return (
        Cell(row.name or _("Setahun"), note=note, strong=row.kind == EVENT),
        *(Cell(words.count(each)) for each in (*figures, row.served, row.due)),
        Cell(words.percent(row.percent), strong=True),
    )


def records_table(page: Any) -> Table:
    """Figures one by one: place, month, group, source, version, author."""
    return Table(
        _("Catatan di balik angka, versi lama ikut tersimpan"),
        (
            Column(_("Tempat")),
            Column(_("Bulan")),
            Column(_("Dilayani"), numeric=True),
            Column(_("Sasaran"), numeric=True),
            Column(_("Sumber")),
        ),
        [
            Row(
                (
                    Cell(_place(row), note=_group(row)),
                    Cell(formats.plain_date(row.month).partition(" ")[2]),
                    Cell(formats.number(row.numerator)),
                    Cell(words.count(row.denominator)),
                    Cell(
                        str(row.get_source_display()),
                        note=_("versi %(n)s%(old)s, %(who)s, %(when)s")
                        % {
                            "n": row.version,
                            "old": _(" (diganti)") if row.superseded_at else "",
                            "who": row.author.name if row.author else (row.client_id or _("sistem")),
                            "when": formats.short_moment(row.recorded_at),
                        },
                    ),
                )
            )
            for row in page.object_list
        ],
    )


def _place(row: Value) -> str:
    facility: Facility | None = row.facility
    return facility.name if facility else row.region.name


def _group(row: Value) -> str:
    parts = (
        words.step_name(row.part) if row.part else "",
        str(row.get_sex_display()) if row.sex else "",
        str(row.get_age_group_display()) if row.age_group else "",
        str(row.get_disability_display()) if row.disability else "",
        row.reason,
    )
    return ", ".join(part for part in parts if part)


class EvidenceFileView(View):
    """A clean document, as an attachment; 404 outside one's area."""

    policy = "dashboard_read"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Send it; the opening is logged."""
        user: Any = request.user
        found = Evidence.objects.visible_to(user).filter(public_id=public_id).first()
        if found is None or found.state != FileState.CLEAN:
            raise Http404
        content = evidence.open_file(found, by=user, at=timezone.now())
        response = HttpResponse(content, content_type=found.content_type)
        response["Content-Disposition"] = f'attachment; filename="{found.display_name}"'
        return response


def steps_of(documents: list[Evidence]) -> list[tuple[str, list[Evidence]]]:
    """The four stages with their documents."""
    return [(str(step.label), [row for row in documents if row.step == step]) for step in Step]
