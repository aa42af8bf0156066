"""Entering and changing practitioners, their placements, education and SKP."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from accounts.models import User
from core.web import ActFormMixin
from facilities.models import Facility
from workforce.domain import changes, placements
from workforce.forms.practitioner import (
    EducationForm,
    EndForm,
    PlacementFields,
    PractitionerForm,
    RegistrationForm,
    SkpForm,
    initial_of,
    initial_placement,
)
from workforce.models import Placement
from workforce.views.scope import PractitionerFormPage, PractitionerMixin


class PractitionerCreateView(ActFormMixin, FormView[RegistrationForm]):
    """Enter a practitioner with the first placement."""

    policy = "register_keep"
    template_name = "workforce/practitioner_create.html"
    form_class = RegistrationForm
    field_of = {
        "identity_invalid": "identity_number",
        "identity_known": "identity_number",
        "practitioner_known": "profession",
        "str_taken": "str_number",
        "period_refused": "ends_on",
        "facility_shut": "starts_on",
    }

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "action": "register_keep"}

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("facility", "")
        found = Facility.objects.visible_to(self.request.user, "register_keep").filter(public_id=asked).first()
        return {"facility": found.code} if found else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {
            "title": _("Catat tenaga kesehatan"),
            "verb": _("Catat tenaga"),
            "back": reverse("practitioner_list"),
            "crumbs": [{"label": _("Tenaga kesehatan"), "url": reverse("practitioner_list")}],
        }
        return super().get_context_data(**{**given, **kwargs})

    def act(self, form: Form) -> HttpResponse:
        assert isinstance(form, RegistrationForm)  # noqa: S101  # form_class
        assert isinstance(self.request.user, User)  # noqa: S101  # the policy checked it
        practitioner = changes.enter(form.registration, by=self.request.user, at=self.at)
        messages.success(self.request, _("%(name)s tercatat.") % {"name": practitioner.person.full_name})
        return redirect("practitioner_detail", practitioner.public_id)


class PractitionerEditView(PractitionerFormPage, FormView[PractitionerForm]):
    """Change person and STR."""

    policy = "register_keep"
    template_name = "workforce/practitioner_edit.html"
    form_class = PractitionerForm
    field_of = {"str_taken": "str_number", "period_refused": "str_valid_until"}

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.practitioner)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"name": self.practitioner.person.full_name}
        return super().get_context_data(title=_("Ubah data %(name)s") % words, verb=_("Simpan perubahan"), **kwargs)

    def act(self, form: Form) -> HttpResponse:
        assert isinstance(form, PractitionerForm)  # noqa: S101  # form_class
        changes.change(self.practitioner, form.person, form.str_facts, version=self.version, by=self.user, at=self.at)
        return self.done(_("Perubahan tersimpan."))


class PlacementCreateView(PractitionerFormPage, FormView[PlacementFields]):
    """Enter another place of work."""

    template_name = "workforce/placement_form.html"
    form_class = PlacementFields
    field_of = {"period_refused": "ends_on", "facility_shut": "starts_on", "placement_overlaps": "facility"}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"name": self.practitioner.person.full_name}
        return super().get_context_data(
            title=_("Tambah penempatan %(name)s") % words, verb=_("Simpan penempatan"), **kwargs
        )

    def act(self, form: Form) -> HttpResponse:
        assert isinstance(form, PlacementFields)  # noqa: S101  # form_class
        placements.add(self.practitioner, form.placement, by=self.user, at=self.at)
        return self.done(_("Penempatan tersimpan."))


class _PlacementPage(PractitionerFormPage):
    """A form about one placement within the user's scope."""

    @property
    def placement(self) -> Placement:
        """The placement of the address, or 404."""
        rows = Placement.objects.visible_to(self.request.user, self.policy).filter(practitioner=self.practitioner)
        found: Placement = get_object_or_404(rows.select_related("facility"), pk=self.kwargs["pk"])
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """404 before anything is drawn or written."""
        self.request, self.kwargs = request, kwargs
        _found = self.placement
        return super().dispatch(request, *args, **kwargs)


class PlacementEditView(_PlacementPage, FormView[PlacementFields]):
    """Change dates, hours, employment and whether a SIP is needed."""

    template_name = "workforce/placement_form.html"
    form_class = PlacementFields
    field_of = {"period_refused": "ends_on", "facility_shut": "starts_on", "placement_overlaps": "facility"}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_form(self, form_class: Any = None) -> PlacementFields:
        """The facility stays: another place is another placement."""
        form = super().get_form(form_class)
        form.fields["facility"].disabled = True
        return form

    def get_initial(self) -> dict[str, Any]:
        return initial_placement(self.placement)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"name": self.placement.facility.name}
        return super().get_context_data(
            title=_("Ubah penempatan di %(name)s") % words, verb=_("Simpan penempatan"), **kwargs
        )

    def act(self, form: Form) -> HttpResponse:
        assert isinstance(form, PlacementFields)  # noqa: S101  # form_class
        placements.change(self.placement, form.placement, by=self.user, at=self.at)
        return self.done(_("Penempatan tersimpan."))


class PlacementEndView(_PlacementPage, FormView[EndForm]):
    """End a placement."""

    template_name = "workforce/practitioner_action.html"
    form_class = EndForm
    field_of = {"period_refused": "ends_on"}
    danger = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"name": self.placement.facility.name}
        return super().get_context_data(
            title=_("Akhiri penempatan di %(name)s") % words, verb=_("Akhiri penempatan"), **kwargs
        )

    def act(self, form: Form) -> HttpResponse:
        placements.end(self.placement, **form.cleaned_data, by=self.user, at=self.at)
        return self.done(_("Penempatan diakhiri."))


class EducationCreateView(PractitionerFormPage, FormView[EducationForm]):
    """Enter a degree."""

    template_name = "workforce/practitioner_action.html"
    form_class = EducationForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"name": self.practitioner.person.full_name}
        return super().get_context_data(title=_("Tambah pendidikan %(name)s") % words, verb=_("Simpan"), **kwargs)

    def act(self, form: Form) -> HttpResponse:
        changes.add_education(self.practitioner, **form.cleaned_data, by=self.user, at=self.at)
        return self.done(_("Pendidikan tersimpan."))


class SkpCreateView(PractitionerFormPage, FormView[SkpForm]):
    """Enter the points of a period."""

    template_name = "workforce/practitioner_action.html"
    form_class = SkpForm
    field_of = {"period_refused": "period_end"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"name": self.practitioner.person.full_name}
        return super().get_context_data(title=_("Tambah SKP %(name)s") % words, verb=_("Simpan"), **kwargs)

    def act(self, form: Form) -> HttpResponse:
        changes.add_skp(self.practitioner, **form.cleaned_data, by=self.user, at=self.at)
        return self.done(_("SKP tersimpan."))


class _DropView(PractitionerMixin, View):
    """Take out what was entered by mistake; the audit trail keeps what it was."""

    policy = "roster_edit"
    http_method_names = ["post"]


class EducationDropView(_DropView):
    """Take out a degree."""

    def post(self, request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
        row = get_object_or_404(self.practitioner.education, pk=pk)
        changes.drop_education(row, by=self.user, at=timezone.now())
        messages.success(request, _("Pendidikan dihapus dari register."))
        return redirect("practitioner_detail", public_id)


class SkpDropView(_DropView):
    """Take out points."""

    def post(self, request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
        row = get_object_or_404(self.practitioner.skp_records, pk=pk)
        changes.drop_skp(row, by=self.user, at=timezone.now())
        messages.success(request, _("SKP dihapus dari register."))
        return redirect("practitioner_detail", public_id)
