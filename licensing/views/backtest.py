"""The result of trying a draft rule on past files: figures that open their lists, and progress while it runs."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core import formats
from core.components import Cell, Column, Kind, Kpi, Row, Table
from licensing.domain.rulebook import backtesting, changes as rule_changes
from licensing.domain.rulebook.backtest import Summary
from licensing.enums import BacktestState, RuleChangeKind
from licensing.forms.queue import type_choices
from licensing.models import Application, BacktestRow, BacktestRun, RuleChange
from licensing.views.desk import DeskMixin

PAGE_SIZE = 25
# Lists behind the figures; the keys stand in addresses.
LISTS: dict[str, Q] = {
    "semua": Q(),
    "gagal": Q(fails=True),
    "tepat-semula": Q(on_time_before=True),
    "tepat-kelak": Q(on_time_after=True),
    "bertambah": Q(added_documents__gt=0),
}


class BacktestView(DeskMixin, TemplateView):
    """One run of one's own region."""

    policy = "change_propose"
    template_name = "licensing/desk/backtest.html"
    kwargs: dict[str, Any]
    change_name = "rule_change"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = RuleChange.objects.visible_to(self.request.user, self.policy)
        runs = BacktestRun.objects.select_related("change__office").filter(change__in=changes)
        run = get_object_or_404(runs, pk=self.kwargs["pk"])
        chosen = self.request.GET.get("apa", "gagal")
        rows = run.rows.filter(LISTS.get(chosen, LISTS["gagal"])).order_by("number")
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))
        shown = list(page.object_list)
        numbers = [row.number for row in shown]
        visible = Application.objects.visible_to(self.request.user).filter(number__in=numbers)
        is_done = run.state == BacktestState.DONE
        return super().get_context_data(
            run=run,
            words=rule_changes.words_of(run.change),
            change_url=reverse(self.change_name, args=[run.change_id]),
            is_done=is_done,
            kpis=_kpis(run, backtesting.summary_of(run)) if is_done else [],
            labels=_labels(run)[chosen if chosen in LISTS else "gagal"],
            page=page,
            table=_table(shown, set(visible.values_list("number", flat=True))) if is_done and shown else None,
            **kwargs,
        )


class BacktestReviewView(BacktestView):
    """The same for the second person."""

    policy = "change_confirm"
    change_name = "rule_confirm"


def _labels(run: BacktestRun) -> dict[str, str]:
    failing = {
        RuleChangeKind.REQUIREMENTS: _("Berkas yang kini akan kurang"),
        RuleChangeKind.ALLOWANCE: _("Berkas yang kini akan lewat waktu"),
        RuleChangeKind.PLACE_LIMIT: _("Berkas yang kini akan melebihi batas tempat"),
    }
    return {
        "semua": _("Semua berkas yang diuji"),
        "gagal": failing[RuleChangeKind(run.change.kind)],
        "tepat-semula": _("Tepat waktu menurut aturannya sendiri"),
        "tepat-kelak": _("Tepat waktu menurut rancangan"),
        "bertambah": _("Berkas dengan dokumen tambahan"),
    }


def _kpis(run: BacktestRun, summary: Summary) -> list[Kpi]:
    labels = _labels(run)
    part = _("%(part)s dari %(whole)s berkas") % {
        "part": formats.number(summary.failing),
        "whole": formats.number(summary.files),
    }
    items = [
        Kpi("files", labels["semua"], formats.number(summary.files), _since(run), "?apa=semua", _("Lihat daftarnya")),
        Kpi(
            "failing",
            labels["gagal"],
            formats.percent(formats.share(summary.failing, summary.files)),
            part,
            "?apa=gagal",
            _("Lihat daftarnya"),
        ),
    ]
    if run.change.kind == RuleChangeKind.REQUIREMENTS:
        added = summary.added_per_applicant
        more = run.rows.filter(LISTS["bertambah"]).count()
        items.append(
            Kpi(
                "added",
                _("Dokumen tambahan per pemohon"),
                formats.fixed_number(float(added), 2) if added is not None else formats.NOTHING,
                _("rata-rata %(n)s pemohon; %(more)s berkas bertambah")
                % {"n": formats.number(summary.applicants), "more": formats.number(more)},
                "?apa=bertambah",
                _("Lihat daftarnya"),
            )
        )
    if run.change.kind == RuleChangeKind.ALLOWANCE:
        for name, count, key in (
            ("before", summary.on_time_before, "tepat-semula"),
            ("after", summary.on_time_after, "tepat-kelak"),
        ):
            items.append(
                Kpi(
                    name,
                    labels[key],
                    formats.percent(formats.share(count, summary.compared)),
                    _("%(part)s dari %(whole)s berkas")
                    % {"part": formats.number(count), "whole": formats.number(summary.compared)},
                    f"?apa={key}",
                    _("Lihat daftarnya"),
                )
            )
    return items


def _since(run: BacktestRun) -> str:
    zone = run.change.office.time_zone
    return _("dikirim sejak %(date)s") % {"date": formats.plain_date(formats.local(run.since, zone).date())}


def _table(rows: list[BacktestRow], visible: set[str]) -> Table:
    names = dict(type_choices())
    columns = (Column(_("Permohonan")), Column(_("Sebab")), Column(_("Hasil")))
    return Table(
        _("Berkas"),
        columns,
        [
            Row(
                (
                    Cell(
                        row.number,
                        note=names.get(row.type_code, row.type_code),
                        url=reverse("application_detail", args=[row.number]) if row.number in visible else "",
                    ),
                    Cell("; ".join(_reason(reason) for reason in row.reasons) or formats.NOTHING),
                    Cell(_("Tidak lolos"), kind=Kind.BAD) if row.fails else Cell(_("Tetap lolos"), kind=Kind.OK),
                )
            )
            for row in rows
        ],
        hide_caption=True,
    )


def _reason(reason: dict[str, str]) -> str:
    words = {
        "missing_document": _("dokumen tidak ada: %(label)s"),
        "missing_statement": _("pernyataan tidak ada: %(label)s"),
        "missing_data": _("isian tidak ada: %(label)s"),
        "late": _("waktu yang dipakai melebihi batas baru"),
        "too_many_places": _("sudah punya %(about)s tempat"),
    }
    return words[reason["code"]] % reason
