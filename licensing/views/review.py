"""The technical team's check: documents on the left, requirement by requirement on the right."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.generic import TemplateView

from core import formats
from core.components import Action as Button, Choice, Decision, ReviewItem
from core.exceptions import Conflict, DomainError, RuleBroken
from licensing.domain import judging, transitions
from licensing.domain.clocks import read_clocks
from licensing.domain.desk import DeskClock, mark_seen
from licensing.domain.rulebook.catalogue import needed_requirements
from licensing.domain.transitions import MIN_NOTE, check_round
from licensing.enums import Action, DocumentState, RequirementKind, State, Verdict
from licensing.forms.review import NewFactForm, TypedVerdict, errors_by_requirement, prefix_of, typed_verdicts
from licensing.models import Application, Correction, Document, Reason, Requirement
from licensing.views.answers import answer_groups
from licensing.views.cards import clock_card, main_clock
from licensing.views.desk import DeskMixin, heading, left_words, number_line
from licensing.views.queue import queue_of
from licensing.views.scope import ApplicationMixin
from licensing.views.uploads import refusal_text

CHOICES = (
    Choice(Verdict.FITS, Verdict.FITS.label, "y"),
    Choice(Verdict.NEEDS_FIX, Verdict.NEEDS_FIX.label, "n"),
    Choice(Verdict.NOT_APPLICABLE, gettext_lazy("Tidak berlaku"), "t"),
)
FORM = "review"


class ReviewView(DeskMixin, ApplicationMixin, TemplateView):
    """One file under the eyes of the technical team; gaps are listed once."""

    policy = "application_verify"
    template_name = "licensing/desk/review.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.application.state == State.SUBMITTED:
            mark_seen(self.application, by=self.actor, at=timezone.now())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application, now = self.application, timezone.now()
        requirements = needed_requirements(application)
        typed = kwargs.pop("typed", None) or stored_verdicts(application, requirements)
        error: DomainError | None = kwargs.pop("error", None)
        documents = current_documents(application)
        is_open = application.state == State.SUBMITTED
        readings = read_clocks(application, at=now)
        main = main_clock(readings)
        round_ = check_round(application)
        return super().get_context_data(
            application=application,
            heading=heading(application),
            number_line=number_line(application),
            era=application.get_legal_era_display(),
            left=left_words(DeskClock(now).minutes_left(application)),
            clock=clock_card(application, main, now=now) if main else None,
            viewers=viewers(requirements, documents),
            items=_Items(application, requirements, documents, typed, error).build(readonly=not is_open),
            groups=answer_groups(application, editable=False),
            counted=_counted(typed),
            decision=self._decision(typed) if is_open else None,
            is_open=is_open,
            held=held_by_other(application, self.request.user),
            round=round_,
            fact_form=kwargs.pop("fact_form", None) or NewFactForm(),
            error=error,
            has_errors=error is not None,
            form_id=FORM,
            **kwargs,
        )

    def _decision(self, typed: Mapping[int, TypedVerdict]) -> Decision:
        application = self.application
        previous, following = neighbours(application, self.request.user)
        held = held_by_other(application, self.request.user)
        gaps, open_ = _gaps(typed), _unjudged(typed)
        why_not_verify = held or _why_not_verify(gaps, open_)
        why_not_return = held or ("" if gaps else _("Tandai dulu hal yang perlu diperbaiki."))
        return Decision(
            actions=[
                Button(
                    Action.RETURN,
                    _("Kembalikan (%(n)s hal)") % {"n": gaps},
                    primary=bool(gaps),
                    form=FORM,
                    disabled_because=why_not_return,
                ),
                Button(
                    Action.VERIFY,
                    _("Loloskan dan teruskan ke Dinkes"),
                    primary=not gaps,
                    form=FORM,
                    disabled_because=why_not_verify,
                ),
            ],
            previous=previous,
            following=following,
        )

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        application = self.application
        typed = typed_verdicts(request.POST, needed_requirements(application))
        facts = NewFactForm(request.POST)
        facts.is_valid()
        try:
            said = self._act(typed, facts.cleaned_data.get("new_fact", ""))
        except (Conflict, RuleBroken) as error:
            application.refresh_from_db()
            context = self.get_context_data(number=number, typed=typed, fact_form=facts, error=error)
            return self.render_to_response(context, status=error.status)
        messages.success(request, said)
        stays = application.state == State.SUBMITTED
        return redirect("application_review", number=number) if stays else redirect("application_list")

    def _act(self, typed: Mapping[int, TypedVerdict], new_fact: str) -> str:
        """Save what was judged first, so that a refused move loses nothing; then move."""
        application, at = self.application, timezone.now()
        version = _version(self.request)
        inputs = [each.as_input(pk) for pk, each in typed.items() if each.verdict]
        judging.judge(application, inputs, by=self.actor, at=at, version=version)
        match self.request.POST.get("action"):
            case Action.RETURN:
                transitions.return_for_correction(application, by=self.actor, at=at, new_fact=new_fact, version=version)
                return _("Berkas %(number)s dikembalikan. Pemohon menerima daftar perbaikannya.") % {
                    "number": application.number
                }
            case Action.VERIFY:
                transitions.verify(application, by=self.actor, at=at, version=version)
                return _("Berkas %(number)s lolos verifikasi dan diteruskan ke Dinas Kesehatan.") % {
                    "number": application.number
                }
            case _:
                return _("Penilaian tersimpan.")


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else None


def stored_verdicts(application: Application, requirements: list[Requirement]) -> dict[int, TypedVerdict]:
    """Return this round's saved verdicts; in a later round the favourable ones of the round before are proposed."""
    now = {row.requirement_id: row for row in application.judgements.filter(round=check_round(application))}
    before = judging.carried_over(application)
    return {row.pk: TypedVerdict.stored(now.get(row.pk) or before.get(row.pk)) for row in requirements}


