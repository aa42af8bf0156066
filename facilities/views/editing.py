"""Entering and changing a facility, closing and reopening it, and who answers for it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from accounts.models import User
from core.formats import plain_date
from core.web import ActFormMixin
from facilities.domain import changes, closing, persons_in_charge
from facilities.domain.licence_register import type_names
from facilities.forms.facility import (
    AppointForm,
    ClosingForm,
    DismissForm,
    FacilityForm,
    ReopeningForm,
    initial_of,
)
from facilities.models import FacilityPerson
from facilities.views.scope import FacilityMixin


class _FormPage(ActFormMixin, FacilityMixin, FormView[Any]):
    """A form about one facility; afterwards its page is shown again."""

    policy = "register_keep"
    title = ""
    verb = ""
    danger = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _found = self.facility  # 404 before anything is drawn
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _found = self.facility
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("facility_detail", args=[self.facility.public_id])
        given = {
            "facility": self.facility,
            "title": self.title,
            "verb": self.verb,
            "danger": self.danger,
            "back": back,
            "crumbs": [
                {"label": _("Fasilitas"), "url": reverse("facility_list")},
                {"label": self.facility.name, "url": back},
            ],
        }
        return super().get_context_data(**{**given, **kwargs})

    def done(self, text: str) -> HttpResponse:
        """Say it and go to the facility's page."""
        messages.success(self.request, text)
        return redirect("facility_detail", self.facility.public_id)

    @property
    def version(self) -> int | None:
        """The version the form was drawn from."""
        text = self.request.POST.get("version", "")
        return int(text) if text.isdecimal() else None


class FacilityCreateView(ActFormMixin, FormView[FacilityForm]):
    """Enter a facility."""

    policy = "register_keep"
    template_name = "facilities/facility_form.html"
    form_class = FacilityForm
    field_of = {"facility_known": "name", "parent_refused": "parent"}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "known_types": set(type_names())}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {
            "title": _("Catat fasilitas"),
            "verb": _("Catat fasilitas"),
            "back": reverse("facility_list"),
            "crumbs": [{"label": _("Fasilitas"), "url": reverse("facility_list")}],
        }
        return super().get_context_data(**{**given, **kwargs})

    def act(self, form: Form) -> HttpResponse:
        assert isinstance(form, FacilityForm)  # noqa: S101  # form_class
        assert isinstance(self.request.user, User)  # noqa: S101  # the policy checked it
        facility = changes.enter(form.facts, by=self.request.user, at=self.at)
        messages.success(self.request, _("%(name)s tercatat dengan kode %(code)s.") % vars(facility))
        return redirect("facility_detail", facility.public_id)


class FacilityEditView(_FormPage):
    """Change what the register says."""

    template_name = "facilities/facility_form.html"
    form_class = FacilityForm
    field_of = {"facility_known": "name", "parent_refused": "parent", "day_refused": "active_from"}

    def get_form_kwargs(self) -> dict[str, Any]:
        extra = {"user": self.request.user, "known_types": set(type_names()), "facility": self.facility}
        return {**super().get_form_kwargs(), **extra}

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.facility)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Ubah data %(name)s") % {"name": self.facility.name}, verb=_("Simpan perubahan"), **kwargs
        )

    def act(self, form: Form) -> HttpResponse:
        assert isinstance(form, FacilityForm)  # noqa: S101  # form_class
        version = self.facility.version if self.version is None else self.version
        changes.change(self.facility, form.facts, version=version, by=self.user, at=self.at)
        return self.done(_("Perubahan tersimpan."))


class FacilityCloseView(_FormPage):
    """First the preview of who is concerned, then, with `confirmed`, the closing itself."""

    template_name = "facilities/facility_close.html"
    form_class = ClosingForm
    field_of = {"day_refused": "on"}
    danger = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "title": _("Tutup atau hentikan %(name)s") % {"name": self.facility.name},
                "verb": _("Lihat siapa yang terdampak"),
                **kwargs,
            }
        )

    def act(self, form: Form) -> HttpResponse:
        data = form.cleaned_data
        if self.request.POST.get("confirmed") != "1":
            return self._preview(form, data["on"])
        verb = closing.close if data["what"] == "closed" else closing.suspend
        verb(self.facility, on=data["on"], reason=data["reason"], by=self.user, at=self.at, version=self.version)
        words = {"name": self.facility.name, "date": plain_date(data["on"])}
        if data["what"] == "closed":
            return self.done(_("%(name)s ditutup mulai %(date)s.") % words)
        return self.done(_("%(name)s dihentikan sementara mulai %(date)s.") % words)

    def _preview(self, form: Form, on: date) -> HttpResponse:
        is_closing = form.cleaned_data["what"] == "closed"
        return self.render_to_response(
            self.get_context_data(
                form=form,
                preview=True,
                concerns=closing.concerns(self.facility, on=on),
                verb=_("Tutup fasilitas") if is_closing else _("Hentikan sementara"),
                on=plain_date(on),
                is_closing=is_closing,
            )
        )


class FacilityReopenView(_FormPage):
    """Open again, or call back a closing that lies ahead."""

    template_name = "facilities/facility_reopen.html"
    form_class = ReopeningForm
    field_of = {"day_refused": "on"}

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Buka kembali %(name)s") % {"name": self.facility.name},
            verb=_("Buka kembali"),
            closure=closing.open_closure(self.facility),
            **kwargs,
        )

    def act(self, form: Form) -> HttpResponse:
        data = form.cleaned_data
        ended = closing.reopen(
            self.facility, on=data["on"], reason=data["reason"], by=self.user, at=self.at, version=self.version
        )
        if ended.withdrawn_at:
            return self.done(_("Rencana penutupan dibatalkan; penempatan tetap seperti semula."))
        return self.done(
            _("Beroperasi kembali mulai %(date)s. Catat penempatan baru untuk tenaganya.")
            % {"date": plain_date(data["on"])}
        )


class PersonAppointView(_FormPage):
    """Let an account answer for the facility."""

    policy = "pj_appoint"
    template_name = "facilities/facility_action.html"
    form_class = AppointForm
    field_of = {"account_unknown": "contact", "in_charge_already": "contact", "day_refused": "starts_on"}

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Tunjuk penanggung jawab %(name)s") % {"name": self.facility.name}, verb=_("Tunjuk"), **kwargs
        )

    def act(self, form: Form) -> HttpResponse:
        data = form.cleaned_data
        account = persons_in_charge.account_of(data["contact"])
        persons_in_charge.appoint(
            self.facility, account, starts_on=data["starts_on"], note=data["note"], by=self.user, at=self.at
        )
        return self.done(_("%(name)s ditunjuk dan sudah diberi tahu.") % {"name": account.name})


class PersonDismissView(_FormPage):
    """End an appointment."""

    policy = "pj_appoint"
    template_name = "facilities/facility_action.html"
    form_class = DismissForm
    field_of = {"day_refused": "ends_on"}
    danger = True

    @property
    def appointment(self) -> FacilityPerson:
        """The appointment of the address, at this facility, or 404."""
        rows = self.facility.persons_in_charge.select_related("user")
        found: FacilityPerson = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"name": self.appointment.user.name}
        return super().get_context_data(title=_("Akhiri tugas %(name)s") % words, verb=_("Akhiri tugas"), **kwargs)

    def act(self, form: Form) -> HttpResponse:
        row = persons_in_charge.dismiss(self.appointment, **form.cleaned_data, by=self.user, at=self.at)
        return self.done(_("Tugas %(name)s berakhir dan orangnya sudah diberi tahu.") % {"name": row.user.name})
