"""Rules as people edit them: versions side by side, drafts, proposals, and the second person's decision."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.exceptions import SecondPersonNeeded
from accounts.rules import may
from core import formats
from core.components import Cell, Column, Fact, Kind, Row, Table
from core.exceptions import Conflict, RuleBroken
from licensing.domain.rulebook import backtesting, changes as rule_changes
from licensing.enums import RuleChangeState
from licensing.forms.queue import type_choices
from licensing.forms.rules import FORMS, BacktestForm
from licensing.models import BacktestRun, RequirementSet, RuleChange
from licensing.views.desk import DeskMixin
from licensing.views.rule_tables import difference_table

TONES = {
    RuleChangeState.DRAFT: Kind.NONE,
    RuleChangeState.PROPOSED: Kind.WAIT,
    RuleChangeState.CONFIRMED: Kind.OK,
    RuleChangeState.REJECTED: Kind.BAD,
}
SHORTEST_REASON = 10
OPEN = (RuleChangeState.DRAFT, RuleChangeState.PROPOSED)
SHOWN = 50


class RuleListView(DeskMixin, TemplateView):
    """Changes on their way and done, and every type with its versions."""

    policy = "change_propose"
    template_name = "licensing/desk/rule_list.html"
    detail = "rule_change"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = RuleChange.objects.visible_to(self.request.user, "change_propose", "change_confirm")
        changes = list(rows.select_related("proposed_by", "decided_by", "office")[:SHOWN])
        return super().get_context_data(
            waiting=_change_table([row for row in changes if row.state in OPEN], self.detail),
            done=_change_table(
                [row for row in changes if row.state not in OPEN],
                self.detail,
            ),
            types=_type_table(),
            may_propose=may(self.request.user, "change_propose"),
            **kwargs,
        )


class RuleReviewView(RuleListView):
    """The same list for those who confirm."""

    policy = "change_confirm"
    detail = "rule_confirm"


def _change_table(rows: list[RuleChange], detail: str) -> Table | None:
    if not rows:
        return None
    names = rule_changes.names_of(rows)
    columns = (Column(_("Perubahan")), Column(_("Berlaku mulai")), Column(_("Keadaan")), Column(_("Oleh")))
    return Table(
        _("Perubahan aturan"),
        columns,
        [
            Row(
                (
                    Cell(rule_changes.words_of(row, names), note=row.decree, url=reverse(detail, args=[row.pk])),
                    Cell(formats.plain_date(row.valid_from), whole=True),
                    Cell(row.get_state_display(), kind=TONES[RuleChangeState(row.state)]),
                    Cell(row.proposed_by.name, note=row.decided_by.name if row.decided_by else ""),
                )
            )
            for row in rows
        ],
        hide_caption=True,
    )


def _type_table() -> Table:
    found = RequirementSet.objects.values("type_code").annotate(versions=Count("pk"), newest=Max("valid_from"))
    counts = {row["type_code"]: row for row in found.order_by("type_code")}
    columns = (Column(_("Jenis layanan")), Column(_("Versi"), numeric=True), Column(_("Versi terbaru berlaku")))
    return Table(
        _("Persyaratan menurut jenis"),
        columns,
        [
            Row(
                (
                    Cell(name, note=code, url=reverse("type_versions", args=[code])),
                    Cell(formats.number(counts[code]["versions"])),
                    Cell(formats.plain_date(counts[code]["newest"]), whole=True),
                )
            )
            for code, name in type_choices()
            if code in counts
        ],
    )


class RuleChangeView(DeskMixin, TemplateView):
    """One change: what it alters, its trials, and what may be done with it now."""

    policy = "change_propose"
    template_name = "licensing/desk/rule_change.html"
    kwargs: dict[str, Any]
    list_name = "rule_list"
    run_name = "backtest_detail"

    def change(self) -> RuleChange:
        """The change of the address within scope, else 404."""
        rows = RuleChange.objects.visible_to(self.request.user, self.policy)
        return get_object_or_404(rows.select_related("office", "proposed_by", "decided_by"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        change = self.change()
        mine = change.proposed_by_id == self.request.user.pk
        is_open = change.state == RuleChangeState.PROPOSED
        slug = next(slug for slug, (kind, _form) in FORMS.items() if kind == change.kind)
        return super().get_context_data(
            change=change,
            words=rule_changes.words_of(change),
            tone=TONES[RuleChangeState(change.state)].value,
            facts=_facts(change),
            table=difference_table(change),
            runs=[_run_line(run, self.run_name) for run in change.backtests.all()[:5]],
            backtest_form=BacktestForm(),
            can_try=change.kind in backtesting.TRIED,
            may_try=self.policy == "change_propose"
            and change.kind in backtesting.TRIED
            and change.state in (RuleChangeState.DRAFT, RuleChangeState.PROPOSED),
            may_propose=mine and change.state == RuleChangeState.DRAFT,
            edit_url=f"{reverse('rule_draft', args=[slug])}?rancangan={change.pk}",
            may_decide=self.policy == "change_confirm" and is_open and not mine,
            why_not=SecondPersonNeeded().detail if self.policy == "change_confirm" and is_open and mine else "",
            list_url=reverse(self.list_name),
            has_errors=kwargs.get("error") is not None,
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.change()
        at, user = timezone.now(), request.user
        try:
            match request.POST.get("action"):
                case "propose":
                    rule_changes.propose(pk, by=user, at=at)  # type: ignore[arg-type]  # signed in
                    messages.success(request, _("Usulan menunggu penetapan orang kedua."))
                case "discard":
                    rule_changes.discard(pk, by=user, at=at)  # type: ignore[arg-type]  # signed in
                    messages.success(request, _("Rancangan dibuang."))
                    return redirect(self.list_name)
                case "try":
                    return self._try(request)
        except (Conflict, RuleBroken) as error:
            return self.render_to_response(self.get_context_data(error=error), status=error.status)
        return redirect("rule_change", pk=pk)

    def _try(self, request: HttpRequest) -> HttpResponse:
        form = BacktestForm(request.POST)
        months = form.cleaned_data["months"] if form.is_valid() else form.fields["months"].initial
        run = backtesting.start(self.change(), months=months, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        return redirect(self.run_name, pk=run.pk)


class RuleConfirmView(RuleChangeView):
    """The second person sees the same page and decides."""

    policy = "change_confirm"
    list_name = "rule_review"
    run_name = "backtest_review"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.change()
        at, user = timezone.now(), request.user
        try:
            if request.POST.get("action") == "reject":
                rule_changes.reject(pk, by=user, reason=_why(request), at=at)  # type: ignore[arg-type]  # signed in
                messages.success(request, _("Usulan ditolak."))
            else:
                change = rule_changes.confirm(pk, by=user, at=at)  # type: ignore[arg-type]  # signed in
                day = formats.plain_date(change.valid_from)
                messages.success(request, _("Ditetapkan. Berlaku mulai %(date)s.") % {"date": day})
        except (Conflict, RuleBroken) as error:
            return self.render_to_response(self.get_context_data(error=error), status=error.status)
        return redirect("rule_review")


def _why(request: HttpRequest) -> str:
    """Return the reason for turning a proposal down; raises RuleBroken when it says nothing."""
    reason = request.POST.get("reason", "").strip()[:300]
    if len(reason) < SHORTEST_REASON:
        raise RuleBroken(_("Tulis alasan menolak, sedikitnya 10 huruf."))
    return reason


def _facts(change: RuleChange) -> list[Fact]:
    zone = change.office.time_zone
    facts = [
        Fact(_("Berlaku mulai"), formats.plain_date(change.valid_from)),
        Fact(_("Dasar penetapan"), change.decree),
        Fact(_("Alasan"), change.reason),
        Fact(_("Disusun"), f"{change.proposed_by.name}, {formats.full_moment(change.created_at, zone)}"),
    ]
    if change.decided_by and change.decided_at:
        who = f"{change.decided_by.name}, {formats.full_moment(change.decided_at, zone)}"
        facts.append(Fact(change.get_state_display(), f"{who}. {change.decision_note}".rstrip(". ") + "."))
    return facts


def _run_line(run: BacktestRun, name: str) -> dict[str, Any]:
    return {"run": run, "url": reverse(name, args=[run.pk])}