def current_documents(application: Application) -> dict[str, Document]:
    """Return the present version of each document, by requirement code."""
    return {row.requirement_code: row for row in application.documents.filter(superseded_at__isnull=True)}


def viewers(requirements: list[Requirement], documents: Mapping[str, Document]) -> list[dict[str, Any]]:
    """Return what stands in the viewer column, in the order of the requirements."""
    found = []
    for row in requirements:
        document = documents.get(row.code)
        if document is None:
            continue
        found.append(
            {
                "code": row.code,
                "title": row.label,
                "name": document.display_name,
                "pages": document.pages,
                "kind": "pdf" if document.content_type == "application/pdf" else "picture",
                "url": reverse("document_open", args=[document.public_id])
                if document.state == DocumentState.CLEAN
                else "",
                "problem": refusal_text(document) or _("Berkas ini masih diperiksa. Muat ulang sebentar lagi."),
            }
        )
    return found


def _counted(typed: Mapping[int, TypedVerdict]) -> str:
    done = sum(bool(each.verdict) for each in typed.values())
    return _("%(done)s dari %(all)s dinilai, %(gaps)s perlu perbaikan") % {
        "done": done,
        "all": len(typed),
        "gaps": _gaps(typed),
    }


def _gaps(typed: Mapping[int, TypedVerdict]) -> int:
    return sum(each.verdict == Verdict.NEEDS_FIX for each in typed.values())


def _unjudged(typed: Mapping[int, TypedVerdict]) -> int:
    return sum(not each.verdict for each in typed.values())


def _why_not_verify(gaps: int, open_: int) -> str:
    if gaps:
        return ngettext(
            "Belum bisa diloloskan: %(n)s hal perlu perbaikan.",
            "Belum bisa diloloskan: %(n)s hal perlu perbaikan.",
            gaps,
        ) % {"n": gaps}
    if open_:
        return ngettext("%(n)s persyaratan belum dinilai.", "%(n)s persyaratan belum dinilai.", open_) % {"n": open_}
    return ""


def held_by_other(application: Application, user: Any) -> str:
    """Say who has the file when it is somebody else, or nothing."""
    if application.handler is None or application.handler_id == user.pk:
        return ""
    since = (
        formats.local(application.handler_since, application.health_office.time_zone)
        if (application.handler_since)
        else None
    )
    return _("Berkas ini sedang dipegang %(name)s%(since)s.") % {
        "name": application.handler.name,
        "since": _(" sejak %(time)s") % {"time": f"{since:%H.%M}"} if since else "",
    }


