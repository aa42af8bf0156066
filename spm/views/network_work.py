"""Problem, pathway and delivery of a network; its months, what members say, its evaluations."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from spm.domain.networks import door, monitoring, network_text as words, planning
from spm.enums import NetworkStage
from spm.exceptions import StageClosed
from spm.forms.network import DeliveryForm, EvaluationForm, MonthForm, ProblemForm, ResponseForm, TaskForm
from spm.models import Monitoring
from spm.views.network import NetworkFormView, NetworkMixin
from spm.views.period import month_of


class StageMixin(NetworkFormView):
    """A form of a stage; before it is open the page says so."""

    stage = NetworkStage.COMMITMENT

    def get_form_kwargs(self) -> dict[str, Any]:
        if self.standing.stage < self.stage:
            raise StageClosed(params={"stage": str(self.stage.label)})
        return super().get_form_kwargs()


class ProblemView(StageMixin):
    """Choose the problem from the portal's figures."""

    stage = NetworkStage.PROBLEM
    form_class = ProblemForm

    def get_form_kwargs(self) -> dict[str, Any]:
        indicators = planning.problems_for(self.network, on=self.on)
        return {**super().get_form_kwargs(), "indicators": indicators}

    def get_initial(self) -> dict[str, Any]:
        return {"indicator": self.network.problem_id, "reason": self.network.problem_reason}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.title, self.verb = _("Masalah prioritas"), _("Tetapkan")
        self.lead = _(
            "Pilih indikator yang sudah punya angka di wilayah Puskesmas pembina. Angka terakhirnya dicatat sebagai "
            "titik awal dan dibandingkan pada setiap evaluasi."
        )
        return super().get_context_data(**kwargs)

    def act(self, form: Any) -> HttpResponse:
        """Choose it."""
        reason = form.cleaned_data["reason"]
        planning.choose_problem(self.network, form.chosen, reason=reason, by=self.user, at=self.at)
        return self.done(_("Masalah prioritas ditetapkan."))


class TaskView(StageMixin):
    """Name a step of the pathway and the FKTP that does it."""

    stage = NetworkStage.PATHWAY
    form_class = TaskForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "members": self.standing.members}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.title = _("Tambah tugas alur layanan")
        self.lead = _("Satu tugas dipegang satu FKTP. Alur berjalan dari sebelum ke fasilitas sampai kembali ke rumah.")
        return super().get_context_data(**kwargs)

    def act(self, form: Any) -> HttpResponse:
        """Add it."""
        data = dict(form.cleaned_data)
        facility = data.pop("facility")
        planning.add_task(self.network, facility, **data, by=self.user, at=self.at)
        return self.done(_("Tugas ditambahkan."))


class TaskRemoveView(NetworkMixin, View):
    """Take a step off the pathway."""

    def post(self, request: HttpRequest, public_id: str, pk: int) -> HttpResponse:  # noqa: ARG002  # in `network`
        """Remove it."""
        door.plainly(lambda: planning.remove_task(self.network, pk, by=self.user, at=timezone.now()))
        messages.success(request, _("Tugas dikeluarkan dari alur layanan."))
        return redirect(self.home)


class DeliveryView(StageMixin):
    """Begin."""

    stage = NetworkStage.DELIVERY
    form_class = DeliveryForm

    def get_initial(self) -> dict[str, Any]:
        return {"on": self.on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.title, self.verb = _("Mulai pelaksanaan"), _("Mulai")
        self.lead = _("Sejak tanggal ini setiap bulan dipantau. Masalah prioritas tidak diganti lagi.")
        return super().get_context_data(**kwargs)

    def act(self, form: Any) -> HttpResponse:
        """Start."""
        planning.start_delivery(self.network, on=form.cleaned_data["on"], by=self.user, at=self.at)
        return self.done(_("Pelaksanaan dimulai."))


class MonthMixin(NetworkFormView):
    """A month of the address; without one the earliest that waits."""

    @cached_property
    def month(self) -> date:
        """Its first day."""
        asked = self.request.GET.get("bulan", "")
        waiting = self.standing.open_months
        if not asked and waiting:
            return waiting[0]
        return month_of(asked, today=self.on)

    @cached_property
    def sheet(self) -> Monitoring | None:
        """What holds."""
        return monitoring.sheet_of(self.network, self.month)

    def url(self, name: str) -> str:
        """A page about the same month."""
        return f"{reverse(name, args=[self.network.public_id])}?bulan={self.month:%Y-%m}"


class MonthView(MonthMixin, StageMixin):
    """The sheet of a month: read by everybody in the network, written by those who lead it."""

    policy = "network_read"
    letters = door.EVERYBODY
    stage = NetworkStage.MONITORING
    form_class = MonthForm
    template_name = "spm/network_month.html"

    @cached_property
    def may_lead(self) -> bool:
        """True for those who write it."""
        return self.network.ended_on is None and door.may(self.user, self.network)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "tasks": self.standing.tasks, "sheet": self.sheet}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            month=self.month,
            month_words=words.month(self.month),
            sheet=self.sheet,
            responses=monitoring.responses_to(self.network, self.month),
            may_lead=self.may_lead,
            may_answer=self.network.ended_on is None
            and self.sheet is not None
            and bool(monitoring.answering(self.user, self.network, on=self.on)),
            answer_url=self.url("network_response"),
            **kwargs,
        )

    def act(self, form: Any) -> HttpResponse:
        """Write it."""
        monitoring.record_month(
            self.network, self.month, form.given(), follow_up=form.cleaned_data["follow_up"], by=self.user, at=self.at
        )
        return self.done(_("Pemantauan %(month)s tersimpan.") % {"month": words.month(self.month)})


class ResponseView(MonthMixin, StageMixin):
    """Say something to a month."""

    letters = door.EVERYBODY
    stage = NetworkStage.MONITORING
    form_class = ResponseForm

    def get_form_kwargs(self) -> dict[str, Any]:
        members = monitoring.answering(self.user, self.network, on=self.on)
        if self.sheet is None or not members:
            raise Http404
        return {**super().get_form_kwargs(), "members": members}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.title = _("Tanggapan atas pemantauan %(month)s") % {"month": words.month(self.month)}
        self.lead, self.verb = _("Tanggapan dibaca semua anggota jejaring."), _("Kirim tanggapan")
        return super().get_context_data(**kwargs)

    def act(self, form: Any) -> HttpResponse:
        """Write it."""
        data = form.cleaned_data
        monitoring.respond(self.network, self.month, data["facility"], text=data["text"], by=self.user, at=self.at)
        return self.done(_("Tanggapan tersimpan."), self.url("network_month"))


class EvaluationView(StageMixin):
    """Evaluate: the health office alone."""

    letters = door.OFFICE
    stage = NetworkStage.MONITORING
    form_class = EvaluationForm

    def get_initial(self) -> dict[str, Any]:
        return {"held_on": self.on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.title = _("Evaluasi jejaring")
        self.lead = _("Angka masalah prioritas dicatat bersama evaluasi. Jejaring yang diakhiri tidak berubah lagi.")
        return super().get_context_data(**kwargs)

    def act(self, form: Any) -> HttpResponse:
        """Write it."""
        monitoring.evaluate(self.network, form.given(), by=self.user, at=self.at)
        return self.done(_("Evaluasi tersimpan."))
