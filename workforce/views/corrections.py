"""The own register data, requests to correct it, and the officers' inbox of requests."""

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

from accounts.models import User
from accounts.rules import may
from core import formats
from core.components import Cell, Column, Kind as Tone, Row, Table
from core.uploads import MESSAGES as UPLOAD_MESSAGES, Refusal, UnsafeFile
from core.web import ActFormMixin, DomainErrorMixin
from facilities.domain.licence_register import licences_of_person, placement_licensed
from facilities.domain.listing import caption, licence_table
from workforce.domain import corrections, evidence
from workforce.domain.corrections import Evidence
from workforce.enums import CorrectionState, EvidenceState
from workforce.exceptions import NotTied
from workforce.forms.correction import AnswerForm, CorrectionForm
from workforce.models import CorrectionRequest, Person, Placement, Practitioner
from workforce.views.detail import person_facts, placement_shown, str_facts

PER_PAGE = 25
TONES = {
    CorrectionState.OPEN: Tone.WAIT,
    CorrectionState.ACCEPTED: Tone.OK,
    CorrectionState.REFUSED: Tone.BAD,
    CorrectionState.WITHDRAWN: Tone.NONE,
}


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  # the policy checked it
    return request.user


class OwnDataView(TemplateView):
    """What the register says of the person who looks, once an identity document was accepted."""

    policy = "session"
    template_name = "workforce/own_data_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = _user(self.request), timezone.localdate()
        person = Person.objects.filter(user=user).first()
        if person is None:
            return super().get_context_data(owner=None, **kwargs)
        placements = (
            Placement.objects.filter(practitioner__person=person)
            .select_related("facility", "practitioner__profession")
            .annotate(licensed=placement_licensed(today))
            .order_by("-starts_on", "-pk")
        )
        rows = person.practitioners.current().select_related("profession").prefetch_related("skp_records", "education")
        return super().get_context_data(
            owner=person,
            facts=person_facts(person, is_masked=False),
            practitioners=[{"row": row, "facts": str_facts(row, today)} for row in rows],
            placements=[placement_shown(row, today) for row in placements],
            licences=licence_table(licences_of_person(person.pk, today), _("Izin saya")),
            requests=[_shown(row) for row in person.corrections.all()[:50]],
            **kwargs,
        )


def _shown(row: CorrectionRequest) -> dict[str, Any]:
    refusal = ""
    if row.evidence_state == EvidenceState.REFUSED:
        refusal = str(UPLOAD_MESSAGES.get(Refusal(row.evidence_refusal), ""))
    return {
        "row": row,
        "tone": TONES[CorrectionState(row.state)],
        "refusal": refusal,
        "is_open": row.state == CorrectionState.OPEN,
        "has_file": row.evidence_state == EvidenceState.CLEAN,
    }


