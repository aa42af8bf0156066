"""The inspection without script: the day, the start, one part a page, the end. Every post saves what it holds."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from core.exceptions import DomainError
from core.uploads import Refusal, UnsafeFile
from core.web import DomainErrorMixin
from inspections.domain.checklists import conditions_of, pure
from inspections.domain.phone import ACTION, filled, repair_options, visits_of_day, why_readonly
from inspections.domain.photos import put_photo
from inspections.domain.resuming import stored, with_answers
from inspections.domain.scoring import asked
from inspections.domain.submission import Payload, PhotoIn, flaws_of
from inspections.domain.visits import submit_visit
from inspections.enums import Side
from inspections.forms.field import EndForm, Shot, SignatureForm, StartForm, answers_in, shot_of, shots_in
from inspections.models import ChecklistItem, Visit
from inspections.views.phone import office_of, user_of
from inspections.views.phone_sending import PICTURES


class FieldDayView(TemplateView):
    """The visits of the day; with script it goes on to the phone's own page."""

    policy = ACTION
    template_name = "inspections/field_day.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        office = office_of(self.request)
        today = timezone.now().astimezone(office.zone).date() if office else None
        visits = (
            visits_of_day(user_of(self.request), today, office=office) if office and today else Visit.objects.none()
        )
        app_url = "" if "biasa" in self.request.GET else reverse("phone_shell")
        return super().get_context_data(visits=visits, app_url=app_url, **kwargs)


class FieldView(DomainErrorMixin, View):
    """What the pages of one visit share: the visit of the team, its parts, one door for saving."""

    policy = ACTION
    template_name = ""

    @cached_property
    def visit(self) -> Visit:
        """The visit of the address, when the person leads it or belongs to its team; else 404."""
        rows = Visit.objects.visible_to(self.request.user, ACTION).led_by(user_of(self.request).pk).for_detail()
        return get_object_or_404(rows, uuid=self.kwargs["uuid"])

    @cached_property
    def readonly(self) -> str:
        """Why nothing can be written today, empty when it can."""
        office = self.visit.office
        today = timezone.now().astimezone(office.zone if office else None).date()
        return why_readonly(self.visit, user_of(self.request), today)

    @cached_property
    def parts(self) -> list[tuple[str, list[ChecklistItem]]]:
        """Titles with the questions asked under the ticked conditions."""
        items = list(self.visit.checklist.items.all()) if self.visit.checklist else []
        codes = {item.code for item in asked(map(pure, items), self.visit.conditions)}
        found: dict[str, list[ChecklistItem]] = {}
        for item in items:
            if item.code in codes:
                found.setdefault(item.part, []).append(item)
        return list(found.items())

    def step_url(self, step: int) -> str:
        """Return the address of the page `step`: 0 the start, then the parts, then the end."""
        if step == 0:
            return reverse("field_start", args=[self.visit.uuid])
        if step > len(self.parts):
            return reverse("field_end", args=[self.visit.uuid])
        return reverse("field_part", args=[self.visit.uuid, step])

    def save(self, payload: Payload, shots: list[Shot]) -> int:
        """Take the photos in, then store the visit; returns its new version."""
        at = timezone.now()
        for shot in shots:
            shot.file.seek(0)
            if not shot.file.read(8).startswith(PICTURES):
                raise UnsafeFile(Refusal.KIND_NOT_ALLOWED)
            shot.file.seek(0)
            put_photo(self.visit.uuid, shot.sha256, shot.file.chunks(), by=user_of(self.request), at=at)
        version = int(self.request.POST.get("version") or 0)
        return submit_visit(self.visit.uuid, version, payload, by=user_of(self.request), at=at).visit.version

    def answer(self, version: int, url: str) -> HttpResponse:
        """To the next page, or the version alone when the page saved itself."""
        if self.request.headers.get("X-Autosave"):
            return JsonResponse({"version": version})
        return redirect(url)

    def refused(self, error: DomainError) -> HttpResponse:
        """The same page with the reason; what was stored before is still there."""
        if self.request.headers.get("X-Autosave"):
            return JsonResponse({"code": error.code, "detail": error.detail}, status=error.status)
        if self.request.method == "POST" and error.status in (409, 422):
            messages.error(self.request, " ".join([error.detail, *(str(each.detail) for each in error.findings)]))
            return redirect(self.request.path)
        return super().refused(error)

    def page(self, **context: Any) -> HttpResponse:
        """Draw the page."""
        shared = {"visit": self.visit, "readonly": self.readonly, "form_action": self.request.path}
        return render(self.request, self.template_name, {**shared, **context})


