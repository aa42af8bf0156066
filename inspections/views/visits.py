"""Visits: the list, one visit, planning, and the history of a facility."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from accounts.rules import may, viewer_of
from core import formats
from core.components import Chip, Fact, Kind
from core.exceptions import DomainError
from core.uploads.states import FileState
from core.web import ActFormMixin, DomainErrorMixin
from facilities.models import Facility
from inspections.domain import concluding, photos, planning, risk
from inspections.domain.coordination_lending import coordinations_of
from inspections.domain.guards import card_number_on
from inspections.domain.risk_score import UNFED
from inspections.enums import OPEN_VISITS, AnswerValue, VisitKind, VisitState
from inspections.forms.visits import ReasonForm, VisitPlanForm
from inspections.letters.inspection_record import score_words
from inspections.models import RiskFactor, RiskScore, Visit, VisitFinding, VisitPhoto
from inspections.views.scope import StaffMixin
from inspections.views.visit_tables import findings_table, risk_table, sentence_case, visit_outcome, visits_table

PAGE = 25
ANSWER_TONES = {AnswerValue.YES: Kind.OK, AnswerValue.NO: Kind.BAD, AnswerValue.NOT_APPLICABLE: Kind.NONE}


class VisitListView(StaffMixin, TemplateView):
    """Own and others' visits: what is ahead, what waits for its berita acara, what is done."""

    policy = "inspection_read"
    template_name = "inspections/visit_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, chosen = self.request.user, self.request.GET.get("lihat", "")
        seen = Visit.objects.visible_to(user).for_list()
        views = {
            "": (_("Terbuka"), seen.filter(state__in=OPEN_VISITS).order_by("scheduled_at", "pk")),
            "saya": (_("Milik saya"), seen.led_by(self.user.pk).filter(state__in=OPEN_VISITS).order_by("scheduled_at")),
            "selesai": (_("Selesai"), seen.filter(state=VisitState.CONCLUDED).order_by("-held_at", "-pk")),
            "batal": (_("Dibatalkan"), seen.filter(state=VisitState.CANCELLED).order_by("-scheduled_at")),
        }
        if not viewer_of(user).is_staff:
            views = {"selesai": views["selesai"]}
        chosen = chosen if chosen in views else next(iter(views))
        page = Paginator(views[chosen][1], PAGE).get_page(self.request.GET.get("page"))
        here = reverse("visit_list")
        return super().get_context_data(
            chips=[
                Chip(label, f"{here}?lihat={name}" if name else here, current=name == chosen)
                for name, (label, _rows) in views.items()
            ],
            page=page,
            table=visits_table(list(page.object_list), views[chosen][0]) if page.paginator.count else None,
            may_plan=may(user, "application_assess"),
            may_assign=may(user, "tpk_assign"),
            is_staff=viewer_of(user).is_staff,
            **kwargs,
        )


class VisitMixin(StaffMixin):
    """Gives `self.visit`: within the scope of `reach`, else 404."""

    policy = "inspection_read"
    reach = "inspection_read"
    kwargs: dict[str, Any]

    @property
    def visit(self) -> Visit:
        """The visit of the address; kept for the request."""
        found: Visit | None = getattr(self, "_visit", None)
        if found is None:
            rows = Visit.objects.visible_to(self.request.user, self.reach).for_detail()
            found = get_object_or_404(rows, public_id=self.kwargs["public_id"])
            self._visit = found
        return found


class VisitDetailView(VisitMixin, TemplateView):
    """Plan, answers by part, photos, findings, signatures, berita acara."""

    template_name = "inspections/visit_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visit, user = self.visit, self.request.user
        word, tone = visit_outcome(visit)
        rows = list(visit.finding_rows.select_related("visit__office", "visit__facility").order_by("seq"))
        is_open = visit.state in OPEN_VISITS
        return super().get_context_data(
            visit=visit,
            word=word,
            tone=tone,
            plan=_plan_facts(visit),
            result=_result_facts(visit),
            parts=_parts(visit),
            photos=[photo for photo in visit.photos.all() if photo.state == FileState.CLEAN],
            waiting=len(photos.missing_photos(visit)) if visit.state == VisitState.SUBMITTED else 0,
            findings=findings_table(rows, _("Temuan"), self.today, hide=True) if rows else None,
            old_findings=visit.findings if not rows else [],
            only_reads=_only_reads(visit, self.user.pk) if is_open and visit.inspector_id == self.user.pk else "",
            may_put_off=visit.state == VisitState.PLANNED and may(user, "application_assess"),
            may_cancel=is_open and may(user, "application_assess"),
            may_conclude=visit.state == VisitState.SUBMITTED and may(user, "application_assess"),
            may_follow=visit.state == VisitState.CONCLUDED and bool(rows) and may(user, "application_assess"),
            is_staff=viewer_of(user).is_staff,
            coordination=coordinations_of(visit, user, at=timezone.now()),
            zone=visit.office.time_zone if visit.office else self.office.time_zone,
            **kwargs,
        )


