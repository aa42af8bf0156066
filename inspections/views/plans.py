"""The programme: plans of a year, one plan with its targets, writing and proposing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from accounts.rules import may
from core.components import Chip
from core.web import ActFormMixin, DomainErrorMixin
from inspections.domain import activity_plans
from inspections.domain.plan_progress import progress_of, visits_of
from inspections.enums import PlanState, TargetMeasure
from inspections.exceptions import NoSignatoryToday
from inspections.forms.planning import PlanForm, TargetForm, initial_of
from inspections.letters import plan_signing
from inspections.models import ActivityPlan, ActivityTarget, Visit
from inspections.views.plan_tables import plan_facts, plan_table, state_tone, target_table, visit_table
from inspections.views.scope import PlanMixin, StaffMixin, pdf_inline, version_of
from inspections.views.visit_tables import sentence_case

PAGE = 25


class PlanListView(StaffMixin, TemplateView):
    """The programme of one year."""

    policy = "planning_read"
    template_name = "inspections/plan_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("tahun", "")
        year = int(text) if text.isdecimal() and len(text) == 4 else self.today.year  # noqa: PLR2004  # digits
        seen = ActivityPlan.objects.visible_to(self.request.user, self.policy)
        years = sorted({*seen.order_by().values_list("year", flat=True).distinct(), self.today.year, year})
        page = Paginator(seen.filter(year=year).for_list(), PAGE).get_page(self.request.GET.get("page"))
        here = reverse("plan_list")
        return super().get_context_data(
            year=year,
            chips=[Chip(str(each), f"{here}?tahun={each}", current=each == year) for each in years],
            page=page,
            table=plan_table(list(page.object_list), year) if page.paginator.count else None,
            may_write=may(self.request.user, "planning_write"),
            **kwargs,
        )


class _PlanFormView(ActFormMixin, StaffMixin, FormView[Any]):
    policy = "planning_write"
    template_name = "inspections/plan_form.html"
    form_class = PlanForm
    field_of = {"plan_known": "name"}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "today": self.today}


class PlanCreateView(_PlanFormView):
    """Write a plan."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {"title": _("Susun rencana kegiatan"), "verb": _("Simpan draf"), "back": reverse("plan_list")}
        return super().get_context_data(**{**given, **kwargs})

    def act(self, form: Form) -> HttpResponse:
        assert isinstance(form, PlanForm)  # noqa: S101  # form_class
        plan = activity_plans.draft(self.office, form.facts, by=self.user, at=self.at)
        messages.success(self.request, _("Draf tersimpan. Tambahkan target, lalu ajukan."))
        return redirect("plan_detail", plan.public_id)


class PlanEditView(PlanMixin, _PlanFormView):
    """Change a draft."""

    policy = reach = "planning_write"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "plan": self.plan}

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.plan)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {
            "title": _("Ubah %(name)s") % {"name": self.plan.name},
            "verb": _("Simpan perubahan"),
            "back": reverse("plan_detail", args=[self.plan.public_id]),
            "plan": self.plan,
        }
        return super().get_context_data(**{**given, **kwargs})

    def act(self, form: Form) -> HttpResponse:
        assert isinstance(form, PlanForm)  # noqa: S101  # form_class
        activity_plans.revise(self.plan, form.facts, version=version_of(self.request), by=self.user, at=self.at)
        messages.success(self.request, _("Perubahan tersimpan."))
        return redirect("plan_detail", self.plan.public_id)


class PlanDetailView(PlanMixin, TemplateView):
    """The ToR, its targets against what was done, and what comes next."""

    template_name = "inspections/plan_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, user = self.plan, self.request.user
        rows = progress_of(plan, on=self.today)
        is_draft = plan.state == PlanState.DRAFT
        writes = is_draft and ActivityPlan.objects.visible_to(user, "planning_write").filter(pk=plan.pk).exists()
        signs = may(user, "application_sign") and plan.state == PlanState.PROPOSED
        own = self.user.pk in (plan.drafted_by_id, plan.proposed_by_id)
        return super().get_context_data(
            plan=plan,
            word=sentence_case(plan.get_state_display()),
            tone=state_tone(plan.state),
            facts=plan_facts(plan),
            table=target_table(rows, plan) if rows else None,
            rows=rows,
            may_write=writes,
            may_sign=signs and not own,
            is_own=signs and own,
            may_download=may(user, "letter_download"),
            quarters=plan.quarters.order_by("quarter"),
            **kwargs,
        )


class PlanConceptView(PlanMixin, View):
    """The ToR as it would be signed."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002  # the address names it
        try:
            return pdf_inline(plan_signing.preview(self.plan, at=timezone.now()), name="kak-konsep.pdf")
        except NoSignatoryToday as error:
            messages.error(request, error.detail)
            return redirect("plan_detail", self.plan.public_id)


class PlanProposeView(DomainErrorMixin, PlanMixin, View):
    """Ask the head to approve."""

    policy = reach = "planning_write"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        activity_plans.propose(self.plan, version=version_of(request), by=self.user, at=timezone.now())
        messages.success(request, _("Rencana diajukan kepada Kepala Dinas."))
        return redirect("plan_detail", public_id)

    def refused_url(self) -> str:
        return reverse("plan_detail", args=[self.kwargs["public_id"]])


class TargetCreateView(PlanMixin, ActFormMixin, FormView[Any]):
    """Add a target."""

    policy = reach = "planning_write"
    template_name = "registers/form.html"
    form_class = TargetForm
    field_of = {"target_outside": "ends_on"}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "plan": self.plan}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("plan_detail", args=[self.plan.public_id])
        given = {
            "title": _("Tambah target"),
            "verb": _("Tambah target"),
            "back": back,
            "crumbs": [{"label": self.plan.name, "url": back}],
        }
        return super().get_context_data(**{**given, **kwargs})

    def act(self, form: Form) -> HttpResponse:
        assert isinstance(form, TargetForm)  # noqa: S101  # form_class
        activity_plans.add_target(self.plan, form.facts, by=self.user, at=self.at)
        messages.success(self.request, _("Target ditambahkan."))
        return redirect("plan_detail", self.plan.public_id)


class TargetDropView(DomainErrorMixin, PlanMixin, View):
    """Take a target off a draft."""

    policy = reach = "planning_write"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
        target = get_object_or_404(self.plan.targets.select_related("plan__office"), pk=pk)
        activity_plans.drop_target(target, by=self.user, at=timezone.now())
        messages.success(request, _("Target dihapus."))
        return redirect("plan_detail", public_id)

    def refused_url(self) -> str:
        return reverse("plan_detail", args=[self.kwargs["public_id"]])


class TargetVisitsView(PlanMixin, TemplateView):
    """The visits a target counts."""

    template_name = "inspections/target_visits.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.plan.targets.select_related("plan__office", "region", "unit")
        target: ActivityTarget = get_object_or_404(rows, pk=self.kwargs["pk"])
        if target.measure != TargetMeasure.VISITS:
            raise Http404
        found = visits_of(target).select_related("facility__region__parent", "inspector").order_by("-held_at", "-pk")
        page: Any = Paginator[Visit](found, PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            plan=self.plan,
            total=page.paginator.count,
            page=page,
            table=visit_table(list(page.object_list), self.plan.office) if page.paginator.count else None,
            **kwargs,
        )