class CorrectionCreateView(ActFormMixin, FormView[CorrectionForm]):
    """Ask for a correction of the own data."""

    policy = "session"
    template_name = "workforce/correction_create.html"
    form_class = CorrectionForm
    field_of = {"correction_open": "field", "value_refused": "wanted", "file_unsafe": "evidence"}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "practitioners": self._practitioners()}

    def _practitioners(self) -> list[Practitioner]:
        rows = Practitioner.objects.current().filter(person__user=_user(self.request))
        return list(rows.select_related("profession").order_by("pk"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who is not tied to a person yet reads why on the own page."""
        if not Person.objects.filter(user=_user(request)).exists():
            return redirect("own_data_detail")
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"field": self.request.GET.get("field", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {
            "title": _("Minta koreksi data"),
            "verb": _("Kirim permintaan"),
            "back": reverse("own_data_detail"),
            "crumbs": [{"label": _("Data saya"), "url": reverse("own_data_detail")}],
        }
        return super().get_context_data(**{**given, **kwargs})

    def act(self, form: Form) -> HttpResponse:
        data = form.cleaned_data
        chosen = {row.public_id: row for row in self._practitioners()}
        upload = data["evidence"]
        try:
            corrections.ask(
                _user(self.request),
                field=data["field"],
                wanted=data["wanted"],
                reason=data["reason"],
                practitioner=chosen.get(data["practitioner"]),
                evidence=Evidence(upload.name, upload.chunks()) if upload else None,
                at=self.at,
            )
        except NotTied:
            return redirect("own_data_detail")
        except UnsafeFile as error:
            form.add_error("evidence", error.detail)
            return self._again(form, error.status)
        messages.success(self.request, _("Permintaan terkirim. Anda diberi tahu bila sudah dijawab."))
        return redirect("own_data_detail")


class CorrectionWithdrawView(DomainErrorMixin, View):
    """Take an own request back."""

    policy = "session"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        row = get_object_or_404(CorrectionRequest.objects.filter(asked_by=_user(request)), public_id=public_id)
        corrections.withdraw(row, by=_user(request), at=timezone.now())
        messages.success(request, _("Permintaan ditarik."))
        return redirect("own_data_detail")

    def refused_url(self) -> str:
        return reverse("own_data_detail")


class CorrectionListView(TemplateView):
    """Requests about people of the own region, the oldest open one first."""

    policy = "register_keep"
    template_name = "workforce/correction_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = self.request.GET.get("state", CorrectionState.OPEN)
        rows = CorrectionRequest.objects.visible_to(self.request.user, self.policy)
        counts = {value: rows.filter(state=value).count() for value in CorrectionState.values}
        chosen = rows.filter(state=state if state in CorrectionState.values else CorrectionState.OPEN)
        ordered = chosen.select_related("person").order_by("asked_at" if state == CorrectionState.OPEN else "-asked_at")
        page = Paginator(ordered, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            table=Table(
                caption(page),
                (Column(_("Orang")), Column(_("Yang dikoreksi")), Column(_("Diajukan")), Column(_("Keadaan"))),
                [_list_row(row) for row in page.object_list],
            ),
            chips=[(value, label, counts[value], value == state) for value, label in CorrectionState.choices],
            **kwargs,
        )


def _list_row(row: CorrectionRequest) -> Row:
    return Row(
        (
            Cell(row.person.full_name, url=reverse("correction_detail", args=[row.public_id]), strong=True),
            Cell(row.get_field_display()),
            Cell(formats.short_moment(row.asked_at), whole=True),
            Cell(row.get_state_display(), kind=TONES[CorrectionState(row.state)]),
        )
    )


class _RequestMixin:
    """Gives `self.correction` within the scope of `policy`, or 404."""

    policy = "register_keep"
    request: HttpRequest
    kwargs: dict[str, Any]

    @property
    def correction(self) -> CorrectionRequest:
        """The request of the address."""
        rows = CorrectionRequest.objects.visible_to(self.request.user, self.policy)
        found: CorrectionRequest = get_object_or_404(
            rows.select_related("person", "practitioner__profession", "asked_by", "answered_by"),
            public_id=self.kwargs["public_id"],
        )
        return found


class CorrectionDetailView(ActFormMixin, _RequestMixin, FormView[AnswerForm]):
    """One request: what is recorded, what is asked, the evidence, and the answer."""

    template_name = "workforce/correction_detail.html"
    form_class = AnswerForm
    field_of = {"str_taken": "decision", "value_refused": "decision"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.correction
        shown = _shown(row)
        practitioner = row.practitioner or row.person.practitioners.current().order_by("pk").first()
        return super().get_context_data(
            **{
                "shown": shown,
                "correction": row,
                "person_url": reverse("practitioner_detail", args=[practitioner.public_id]) if practitioner else "",
                "may_answer": may(self.request.user, self.policy) and shown["is_open"],
                "crumbs": [{"label": _("Permintaan koreksi"), "url": reverse("correction_list")}],
                **kwargs,
            }
        )

    def act(self, form: Form) -> HttpResponse:
        verb = corrections.accept if form.cleaned_data["decision"] == "accept" else corrections.refuse
        verb(self.correction, answer=form.cleaned_data["answer"], by=_user(self.request), at=self.at)
        messages.success(self.request, _("Jawaban tersimpan dan pemohon diberi tahu."))
        return redirect("correction_list")


class CorrectionEvidenceView(DomainErrorMixin, _RequestMixin, View):
    """The evidence as attachment; each opening leaves an event."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002  # the address names it
        row = self.correction
        content = evidence.open_evidence(row, by=_user(request), at=timezone.now())
        answer = HttpResponse(content, content_type=row.evidence_type)
        answer.headers["Content-Disposition"] = f'attachment; filename="bukti-{row.public_id}"'
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Cache-Control"] = "no-store"
        return answer
