"""The register of inspectors: list, who cannot inspect tomorrow, one person with cards and trainings."""

from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.models import Membership
from accounts.rules import may
from core import formats
from core.components import Cell, Chip, Column, Edge, Fact, Kind, Row, Table
from inspections.domain import inspectors
from inspections.domain.inspectors import InspectorRow, next_working_day, posts, rows_of
from inspections.forms.people import CardForm, TrainingForm, WithdrawForm
from inspections.models import InspectorCard
from inspections.views.pages import FormPage
from inspections.views.scope import StaffMixin

PAGE = 50


def hindrance_words(code: str) -> str:
    """Why somebody cannot inspect, in words."""
    return {
        "no_card": _("tanpa kartu pengawas"),
        "card_ended": _("kartu tidak berlaku"),
        "card_withdrawn": _("kartu ditarik"),
        "appointment_ends": _("masa pengangkatan berakhir"),
    }[code]


class InspectorListView(StaffMixin, TemplateView):
    """Everybody appointed as TPK; `besok=1` leaves those who cannot inspect on the next working day."""

    policy = "inspector_read"
    template_name = "inspections/inspector_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = next_working_day(self.office, after=self.today)
        every = rows_of(posts(self.request.user, on=self.today), on=self.today, next_day=day)
        hindered = [row for row in every if row.hindrances]
        only = self.request.GET.get("besok") == "1"
        shown = hindered if only else every
        page = Paginator(shown, PAGE).get_page(self.request.GET.get("page"))
        here = reverse("inspector_list")
        return super().get_context_data(
            day=day,
            chips=[
                Chip(_("Semua"), here, len(every), current=not only),
                Chip(
                    _("Tidak bisa memeriksa besok"),
                    f"{here}?besok=1",
                    len(hindered),
                    current=only,
                    tone="hot" if hindered else "",
                ),
            ],
            page=page,
            only=only,
            table=_table(list(page.object_list)) if shown else None,
            **kwargs,
        )


def _table(rows: list[InspectorRow]) -> Table:
    columns = (
        Column(_("Pengawas")),
        Column(_("Surat keputusan")),
        Column(_("Kartu")),
        Column(_("Jam pelajaran"), numeric=True),
        Column(_("Terbuka"), numeric=True),
        Column(_("Selesai 90 hari"), numeric=True),
        Column(_("Hari kerja berikutnya")),
    )
    return Table(_("Daftar pengawas"), columns, [_row(row) for row in rows], hide_caption=True)


def _row(row: InspectorRow) -> Row:
    post, card = row.post, row.card
    words = ", ".join(hindrance_words(code) for code in row.hindrances)
    visits = reverse("report_visits")
    return Row(
        (
            Cell(row.user.name, note=post.office.short_name if post.office else "", url=page_of(post), strong=True),
            Cell(post.decree_number or "–", note=_until(post.ends_on)),
            Cell(card.number if card else post.card_number or "–", note=_until(card.ends_on) if card else ""),
            Cell(formats.number(row.hours)),
            Cell(formats.number(row.open_visits), url=f"{visits}?pengawas={row.user.public_id}&apa=terbuka"),
            Cell(formats.number(row.done_visits), url=f"{visits}?pengawas={row.user.public_id}&apa=90hari"),
            Cell(
                words or _("bisa memeriksa"),
                kind=Kind.BAD if words else Kind.OK,
                note="" if row.has_tugas else _("belum ada surat tugas"),
            ),
        ),
        edge=Edge.LATE if words else Edge.NONE,
    )


def _until(day: date | None) -> str:
    return _("sampai %(date)s") % {"date": formats.plain_date(day)} if day else ""


def page_of(post: Membership) -> str:
    """Address of a person's page in the register."""
    return reverse("inspector_detail", args=[post.user.public_id])


