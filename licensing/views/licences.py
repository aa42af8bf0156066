"""Licences: the officers' list, one licence with its whole history, and what its holder may do with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import TemplateView, View

from accounts.domain.offices import home_office
from accounts.rules import may
from core import formats
from core.components import Cell, Column, Edge, Fact, Kind, Row, Stage, Table
from core.components.status import StageState
from core.exceptions import Conflict, RuleBroken
from licensing.domain.licences import flags as licence_flags, life, renewing
from licensing.domain.licences.public_register import Wanted, holder_name, page_of, search
from licensing.domain.licences.standing import Reading, planned_words, read, standing, with_status
from licensing.domain.sanctions import ladder as sanction_ladder, steps as sanctions
from licensing.enums import LicenceVerb, SanctionState
from licensing.forms.licences import ENDING, FLAGGED, LicenceFilterForm, SurrenderForm
from licensing.forms.queue import type_choices
from licensing.models import Application, Licence, LicenceStatus, SanctionStep
from licensing.views.desk import DeskMixin
from licensing.views.public_register import term_words
from licensing.views.scope import PolicyMixin

ENDING_DAYS = 90
FILED: tuple[tuple[LicenceVerb, Any], ...] = (
    (LicenceVerb.RENEW, gettext_lazy("Perpanjang")),
    (LicenceVerb.MOVE, gettext_lazy("Pindah tempat")),
    (LicenceVerb.EXTRA_PLACE, gettext_lazy("Tambah tempat")),
    (LicenceVerb.CHANGE, gettext_lazy("Ubah data")),
    (LicenceVerb.REPLACE_LOST, gettext_lazy("Ganti yang hilang")),
)


class LicenceListView(DeskMixin, TemplateView):
    """Every licence of the region, newest first; status, flags and changes to come at a glance."""

    policy = "people_read"
    template_name = "licensing/desk/licence_list.html"

    def is_allowed(self, request: HttpRequest) -> bool:
        """Who reads people reads their licences."""
        return may(request.user, self.policy)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.now().astimezone(home_office().zone).date()
        form = LicenceFilterForm(self.request.GET)
        form.is_valid()
        chosen = {name: value for name, value in form.cleaned_data.items() if value}
        status = chosen.get("status", "")
        wanted = Wanted(
            q=chosen.get("q", ""),
            type=chosen.get("type", ""),
            kecamatan=chosen.get("kecamatan", ""),
            after=self.request.GET.get("after", ""),
        )
        rows = search(Licence.objects.visible_to(self.request.user), wanted)
        rows = _with_standing(with_status(rows, on), status, on)
        page, following = page_of(rows.prefetch_related("statuses", "flags"), wanted.after)
        names = dict(type_choices())
        return super().get_context_data(
            form=form,
            table=_table([_row(row, names, on) for row in page], on) if page else None,
            is_filtered=bool(chosen),
            clear_url=reverse("licence_list"),
            next_url=f"?{urlencode({**chosen, 'after': following})}" if following else "",
            first_url=f"?{urlencode(chosen)}" if wanted.after else "",
            **kwargs,
        )


def _with_standing(rows: Any, status: str, on: date) -> Any:
    if status == FLAGGED:
        return rows.filter(licence_flags.flagged(on))
    if status == ENDING:
        return rows.in_force(on).filter(ends_on__lte=on + timedelta(days=ENDING_DAYS))
    return rows.filter(standing(status, on)) if status else rows


def _table(rows: list[Row], on: date) -> Table:
    return Table(
        caption=_("Izin per %(date)s") % {"date": formats.plain_date(on)},
        columns=[
            Column(_("Pemegang")),
            Column(_("Jenis dan nomor")),
            Column(_("Tempat")),
            Column(_("Masa berlaku")),
            Column(_("Status")),
        ],
        rows=rows,
    )


def _row(licence: Licence, names: dict[str, str], on: date) -> Row:
    reading = read(licence, on=on)
    flags = licence_flags.flags_on(licence, on)
    notes = [str(flag.get_code_display()) for flag in flags]
    if reading.planned:
        notes.append(planned_words(reading.planned))
    return Row(
        [
            Cell(holder_name(licence), strong=True, url=reverse("licence_detail", args=[licence.public_id])),
            Cell(names.get(licence.type_code, licence.type_code), note=licence.number),
            Cell(licence.place.name if licence.place else "–"),
            Cell(term_words(licence)),
            Cell(reading.label, kind=Kind(reading.tone), note="; ".join(notes)),
        ],
        edge=Edge.SOON if flags else Edge.NONE,
    )


class LicenceMixin(PolicyMixin):
    """Gives `self.licence`: within the scope of `policy`, else 404."""

    kwargs: dict[str, Any]

    @property
    def licence(self) -> Licence:
        """The licence of the address, or 404; kept for the request."""
        found: Licence | None = getattr(self, "_licence", None)
        if found is None:
            rows = Licence.objects.visible_to(self.request.user, self.policy).select_related(
                "office__region", "place", "profession", "holder_person", "holder_facility", "letter", "application"
            )
            rows = rows.prefetch_related("statuses__letter", "statuses__reason", "flags__facility")
            found = get_object_or_404(rows, public_id=self.kwargs["public_id"])
            self._licence = found
        return found

    def today(self) -> date:
        """Local day of the office that issued it."""
        return life.today_of(self.licence, timezone.now())


class LicenceDetailView(LicenceMixin, TemplateView):
    """Status today and to come, flags, history, letters, applications, ladder; buttons by role."""

    policy = "people_read"
    template_name = "licensing/licence_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        licence, on = self.licence, self.today()
        reading = read(licence, on=on)
        kind = life.type_of(licence)
        is_holder = self._is_holder()
        steps = list(licence.sanctions.with_people().order_by("proposed_at", "id"))
        shown = steps if may(self.request.user, "sanction_read") else [row for row in steps if row.state == "done"]
        return super().get_context_data(
            licence=licence,
            type=kind,
            holder=holder_name(licence),
            reading=reading,
            planned=planned_words(reading.planned),
            facts=_facts(licence, reading),
            flags=licence_flags.flags_on(licence, on),
            planned_flags=licence_flags.planned_flags(licence, on),
            stages=list(history(licence, on)),
            letters=list(letters_of(licence, shown, advices=may(self.request.user, "sanction_read"))),
            sanctions=shown,
            applications=_applications(licence, self.request.user),
            buttons=list(self._holder_buttons(reading, kind)) if is_holder else [],
            renew_note=_renew_note(reading) if is_holder and not reading.can_renew else "",
            can_surrender=is_holder and LicenceVerb.SURRENDER in self._open_verbs(),
            can_propose=may(self.request.user, "sanction_propose") and reading.code in ("active", "suspended"),
            ladder=ladder_rows(licence, on) if may(self.request.user, "sanction_read") else [],
            may_sanctions=may(self.request.user, "sanction_read"),
            post_check=getattr(licence, "post_check", None) if may(self.request.user, "sanction_read") else None,
            is_staff=may(self.request.user, "sanction_read"),
            **kwargs,
        )

    def _is_holder(self) -> bool:
        may_file = may(self.request.user, "application_edit")
        return (
            may_file
            and Licence.objects.visible_to(self.request.user, "application_edit").filter(pk=self.licence.pk).exists()
        )

    def _open_verbs(self) -> list[LicenceVerb]:
        return life.available(self.licence, self.actor, at=timezone.now())

    def _holder_buttons(self, reading: Reading, kind: Any) -> Iterator[dict[str, Any]]:
        open_verbs = set(self._open_verbs())
        for verb, label in FILED:
            has_places = kind.subject == "practitioner" and not kind.is_recommendation
            if verb not in open_verbs or (verb == LicenceVerb.RENEW and not (kind.renewable and reading.can_renew)):
                continue
            if verb in (LicenceVerb.MOVE, LicenceVerb.EXTRA_PLACE) and not has_places:
                continue
            yield {"verb": verb.value, "label": label, "primary": verb == LicenceVerb.RENEW}


def _renew_note(reading: Reading) -> str:
    if reading.renew_from is None:
        return ""
    return _("Perpanjangan dapat diajukan mulai %(date)s.") % {"date": formats.plain_date(reading.renew_from)}


def _facts(licence: Licence, reading: Reading) -> list[Fact]:
    found = [
        Fact(_("Nomor"), licence.number),
        Fact(_("Berlaku"), term_words(licence)),
        Fact(_("Tempat"), licence.place.name if licence.place else "–"),
        Fact(_("Diterbitkan"), licence.office.name),
    ]
    if licence.holder_person is not None:
        found.insert(3, Fact(_("Tempat praktik ke-"), str(licence.slot)))
    if reading.planned:
        found.append(Fact(_("Dijadwalkan"), planned_words(reading.planned), Kind.FIX))
    if licence.deemed:
        found.append(Fact(_("Cara terbit"), _("terbit karena batas waktu"), Kind.FIX))
    if licence.issued_elsewhere:
        found.append(Fact(_("Tanda tangan"), _("ditandatangani di sistem lain")))
    return found


def history(licence: Licence, on: date) -> Iterator[Stage]:
    """Yield the statuses as stops of a journey, oldest first; those of no days were overtaken and are said so."""
    rows = sorted(licence.statuses.all(), key=lambda row: (row.valid_from, row.pk))
    current = [row for row in rows if row.valid_from <= on and (row.valid_to is None or row.valid_to > on)]
    for row in rows:
        state = StageState.NOW if row in current else StageState.NEXT if row.valid_from > on else StageState.DONE
        yield Stage(
            title=str(row.get_status_display()),
            state=state,
            when=_("mulai %(date)s") % {"date": formats.plain_date(row.valid_from)},
            text=_status_words(row),
        )
    if licence.ends_on is not None:
        state = StageState.DONE if licence.has_ended(on) else StageState.NEXT
        yield Stage(title=_("Berakhir"), state=state, when=formats.plain_date(licence.ends_on))


def _status_words(row: LicenceStatus) -> str:
    if row.valid_to is not None and row.valid_to <= row.valid_from:
        return _("Tidak jadi: digantikan perubahan lain.")
    parts = [str(row.reason.label) if row.reason else ""]
    if row.status == "replaced" and row.note:
        parts.append(_("diganti izin %(number)s") % {"number": row.note})
    return ". ".join(part for part in parts if part)


@dataclass(frozen=True)
class LetterLine:
    """A letter about a licence."""

    title: str
    number: str
    date: date
    url: str
    check_url: str


def letters_of(licence: Licence, steps: list[Any], *, advices: bool) -> Iterator[LetterLine]:
    """Yield the licence's own letter and those of its changes and sanctions, oldest first, each once.

    `advices` go from office to office and are shown to officers only.
    """
    found = [licence.letter, *(row.letter for row in licence.statuses.all())]
    found += [letter for row in steps for letter in ((row.advice, row.letter) if advices else (row.letter,))]
    once = {letter.pk: letter for letter in found if letter is not None and letter.state != "void"}
    for letter in sorted(once.values(), key=lambda each: (each.number_date, each.pk)):
        yield LetterLine(
            title=letter.kind.name_id,
            number=letter.number,
            date=letter.number_date,
            url=reverse("letter_file", args=[letter.public_id]) if letter.is_issued else "",
            check_url=reverse("letter_verify", args=[letter.verify_code]) if letter.is_issued else "",
        )


def _applications(licence: Licence, user: Any) -> list[Any]:
    rows = Application.objects.visible_to(user).for_list().exclude(state="draft")
    own = Q(pk=licence.application_id or 0) | Q(previous_licence=licence)
    return list(rows.filter(own).order_by("created_at"))


@dataclass(frozen=True)
class Rung:
    """One step of the ladder and where the licence stands on it."""

    step: SanctionStep
    taken: tuple[Any, ...]
    is_next: bool


def ladder_rows(licence: Licence, on: date) -> list[Rung]:
    """Return the ladder of the licence's type with what was taken and what comes next."""
    steps = sanctions.steps_of(licence)
    following = sanction_ladder.expected(steps, sanctions.history_of(licence), on=on)
    rows = {row.code: row for row in SanctionStep.objects.filter(code__in=[step.code for step in steps])}
    taken: dict[str, list[Any]] = {}
    for each in licence.sanctions.filter(state=SanctionState.DONE).select_related("letter").order_by("done_at"):
        taken.setdefault(each.step_id, []).append(each)
    return [
        Rung(rows[step.code], tuple(taken.get(step.code, ())), following is not None and step.code == following.code)
        for step in steps
    ]


