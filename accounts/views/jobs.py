"""Work in the background, and what would have been sent (demo)."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import ListView

from accounts.domain import jobs
from accounts.forms.jobs import RequeueForm
from accounts.models import Delivery
from accounts.views.person_form import PersonFormView
from core.components import Cell, Column, Kind, Row, Table
from core.formats import short_moment
from core.models import JobState, OutboxJob
from core.outbox import oldest_undone_age


class JobListView(ListView[OutboxJob]):
    """Jobs that failed or were given up, with their cause."""

    policy = "job_manage"
    template_name = "accounts/job_list.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[OutboxJob]:
        return jobs.stuck_jobs()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        age = oldest_undone_age(at=timezone.now())
        context["oldest_minutes"] = age.total_seconds() / 60 if age else None
        context["table"] = _table(context["object_list"])
        return context


def _table(rows: Any) -> Table:
    columns = (
        Column(_("Pekerjaan")),
        Column(_("Keadaan")),
        Column(_("Percobaan"), numeric=True),
        Column(_("Sebab")),
        Column(_("Tindakan"), hidden_label=True),
    )
    return Table(_("Pekerjaan yang perlu perhatian"), columns, [_row(job) for job in rows])


def _row(job: OutboxJob) -> Row:
    dead = job.state == JobState.DEAD
    action = Cell(
        _("Coba lagi") if dead else "",
        url=reverse("job_requeue", args=[job.pk]) if dead else "",
        action=dead,
        context=str(job.pk),
        testid="requeue",
    )
    return Row(
        (
            Cell(job.kind, note=f"{job.pk} · {short_moment(job.created_at)}", strong=True),
            Cell(job.get_state_display(), kind=Kind.BAD if dead else Kind.FIX),
            Cell(str(job.attempts)),
            Cell(job.last_error),
            action,
        )
    )


class JobRequeueView(PersonFormView):
    """Another set of attempts, with a typed reason."""

    policy = "job_manage"
    template_name = "accounts/job_requeue.html"
    form_class = RequeueForm
    field_of = {"reason_needed": "reason"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job = get_object_or_404(OutboxJob, pk=self.kwargs["pk"], state=JobState.DEAD)
        return super().get_context_data(job=job, **kwargs)

    def act(self, form: forms.Form) -> HttpResponse:
        jobs.requeue(self.kwargs["pk"], by=self.user, reason=form.cleaned_data["reason"], at=self.at)
        messages.success(self.request, _("Pekerjaan dimasukkan lagi ke antrean."))
        return redirect("job_list")


class OutgoingListView(ListView[Delivery]):
    """What would have left the portal, codes included. Exists in the demo only (DECISIONS 4)."""

    policy = "public_read"
    template_name = "accounts/outgoing_list.html"
    paginate_by = 20

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not settings.DEMO:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Delivery]:
        written = Delivery.objects.filter(recipient__isnull=False)
        return written.select_related("message__template").order_by("-created_at", "-pk")