class FieldStartView(FieldView):
    """Facts, conditions of the place, who was met."""

    template_name = "inspections/field_start.html"

    def form(self, data: Any = None) -> StartForm:
        """The form, filled with what is stored."""
        conditions = conditions_of(self.visit.checklist) if self.visit.checklist else []
        return StartForm(data, conditions=conditions, initial=filled(self.visit))

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        return self.page(form=self.form())

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form=form)
        payload = replace(stored(self.visit, at=timezone.now()), **form.cleaned_data)
        version = self.save(payload, [])
        is_over = bool(form.cleaned_data["not_inspected_reason"])
        del self.visit  # its conditions are others now
        self.__dict__.pop("parts", None)
        return self.answer(version, self.step_url(len(self.parts) + 1 if is_over else 1))


class FieldPartView(FieldView):
    """One part of the checklist."""

    template_name = "inspections/field_part.html"

    def get(self, _request: HttpRequest, *, part: int, **_kwargs: Any) -> HttpResponse:
        if not 0 < part <= len(self.parts):
            return redirect(self.step_url(0))
        title, items = self.parts[part - 1]
        first = 1 + sum(len(before) for _title, before in self.parts[: part - 1])
        answers = filled(self.visit)["answers"]
        photos: dict[str, list[Any]] = {}
        for photo in self.visit.photos.all():
            photos.setdefault(photo.item.code if photo.item else "", []).append(photo)
        questions = [
            {"item": item, "number": first + place, "row": answers.get(item.code), "photos": photos.get(item.code)}
            for place, item in enumerate(items)
        ]
        return self.page(
            questions=questions,
            title=title,
            number=part,
            count=len(self.parts),
            options=repair_options(self.visit, timezone.localdate()),
            previous=self.step_url(part - 1),
        )

    def post(self, request: HttpRequest, *, part: int, **_kwargs: Any) -> HttpResponse:
        if not 0 < part <= len(self.parts):
            return redirect(self.step_url(0))
        items = self.parts[part - 1][1]
        at = timezone.now()
        shots = shots_in(request.FILES, items)
        photos = [PhotoIn(sha256=shot.sha256, item=shot.item, taken_at=at) for shot in shots]
        codes = [item.code for item in items]
        payload = with_answers(stored(self.visit, at=at), codes, answers_in(request.POST, items), photos)
        return self.answer(self.save(payload, shots), self.step_url(part + 1))


class FieldEndView(FieldView):
    """Findings, statement, signatures on paper or refused, and the sending."""

    template_name = "inspections/field_end.html"

    def forms(self, data: Any = None, files: Any = None) -> tuple[EndForm, list[SignatureForm]]:
        """The forms, filled with what is stored."""
        held = filled(self.visit)
        end = EndForm(data, initial=held, has_checklist=self.visit.checklist is not None)
        sides = [SignatureForm(data, files, side=side, initial=held["signatures"].get(side.value)) for side in Side]
        return end, sides

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        return self.drawn(*self.forms())

    def drawn(self, end: EndForm, sides: list[SignatureForm]) -> HttpResponse:
        """The page with what is still missing."""
        at = timezone.now()
        gaps = flaws_of(self.visit, replace(stored(self.visit, at=at), finished=True), at=at)
        failed = [row for row in self.visit.answers.all() if row.value == "tidak"]
        return self.page(end=end, sides=sides, gaps=gaps, failed=failed, previous=self.step_url(len(self.parts)))

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        end, sides = self.forms(request.POST, request.FILES)
        if not all([end.is_valid(), *(side.is_valid() for side in sides)]):
            return self.drawn(end, sides)
        at = timezone.now()
        payload = stored(self.visit, at=at)
        kept = {row.side: row for row in payload.signatures}
        shots = []
        for side in sides:
            paper = side.cleaned_data.get("paper")
            shot = shot_of(paper) if paper else None
            shots += [shot] if shot else []
            before = kept[side.side].photo_sha256 if side.side in kept else ""
            signed = side.signature(shot.sha256 if shot else before, at=at)
            if signed is not None:
                kept[side.side] = signed
        photos = [PhotoIn(sha256=shot.sha256, taken_at=at) for shot in shots]
        payload = with_answers(payload, (), (), photos)
        finished = request.POST.get("action") == "send"
        payload = replace(payload, signatures=list(kept.values()), finished=finished, **end.cleaned_data)
        self.save(payload, shots)
        if finished:
            messages.success(request, _("Kunjungan terkirim."))
            return redirect(f"{reverse('phone_day')}?biasa=1")
        return redirect(request.path)