class InspectorMixin(StaffMixin):
    """Gives `self.post`: the appointment of the person in the address, within scope, else 404."""

    policy = "inspector_read"
    kwargs: dict[str, Any]

    @cached_property
    def post_held(self) -> Membership:
        """The appointment in force today."""
        found = posts(self.request.user, on=self.today).filter(user__public_id=self.kwargs["public_id"]).first()
        return found or get_object_or_404(Membership.objects.none())

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """404 before anything is drawn or done."""
        self.kwargs = kwargs
        _found = self.post_held
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class InspectorDetailView(InspectorMixin, TemplateView):
    """Appointment, cards, trainings and load of one inspector."""

    template_name = "inspections/inspector_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        post = self.post_held
        (row,) = rows_of([post], on=self.today, next_day=next_working_day(self.office, after=self.today))
        until = formats.plain_date(post.ends_on) if post.ends_on else _("seterusnya")
        return super().get_context_data(
            post=post,
            row=row,
            hindrances=[hindrance_words(code) for code in row.hindrances],
            facts=[
                Fact(_("Keputusan pengangkatan"), post.decree_number or "–"),
                Fact(_("Berlaku"), f"{formats.plain_date(post.starts_on)} – {until}"),
                Fact(_("Jam pelajaran"), formats.number(row.hours)),
                Fact(_("Kunjungan terbuka"), formats.number(row.open_visits)),
                Fact(_("Kunjungan selesai, 90 hari"), formats.number(row.done_visits)),
            ],
            cards=InspectorCard.objects.filter(user=post.user).order_by("-starts_on", "-pk"),
            trainings=post.user.inspector_trainings.all(),
            today=self.today,
            may_keep=may(self.request.user, "tpk_assign"),
            **kwargs,
        )


class _KeepPage(InspectorMixin, FormPage):
    policy = "tpk_assign"

    def back(self) -> str:
        return page_of(self.post_held)


class CardCreateView(_KeepPage):
    """Enter a card."""

    form_class = CardForm
    field_of = {"card_known": "number"}

    def title(self) -> str:
        return _("Kartu pengawas untuk %(name)s") % {"name": self.post_held.user.name}

    def verb(self) -> str:
        return _("Catat kartu")

    def get_initial(self) -> dict[str, Any]:
        post = self.post_held
        return {
            "number": post.card_number,
            "name_with_degrees": post.user.name,
            "decree_number": post.decree_number,
            "decree_date": post.decree_date,
        }

    def act(self, form: Form) -> HttpResponse:
        assert isinstance(form, CardForm)  # noqa: S101  # form_class
        inspectors.enter_card(self.post_held.user, self.office, form.facts, by=self.user, at=self.at)
        return self.done(_("Kartu tercatat."), "inspector_detail", self.kwargs["public_id"])


class CardWithdrawView(_KeepPage):
    """Withdraw a card."""

    form_class = WithdrawForm
    danger = True

    def title(self) -> str:
        return _("Tarik kartu %(number)s") % {"number": self._card.number}

    def verb(self) -> str:
        return _("Tarik kartu")

    @cached_property
    def _card(self) -> InspectorCard:
        return get_object_or_404(InspectorCard, pk=self.kwargs["pk"], user=self.post_held.user, withdrawn_on=None)

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def act(self, form: Form) -> HttpResponse:
        data = form.cleaned_data
        inspectors.withdraw_card(self._card, on=data["on"], reason=data["reason"], by=self.user, at=self.at)
        return self.done(_("Kartu ditarik."), "inspector_detail", self.kwargs["public_id"])


class TrainingCreateView(_KeepPage):
    """Record a training."""

    form_class = TrainingForm
    field_of = {"training_known": "title"}

    def title(self) -> str:
        return _("Pelatihan %(name)s") % {"name": self.post_held.user.name}

    def verb(self) -> str:
        return _("Catat pelatihan")

    def act(self, form: Form) -> HttpResponse:
        assert isinstance(form, TrainingForm)  # noqa: S101  # form_class
        inspectors.record_training(self.post_held.user, self.office, form.facts, by=self.user, at=self.at)
        return self.done(_("Pelatihan tercatat."), "inspector_detail", self.kwargs["public_id"])
