"""Adding somebody to the staff: the coordinator asks by number, the person confirms on a page of their own."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from core import formats
from core.components import Cell, Column, Fact, Kind, Row, Table
from core.exceptions import Conflict
from core.web import ActFormMixin, DomainErrorMixin
from licensing.domain.rosters import joins
from licensing.enums import ConsentVerdict
from licensing.exceptions import ConsentEnded
from licensing.forms.roster import StaffJoinForm
from licensing.models import StaffJoin
from licensing.views.roster import RosterMixin

PAGE_SIZE = 25


class StaffJoinView(RosterMixin, ActFormMixin, FormView[StaffJoinForm]):
    """A form, and what was asked so far; the answer never says whether the register knows the number."""

    template_name = "licensing/roster/join.html"
    form_class = StaffJoinForm
    field_of = {"nik_invalid": "number", "identity_invalid": "number"}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "facilities": self.facilities()}

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(joins.asked_of(self.request.user), PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(table=_table(list(page.object_list)), page=page, **kwargs)

    def act(self, form: Any) -> HttpResponse:
        data = form.cleaned_data
        joins.ask(
            data["facility"],
            by_number=data["by_number"],
            number=data["number"],
            starts_on=data["starts_on"],
            employment=data["employment"],
            by=self.actor,
            at=timezone.now(),
        )
        messages.success(
            self.request,
            _("Tercatat. Bila nomor itu ada dalam register, orangnya ditanya dan muncul di daftar setelah setuju."),
        )
        return redirect("staff_join")


def _table(rows: list[StaffJoin]) -> Table:
    columns = (Column(_("Nomor")), Column(_("Fasilitas")), Column(_("Diminta")), Column(_("Keadaan")))
    return Table(_("Permintaan Anda"), columns, [_row(row) for row in rows])


def _row(row: StaffJoin) -> Row:
    answer = getattr(row, "answer", None)
    if answer is None:
        is_over = row.expires_at <= timezone.now()
        word, kind = (_("Tidak dijawab"), Kind.NONE) if is_over else (_("Menunggu jawaban"), Kind.WAIT)
    elif answer.verdict == ConsentVerdict.GRANTED:
        word, kind = _("Disetujui"), Kind.OK
    else:
        word, kind = _("Tidak setuju"), Kind.BAD
    asked = _("%(when)s oleh %(who)s") % {"when": formats.short_moment(row.asked_at), "who": row.asked_by.name}
    return Row((Cell(f"…{row.typed_end}", strong=True), Cell(row.facility.name), Cell(asked), Cell(word, kind=kind)))


class JoinPage(TemplateView):
    """What both ways to the page share."""

    template_name = "licensing/roster/join_answer.html"

    def join(self) -> StaffJoin:
        """The question; refused where it is not theirs."""
        raise NotImplementedError

    def who(self) -> Any:
        """The account that answers; None by the secret link."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        join = self.join()
        answer = getattr(join, "answer", None)
        facts = [
            Fact(_("Fasilitas"), join.facility.name),
            Fact(_("Yang mencatat"), join.asked_by.name),
            Fact(_("Profesi"), join.practitioner.profession.name if join.practitioner else "–"),
            Fact(_("Mulai bekerja"), formats.plain_date(join.starts_on)),
        ]
        return super().get_context_data(
            join=join,
            facts=facts,
            is_answered=answer is not None,
            is_granted=answer is not None and answer.verdict == ConsentVerdict.GRANTED,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002  # the address
        verdicts = {"grant": ConsentVerdict.GRANTED, "refuse": ConsentVerdict.REFUSED}
        verdict = verdicts.get(request.POST.get("action", ""))
        if verdict is not None:
            try:
                joins.answer(self.join(), verdict, by=self.who(), at=timezone.now())
            except Conflict as refused:
                messages.warning(request, refused.detail)
        return redirect(request.path)


class JoinAnswerView(DomainErrorMixin, JoinPage):
    """By the secret link sent to the person's own number; without a valid secret there is nothing to see."""

    policy = "public_read"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.kwargs = kwargs
            _found = self.join()
            response: HttpResponse = super().dispatch(request, *args, **kwargs)
        except ConsentEnded as refused:
            response = render(request, "licensing/roster/consent_ended.html", {"error": refused}, status=403)
        response["Referrer-Policy"] = "same-origin"
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    def join(self) -> StaffJoin:
        return joins.join_by_token(self.kwargs["token"], at=timezone.now())

    def who(self) -> Any:
        return None


class JoinDetailView(DomainErrorMixin, JoinPage):
    """From the inbox: the person's own account is the proof."""

    policy = "session"

    def join(self) -> StaffJoin:
        return joins.join_of_person(self.kwargs["public_id"], self.request.user)

    def who(self) -> Any:
        return self.request.user