class LicenceFileView(LicenceMixin, View):
    """Begin a renewal, move, further place, change or replacement: a draft filled from the licence."""

    policy = "application_edit"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str, verb: str) -> HttpResponse:  # noqa: ARG002  # the address
        if verb not in {each.value for each, _label in FILED}:
            raise Http404
        draft = renewing.draft_from(self.licence, LicenceVerb(verb), by=self.actor, at=timezone.now())
        messages.success(request, _("Draf sudah terisi dari izin %(number)s.") % {"number": self.licence.number})
        return redirect("draft_detail", number=draft.number)

    def refused_url(self) -> str:
        """Back to the licence."""
        return reverse("licence_detail", args=[self.kwargs["public_id"]])


class SurrenderView(LicenceMixin, TemplateView):
    """A page asks before a licence is given back, with its consequences and the day."""

    policy = "application_withdraw"
    template_name = "licensing/licence_surrender.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        licence = self.licence
        if LicenceVerb.SURRENDER not in life.available(licence, self.actor, at=timezone.now()):
            raise Http404
        kwargs.setdefault("form", SurrenderForm(initial={"on": self.today()}))
        return super().get_context_data(
            licence=licence, type=life.type_of(licence), holder=holder_name(licence), **kwargs
        )

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        form = SurrenderForm(request.POST)
        if not form.is_valid():
            return self._again(form, 422)
        on = form.cleaned_data["on"]
        try:
            life.surrender(self.licence, by=self.actor, at=timezone.now(), on=on, note=form.cleaned_data["why"])
        except (Conflict, RuleBroken) as error:
            form.add_error("on", error.detail)
            return self._again(form, error.status)
        messages.success(
            request,
            _("Izin %(number)s dikembalikan mulai %(date)s. Surat keterangannya sedang dibuat.")
            % {"number": self.licence.number, "date": formats.plain_date(on)},
        )
        return redirect("licence_detail", public_id=public_id)

    def _again(self, form: SurrenderForm, status: int) -> HttpResponse:
        context = self.get_context_data(public_id=self.licence.public_id, form=form)
        return self.render_to_response(context, status=status)
