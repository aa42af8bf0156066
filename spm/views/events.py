"""Crises and outbreaks of a province: list, entry, correction, record form."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from accounts.models import Region, User
from accounts.rules import viewer_of
from core import formats
from core.components import Cell, Column, Row, Table
from core.web import ActFormMixin, DomainErrorMixin
from spm.domain import figures_text as words
from spm.domain.evaluation import Count, as_text
from spm.domain.events import crises, outbreaks, save_crisis, save_outbreak, withdraw
from spm.exceptions import NotYours
from spm.forms.events import CrisisForm, OutbreakForm, RecordForm
from spm.models import CrisisEvent, Outbreak
from spm.views.period import FIRST_YEAR, number


class ProvinceMixin(DomainErrorMixin):
    """Gives the province of the person's post; who works for a city has no events and gets 404."""

    policy = "spm_write"
    request: HttpRequest
    kwargs: dict[str, Any]

    @property
    def user(self) -> User:
        """Who is signed in; the policy let nobody else in."""
        assert isinstance(self.request.user, User)  # noqa: S101  # the policy checked it
        return self.request.user

    @cached_property
    def region(self) -> Region:
        """The province."""
        for scope in viewer_of(self.user).scopes("spm_write"):
            if scope.cell.scope == "D" and scope.region_code and "." not in scope.region_code:
                return Region.objects.get(pk=scope.region_code)
        raise NotYours

    @property
    def year(self) -> int:
        """The year of the address."""
        today = timezone.localdate()
        return number(self.request.GET.get("tahun", ""), usual=today.year, least=FIRST_YEAR, most=today.year)


class EventListView(ProvinceMixin, TemplateView):
    """The crises and outbreaks of a year."""

    template_name = "spm/event_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        struck, broken = crises(self.region.pk, self.year), outbreaks(self.region.pk, self.year)
        return super().get_context_data(
            region=self.region,
            year=self.year,
            years=range(timezone.localdate().year, FIRST_YEAR - 1, -1),
            crises=_crisis_table(struck) if struck else None,
            outbreaks=_outbreak_table(broken) if broken else None,
            report_url=f"{reverse('spm_report')}?program=provinsi&wilayah={self.region.pk}&tahun={self.year}&sampai=12",
            **kwargs,
        )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Kejadian")),
        Column(_("Mulai")),
        Column(_("Dilayani"), numeric=True),
        Column(_("Sasaran"), numeric=True),
        Column(_("Capaian"), numeric=True),
    )


def _counts(count: Count) -> tuple[Cell, ...]:
    return (
        Cell(formats.number(count.served)),
        Cell(words.count(count.due)),
        Cell(words.percent(as_text(count.percent)), strong=True),
    )


def _crisis_table(rows: list[CrisisEvent]) -> Table:
    return Table(
        _("Krisis kesehatan (PROV-1)"),
        _columns(),
        [
            Row(
                (
                    Cell(row.name, note=str(row.get_stage_display()), url=reverse("spm_crisis_edit", args=[row.key])),
                    Cell(formats.plain_date(row.starts_on)),
                    *_counts(Count(row.served, row.due)),
                )
            )
            for row in rows
        ],
        tight=True,
    )


def _outbreak_table(rows: list[Outbreak]) -> Table:
    return Table(
        _("Kejadian luar biasa (PROV-2)"),
        _columns(),
        [
            Row(
                (
                    Cell(
                        row.disease,
                        note=", ".join(place.region.name for place in row.places.all()),
                        url=reverse("spm_outbreak_edit", args=[row.key]),
                    ),
                    Cell(formats.plain_date(row.starts_on)),
                    *_counts(Count(row.served, sum(place.due for place in row.places.all()))),
                )
            )
            for row in rows
        ],
        tight=True,
    )


class _EventFormView(ProvinceMixin, ActFormMixin, FormView[Any]):
    """A form about one event: new, or the next version of one."""

    model: Any = None
    new_title = edit_title = ""

    @cached_property
    def event(self) -> Any:
        """The event of the address, or None for a new one."""
        key = self.kwargs.get("public_id")
        if key is None:
            return None
        found = self.model.objects.current().filter(key=key, region=self.region).first()
        if found is None:
            raise NotYours
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "region": self.region, "event": self.event}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            region=self.region,
            event=self.event,
            list_url=f"{reverse('spm_event_list')}?tahun={self.event.year if self.event else self.year}",
            has_errors=bool(kwargs.get("form") and kwargs["form"].errors),
            **kwargs,
        )

    def act(self, form: Any) -> HttpResponse:
        """Save a version."""
        saved = self.save(form)
        messages.success(self.request, _("Tersimpan sebagai versi %(n)s.") % {"n": saved.version})
        return redirect(f"{reverse('spm_event_list')}?tahun={saved.year}")

    def save(self, form: Any) -> Any:
        """Write it."""
        raise NotImplementedError


class CrisisView(_EventFormView):
    """A crisis."""

    model = CrisisEvent
    template_name = "spm/crisis.html"
    form_class = CrisisForm
    field_of = {"served_exceeds_due": "reason"}  # declared ClassVar above

    def save(self, form: Any) -> Any:
        """Write it."""
        key = self.event.key if self.event else ""
        return save_crisis(form.given(), region=self.region, by=self.user, at=self.at, key=key)


class OutbreakView(_EventFormView):
    """An outbreak with its places."""

    model = Outbreak
    template_name = "spm/outbreak.html"
    form_class = OutbreakForm
    field_of = {"served_exceeds_due": "reason"}  # declared ClassVar above

    def save(self, form: Any) -> Any:
        """Write it."""
        key = self.event.key if self.event else ""
        return save_outbreak(form.given(), region=self.region, by=self.user, at=self.at, key=key)


class RecordView(_EventFormView):
    """The record form of an outbreak."""

    model = Outbreak
    template_name = "spm/outbreak_record.html"
    form_class = RecordForm

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs.pop("region")
        return kwargs

    def save(self, form: Any) -> Any:
        """Write it."""
        return save_outbreak(form.given(), region=self.region, by=self.user, at=self.at, key=self.event.key)


class WithdrawView(ProvinceMixin, View):
    """Take an event entered by mistake out of the count."""

    model: Any = None

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Withdraw it."""
        withdraw(self.model, public_id, region=self.region, by=self.user, at=timezone.now())
        messages.success(request, _("Kejadian ditarik dari hitungan; catatannya tetap tersimpan."))
        return redirect("spm_event_list")


class CrisisWithdrawView(WithdrawView):
    """A crisis."""

    model = CrisisEvent


class OutbreakWithdrawView(WithdrawView):
    """An outbreak."""

    model = Outbreak