def neighbours(application: Application, user: Any) -> tuple[str, str]:
    """Return the addresses of the files before and after this one in the queue of the technical team."""
    numbers = list(queue_of(user).filter(state=State.SUBMITTED).values_list("number", flat=True)[:500])
    if application.number not in numbers:
        return "", ""
    here = numbers.index(application.number)
    before = numbers[here - 1] if here else ""
    after = numbers[here + 1] if here + 1 < len(numbers) else ""
    return tuple(reverse("application_review", args=[each]) if each else "" for each in (before, after))  # type: ignore[return-value]  # two


class _Items:
    """Builds the review items of one page."""

    def __init__(
        self,
        application: Application,
        requirements: list[Requirement],
        documents: Mapping[str, Document],
        typed: Mapping[int, TypedVerdict],
        error: DomainError | None,
    ) -> None:
        self.application = application
        self.requirements = requirements
        self.documents = documents
        self.typed = typed
        self.errors = errors_by_requirement(error.findings if error else ())
        self.reasons = [Choice(row.code, row.label) for row in Reason.objects.filter(kind="return")]
        self.asked: dict[int, list[Correction]] = {}
        for row in application.corrections.select_related("reason").order_by("round"):
            self.asked.setdefault(row.requirement_id, []).append(row)

    def build(self, *, readonly: bool) -> list[ReviewItem]:
        return [self._item(row, readonly=readonly) for row in self.requirements]

    def _item(self, row: Requirement, *, readonly: bool) -> ReviewItem:
        typed = self.typed[row.pk]
        document = self.documents.get(row.code)
        return ReviewItem(
            key=row.code,
            title=row.label,
            law=law_of(row),
            prefix=prefix_of(row.pk),
            choices=CHOICES,
            value=typed.verdict,
            reasons=self.reasons,
            reason=typed.reason,
            note=typed.note,
            least_note=MIN_NOTE,
            answer=self._answer(row, document),
            document_url=f"#doc-{row.code}" if document else "",
            document_name=document.display_name if document else "",
            history=tuple(self._history(row, document)),
            errors=tuple(self.errors.get(row.pk, ())),
            readonly=readonly,
        )

    def _answer(self, row: Requirement, document: Document | None) -> str:
        answers = self.application.answers or {}
        if row.kind == RequirementKind.STATEMENT:
            agreed = (answers.get("statements") or {}).get(row.code)
            return _("Dinyatakan oleh pemohon.") if agreed else _("Belum dinyatakan oleh pemohon.")
        if row.kind == RequirementKind.DATA:
            return str((answers.get("details") or {}).get(row.code) or _("Lihat isian pemohon di bawah."))
        if document is None:
            return _("Tidak diunggah.") if row.mandatory else _("Tidak diunggah; tidak wajib.")
        return ""

    def _history(self, row: Requirement, document: Document | None) -> list[str]:
        zone = self.application.health_office.time_zone
        lines = [
            _("Diminta %(date)s, %(reason)s: “%(words)s”")
            % {
                "date": formats.short_date(formats.local(each.asked_at, zone).date()),
                "reason": each.reason.label,
                "words": each.instruction,
            }
            for each in self.asked.get(row.pk, ())
        ]
        lines += [
            _("Jawaban pemohon: “%(words)s”") % {"words": each.answer}
            for each in self.asked.get(row.pk, ())
            if each.answer
        ]
        if document is not None and document.version > 1:
            lines.append(
                _("Versi %(n)s, diunggah %(when)s")
                % {"n": document.version, "when": formats.short_moment(document.uploaded_at, zone)}
            )
        return lines


def law_of(row: Requirement) -> str:
    """Return the article; where the row rests on the type's own, and where the article is unsure, say only so."""
    if row.citation.startswith("jenis:"):
        return _("Dasar jenis izin: %(rule)s") % {"rule": row.citation.removeprefix("jenis:").strip()}
    return row.citation