def _only_reads(visit: Visit, user_id: int) -> str:
    """Why the inspector may only read on the day of the visit, or empty."""
    day = concluding.local_day(visit, visit.scheduled_at)
    if not card_number_on(user_id, day):
        return _("Kartu pengawas Anda tidak berlaku pada hari kunjungan; data hanya dapat dibaca.")
    if not visit.surat_tugas_number:
        return _("Surat tugas belum ditandatangani; daftar tilik terbuka sesudahnya.")
    return ""


def _plan_facts(visit: Visit) -> list[Fact]:
    zone = visit.office.time_zone if visit.office else "Asia/Jakarta"
    team = [row.user.name for row in visit.members.all()]
    found = [
        Fact(_("Dijadwalkan"), formats.full_moment(visit.scheduled_at, zone)),
        Fact(_("Rangka"), f"{visit.purpose} ({visit.get_kind_display()})"),
        Fact(_("Pengawas"), ", ".join([visit.inspector.name, *team])),
        Fact(
            _("Surat tugas"),
            visit.surat_tugas_number or _("belum ada"),
            url=reverse("tugas_detail", args=[visit.surat_tugas.public_id]) if visit.surat_tugas else "",
        ),
        Fact(_("Kartu pengawas"), visit.card_number or "–"),
    ]
    if visit.checklist is not None:
        found.append(Fact(_("Daftar tilik"), f"{visit.checklist.kind.label}, {visit.checklist.version}"))
    if visit.previous is not None:
        url = reverse("visit_detail", args=[visit.previous.public_id])
        found.append(Fact(_("Tindak lanjut atas"), visit.previous.berita_acara_number or _("kunjungan lalu"), url=url))
    return found


def _result_facts(visit: Visit) -> list[Fact]:
    if visit.held_at is None:
        return []
    zone = visit.office.time_zone if visit.office else "Asia/Jakarta"
    found = [
        Fact(_("Dilaksanakan"), formats.full_moment(visit.held_at, zone)),
        Fact(_("Ditemui"), ", ".join(part for part in (visit.met_name, visit.met_position) if part) or "–"),
    ]
    if words := score_words(visit):
        found.append(Fact(_("Nilai"), words))
    if visit.not_inspected_reason:
        found.append(Fact(_("Tidak diperiksa karena"), visit.not_inspected_reason))
    if visit.statement:
        found.append(Fact(_("Keterangan pihak"), visit.statement))
    for row in visit.signatures.all():
        words = sentence_case({"drawn": _("digambar di layar"), "paper": _("di atas kertas")}.get(row.way, ""))
        refused = _("Menolak: %(reason)s") % {"reason": row.refusal_reason}
        side = _("Tanda tangan pemeriksa") if row.side == "inspector" else _("Tanda tangan yang diperiksa")
        found.append(Fact(side, f"{row.name}. {refused if row.way == 'refused' else words}"))
    return found


def _parts(visit: Visit) -> list[dict[str, Any]]:
    """Answers by part, in the order of the checklist."""
    parts: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(visit.answers.all(), key=lambda row: row.item.seq):
        line = {"item": row.item, "answer": row, "tone": ANSWER_TONES[AnswerValue(row.value)]}
        line["word"] = AnswerValue(row.value).label
        parts.setdefault(row.item.part, []).append(line)
    return [{"name": name, "rows": rows} for name, rows in parts.items()]


