"""Merging duplicates: likely twins, what would move, then the merge with its reason."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from workforce.domain import merging
from workforce.forms.practitioner import MergeForm
from workforce.models import Person, Practitioner
from workforce.views.scope import PractitionerFormPage, PractitionerMixin

TWINS_SHOWN = 50


def candidates(user: Any, person: Person) -> list[dict[str, Any]]:
    """Return the rows one may merge into `person`, likely twins only, each with its practitioners."""
    rows = Practitioner.objects.visible_to(user, "register_keep").current().filter(person__in=merging.twins(person))
    found: dict[int, dict[str, Any]] = {}
    for row in rows.select_related("person", "profession").order_by("person__name_key", "pk")[:TWINS_SHOWN]:
        found.setdefault(row.person_id, {"person": row.person, "rows": []})["rows"].append(row)
    return list(found.values())


class MergeChooseView(PractitionerMixin, TemplateView):
    """Rows that look like the same human being."""

    policy = "register_keep"
    template_name = "workforce/merge_choose.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        practitioner = self.practitioner
        back = reverse("practitioner_detail", args=[practitioner.public_id])
        return super().get_context_data(
            practitioner=practitioner,
            owner=practitioner.person,
            candidates=candidates(self.request.user, practitioner.person),
            crumbs=[
                {"label": _("Tenaga kesehatan"), "url": reverse("practitioner_list")},
                {"label": practitioner.person.full_name, "url": back},
            ],
            back=back,
            **kwargs,
        )


class MergeConfirmView(PractitionerFormPage, FormView[MergeForm]):
    """What moves, and the reason; `other` is the practitioner whose person becomes a trace."""

    policy = "register_keep"
    template_name = "workforce/merge_confirm.html"
    form_class = MergeForm
    danger = True

    @property
    def other(self) -> Practitioner:
        """The row that is merged, within the same scope."""
        rows = Practitioner.objects.visible_to(self.request.user, self.policy).current().for_detail()
        found: Practitioner = get_object_or_404(rows, public_id=self.kwargs["number"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        other = self.other
        given = {
            "title": _("Gabungkan data ganda"),
            "verb": _("Gabungkan"),
            "other": other,
            "moving": merging.preview(other.person),
            **kwargs,
        }
        return super().get_context_data(**given)

    def act(self, form: Form) -> HttpResponse:
        merging.merge(
            self.practitioner.person,
            self.other.person,
            reason=form.cleaned_data["reason"],
            by=self.user,
            at=self.at,
        )
        return self.done(_("Data ganda digabung. Jejaknya ada di bagian Penggabungan."))