class VisitPlanView(DomainErrorMixin, StaffMixin, FormView[Any]):
    """Plan a visit; a place chosen in the risk list or a visit to follow up comes filled in."""

    policy = "application_assess"
    template_name = "registers/form.html"
    form_class = VisitPlanForm

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        return {**given, "office": self.office, "user": self.request.user, "today": self.today}

    def _previous(self) -> Visit | None:
        code = self.request.GET.get("lanjutan", "")
        return Visit.objects.visible_to(self.request.user).filter(public_id=code).first() if code else None

    def get_initial(self) -> dict[str, Any]:
        previous = self._previous()
        place = Facility.objects.filter(public_id=self.request.GET.get("fasilitas", "-")).first()
        if previous is not None:
            return {
                "facility": previous.facility,
                "kind": VisitKind.FOLLOW_UP,
                "purpose": previous.purpose,
                "inspector": previous.inspector,
            }
        return {"facility": place, "purpose": _("Pembinaan dan pengawasan berkala"), "inspector": self.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("visit_list")
        given = {"title": _("Rencanakan kunjungan"), "verb": _("Rencanakan"), "back": back}
        return super().get_context_data(**{**given, **kwargs})

    def form_valid(self, form: Any) -> HttpResponse:
        given = form.cleaned_data
        previous = self._previous()
        plan = planning.Plan(
            office=self.office,
            inspector=given["inspector"],
            team=tuple(user for user in given["team"] if user != given["inspector"]),
            scheduled_at=form.scheduled_at(),
            purpose=given["purpose"],
            facility=given["facility"],
            kind=VisitKind(given["kind"]),
            previous=previous if previous is not None and previous.facility == given["facility"] else None,
        )
        try:
            visit = planning.plan_visit(plan, by=self.user, at=timezone.now())
        except DomainError as error:
            names = {"facility": "facility", "scheduled_at": "scheduled_on", "inspector": "inspector"}
            for finding in error.findings:
                form.add_error(names.get(finding.pointer.strip("/")), str(finding.detail))
            if not error.findings:
                form.add_error("inspector", error.detail)
            return self.render_to_response(self.get_context_data(form=form), status=422)
        messages.success(self.request, _("Kunjungan direncanakan. Daftar tilik terbuka setelah surat tugas ada."))
        return redirect("visit_detail", visit.public_id)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class VisitCancelView(VisitMixin, ActFormMixin, FormView[Any]):
    """Call a visit off."""

    policy = "application_assess"
    reach = "application_assess"
    template_name = "registers/form.html"
    form_class = ReasonForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("visit_detail", args=[self.visit.public_id])
        given = {"title": _("Batalkan kunjungan"), "verb": _("Batalkan kunjungan"), "back": back, "danger": True}
        return super().get_context_data(**{**given, **kwargs})

    def act(self, form: Form) -> HttpResponse:
        planning.cancel(self.visit, form.cleaned_data["reason"], by=self.user, at=self.at)
        messages.success(self.request, _("Kunjungan dibatalkan."))
        return redirect("visit_detail", self.visit.public_id)


class VisitConcludeView(DomainErrorMixin, VisitMixin, View):
    """Make the berita acara although photos never came."""

    policy = "application_assess"
    reach = "application_assess"
    http_method_names = ["post"]

    def refused_url(self) -> str:
        """Back to the visit."""
        return reverse("visit_detail", args=[self.kwargs["public_id"]])

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        concluding.conclude_without_missing(self.visit, by=self.user, at=timezone.now())
        messages.success(request, _("Berita acara dibuat tanpa foto yang belum terkirim."))
        return redirect("visit_detail", public_id)


class VisitPhotoView(StaffMixin, View):
    """One rebuilt photo, to who sees its visit."""

    policy = "inspection_read"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        seen = Visit.objects.visible_to(request.user)
        photo = get_object_or_404(VisitPhoto, public_id=public_id, visit__in=seen, state=FileState.CLEAN)
        response = HttpResponse(photos.read_photo(photo), content_type=photo.content_type)
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Disposition"] = 'inline; filename="foto"'
        response["Cache-Control"] = "private, max-age=3600"
        return response


class RiskListView(StaffMixin, TemplateView):
    """Where to go next: places by risk, with reasons; by kecamatan, so that a route comes of it."""

    policy = "inspection_read"
    template_name = "inspections/risk_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        places = Facility.objects.visible_to(user).active(self.today)
        scores = RiskScore.objects.filter(facility__in=places).select_related("facility__region__parent")
        areas = sorted({(row.facility.region.parent.code, row.facility.region.parent.name) for row in scores
                        if row.facility.region.parent})  # fmt: skip
        chosen = self.request.GET.get("kecamatan", "")
        if chosen:
            scores = scores.filter(facility__region__parent=chosen)
        page = Paginator(scores.order_by("-urgent", "-total", "facility__name_key"), PAGE)
        shown = page.get_page(self.request.GET.get("page"))
        here, labels = reverse("risk_list"), {row.code: row.label for row in RiskFactor.objects.all()}
        may_plan = may(user, "application_assess")
        return super().get_context_data(
            chips=[
                Chip(_("Semua kecamatan"), here, current=not chosen),
                *(Chip(name, f"{here}?kecamatan={code}", current=code == chosen) for code, name in areas),
            ],
            page=shown,
            unfed=[labels.get(code, code) for code in UNFED],
            table=risk_table(list(shown.object_list), labels, _("Usul kunjungan"), may_plan=may_plan)
            if page.count
            else None,
            **kwargs,
        )


class FacilityVisitListView(StaffMixin, TemplateView):
    """All visits and findings of one place, and its risk with the reasons."""

    policy = "inspection_read"
    template_name = "inspections/facility_visits.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        facility = get_object_or_404(Facility.objects.visible_to(user), public_id=self.kwargs["public_id"])
        visits = list(Visit.objects.visible_to(user).filter(facility=facility).for_list().order_by("-scheduled_at"))
        rows = list(VisitFinding.objects.visible_to(user).filter(facility=facility).open().for_list())
        labels = {row.code: row.label for row in RiskFactor.objects.all()}
        score = RiskScore.objects.filter(facility=facility).first() if viewer_of(user).is_staff else None
        reasons = score.reasons if score else []
        return super().get_context_data(
            facility=facility,
            visits=visits_table(visits, _("Kunjungan"), hide=True) if visits else None,
            findings=findings_table(rows, _("Temuan terbuka"), self.today, hide=True) if rows else None,
            score=score,
            unknown=[labels.get(code, code) for code in risk.factors_without_data(facility, at=timezone.now())]
            if score
            else [],
            reasons=[
                {"label": labels.get(row["code"], row["code"]), "points": f"{row['points']:+d}"} for row in reasons
            ],
            **kwargs,
        )
